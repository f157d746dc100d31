"""Reading the audit, for every face: a search, one call, the tail. Each look is recorded before its answer is given.

The one place where faces reach the audit's readers. The database is opened read-only, in a thread; the record of the
look goes to the same sink as all records, so that when it cannot be stored, nothing is shown.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from proxy.audit.facets import DEFAULT, facets, timeline
from proxy.audit.filters import BadFilter
from proxy.audit.masking import masked, masked_facets
from proxy.audit.query import PAGE, AuditLog, Page, checked_limit, read_event
from proxy.audit.reports import Asked, named, run
from proxy.audit.stores.place import place_of
from proxy.errors import AuditUnavailable
from proxy.services.audit.asking import PAGE as PAGE_AFTER
from proxy.services.audit.asking import SUBJECT, Asking, Look, require_room
from proxy.services.audit.catalogue import REPORT_FILTERS
from proxy.services.audit.operator import operator_writer
from proxy.services.recording import Recorder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from pathlib import Path

    from proxy.audit.stores.place import Place
    from proxy.exchange import AuditSink, Caller

Channel: TypeAlias = Literal["cli", "http"]


class AuditReading:
    """The audit log as readers see it.

    Args:
        where: the log; a path is an SQLite file.
        sink: takes the record of each look.
        instance: id of this process in records.
        asking: checks what readers give.
        everything: show all tenants and small numbers (the operator's own tools); otherwise a reader sees its own
            tenant's records, summaries with small numbers masked, and no more in a day than one person may read.
        clock: current time.
    """

    def __init__(
        self,
        where: Path | Place,
        sink: AuditSink,
        *,
        instance: str,
        asking: Asking | None = None,
        everything: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = place_of(where).reader()
        self._sink = sink
        self._instance = instance
        self._asking = asking or Asking()
        self._everything = everything
        self._clock = clock

    async def search(
        self,
        given: Mapping[str, str],
        *,
        cursor: str | None = None,
        limit: int = PAGE,
        reader: Caller,
        channel: Channel,
    ) -> Page:
        """Matching records, newest first, with the cursor of the next page.

        Args:
            given: filters as text (`proxy.audit.filters`); ``subject``, typed or as digests; ``case``, which a look at
                one person needs; ``why``, the purpose in words.
            cursor: of the page before.
            limit: records per page.
            reader: who looks.
            channel: by which face.

        Raises:
            BadRequest: an unknown filter, a value that it does not allow, or no case number.
            Forbidden: the reader has read as much in a day as one person may.
            AuditUnavailable: the log cannot be read, or the look cannot be recorded.
        """
        look = await self._asking.look(given, typed=channel == "cli")
        await self._require_room(reader, cursor)
        page = await asyncio.to_thread(self._log(reader).search, look.filters, cursor=cursor, limit=limit)
        await self._record(look, len(page.records), reader, channel, PAGE_AFTER if cursor is not None else None)
        return page

    async def show(self, request_id: str, *, reader: Caller, channel: Channel) -> list[dict[str, Any]]:
        """All records of one call, in order; empty when there are none. Raises as `search`."""
        look = await self._asking.look({"request_id": request_id})
        await self._require_room(reader)
        records = await asyncio.to_thread(self._log(reader).show, request_id)
        await self._record(look, len(records), reader, channel)
        return records

    async def tail(
        self, given: Mapping[str, str], *, after: int, reader: Caller, channel: Channel
    ) -> tuple[list[dict[str, Any]], int]:
        """Matching records after index `after`, oldest first, and the index to go on from. Raises as `search`.

        Looks at the log itself are left out, because following it makes them; nothing new is nothing to record.
        """
        look = await self._asking.look(given, typed=channel == "cli")
        await self._require_room(reader)
        found = await asyncio.to_thread(self._log(reader).tail, after, filters=look.filters)
        records = [record for record in found if record["kind"] != "log.read"]
        if records:
            await self._record(look, len(records), reader, channel)
        return records, found[-1]["seq"] if found else after

    async def head(self, reader: Caller) -> int:
        """Index of the newest record, -1 for an empty log. Raises AuditUnavailable."""
        return await asyncio.to_thread(self._log(reader).head)

    async def facets(
        self, given: Mapping[str, str], by: Sequence[str] = (), *, reader: Caller, channel: Channel
    ) -> dict[str, Any]:
        """How many matching records have which value: ``{counts: {field: {value: n}}, total, exact}``; null is masked.

        Args:
            given: as for `search`.
            by: fields to count by (`proxy.audit.facets.FIELDS`); a choice of them by default.
            reader: who looks.
            channel: by which face.

        Raises:
            BadRequest | AuditUnavailable: as `search`.
        """
        look = await self._asking.look(given, typed=channel == "cli")
        found = await asyncio.to_thread(facets, self._log(reader), look.filters, tuple(by) or DEFAULT)
        await self._record(look, 0, reader, channel, "facets")
        if self._everything:
            return {"counts": found.counts, "total": found.total, "exact": found.exact}
        return {**masked_facets(found.counts, found.total), "exact": found.exact}

    async def timeline(
        self, given: Mapping[str, str], step: str, *, reader: Caller, channel: Channel
    ) -> dict[str, Any]:
        """Matching records by ``hour``, ``day`` or ``month``: ``{counts: {bucket: n}, exact}``. Raises as `search`."""
        look = await self._asking.look(given, typed=channel == "cli")
        counts, exact = await asyncio.to_thread(timeline, self._log(reader), look.filters, step)
        await self._record(look, 0, reader, channel, f"timeline.{step}")
        return {"step": step, "counts": counts if self._everything else masked(counts), "exact": exact}

    async def report(
        self,
        name: str,
        given: Mapping[str, str],
        *,
        cursor: str | None = None,
        limit: int = PAGE,
        reader: Caller,
        channel: Channel,
    ) -> dict[str, Any]:
        """A named report (`proxy.audit.reports`) as JSON; `given` may hold since, until, provider, subject, case, why.

        Raises:
            BadRequest | Forbidden | AuditUnavailable: as `search`.
        """
        wanted = named(name)
        look = await self._asking.look(given, typed=channel == "cli")
        extra = look.filters.asked().keys() - REPORT_FILTERS
        if extra:
            raise BadFilter(min(extra), "nothing: a report takes " + ", ".join(sorted(REPORT_FILTERS)))
        filters = look.filters
        asked = Asked(filters.since, filters.until, filters.provider, filters.subject, cursor, checked_limit(limit))
        await self._require_room(reader, cursor)
        mask = not self._everything
        made = await asyncio.to_thread(run, self._log(reader), wanted.name, asked, mask=mask)
        what = f"report.{wanted.name}" + (f".{PAGE_AFTER}" if cursor is not None else "")
        await self._record(look, len(made.records), reader, channel, what)
        return made.as_json()

    async def subject(
        self, typed: str, given: Mapping[str, str], *, reader: Caller, channel: Channel
    ) -> tuple[str, ...]:
        """The digests of a person, to search with; that they were asked for is recorded, what was typed is not.

        Raises:
            BadRequest: it names nobody, or there is no case number.
            AuditUnavailable: it cannot be recorded.
        """
        look = await self._asking.look({**given, SUBJECT: typed}, typed=True)
        await self._record(look, 0, reader, channel, "subject")
        return look.filters.subject or ()

    async def note(self, given: Mapping[str, str], what: str, *, reader: Caller, channel: Channel) -> dict[str, Any]:
        """Record that a search was kept or dropped; returns it as a record holds it. Raises as `search`."""
        look = await self._asking.look(given, typed=channel == "cli")
        await self._record(look, 0, reader, channel, what)
        return look.filters.asked()

    def recorder(self, tenant: str) -> Recorder:
        """For what a command records beside its looks, to the same sink."""
        return Recorder(self._sink, self._instance, tenant, self._clock)

    async def _require_room(self, reader: Caller, cursor: str | None = None) -> None:
        """Raises Forbidden where somebody has read as much in a day as one person may."""
        if not self._everything:
            paging = cursor is not None
            await asyncio.to_thread(require_room, self._log(reader), reader.id, now=self._clock(), paging=paging)

    def _log(self, reader: Caller) -> AuditLog:
        return AuditLog(self._engine, tenant=None if self._everything else reader.tenant)

    async def _record(
        self, look: Look, returned: int, reader: Caller, channel: Channel, what: str | None = None
    ) -> None:
        event = read_event(
            look.filters,
            returned=returned,
            channel=channel,
            at=self._clock(),
            instance=self._instance,
            tenant=reader.tenant,
            caller=reader.id,
            case=look.case,
            purpose=look.purpose,
            what=what,
        )
        await self._sink.record(event)


@asynccontextmanager
async def operator_reading(
    where: Path | Place, *, deadline_s: float, asking: Asking | None = None
) -> AsyncIterator[AuditReading]:
    """The audit of this machine, for the operator's commands, with a writer of its own for the records of the looks.

    Raises:
        AuditUnavailable: there is no such database, or it cannot be written to.
    """
    place = place_of(where)
    if await asyncio.to_thread(lambda: place.missing):
        raise AuditUnavailable(f"There is no audit database at {place}.")
    async with operator_writer(place, deadline_s=deadline_s) as writer:
        yield AuditReading(place, writer, instance=writer.instance.id, asking=asking, everything=True)


def count_records(where: Path | Place) -> int:
    """How many records the database holds, without opening it for writing; recorded as no look, for it shows nothing.

    Raises:
        AuditUnavailable: it cannot be read.
    """
    return AuditLog(place_of(where).reader()).head() + 1
