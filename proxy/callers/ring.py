"""The keys of the state database as one process sees them: a small picture, replaced whole, read on every call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from proxy.callers.directory import CallerRecord


@dataclass(frozen=True, slots=True)
class Picture:
    """What the database said.

    Attributes:
        issued: records of keys issued at run time.
        revoked: digest of a key -> the day on which it was revoked.
    """

    issued: tuple[CallerRecord, ...] = ()
    revoked: Mapping[str, date] = field(default_factory=dict, repr=False)


class StandingKeys:
    """The picture in force. One assignment replaces it, so a reader on the event loop never sees half of one."""

    def __init__(self) -> None:
        self._by_prefix: dict[str, list[CallerRecord]] = {}
        self._picture = Picture()

    @property
    def picture(self) -> Picture:
        """The picture in force."""
        return self._picture

    def show(self, picture: Picture) -> None:
        """Put a new picture in force."""
        if picture == self._picture:
            return
        by_prefix: dict[str, list[CallerRecord]] = {}
        for record in picture.issued:
            by_prefix.setdefault(record.prefix, []).append(record)
        self._by_prefix, self._picture = by_prefix, picture

    def issued(self, prefix: str | None) -> Iterable[CallerRecord]:
        """Records of issued keys with this prefix."""
        return self._by_prefix.get(prefix, ()) if prefix else ()

    def revoked_on(self, key_hash: str) -> date | None:
        """The day on which the key was revoked, or None."""
        return self._picture.revoked.get(key_hash)
