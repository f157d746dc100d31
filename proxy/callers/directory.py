"""Who a key belongs to. Pure: the records are handed in, the date too."""

from __future__ import annotations

import hmac
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.callers.keys import hash_key, prefix_of
from proxy.errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from proxy.callers.ring import StandingKeys
    from proxy.exchange import Caller

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_UNKNOWN: Final = "No valid key: send the key you were given as 'Authorization: Bearer KEY'."


@dataclass(frozen=True, slots=True)
class CallerRecord:
    """A caller and the hash of its key.

    Attributes:
        prefix: the key's visible part; empty for a key that does not have our form (a bench or a migrated tool).
        expires: last day on which the key is valid; None for no end.
    """

    caller: Caller
    key_hash: str = field(repr=False)
    prefix: str = ""
    expires: date | None = None


class Directory:
    """All callers: those that the operator set up, and those of keys issued at run time.

    Args:
        records: the operator's, which stand in the configuration.
        ring: issued and revoked keys, as the state database has them now.

    Raises:
        ValueError: a hash is not one of ours, or two records share one (a key must say who calls).
    """

    def __init__(self, records: Iterable[CallerRecord], ring: StandingKeys | None = None) -> None:
        self._ring = ring
        self._by_prefix: defaultdict[str, list[CallerRecord]] = defaultdict(list)
        seen: set[str] = set()
        for record in records:
            if not _HASH.fullmatch(record.key_hash):
                raise ValueError(f"caller {record.caller.id}: the key hash must be 64 lower-case hexadecimal digits")
            if record.key_hash in seen:
                raise ValueError(f"caller {record.caller.id}: another caller has the same key")
            seen.add(record.key_hash)
            self._by_prefix[record.prefix].append(record)

    def __len__(self) -> int:
        return sum(map(len, self._by_prefix.values()))

    def identify(self, presented: str | None, *, today: date) -> Caller:
        """The caller that `presented` belongs to, valid on `today` (a date in UTC).

        Raises:
            Unauthenticated: no key, an unknown one (one message for both), or one that expired or was revoked, with
                the date.
        """
        if not presented:
            raise Unauthenticated(_UNKNOWN)
        record = self._find(presented)
        if record is None:
            raise Unauthenticated(_UNKNOWN)
        revoked = self._ring.revoked_on(record.key_hash) if self._ring else None
        if revoked is not None:
            raise Unauthenticated(f"This key was revoked on {revoked.isoformat()}; ask for a new one.")
        if record.expires is not None and today > record.expires:
            raise Unauthenticated(f"This key expired on {record.expires.isoformat()}; ask for a new one.")
        return record.caller

    @property
    def configured(self) -> list[CallerRecord]:
        """Those of the configuration, revoked ones too."""
        return [record for group in self._by_prefix.values() for record in group]

    def _find(self, presented: str) -> CallerRecord | None:
        """Compares with every candidate, in constant time, so that timing tells nothing about a hash."""
        digest = hash_key(presented)
        prefix = prefix_of(presented)
        candidates = self._by_prefix.get("", []) + (self._by_prefix.get(prefix, []) if prefix else [])
        candidates += self._ring.issued(prefix) if self._ring else ()
        matching = [record for record in candidates if hmac.compare_digest(record.key_hash, digest)]
        return matching[0] if matching else None
