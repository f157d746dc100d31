"""What the caller never sent is masked while it streams, and no part of it leaves before that is known."""

from __future__ import annotations

import re

import pytest
from answer_machines import Call, cut_at, every_split, small_scan
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.finding import Finding
from detectors.stream_scan import stream_scan
from proxy.transform.placeholders import removed, token_label
from proxy.transform.units import MAX_UNIT

VALUES = {
    "412-68-1234": "SSN",
    "412 68 1234": "SSN",
    "412.68.1234": "SSN",
    "4111 1111 1111 1111": "CARD",
    "4111-1111-1111-1111": "CARD",
    "4111111111111111": "CARD",
    "(253) 555-7789": "PHONE",
    "253-555-7789": "PHONE",
    "253 555 7789": "PHONE",
    "253.555.7789": "PHONE",
    "+1 (360) 555-2218": "PHONE",
    "+44 20 7946 0958": "PHONE.INTERNATIONAL",
    "GB82 WEST 1234 5698 7654 32": "BANK_ACCOUNT.IBAN",
    "gb82 west 1234 5698 7654 32": "BANK_ACCOUNT.IBAN",
    "DE89 3704 0044 0532 0130 00": "BANK_ACCOUNT.IBAN",
    "tom.long@mail.example.com": "EMAIL",
    "sk-abcdefghijklmnopqrstuvwxyz012345": "CREDENTIAL.KEY",
    "1234 Maple Street": "ADDRESS",
    "1234 North Maple Grove Street": "ADDRESS",
    "12 W 45th St NE": "ADDRESS",
    "47.60621, -122.33207": "GEO.COORDINATES",
    "1HGCM82633A004352": "VIN",
    "WDLABCD123AB": "LICENCE",
    "P.O. Box 1234": "ADDRESS",
    "PO Box 1234": "ADDRESS",
    "po box 1234": "ADDRESS",
    "123456789WA": "MEDICAID_ID",
    "1EG4-TE5-MK73": "PLAN_ID.MBI",
}
LABELLED = {
    "SSN: 412681234": ("412681234", "SSN"),
    "social security number is 412 - 68 - 1234": ("412 - 68 - 1234", "SSN"),
    "born March 14, 2016": ("March 14, 2016", "DOB"),
    "born 14 March 2016": ("14 March 2016", "DOB"),
    "DOB: 14th of March, 2016": ("14th of March, 2016", "DOB"),
    "nacida el 14 de marzo de 2016": ("14 de marzo de 2016", "DOB"),
    "born on Mar. 14 2016": ("Mar. 14 2016", "DOB"),
    "student id is 20451177": ("20451177", "STUDENT_ID"),
    "SSID 12345 67893": ("12345 67893", "STUDENT_ID.WA_SSID"),
    "license plate ABC 1234": ("ABC 1234", "PLATE"),
    "license plate 123 ABC": ("123 ABC", "PLATE"),
    "alien number A 123 456 789": ("A 123 456 789", "IMMIGRATION_ID"),
    "lives at 1234 old maple street": ("1234 old maple street", "ADDRESS"),
    "she lives on Maple Grove Street": ("Maple Grove Street", "ADDRESS"),
    "password: Sommer2024!": ("Sommer2024!", "CREDENTIAL.PASSWORD"),
    "account number 1234 5678 9012": ("1234 5678 9012", "BANK_ACCOUNT"),
    "her username is jane.doe": ("jane.doe", "USERNAME"),
    "Apple Health, call 2535557789 (mom": ("2535557789", "PHONE"),
    "WA 98030-1234": ("98030-1234", "GEO.ZIP"),
}
FRAMES = (
    "{}",
    "It is {} then.",
    "x, {}, y",
    "({})",
    "Now: {}. The next",
    "{}\n",
    "- {}\n- and more",
    '"{}" she said',
    "a {}; b",
)


def assert_masked_and_never_seen(call: Call, text: str, value: str, entity: str) -> None:
    expected = call.whole(text)
    assert removed(token_label(entity)) in expected
    words = [word for word in value.split() if any(map(str.isdigit, word)) and len(word) > 2]
    for pieces in every_split(text):
        so_far = ""
        for output in call.outputs(pieces):
            so_far += output
            assert expected.startswith(so_far)
            assert not any(word in so_far for word in words)
        assert so_far == expected


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("frame", FRAMES)
def test_values_of_every_shape(value: str, frame: str) -> None:
    text = frame.format(value)
    if not any(found.end - found.start == len(value) for found in stream_scan(text)):
        return  # in this frame it is no such value for the scanner either (glued, or the frame is a label)
    call = Call()
    assert call.whole(text) == frame.format(removed(token_label(VALUES[value])))
    assert_masked_and_never_seen(call, text, value, VALUES[value])


@pytest.mark.parametrize("text", LABELLED)
def test_labels_that_have_left_still_count(text: str) -> None:
    value, entity = LABELLED[text]
    filler = "We talked about it for a while and then went on. "
    for whole in (f"{filler}{text}", f"{filler}{text}, and so on.", f"{text} and so on"):
        call = Call()
        assert value not in call.whole(whole)
        assert_masked_and_never_seen(call, whole, value, entity)


@given(
    st.lists(
        st.sampled_from([*VALUES, *LABELLED, "and", "the report", "says", "for", "Ms. Roe", "3", "IEP", "2026", "—"]),
        max_size=12,
    ),
    st.lists(st.integers(0, 5000), max_size=20),
)
@settings(max_examples=60, deadline=None)
def test_mixtures_agree_with_themselves_and_hide_what_a_whole_scan_finds(words: list[str], places: list[int]) -> None:
    text = ". ".join(words)
    call = Call()
    expected = call.whole(text)
    assert "".join(call.outputs(cut_at(text, places))) == expected
    for found in stream_scan(text):
        for group in re.findall(r"\d{4,}", text[found.start : found.end]):
            assert text.count(group) > len(re.findall(rf"(?<!\d){group}(?!\d)", expected))


# --------------------------------------------------------------------------- what survives


def test_echoes_of_the_callers_own_values_survive() -> None:
    call = Call()
    text = "You wrote 253-555-0134, jane.roe@example.org and (253) 555 0134; I add 253-555-7789."
    for pieces in every_split(text):
        assert "".join(call.outputs(pieces)) == text.replace("253-555-7789", "[PHONE_REMOVED]")


def test_what_was_decided_is_no_part_of_a_later_value() -> None:
    """A plan number takes along up to three words; those after one that was masked already stay."""
    assert Call().whole("her claim 1234567. It was denied") == "her claim [PLAN_REMOVED]. It was denied"
    call = Call(own=["1234567"])
    assert "denied by them" in call.whole("her claim 1234567 was denied by them")


def test_a_finding_with_a_placeholder_in_it_is_masked_whole() -> None:
    def scan(text: str, context: str = "") -> tuple[Finding, ...]:
        found = re.search(r"<<.*>>", text)
        return (Finding("OTHER_ID", found.start(), found.end(), 1.0, "t", "format"),) if found else ()

    call = Call(scan=scan)
    assert call.whole(f"a <<1{call.token('Maria')}>> b") == "a [CASE_REMOVED] b"
    assert call.whole(f"a <<{call.token('Maria')}>> b") == "a <<Maria>> b"
    echoed = Call(scan=scan, own=["<<1Maria>>"])
    assert echoed.whole(f"a <<1{echoed.token('Maria')}>> b") == "a <<1Maria>> b"


@pytest.mark.parametrize(
    ("text", "context", "masked"),
    [
        ("password: hunter{}", "", "password: [SECRET_REMOVED]"),
        ("My user name: hunter{} then", "", "My user name: [USER_REMOVED]Maria then"),
        ("hunter{} and so", "user name", "[USER_REMOVED]Maria and so"),
    ],
    ids=["line", "label", "context"],
)
def test_a_plain_word_beside_a_placeholder_is_scanned_where_a_label_says_so(
    text: str, context: str, masked: str
) -> None:
    call = Call(scan=stream_scan)
    text = text.format(call.token("Maria"))
    for pieces in every_split(text):
        assert "".join(call.outputs(pieces, context=context)) == masked


def test_a_finding_that_begins_in_released_text_is_masked_from_there() -> None:
    def scan(text: str, context: str = "") -> tuple[Finding, ...]:
        found = re.search(r"secret garden", text)
        return (Finding("OTHER_ID", found.start(), found.end(), 1.0, "t", "format"),) if found else ()

    call = Call(scan=scan)
    assert call.whole("a secret garden") == "a secret garden"  # no digit, no label: not worth scanning
    assert call.whole("a secret garden@") == "a secret [CASE_REMOVED]@"


def test_the_scanner_sees_each_unit_once_and_a_bounded_window() -> None:
    seen: list[int] = []

    def scan(text: str, context: str = "") -> tuple[Finding, ...]:
        seen.append(len(text))
        return small_scan(text)

    call = Call(scan=scan, values=())
    call.whole("word 123, " * 5000)
    assert len(seen) <= 10_001
    assert max(seen) < 300


def test_the_context_is_a_label_at_the_beginning_only() -> None:
    assert Call().whole("412681234", context="ssn") == "[SSN_REMOVED]"
    assert Call().whole("hunter, the dog", context="password") == "[SECRET_REMOVED]"
    call = Call()
    for pieces in every_split("correct horse battery staple"):
        assert "".join(call.outputs(pieces, context="password")) == "[SECRET_REMOVED]"
    long = "This is about something else entirely. " * 10 + "412681234"
    assert call.whole(long, context="ssn") == long


def test_a_text_that_is_one_password_is_held_to_its_end() -> None:
    call = Call()
    for label in ("Password: ", "The new password: ", "".join(chr(ord(char) + 0xFEE0) for char in "password:") + " "):
        for pieces in every_split(f"{label}correct horse battery staple"):
            assert "".join(call.outputs(pieces)) == f"{label}[SECRET_REMOVED]"


def test_a_masked_word_is_still_a_label() -> None:
    text = "Well, password:SSN: 412681234, and on"
    assert Call().whole(text) == "Well, password:[SECRET_REMOVED] [SSN_REMOVED], and on"


def test_the_zip_code_behind_a_masked_address_counts() -> None:
    out = Call().whole("Home: 1234 Maple Street, Kent 98030. We go on with room 98030.")
    assert out == "Home: [ADDRESS_REMOVED], Kent [PLACE_REMOVED]. We go on with room 98030."


def test_a_table_keeps_its_header_in_mind() -> None:
    rows = "".join(f"| Student {chr(65 + row)} | 41268{1234 + row} | Kent |\n" for row in range(20))
    out = Call().whole(f"| Name | SSN | City |\n|---|---|---|\n{rows}\nThat is all, 412681235 of them.")
    assert out.count("[SSN_REMOVED]") == 20
    assert out.endswith("412681235 of them.")


# --------------------------------------------------------------------------- long things

KEY_LINES = "\n".join("MIIEpAIBAAKCAQEA1c7q0aZ+/" * 2 for _ in range(30))


@pytest.mark.parametrize("lines", [1, 30, 300])
def test_a_private_key_never_leaves_in_part(lines: int) -> None:
    body = (KEY_LINES + "\n") * (lines // 30 + 1)
    key = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{body}-----END OPENSSH PRIVATE KEY-----"
    call = Call()
    text = f"Here:\n{key}\nkeep it."
    for step in (1, 7, 5000):
        assert "".join(call.outputs(cut_at(text, range(0, len(text), step)))) == "Here:\n[SECRET_REMOVED]\nkeep it."
    cut_off = text[: text.index("-----END")]
    assert call.whole(cut_off) == "Here:\n[SECRET_REMOVED]"
    assert Call(own=[key]).whole(f"Here:\n{key}") == (
        f"Here:\n{key}" if len(key) < MAX_UNIT else "Here:\n[SECRET_REMOVED]"
    )


def test_public_keys_and_certificates_pass() -> None:
    text = "-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----\nand more"
    assert Call().whole(text) == text


@pytest.mark.parametrize("size", [MAX_UNIT - 300, MAX_UNIT - 1, MAX_UNIT, MAX_UNIT + 1, 3 * MAX_UNIT])
def test_texts_without_any_place_to_cut(size: int) -> None:
    for filler in ("x", "=", "ab,", "é", "7", "a1"):
        call = Call(scan=small_scan)
        text = (filler * size)[:size] + f",412-68-1234,{call.token('Maria')} end"
        expected = call.whole(text)
        assert "[SSN_REMOVED],Maria end" in expected
        for step in (1, 1000, size - 3, size + 5):
            assert "".join(call.outputs(cut_at(text, range(0, len(text), step)))) == expected


def test_values_and_placeholders_at_a_forced_cut() -> None:
    for size in range(MAX_UNIT - 290, MAX_UNIT + 10, 3):
        call = Call(scan=small_scan)
        text = "x" * (size - 1) + f",412-68-1234,{call.token('Maria')},4111111111111111,end"
        outputs = call.outputs(cut_at(text, range(0, len(text), 97)))
        assert "".join(outputs) == call.whole(text)
        assert "".join(outputs).endswith(",[SSN_REMOVED],Maria,[SSN_REMOVED],end")
        assert "412-68" not in "".join(outputs)
        assert "Maria" in "".join(outputs)


def test_a_value_longer_than_a_unit_is_swallowed_to_its_end() -> None:
    def scan(text: str, context: str = "") -> tuple[Finding, ...]:
        found = re.search(r"eyJ\w{100,}", text)
        return (Finding("CREDENTIAL.KEY", found.start(), found.end(), 1.0, "t", "format"),) if found else ()

    call = Call(scan=scan)
    text = f"token eyJ{'a1' * 9000}, then {call.token('Maria')}."
    for step in (1, 4000, 50_000):
        assert "".join(call.outputs(cut_at(text, range(0, len(text), step)))) == "token [SECRET_REMOVED], then Maria."
