"""The short way through plain words ends every unit where the long way ends it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from answer_machines import VALUES, Call
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.transform.machine import Machine
from proxy.transform.machine_json import JsonMachine
from proxy.transform.plain_run import units

if TYPE_CHECKING:
    from collections.abc import Sequence

_CALL = Call()
PIECES = st.sampled_from(
    (
        *(
            "the ",
            "plan ",
            "Word ",
            "NASA ",
            "a ",
            "I ",
            "x",
            "don't ",
            "well-known ",
            '"so" ',
            "(see ",
            "end. ",
            "why?! ",
        ),
        *("IBAN ", "DE89 ", "BC ", "box 12 ", "Box ", "rural ", "P.O. ", "lives on ", "Maple ", "St ", "moved to "),
        *("password: ", "password", "user name ", "hunter", "key ", "snap ", "Mr. ", "Bea ", "Robin "),
        *("536-90-4399 ", "12 ", "3rd of ", "March ", "@home ", "https://x.example/a ", "a::b ", "*bold* ", "word:: "),
        *(
            "\n",
            "  ",
            "\t",
            " \n ",
            "     ",
            "\u00a0",
            "\u3000",
            "caf\u00e9 ",
            "\u674e\u3001",
            "\u201cSo\u201d ",
            "it\u2019s ",
            "\x1c",
        ),
        *(_CALL.token(value) + " " for _, value in VALUES),
        "abcdefghijklmnopqrstuvwxyz" * 3 + " ",
        "|a|b|\n|---|---|\n",
    )
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


class LongWay(Machine):
    """Never takes the short way."""

    def _plain_end(self, start: int) -> int:
        return 0

    def _run_end(self, start: int) -> int:
        return 0


class Noted:
    """A machine that notes where its units end."""

    def __init__(self, kind: type[Machine], context: str) -> None:
        self.call = Call()
        opened: Any = self.call.open("text", context)
        self.machine = kind(opened._treatment, context)
        self.units: list[str] = []
        self._remember = self.machine._remember
        self.machine._remember = self._noting  # type: ignore[method-assign]
        self._pass = self.machine._pass
        self.machine._pass = self._passing  # type: ignore[method-assign]

    def _noting(self, unit: str) -> None:
        self.units.append(unit)
        self._remember(unit)

    def _passing(self, start: int, end: int, out: list[str], ends: list[int] | None) -> int:
        self.units += units(self.machine._pending[start:end])
        return self._pass(start, end, out, ends)

    def run(self, pieces: Sequence[str]) -> tuple[list[str], list[str], object]:
        out = [*map(self.machine.feed, pieces), self.machine.finish()]
        return out, self.units, self.call.events


@given(pieces=st.lists(TEXTS, max_size=6), context=st.sampled_from(["", "password", "note"]))
@settings(max_examples=400, deadline=None)
def test_the_short_way_ends_units_where_the_long_way_does(pieces: list[str], context: str) -> None:
    """Pieces, so that what leaves with each is compared too: nothing is held back longer, and nothing shorter."""
    assert Noted(Machine, context).run(pieces) == Noted(LongWay, context).run(pieces)


@given(text=TEXTS, cuts=st.lists(st.integers(0, 200), max_size=12))
@settings(max_examples=100, deadline=None)
def test_no_cutting_changes_the_units(text: str, cuts: list[int]) -> None:
    ends = sorted({min(cut, len(text)) for cut in cuts} | {0, len(text)})
    pieces = [text[low:high] for low, high in pairwise(ends)]
    assert Noted(Machine, "").run(pieces)[1] == Noted(LongWay, "").run([text])[1]


def test_a_document_has_no_short_way() -> None:
    opened: Any = Call().open("text", "")
    machine = JsonMachine(opened._treatment)
    machine.feed('{"a": "plain words here')
    assert machine._plain_end(0) == 0
