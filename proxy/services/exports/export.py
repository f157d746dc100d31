"""Exports of the log, for every face: ask, agree or refuse, look. Every step is recorded before its effect."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from proxy.audit.event import stamp
from proxy.audit.export.bundle import Written as WrittenExport
from proxy.audit.export.formats import format_of
from proxy.audit.export.requests import DAYS, ExportRequest, ExportRequests, SelfApproval, State, new_id
from proxy.services.audit.asking import CASE
from proxy.services.exports.fetch import Fetching
from proxy.services.exports.source import LOG
from proxy.services.exports.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.database.state import StateDatabase
    from proxy.exchange import Caller
    from proxy.services.audit.asking import Asking
    from proxy.services.exports.source import Source
    from proxy.services.exports.steps import Channel
    from proxy.services.recording import Recorder
    from proxy.services.written import Written


__all__ = ["ExportRequest", "Exports", "SelfApproval", "WrittenExport"]


class Exports:
    """Exports of one tenant.

    Args:
        source: the log and its key.
        state: where requests wait.
        recorder: writes the records.
        asking: checks the search that people give.
    """

    def __init__(self, source: Source, state: StateDatabase, recorder: Recorder, asking: Asking) -> None:
        self._source, self._recorder, self._asking = source, recorder, asking
        self._steps = Steps(ExportRequests(state, recorder.tenant), recorder)
        self.fetching = Fetching(source, self._steps)

    async def ask(
        self,
        given: Mapping[str, str],
        *,
        form: str,
        purpose: str,
        case: str | None,
        by: Caller,
        channel: Channel,
        written: Written,
        what: str = LOG,
        terms: Mapping[str, Any] | None = None,
    ) -> ExportRequest:
        """Ask for an export; a second person must agree to it.

        Args:
            given: filters as text.
            form: one of `proxy.audit.export.formats.FORMATS`.
            purpose: why; it passes the detectors before it is kept.
            case: number of the case; needed for a look at one person's calls.
            by: who asks.
            channel: by which face.
            written: takes protected information out of the purpose.
            what: the records as they are, or ``public_records``, which has a form of its own.
            terms: exemptions of a public-records export.

        Raises:
            BadFilter | BadRequest: a filter, the form or the purpose is not as it should be, or a case is missing.
            AuditUnavailable | StateUnavailable | ScanFailed: nothing was done.
        """
        look = await self._asking.look({**given, CASE: case or ""}, typed=True)
        if what == LOG:
            format_of(form)
        said = await written.reason(purpose, what="purpose")
        now = self._recorder.clock()
        request = ExportRequest(
            id=new_id(),
            tenant=self._recorder.tenant,
            what=what,
            form=form,
            filters=look.filters.asked(),
            purpose=said,
            asked_by=by.person,
            asked_at=stamp(now),
            expires_at=stamp(now + timedelta(days=DAYS)),
            expected=await asyncio.to_thread(self._source.expected, look.filters, by.tenant),
            case_number=look.case or "",
            terms=terms or {},
        )
        return await self._change(lambda tell: self._steps.requests.ask(request, tell), "request", by, channel)

    async def decide(
        self, request_id: str, *, approve: bool, reason: str, by: Caller, channel: Channel, written: Written
    ) -> ExportRequest:
        """Agree to an export of somebody else's, or refuse it.

        Raises:
            NotFound | Conflict: no such request, or it is not waiting.
            SelfApproval: it is one's own; the attempt is recorded.
            BadRequest: no reason.
        """
        said = await written.reason(reason)
        now = self._recorder.clock()
        expires, who = stamp(now + timedelta(days=DAYS)), by.person
        requests = self._steps.requests
        try:
            return await self._change(
                lambda tell: requests.decide(
                    request_id, approve=approve, by=who, at=stamp(now), expires_at=expires, reason=said, tell=tell
                ),
                "approve" if approve else "refuse",
                by,
                channel,
            )
        except SelfApproval:
            await self._steps.record(await self.one(request_id), "self_approval", by.id, channel)
            raise

    async def one(self, request_id: str) -> ExportRequest:
        """One request. Raises NotFound, StateUnavailable."""
        return await asyncio.to_thread(self._steps.requests.get, request_id)

    async def all(self) -> list[ExportRequest]:
        """The newest requests first. Raises StateUnavailable."""
        return await asyncio.to_thread(self._steps.requests.all)

    async def ready(self, given: Mapping[str, str], form: str, case: str | None, by: Caller) -> ExportRequest | None:
        """An approved request of this person for just this, if there is one: the same command then fetches it."""
        look = await self._asking.look({**given, CASE: case or ""}, typed=True)
        asked, now = look.filters.asked(), self.now()
        for request in await self.all():
            mine = (request.asked_by, request.form, dict(request.filters)) == (by.person, form, asked)
            if mine and request.standing(now) is State.APPROVED:
                return request
        return None

    def now(self) -> str:
        """The current time, as records write it."""
        return stamp(self._recorder.clock())

    async def _change(
        self,
        work: Callable[[Callable[[ExportRequest], None]], ExportRequest],
        action: str,
        by: Caller,
        channel: Channel,
    ) -> ExportRequest:
        return await self._steps.change(work, action, by.id, channel)
