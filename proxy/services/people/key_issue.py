"""Issuing a key: made here, shown once by the face that asked, stored nowhere but as a hash in the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.callers import keys

if TYPE_CHECKING:
    from proxy.callers.keys import MintedKey


def issue_key() -> MintedKey:
    """A fresh random key with its hash and its prefix."""
    return keys.mint()
