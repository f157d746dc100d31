"""Tool-call arguments stay valid JSON, whatever is restored or masked in them and wherever the stream cuts them."""

from __future__ import annotations

import json

import pytest
from answer_machines import Call, cut_at, every_split, small_scan
from hypothesis import given, settings
from hypothesis import strategies as st

ODD = 'Åsa "Bo" O\'Neil\\Ruiz'
HOME = "1234 Maple Street\nApt 4"


def dumped(value: object, **how: object) -> str:
    return json.dumps(value, ensure_ascii=False, **how)  # type: ignore[arg-type]


def documents(call: Call) -> list[tuple[str, object]]:
    """Each with the value that the client must be able to read."""
    maria, odd, home = call.token("Maria Delgado"), call.token(ODD), call.token(HOME)
    check = maria[-6:-1]
    compact = (",", ":")
    return [
        (dumped({"name": maria, "n": 3}), {"name": "Maria Delgado", "n": 3}),
        (dumped({"name": odd, "home": home}, separators=compact), {"name": ODD, "home": HOME}),
        (
            dumped({"text": f'She said "{odd}" \\ {home}\n{maria}.'}),
            {"text": f'She said "{ODD}" \\ {HOME}\nMaria Delgado.'},
        ),
        (dumped({maria[1:-1]: [maria, maria]}), {"Maria Delgado": ["Maria Delgado", "Maria Delgado"]}),
        (
            f'{{"name": {maria}, "x": [true, false, null, 1.5e3]}}',
            {"name": "Maria Delgado", "x": [True, False, None, 1500.0]},
        ),
        (f'{{"name":{maria[1:-1]},"x":[{maria[1:-1]}, 1]}}', {"name": "Maria Delgado", "x": ["Maria Delgado", 1]}),
        (
            f'{{"a":"\\u005bPERSON\\u005f1A_{check}\\u005D","b":"\\u0050ERSON_1A_{check}"}}',
            {"a": "Maria Delgado", "b": "Maria Delgado"},
        ),
        (
            '{"ssn": "412-68-1234", "student":{"ssn":412681234}, "n":[412681234, 7]}',
            {"ssn": "[SSN_REMOVED]", "student": {"ssn": "[SSN_REMOVED]"}, "n": [412681234, 7]},
        ),
        (
            '{"note":"line one\\nSSN\\t412-68-1234\\r\\nCard \\u0034111 1111 1111 1111."}',
            {"note": "line one\nSSN\t[SSN_REMOVED]\r\nCard [CARD_REMOVED]."},
        ),
        (
            '{"phone":2535557789,"zip":"WA 98030","mail":"tom.long@mail.example.com","own":"253-555-0134"}',
            {"phone": "[PHONE_REMOVED]", "zip": "WA [PLACE_REMOVED]", "mail": "[EMAIL_REMOVED]", "own": "253-555-0134"},
        ),
        (
            '{"at":"47.60621, -122.33207","e":"\\ud83d\\ude00 caf\\u00e9 \\/ \\"q\\""}',
            {"at": "[PLACE_REMOVED]", "e": '😀 café / "q"'},
        ),
        (
            dumped({"inner": dumped({"name": maria, "ssn": "412-68-1234"})}),
            {"inner": '{"name": "Maria Delgado", "ssn": "[SSN_REMOVED]"}'},
        ),
        (
            dumped(
                {
                    "password": "Sommer2024!",
                    "key": "-----BEGIN PRIVATE KEY-----\nab\ncd\n-----END PRIVATE KEY-----",
                    "n": 1,
                }
            ),
            {"password": "[SECRET_REMOVED]", "key": "[SECRET_REMOVED]", "n": 1},
        ),
        ('{"key": "-----BEGIN PRIVATE KEY-----\\nab", "n": 1}', {"key": "[SECRET_REMOVED]", "n": 1}),
        (
            dumped([[], {}, "", [[]], {"a": {}}, -1.5e-7, "a b"], indent=2),
            [[], {}, "", [[]], {"a": {}}, -1.5e-7, "a b"],
        ),
        ('"just a string with 412-68-1234"', "just a string with [SSN_REMOVED]"),
        ("  [1 , 2 ]  ", [1, 2]),
    ]


@pytest.mark.parametrize("number", range(17))
def test_documents_are_valid_and_equal_for_every_cut(number: int) -> None:
    call = Call(hosts=None)
    text, value = documents(call)[number]
    for pieces in every_split(text):
        assert json.loads("".join(call.outputs(pieces, "json"))) == value


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=12),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
        max_leaves=12,
    ),
    st.lists(st.integers(0, 2000), max_size=12),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_random_documents_stay_valid(value: object, places: list[int], ascii_only: bool, compact: bool) -> None:
    call = Call(scan=None)
    text = json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":") if compact else None)
    assert "".join(call.outputs(cut_at(text, places), "json")) == text
    scanned = Call()
    output = "".join(scanned.outputs(cut_at(text, places), "json"))
    assert output == scanned.whole(text, "json")
    json.loads(output)


_PIECES = st.sampled_from(
    [
        '"',
        "\\",
        "\\\\",
        '\\"',
        "\\n",
        "\\u00",
        "\\u0041",
        "\\ud83d",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\n",
        "412-68-1234",
        "412681234",
        "4111 1111",
        " 1111 1111",
        "true",
        "-1",
        "a",
        "name",
        "PERSON",
        "_1A_",
        "-----BEGIN PRIVATE KEY-----",
        "é",
        "x@y.org",
    ]
)


@given(st.lists(_PIECES, max_size=40), st.lists(st.integers(0, 2000), max_size=20))
@settings(max_examples=100, deadline=None)
def test_broken_documents_do_not_depend_on_the_cuts_either(pieces: list[str], places: list[int]) -> None:
    call = Call(scan=small_scan)
    text = "".join(piece + call.token("Maria") if index % 9 == 8 else piece for index, piece in enumerate(pieces))
    expected = call.whole(text, "json")
    assert "".join(call.outputs(cut_at(text, places), "json")) == expected
    assert "".join(call.outputs(text, "json")) == expected


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_strings_that_hold_nothing_keep_their_spelling(first: str, second: str) -> None:
    call = Call(scan=None)
    for text in (json.dumps({first: second}), dumped({first: [second, first]})):
        assert call.whole(text, "json") == text


def test_members_stream_as_they_close() -> None:
    call = Call()
    machine = call.open("json")
    assert machine.feed('{"name":') == '{"name":'
    assert machine.feed('"Kent') == ""
    assert machine.feed('",') == '"Kent",'
    assert machine.feed('"count":12') == '"count":'
    assert machine.feed("}") == "12}"
    assert machine.finish() == ""


def test_numbers_keep_their_places_beside_a_masked_one() -> None:
    assert Call().whole('{"ssn":-412681234,"n":1}', "json") == '{"ssn":"[SSN_REMOVED]","n":1}'


def test_a_swallowed_key_ends_with_its_string() -> None:
    call = Call()
    text = dumped(
        {"key": "-----BEGIN PRIVATE KEY-----\n" + "MIIEpAIBAAKCAQEA1c7q0aZ\n" * 400, "after": call.token("Maria")}
    )
    for step in (1, 1000, 20_000):
        output = "".join(call.outputs(cut_at(text, range(0, len(text), step)), "json"))
        assert json.loads(output) == {"key": "[SECRET_REMOVED]", "after": "Maria"}
