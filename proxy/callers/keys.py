"""Keys: how one is made, what is kept of it, and where a request carries it.

A key holds 256 random bits, so a fast hash is enough (there is nothing to guess) and no server secret is needed: the
hashes in a settings file stay valid on another machine. The key itself is shown once, when it is made.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

MARK: Final = "ck"
PREFIX_CHARS: Final = 8
SECRET_CHARS: Final = 43
"""256 bits in base64url without padding."""

_DOMAIN: Final = b"chaperone caller key v1\x00"
_HEADERS: Final = ("x-api-key", "x-goog-api-key", "api-key")
_MAX_KEY: Final = 512
"""Longest key that is looked at."""


@dataclass(frozen=True, slots=True)
class MintedKey:
    """A new key, to be shown once, and what to keep of it."""

    key: str = field(repr=False)
    prefix: str
    key_hash: str = field(repr=False)


def mint() -> MintedKey:
    """A new key: ``ck-<8 characters to recognise it by>-<43 characters of secret>``."""
    prefix = base64.b32encode(secrets.token_bytes(5)).decode("ascii").lower()
    secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii").rstrip("=")
    key = f"{MARK}-{prefix}-{secret}"
    return MintedKey(key, prefix, hash_key(key))


def hash_key(key: str) -> str:
    """What is kept of a key: SHA-256 in hexadecimal, under a domain of its own."""
    return hashlib.sha256(_DOMAIN + key.encode("utf-8", "surrogatepass")).hexdigest()


def prefix_of(key: str) -> str | None:
    """The prefix of a key that has our form, else None."""
    mark, _, rest = key.partition("-")
    prefix, _, secret = rest.partition("-")
    return prefix if mark == MARK and len(prefix) == PREFIX_CHARS and len(secret) == SECRET_CHARS else None


def extract_key(headers: Mapping[str, str], query: Mapping[str, str] | None = None) -> str | None:
    """The key that a request carries, or None.

    Looked for in ``Authorization: Bearer``, ``x-api-key``, ``x-goog-api-key`` and ``api-key`` (header names in lower
    case) and, where a dialect has it, in the query's ``key``.

    Raises:
        BadRequest: two places hold different keys (it would depend on the reader who the caller is), or it is too long.
    """
    found = {headers[name].strip() for name in _HEADERS if headers.get(name, "").strip()}
    scheme, _, token = headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        found.add(token.strip())
    if query and query.get("key"):
        found.add(query["key"])
    if len(found) > 1:
        raise BadRequest("The request carries two different keys; send one.")
    key = found.pop() if found else None
    if key is not None and len(key) > _MAX_KEY:
        raise BadRequest(f"The key is longer than {_MAX_KEY} characters.")
    return key
