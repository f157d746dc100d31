"""Cosignatures: what a witness says of somebody else's checkpoint, and how it is checked (C2SP tlog-cosignature, v1).

"As of this time, I saw this tree, and every tree I saw before is its beginning." Ed25519 with a key type of its own, so
that no cosignature can be taken for a log's signature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from datetime import datetime

    from proxy.audit.note import Signer

COSIGNATURE: Final = b"\x04"
_DASH: Final = "\N{EM DASH}"
_RAW: Final = 4 + 8 + 64
"""Bytes of a cosignature: key id, time, Ed25519."""


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + COSIGNATURE + public).digest()[:4]


def _message(text: str, at_s: int) -> bytes:
    return f"cosignature/v1\ntime {at_s}\n{text}".encode()


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness's key.

    Attributes:
        key: the Ed25519 key with the witness's name.
    """

    key: Signer

    @property
    def verifier(self) -> str:
        """The public key as others need it: ``name+key id+base64``."""
        public = self._public()
        name = self.key.origin
        return f"{name}+{_key_id(name, public).hex()}+{base64.b64encode(COSIGNATURE + public).decode()}"

    def cosign(self, text: str, at: datetime) -> str:
        """The cosignature line of a checkpoint's text, with its line feed."""
        at_s = int(at.timestamp())
        raw = _key_id(self.key.origin, self._public()) + struct.pack(">Q", at_s) + self.key.sign(_message(text, at_s))
        return f"{_DASH} {self.key.origin} {base64.b64encode(raw).decode()}\n"

    def _public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A witness's public key.

    Raises:
        ValueError: the text is not one.
    """

    text: str
    name: str = field(init=False)
    id: bytes = field(init=False)
    _public: Ed25519PublicKey = field(init=False, repr=False)

    def __post_init__(self) -> None:
        name, key_id, data = self.text.strip().split("+", 2)
        raw = base64.b64decode(data, validate=True)
        expected = _key_id(name, raw[1:])
        if raw[:1] != COSIGNATURE or len(raw) != 1 + 32 or expected.hex() != key_id:
            raise ValueError("not the key of a witness, or mistyped")
        for attribute, value in (
            ("name", name),
            ("id", expected),
            ("_public", Ed25519PublicKey.from_public_bytes(raw[1:])),
        ):
            object.__setattr__(self, attribute, value)

    def cosigned_at(self, text: str, lines: str) -> int | None:
        """When (seconds since 1970) this witness cosigned the text, or None: no line holds its good cosignature."""
        for line in lines.split("\n"):
            mark, _, rest = line.partition(" ")
            name, _, data = rest.partition(" ")
            if mark != _DASH or name != self.name:
                continue
            try:
                raw = base64.b64decode(data, validate=True)
                if len(raw) != _RAW or raw[:4] != self.id:
                    continue
                (at_s,) = struct.unpack(">Q", raw[4:12])
                self._public.verify(raw[12:], _message(text, at_s))
            except (InvalidSignature, binascii.Error):
                continue
            return int(at_s)
        return None
