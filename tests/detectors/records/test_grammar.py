from __future__ import annotations

import pytest

from detectors.records.grammar import Entry, alternatives, parse_line, verb_forms
from detectors.records.index import PhraseIndex
from detectors.records.words import words_of

_CLASSES = {"kin": frozenset({"mom", "dad"}), "she": frozenset({"he", "she"})}
_ENTRY = Entry("X", 0.9)


def _found(phrase: str, text: str) -> list[str]:
    words = words_of(text)
    return [
        text[words.starts[match.first] : words.ends[match.last - 1]]
        for match in PhraseIndex([(phrase, _ENTRY)], _CLASSES).matches(words)
    ]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("free lunch", "gets free lunch", ["free lunch"]),
        ("free lunch", "free, lunch", []),
        ("free|reduced lunch", "a Reduced Lunch form", ["Reduced Lunch"]),
        ("504 plan?", "his 504 plan", ["504", "504 plan"]),
        ("seizure/s", "two seizures", ["seizures"]),
        ("suspend~", "was suspended", ["suspended"]),
        ("<kin> drinks", "her dad drinks", ["dad drinks"]),
        ("missed <n> days", "missed 14 days", ["missed 14 days"]),
        ("missed <n> days", "missed four days", ["missed four days"]),
        ("cut * wrist", "cut on her left wrist", ["cut on her left wrist"]),
        ("cut * wrist", "cut it and then held the wrist", []),
        ("goes by _", "goes by Jules", ["goes by Jules"]),
        ("lunch :free", "Lunch: free", ["Lunch: free"]),
        ("lunch :free", "lunch free", []),
        ("ED", "the ED kid", ["ED"]),
        ("ED", "the ed kid", []),
        ("mam\u00e1", "mi mama", ["mama"]),
    ],
)
def test_phrases(phrase: str, text: str, expected: list[str]) -> None:
    assert _found(phrase, text) == expected


def test_phrases_share_the_tree_without_mixing() -> None:
    """Alternatives share what follows them; another phrase on the same words must not leak into theirs."""
    one, two = Entry("ONE", 0.9), Entry("TWO", 0.9)
    index = PhraseIndex([("a|b c", one), ("a d", two)], {})
    assert [match.entry.tag for match in index.matches(words_of("b d; a d; b c"))] == ["TWO", "ONE"]


def test_verbs_are_spelt_as_in_english() -> None:
    assert verb_forms("deny") == ("deny", "denies", "denied", "denying")
    assert verb_forms("threaten") == ("threaten", "threatens", "threatened", "threatening")
    assert verb_forms("expose") == ("expose", "exposes", "exposed", "exposing")
    assert verb_forms("discuss")[1] == "discusses"


def test_a_question_mark_makes_a_token_optional() -> None:
    assert alternatives("a|b/s?") == (("a", "b", "bs"), True)


def test_options_of_a_line() -> None:
    phrase, entry = parse_line("leave ; ! <kin> fmla ; - room", _ENTRY, _CLASSES)
    assert phrase == "leave"
    assert entry.company == {"mom", "dad", "fmla"}
    assert entry.needs_company
    assert entry.veto == {"room"}


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown option"):
        parse_line("leave ; ? room", _ENTRY, _CLASSES)
