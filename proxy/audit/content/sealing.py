"""How kept text is encrypted: what is redacted under the installation's key, originals to a key that is not here.

Both are bound to the tenant, the call and the part, so that no body can be moved to another row. The digest that the
log keeps is SHA-256 over a random salt and the bytes that were sealed (redacted text), or over the salt and the sealed
bytes (originals, which the guard could not digest again). The salt goes with the row: after a purge the digest in the
log confirms no guess of what the text was.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
"""RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. A fresh key for each message."""


class SealBroken(ValueError):
    """The bytes cannot be opened: another key, or they were changed, or they belong to another row."""


class KeyUnusable(ValueError):
    """A key file that holds something else; the message says what it must hold."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a sealed body belongs to; any difference, and it does not open."""

    tenant: str
    request_id: str
    part: str

    def to_bytes(self) -> bytes:
        """Unambiguous: no field can hold a line feed (`audit.sorts.ident`)."""
        return f"chaperone content v1\n{self.tenant}\n{self.request_id}\n{self.part}".encode()


def digest_of(salt: bytes, data: bytes) -> str:
    """What the log keeps of a part."""
    return hashlib.sha256(salt + data).hexdigest()


@dataclass(frozen=True, slots=True)
class Vault:
    """Opens and seals redacted text: AES-256-GCM under a key of the installation.

    Attributes:
        keys: 32 bytes each; the first seals, all of them open.
    """

    keys: Sequence[bytes] = field(repr=False)

    @property
    def name(self) -> str:
        """Id of the key that seals."""
        return _id(self.keys[0])

    def seal(self, plain: bytes, belongs: Belonging) -> bytes:
        """The sealed bytes, nonce first."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.keys[0]).encrypt(nonce, plain, belongs.to_bytes())

    def open(self, sealed: bytes, sealed_by: str, belongs: Belonging) -> bytes:
        """The text.

        Raises:
            SealBroken: it cannot be opened.
        """
        for key in self.keys:
            if _id(key) == sealed_by:
                try:
                    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], belongs.to_bytes())
                except (InvalidTag, ValueError):
                    break
        raise SealBroken("it was changed, or sealed under a secret that is not here (retired_secret_files)")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Seals originals to a public key; nothing here can open them again."""

    _public: X25519PublicKey = field(repr=False)

    @classmethod
    def from_pem(cls, pem: bytes) -> Envelope:
        """To the key of a PEM file.

        Raises:
            KeyUnusable: it holds no X25519 public key; a private one is refused.
        """
        try:
            key = load_pem_public_key(pem)
        except (ValueError, TypeError):
            key = None
        if not isinstance(key, X25519PublicKey):
            raise KeyUnusable("must hold an X25519 public key, PEM (no private key: it must not be on this machine)")
        return cls(key)

    @property
    def name(self) -> str:
        """Id of the public key."""
        return _id(self._public.public_bytes(Encoding.Raw, PublicFormat.Raw))

    def seal(self, plain: bytes, belongs: Belonging) -> bytes:
        """The sealed bytes: encapsulated key, ciphertext, tag."""
        return _SUITE.encrypt(plain, self._public, info=belongs.to_bytes())


def open_envelope(sealed: bytes, private_pem: bytes, password: bytes | None, belongs: Belonging) -> bytes:
    """An original, for whoever has the private key; never called by a running guard.

    Raises:
        SealBroken: another key, or it was changed or moved.
        KeyUnusable: the file holds no X25519 private key, or the password is wrong.
    """
    try:
        key = load_pem_private_key(private_pem, password)
    except (ValueError, TypeError) as error:
        raise KeyUnusable("holds no X25519 private key, or its password is missing or wrong") from error
    if not isinstance(key, X25519PrivateKey):
        raise KeyUnusable("holds no X25519 private key")
    try:
        return _SUITE.decrypt(sealed, key, info=belongs.to_bytes())
    except (InvalidTag, ValueError) as error:
        raise SealBroken("it was sealed to another key, or was changed or moved") from error


def generate_pair(password: bytes | None) -> tuple[bytes, bytes]:
    """A fresh private key (PKCS #8, under the password where there is one) and its public half, both PEM."""
    key = X25519PrivateKey.generate()
    kept = BestAvailableEncryption(password) if password else NoEncryption()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, kept), public


def _id(key: bytes) -> str:
    return hashlib.sha256(b"chaperone content key\n" + key).hexdigest()[:16]
