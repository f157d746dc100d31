"""Checkpoints as signed notes: who vouches for which tree (C2SP signed-note and tlog-checkpoint, Ed25519, RFC 8032).

A checkpoint is three lines (the log's name, its size, its root), and a note signs it::

    chaperone.example/audit
    4812
    9hP0u8m1g3...=

    — chaperone.example/audit Xk3vZ1b...

Anybody who holds the note and the public key can hold the log to it: every later tree must begin with this one.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

if TYPE_CHECKING:
    from proxy.audit.tree import Frontier

_ED25519: Final = b"\x01"
_KEY_ID_BYTES: Final = 4
_DASH: Final = "\N{EM DASH}"


class KeyFileError(ValueError):
    """The file does not hold an Ed25519 private key in PEM."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs checkpoints of one log.

    Attributes:
        origin: the log's name, also the key's; no spaces or plus signs.
    """

    origin: str
    _key: Ed25519PrivateKey = field(repr=False)

    def __post_init__(self) -> None:
        if not self.origin or any(char.isspace() or char == "+" for char in self.origin):
            raise ValueError("the name of a log has no white space and no plus sign")

    @classmethod
    def generated(cls, origin: str) -> Signer:
        """With a fresh random key."""
        return cls(origin, Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, origin: str, pem: bytes) -> Signer:
        """With the key in a PEM file.

        Raises:
            KeyFileError: it is no Ed25519 private key, or has a password.
        """
        try:
            key = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError):
            key = None
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyFileError("must hold an Ed25519 private key, PEM, PKCS #8, without a password")
        return cls(origin, key)

    def to_pem(self) -> bytes:
        """The private key, PKCS #8, without a password: for the key file only."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def verifier(self) -> str:
        """The public key as others need it: ``name+key id+base64``, a signed-note verifier key."""
        public = self._public()
        return f"{self.origin}+{_key_id(self.origin, public).hex()}+{_base64(_ED25519 + public)}"

    def checkpoint(self, tree: Frontier) -> str:
        """The signed checkpoint of a tree."""
        return self.note(checkpoint_text(self.origin, tree))

    def note(self, text: str) -> str:
        """A text of whole lines with our signature below it."""
        return f"{text}\n{self.signature(text)}"

    def signature(self, text: str) -> str:
        """The signature line of a note's text: ``-- name base64`` with a long dash, and its line feed."""
        signature = _key_id(self.origin, self._public()) + self.sign(text.encode())
        return f"{_DASH} {self.origin} {_base64(signature)}\n"

    def sign(self, message: bytes) -> bytes:
        """The bare Ed25519 signature of a message."""
        return self._key.sign(message)

    def public_key(self) -> Ed25519PublicKey:
        """The public half."""
        return self._key.public_key()

    def _public(self) -> bytes:
        return self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def checkpoint_text(origin: str, tree: Frontier) -> str:
    """What a checkpoint says: the log's name, its size, its root."""
    return f"{origin}\n{tree.size}\n{_base64(tree.root)}\n"


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_KEY_ID_BYTES]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
