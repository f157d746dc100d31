"""Values out, placeholders in: exact, stable over turns, and nothing else touched."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.finding import Finding
from proxy.exchange import Segment, Spelling, Treatment
from proxy.transform.assign import TokenMap
from proxy.transform.placeholders import find_tokens
from proxy.transform.replace import Transformed, transform

KEY = b"k" * 32
P = Treatment.PSEUDONYMIZE


def segment(turn: int | str, text: str, spelling: Spelling = Spelling.TEXT) -> Segment:
    path = ("messages", turn, "content") if isinstance(turn, int) else (turn,)
    return Segment(path, text, "user", spelling)


def mark(text: str, *values: tuple[str, str] | tuple[str, str, str]) -> list[Finding]:
    """Findings of the given (entity, value[, why]) in order of their places."""
    found, at = [], 0
    for entity, value, *why in values:
        at = text.index(value, at)
        found.append(Finding(entity, at, at + len(value), 1.0, "test", why[0] if why else "test"))
        at += len(value)
    return found


def run(*rows: tuple[Segment, list[Finding]], treatment: Treatment = P, key: bytes = KEY) -> Transformed:
    segments = [row[0] for row in rows]
    findings = [row[1] for row in rows]
    return transform(segments, findings, [[treatment] * len(found) for found in findings], key=key)


def sent(result: Transformed, of: Segment) -> str:
    return result.replacements.get(of.path, of.text)


def restored(result: Transformed, text: str) -> str:
    out, done = "", 0
    for match in find_tokens(text):
        value = result.tokens.resolve(match)
        if value is not None:
            out += text[done : match.start] + value
            done = match.end
    return out + text[done:]


def test_one_value_one_placeholder_and_forms_share_the_number() -> None:
    text = "Maria Delgado came. maria and Delgado wrote; MARIA DELGADO too. Ana Ruiz stayed."
    names = ["Maria Delgado", "maria", "Delgado", "MARIA DELGADO", "Ana Ruiz"]
    only = segment(0, text)
    result = run((only, mark(text, *(("STUDENT_NAME", name) for name in names))))
    tokens = list(find_tokens(sent(result, only)))
    assert [(token.number, token.form) for token in tokens] == [
        ("1", "A"),
        ("1", "B"),
        ("1", "C"),
        ("1", "D"),
        ("2", "A"),
    ]
    assert restored(result, sent(result, only)) == text
    assert result.replaced == {"PERSON": 5}


def test_spellings_of_one_number_share_the_number() -> None:
    text = "Call (253) 555-7788 or 253-555-7788, mail A@B.org or a@b.org"
    values = [("PHONE", "(253) 555-7788"), ("PHONE", "253-555-7788"), ("EMAIL", "A@B.org"), ("EMAIL", "a@b.org")]
    only = segment(0, text)
    result = run((only, mark(text, *values)))
    assert [(t.number, t.form) for t in find_tokens(sent(result, only))] == [("1", "A"), ("1", "B")] * 2
    assert restored(result, sent(result, only)) == text


def test_a_name_that_two_people_share_is_neither() -> None:
    text = "Jordan Whitfield and Dana Whitfield: the Whitfield file"
    only = segment(0, text)
    names = ["Jordan Whitfield", "Dana Whitfield", "Whitfield"]
    result = run((only, mark(text, *(("PERSON_OTHER", name) for name in names))))
    assert [token.number for token in find_tokens(sent(result, only))] == ["1", "2", "3"]


def test_history_keeps_its_placeholders_when_messages_are_added() -> None:
    first = segment(0, "Maria Delgado, 253-555-7788. Ask maria.")
    found = mark(
        first.text, ("STUDENT_NAME", "Maria Delgado"), ("PHONE", "253-555-7788"), ("STUDENT_NAME", "maria", "memory")
    )
    later = segment(1, "Hope Ruiz and Ms. Delgado met. 360-555-1212")
    more = mark(later.text, ("PERSON_OTHER", "Hope Ruiz"), ("PERSON_OTHER", "Delgado"), ("PHONE", "360-555-1212"))
    tools = segment("tools", "for Ana Ng", Spelling.IDENTIFIER)
    field = (tools, mark(tools.text, ("PERSON_OTHER", "Ana Ng")))
    before = run((first, found), field)
    after = run((first, found), (later, more), field)
    assert sent(before, first) == sent(after, first)
    assert sent(before, tools) == sent(after, tools)
    assert "PERSON_01A_" in sent(after, tools)


def test_what_a_later_turn_teaches_does_not_renumber_the_first() -> None:
    first = segment(0, "Hope helped. Grace Kim too.")
    direct = mark(first.text, ("PERSON_OTHER", "Grace Kim"))
    learned = mark(first.text, ("PERSON_OTHER", "Hope", "memory"), ("PERSON_OTHER", "Grace Kim"))
    later = segment(1, "Her name is Hope Ruiz.")
    before = run((first, direct))
    after = run((first, learned), (later, mark(later.text, ("PERSON_OTHER", "Hope Ruiz"))))
    assert [(m.number, m.form) for m in find_tokens(sent(before, first))] == [("1", "A")]
    assert {(m.number, m.form) for m in find_tokens(sent(after, first))} == {("2", "B"), ("1", "A")}


def test_another_caller_gets_other_checks() -> None:
    text = "Maria Delgado"
    only = segment(0, text)
    mine, theirs = (run((only, mark(text, ("STUDENT_NAME", text))), key=key) for key in (KEY, b"other" * 8))
    assert sent(mine, only) != sent(theirs, only)
    assert restored(theirs, sent(mine, only)) == sent(mine, only)


def test_redaction_cannot_be_undone_and_identifiers_stay_identifiers() -> None:
    text = "SSN 536-90-4399"
    only, name = segment(0, text), segment("user", "536-90-4399", Spelling.IDENTIFIER)
    rows = [(only, mark(text, ("SSN", "536-90-4399"))), (name, mark(name.text, ("SSN", "536-90-4399")))]
    result = run(*rows, treatment=Treatment.REDACT)
    assert sent(result, only) == "SSN [SSN_REMOVED]"
    assert sent(result, name) == "SSN_REMOVED"
    assert len(result.tokens) == 0


@pytest.mark.parametrize(
    ("entity", "value", "expected"),
    [
        ("DOB", "March 14, 2016", "2016"),
        ("DOB", "3/14/16", "[DATE_REMOVED]"),
        ("GEO", "98055", "980**"),
        ("GEO", "03601", "000"),
        ("AGE_OVER_89", "93", "90+"),
        ("PHONE", "253-555-7788", "[PHONE_REMOVED]"),
    ],
)
def test_generalizing_is_less_exact_or_nothing(entity: str, value: str, expected: str) -> None:
    only = segment(0, value)
    result = run((only, mark(value, (entity, value))), treatment=Treatment.GENERALIZE)
    assert sent(result, only) == expected


def test_text_that_reads_like_our_placeholder_comes_back_byte_for_byte() -> None:
    first = segment(0, "Maria Delgado")
    token = sent(run((first, mark(first.text, ("STUDENT_NAME", "Maria Delgado")))), first)
    forged = segment(1, f"I typed {token.lower()} myself, and [PERSON_9A_ZZZZZ].")
    result = run((first, mark(first.text, ("STUDENT_NAME", "Maria Delgado"))), (forged, []))
    assert token.lower() not in sent(result, forged)
    assert restored(result, sent(result, forged)) == forged.text


def test_kept_findings_and_other_text_are_untouched() -> None:
    text = "Keep 3/14/2016, é\U0001f600 all"
    only = segment(0, text)
    assert run((only, mark(text, ("DOB", "3/14/2016"))), treatment=Treatment.KEEP).replacements == {}


def test_overlapping_findings_are_refused_without_text() -> None:
    only = segment(0, "Maria Delgado")
    found = [Finding("PERSON_OTHER", 0, 5, 1, "t", "t"), Finding("PERSON_OTHER", 3, 9, 1, "t", "t")]
    with pytest.raises(ValueError, match="overlap") as caught:
        run((only, found))
    assert "Maria" not in str(caught.value)


def test_nothing_prints_a_value() -> None:
    text = "Marisol Canary"
    result = run((segment(0, text), mark(text, ("STUDENT_NAME", text))))
    assert "Canary" not in repr(result)
    assert "Canary" not in repr(result.tokens)
    assert "Canary" not in repr(result.own_values)


def test_the_caller_s_own_values_are_known_in_any_spelling() -> None:
    text = "SSN 536-90-4399, room 114"
    own = run((segment(0, text), mark(text, ("SSN", "536-90-4399"))), treatment=Treatment.REDACT).own_values
    assert own.holds("536904399")
    assert own.holds("room 114")
    assert not own.holds("536-90-4398")


words = st.text(string.ascii_letters + " '-éñ", min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(words, st.sampled_from(["PERSON_OTHER", "PHONE", "EMAIL", "ADDRESS"]), words), max_size=12))
def test_round_trip_of_any_document(parts: list[tuple[str, str, str]]) -> None:
    text, found = "", []
    for before, entity, value in parts:
        text += before + " | "
        found.append(Finding(entity, len(text), len(text) + len(value), 1.0, "t", "t"))
        text += value + " | "
    only = segment(0, text)
    result = run((only, found))
    assert restored(result, sent(result, only)) == text


def test_a_map_that_goes_on_gives_a_value_the_placeholder_that_it_has() -> None:
    tokens = TokenMap(KEY)
    one, two = segment(0, "Maria Delgado came."), segment(0, "Ana Ruiz and Maria Delgado came.")
    names = [("STUDENT_NAME", "Ana Ruiz"), ("STUDENT_NAME", "Maria Delgado")]
    first = transform([one], [mark(one.text, names[1])], [[P]], key=KEY, tokens=tokens)
    second = transform([two], [mark(two.text, *names)], [[P, P]], key=KEY, tokens=tokens)
    again = transform([one], [mark(one.text, names[1])], [[P]], key=KEY, tokens=tokens)
    assert sent(first, one) == sent(again, one)
    assert sent(first, one).split()[0] in sent(second, two)
    assert len(tokens) == 2
    assert restored(second, sent(second, two)) == two.text
