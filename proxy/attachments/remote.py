"""Content that the provider would fetch from elsewhere: only from hosts that the operator named.

Nothing is fetched here. The test is narrow on purpose: two readers must not see two hosts in one address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_ADDRESS: Final = re.compile(r"https://([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}))(?::443)?(?:[/?][!-\[\]-~]*)?")
"""No user, no other port, no backslash, no fragment sign before a path, nothing but ASCII."""


def may_fetch(address: str, hosts: Collection[str]) -> bool:
    """Whether `address` is https at one of these hosts (lower case, exact)."""
    found = _ADDRESS.fullmatch(address)
    return found is not None and found[1].lower() in hosts
