"""Proofs over tiles are the proofs of RFC 6962, for every size and index, and read few leaves."""

from __future__ import annotations

import hashlib
import random

import pytest

from proxy.audit.export.tiles import TILE, Tiles
from proxy.audit.tree import EMPTY_ROOT, Frontier, inclusion_proof
from proxy.audit.verifier import root_from_proof

LEAVES = [hashlib.sha256(str(number).encode()).digest() for number in range(3 * TILE + 5)]


def tiles(size: int) -> Tiles:
    return Tiles(size, lambda start, stop: LEAVES[start:stop])


@pytest.mark.parametrize(
    "size", [1, 2, 3, 7, TILE - 1, TILE, TILE + 1, 2 * TILE, 2 * TILE + 1, 3 * TILE - 1, 3 * TILE, len(LEAVES)]
)
def test_root_and_every_proof_are_those_of_rfc_6962(size: int) -> None:
    tree = tiles(size)
    assert tree.root == Frontier().extended(LEAVES[:size]).root
    chosen = range(size) if size < 10 else random.Random(size).sample(range(size), 12)
    for index in [*chosen, 0, size - 1]:
        proof = tree.proof(index)
        assert proof == inclusion_proof(LEAVES[:size], index)
        assert root_from_proof(LEAVES[index], index, size, proof) == tree.root


def test_a_tile_is_read_once_for_records_in_order() -> None:
    reads: list[tuple[int, int]] = []

    def leaves(start: int, stop: int) -> list[bytes]:
        reads.append((start, stop))
        return LEAVES[start:stop]

    tree = Tiles(2 * TILE, leaves)
    del reads[:]
    for index in range(2 * TILE):
        tree.proof(index)
    assert reads == [(0, TILE), (TILE, 2 * TILE)]


def test_the_empty_tree() -> None:
    assert tiles(0).root == EMPTY_ROOT
    with pytest.raises(IndexError):
        tiles(0).proof(0)


def test_leaves_that_are_missing_are_no_tree() -> None:
    with pytest.raises(ValueError, match="missing"):
        Tiles(10, lambda start, stop: LEAVES[start : stop - 1])
