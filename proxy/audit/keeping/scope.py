"""What a legal hold or a purge is about: some callers, units, tools, days, calls or people. One sort of question."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.content.tables import content_part, content_subject
from proxy.audit.event import stamp
from proxy.audit.grammar import GrammarError
from proxy.audit.sorts import scope as checked_scope
from proxy.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.audit.subjects import SubjectKeys
    from proxy.exchange import Json

SEVERAL: Final = frozenset({"request_ids", "subjects"})
_TIMES: Final = frozenset({"since", "until"})


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything that all the members that are given say; none given means everything of the tenant.

    `since` is inclusive, `until` exclusive, both stamps as records write them; `subjects` are digests of the log's own
    index (`audit.subjects`), any of which is enough.
    """

    caller: str | None = None
    unit: str | None = None
    app: str | None = None
    provider: str | None = None
    since: str | None = None
    until: str | None = None
    request_ids: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether it leaves nothing out."""
        return self == Scope()

    def detail(self) -> dict[str, Json]:
        """As a record and the table of holds keep it."""
        pairs = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs if value}

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """On `content_part`: all of them must hold."""
        part = content_part.c
        where = [
            part[name] == value for name in ("caller", "unit", "app", "provider") if (value := getattr(self, name))
        ]
        if self.since:
            where.append(part.at >= self.since)
        if self.until:
            where.append(part.at < self.until)
        if self.request_ids:
            where.append(part.request_id.in_(self.request_ids))
        if self.subjects:
            about = sa.select(content_subject.c.part_id).where(content_subject.c.digest.in_(self.subjects))
            where.append(part.id.in_(about))
        return where


NAMES: Final = tuple(each.name for each in fields(Scope))


def parse_scope(given: Mapping[str, str], subjects: SubjectKeys | None = None) -> Scope:
    """A scope from strings, as the command line and HTTP give it; several request ids or digests by commas.

    Args:
        given: name -> text; ``subject=LABEL:value`` names a person, who becomes the digests of the log's index.
        subjects: the keys of that index.

    Raises:
        BadRequest: an unknown name, or a value that it does not allow; the value is not repeated.
    """
    if person := given.get("subject", "").strip():
        given = {**given, "subjects": ",".join(_digests(person, subjects))}
    given = {name: text for name, text in given.items() if name != "subject"}
    strange = sorted(given.keys() - set(NAMES))
    if strange:
        raise BadRequest(f"A scope is made of {', '.join(NAMES)}, subject.", param="scope")
    plain: dict[str, Json] = {}
    for name, text in given.items():
        if text := text.strip():
            several = [each for part in text.split(",") if (each := part.strip())]
            plain[name] = several if name in SEVERAL else _moment(name, text) if name in _TIMES else text
    return from_detail(plain)


def _digests(person: str, subjects: SubjectKeys | None) -> tuple[str, ...]:
    label, colon, value = person.partition(":")
    found = subjects.searched(label.strip().upper(), value) if colon and subjects else ()
    if not found:
        raise BadRequest("A person is written LABEL:value, such as STUDENT_ID:4812093377.", param="subject")
    return found


def from_detail(detail: Mapping[str, Json]) -> Scope:
    """A scope from what `Scope.detail` wrote. Raises BadRequest."""
    try:
        plain = checked_scope("scope", dict(detail))
    except GrammarError as error:
        raise BadRequest(str(error).removeprefix("audit field "), param=error.place) from None
    given: dict[str, Json] = {
        name: tuple(value) if name in SEVERAL else value for name, value in plain.items() if value
    }
    found = Scope(**given)
    if found.since and found.until and found.since >= found.until:
        raise BadRequest("`until` must be after `since`.", param="scope")
    return found


def _moment(name: str, text: str) -> str:
    """A bare day is its first moment in UTC; as `until`, the next day's."""
    try:
        if len(text) == len("2026-11-23"):
            day = date.fromisoformat(text) + timedelta(days=name == "until")
            return stamp(datetime.combine(day, time(), UTC))
        return stamp(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        raise BadRequest(f"`{name}` is a day (2026-11-23) or a time with a zone.", param=name) from None
