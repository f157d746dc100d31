"""How the vault encrypts: AES-256-GCM under a key of the tenant, bound to owner, kind and name.

The key of a tenant comes from the installation's secret by HKDF-SHA256 (RFC 5869), with the tenant in `info`, so that
no tenant's key opens another tenant's row, and with a fresh salt for each body, so that the random 96-bit nonces of
one key (NIST SP 800-38D, 8.2.2) cannot run out. The place of a body and the end of its time are its associated data:
moved to another row or prolonged, it does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from proxy.errors import StateUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.exchange.kept import Kind
    from proxy.vault.nouns import Owner

SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32
MOST_BYTES: Final = 256_000_000
"""Most bytes that one body may unfold to."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a body lies and until when; any difference, and it does not open."""

    owner: Owner
    kind: Kind
    name: str
    """As `Sealing.names` gives it."""
    ends: str
    """When it expires, as the row says: nobody who can write the row keeps a body for longer than it was meant."""

    def to_bytes(self) -> bytes:
        """JSON, so that no two lists of parts read the same."""
        return json.dumps([_PLACE, self.owner.tenant, self.owner.caller, self.kind, self.name, self.ends]).encode()


class Sealing:
    """Seals, opens and names entries of the vault.

    Args:
        keys: 32 secret bytes each, derived for this purpose; the first seals, all of them open.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise ValueError("the vault needs a key")
        self._keys = {_id(key): key for key in keys}
        self._newest = next(iter(self._keys))

    def __repr__(self) -> str:
        return f"Sealing({len(self._keys)} keys)"

    @property
    def newest(self) -> str:
        """Id of the key that seals."""
        return self._newest

    def names(self, owner: Owner, kind: Kind, name: str) -> tuple[str, ...]:
        """Digests under which something of this name may lie, the newest key's first."""
        about = json.dumps([_VERSION, "name", owner.tenant, owner.caller, kind, name]).encode()
        return tuple(hmac.digest(key, about, hashlib.sha256).hex() for key in self._keys.values())

    def seal(self, plain: bytes, place: Place) -> bytes:
        """Salt, nonce and ciphertext of the compressed body."""
        salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
        cipher = _cipher(self._keys[self._newest], salt, place.owner.tenant)
        return salt + nonce + cipher.encrypt(nonce, zlib.compress(plain, 1), place.to_bytes())

    def open(self, sealed: bytes, sealed_by: str, place: Place) -> bytes:
        """What was sealed for exactly this place.

        Raises:
            StateUnavailable: it was changed, belongs elsewhere, or its secret is not here.
        """
        key = self._keys.get(sealed_by)
        salt, nonce = sealed[:SALT_BYTES], sealed[SALT_BYTES : SALT_BYTES + NONCE_BYTES]
        if key is not None:
            try:
                cipher = _cipher(key, salt, place.owner.tenant)
                packed = cipher.decrypt(nonce, sealed[SALT_BYTES + NONCE_BYTES :], place.to_bytes())
                return zlib.decompressobj().decompress(packed, MOST_BYTES)
            except (InvalidTag, ValueError, zlib.error):
                pass
        raise StateUnavailable(
            "What the guard kept for this cannot be opened: it was changed, or sealed under a secret that is not here "
            "(retired_secret_files). Tell IT."
        )


_VERSION: Final = "chaperone vault v1"
_PLACE: Final = "chaperone vault v2"
"""The second form of places: with their end."""


def _cipher(key: bytes, salt: bytes, tenant: str) -> AESGCM:
    info = json.dumps([_VERSION, "tenant", tenant]).encode()
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, info).derive(key))


def _id(key: bytes) -> str:
    return hashlib.sha256(b"chaperone vault key\n" + key).hexdigest()[:16]
