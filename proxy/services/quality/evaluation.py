"""Evaluating the guard on a labelled set: every row goes through the pipeline's own examination, at every tier.

What is measured is what a provider would have received. The figures go into the audit, without any text, so that an
agency can show which version was tested on what and when (NIST AI RMF, MEASURE).
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from detectors.evaluation.figures import Result, figures
from detectors.evaluation.labelled import TIERS, LabelledSetError, row
from detectors.evaluation.scoring import Seen
from proxy.audit.event import new_event_id
from proxy.errors import BadRequest
from proxy.exchange import AuditEvent, EventKind, Tier
from proxy.policy.decide import policy_hash
from proxy.services.quality.preview import question
from proxy.wire import strict_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from detectors.evaluation.labelled import Row
    from proxy.services.quality.preview import Previewer

AT_ONCE: Final = 4
"""Rows under way at a time: enough to keep two workers busy, few enough that waiting hardly enters the latency."""
_JUDGED_AT: Final = "T2"
"""The tier whose text, tags and severity are scored; the others only for their actions."""
_UNCHANGED: Final = "keep"


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """The rows of a file and the SHA-256 of its bytes, which names the set in records."""

    rows: tuple[Row, ...]
    digest: str


def read_set(content: bytes) -> LabelledSet:
    """The labelled prompts of a JSONL file.

    Raises:
        BadRequest: naming the line and what is wrong with it; nothing of the text is repeated.
    """
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            each = _row(line, number)
            if each.id in seen:
                raise BadRequest(f"Line {number}: `id` is the one of line {seen[each.id]}; every prompt needs its own.")
            seen[each.id] = number
            rows.append(each)
    if not rows:
        raise BadRequest("There is no labelled prompt in this file.")
    return LabelledSet(tuple(rows), hashlib.sha256(content).hexdigest())


def _row(line: bytes, number: int) -> Row:
    try:
        each = row(strict_json.parse(line))
        question({"text": each.text, "context": each.context}, tier=Tier.T2)
    except BadRequest as error:
        raise BadRequest(f"Line {number}: {error.message}") from error
    except LabelledSetError as error:
        raise BadRequest(f"Line {number}: {error}") from error
    return each


async def evaluate(previewer: Previewer, labelled: LabelledSet, done: Callable[[], None]) -> list[Result]:
    """Examine all rows; `done` is called after each.

    Raises:
        GuardError: a row could not be checked; then there are no figures, because a row left out would flatter them.
    """
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(each: Row) -> Result:
        async with gate:
            result = await _examine(previewer, each)
        done()
        return result

    tasks = [asyncio.create_task(one(each)) for each in labelled.rows]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()


async def _examine(previewer: Previewer, each: Row) -> Result:
    answers: dict[str, dict[str, Any]] = {}
    began = time.perf_counter()
    seconds = 0.0
    for tier in (_JUDGED_AT, *(tier for tier in TIERS if tier != _JUDGED_AT and tier in each.actions)):
        asked = question({"id": each.id, "text": each.text, "context": each.context}, tier=Tier(tier))
        answers[tier] = await previewer.preview(asked)
        seconds = seconds or time.perf_counter() - began
    judged = answers[_JUDGED_AT]
    return Result(
        row=each,
        sent=judged["outbound"],
        findings=tuple(
            Seen(found["start"], found["end"], found["entity"], found["treatment"] != _UNCHANGED)
            for found in judged["findings"]
        ),
        tags=frozenset(judged["tags"]),
        severity=judged["severity"],
        actions={tier: answer["action"] for tier, answer in answers.items()},
        seconds=seconds,
    )


def report(
    results: Sequence[Result], labelled: LabelledSet, *, detection: str, policy_hash: str, at: datetime | None = None
) -> dict[str, Any]:
    """The figures with what they are of: the set, the detectors' version, the policy's hash, the time."""
    stamp = at or datetime.now(UTC)
    return {
        "set": {"sha256": labelled.digest, "rows": len(labelled.rows)},
        "at": stamp.isoformat(timespec="seconds"),
        "detection": detection,
        "policy_hash": policy_hash,
        **figures(results),
    }


def policy_of(previewer: Previewer) -> str:
    """The hash of the policy that decided."""
    return policy_hash(previewer.examiner.table)


def event(measured: Mapping[str, Any], shortfalls: int, *, instance: str, tenant: str) -> AuditEvent:
    """The record of an evaluation: counts, digests and versions."""
    counted = ("kept_back", "keep_intact", "clean_untouched", "rows_without_leak", "names_whole")
    return AuditEvent(
        kind=EventKind.EVALUATION,
        event_id=new_event_id(),
        at=datetime.now(UTC),
        instance=instance,
        tenant=tenant,
        request_id=None,
        caller=None,
        detail={
            "set_digest": measured["set"]["sha256"],
            "rows": measured["rows"],
            "detection": measured["detection"],
            "policy_hash": measured["policy_hash"],
            "figures": _counts(
                {name: measured[name] for name in counted}
                | {f"actions_{tier.lower()}": each["right"] for tier, each in measured["actions"].items()}
            ),
            "shortfalls": shortfalls,
        },
    )


def _counts(shares: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {name: {"hits": share["hits"], "total": share["total"]} for name, share in shares.items()}
