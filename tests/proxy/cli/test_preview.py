"""What `chaperone preview` shows to people: the text, what leaves, and why, with rows, tags and severity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proxy.cli.preview import _show

if TYPE_CHECKING:
    import pytest

CARD = {"found": "F.", "why": "W.", "clause": "C", "done": "It was not sent.", "next": "Edit it.", "who": "Nobody can."}


def result(**changes: Any) -> dict[str, Any]:
    return {
        "id": None,
        "outbound": "Write to [PERSON_1A_K7QM2].",
        "action": "hold",
        "severity": "S4",
        "tags": ["MH", "WA_BREACH"],
        "findings": [
            {"start": 9, "end": 13, "entity": "STUDENT_NAME", "treatment": "pseudonymize", "detector": "names.cues"}
        ],
        "reasons": [
            {
                "rule": "R09-special",
                "clause": "RCW 70.02.240",
                "sentence": "A reviewer must look.",
                "action": "hold",
                "severity": "S4",
                "sentence_es": "Alguien debe mirar.",
            }
        ],
        "records": [],
        "explanation": {"en": CARD, "es": CARD},
        **changes,
    }


def shown(capsys: pytest.CaptureFixture[str], **changes: Any) -> str:
    _show("Write to Anna.", result(**changes))
    return capsys.readouterr().out


def test_the_decision_shows_action_severity_tags_and_rows(capsys) -> None:
    out = shown(capsys)
    assert "hold, severity S4" in out
    assert "tags: MH, WA_BREACH" in out
    assert "hold    S4 R09-special: A reviewer must look." in out
    assert "RCW 70.02.240" in out


def test_the_card_tells_what_was_done_what_to_do_and_who_decides(capsys) -> None:
    out = shown(capsys)
    assert out.index("It was not sent.") < out.index("Edit it.") < out.index("Nobody can.")


def test_without_tags_it_says_none_and_a_secret_is_not_released(capsys) -> None:
    out = shown(capsys, tags=[], outbound=None)
    assert "tags: none" in out
    assert "a password or key is never released" in out
