"""Replaying records against another policy: what would change, and what records cannot tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from decision_cases import TABLE

from proxy.exchange import Action, Tier, Treatment
from proxy.policy.decide import policy_hash
from proxy.services.policy.simulation import LACKING, Other, replay, shown

TODAY = date(2026, 11, 20)


def record(rule: str, action: str, *, tier: str = "T2", **detail: Any) -> dict[str, Any]:
    reasons = [
        {"rule": rule, "clause": "x", "action": action},
        {"rule": "R04-personal", "clause": "x", "action": "forward"},
    ]
    told = {"tier": tier, "decision": action, "rule": rule, "reasons": reasons, "policy_hash": policy_hash(TABLE)}
    return {"request_id": f"req_{rule}", "detail": {**told, **detail}}


def other(**changes: Any) -> Other:
    return Other(replace(TABLE, **changes), TABLE, policy_hash(TABLE), TODAY)


def test_the_same_policy_changes_nothing() -> None:
    records = [
        record("R09-special", "hold"),
        record("R09-special", "block", tier="T1"),
        record("R08-meals", "block"),
        record("R25-unscanned", "block", unscanned=[{"kind": "image", "count": 1}]),
        record("R22-decision", "forward", overrides=[{"rule": "R22-decision", "asked": "hold", "given": "forward"}]),
        record("R00-noted", "forward"),
    ]
    result = shown(replay(records, other()))
    assert (result["calls"], result["unchanged"], result["changes"]) == (6, 6, [])
    assert result["lacking"] == list(LACKING)


def test_a_stricter_and_a_looser_row_are_counted_apart_and_by_row() -> None:
    rows = {
        "R09-special": {**dict.fromkeys(Tier, Action.HOLD), Tier.T2: Action.BLOCK},
        "R22-decision": dict.fromkeys(Tier, Action.FORWARD),
    }
    result = shown(replay([record("R09-special", "hold"), record("R22-decision", "hold")] * 3, other(rows=rows)))
    assert (result["stricter"], result["looser"], result["unchanged"]) == (3, 3, 0)
    assert {"row": "R09-special", "then": "hold", "now": "block", "calls": 3} in result["rows"]
    assert {"row": "R22-decision", "then": "hold", "now": "forward", "calls": 3} in result["rows"]


def test_a_fixed_row_stays_whatever_the_draft_says() -> None:
    loose = other(rows={"R08-meals": dict.fromkeys(Tier, Action.FORWARD)})
    assert shown(replay([record("R08-meals", "block")], loose))["unchanged"] == 1


def test_a_row_put_on_trial_lets_through_and_one_that_was_on_trial_would_stop() -> None:
    trial = other(shadow={"R22-decision": date(2026, 12, 1)})
    assert shown(replay([record("R22-decision", "hold")], trial))["looser"] == 1
    was = record("R04-personal", "forward", shadow=[{"rule": "R22-decision", "action": "hold"}])
    assert shown(replay([was], other()))["stricter"] == 1
    over = other(shadow={"R22-decision": date(2026, 11, 19)})
    assert shown(replay([record("R22-decision", "hold")], over))["unchanged"] == 1


def test_treatments_follow_the_draft_and_what_a_rule_had_raised_stays_raised() -> None:
    found = [
        {"entity": "PHONE", "treatment": "pseudonymize", "count": 2},
        {"entity": "EMAIL", "treatment": "redact", "count": 1},
    ]
    draft = other(treatments={**TABLE.treatments, "PHONE": Treatment.KEEP, "EMAIL": Treatment.KEEP})
    result = shown(replay([record("R04-personal", "forward", findings=found)], draft))
    assert result["treatments"] == [{"entity": "PHONE", "then": "pseudonymize", "now": "keep", "findings": 2}]


def test_what_cannot_be_judged_is_counted() -> None:
    records = [
        {"request_id": "req_1", "detail": {"error_code": "model_not_allowed"}},
        record("R04-personal", "forward", unit="Nurse"),
        record("R04-personal", "forward", policy_hash="0" * 64),
    ]
    result = shown(replay(records, replace(other(), units=frozenset({"Nurse"}))))
    assert (result["calls"], result["without_decision"], result["other_place"], result["other_policy"]) == (2, 1, 1, 1)
