"""Placeholders: made from the caller's key alone, found again whatever a model does to them."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.transform.placeholders import (
    CHECK_ALPHABET,
    LABELS,
    MAX_IDENTIFIER,
    MAX_TOKEN,
    find_tokens,
    form_index,
    form_letters,
    mint,
)

KEY = b"k" * 32
TOKEN = mint(KEY, "PERSON", "1", "A")


def found(text: str) -> list[tuple[str, str, str]]:
    return [(match.number, match.form, match.check) for match in find_tokens(text)]


def test_the_check_depends_on_the_key_and_not_on_a_value() -> None:
    assert mint(KEY, "PERSON", "1", "A") == TOKEN
    assert mint(b"other", "PERSON", "1", "A").check != TOKEN.check


def test_every_identifier_form_fits_where_apis_allow_only_short_names() -> None:
    for label in LABELS.values():
        identifier = mint(KEY, label, "0999", "ZZ").identifier
        assert len(identifier) <= MAX_IDENTIFIER
        assert re.fullmatch(r"[A-Za-z0-9_]+", identifier)


def test_form_letters_are_counted_back() -> None:
    assert [form_index(form_letters(index)) for index in range(702)] == list(range(702))
    for wrong in ("", "a", "ABC", "1", "A "):
        with pytest.raises(ValueError, match="form letters"):
            form_index(wrong)


def test_form_letters_count_like_columns_and_end() -> None:
    assert [form_letters(index) for index in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]
    with pytest.raises(ValueError, match="too many"):
        form_letters(702)


@pytest.mark.parametrize(
    "spelling",
    [
        "{text}",
        "{identifier}",
        "{lower}",
        "[{lower}]",
        "<{identifier}>",
        "{{{identifier}}}",
        "⟦{identifier}⟧",
        "[ {identifier} ]",
        "\\[{identifier}\\]",
        "\\[{escaped}\\]",
        "[{spaced}]",
        "[{hyphened}]",
        "\\u005b{identifier}\\u005d",
        "[{renamed}]",
    ],
)
def test_a_changed_placeholder_is_found_whole(spelling: str) -> None:
    core = TOKEN.identifier
    changed = spelling.format(
        text=TOKEN.text,
        identifier=core,
        lower=core.lower(),
        escaped=core.replace("_", "\\_"),
        spaced=core.replace("_", " "),
        hyphened=core.replace("_", "-"),
        renamed=core.replace("PERSON", "Étudiante"),
    )
    text = f"Dear {changed}, hello"
    matches = list(find_tokens(text))
    assert [(match.number, match.form, match.check) for match in matches] == [("1", "A", TOKEN.check)]
    assert text[: matches[0].start] == "Dear "
    assert text[matches[0].end :] == ", hello"
    assert matches[0].end - matches[0].start <= MAX_TOKEN


def test_brackets_that_do_something_else_stay() -> None:
    link = f"{TOKEN.text}(https://example.org)"
    assert [link[m.start : m.end] for m in find_tokens(link)] == [TOKEN.identifier]
    half = f"[{TOKEN.identifier} and more]"
    assert [half[m.start : m.end] for m in find_tokens(half)] == [TOKEN.identifier]
    inside = f"get_{TOKEN.identifier}()"
    assert [inside[m.start : m.end] for m in find_tokens(inside)] == [TOKEN.identifier]


def test_the_letter_of_an_escape_is_not_taken_for_a_label() -> None:
    document = '{"note":"Hi\\n' + TOKEN.identifier + '"}'
    assert [document[m.start : m.end] for m in find_tokens(document)] == [TOKEN.identifier]
    path = "C:\\Users\\" + TOKEN.identifier
    assert [path[m.start : m.end] for m in find_tokens(path)] == [TOKEN.identifier]


def test_one_and_ten_are_different_placeholders() -> None:
    ten = mint(KEY, "PERSON", "10", "A")
    assert found(f"{TOKEN.text}{ten.text}") == [("1", "A", TOKEN.check), ("10", "A", ten.check)]


@pytest.mark.parametrize(
    "prose",
    [
        "In grade 3 A students read 20 pages; see room 114 B.",
        "Version 1.2.3, build 2024-10-15T08:30:00Z, PO 12 BC 99812",
        "WAC 392-172A-03110 and RCW 28A.605.030",
        "",
    ],
)
def test_ordinary_text_holds_no_candidate(prose: str) -> None:
    assert found(prose) == []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    end = 0
    for match in find_tokens(text):
        assert end <= match.start < match.end <= len(text)
        assert set(match.check) <= set(CHECK_ALPHABET)
        end = match.end


def test_a_forged_check_names_nothing() -> None:
    """One hundred thousand guesses at the check of one placeholder hit it about as often as chance says: not at all."""
    rng = random.Random(5023)
    guesses = {"".join(rng.choices(CHECK_ALPHABET, k=5)) for _ in range(100_000)}
    hits = guesses & {mint(bytes([key]) * 32, "PERSON", "1", "A").check for key in range(3)}
    assert len(hits) <= 1
