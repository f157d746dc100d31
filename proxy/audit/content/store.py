"""Rows of kept content: putting them there, and finding them again. Every function works inside one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.content.sealing import Belonging
from proxy.audit.content.tables import content_part, content_subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.exchange import Json

CONVERSATIONS: Final = "conversations"
ORIGINALS: Final = "originals"
CLASS_OF: Final = {
    "prompt": CONVERSATIONS,
    "answer": CONVERSATIONS,
    "prompt_original": ORIGINALS,
    "answer_original": ORIGINALS,
}
"""Part -> retention class."""
ORDER: Final = tuple(CLASS_OF)


@dataclass(frozen=True, slots=True)
class Part:
    """One sealed part of a call, ready to be stored. `at` is a stamp as records write it."""

    id: str
    tenant: str
    request_id: str
    caller: str
    unit: str
    app: str
    provider: str
    at: str
    part: str
    sealed_by: str
    digest: str
    size: int
    cut: bool
    salt: bytes = field(repr=False)
    body: bytes = field(repr=False)
    subjects: tuple[str, ...] = field(default=(), repr=False)

    @property
    def belongs(self) -> Belonging:
        """What the body is bound to."""
        return Belonging(self.tenant, self.request_id, self.part)

    def told(self) -> dict[str, Json]:
        """What the log keeps of it."""
        facts: dict[str, Json] = {"part": self.part, "digest": self.digest, "bytes": self.size}
        return facts | ({"cut": True} if self.cut else {})


_COLUMNS: Final = ("id", "tenant", "request_id", "caller", "unit", "app", "provider", "at", "part", "sealed_by",
                   "salt", "body", "size", "cut")  # fmt: skip


def put(db: sa.Connection, parts: Sequence[Part]) -> None:
    """Store parts with whom they are about."""
    rows = [
        {name: getattr(part, name) for name in _COLUMNS} | {"retention_class": CLASS_OF[part.part]} for part in parts
    ]
    if rows:
        db.execute(content_part.insert(), rows)
    about = [{"digest": digest, "part_id": part.id} for part in parts for digest in dict.fromkeys(part.subjects)]
    if about:
        db.execute(content_subject.insert(), about)


def parts_of(db: sa.Connection, tenant: str, request_id: str, retention_class: str) -> list[Part]:
    """The parts of one call that are of a class, prompt first; their digests are left empty."""
    table = content_part.c
    query = sa.select(content_part).where(
        table.tenant == tenant, table.request_id == request_id, table.retention_class == retention_class
    )
    found = [Part(**{name: _plain(row[name]) for name in _COLUMNS}, digest="") for row in db.execute(query).mappings()]
    return sorted(found, key=lambda part: (ORDER.index(part.part), part.at))


def _plain(value: Json) -> Json:
    return bytes(value) if isinstance(value, memoryview) else value
