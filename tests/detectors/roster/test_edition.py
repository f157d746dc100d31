from __future__ import annotations

import pytest
from rosters import write_roster

from detectors.conversation import ConversationScanner
from detectors.finding import Finding, Piece
from detectors.roster.edition import RosterRunner


class Pool:
    """Answers every job with one finding per item, and counts."""

    workers = 1
    version = "v1"

    def __init__(self) -> None:
        self.jobs = 0

    async def run(self, work, *, deadline_s):
        self.jobs += len(work)
        return [tuple((Finding("SSN", 0, 1, 1.0, "test", "label"),) for _ in job.items) for job in work]


@pytest.fixture
def runner(tmp_path) -> RosterRunner:
    return RosterRunner(Pool(), str(tmp_path / "roster.bin"))


def test_without_a_roster_the_version_is_the_pool_s(runner) -> None:
    assert (runner.version, runner.workers) == ("v1", 1)


def test_the_version_changes_with_each_roster(runner, tmp_path) -> None:
    seen = {runner.version}
    for _ in range(3):
        write_roster(tmp_path, [])
        seen.add(runner.version)
    assert len(seen) == 4
    assert all(version.startswith("v1") for version in seen)


def test_a_lost_roster_is_still_the_one_in_force(runner, tmp_path) -> None:
    write_roster(tmp_path, [])
    before = runner.version
    (tmp_path / "roster.bin").unlink()
    assert runner.version == before


async def test_findings_of_an_older_roster_are_not_used_again(tmp_path) -> None:
    pool = Pool()
    scanner = ConversationScanner(RosterRunner(pool, str(tmp_path / "roster.bin")), digest_key=b"d" * 32)
    pieces = [Piece("hello there")]
    for _ in range(2):
        await scanner.scan(pieces, tenant="t")
    assert pool.jobs == 1
    write_roster(tmp_path, [])
    await scanner.scan(pieces, tenant="t")
    assert pool.jobs == 2
