"""The end of kept content: what is due, what a hold keeps back, and the report that a person decides on.

What goes is the text, its salt and whom it was about. What stays is in the log: that it was kept, how large it was, its
digest, who destroyed it, when, and under which authority.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from proxy.audit.content.tables import content_part, content_subject
from proxy.audit.keeping import holds
from proxy.audit.keeping.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.exchange import Json

MOST: Final = 50_000
"""Parts of one disposition, the oldest first; a longer list is no report that anybody reads."""
_CHUNK: Final = 5_000


@dataclass(frozen=True, slots=True)
class Item:
    """One part that is due: where it belongs, and how large it is. No text."""

    id: str
    request_id: str
    part: str
    at: str
    size: int


@dataclass(frozen=True, slots=True)
class Disposition:
    """What would go now.

    Attributes:
        retention_class: ``conversations`` or ``originals``.
        before: stamp; parts that are older are due.
        authority: disposition authority number.
        scope: what was asked about.
        items: due and free, the oldest first.
        held: request id -> ids of the holds that keep it back.
        more: whether there are further ones beyond `MOST`.
    """

    retention_class: str
    before: str
    authority: str
    scope: Scope
    items: tuple[Item, ...]
    held: dict[str, list[str]]
    held_parts: int
    more: bool

    @property
    def digest(self) -> str:
        """SHA-256 of the report: what a person looked at is what is purged, or nothing is."""
        text = json.dumps(self.shown(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def shown(self) -> dict[str, Any]:
        """The disposition report as JSON, without its digest."""
        return {
            "retention_class": self.retention_class,
            "before": self.before,
            "authority": self.authority,
            "scope": self.scope.detail(),
            "parts": [{"request_id": e.request_id, "part": e.part, "at": e.at, "bytes": e.size} for e in self.items],
            "held_back": [{"request_id": each, "holds": by} for each, by in sorted(self.held.items())],
            "held_back_parts": self.held_parts,
            "more": self.more,
        }

    def told(self) -> dict[str, Json]:
        """What the log keeps of it."""
        return {
            "retention_class": self.retention_class,
            "authority": self.authority,
            "before": self.before,
            "scope": self.scope.detail() or None,
            "items": len(self.items),
            "bytes": sum(item.size for item in self.items),
            "held_back": self.held_parts,
            "oldest": self.items[0].at if self.items else None,
            "newest": self.items[-1].at if self.items else None,
            "report": self.digest,
        }


def due(
    db: sa.Connection,
    tenant: str,
    retention_class: str,
    *,
    before: str,
    authority: str,
    scope: Scope = Scope(),  # noqa: B008 - frozen
) -> Disposition:
    """What is older than `before`, of this class and within the scope: what may go, and what is held."""
    part = content_part.c
    standing = holds.listed(db, tenant, standing_only=True)
    mine = [part.tenant == tenant, part.retention_class == retention_class, part.at < before, *scope.conditions()]
    chosen = (part.id, part.request_id, part.part, part.at, part.size)
    free = sa.select(*chosen).where(*mine, sa.not_(holds.held(standing))).order_by(part.at, part.id).limit(MOST + 1)
    items = [Item(*row) for row in db.execute(free)]
    kept: dict[str, list[str]] = {}
    for hold in standing:
        query = sa.select(part.request_id).where(*mine, *hold.scope.conditions()).distinct()
        for request_id in db.scalars(query):
            kept.setdefault(request_id, []).append(hold.id)
    count = sa.select(sa.func.count()).select_from(content_part).where(*mine, holds.held(standing))
    return Disposition(
        retention_class=retention_class,
        before=before,
        authority=authority,
        scope=scope,
        items=tuple(items[:MOST]),
        held={request_id: sorted(by) for request_id, by in kept.items()},
        held_parts=db.scalar(count) or 0,
        more=len(items) > MOST,
    )


def destroy(db: sa.Connection, ids: Sequence[str]) -> int:
    """Delete these parts with whom they were about; return how many there were."""
    gone = 0
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        db.execute(content_subject.delete().where(content_subject.c.part_id.in_(some)))
        gone += db.execute(content_part.delete().where(content_part.c.id.in_(some))).rowcount
    return gone


def census(db: sa.Connection, tenant: str) -> dict[str, dict[str, Json]]:
    """Retention class -> ``{parts, bytes, oldest}`` of what is kept now."""
    part = content_part.c
    query = (
        sa.select(part.retention_class, sa.func.count(), sa.func.sum(part.size), sa.func.min(part.at))
        .where(part.tenant == tenant)
        .group_by(part.retention_class)
    )
    return {row[0]: {"parts": row[1], "bytes": int(row[2] or 0), "oldest": row[3]} for row in db.execute(query)}
