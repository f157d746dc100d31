"""What a reader may ask for, parsed strictly from strings: the same for the command line and HTTP.

A person is asked for by keyed digests (`audit.subjects`); whoever types an identifier has it turned into them first.
A search is recorded, so a filter is a closed set of fields, each with the pattern of the record's own field: nothing a
reader types is stored as free text. Messages name the filter and what it allows, never what was typed.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from proxy.audit.event import stamp
from proxy.audit.grammar import GrammarError
from proxy.audit.kinds import FILTER_FIELDS
from proxy.audit.sorts import DECISIONS, OUTCOMES, SEVERITIES
from proxy.errors import BadRequest
from proxy.exchange import EventKind, Tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from proxy.exchange import Json

ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {
    "kinds": tuple(kind.value for kind in EventKind),
    "decision": DECISIONS,
    "severity": SEVERITIES,
    "outcome": OUTCOMES,
    "tier": tuple(tier.value for tier in Tier),
    "residual": ("none", "watch", "linkable", "identified"),
    **dict.fromkeys(("wa_breach", "under13", "untrained", "overridden", "subjects_cut"), ("yes",)),
}
"""Filters with a closed set of values."""
SEVERAL: Final = frozenset({"kinds", "subject"})
"""Filters that take several values, separated by commas; a record with any of them matches."""
OF_A_PERSON: Final = ("caller", "subject", "person", "reviewer", "conversation")
"""Filters that look at one person."""

_TIME_SHAPE: Final = "a date (2026-11-23) or a time with a zone (2026-11-23T08:00:00Z)"


class BadFilter(BadRequest, ValueError):
    """A filter that does not exist, or a value that it does not allow.

    Attributes:
        name: the filter, or ``*`` where the name itself is not one of ours.
        allowed: what it allows, in words.
    """

    def __init__(self, name: str, allowed: str) -> None:
        super().__init__(f"Filter {name}: use {allowed}.", param=name, details={"filter": name, "allowed": allowed})
        self.name = name
        self.allowed = allowed


class UnknownFilter(BadFilter):
    """A filter of another name than ours; what was typed is not repeated, the nearest of ours is."""

    def __init__(self, meant: Sequence[str]) -> None:
        super().__init__("*", "one of " + ", ".join(NAMES))
        asked = f" (did you mean {meant[0]}?)" if meant else ""
        self.message = f"There is no filter of a name that was given{asked}. Use {self.allowed}."
        self.args = (self.message,)


@dataclass(frozen=True, slots=True)
class Filters:
    """A parsed search; None asks for nothing. `since` is inclusive, `until` exclusive; `severity` is a minimum.

    The times are stamps as records write them. `entity` matches with or without its suffix. What a record says of a
    call's content stands on its intent or refusal; with `outcome` (or the kind of finals) it is asked of the intent and
    the final is found.
    """

    kinds: tuple[str, ...] | None = None
    since: str | None = None
    until: str | None = None
    caller: str | None = None
    unit: str | None = None
    app: str | None = None
    provider: str | None = None
    model: str | None = None
    decision: str | None = None
    severity: str | None = None
    rule: str | None = None
    outcome: str | None = None
    error_code: str | None = None
    request_id: str | None = None
    tag: str | None = None
    entity: str | None = None
    tier: str | None = None
    subject: tuple[str, ...] | None = None
    conversation: str | None = None
    regime: str | None = None
    approval: str | None = None
    dialect: str | None = None
    operation: str | None = None
    role: str | None = None
    purpose: str | None = None
    auth_method: str | None = None
    residual: str | None = None
    status: str | None = None
    wa_breach: str | None = None
    under13: str | None = None
    untrained: str | None = None
    overridden: str | None = None
    subjects_cut: str | None = None
    reviewer: str | None = None
    override: str | None = None
    hold: str | None = None
    tool: str | None = None
    matter: str | None = None
    person: str | None = None
    event_id: str | None = None

    def asked(self) -> dict[str, Json]:
        """The filters that are set, as a LOG_READ record stores them."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs if value is not None}

    @property
    def about_a_person(self) -> bool:
        """Whether it looks at one person's calls, which needs a case number."""
        return any(getattr(self, name) is not None for name in OF_A_PERSON)


NAMES: Final = tuple(field.name for field in fields(Filters))


def parse_filters(given: Mapping[str, str]) -> Filters:
    """Filters from strings; an empty string asks for nothing. Several kinds are separated by commas.

    Raises:
        BadFilter: (a BadRequest and a ValueError) with the filter's name and what it allows.
    """
    parsed: dict[str, Json] = {}
    for name, text in given.items():
        if name not in NAMES:
            raise UnknownFilter(get_close_matches(name, NAMES, n=1))
        if text.strip():
            parsed[name] = _parse_one(name, text.strip())
    filters = Filters(**parsed)
    if filters.since and filters.until and filters.since >= filters.until:
        raise BadFilter("until", "a time after since")
    return filters


def _parse_one(name: str, text: str) -> Json:
    if name in {"since", "until"}:
        return _moment(name, text)
    value = [part.strip() for part in text.split(",")] if name in SEVERAL else text
    try:
        checked = FILTER_FIELDS[name].check(name, value)
    except GrammarError as error:
        allowed = "one of " + ", ".join(ALLOWED[name]) if name in ALLOWED else str(error).partition("must be ")[2]
        raise BadFilter(name, allowed) from None
    return tuple(checked) if name in SEVERAL else checked


def _moment(name: str, text: str) -> str:
    """A bare date means its first moment in UTC, as `until` its last: the next day's first."""
    try:
        if len(text) == len("2026-11-23"):
            day = date.fromisoformat(text) + timedelta(days=name == "until")
            return stamp(datetime.combine(day, time(), UTC))
        return stamp(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        raise BadFilter(name, _TIME_SHAPE) from None
