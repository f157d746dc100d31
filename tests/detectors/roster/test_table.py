from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.roster import building, table
from detectors.roster.person import Mark

KEY = b"k" * 32
KEYS = st.lists(st.integers(0, 2**64 - 1), max_size=30)


def keys(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.uint64)


def marks(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.uint16)


@given(KEYS, KEYS)
def test_finding_is_membership(held, wanted) -> None:
    ordered = np.unique(keys(held))
    places = table.find(ordered, keys([*wanted, *held]))
    found = [int(ordered[place]) if place >= 0 else None for place in places]
    assert found == [value if value in held else None for value in (*wanted, *held)]


def test_a_table_shows_hardly_anything_of_itself() -> None:
    facts = table.Facts("ab" * 16, "2026-11-23T08:00:00Z", 2, (7,), (("students", 2),))
    assert "ab" * 5 not in repr(building.table(facts, keys([2, 1]), (keys([3]), marks([1])), (keys([4]), marks([2]))))


def test_a_table_comes_back_from_disk(tmp_path) -> None:
    facts = table.Facts("ab" * 16, "2026-11-23T08:00:00Z", 2, (7,), (("students", 2),))
    made = building.table(facts, keys([2, 1, 2]), (keys([3]), marks([1])), (keys([4]), marks([2])))
    table.write(tmp_path / "roster.bin", made, KEY)
    read = table.read(tmp_path / "roster.bin", KEY)
    assert read.facts == facts
    assert read.words.tolist() == [1, 2]
    assert (read.names.tolist(), read.name_marks.tolist(), read.token_marks.tolist()) == ([3], [1], [2])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 63), st.integers(0, 255)), max_size=40))
def test_people_of_one_name_share_an_entry_with_all_that_is_known_of_any(rows) -> None:
    got_keys, got_marks = building.joined(keys([row[0] for row in rows]), marks([row[1] | row[2] << 8 for row in rows]))
    kinds = int(Mark.USERNAME | Mark.EMAIL)
    wanted = {}
    for key, bits, year in rows:
        known_bits, known_kinds, known_year = wanted.get(key, (0, kinds, 0))
        wanted[key] = (known_bits | bits & ~kinds, known_kinds & bits, max(known_year, year))
    assert got_keys.tolist() == sorted(wanted)
    assert got_marks.tolist() == [
        bits | kind | year << 8 for bits, kind, year in (wanted[key] for key in sorted(wanted))
    ]


@pytest.mark.parametrize(
    ("counts", "dense"),
    [({7: 500_000}, (7,)), ({7: 20_000}, ()), ({10: 500_000}, ()), ({5: 2_000, 6: 9_000}, (5,)), ({}, ())],
)
def test_a_length_is_dense_when_one_number_in_a_hundred_is_somebody_s(counts, dense) -> None:
    assert building.dense(counts) == dense
