"""Breaking the glass: who asked to see sealed originals, who allowed it, and for how long. Rows only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.content.tables import content_opening
from proxy.audit.two_people import same_person
from proxy.errors import Conflict, NotFound

if TYPE_CHECKING:
    from proxy.exchange import Json

APPROVED: Final = "approved"
REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True)
class Opening:
    """One request to open the originals of one call. Times are stamps."""

    id: str
    request_id: str
    case_number: str
    reason: str
    asked_by: str
    asked_at: str
    decision: str | None = None
    decided_by: str | None = None
    decided_at: str | None = None
    expires: str | None = None

    def state(self, now: str) -> str:
        """``asked``, ``approved``, ``refused`` or ``expired``."""
        if self.decision is None:
            return "asked"
        if self.decision == APPROVED and self.expires is not None and self.expires <= now:
            return "expired"
        return self.decision

    def shown(self, now: str) -> dict[str, Json]:
        """As lists show it."""
        return {
            "id": self.id,
            "request_id": self.request_id,
            "state": self.state(now),
            "case": self.case_number,
            "reason": self.reason,
            "asked_by": self.asked_by,
            "asked_at": self.asked_at,
            "decided_by": self.decided_by,
            "decided_at": self.decided_at,
            "expires": self.expires,
        }


def ask(db: sa.Connection, tenant: str, opening: Opening) -> None:
    """Keep a request."""
    row = {
        name: getattr(opening, name) for name in ("id", "request_id", "case_number", "reason", "asked_by", "asked_at")
    }
    db.execute(content_opening.insert(), row | {"tenant": tenant})


def listed(db: sa.Connection, tenant: str, limit: int = 500) -> list[Opening]:
    """Requests of a tenant, the newest first."""
    table = content_opening.c
    query = sa.select(content_opening).where(table.tenant == tenant).order_by(table.asked_at.desc()).limit(limit)
    return [_opening(row) for row in db.execute(query)]


def one(db: sa.Connection, tenant: str, opening_id: str) -> Opening:
    """Raises NotFound."""
    table = content_opening.c
    row = db.execute(sa.select(content_opening).where(table.tenant == tenant, table.id == opening_id)).first()
    if row is None:
        raise NotFound("There is no opening of this id.")
    return _opening(row)


def decide(
    db: sa.Connection, tenant: str, opening_id: str, *, decision: str, by: str, at: str, expires: str | None
) -> Opening:
    """The second person's word.

    Raises:
        NotFound: no such request.
        Conflict: the same person asked, or it was decided before.
    """
    opening = one(db, tenant, opening_id)
    if opening.decision is not None:
        raise Conflict(f"This opening was {opening.decision} by {opening.decided_by} on {opening.decided_at}.")
    if same_person(db, opening.asked_by, by):
        raise Conflict("You asked for this opening; another person decides.")
    word = {"decision": decision, "decided_by": by, "decided_at": at, "expires": expires}
    db.execute(content_opening.update().where(content_opening.c.id == opening_id).values(word))
    return one(db, tenant, opening_id)


def _opening(row: sa.Row[Json]) -> Opening:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public accessor, underscored so as not to clash
    del values["tenant"]
    return Opening(**values)
