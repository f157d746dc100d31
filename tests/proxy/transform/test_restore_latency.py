"""How late text may be: prose one word, anything a bounded number of characters; never a timer."""

from __future__ import annotations

import pytest
from answer_machines import Call

from proxy.transform.placeholders import MAX_TOKEN
from proxy.transform.units import MAX_UNIT

PROSE = (
    "The family met with the teachers on a quiet afternoon, and everyone agreed that the plan should be shared. "
    'It was a good meeting; the counselor asked about reading ("who reads at home?"), and Ms. Roe said that '
    "evenings were calmer now.\n\nNext steps:\n\n- Call the office - it opens early - or write.\n"
    "- Bring the *signed* form; don't forget: **both** pages!\n\n"
    "«Sí», dijo la señora Ñandú — mañana será mejor. Élodie l'a dit aussi… C'est-à-dire qu'on verra; "
    "Größe zählt nicht.\nWashington State and the Lincoln Elementary School Board thank Principal Roe "
    "and [the office](https://portal.example.org/)."
)


@pytest.mark.parametrize("scanned", [True, False])
def test_prose_is_one_word_late_at_most(scanned: bool) -> None:
    call = Call() if scanned else Call(scan=None)
    machine = call.open("text")
    out = ""
    for count, char in enumerate(PROSE, 1):
        out += machine.feed(char)
        seen = PROSE[:count]
        held = seen[len(out) :]
        assert out == seen[: len(out)]
        # At most the word that is being written and the one before its white space has ended; a lone dash is no word.
        assert len([word for word in held.split() if any(map(str.isalnum, word))]) <= 1
    assert out + machine.finish() == PROSE


def test_the_first_word_leaves_with_the_first_letter_of_the_second() -> None:
    machine = Call().open("text")
    assert machine.feed("Hello") == ""
    assert machine.feed(" ") == ""
    assert machine.feed("t") == "Hello "


def test_east_asian_prose_streams_although_it_has_no_spaces() -> None:
    call = Call()
    machine = call.open("text")
    text = "明日の会議には全員が参加する予定ですので、資料を事前に準備しておいてください。" * 5
    out = ""
    for count, char in enumerate(text, 1):
        out += machine.feed(char)
        assert count - len(out) <= 18
    assert out + machine.finish() == text


@pytest.mark.parametrize("opening", ["[", "[note ", "(", "{", "【", "[ ", "[PERSON ", "[see the "])
def test_an_open_bracket_holds_no_more_than_a_placeholder(opening: str) -> None:
    machine = Call().open("text")
    out = ""
    for char in opening + "and this goes on in plain words, as prose does, to the end of the line" * 3:
        out += machine.feed(char)
    seen = len(opening) + 3 * len("and this goes on in plain words, as prose does, to the end of the line")
    assert seen - len(out) <= MAX_TOKEN


@pytest.mark.parametrize(
    "piece",
    [
        "x",
        "1 ",
        "4111 1111 ",
        "A B ",
        "[",
        "March ",
        "of ",
        "12 Main ",
        "Box 12, ",
        "GB82 ",
        "a1 b2 ",
        "live at 12 x y z ",
        "\\",
        "é",
        "字",
        "(",
        "-",
        "-----BEGIN PRIVATE KEY ",
        "![x](https://a.example/ ",
        'src="a ',
        "password: ",
        "IEP ",
        "\n1. ",
        "| 1 ",
        "1, 2, ",
    ],
)
def test_nothing_holds_more_than_a_unit(piece: str) -> None:
    for kind in ("text", "json"):
        machine = Call(scan=lambda text, context="": ()).open(kind)  # type: ignore[arg-type]
        seen = out = 0
        for _ in range(12_000 // len(piece)):
            seen += len(piece)
            out += len(machine.feed(piece))
            assert "KEY" in piece or seen - out <= MAX_UNIT + len(piece)


def test_lists_and_tables_of_numbers_stream_line_by_line() -> None:
    machine = Call().open("text")
    held = 0
    out = ""
    text = "".join(f"{row}. item {row} costs {row * 3} dollars\n" for row in range(50))
    for count, char in enumerate(text, 1):
        out += machine.feed(char)
        held = max(held, count - len(out))
    assert held <= 40
    assert out + machine.finish() == text
