"""The separate last stage: overrides ease what their permits allow, trials are told and not enforced."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from decision_cases import CASES, LETTERS, TABLE, TIERS, Case, about, said
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.finding import Finding
from proxy.errors import BadRequest
from proxy.exchange import Action, Caller, Decision, Hints, Override, Role, Severity, Tier, Treatment
from proxy.policy.decide import TRIABLE, decide
from proxy.policy.hints import hints
from proxy.policy.permits import NEVER_SHADOWED, PERMITS, may_relax
from proxy.policy.rules import ROWS

LATER = datetime(2098, 1, 1, tzinfo=UTC)
NEVER = {2, 8, 10, 18}
BY_ID = {row.id: row for row in ROWS}
ALL_ROWS = tuple(Override(f"ov_{row.id}", row.id, Action.FORWARD, LATER) for row in ROWS)


def decided(case: Case, tier: Tier, **more) -> Decision:
    found = [[Finding(label, at, at + 1, 1.0, "t", "t") for at, label in enumerate(case.labels)]]
    unscanned = dict.fromkeys(case.unscanned, 1)
    facts = {"records": case.records, "left": case.left, "circumstances": case.circumstances}
    return decide(found, TABLE, unscanned=unscanned, tier=tier, **facts, **more)


def test_the_rows_of_the_law_have_no_permit() -> None:
    numbers = {BY_ID[rule].number for rule in PERMITS}
    assert not numbers & (NEVER | {13, 15, 25})
    assert PERMITS.keys() <= BY_ID.keys()
    assert not any(may_relax(row.id, action) for row in ROWS if row.number in NEVER for action in Action)


def test_a_permit_is_never_stricter_than_its_row_and_a_block_is_no_override() -> None:
    for rule, permit in PERMITS.items():
        assert set(permit) == set(Tier)
        assert all(permit[tier] <= BY_ID[rule].actions[tier] for tier in Tier)
        assert any(permit[tier] < BY_ID[rule].actions[tier] for tier in Tier)
        assert not may_relax(rule, Action.BLOCK)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{'-'.join(case.tags)}")
@pytest.mark.parametrize("tier", [Tier.T0, *TIERS])
def test_overrides_of_every_row_at_once_go_no_further_than_the_permits(case: Case, tier: Tier) -> None:
    before, after = decided(case, tier), decided(case, tier, overrides=ALL_ROWS)
    assert after.treatments == before.treatments
    assert (after.severity, after.tags) == (before.severity, before.tags)
    asked = {reason.rule: reason.action for reason in before.reasons}
    for reason in after.reasons:
        permit = PERMITS.get(reason.rule)
        least = asked[reason.rule] if permit is None else min(permit[tier], asked[reason.rule])
        assert reason.action == least
    if tier is Tier.T0 or BY_ID[case.rule].number in NEVER:
        assert after.action is Action.BLOCK
    assert {each.rule for each in after.relaxed} == {
        rule for rule, action in asked.items() if rule in PERMITS and PERMITS[rule][tier] < action
    }


def test_what_an_override_touched_names_it_and_keeps_the_words_honest() -> None:
    held = Override("ov_1", "R22-decision", Action.FORWARD, LATER)
    decision = decide([[]], TABLE, unscanned={}, tier=Tier.T2, records=said("OVERSIGHT"), overrides=[held])
    (relaxed,) = decision.relaxed
    assert (relaxed.rule, relaxed.override, relaxed.asked, relaxed.given) == (
        "R22-decision",
        "ov_1",
        Action.HOLD,
        Action.FORWARD,
    )
    assert "exception" in decision.leading.sentence
    assert "excepción" in decision.leading.sentence_es


def test_the_loosest_of_several_overrides_counts_and_one_that_eases_nothing_is_not_named() -> None:
    many = [Override(f"ov_{action}", "R22-decision", action, LATER) for action in (Action.HOLD, Action.FORWARD)]
    decision = decide([[]], TABLE, unscanned={}, tier=Tier.T2, records=said("OVERSIGHT"), overrides=many)
    assert [each.override for each in decision.relaxed] == [f"ov_{Action.FORWARD}"]
    decision = decide([[]], TABLE, unscanned={}, tier=Tier.T2, records=said("OVERSIGHT"), overrides=many[:1])
    assert (decision.action, decision.relaxed) == (Action.HOLD, ())


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        ({}, True),
        ({"unit": "HR"}, True),
        ({"unit": "HR", "app": "webui", "role": "staff", "caller": "ines"}, True),
        ({"unit": "Nurse"}, False),
        ({"unit": "HR", "caller": "omar"}, False),
        ({"role": "reviewer"}, False),
    ],
)
def test_an_override_covers_those_whom_all_of_its_names_fit(*, scope: dict[str, str], covered: bool) -> None:
    who = Caller("ines", "default", Role.STAFF, "HR", "webui")
    assert Override("ov_1", "R22-decision", Action.FORWARD, LATER, **scope).covers(who) is covered


# --------------------------------------------------------------------------- trials


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{'-'.join(case.tags)}")
def test_a_row_on_trial_is_told_and_not_enforced_and_some_rows_never_are(case: Case) -> None:
    trial = replace(TABLE, shadow={row.id: date(2026, 12, 31) for row in ROWS})
    found = [[Finding(label, at, at + 1, 1.0, "t", "t") for at, label in enumerate(case.labels)]]
    facts = {"records": case.records, "left": case.left, "circumstances": case.circumstances}
    unscanned = dict.fromkeys(case.unscanned, 1)
    tried = decide(found, trial, unscanned=unscanned, tier=Tier.T1, today=date(2026, 12, 31), **facts)
    over = decide(found, trial, unscanned=unscanned, tier=Tier.T1, today=date(2027, 1, 1), **facts)
    plain = decided(case, Tier.T1)
    if BY_ID[case.rule].number in NEVER_SHADOWED:
        assert tried.action == plain.action
    else:
        assert case.rule in {reason.rule for reason in tried.shadow}
        assert case.rule not in {reason.rule for reason in tried.reasons}
    assert tried.severity == plain.severity
    assert (over.action, over.shadow, over.treatments) == (plain.action, (), plain.treatments)


def test_no_day_no_trial_and_the_hash_knows_of_trials() -> None:
    trial = replace(TABLE, shadow={"R22-decision": date(2098, 1, 1)})
    decision = decide([[]], trial, unscanned={}, tier=Tier.T2, records=said("OVERSIGHT"))
    assert (decision.action, decision.shadow) == (Action.HOLD, ())
    assert trial.digest != TABLE.digest
    assert {row.id for row in ROWS if row.number in NEVER_SHADOWED} & TRIABLE == set()


# --------------------------------------------------------------------------- hints

asked_for = st.builds(
    Hints,
    strict=st.booleans(),
    tier=st.sampled_from([None, Tier.T1, Tier.T2, Tier.T3]),
    severity=st.sampled_from([None, *Severity]),
)


@settings(max_examples=200, deadline=None)
@given(case=st.sampled_from(CASES), tier=st.sampled_from(list(Tier)), asked=asked_for)
def test_a_hint_never_loosens(case: Case, tier: Tier, asked: Hints) -> None:
    plain, hinted = decided(case, tier), decided(case, tier, hints=asked)
    assert hinted.action >= plain.action
    assert hinted.severity >= plain.severity
    pairs = zip(plain.treatments[0], hinted.treatments[0], strict=True)
    assert all(stricter >= lax for lax, stricter in pairs)
    assert {reason.rule for reason in plain.reasons} <= {reason.rule for reason in hinted.reasons}


def test_strict_does_away_with_exceptions_trials_and_whatever_the_table_keeps() -> None:
    lax = replace(
        TABLE, treatments={**TABLE.treatments, "PHONE": Treatment.KEEP}, shadow={"R22-decision": LATER.date()}
    )
    found = [[Finding("PHONE", 0, 1, 1.0, "t", "t")]]
    decision = decide(
        found,
        lax,
        unscanned={},
        tier=Tier.T2,
        records=said("OVERSIGHT"),
        overrides=ALL_ROWS,
        today=date(2026, 11, 1),
        hints=Hints(strict=True),
    )
    assert (decision.action, decision.relaxed, decision.shadow) == (Action.HOLD, (), ())
    assert decision.treatments == ((Treatment.PSEUDONYMIZE,),)


def test_strict_judges_at_the_strictest_tier_also_where_an_operator_turned_them_round() -> None:
    turned = {**dict.fromkeys(Tier, Action.FORWARD), Tier.T3: Action.BLOCK}
    table = replace(TABLE, rows={"R09-special": turned})
    plain = decide([[]], table, unscanned={}, tier=Tier.T1, records=about("MH"))
    strict = decide([[]], table, unscanned={}, tier=Tier.T1, records=about("MH"), hints=Hints(strict=True))
    assert (plain.action, strict.action) == (Action.FORWARD, Action.BLOCK)


@pytest.mark.parametrize(
    ("severity", "tier", "letter"),
    [("S0", "T1", "f"), ("S2", "T1", "f"), ("S3", "T1", "b"), ("S3", "T2", "f"), ("S4", "T1", "b"), ("S4", "T3", "h")],
)
def test_a_declared_severity(severity: str, tier: str, letter: str) -> None:
    asked = hints({"x-chaperone-severity": severity})
    decision = decide([[]], TABLE, unscanned={}, tier=Tier(tier), hints=asked)
    assert decision.action is LETTERS[letter]
    assert decision.severity == severity


def test_headers_become_hints() -> None:
    assert hints({}) == Hints()
    assert not hints({"x-chaperone-policy": " "})
    assert hints({"x-chaperone-policy": "strict", "x-chaperone-tier": "T1"}) == Hints(strict=True, tier=Tier.T1)


@pytest.mark.parametrize(
    "headers",
    [{"x-chaperone-policy": "loose"}, {"x-chaperone-tier": "TL"}, {"x-chaperone-severity": "S9"}],
)
def test_anything_that_is_no_hint_is_refused_and_not_repeated(headers: dict[str, str]) -> None:
    with pytest.raises(BadRequest) as caught:
        hints(headers)
    ((name, value),) = headers.items()
    assert name in caught.value.message
    assert value not in caught.value.message
