"""Linking from call to call: the answers of `link`, and an unchanged history is not gathered again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from detectors import linker as module
from detectors.cache import Digester
from detectors.finding import Finding, Piece, Records
from detectors.linker import Linker
from detectors.linking import Message, Reading, gather, link

TEXT = "Oryn Vastelle has an IEP."
NAME = Finding("STUDENT_NAME", 0, 13, 0.9, "names.cues", "cue")
TERM = Finding("term.IDEA", 21, 24, 0.9, "records.terms", "term")


def new_linker() -> Linker:
    return Linker(Digester(b"k" * 32), cache_entries=100, cache_bytes=1_000_000)


async def test_a_call_gives_what_link_gives_the_first_time_and_the_second() -> None:
    linker = new_linker()
    pieces = [Piece(TEXT, scope="one"), Piece("Thank you.", scope="two")]
    expected = link(pieces, [(NAME,), ()], [(TERM,), ()], year=datetime.now(tz=UTC).year)
    assert expected.links
    for _ in range(2):
        assert await linker.records(pieces, [(NAME,), ()], [(TERM,), ()], tenant="t") == expected


async def test_an_unchanged_history_is_gathered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counted(pairs: list[tuple[Message, Reading]]) -> Records:
        calls.append(len(pairs))
        return gather(pairs)

    monkeypatch.setattr(module, "gather", counted)
    linker = new_linker()
    for _ in range(3):
        await linker.records([Piece(TEXT)], [(NAME,)], [(TERM,)], tenant="t")
    assert calls == [1]


async def test_the_same_message_at_another_place_of_the_call_has_other_places() -> None:
    linker = new_linker()
    before = await linker.records([Piece(TEXT, scope="one")], [(NAME,)], [(TERM,)], tenant="t")
    pieces = [Piece("Hello.", scope="zero"), Piece(TEXT, scope="one")]
    after = await linker.records(pieces, [(), (NAME,)], [(), (TERM,)], tenant="t")
    assert [place[0] for place in (before.links[0].place, after.links[0].place)] == [0, 1]


@pytest.mark.parametrize("change", ["score", "entity", "end"])
async def test_a_finding_that_differs_is_read_anew(change: str) -> None:
    linker = new_linker()
    other = {
        "score": Finding("term.IDEA", 21, 24, 0.3, "records.terms", "term"),
        "entity": Finding("term.IDEA.topic", 21, 24, 0.9, "records.terms", "term"),
        "end": Finding("term.IDEA", 21, 25, 0.9, "records.terms", "term"),
    }[change]
    await linker.records([Piece(TEXT)], [(NAME,)], [(TERM,)], tenant="t")
    expected = link([Piece(TEXT)], [(NAME,)], [(other,)], year=datetime.now(tz=UTC).year)
    assert await linker.records([Piece(TEXT)], [(NAME,)], [(other,)], tenant="t") == expected
