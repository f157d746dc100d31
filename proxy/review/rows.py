"""Holds, votes and times as rows of the tables, and back."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from proxy.exchange import Severity
from proxy.review.states import Hold, Mode, Reviewer, State, Vote

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIMES: Final = (
    "opened_at", "due_at", "expires_at", "escalated_at", "decided_at", "ends_at", "purge_at", "purged_at", "sent_at",
)  # fmt: skip
_LISTS: Final = ("rules", "tags", "segments")
_FIELDS: Final = tuple(field.name for field in fields(Hold))
NEVER: Final = ""
"""Before every stamp."""


def stamp(at: datetime) -> str:
    """A time as text that sorts: UTC, milliseconds, Z."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def moment(text: str) -> datetime:
    """The time of a stamp."""
    return datetime.fromisoformat(text)


def hold_row(hold: Hold) -> dict[str, Any]:
    """The row of a hold."""
    row = asdict(hold)
    for name in _TIMES:
        row[name] = None if row[name] is None else stamp(row[name])
    for name in _LISTS:
        row[name] = list(row[name])
    return row | {
        "state": hold.state.value,
        "mode": None if hold.mode is None else hold.mode.value,
        "severity": hold.severity.value,
    }


def hold_of(row: Mapping[Any, Any]) -> Hold:
    """The hold of a row."""
    named = {name: row[name] for name in _FIELDS}
    for name in _TIMES:
        named[name] = None if named[name] is None else moment(named[name])
    for name in _LISTS:
        named[name] = tuple(named[name])
    mode = None if named["mode"] is None else Mode(named["mode"])
    return Hold(**{**named, "state": State(named["state"]), "mode": mode, "severity": Severity(named["severity"])})


def vote_row(ticket: str, vote: Vote, reason: str, at: datetime) -> dict[str, Any]:
    """The row of a vote; `reason` has passed the detectors."""
    return {
        "ticket": ticket,
        "reviewer": vote.reviewer.id,
        "owner": vote.reviewer.owner,
        "approves": vote.release,
        "mode": None if vote.mode is None else vote.mode.value,
        "proposal": vote.proposal,
        "responsible": vote.responsible,
        "reason": reason,
        "at": stamp(at),
    }


def vote_of(row: Mapping[Any, Any]) -> Vote:
    """The vote of a row."""
    mode = None if row["mode"] is None else Mode(row["mode"])
    return Vote(Reviewer(row["reviewer"], row["owner"]), row["approves"], mode, row["proposal"], row["responsible"])
