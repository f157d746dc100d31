"""The policy: strictest wins, order never matters, a new rule never loosens, and every decision can be explained."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.profiles import policy_table
from detectors.entities import ENTITIES
from detectors.finding import Finding, Link, Records, Signal, Subject
from proxy.exchange import Action, Audience, Circumstances, Decision, Reason, Severity, Tier, Treatment, UnitKind
from proxy.policy import entities, rules
from proxy.policy.decide import decide, policy_hash
from proxy.policy.facts import Facts, Table, Verdict
from proxy.policy.rules import RULES


def table(profile: str = "default") -> Table:
    shipped = policy_table(profile)
    treatments = {entity: Treatment[name.upper()] for entity, name in shipped.treatments.items()}
    return Table(shipped.name, treatments, shipped.gate, Action.BLOCK)


def findings(*labels: str) -> list[list[Finding]]:
    return [[Finding(label, at, at + 1, 1.0, "test", "test") for at, label in enumerate(labels)]]


def verdict(*labels: str, profile: str = "default", tier: Tier = Tier.T2, unscanned=None) -> Decision:
    return decide(findings(*labels), table(profile), unscanned=unscanned or {}, tier=tier)


@pytest.mark.parametrize(
    ("labels", "action", "severity", "rule", "tags"),
    [
        ((), Action.FORWARD, Severity.S0, "R01-clean", ()),
        (("STUDENT_NAME",), Action.FORWARD, Severity.S2, "R04-personal", ("PII",)),
        (("STUDENT_NAME", "STUDENT_ID"), Action.FORWARD, Severity.S2, "R04-personal", ("PII", "WA_BREACH")),
        (("SSN",), Action.FORWARD, Severity.S4, "R17-always-removed", ("GOVID",)),
        (("CREDENTIAL",), Action.BLOCK, Severity.S4, "R18-credential", ("SECRET",)),
        (("IMMIGRATION_ID",), Action.BLOCK, Severity.S4, "R10-immigration", ("IMM",)),
    ],
)
def test_rows_of_the_table(labels, action, severity, rule, tags) -> None:
    decision = verdict(*labels)
    assert (decision.action, decision.severity, decision.leading.rule, decision.tags) == (action, severity, rule, tags)


def test_an_unapproved_tool_is_blocked_and_the_sentence_names_the_date() -> None:
    decision = decide([[]], table(), unscanned={}, tier=Tier.T0, approval_ends=date(2026, 6, 30))
    assert decision.action is Action.BLOCK
    assert "2026-06-30" in decision.leading.sentence


def test_what_cannot_be_read_is_refused_and_named() -> None:
    decision = verdict(unscanned={"image": 2, "remote_url": 1})
    assert decision.action is Action.BLOCK
    assert "image, remote url" in decision.leading.sentence


def test_the_restore_profile_replaces_everything_and_blocks_nothing_for_its_content() -> None:
    decision = verdict(*sorted(ENTITIES), profile="restore")
    assert decision.action is Action.FORWARD
    assert set(decision.treatments[0]) == {Treatment.PSEUDONYMIZE}
    assert verdict(unscanned={"image": 1}, profile="restore").action is Action.BLOCK


def test_an_entity_the_table_does_not_know_is_removed() -> None:
    assert verdict("NEVER_HEARD_OF").treatments == ((Treatment.REDACT,),)


def test_a_suffix_follows_its_base_unless_the_table_names_it() -> None:
    special = Table("t", {"SSN": Treatment.REDACT, "SSN.ITIN": Treatment.KEEP}, gate=True, on_unscanned=Action.BLOCK)
    assert special.treatment("SSN.ITIN") is Treatment.KEEP
    assert special.treatment("SSN.OTHER") is Treatment.REDACT


labels = st.lists(st.sampled_from([*sorted(ENTITIES), "NEVER_HEARD_OF"]), max_size=6)
subjects = st.builds(
    Subject,
    role=st.sampled_from(["student", "child", "guardian", "patient", "staff", "public", "other"]),
    identifiability=st.sampled_from(["none", "watch", "linkable", "identified"]),
)


@st.composite
def recorded(draw: st.DrawFn) -> Records:
    """Subjects, links to them, and signals."""
    people = tuple(draw(st.lists(subjects, min_size=1, max_size=3)))
    linked = draw(
        st.lists(st.tuples(st.sampled_from(sorted(entities.RECORDS)), st.integers(0, len(people) - 1)), max_size=4)
    )
    signals = draw(
        st.lists(
            st.sampled_from(["PPRA", "SMALLCELL", "OVERSIGHT", "SURVEIL", "IPCOPY", "PRIV", "FULLDOC"]), max_size=3
        )
    )
    return Records(
        people,
        tuple(Link(tag, number, (0, 0, 1), "sentence", 0.9) for tag, number in linked),
        tuple(Signal(tag, (0, 0, 1), 0.9) for tag in signals),
        frozenset({*signals, *(tag for tag, _ in linked)}),
    )


around = st.builds(
    Circumstances,
    unit=st.sampled_from(list(UnitKind)),
    audience=st.sampled_from(list(Audience)),
    direction=st.sampled_from(["request", "response"]),
)
tiers = st.sampled_from(list(Tier))


@settings(max_examples=100, deadline=None)
@given(
    found=labels,
    tier=tiers,
    profile=st.sampled_from(["default", "restore"]),
    records=recorded(),
    circumstances=around,
    order=st.permutations(RULES),
)
def test_the_order_of_rules_never_matters(*, found, tier, profile, records, circumstances, order) -> None:
    def run(rules) -> Decision:
        return decide(
            findings(*found),
            table(profile),
            unscanned={},
            tier=tier,
            records=records,
            left=records.subjects,
            circumstances=circumstances,
            rules=rules,
        )

    assert run(order) == run(RULES)


@settings(max_examples=100, deadline=None)
@given(
    found=labels,
    tier=tiers,
    records=recorded(),
    action=st.sampled_from(list(Action)),
    treatment=st.sampled_from(list(Treatment)),
    severity=st.sampled_from(list(Severity)),
)
def test_adding_a_rule_never_loosens(*, found, tier, records, action, treatment, severity) -> None:
    def extra(facts: Facts, policy: Table) -> Verdict:
        return Verdict(Reason("X", "X", "X", action), severity, treatments=dict.fromkeys(facts.entities, treatment))

    before = decide(findings(*found), table(), unscanned={}, tier=tier, records=records)
    after = decide(findings(*found), table(), unscanned={}, tier=tier, records=records, rules=(*RULES, extra))
    assert after.action >= before.action
    assert after.severity >= before.severity
    pairs = zip(before.treatments[0], after.treatments[0], strict=True)
    assert all(new >= old for old, new in pairs)


@settings(max_examples=100, deadline=None)
@given(labels, recorded())
def test_a_weaker_contract_never_sends_more(found, records) -> None:
    """T3 is T2 and more, T2 is T1 and more: what the better contract stops, the weaker one stops too."""

    def action(at: Tier) -> Action:
        return decide(findings(*found), table(), unscanned={}, tier=at, records=records, left=records.subjects).action

    assert action(Tier.T0) >= action(Tier.T1) >= action(Tier.T2) >= action(Tier.T3) >= action(Tier.TL)


@settings(max_examples=100, deadline=None)
@given(labels, tiers, recorded())
def test_somebody_still_linkable_never_loosens(found, tier, records) -> None:
    def action(left) -> Action:
        return decide(findings(*found), table(), unscanned={}, tier=tier, records=records, left=left).action

    assert action(records.subjects) >= action(())


@settings(max_examples=100, deadline=None)
@given(labels, st.sampled_from(list(Tier)), st.dictionaries(st.sampled_from(["image", "audio"]), st.integers(1, 3)))
def test_every_decision_has_a_rule_a_clause_and_a_sentence(found, tier, unscanned) -> None:
    decision = decide(findings(*found), table(), unscanned=unscanned, tier=tier)
    assert decision.reasons
    for reason in decision.reasons:
        assert reason.rule
        assert reason.clause
        assert reason.sentence.endswith((".", "'."))
        assert reason.sentence_es.endswith((".", "'."))
        assert reason.next_step.en
        assert reason.decider.es


def test_the_policy_hash_changes_with_the_table_and_the_rules() -> None:
    hashes = {policy_hash(table()), policy_hash(table("restore")), policy_hash(table(), RULES[1:])}
    assert len(hashes) == 3


def test_the_groups_of_labels_are_labels_of_the_detectors() -> None:
    assert ENTITIES.keys() >= entities.PERSONAL | entities.SECRETS


def test_the_list_of_rules_is_complete() -> None:
    files = {path.stem for path in Path(rules.__path__[0]).glob("*.py")} - {"__init__"}
    assert {rule.__name__ for rule in RULES} == files
