"""The equity audit through real detection on a small fixed set, with the gate that a release must pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.finding import Finding
from detectors.pool_errors import PoolBusyError, PoolError, ScanFailedError, ScanTimeoutError
from proxy.audit.event import canonical
from proxy.errors import InternalError
from proxy.services.quality import equity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Piece


class Scanner:
    """Finds everything, nothing, or fails."""

    version = "0123456789abcdef"

    def __init__(self, error: Exception | None = None, *, blind: bool = False, failures: int = 1_000_000) -> None:
        self.error, self.blind, self.failures = error, blind, failures

    async def apart(self, pieces: Sequence[Piece], *, tenant: str) -> list[tuple[Finding, ...]]:
        assert tenant == "north"
        if self.error and self.failures > 0:
            self.failures -= 1
            raise self.error
        whole = [(Finding("PERSON_OTHER", 0, len(piece.text), 0.9, "spotter", "model"),) for piece in pieces]
        return [() for _ in pieces] if self.blind else whole


async def test_counts_progress_and_a_record_without_names() -> None:
    told: list[int] = []
    measured = await equity.audit(Scanner(), per_group=10, tenant="north", done=told.append)  # type: ignore[arg-type]
    assert sum(told) == measured["cases"] == equity.count_cases(10)
    assert measured["casings"]["lower"]["share"] == 1.0
    record = canonical(equity.event(measured, policy_hash="ab" * 16, instance="i-1", tenant="north"))
    assert b"equity_hispanic" in record
    assert b"Yesterday" not in record


async def test_what_is_not_found_is_not_counted() -> None:
    measured = await equity.audit(Scanner(blind=True), per_group=10, tenant="north")  # type: ignore[arg-type]
    assert {share["hits"] for share in measured["scripts"].values()} == {0}


@pytest.mark.parametrize("error", [ScanTimeoutError(), PoolBusyError()])
async def test_a_busy_machine_costs_a_second_look_and_no_figures(error: PoolError) -> None:
    scanner = Scanner(error, failures=2)
    measured = await equity.audit(scanner, per_group=10, tenant="north")  # type: ignore[arg-type]
    assert scanner.failures == 0
    assert measured["casings"]["lower"]["share"] == 1.0


@pytest.mark.parametrize(("error", "failures"), [(ScanTimeoutError(), 1_000_000), (ScanFailedError("ValueError"), 1)])
async def test_a_failing_scan_leaves_no_figures(error: PoolError, failures: int) -> None:
    with pytest.raises(InternalError):
        await equity.audit(Scanner(error, failures=failures), per_group=10, tenant="north")  # type: ignore[arg-type]
