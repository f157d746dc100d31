"""Reading the audit, for every face: a search, one call, the tail. Each look is recorded before its answer is given.

The one place where faces reach the audit's readers. The database is opened read-only, in a thread; the record of the
look goes to the same sink as all records, so that when it cannot be stored, nothing is shown.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from proxy.audit.filters import Filters, parse_filters
from proxy.audit.query import PAGE, AuditLog, Page, read_event, require_case
from proxy.audit.stores.sqlite import read_engine
from proxy.errors import AuditUnavailable
from proxy.services.operator_audit import operator_writer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from pathlib import Path

    from proxy.exchange import AuditSink, Caller

CASE: Final = "case"
"""Name of the case number among the things a reader gives; it is stored, but no filter."""


class AuditReading:
    """The audit log as readers see it.

    Args:
        path: the SQLite database.
        sink: takes the record of each look.
        instance: id of this process in records.
        everything: show all tenants (the operator's own tools); otherwise a reader sees its own tenant's records.
        clock: current time.
    """

    def __init__(
        self,
        path: Path,
        sink: AuditSink,
        *,
        instance: str,
        everything: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = read_engine(path)
        self._sink = sink
        self._instance = instance
        self._everything = everything
        self._clock = clock

    async def search(
        self,
        given: Mapping[str, str],
        *,
        cursor: str | None = None,
        limit: int = PAGE,
        reader: Caller,
        channel: Literal["cli", "http"],
    ) -> Page:
        """Matching records, newest first, with the cursor of the next page.

        Args:
            given: filters as text (`proxy.audit.filters`), and ``case`` where one person's calls are looked at.
            cursor: of the page before.
            limit: records per page.
            reader: who looks.
            channel: by which face.

        Raises:
            BadFilter: (a BadRequest) an unknown filter or a value that it does not allow, or no case number.
            AuditUnavailable: the log cannot be read, or the look cannot be recorded.
        """
        filters, case = _asked(given)
        page = await asyncio.to_thread(self._log(reader).search, filters, cursor=cursor, limit=limit)
        await self._record(filters, len(page.records), reader, channel, case)
        return page

    async def show(self, request_id: str, *, reader: Caller, channel: Literal["cli", "http"]) -> list[dict[str, Any]]:
        """All records of one call, in order; empty when there are none. Raises as `search`."""
        filters = parse_filters({"request_id": request_id})
        records = await asyncio.to_thread(self._log(reader).show, request_id)
        await self._record(filters, len(records), reader, channel, None)
        return records

    async def tail(
        self, given: Mapping[str, str], *, after: int, reader: Caller, channel: Literal["cli", "http"]
    ) -> tuple[list[dict[str, Any]], int]:
        """Matching records after index `after`, oldest first, and the index to go on from. Raises as `search`.

        Looks at the log itself are left out, because following it makes them; nothing new is nothing to record.
        """
        filters, case = _asked(given)
        found = await asyncio.to_thread(self._log(reader).tail, after, filters=filters)
        records = [record for record in found if record["kind"] != "log.read"]
        if records:
            await self._record(filters, len(records), reader, channel, case)
        return records, found[-1]["seq"] if found else after

    async def head(self, reader: Caller) -> int:
        """Index of the newest record, -1 for an empty log. Raises AuditUnavailable."""
        return await asyncio.to_thread(self._log(reader).head)

    def _log(self, reader: Caller) -> AuditLog:
        return AuditLog(self._engine, tenant=None if self._everything else reader.tenant)

    async def _record(self, filters: Filters, returned: int, reader: Caller, channel: str, case: str | None) -> None:
        event = read_event(
            filters,
            returned=returned,
            channel=channel,
            at=self._clock(),
            instance=self._instance,
            tenant=reader.tenant,
            caller=reader.id,
            case=case,
        )
        await self._sink.record(event)


def _asked(given: Mapping[str, str]) -> tuple[Filters, str | None]:
    filters = parse_filters({name: text for name, text in given.items() if name != CASE})
    case = given.get(CASE) or None
    require_case(filters, case)
    return filters, case


@asynccontextmanager
async def operator_reading(path: Path, *, deadline_s: float) -> AsyncIterator[AuditReading]:
    """The audit of this machine, for the operator's commands, with a writer of its own for the records of the looks.

    Raises:
        AuditUnavailable: there is no such database, or it cannot be written to.
    """
    if not await asyncio.to_thread(path.is_file):
        raise AuditUnavailable(f"There is no audit database at {path}.")
    async with operator_writer(path, deadline_s=deadline_s) as writer:
        yield AuditReading(path, writer, instance=writer.instance.id, everything=True)


def count_records(path: Path) -> int:
    """How many records the database holds, without opening it for writing; recorded as no look, for it shows nothing.

    Raises:
        AuditUnavailable: it cannot be read.
    """
    return AuditLog(read_engine(path)).head() + 1
