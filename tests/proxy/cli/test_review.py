"""`chaperone review` and `chaperone holds`: the queue from a terminal, as whoever has the key in the environment."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from held_calls import new_hold
from issued_keys import issue_key

from config.loading import load
from proxy.assembly import parts as assembly
from proxy.assembly import review as assembly_review
from proxy.callers import keys
from proxy.services.audit.operator import operator_writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

PEOPLE = {"teacher": "staff", "ruth": "reviewer", "omar": "reviewer", "ada": "auditor"}
VIEW = {
    "segments": [
        {
            "segment": 0,
            "place": "messages[0].content",
            "role": "user",
            "digest": "aa" * 16,
            "text": "[PERSON_1A_K7QM2] is on a safety plan.",
            "redacted": "[PERSON_REMOVED] is on a safety plan.",
            "replaced": {"STUDENT_NAME": 1},
            "tags": ["MH"],
        }
    ],
    "tokens": {"[PERSON_1A_K7QM2]": "Marisol Ochoa"},
}


@pytest.fixture
def minted() -> dict[str, keys.MintedKey]:
    return {name: keys.mint() for name in PEOPLE}


@pytest.fixture
def ticket(config: Path, minted: dict[str, keys.MintedKey]) -> str:
    """One held call in the queue of the configuration, and keys for its people."""
    quick = "detection: {names: false, workers: 1}\n"  # the reason holds a number, which needs no model
    text = config.read_text().split("callers:")[0] + quick + "callers:\n"
    for name, role in PEOPLE.items():
        line = f"id: {name}, key_hash: {minted[name].key_hash}, prefix: {minted[name].prefix}, role: {role}"
        text += f"  - {{{line}, expires: 2098-12-31}}\n"
    config.write_text(text)
    settings = load(config).settings

    async def hold() -> str:
        state, place = assembly.build_state(settings), assembly.audit_place(settings)
        state.open()
        async with operator_writer(place, deadline_s=2) as writer:
            secret = assembly.master_secret(settings)
            made = assembly_review.build_reviewing(
                settings, state, writer, place.reader(), secret, instance=writer.instance.id
            )
            kept = {"view": json.dumps(VIEW).encode()}
            held = new_hold(made.clock(), people=1)
            await made.holds.open(held, kept, most_open=9, now=made.clock())
        state.close()
        return held.ticket

    return asyncio.run(hold())


@pytest.fixture
def as_person(
    chaperone: Callable[..., Result], config: Path, minted: dict[str, keys.MintedKey], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    def run(who: str, *arguments: str) -> Result:
        monkeypatch.setenv("CHAPERONE_KEY", minted[who].key)
        return chaperone(*arguments, "--config", config)

    return run


def told(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_a_reviewer_sees_the_queue_and_a_call_and_the_caller_its_own(
    as_person: Callable[..., Result], ticket: str
) -> None:
    assert [each["ticket"] for each in told(as_person("ruth", "review", "queue", "--json"))["holds"]] == [ticket]
    assert ticket in as_person("ruth", "review", "queue").stdout
    shown = told(as_person("ruth", "review", "show", ticket, "--json"))
    assert shown["segments"][0]["text"] == VIEW["segments"][0]["text"]
    assert "Marisol" not in json.dumps(shown)
    assert "safety plan" in as_person("ruth", "review", "show", ticket).stdout
    mine = told(as_person("teacher", "holds", "list", "--json"))["holds"]
    assert [(each["ticket"], each["state"]) for each in mine] == [(ticket, "pending")]
    assert told(as_person("teacher", "holds", "withdraw", ticket, "--json"))["state"] == "withdrawn"
    assert "withdrawn" in as_person("teacher", "holds", "show", ticket).stdout
    assert as_person("teacher", "holds", "withdraw", ticket).exit_code == 1


def test_a_command_acts_as_somebody_and_within_their_role(
    as_person: Callable[..., Result],
    chaperone: Callable[..., Result],
    config: Path,
    ticket: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = as_person("teacher", "review", "queue")
    assert (result.exit_code, "may not be used for review" in result.stderr) == (2, True)
    assert as_person("ruth", "review", "show", "hold_" + "0" * 32).exit_code == 1
    monkeypatch.delenv("CHAPERONE_KEY")
    result = chaperone("review", "show", ticket, "--config", config)
    assert (result.exit_code, "CHAPERONE_KEY" in result.stderr) == (2, True)
    monkeypatch.setenv("CHAPERONE_KEY", "ck-nobody")
    assert chaperone("review", "queue", "--config", config).exit_code == 2


def test_an_auditor_counts_reviewed_answers(as_person: Callable[..., Result], ticket: str) -> None:
    del ticket
    assert told(as_person("ada", "review", "acks", "--json"))["units"] == []
    assert "fewer than 5" in as_person("ada", "review", "acks").stderr
    assert as_person("teacher", "review", "ack", "req_unknown").exit_code == 1


def test_edits_that_are_no_list_are_refused_before_anything_is_opened(
    as_person: Callable[..., Result], ticket: str, tmp_path: Path
) -> None:
    (tmp_path / "edits.json").write_text('{"segment": 0}')
    reason = "The counsellor needs it."
    result = as_person("ruth", "review", "release", ticket, "--reason", reason, "--edits", str(tmp_path / "edits.json"))
    assert (result.exit_code, "--edits must be" in result.stderr) == (2, True)


def test_a_reviewer_releases_with_a_reason_that_keeps_no_name(as_person: Callable[..., Result], ticket: str) -> None:
    """Starts the detectors (some seconds): the reason passes them."""
    reason = "The SSN 536-90-4399 is not in it, so the counsellor may go on."
    found = told(as_person("ruth", "review", "release", ticket, "--mode", "as_is", "--reason", reason, "--json"))
    assert (found["state"], found["mode"]) == ("released", "as_is")
    votes = told(as_person("omar", "review", "show", ticket, "--json"))["votes"]
    assert votes[0]["reviewer"] == "ruth"
    assert "536-90-4399" not in votes[0]["reason"]
    late = as_person("omar", "review", "deny", ticket, "--reason", "I would not send this at all.")
    assert (late.exit_code, "released already" in late.stderr) == (1, True)


def test_a_long_queue_comes_in_pages(as_person: Callable[..., Result], ticket: str) -> None:
    page = told(as_person("ruth", "review", "queue", "--json", "--limit", "1"))
    assert ([each["ticket"] for each in page["holds"]], page["next"]) == ([ticket], None)
    begins = f"2026-01-01T00:00:00.000Z~{ticket}"
    assert ticket in as_person("ruth", "review", "queue", "--after", begins).stdout
    ended = f"2999-01-01T00:00:00.000Z~{ticket}"
    assert told(as_person("ruth", "review", "queue", "--after", ended, "--json"))["holds"] == []
    wrong = as_person("ruth", "review", "queue", "--after", "page-2")
    assert (wrong.exit_code, "`after` must be" in wrong.stderr) == (2, True)


def test_who_made_the_key_of_a_call_under_an_earlier_version_does_not_review_it_from_a_terminal(
    as_person: Callable[..., Result], config: Path, ticket: str
) -> None:
    text = config.read_text()
    for name in ("ruth", "ada"):
        text = text.replace(f"id: {name},", f"id: {name}, owner: ruth.kim,")
    config.write_text(text)

    async def by_an_earlier_version() -> None:
        state = assembly.build_state(load(config).settings)
        state.open()
        await issue_key(state, "teacher", "ada")
        state.close()

    asyncio.run(by_an_earlier_version())
    word = ("deny", ticket, "--reason", "I would not send this at all.")
    refused = as_person("ruth", "review", *word)
    assert (refused.exit_code, "Nobody reviews their own" in refused.stderr) == (2, True)
    assert as_person("omar", "review", *word).exit_code == 0
