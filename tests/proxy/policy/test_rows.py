"""Every row of the decision table at every tier: its action, severity, tags, and the card that staff read."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from decision_cases import CASES, HIPAA, IDENTIFIED, LETTERS, NAME, SHIPPED, STAFF, TABLE, TIERS, Case, about

from detectors.entities import ENTITIES
from detectors.finding import Finding, Signal, Subject
from proxy.exchange import Action, Audience, Circumstances, Severity, Tier, Treatment
from proxy.policy.card import card
from proxy.policy.decide import decide
from proxy.policy.rules import ROWS
from proxy.policy.words import LABELS, TAGS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{'-'.join(case.tags)}")
@pytest.mark.parametrize("tier", TIERS)
def test_a_row_at_a_tier(case: Case, tier: Tier) -> None:
    decision = case.decided(tier)
    column = {Tier.T1: 0, Tier.T2: 1, Tier.T3: 2, Tier.TL: 2}[tier]
    assert decision.action is LETTERS[case.actions[column]]
    assert decision.severity is Severity(case.severity)
    assert set(case.tags) <= set(decision.tags)
    assert case.rule in {reason.rule for reason in decision.reasons}
    if decision.action > Action.FORWARD:
        assert decision.leading.rule == case.rule


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{'-'.join(case.tags)}")
@pytest.mark.parametrize("tier", [Tier.T0, *TIERS])
def test_the_card_says_everything_in_both_languages_and_no_value(case: Case, tier: Tier) -> None:
    decision = case.decided(tier)
    counts = dict.fromkeys(case.labels, 1)
    shown = card(decision, counts, dict.fromkeys(case.unscanned, 1))
    assert set(shown) == {"en", "es"}
    for lines in shown.values():
        assert list(lines) == ["found", "why", "clause", "done", "next", "who"]
        assert all(line.endswith((".", "'")) for key, line in lines.items() if key != "clause")
        assert lines["clause"] == decision.leading.clause
    assert shown["en"]["why"] != shown["es"]["why"]
    for label in case.labels:
        assert LABELS[label].en.lower() in shown["en"]["found"].lower()
        assert LABELS[label].es.lower() in shown["es"]["found"].lower()


def test_every_row_of_the_table_has_a_case() -> None:
    assert {row.id for row in ROWS} - {case.rule for case in CASES} == {"R02-unapproved"}
    assert sorted({row.number for row in ROWS}) == list(range(1, 28))


def test_row_2_blocks_whatever_the_text_and_names_the_day() -> None:
    for case in CASES:
        assert case.decided(Tier.T0).action is Action.BLOCK
    lapsed = decide([[]], TABLE, unscanned={}, tier=Tier.T0, approval_ends=date(2026, 6, 30))
    assert "2026-06-30" in lapsed.leading.sentence
    assert "2026-06-30" in lapsed.leading.sentence_es
    assert lapsed.tags == ("UNAPPROVED",)


# --------------------------------------------------------------------------- persons and topics


@pytest.mark.parametrize("tag", ["IDEA", "EDREC", "HLTH", "FRL", "EARLY"])
@pytest.mark.parametrize("known", ["none", "watch"])
def test_a_term_about_nobody_who_can_be_told_is_a_topic(tag: str, known) -> None:
    records = replace(about(tag, subject=Subject("student", known)), tags=frozenset())
    decision = decide([[]], TABLE, unscanned={}, tier=Tier.T1, records=records)
    assert decision.action is Action.FORWARD
    assert decision.severity is Severity.S0


@pytest.mark.parametrize("tag", ["MH", "CPS", "IMM", "P2"])
def test_the_most_sensitive_facts_need_less_to_be_about_somebody(tag: str) -> None:
    records = about(tag, subject=Subject("student", "watch"))
    assert decide([[]], TABLE, unscanned={}, tier=Tier.T1, records=records).action is Action.BLOCK


@pytest.mark.parametrize("tag", ["MH", "HLTH", "IMM", "P2", "EDREC", "EMP"])
def test_a_public_figure_has_no_record_here(tag: str) -> None:
    records = replace(about(tag, subject=Subject("public", "identified")), tags=frozenset())
    decision = decide([[]], TABLE, unscanned={}, tier=Tier.T1, records=records)
    assert decision.action is Action.FORWARD
    assert decision.tags == ()


def test_health_of_a_colleague_is_a_personnel_matter() -> None:
    decision = Case("", "", "", NAME, about("MH", subject=STAFF)).decided(Tier.T1)
    assert decision.action is Action.FORWARD
    assert "R09-special" not in {reason.rule for reason in decision.reasons}


def test_what_is_still_linkable_is_asked_of_the_person_with_the_record() -> None:
    """A colleague who stays known beside a student whose record is replaced changes nothing."""
    subjects = (IDENTIFIED, STAFF)
    records = replace(about("EDREC"), subjects=subjects)
    left = (replace(IDENTIFIED, identifiability="none"), STAFF)
    assert Case("", "", "", NAME, records, left).decided(Tier.T1).action is Action.FORWARD


# --------------------------------------------------------------------------- circumstances


def test_a_health_unit_removes_whatever_the_table_keeps() -> None:
    kept = replace(TABLE, treatments={**TABLE.treatments, "PHONE": Treatment.KEEP})
    found = [[Finding(label, at, at + 1, 1.0, "t", "t") for at, label in enumerate(("PATIENT_NAME", "PHONE"))]]
    decision = decide(found, kept, unscanned={}, tier=Tier.T3, circumstances=HIPAA)
    assert decision.treatments == ((Treatment.PSEUDONYMIZE, Treatment.PSEUDONYMIZE),)


def test_children_online_lose_persistent_identifiers_for_good() -> None:
    case = Case("", "", "", ("IP", "DEVICE_ID", "USERNAME"), circumstances=Circumstances(audience=Audience.UNDER13))
    assert case.decided(Tier.T2).treatments == ((Treatment.REDACT, Treatment.REDACT, Treatment.PSEUDONYMIZE),)


def test_a_childs_turn_in_a_game_is_decided_as_in_an_app_for_children() -> None:
    """The text itself shows it (16 CFR 312.2): no setting says who the app is for."""
    records = replace(about("EDREC"), links=(), signals=(Signal("COPPA-APPLIES", (0, 0, 9), 0.85),))
    case = Case("", "", "", ("IP", "DEVICE_ID", "USERNAME"), records)
    assert case.decided(Tier.T1).action is Action.BLOCK
    assert case.decided(Tier.T2).action is Action.FORWARD
    assert case.decided(Tier.T2).treatments == ((Treatment.REDACT, Treatment.REDACT, Treatment.PSEUDONYMIZE),)


def test_an_answer_is_masked_and_never_stopped() -> None:
    for case in CASES:
        answered = replace(case, circumstances=Circumstances(direction="response"), unscanned=())
        if "FAILCLOSED" in case.tags:
            continue
        for tier in TIERS:
            decision = answered.decided(tier)
            assert decision.action is Action.FORWARD
            assert set(itertools.chain(*decision.treatments)) <= {Treatment.REDACT}


def test_what_goes_through_is_not_told_to_ask_for_approval() -> None:
    """Also where the row would stop the call elsewhere."""
    asking = re.compile(r"must approve|must not|reviewer|take (?:it|this|out)", re.IGNORECASE)
    unbarred = replace(TABLE, gate=False)
    for case in CASES:
        found = [[Finding(label, at, at + 1, 1.0, "t", "t") for at, label in enumerate(case.labels)]]
        for tier in TIERS:
            decision = decide(found, unbarred, unscanned={}, tier=tier, records=case.records)
            if decision.action is Action.FORWARD:
                said = [f"{reason.sentence} {reason.next_step.en}" for reason in decision.reasons]
                assert [each for each in said if asking.search(each)] == []


# --------------------------------------------------------------------------- the operator's rows


def test_an_operator_s_row_takes_the_place_of_the_shipped_one_at_its_tier() -> None:
    actions = {**dict.fromkeys(Tier, Action.HOLD), Tier.T2: Action.BLOCK}
    stricter = replace(TABLE, rows={"R09-special": actions})
    records = about("MH")
    assert decide([[]], stricter, unscanned={}, tier=Tier.T2, records=records).action is Action.BLOCK
    assert decide([[]], stricter, unscanned={}, tier=Tier.T1, records=records).action is Action.HOLD
    assert stricter.digest != TABLE.digest


@pytest.mark.parametrize("row", [row for row in ROWS if row.fixed], ids=lambda row: row.id)
def test_a_fixed_row_cannot_be_set(row) -> None:
    loose = replace(TABLE, rows={row.id: dict.fromkeys(Tier, Action.FORWARD)})
    for case in (case for case in CASES if case.rule == row.id):
        found = [[Finding(label, at, at + 1, 1.0, "t", "t") for at, label in enumerate(case.labels)]]
        assert decide(found, loose, unscanned={}, tier=Tier.T2, records=case.records).action is Action.BLOCK
    assert decide([[]], loose, unscanned={}, tier=Tier.T0).action is Action.BLOCK


def test_the_fixed_rows_are_those_of_the_law() -> None:
    assert {row.number for row in ROWS if row.fixed} == {2, 8, 10, 18}


def test_the_shipped_table_shows_the_rows_as_they_are() -> None:
    shown = {row.id: {tier.value: row.actions[tier].name.lower() for tier in TIERS} for row in ROWS}
    assert SHIPPED.rows == {row: actions for row, actions in shown.items() if row in SHIPPED.rows}
    assert {*SHIPPED.rows, *SHIPPED.fixed} == set(shown)
    assert {row.id for row in ROWS if row.fixed} <= set(SHIPPED.fixed)


def test_the_guide_shows_every_row_with_its_cells(tree: Path) -> None:
    guide = (tree / "docs" / "policy.md").read_text(encoding="utf-8")
    for row in ROWS:
        cells = " | ".join(row.actions[tier].name.lower() for tier in TIERS)
        assert f"| `{row.id}` | {row.signals} | {row.severity.value} | {cells} | {row.clause} |" in guide


# --------------------------------------------------------------------------- words


def test_every_label_and_every_tag_of_a_row_has_a_name_in_both_languages() -> None:
    assert set(LABELS) == set(ENTITIES)
    flags = {
        "PII",
        "DIRECTORY",
        "GOVID",
        "SECRET",
        "WA_BREACH",
        "HIPAA",
        "COPPA-APPLIES",
        "UNDER13",
        "UNAPPROVED",
        "RESPONSE",
    }
    spoken = {tag for case in CASES for tag in case.tags}
    assert spoken - flags <= set(TAGS)
    assert all(said.en and said.es for said in (*LABELS.values(), *TAGS.values()))


def test_every_row_says_what_to_do_and_who_decides_in_both_languages() -> None:
    for row in ROWS:
        for one in (row.sentence, row.next_step, row.decider, row.stopped or row.sentence):
            assert one.en
            assert one.es
            assert one.en != one.es
        assert row.clause
        assert row.signals


def grade(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid et al. 1975), with syllables counted as groups of vowels less a final e."""
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", word.lower())) - (word.lower().endswith("e") and len(word) > 3))
        for word in words
    )
    sentences = max(1, len(re.findall(r"[.!?]", text)))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_the_english_of_a_card_can_be_read_in_grade_8() -> None:
    """On the mean over all rows; names of laws and "identifiers" cost most."""
    grades = [grade(f"{row.sentence.en} {row.next_step.en} {row.decider.en}") for row in ROWS]
    assert sum(grades) / len(grades) < 8
    assert max(grades) < 12
