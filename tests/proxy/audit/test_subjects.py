"""The blind index: spellings of one person fall together, nothing can be read back, and no record grows without end."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.audit.subjects import (
    DIGEST,
    MAX_SUBJECTS,
    NAMES,
    SubjectKey,
    SubjectKeys,
    identifier,
    index,
    name_words,
)

KEYS = SubjectKeys(SubjectKey(b"k" * 32))
OTHER = SubjectKeys(SubjectKey(b"o" * 32))


def digests(entity: str, text: str, keys: SubjectKeys = KEYS) -> set[str]:
    return {subject["digest"] for subject in index([(entity, text, "redact")], keys).subjects}


@pytest.mark.parametrize(
    ("entity", "one", "another"),
    [
        ("STUDENT_ID", "1234567893", "1234-567 893"),
        ("STUDENT_ID", "1234567893", "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff13"),
        ("STUDENT_ID", "1234567893", "١٢٣٤٥٦٧٨٩٣"),
        ("STUDENT_ID", "s-0042", "S0042"),
        ("SSN", "536-90-4399", "536 90 4399"),
        ("SSN", "536-90-4399", "536\u200b90\u20134399"),
        ("PHONE", "(253) 555-0142", "+1 253.555.0142"),
        ("EMAIL", "N.Thorn@Example.org", "n.thorn@example.org "),
        ("STUDENT_NAME", "Nadia Thornquist", "THORNQUIST, Nadia"),
        ("STUDENT_NAME", "José Núñez", "Jose Nunez"),
        ("STUDENT_NAME", "Mary O'Brien", "mary o\u2019brien's"),
        ("STUDENT_NAME", "Jordan A. Smith", "Jordan Smith"),
        ("STUDENT_NAME", "Ana García-López", "Garcia Lopez Ana"),
        ("FAMILY_NAME", "Mrs. Berta Thornquist", "Berta Thornquist"),
    ],
)
def test_spellings_of_one_value_are_one(entity: str, one: str, another: str) -> None:
    assert digests(entity, one) == digests(entity, another) != set()
    assert set(KEYS.searched(entity, another)) & digests(entity, one)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (("STUDENT_ID", "1234567893"), ("STUDENT_ID", "1234567890")),
        (("STUDENT_ID", "1234567893"), ("PHONE", "1234567893")),
        (("STUDENT_NAME", "Nadia Thornquist"), ("STUDENT_NAME", "Nadia Marchbanks")),
        (("EMAIL", "a.b@example.org"), ("EMAIL", "ab@example.org")),
        (("STUDENT_ID", "007"), ("STUDENT_ID", "7")),
    ],
)
def test_different_values_stay_apart(one: tuple[str, str], another: tuple[str, str]) -> None:
    assert not digests(*one) & digests(*another)


def test_a_name_is_found_whatever_a_detector_took_it_for() -> None:
    found = {next(iter(digests(entity, "Nadia Thornquist"))) for entity in NAMES}
    assert found == set(KEYS.searched("PERSON_OTHER", "Nadia Thornquist"))


def test_a_longer_name_is_found_by_two_of_its_words_and_counts_once() -> None:
    made = index([("STUDENT_NAME", "Jordan Lee Smith", "pseudonymize")], KEYS)
    assert made.total == 1
    assert [subject.get("part", False) for subject in made.subjects] == [False, True, True, True]
    held = {subject["digest"] for subject in made.subjects}
    assert set(KEYS.searched("STUDENT_NAME", "Smith, Jordan")) <= held
    assert set(KEYS.searched("STUDENT_NAME", "Jordan Maria Smith")) & held
    assert not set(KEYS.searched("STUDENT_NAME", "Jordan")) & held


def test_digests_depend_on_the_key_and_name_it() -> None:
    ours, theirs = digests("STUDENT_ID", "1234567893"), digests("STUDENT_ID", "1234567893", OTHER)
    assert not ours & theirs
    assert all(DIGEST.fullmatch(each) for each in ours | theirs)
    assert next(iter(ours)).partition(":")[0] == KEYS.current.id != OTHER.current.id


def test_a_search_after_a_change_of_keys_finds_older_records_too() -> None:
    after = SubjectKeys(OTHER.current, (KEYS.current,))
    wanted = set(after.searched("STUDENT_ID", "1234567893"))
    assert digests("STUDENT_ID", "1234567893") <= wanted
    assert digests("STUDENT_ID", "1234567893", OTHER) <= wanted
    assert digests("STUDENT_ID", "1234567893", after) == digests("STUDENT_ID", "1234567893", OTHER)


def test_one_person_mentioned_often_is_one_subject_with_the_weakest_treatment() -> None:
    made = index(
        [
            ("STUDENT_NAME", "Nadia Thornquist", "redact"),
            ("PERSON_OTHER", "Thornquist, Nadia", "keep"),
            ("STUDENT_NAME", "NADIA THORNQUIST", "pseudonymize"),
        ],
        KEYS,
    )
    assert made.total == len(made.subjects) == 1
    assert made.subjects[0]["treatment"] == "keep"


def test_a_pasted_roster_is_cut_counted_and_flagged_and_numbers_come_first() -> None:
    values = [("FAMILY_NAME", f"Person Number{n}", "redact") for n in range(400)]
    values += [("STUDENT_ID", f"{5_000_000 + n}", "redact") for n in range(100)]
    made = index(values, KEYS)
    assert len(made.subjects) <= MAX_SUBJECTS
    assert (made.total, made.cut) == (500, True)
    assert sum(subject["entity"] == "STUDENT_ID" for subject in made.subjects) == 100
    assert len(json.dumps(made.detail())) < 40_000


def test_a_call_about_nobody_says_nothing() -> None:
    assert index([], KEYS).detail() == {}
    assert index([("STUDENT_NAME", "--", "redact"), ("STUDENT_ID", "  ", "redact")], KEYS).detail() == {}
    assert KEYS.searched("STUDENT_ID", "!!!") == ()


@given(st.sampled_from(["STUDENT_ID", "STUDENT_NAME", "EMAIL", "ADDRESS"]), st.text(max_size=60))
def test_no_text_is_too_strange_and_none_of_it_is_in_the_record(entity: str, text: str) -> None:
    made = index([(entity, text, "redact")], KEYS)
    for subject in made.subjects:
        assert DIGEST.fullmatch(subject["digest"])
        assert subject.keys() <= {"entity", "digest", "treatment", "part"}
    if made.total:
        assert set(KEYS.searched(entity, text)) & {subject["digest"] for subject in made.subjects}


@given(st.text(max_size=40))
def test_folding_is_stable(text: str) -> None:
    assert identifier(identifier(text)) == identifier(text)
    assert name_words(" ".join(name_words(text))) == name_words(text)


def test_keys_are_not_printed() -> None:
    assert "k" * 8 not in repr(KEYS)


@given(st.text("aZ\u00e9\u00df\u0131\u0301\u00ad\u200d'\u2019`. -_1", max_size=24))
def test_a_name_is_folded_alike_whatever_letters_it_has(text: str) -> None:
    """Plain letters take a short way; written out, it is this."""
    spelled = unicodedata.normalize("NFKD", text).casefold()
    folded = "".join(char for char in spelled if unicodedata.category(char) not in {"Mn", "Cf"})
    folded = re.sub("['\u2019\u02bc`]", "", re.sub("['\u2019\u02bc]s\\b", "", folded))
    words = re.findall(r"[^\W_]+", folded)
    assert set(name_words(text)) <= set(words)
    assert bool(name_words(text)) is bool(words)
