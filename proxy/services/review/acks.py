"""A person reviewed an answer: recorded for whoever asked or for the same department, and counted by department."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from proxy.errors import BadRequest, Forbidden
from proxy.exchange import CallerKind, EventKind
from proxy.review.answers import LEAST_SHOWN, Origin

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from proxy.exchange import Caller
    from proxy.review.answers import AnswerStore

RESULTS: Final = ("used", "corrected", "discarded")
PERIOD_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class ReviewAcks:
    """Acknowledgements of answers.

    Attributes:
        answers: where they are kept.
        records: all records of one call of a tenant, as the log has them.
        clock: current time.
    """

    answers: AnswerStore
    records: Callable[[str, str], Awaitable[list[Mapping[str, Any]]]]
    clock: Callable[[], datetime]

    async def acknowledge(self, who: Caller, request_id: str, result: str = "used") -> dict[str, Any]:
        """Record that a person has reviewed the answer to a call.

        Raises:
            BadRequest: no such result.
            Forbidden: a program says so, and only a person can.
            NotFound: no answered call of this caller or department.
        """
        if result not in RESULTS:
            raise BadRequest(f"`result` may be {', '.join(RESULTS)}.", param="result")
        if who.kind is not CallerKind.PERSON:
            raise Forbidden("A person must review what an AI wrote; the key of a program cannot say so.")
        origin = await self._origin(who.tenant, request_id)
        new = await self.answers.acknowledge(request_id, who, result, origin=origin, now=self.clock())
        return {"request_id": request_id, "acknowledged": True, "already": not new}

    async def standing(self, tenant: str, request_id: str) -> str:
        """For an explanation: ``required``, ``unacknowledged`` (it waits for somebody's word) or ``acknowledged``."""
        waits = await self.answers.waits(tenant, request_id)
        return "required" if waits is None else "unacknowledged" if waits else "acknowledged"

    async def report(self, who: Caller, since: str = "", until: str = "") -> dict[str, Any]:
        """Rates by department over days, the last 30 by default; nobody's own rate can be read from it.

        Raises:
            BadRequest: not a day.
        """
        last = _day(until, "until") or self.clock().date()
        first = _day(since, "since") or last - timedelta(days=PERIOD_DAYS - 1)
        begin, end = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
        rates = await self.answers.rates(who.tenant, begin, end)
        return {
            "since": first.isoformat(),
            "until": last.isoformat(),
            "least_shown": LEAST_SHOWN,
            "units": [_shown(each.unit, each.flagged, each.acknowledged, each.others, each.rate) for each in rates],
        }

    async def _origin(self, tenant: str, request_id: str) -> Origin | None:
        """Whose call it was, when it was answered."""
        records = await self.records(tenant, request_id)
        intent = next((each for each in records if each["kind"] == EventKind.INTENT.value), None)
        if intent is None:
            return None
        return Origin(intent["caller"] or "", intent["detail"].get("unit") or "")


def _shown(unit: str, flagged: int, acknowledged: int, others: int, rate: float | None) -> dict[str, Any]:
    """Few answers are told as few: a department of one would be a person."""
    few = flagged + others < LEAST_SHOWN
    counts = {"flagged": flagged, "acknowledged": acknowledged, "others": others}
    return {"unit": unit, **(dict.fromkeys(counts) if few else counts), "rate": rate, "too_few": few}


def _day(text: str, what: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"`{what}` must be a day, YYYY-MM-DD.", param=what) from None
