"""The tree agrees with published roots, with the definition, and with the verifier that outsiders run."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.audit.tree import EMPTY_ROOT, Frontier, inclusion_proof, leaf_hash, node_hash
from proxy.audit.verifier import Tree, root_from_proof

INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Test data of Certificate Transparency's reference log (google/certificate-transparency, merkle tree tests)."""


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def definition(hashes: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(definition(hashes[:split]), definition(hashes[split:]))


@pytest.mark.parametrize("count", range(9))
def test_published_roots(count: int) -> None:
    tree = Frontier().extended(leaf_hash(bytes.fromhex(each)) for each in INPUTS[:count])
    assert tree.root.hex() == ROOTS[count]


@given(st.integers(0, 200), st.integers(0, 200))
def test_growing_in_steps_gives_the_root_of_the_definition(first: int, more: int) -> None:
    everything = leaves(first + more)
    tree = Frontier().extended(everything[:first])
    again = Frontier.from_bytes(tree.size, tree.to_bytes()).extended(everything[first:])
    assert (again.size, again.root) == (first + more, definition(everything))


@pytest.mark.parametrize("size", [*range(1, 34), 63, 64, 65, 100])
def test_every_leaf_is_proved_to_the_verifier(size: int) -> None:
    everything = leaves(size)
    root = definition(everything)
    for index, leaf in enumerate(everything):
        proof = inclusion_proof(everything, index)
        assert root_from_proof(leaf, index, size, proof) == root
        assert root_from_proof(leaf, index + 1, size, proof) != root
        assert root_from_proof(leaf, index, size, [*proof, leaf]) != root
        if proof:
            assert root_from_proof(leaf, index, size, proof[:-1]) != root
            assert root_from_proof(leaf, index, size, [bytes(32), *proof[1:]]) != root


def test_the_verifiers_tree_is_written_apart_and_agrees() -> None:
    theirs = Tree()
    assert theirs.root() == EMPTY_ROOT
    for count, leaf in enumerate(leaves(70), start=1):
        theirs.add(leaf)
        assert theirs.root() == Frontier().extended(leaves(count)).root


@pytest.mark.parametrize("index", [-1, 3, 4])
def test_no_proof_of_what_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(leaves(3), index)


@pytest.mark.parametrize(("size", "packed"), [(3, bytes(32)), (1, bytes(31)), (0, bytes(32))])
def test_a_damaged_frontier_is_refused(size: int, packed: bytes) -> None:
    with pytest.raises(ValueError, match="frontier"):
        Frontier.from_bytes(size, packed)
