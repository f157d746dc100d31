"""Held content at rest: AES-256-GCM under a key per ticket, bound to tenant, ticket and kind.

The key of a ticket is derived from the installation's secret for this purpose alone; with a key per ticket the random
96-bit nonces (NIST SP 800-38D, 8.2.2) cannot run out. What was sealed for one place cannot be opened in another.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import zlib
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from collections.abc import Sequence

from proxy.errors import StateUnavailable

NONCE_BYTES: Final = 12
MOST_BYTES: Final = 1_000_000_000
"""Most bytes that one content may unfold to."""


class Sealer:
    """Seals and opens held content.

    Args:
        key: 32 secret bytes, derived for this purpose.
        older: those of secrets that were in use before; they open and seal nothing new.
    """

    def __init__(self, key: bytes, older: Sequence[bytes] = ()) -> None:
        self._keys = (key, *older)

    def __repr__(self) -> str:
        return "Sealer()"

    def seal(self, plain: bytes, *, tenant: str, ticket: str, kind: str) -> bytes:
        """Nonce and ciphertext of the compressed content."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = _cipher(self._keys[0], tenant, ticket).encrypt(
            nonce, zlib.compress(plain), _bound_to(tenant, ticket, kind)
        )
        return nonce + sealed

    def open(self, sealed: bytes, *, tenant: str, ticket: str, kind: str) -> bytes:
        """What was sealed for exactly this place.

        Raises:
            StateUnavailable: it was changed, belongs elsewhere, or the installation's secret is another one.
        """
        for key in self._keys:
            try:
                bound = _bound_to(tenant, ticket, kind)
                packed = _cipher(key, tenant, ticket).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
                return zlib.decompressobj().decompress(packed, MOST_BYTES)
            except (InvalidTag, ValueError, zlib.error):
                continue
        raise StateUnavailable(
            "The held content cannot be opened. It was sealed with another secret, or it is damaged; tell IT."
        )


def _cipher(key: bytes, tenant: str, ticket: str) -> AESGCM:
    return AESGCM(hmac.digest(key, _bound_to(tenant, ticket, "key"), hashlib.sha256))


def _bound_to(*parts: str) -> bytes:
    return json.dumps(parts).encode()  # JSON, so that no two lists of parts read the same
