"""The Merkle tree over the log (RFC 6962 section 2.1, RFC 9162 section 2.1): pure, SHA-256, one leaf per record.

A leaf hashes the stored canonical bytes of a record. A tree is kept as its frontier: the roots of the perfect subtrees
that make it up, largest first, at most 53 hashes for any log, from which appending and the root take no other data.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HASH_BYTES: Final = 32
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(body: bytes) -> bytes:
    """The leaf of a record's stored bytes."""
    return hashlib.sha256(_LEAF + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The parent of two subtrees."""
    return hashlib.sha256(_NODE + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of `size` leaves, by the roots of its perfect subtrees.

    Attributes:
        size: number of leaves.
        hashes: one root per set bit of `size`, the largest subtree first.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if len(self.hashes) != self.size.bit_count():
            raise ValueError("a frontier has one hash per set bit of its size")

    def extended(self, leaves: Iterable[bytes]) -> Frontier:
        """The tree with these leaves (hashes) behind its own."""
        size, stack = self.size, list(self.hashes)
        for leaf in leaves:
            node, carry = leaf, size
            while carry & 1:
                node = node_hash(stack.pop(), node)
                carry >>= 1
            stack.append(node)
            size += 1
        return Frontier(size, tuple(stack))

    @property
    def root(self) -> bytes:
        """The Merkle tree hash of all leaves; of no leaves, the hash of nothing."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root

    def to_bytes(self) -> bytes:
        """The hashes, one after the other; the size says how many there are."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> Frontier:
        """The inverse of `to_bytes`. Raises ValueError when size and hashes do not fit."""
        if len(packed) % HASH_BYTES:
            raise ValueError("a frontier is made of hashes of 32 bytes")
        return cls(size, tuple(packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES)))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """What shows that leaf `index` is in the tree of all `leaves`: RFC 6962 section 2.1.1, nearest sibling first.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError("no such leaf")
    proof: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(_root(leaves[middle:high]))
            high = middle
        else:
            proof.append(_root(leaves[low:middle]))
            low = middle
    return proof[::-1]


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def _root(leaves: Iterable[bytes]) -> bytes:
    return Frontier().extended(leaves).root
