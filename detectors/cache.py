"""What was found before, by keyed digest: bounded, and never holding a text.

A digest is keyed, so that who sees the cache (a core dump, a debugger) cannot test guesses of what was sent. Values
are findings: offsets and labels. Everything that may change a result goes into the digest, so nothing ever needs to
be invalidated; old entries fall out at the end.
"""

from __future__ import annotations

import hashlib
import struct
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Value = TypeVar("Value")

_DIGEST_SIZE = 20
_LONGEST_KEY = 64
_LENGTH = struct.Struct(">Q")


class Digester:
    """Makes digests of lists of texts; two lists have the same digest only when they are equal.

    Args:
        key: 16 to 64 secret bytes, made anew at each start of the process.
    """

    def __init__(self, key: bytes) -> None:
        shortest = 16
        if not shortest <= len(key) <= _LONGEST_KEY:
            raise ValueError("a digest key has 16 to 64 bytes")
        self._start = hashlib.blake2b(key=key, digest_size=_DIGEST_SIZE)

    def __call__(self, *parts: str | bytes) -> bytes:
        """The digest; each part goes in behind its length, so that no two lists of parts read the same."""
        state = self._start.copy()
        for part in parts:
            data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            state.update(_LENGTH.pack(len(data)))
            state.update(data)
        return state.digest()


class BoundedCache(Generic[Value]):
    """The entries used last, within two bounds.

    Args:
        max_entries: how many.
        max_weight: the sum of `weigh` over all entries, bytes.
        weigh: the memory one value takes, roughly, bytes.
    """

    def __init__(self, max_entries: int, max_weight: int, weigh: Callable[[Value], int]) -> None:
        self._max_entries, self._max_weight, self._weigh = max_entries, max_weight, weigh
        self._entries: OrderedDict[Hashable, Value] = OrderedDict()
        self._weight = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def weight(self) -> int:
        """Estimated memory of all entries, bytes."""
        return self._weight

    def get(self, key: Hashable) -> Value | None:
        """The value, which becomes the one used last; None when it is not there."""
        value = self._entries.get(key)
        if value is not None:
            self._entries.move_to_end(key)
        return value

    def put(self, key: Hashable, value: Value) -> None:
        """Store, and let the oldest go until both bounds hold."""
        if (old := self._entries.pop(key, None)) is not None:
            self._weight -= self._weigh(old)
        self._entries[key] = value
        self._weight += self._weigh(value)
        while len(self._entries) > self._max_entries or self._weight > self._max_weight:
            _, gone = self._entries.popitem(last=False)
            self._weight -= self._weigh(gone)
