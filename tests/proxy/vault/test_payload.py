"""A map of placeholders as bytes: comes back as it was, goes on where it stopped, joins with another one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.errors import StateUnavailable
from proxy.transform.assign import Occurrence, TokenMap
from proxy.transform.placeholders import TokenMatch
from proxy.vault import payload

LABELS = ("PERSON", "PHONE", "ID", "TEXT")
SURFACES = st.text(alphabet=st.sampled_from("abcAB 12-'\U0001f920\u00e9"), min_size=1, max_size=12).filter(
    lambda text: bool(text.strip())
)
NAMES = st.sampled_from(["Maria Delgado", "Maria", "Delgado", "Jon Lee", "Lee", "Ana", "MARIA"])
VALUES = st.lists(st.tuples(st.sampled_from(LABELS), SURFACES | NAMES), max_size=25)


def mapped(key: bytes, values: list[tuple[str, str]], before: TokenMap | None = None) -> TokenMap:
    tokens = TokenMap(key) if before is None else before
    tokens.assign([Occurrence(label, surface, turn) for turn, (label, surface) in enumerate(values, -1)])
    return tokens


@given(VALUES)
def test_a_map_comes_back_as_it_was(values: list[tuple[str, str]]) -> None:
    tokens = mapped(b"key", values)
    again = TokenMap.recalled(b"key", payload.load(payload.dump(tokens)))
    assert again.entries() == tokens.entries()
    for label, surface in values:
        assert again.token(label, surface) == tokens.token(label, surface)


@given(VALUES, VALUES)
def test_a_recalled_map_goes_on_as_if_it_had_never_been_away(
    first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    at_once = mapped(b"key", second, mapped(b"key", first))
    in_turns = mapped(b"key", second, TokenMap.recalled(b"key", payload.load(payload.dump(mapped(b"key", first)))))
    assert in_turns.entries() == at_once.entries()


@given(VALUES, VALUES, VALUES)
def test_two_branches_joined_resolve_as_each_did_and_go_on(
    common: list[tuple[str, str]], one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    root = payload.load(payload.dump(mapped(b"key", common)))
    branches = [mapped(salt, said, TokenMap.recalled(salt, root)) for salt, said in ((b"1", one), (b"2", other))]
    whole = TokenMap.recalled(b"3", payload.load(payload.joined(*map(payload.dump, branches))))
    cores = {(number, form, check): value for each in branches for _, value, number, form, check in each.entries()}
    for (number, form, check), value in cores.items():
        assert whole.resolve(TokenMatch(0, 0, number, form, check)) == value
    grown = mapped(b"3", [("PERSON", "Zoe Quill"), ("PHONE", "555 99")], whole)
    new = grown.token("PERSON", "Zoe Quill")
    assert (new.number, new.form, new.check) not in cores
    assert len({tuple(entry[2:]) for entry in grown.entries()}) == len(grown.entries())


def test_one_placeholder_for_two_values_stands_for_none() -> None:
    class Two:
        def __init__(self, value: str) -> None:
            self.value = value

        def entries(self) -> list[tuple[str, str, str, str, str]]:
            return [("PERSON", self.value, "1", "A", "BBBBB"), ("PHONE", "5551234", "1", "A", "CCCCC")]

    both = payload.load(payload.joined(payload.dump(Two("Ana")), payload.dump(Two("Ben"))))
    assert both == (("PHONE", "5551234", "1", "A", "CCCCC"),)


def test_facts_and_known_values_come_back_and_are_not_printed() -> None:
    tokens = mapped(b"key", [("PERSON", "Maria Delgado")])
    made = payload.dump(tokens, known=[("STUDENT_NAME", "Maria Delgado")], facts={"provider": "main"})
    found = payload.read(made)
    assert found.known == (("STUDENT_NAME", "Maria Delgado"),)
    assert found.facts == {"provider": "main"}
    assert "Maria" not in repr(found)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"[]",
        b"{}",
        b'{"v":2,"tokens":[],"known":[]}',
        b'{"v":1,"tokens":[["a"]],"known":[]}',
        b'{"v":1,"tokens":[]}',
    ],
)
def test_what_is_no_map_is_refused(broken: bytes) -> None:
    with pytest.raises(StateUnavailable):
        payload.load(broken)
