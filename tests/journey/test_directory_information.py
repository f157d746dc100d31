"""An agency that designated names: those of its roster pass in an honor roll, unless a family opted out."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from client import chat
from guard import Guard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from recording_provider import RecordingProvider

SHEET = "given,family,number,optout\nMarisol,Ochoa,4812093377,no\nTheo,Quintanilla,4812093378,yes\n"
DESIGNATED = {"fields": ["student_name", "honors"], "notice": "Handbook 2026, page 12"}


@pytest.fixture
def guard(provider: RecordingProvider, tmp_path) -> Iterator[Guard]:
    with Guard(tmp_path, provider.base_url, settings={"directory_information": DESIGNATED}) as running:
        yield running


def test_names_pass_only_for_families_that_are_known_not_to_have_opted_out(guard, provider) -> None:
    known = "Make a poster for the honor roll of the spring concert: Marisol Ochoa."
    chat(guard, known)
    assert "Marisol" not in provider.received[-1].everything  # no roster yet: nobody knows who opted out

    sheet = guard.folder / "people.csv"
    sheet.write_text(SHEET)
    mapping = "first=given,last=family,student_id=number,opt_out=optout"
    command = [sys.executable, "-m", "proxy", "roster", "import", str(sheet), "--map", mapping]
    done = subprocess.run([*command, "-c", str(guard.config)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr

    reply = chat(guard, known)
    assert "Marisol Ochoa" in provider.received[-1].everything
    assert reply.headers["x-ai-replaced"] == "none"
    intent = guard.call_records(reply.headers["x-request-id"])[0]["detail"]
    assert (intent["rule"], intent["severity"]) == ("R03-directory", "S1")

    chat(guard, known.replace("Marisol Ochoa", "Marisol Ochoa and Theo Quintanilla"))
    for name in ("Marisol", "Theo", "Quintanilla"):  # one family opted out, so nobody's name passes
        assert name not in provider.received[-1].everything
    chat(guard, known.replace("Marisol Ochoa", "Marisol Ochoa and Ingeborg Vasquez"))
    for name in ("Marisol", "Ingeborg"):  # nobody knows whether her family did
        assert name not in provider.received[-1].everything
    chat(guard, "Marisol Ochoa was suspended for five days. Write to her mother.")
    assert "Marisol" not in provider.received[-1].everything
