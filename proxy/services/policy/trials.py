"""A replay of recorded calls asked for over HTTP: bounded, one at a time, beside the loop, and itself on record.

Whoever manages the policy may not read the log. So the answer holds sums alone: no request id, no caller, no record.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from proxy.audit.event import stamp
from proxy.audit.filters import BadFilter, Filters, parse_filters
from proxy.audit.query import MAX_PAGE, AuditLog, read_event
from proxy.errors import BadRequest, QuotaExceeded
from proxy.services.policy.simulation import replay, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from proxy.audit.stores.place import Reader
    from proxy.exchange import Caller
    from proxy.services.policy.simulation import Other, Replay
    from proxy.services.recording import Recorder

KINDS: Final = "request.intent,request.refused"
MOST_DAYS: Final = 92
MOST_CALLS: Final = 50_000
"""About ten seconds of one processor."""
USUAL_DAYS: Final = 30
AGAIN_S: Final = 121
"""Seconds for Retry-After that no SDK waits for by itself."""


@dataclass(slots=True)
class Trials:
    """Replays over the records of one tenant.

    Attributes:
        reader: reads the log.
        recorder: writes the record of the look.
        most: calls that one replay may look at.
        clock: current time.
    """

    reader: Reader
    recorder: Recorder
    most: int = MOST_CALLS
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # a default, not a definition
    _busy: bool = field(default=False, init=False)

    async def simulate(self, other: Other, since: str, until: str, *, who: Caller) -> dict[str, Any]:
        """What the other policy would have done with the calls of a period, in sums; recorded before it is told.

        Args:
            other: what is compared.
            since: first day or time; by default 30 days before `until`.
            until: last day or time; by default now.
            who: asks.

        Raises:
            BadRequest: the period is not understood, longer than 92 days, or holds too many calls.
            QuotaExceeded: another replay is under way.
            AuditUnavailable: the log cannot be read, or the look cannot be recorded.
        """
        filters = self._period(since, until)
        if self._busy:
            raise QuotaExceeded(
                "Another simulation is under way. Try again when it is done.",
                details={"limit": "simulations", "allowed": 1},
                retry_after_s=AGAIN_S,
            )
        self._busy = True
        try:
            done = await asyncio.to_thread(self._replayed, other, filters, who)
        finally:
            self._busy = False
        looked = done.calls + done.without_decision
        await self.recorder.sink.record(
            read_event(
                filters,
                returned=looked,
                channel="http",
                at=self.clock(),
                instance=self.recorder.instance,
                tenant=who.tenant,
                caller=who.id,
                what="simulation",
            )
        )
        told = {"policy": other.hash, "since": filters.since, "until": filters.until, **shown(done)}
        told["changes"] = [{name: each[name] for name in ("then", "now", "calls")} for each in told["changes"]]
        return told

    def _period(self, since: str, until: str) -> Filters:
        given = parse_filters({"kinds": KINDS, "since": since, "until": until})
        end = given.until or stamp(self.clock())
        begin = given.since or stamp(_time(end) - timedelta(days=USUAL_DAYS))
        if begin >= end:
            raise BadFilter("until", "a time after since")
        if _time(end) - _time(begin) > timedelta(days=MOST_DAYS):
            raise BadRequest(f"A simulation looks at {MOST_DAYS} days at most.", param="since")
        return Filters(kinds=given.kinds, since=begin, until=end)

    def _replayed(self, other: Other, filters: Filters, who: Caller) -> Replay:
        return replay(self._records(filters, who), other)

    def _records(self, filters: Filters, who: Caller) -> Iterator[Mapping[str, Any]]:
        """Page by page, so that no more than one is in memory."""
        log, cursor, count = AuditLog(self.reader, tenant=who.tenant), None, 0
        while True:
            page = log.search(filters, cursor=cursor, limit=MAX_PAGE)
            count += len(page.records)
            if count > self.most:
                raise BadRequest(f"The period holds more than {self.most} calls: choose a shorter one.", param="since")
            yield from page.records
            cursor = page.next_cursor
            if cursor is None:
                return


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
