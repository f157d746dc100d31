"""Fetching an approved export, once: into a folder of the server, or as a stream. Its end is recorded, good or bad."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from proxy.audit.event import stamp
from proxy.audit.export.handover import Handover
from proxy.audit.export.outlets import Folder
from proxy.services.exports.steps import blocking

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from proxy.audit.export.bundle import Written
    from proxy.audit.export.outlets import Archive, Outlet
    from proxy.audit.export.requests import ExportRequest
    from proxy.exchange import Caller
    from proxy.services.exports.source import Source
    from proxy.services.exports.steps import Channel, Steps


@dataclass(frozen=True, slots=True)
class Fetching:
    """Fetches exports of one tenant.

    Attributes:
        source: the log and its key.
        steps: the requests, and how they are recorded.
    """

    source: Source
    steps: Steps

    async def to_folder(
        self,
        request_id: str,
        folder: Path,
        *,
        by: Caller,
        channel: Channel,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Written:
        """Write an approved export into a new folder.

        Raises:
            NotFound | Forbidden | Conflict: as `ExportRequests.fetch`.
            BadRequest: the folder exists.
            OSError: it cannot be written to.
        """
        with Folder(folder) as outlet:
            job = await self._take(request_id, by, channel)
            return await asyncio.to_thread(self._write, job, outlet, progress)

    async def to_stream(self, request_id: str, *, by: Caller, channel: Channel) -> AsyncIterator[bytes]:
        """The bytes of an approved export as a ZIP archive; when the reader leaves, it must be asked for anew.

        Raises:
            NotFound | Forbidden | Conflict: as `ExportRequests.fetch`, before the first byte.
        """
        job = await self._take(request_id, by, channel)

        def work(archive: Archive, pause: Callable[[], None]) -> None:
            self._write(job, archive, lambda _: pause())

        return _parts(Handover(f"chaperone-export-{request_id}", work))

    async def _take(self, request_id: str, by: Caller, channel: Channel) -> _Job:
        self.source.ready(await asyncio.to_thread(self.steps.requests.get, request_id))
        now = stamp(self.steps.recorder.clock())
        request = await self.steps.change(
            lambda tell: self.steps.requests.fetch(request_id, by=by.person, at=now, tell=tell),
            "fetch",
            by.id,
            channel,
        )
        return _Job(request, by.id, channel, asyncio.get_running_loop())

    def _write(self, job: _Job, outlet: Outlet, progress: Callable[[int], None]) -> Written:
        try:
            written = self.source.write(job.request, outlet, now=self.steps.recorder.clock, progress=progress)
        except BaseException:
            job.end(self.steps, "failed")
            raise
        counts = {"records": written.records, "first": written.first, "last": written.last}
        job.end(self.steps, "done", **counts, manifest=written.manifest_sha256)
        return written


@dataclass(frozen=True, slots=True)
class _Job:
    """An export that is being written, in a thread."""

    request: ExportRequest
    by: str
    channel: Channel
    loop: asyncio.AbstractEventLoop

    def end(self, steps: Steps, action: str, **more: Any) -> None:  # noqa: ANN401 # fields of the record
        """Record its end."""
        blocking(steps.record(self.request, action, self.by, self.channel, **more), self.loop)


async def _parts(handover: Handover) -> AsyncIterator[bytes]:
    parts = handover.parts()
    try:
        while (part := await asyncio.to_thread(next, parts, None)) is not None:
            yield part
    finally:
        handover.leave()
