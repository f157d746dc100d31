"""A longer tree begins with a shorter one, or the proof of it fails."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.audit.consistency import consistency_proof, inclusion_after, is_consistent
from proxy.audit.tree import Frontier, inclusion_proof, leaf_hash

LEAVES = [leaf_hash(str(number).encode()) for number in range(70)]


def tree(size: int) -> Frontier:
    return Frontier().extended(LEAVES[:size])


def proof(old: int, new: int) -> list[bytes]:
    return consistency_proof(tree(old), LEAVES[old:new])


@pytest.mark.parametrize("new", [*range(1, 35), 64, 70])
def test_every_tree_begins_with_every_shorter_one(new: int) -> None:
    for old in range(1, new + 1):
        assert is_consistent(old, tree(old).root, new, tree(new).root, proof(old, new))


def test_the_published_example_of_seven_leaves() -> None:
    """RFC 6962 section 2.1.3: PROOF(3, D[7]) = [c, d, g, l], PROOF(4, D[7]) = [l], PROOF(6, D[7]) = [i, j, k]."""
    assert [len(proof(old, 7)) for old in (3, 4, 6)] == [4, 1, 3]
    assert proof(3, 7)[:2] == [LEAVES[2], LEAVES[3]]
    assert proof(4, 7) == [Frontier().extended(LEAVES[4:7]).root]


def test_any_changed_byte_of_a_proof_any_root_and_any_size_breaks_it() -> None:
    draw = random.Random(11)
    for old, new in ((1, 2), (3, 7), (6, 7), (8, 9), (13, 40), (32, 33), (63, 70)):
        whole, before, after = proof(old, new), tree(old).root, tree(new).root
        for index, node in enumerate(whole):
            for place in range(len(node)):
                other = node[:place] + bytes([node[place] ^ draw.randrange(1, 256)]) + node[place + 1 :]
                changed = [*whole[:index], other, *whole[index + 1 :]]
                assert not is_consistent(old, before, new, after, changed)
        assert not is_consistent(old, tree(new).root, new, after, whole)
        assert not is_consistent(old, before, new, before, whole)
        assert not is_consistent(old, before, new, after, whole[:-1])
        assert not is_consistent(old, before, new, after, [*whole, whole[0]])
        assert not is_consistent(new, after, old, before, whole)


@given(st.integers(1, 60), st.integers(0, 59), st.binary(min_size=1, max_size=8))
def test_a_log_whose_past_was_rewritten_cannot_be_proved(old: int, at: int, other: bytes) -> None:
    rewritten = list(LEAVES[:70])
    rewritten[at % old] = leaf_hash(b"forged" + other)
    forged = Frontier().extended(rewritten[:old])
    assert not is_consistent(
        old, tree(old).root, 70, Frontier().extended(rewritten).root, consistency_proof(forged, rewritten[old:])
    )


def test_nothing_is_to_be_shown_for_the_empty_log() -> None:
    assert is_consistent(0, Frontier().root, 5, tree(5).root, [])
    assert not is_consistent(0, Frontier().root, 5, tree(5).root, [LEAVES[0]])
    with pytest.raises(ValueError):
        consistency_proof(Frontier(), LEAVES[:5])


@pytest.mark.parametrize("new", [1, 2, 3, 7, 8, 13, 33, 64, 70])
def test_the_proof_of_a_later_leaf_needs_only_what_came_later(new: int) -> None:
    for old in range(new):
        for index in range(old, new):
            assert inclusion_after(tree(old), LEAVES[old:new], index) == inclusion_proof(LEAVES[:new], index)
        for index in (old - 1, new):
            with pytest.raises(IndexError):
                inclusion_after(tree(old), LEAVES[old:new], index)
