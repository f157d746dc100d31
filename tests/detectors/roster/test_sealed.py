"""A roster file is good as a whole or not used at all."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import numpy as np
import pytest

from detectors.roster import sealed
from detectors.roster.sealed import RosterError

if TYPE_CHECKING:
    from pathlib import Path

MAGIC, KEY = b"TESTFILE", b"k" * 32
ARRAYS = {"keys": np.arange(5, dtype=np.uint64), "marks": np.arange(3, dtype=np.uint16)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "file.bin"
    sealed.write(made, MAGIC, KEY, {"people": 5}, ARRAYS)
    return made


def test_what_was_written_comes_back(path) -> None:
    header, arrays = sealed.read(path, MAGIC, KEY)
    assert header == {"people": 5}
    assert {name: array.tolist() for name, array in arrays.items()} == {"keys": [0, 1, 2, 3, 4], "marks": [0, 1, 2]}


def test_only_the_owner_may_read_it(path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_cut_short_anywhere_is_refused(path) -> None:
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(RosterError, match="damaged"):
            sealed.read(path, MAGIC, KEY)


def test_one_changed_bit_anywhere_is_refused(path) -> None:
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(RosterError):
            sealed.read(path, MAGIC, KEY)


def test_something_behind_the_seal_is_refused(path) -> None:
    path.write_bytes(path.read_bytes() + b"\0" * 8)
    with pytest.raises(RosterError, match="damaged"):
        sealed.read(path, MAGIC, KEY)


def test_another_secret_is_told_from_damage(path) -> None:
    with pytest.raises(RosterError, match="another secret"):
        sealed.read(path, MAGIC, b"x" * 32)


def test_another_kind_of_file_is_refused(path) -> None:
    with pytest.raises(RosterError, match="damaged"):
        sealed.read(path, b"OTHERONE", KEY)


def test_no_file_is_no_damage(tmp_path) -> None:
    with pytest.raises(FileNotFoundError):
        sealed.read(tmp_path / "none.bin", MAGIC, KEY)


def test_what_cannot_be_opened_says_so(tmp_path) -> None:
    with pytest.raises(RosterError, match="cannot be read"):
        sealed.read(tmp_path, MAGIC, KEY)


def test_a_mapping_outlives_the_file_that_it_was_made_of(path) -> None:
    _, arrays = sealed.read(path, MAGIC, KEY)
    other = path.with_name("other.bin")
    sealed.write(other, MAGIC, KEY, {}, {"keys": np.zeros(1, np.uint64)})
    other.replace(path)
    assert arrays["keys"].tolist() == [0, 1, 2, 3, 4]
