"""What a reader may ask for, parsed strictly from strings: the same for the command line and HTTP.

A search is recorded, so a filter is a closed set of fields, each with the pattern of the record's own field: nothing a
reader types is stored as free text. Messages name the filter and what it allows, never what was typed.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from proxy.audit.event import DECISIONS, FILTER_FIELDS, OUTCOMES, SEVERITIES, stamp
from proxy.audit.grammar import GrammarError
from proxy.errors import BadRequest
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Json

ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {
    "kinds": tuple(kind.value for kind in EventKind),
    "decision": DECISIONS,
    "severity": SEVERITIES,
    "outcome": OUTCOMES,
}
"""Filters with a closed set of values."""

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


@dataclass(frozen=True, slots=True)
class Filters:
    """A parsed search; None asks for nothing. `since` is inclusive, `until` exclusive; `severity` is a minimum.

    The times are stamps as records write them. `entity` matches with or without its suffix.
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

    def asked(self) -> dict[str, Json]:
        """The filters that are set, as a LOG_READ record stores them."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs if value is not None}

    @property
    def about_a_person(self) -> bool:
        """Whether it looks at one person's calls, which needs a case number."""
        return self.caller is not None


NAMES: Final = tuple(field.name for field in fields(Filters))


def parse_filters(given: Mapping[str, str]) -> Filters:
    """Filters from strings; an empty string asks for nothing. Several kinds are separated by commas.

    Raises:
        BadFilter: (a BadRequest and a ValueError) with the filter's name and what it allows.
    """
    parsed: dict[str, Json] = {}
    for name, text in given.items():
        if name not in NAMES:
            raise BadFilter("*", "one of " + ", ".join(NAMES))
        if text.strip():
            parsed[name] = _parse_one(name, text.strip())
    filters = Filters(**parsed)
    if filters.since and filters.until and filters.since >= filters.until:
        raise BadFilter("until", "a time after since")
    return filters


def _parse_one(name: str, text: str) -> Json:
    if name in {"since", "until"}:
        return _moment(name, text)
    value = [part.strip() for part in text.split(",")] if name == "kinds" else text
    try:
        checked = FILTER_FIELDS[name].check(name, value)
    except GrammarError as error:
        allowed = "one of " + ", ".join(ALLOWED[name]) if name in ALLOWED else str(error).partition("must be ")[2]
        raise BadFilter(name, allowed) from None
    return tuple(checked) if name == "kinds" else checked


def _moment(name: str, text: str) -> str:
    """A bare date means its first moment in UTC, as `until` its last: the next day's first."""
    try:
        if len(text) == len("2026-11-23"):
            day = date.fromisoformat(text) + timedelta(days=name == "until")
            return stamp(datetime.combine(day, time(), UTC))
        return stamp(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        raise BadFilter(name, _TIME_SHAPE) from None
