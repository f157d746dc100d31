"""Keyed digests of words, names and identifiers: 64 bits each, BLAKE2b (RFC 7693) with a key and a domain.

Without the key a digest says nothing and cannot be tried out; with it, a text's words can be looked up and nothing be
read back. Domains keep a word, a name and an identifier apart that are spelled alike. 64 bits: among n entries a
foreign value is taken for one of them with probability n / 2**64, which is 1.1e-13 for two million.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

BYTES: Final = 8
KEY_BYTES: Final = 32


class Digests:
    """Digests under one key.

    Args:
        key: 32 secret bytes of one tenant.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a roster key has {KEY_BYTES} bytes")
        self._word = blake2b(key=key, digest_size=BYTES, person=b"roster word")
        self._name = blake2b(key=key, digest_size=BYTES, person=b"roster name")
        self._token = blake2b(key=key, digest_size=BYTES, person=b"roster token")
        self._owner = blake2b(key=key, digest_size=BYTES, person=b"roster owner")
        self._check = blake2b(key=key, digest_size=16, person=b"roster check").digest()

    def __repr__(self) -> str:
        return "Digests(<key>)"

    @property
    def check(self) -> bytes:
        """16 bytes that tell whether two keys are the same."""
        return self._check

    def word(self, folded: str) -> int:
        """Of one folded word."""
        each = self._word.copy()
        each.update(folded.encode("utf-8", "surrogatepass"))
        return int.from_bytes(each.digest(), "little")

    def name(self, folded: Iterable[str]) -> int:
        """Of the words of a name, in whatever order they were written."""
        each = self._name.copy()
        each.update("\0".join(sorted(folded)).encode("utf-8", "surrogatepass"))
        return int.from_bytes(each.digest(), "little")

    def token(self, form: str) -> int:
        """Of an identifier, a user name or an e-mail address in its plain form."""
        each = self._token.copy()
        each.update(form.encode("utf-8", "surrogatepass"))
        return int.from_bytes(each.digest(), "little")

    def owner(self, identifier: str) -> int:
        """Of the identifier by which an import names a person; exact."""
        each = self._owner.copy()
        each.update(identifier.encode("utf-8", "surrogatepass"))
        return int.from_bytes(each.digest(), "little")
