"""The cases of the equity audit: repeatable, one name each, the same sentences for every group."""

from __future__ import annotations

from collections import Counter, defaultdict

from detectors.evaluation.equity import cases, digest_of
from detectors.evaluation.equity.cases import CASINGS

MADE = list(cases(12))


def test_the_same_seed_gives_the_same_cases_and_another_seed_others() -> None:
    assert digest_of(MADE) == digest_of(cases(12))
    assert digest_of(MADE) != digest_of(cases(12, seed=1))


def test_a_case_knows_where_its_name_is() -> None:
    for case in MADE:
        name = case.text[case.start : case.end]
        assert name == name.strip() != ""
        assert len(name.split()) == case.words
        assert all(case.text[at].isalnum() for at in case.letters)


def test_every_group_has_as_many_names_in_every_casing() -> None:
    counts = Counter((case.value, case.casing) for case in MADE if case.axis == "group")
    assert set(counts.values()) == {12}
    assert len(counts) == 3 * len({group for group, _ in counts})
    assert len(counts) >= 3 * 16


def test_groups_differ_in_nothing_but_the_names() -> None:
    frames = defaultdict(list)
    for case in MADE:
        if case.axis == "group" and case.casing == "as written":
            frames[case.value].append((case.text[: case.start], case.text[case.end :]))
    assert len({tuple(each) for each in frames.values()}) == 1


def test_casing_changes_letters_and_nothing_else() -> None:
    by_casing = {
        casing: [case.text for case in MADE if case.axis == "group" and case.casing == casing] for casing in CASINGS
    }
    for written, lower, upper in zip(*by_casing.values(), strict=True):
        assert lower == written.lower()
        assert upper == written.upper()


def test_languages_and_scripts_are_there() -> None:
    values = {case.value for case in MADE}
    assert {"english", "spanish", "somali", "vietnamese", "arabic letters", "chinese letters"} <= values
