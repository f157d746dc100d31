"""A card rebuilt from the record of a call is the card that its error carried, for every row at every tier."""

from __future__ import annotations

import json
from typing import Any

import pytest
from decision_cases import CASES, TABLE, TIERS, Case, said

from detectors.finding import Finding
from proxy.audit.kinds import DETAIL
from proxy.callers.noise import NoiseLid
from proxy.exchange import Action, EventKind, Hints, Override, ParsedCall, Severity, Tier, Treatment, Unscanned
from proxy.policy.card import QUEUED, card
from proxy.policy.decide import decide
from proxy.policy.refusals import refusal_card
from proxy.policy.retell import counted, retell, unread
from proxy.records import CallRecord, Standing

EASED = Override("ov_1", "R09-special", Action.FORWARD, None)  # type: ignore[arg-type] # never compared here


def recorded(case: Case, tier: Tier, **more: Any) -> tuple[Any, dict[str, Any]]:
    """The decision, and the detail that the record of its call holds, through JSON as the audit stores it."""
    found = [[Finding(label, at, at + 1, 1.0, "t", "t") for at, label in enumerate(case.labels)]]
    unscanned = dict.fromkeys(case.unscanned, 1)
    decision = decide(
        found,
        TABLE,
        unscanned=unscanned,
        tier=tier,
        records=case.records,
        left=case.left,
        circumstances=case.circumstances,
        **more,
    )
    standing = Standing("i", "default", "0" * 64, NoiseLid(singly=1, clock=lambda: 0.0), b"k" * 32)
    record = CallRecord(None, standing, request_id="r", route="/", body_bytes=1)  # type: ignore[arg-type]
    items = tuple(Unscanned((), kind) for kind in unscanned)
    record.parsed(ParsedCall("openai", "chat", "m", stream=False, segments=(), unscanned=items, body={}))
    record.hinted(more.get("hints", Hints()))
    record.examined(found, decision, 0, ["messages[0].content"])
    detail = json.loads(json.dumps({**record._detail, "tier": tier.value}))
    assert detail.keys() <= DETAIL[EventKind.REFUSED].keys()
    return decision, detail


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{'-'.join(case.tags)}")
@pytest.mark.parametrize("tier", [Tier.T0, *TIERS])
def test_the_card_told_again_is_the_card(case: Case, tier: Tier) -> None:
    if case.circumstances.direction == "response":
        return  # answers have no decision of their own in the records
    decision, detail = recorded(case, tier)
    found = {
        label: 1
        for label, treatment in zip(case.labels, decision.treatments[0], strict=True)
        if treatment is not Treatment.KEEP
    }
    again = retell(detail)
    assert again is not None
    assert counted(detail) == found
    assert card(again, counted(detail), unread(detail)) == card(
        decision, dict(sorted(found.items())), dict.fromkeys(case.unscanned, 1)
    )
    assert [reason.rule for reason in again.reasons] == [reason.rule for reason in decision.reasons]


def test_an_eased_row_and_a_declared_severity_are_told_again_too() -> None:
    case = next(case for case in CASES if case.rule == "R09-special")
    decision, detail = recorded(case, Tier.T2, overrides=[EASED])
    assert retell(detail).relaxed == decision.relaxed  # type: ignore[union-attr]
    assert card(retell(detail), {}, {}) == card(decision, {}, {})  # type: ignore[arg-type]
    decision, detail = recorded(CASES[0], Tier.T2, hints=Hints(severity=Severity.S4))
    assert card(retell(detail), {}, {}) == card(decision, {}, {})  # type: ignore[arg-type]


def test_a_row_that_this_version_does_not_know_still_has_a_card() -> None:
    detail = {
        "decision": "block",
        "tier": "T2",
        "reasons": [{"rule": "R77-gone", "clause": "Old law", "action": "block"}],
    }
    shown = card(retell(detail), {}, {})  # type: ignore[arg-type]
    assert shown["en"]["clause"] == "Old law"
    assert shown["en"]["why"] != shown["es"]["why"]


def test_a_record_without_a_decision_is_told_by_its_error() -> None:
    assert retell({"error_code": "model_not_allowed"}) is None
    for code in ("model_not_allowed", "request_too_large", "never_heard_of"):
        shown = refusal_card(code)
        assert shown["en"].keys() == shown["es"].keys() == {"found", "why", "clause", "done", "next", "who"}
        assert all(shown["en"].values())
        assert shown["en"]["why"] != shown["es"]["why"]


# --------------------------------------------------------------------------- what a card says to do


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{'-'.join(case.tags)}")
def test_the_card_of_a_block_says_to_edit_the_message_or_start_a_new_chat(case: Case) -> None:
    decision, _ = recorded(case, Tier.T1)
    shown = card(decision, {}, {})
    if decision.leading.action is Action.BLOCK:
        assert "start a new chat" in shown["en"]["next"]
        assert "otro chat" in shown["es"]["next"]


def test_a_tool_that_is_not_approved_is_not_mended_by_editing() -> None:
    decision, _ = recorded(CASES[0], Tier.T0)
    assert "chat" not in card(decision, {}, {})["en"]["next"]


def test_a_held_call_waits_where_there_is_a_queue() -> None:
    decision = decide([[]], TABLE, unscanned={}, tier=Tier.T2, records=said("OVERSIGHT"))
    assert card(decision, {}, {}, queued=True)["en"]["done"] == QUEUED.en
    assert card(decision, {}, {})["en"]["done"] != QUEUED.en
