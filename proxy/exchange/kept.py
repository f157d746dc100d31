"""The nouns of what a provider keeps for a caller (conversations, answers, files), and what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """What lies at the provider, for which something is kept here."""

    RESPONSE = "response"
    CONVERSATION = "conversation"
    COMPLETION = "completion"
    CACHED_CONTENT = "cached_content"
    FILE = "file"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Lying:
    """Something at the provider, by the provider's id."""

    kind: Kind
    name: str = field(repr=False)
    """As the caller or the provider wrote it: any text, until it was found among what is the caller's."""
    param: str | None = None
    """Where in the request it is named, for errors."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a call has to do with what the provider keeps.

    Attributes:
        asked: the caller, or the API where the caller is silent, wants what is sent and answered to be stored.
        continues: what the call relies on.
        needs: the member that makes no sense unless the provider keeps something (``background``).
        whole: nor does the call as a whole.
        granted: the provider may store, and what is continued is this caller's. Nobody but `continuity` says so.
        told: the provider stores what it is not told to leave, whatever its API says: `store` is always written.
    """

    asked: bool = False
    continues: tuple[Lying, ...] = ()
    needs: str = ""
    whole: bool = False
    granted: bool = False
    told: bool = False

    @property
    def store(self) -> bool:
        """Whether the provider is told to store."""
        return self.asked and self.granted


Entry: TypeAlias = tuple[str, str, str, str, str]
"""A placeholder: label, surface (the value itself), number, form letters, check."""
Known: TypeAlias = tuple[str, str]
"""A value that was found before: entity, value."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What the guard knows of the earlier turns of a conversation. Prints counts only.

    Attributes:
        entries: its placeholders.
        known: its values, to be found again wherever they stand.
        salt: fresh for each call. New placeholders get checks of their own by it, so that two calls that continue one
            conversation at the same time never give one placeholder to two values.
    """

    entries: tuple[Entry, ...] = field(repr=False)
    known: tuple[Known, ...] = field(repr=False)
    salt: bytes = field(repr=False)

    def __repr__(self) -> str:
        return f"Recalled({len(self.entries)} placeholders)"
