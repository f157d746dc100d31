"""The equity audit: are names found alike, wherever they come from? Every case goes through the guard's own detection.

Cases are scanned by themselves, so that none is helped by another. The figures go into the audit, without any text.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from detectors.evaluation import equity
from detectors.finding import Piece
from detectors.memory import NAME_ENTITIES
from detectors.pool_errors import PoolBusyError, PoolError, ScanTimeoutError
from proxy.audit.event import new_event_id
from proxy.errors import InternalError
from proxy.exchange import AuditEvent, EventKind
from proxy.policy import decide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from detectors.conversation import ConversationScanner
    from detectors.evaluation.equity import Case
    from detectors.finding import Finding
    from proxy.examine import Examiner

BATCH: Final = 16
"""Sentences of one job for a worker."""
AT_ONCE: Final = 4
ATTEMPTS: Final = 3
"""At one batch: on a machine with three other builds one batch missed its deadline, and minutes of work were lost."""


async def audit(
    scanner: ConversationScanner, *, per_group: int, tenant: str, done: Callable[[int], None] = lambda _count: None
) -> dict[str, Any]:
    """Run all cases and count; `done` is told how many more are through.

    Args:
        scanner: detection with its workers, started.
        per_group: names of each origin group in each casing.
        tenant: whose detection.
        done: progress.

    Raises:
        InternalError: a case could not be scanned; then there are no figures.
    """
    made = list(equity.cases(per_group))
    gate = asyncio.Semaphore(AT_ONCE)

    async def scan(batch: Sequence[Case]) -> list[tuple[Case, bool]]:
        async with gate:
            found = await _looked_for([Piece(case.text) for case in batch], scanner, tenant)
        done(len(batch))
        return [(case, _whole(case, each)) for case, each in zip(batch, found, strict=True)]

    tasks = [asyncio.create_task(scan(batch)) for batch in _batches(made)]
    try:
        results = await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
    return {
        "set": {"sha256": equity.digest_of(made), "per_group": per_group},
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "detection": scanner.version,
        **equity.figures(each for result in results for each in result),
    }


async def _looked_for(
    pieces: Sequence[Piece], scanner: ConversationScanner, tenant: str
) -> Sequence[Sequence[Finding]]:
    """What stands in a batch. A busy machine may miss the deadline of a call once; a call would be refused then."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await scanner.apart(pieces, tenant=tenant)
        except PoolError as error:
            if attempt == ATTEMPTS or not isinstance(error, (ScanTimeoutError, PoolBusyError)):
                raise InternalError("A name could not be looked for, so there are no figures. Try again.") from error
    raise AssertionError  # for the type checker: the last attempt returns or raises


def count_cases(per_group: int) -> int:
    """How many cases a run has."""
    return sum(1 for _ in equity.cases(per_group))


def policy_of(examiner: Examiner) -> str:
    """The hash of the policy that these detectors work under."""
    return decide.policy_hash(examiner.table)


def event(measured: Mapping[str, Any], *, policy_hash: str, instance: str, tenant: str) -> AuditEvent:
    """The record of an equity audit: counts per group as written, digests and versions."""
    groups = measured["groups"]["as written"]
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
            "rows": measured["cases"],
            "detection": measured["detection"],
            "policy_hash": policy_hash,
            "figures": {
                f"equity_{group}": {"hits": share["hits"], "total": share["total"]} for group, share in groups.items()
            },
            "shortfalls": len(equity.shortfalls(measured)),
        },
    )


def _batches(made: Sequence[Case]) -> Iterator[Sequence[Case]]:
    for first in range(0, len(made), BATCH):
        yield made[first : first + BATCH]


def _whole(case: Case, found: Sequence[Finding]) -> bool:
    """Whether every letter of the name lies in something found as a name."""
    covered = {at for each in found if each.base in NAME_ENTITIES for at in range(each.start, each.end)}
    return case.letters <= covered
