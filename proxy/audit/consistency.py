"""That one tree begins with another: consistency proofs (RFC 6962 section 2.1.2, RFC 9162 section 2.1.4), pure.

A proof from a tree whose frontier is kept needs only the leaves that came after it: every node on the old side is one
of the frontier's own hashes. So a witness is served in time of what is new, whatever the length of the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.audit.tree import Frontier, node_hash

if TYPE_CHECKING:
    from collections.abc import Sequence


def consistency_proof(old: Frontier, added: Sequence[bytes]) -> list[bytes]:
    """What shows that the tree of `old` and then the leaves (hashes) `added` begins with `old`; nearest node first.

    Raises:
        ValueError: `old` is the empty tree, which every tree begins with: nothing is to be shown.
    """
    if old.size == 0:
        raise ValueError("every log begins with the empty one")
    perfect = list(old.hashes)
    proof: list[bytes] = []
    low, high, inside = 0, old.size + len(added), False
    while high != old.size:
        middle = low + _split(high - low)
        if old.size <= middle:
            proof.append(Frontier().extended(added[middle - old.size : high - old.size]).root)
            high = middle
        else:
            proof.append(perfect.pop(0))
            low, inside = middle, True
    if inside:  # the old tree's last subtree, which ends where this one does; a proof from its whole root leaves it out
        proof.append(_joined(perfect))
    return proof[::-1]


def inclusion_after(old: Frontier, added: Sequence[bytes], index: int) -> list[bytes]:
    """What shows that leaf `index`, one of those that came after `old`, is in the tree of both; nearest node first.

    The same proof as `tree.inclusion_proof` makes from all leaves, in time of what is new.

    Raises:
        IndexError: the leaf is not among the added ones.
    """
    high = old.size + len(added)
    if not old.size <= index < high:
        raise IndexError("no such leaf among those that were added")
    perfect = list(old.hashes)
    proof: list[bytes] = []
    low = 0
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(Frontier().extended(added[middle - old.size : high - old.size]).root)
            high = middle
            continue
        if middle <= old.size:
            proof.append(perfect.pop(0))
        else:
            left = Frontier(max(0, old.size - low), tuple(perfect))
            proof.append(left.extended(added[max(0, low - old.size) : middle - old.size]).root)
            perfect = []
        low = middle
    return proof[::-1]


def is_consistent(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the new tree begins with the old one (RFC 9162 section 2.1.4.2)."""
    if old_size == 0:
        return not proof
    if old_size == new_size:
        return not proof and old_root == new_root
    if not 0 < old_size < new_size or not proof:
        return False
    path = [old_root, *proof] if old_size.bit_count() == 1 else list(proof)
    first, last = old_size - 1, new_size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    was = now = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            was, now = node_hash(node, was), node_hash(node, now)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            now = node_hash(now, node)
        first, last = first >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root


def _joined(hashes: Sequence[bytes]) -> bytes:
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1
