"""Bodies of our own routes: what people write in them shows in no message of ours."""

from __future__ import annotations

from proxy.routes.reviews import DecisionAsked, EditAsked, _word

CANARY = "Sam Ortiz, 123-45-6789"


def test_no_body_shows_what_was_written() -> None:
    asked = DecisionAsked(decision="release", reason=CANARY, mode="edited", edits=(EditAsked(segment=0, text=CANARY),))
    assert CANARY not in f"{asked!r} {asked} {_word(asked)!r}"
    assert asked.edits[0].text == CANARY
