"""What a reader gives with a look at the log, checked: the search, the case, the purpose, how much was read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

from proxy.audit.event import stamp
from proxy.audit.filters import BadFilter, Filters, parse_filters
from proxy.audit.kinds import DETAIL
from proxy.audit.query import require_case
from proxy.errors import BadRequest, Forbidden
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping
    from datetime import datetime

    from proxy.audit.query import AuditLog

CASE: Final = "case"
"""Name of the case number among the things a reader gives; it is stored, but no filter."""
WHY: Final = "why"
"""Name of the purpose, in words; stored after the detectors have seen it."""
SUBJECT: Final = "subject"
LONGEST_WHY: Final = 200
PAGED_A_DAY: Final = 5_000
"""Records that one reader may page through in a day; more is an export."""
READ_A_DAY: Final = 50_000
"""Records that one reader may be shown in a day, however asked for."""
PAGE: Final = "page"
"""How a look that goes on from another is told apart: ``page``, ``report.sensitive.page``."""
FIGURES: Final = frozenset({"report.breach_scope", "public_records.preview"})
"""Looks that count records and show none."""
LOOKS: Final = 1_000
"""Looks that are counted at a time."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look: the search as parsed, and why."""

    filters: Filters
    case: str | None = None
    purpose: str | None = None


class Understanding(Protocol):
    """Turns a typed person into digests: `proxy.services.audit.subjects.Subjects`, or one that is made when asked."""

    def digests(self, typed: str) -> tuple[str, ...]:
        """As `Subjects.digests`."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """Makes a `Look` of what a reader gives.

    Attributes:
        subjects: turns a typed identifier into digests; without it only digests are understood.
        written: takes protected information out of a purpose; without it no purpose is taken.
    """

    subjects: Understanding | None = None
    written: Callable[[str], Awaitable[str]] | None = None

    async def look(self, given: Mapping[str, str], *, typed: bool = False) -> Look:
        """The look.

        Args:
            given: what the reader gives.
            typed: whether a subject may be an identifier as people write it, not digests only: never where it would
                stand in an address, which proxies and browsers keep.

        Raises:
            BadFilter: (a BadRequest) an unknown filter or a value that it does not allow, or no case number.
            BadSubject: (a BadRequest) the subject names nobody.
            BadRequest: the purpose is too short or too long.
        """
        texts = {name: text for name, text in given.items() if name not in {CASE, WHY, SUBJECT}}
        filters = parse_filters(texts)
        if subject := given.get(SUBJECT, "").strip():
            understood = self.subjects if typed else None
            digests = understood.digests(subject) if understood else parse_filters({SUBJECT: subject}).subject
            filters = replace(filters, subject=digests)
        case = _case(given.get(CASE, ""))
        require_case(filters, case)
        return Look(filters, case, await self._purpose(given.get(WHY, "")))

    async def _purpose(self, text: str) -> str | None:
        if not text.strip():
            return None
        if len(text) > LONGEST_WHY:
            raise BadRequest(f"Say why in at most {LONGEST_WHY} characters.", param=WHY)
        if self.written is None:
            raise BadRequest("A purpose cannot be checked here, so it is not taken; give a case number.", param=WHY)
        return (await self.written(text))[:LONGEST_WHY]


def _case(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return str(DETAIL[EventKind.LOG_READ][CASE].check(CASE, text.strip()))
    except ValueError:
        raise BadFilter(CASE, "a case number: letters, digits and . / _ - of at most 60") from None


def require_room(log: AuditLog, reader: str, *, now: datetime, paging: bool) -> None:
    """Refuse what would make reading page by page an export that nobody else knows of.

    Raises:
        Forbidden: the reader has read as much in a day as one person may without a second.
    """
    paged = read = 0
    for look in _looks(log, Filters(kinds=("log.read",), caller=reader, since=stamp(now - timedelta(days=1)))):
        read += look["returned"]
        paged += look["returned"] if str(look.get("what")).rpartition(".")[2] == PAGE else 0
        if (paging and paged >= PAGED_A_DAY) or read >= READ_A_DAY:
            raise Forbidden(
                f"You have read {read:,} records within a day. More at once is an export, which a second person "
                "approves: see `chaperone audit export --help`.",
                details={"read": read, "limit": PAGED_A_DAY if paging else READ_A_DAY},
            )


def _looks(log: AuditLog, asked: Filters) -> Iterator[Mapping[str, Any]]:
    """All of them, the newest first: were only the last thousand counted, a thousand empty ones would hide the rest."""
    before: int | None = None
    with log.reading() as db:
        while found := log.walk(db, asked, count=LOOKS, before=before):
            yield from (event["detail"] for event in found if event["detail"].get("what") not in FIGURES)
            if len(found) < LOOKS:
                return
            before = found[-1]["seq"]
