"""What could not be read, in words: named, with what to do, and never more to do than one can remember."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.exchange import Action, Said, Tier
from proxy.policy.card import card
from proxy.policy.decide import decide
from proxy.policy.facts import Table
from proxy.policy.retell import retell
from proxy.policy.rules.unscanned import stopped
from proxy.policy.unread import KINDS, PASTE, advice, called

TABLE = Table("t", {}, gate=True, on_unscanned=Action.BLOCK)
KNOWN = st.sets(st.sampled_from([*KINDS, "values_in_pdf", "values_in_xlsx", "brand_new"]))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("values_in_pdf", Said("details in a PDF file", "datos en un archivo PDF")),
        ("values_in_text", Said("details in a text file", "datos en un archivo text")),
        ("brand_new", Said("brand new", "brand new")),
        ("encrypted_file", KINDS["encrypted_file"][0]),
    ],
)
def test_each_kind_is_called_by_a_name(kind: str, said: Said) -> None:
    assert called(kind) == said


@given(KNOWN)
def test_at_most_two_things_to_do_are_named_and_always_one(kinds: set[str]) -> None:
    said = advice(kinds)
    known = {step for _, step in KINDS.values()} | {PASTE}
    assert said.en
    assert said.es
    assert sum(step.en in said.en for step in known) <= 2


@pytest.mark.parametrize("kind", [*KINDS, "values_in_pdf"])
def test_the_refusal_and_its_card_name_the_kind_and_what_to_do_and_are_told_again_alike(kind: str) -> None:
    decision = decide([[]], TABLE, unscanned={kind: 2}, tier=Tier.T2)
    assert decision.action is Action.BLOCK
    assert called(kind).en in decision.leading.sentence
    assert advice([kind]).es in decision.leading.sentence_es
    shown = card(decision, {}, {kind: 2})
    assert f"{called(kind).es} (2)".lower() in shown["es"]["found"].lower()
    record = {
        "decision": "block",
        "reasons": [{"rule": "R25-unscanned", "clause": "x", "action": "block"}],
        "unscanned": [{"kind": kind, "count": 2}],
        "tier": "T2",
    }
    again = retell(record)
    assert again is not None
    assert again.leading.sentence == stopped([kind]).en == decision.leading.sentence
