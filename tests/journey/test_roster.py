"""A roster imported beside a running guard is in force from the next call on, and stays so when its file breaks."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from canary import leaks
from guard import Guard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "the plan for thessaly okonkwo-brandt is due"
SHEET = "student_id,first,last\n8840172935,Thessaly,Okonkwo-Brandt\n"


@pytest.fixture
def guard(tmp_path: Path) -> Iterator[Guard]:
    with Guard(tmp_path / "guard", "http://127.0.0.1:9/v1", {"detection": {"names": False, "workers": 1}}) as running:
        yield running


def found(guard: Guard) -> list[tuple[str, str]]:
    """What a preview of the text finds, and by which detector."""
    request = urllib.request.Request(
        guard.origin + "/v1/preview",
        json.dumps({"text": TEXT}).encode(),
        {"Authorization": f"Bearer {guard.staff}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        result: dict[str, Any] = json.load(answer)
    return [(each["entity"], each["detector"]) for each in result["findings"]]


def import_sheet(guard: Guard) -> None:
    sheet = guard.folder / "sheet.csv"
    sheet.write_text(SHEET)
    command = [sys.executable, "-m", "proxy", "roster", "import", str(sheet), "-c", str(guard.config)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_running_guard_follows_the_roster(guard: Guard) -> None:
    assert found(guard) == []
    import_sheet(guard)
    assert found(guard) == [("STUDENT_NAME", "roster")]  # the same text again: nothing older was remembered

    place = guard.data / "rosters" / "default" / "roster.bin"
    broken = place.with_name("broken")
    broken.write_bytes(place.read_bytes()[:-1])
    broken.replace(place)
    assert found(guard) == [("STUDENT_NAME", "roster")]
    deadline = time.monotonic() + 12
    log = guard.folder / "log.txt"
    while "roster not usable" not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "roster not usable" in log.read_text()
    assert leaks(log.read_bytes()) == []

    (event,) = [record for record in guard.records() if record["kind"] == "roster"]
    assert (event["detail"]["people"], event["detail"]["result"]) == (1, "applied")

    guard.stop()
    with pytest.raises(AssertionError, match="damaged"):
        guard.start()
