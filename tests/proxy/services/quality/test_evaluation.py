"""An evaluation runs the pipeline's own examination on every row, refuses a bad set, and records counts only."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from canary import CANARIES

from detectors.conversation import ScanResult
from detectors.finding import Finding
from detectors.pool_errors import ScanTimeoutError
from proxy.audit.event import canonical, parse
from proxy.errors import BadRequest, ScanTimedOut
from proxy.examine import Examiner
from proxy.exchange import Action, EventKind, Treatment
from proxy.policy.facts import Table
from proxy.services.quality.evaluation import evaluate, event, policy_of, read_set, report
from proxy.services.quality.preview import Previewer
from proxy.wire.openai_chat import OpenAIChat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Piece

NAME = CANARIES[0].value
TEXT = f"Tell {NAME} hello."
ROW = {
    "id": "a",
    "text": TEXT,
    "spans": [{"start": 5, "end": 5 + len(NAME), "label": "STUDENT_NAME"}],
    "action": {"T1": "forward", "T2": "forward", "T3": "forward"},
}


class Scanner:
    """Finds the name, unless it is told to fail or to overlook it."""

    version = "0123456789abcdef"

    def __init__(self, *, blind: bool = False, error: Exception | None = None) -> None:
        self.blind, self.error, self.scans = blind, error, 0

    async def scan(self, pieces: Sequence[Piece], *, tenant: str) -> ScanResult:
        assert tenant == "north"
        self.scans += 1
        if self.error:
            raise self.error
        found = [() if self.blind else spotted(piece.text) for piece in pieces]
        return ScanResult(list(found), 0, 0, 0)


def spotted(text: str) -> tuple[Finding, ...]:
    at = text.find(NAME)
    return (Finding("STUDENT_NAME", at, at + len(NAME), 1.0, "spotter", "cue"),) if at >= 0 else ()


def previewer(scanner: Scanner) -> Previewer:
    table = Table("default", {"STUDENT_NAME": Treatment.PSEUDONYMIZE}, gate=True, on_unscanned=Action.BLOCK)
    examiner = Examiner(scanner, table, 1_000, b"s" * 32)  # type: ignore[arg-type] # a stand-in
    return Previewer(examiner, OpenAIChat(), "north", "evaluate")


def content(*rows: dict[str, Any]) -> bytes:
    return b"\n".join(json.dumps(row).encode() for row in rows)


async def measured(scanner: Scanner, *rows: dict[str, Any]) -> dict[str, Any]:
    labelled, who = read_set(content(*rows)), previewer(scanner)
    results = await evaluate(who, labelled, lambda: None)
    return report(
        results, labelled, detection=scanner.version, policy_hash=policy_of(who), at=datetime(2026, 11, 2, tzinfo=UTC)
    )


async def test_a_value_that_is_found_is_kept_back() -> None:
    run = await measured(Scanner(), ROW, {"id": "b", "text": "Nothing here."})
    assert (run["kept_back"]["hits"], run["kept_back"]["total"]) == (1, 1)
    assert run["clean_untouched"]["hits"] == 1
    assert run["set"] == {"sha256": read_set(content(ROW, {"id": "b", "text": "Nothing here."})).digest, "rows": 2}
    assert run["at"] == "2026-11-02T00:00:00+00:00"


async def test_a_value_that_is_overlooked_is_a_leak() -> None:
    run = await measured(Scanner(blind=True), ROW)
    assert run["kept_back"]["hits"] == 0
    assert [miss["id"] for miss in run["misses"]["leaked"]] == ["a"]


async def test_every_tier_that_the_row_judges_is_examined_and_each_row_counted() -> None:
    scanner, done = Scanner(), []
    await evaluate(previewer(scanner), read_set(content(ROW, {"id": "b", "text": "x"})), lambda: done.append(1))
    assert (scanner.scans, len(done)) == (3 + 1, 2)


async def test_a_row_that_cannot_be_checked_ends_the_evaluation() -> None:
    with pytest.raises(ScanTimedOut):
        await measured(Scanner(error=ScanTimeoutError()), ROW)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (b"", "no labelled prompt"),
        (b"{", "Line 1"),
        (content(ROW) + b"\n\n[]", "Line 3"),
        (content(ROW, ROW), "the one of line 1"),
        (content({**ROW, "context": {"moon": "full"}}), "Line 1"),
        (content({**ROW, "spans": [{"start": 0, "end": 9999, "label": "SSN"}]}), "spans[0]"),
        (b'{"id": "a", "text": "\xff"}', "Line 1"),
    ],
)
def test_a_set_that_cannot_be_read_is_refused_without_repeating_it(given: bytes, says: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_set(given)
    assert says in caught.value.message
    assert NAME not in caught.value.message


async def test_the_record_holds_counts_and_digests_only() -> None:
    run = await measured(Scanner(blind=True), ROW)
    body = canonical(event(run, 2, instance="i-1", tenant="north"))
    assert NAME.encode() not in body
    read = parse(body)
    assert (read.kind, read.detail["shortfalls"], read.detail["rows"]) == (EventKind.EVALUATION, 2, 1)
    assert read.detail["figures"]["kept_back"] == {"hits": 0, "total": 1}  # type: ignore[index] # checked by parse
    assert read.detail["figures"]["actions_t1"] == {"hits": 1, "total": 1}  # type: ignore[index] # checked by parse
