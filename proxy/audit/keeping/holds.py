"""Legal holds: what nobody may destroy. One person sets a hold; two different people let it go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.content.tables import content_part
from proxy.audit.keeping.scope import Scope, from_detail
from proxy.audit.keeping.tables import legal_hold
from proxy.audit.two_people import same_person
from proxy.errors import Conflict, NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.exchange import Json

RELEASED: Final = "released"
STANDING: Final = "standing"
ASKED: Final = "release asked"


@dataclass(frozen=True, slots=True)
class LegalHold:
    """One hold. Times are stamps."""

    id: str
    matter: str
    scope: Scope
    reason: str
    set_by: str
    set_at: str
    release_asked_by: str | None = None
    release_asked_at: str | None = None
    release_reason: str | None = None
    released_by: str | None = None
    released_at: str | None = None

    @property
    def state(self) -> str:
        """``standing``, ``release asked`` or ``released``; the first two hold."""
        if self.released_at:
            return RELEASED
        return ASKED if self.release_asked_at else STANDING

    def shown(self) -> dict[str, Json]:
        """As lists show it."""
        return {
            "id": self.id,
            "matter": self.matter,
            "state": self.state,
            "scope": self.scope.detail(),
            "reason": self.reason,
            "set_by": self.set_by,
            "set_at": self.set_at,
            "release_asked_by": self.release_asked_by,
            "release_asked_at": self.release_asked_at,
            "release_reason": self.release_reason,
            "released_by": self.released_by,
            "released_at": self.released_at,
        }


def add(db: sa.Connection, tenant: str, hold: LegalHold) -> None:
    """Keep a new hold."""
    row = {"id": hold.id, "tenant": tenant, "matter": hold.matter, "scope": hold.scope.detail()}
    db.execute(legal_hold.insert(), row | {"reason": hold.reason, "set_by": hold.set_by, "set_at": hold.set_at})


def listed(db: sa.Connection, tenant: str, *, standing_only: bool) -> list[LegalHold]:
    """Holds of a tenant, the newest first."""
    table = legal_hold.c
    query = sa.select(legal_hold).where(table.tenant == tenant).order_by(table.set_at.desc(), table.id)
    if standing_only:
        query = query.where(table.released_at.is_(None))
    return [_hold(row) for row in db.execute(query)]


def ask_release(db: sa.Connection, tenant: str, hold_id: str, *, by: str, at: str, reason: str) -> LegalHold:
    """The first of two people says that a hold may go; until the second does, it stands.

    Raises:
        NotFound: no such hold.
        Conflict: it is released, or its release was asked for already.
    """
    hold = _standing(db, tenant, hold_id)
    if hold.release_asked_by is not None:
        raise Conflict(
            f"{hold.release_asked_by} asked for this release on {hold.release_asked_at}; another person decides."
        )
    asked = {"release_asked_by": by, "release_asked_at": at, "release_reason": reason}
    db.execute(legal_hold.update().where(legal_hold.c.id == hold_id).values(asked))
    return _standing(db, tenant, hold_id)


def release(db: sa.Connection, tenant: str, hold_id: str, *, by: str, at: str) -> LegalHold:
    """The second of two people lets a hold go.

    Raises:
        NotFound: no such hold.
        Conflict: nobody asked, the same person asked, or it is released.
    """
    hold = _standing(db, tenant, hold_id)
    if hold.release_asked_by is None:
        raise Conflict("Nobody has asked for the release of this hold yet: that is the first of two people's work.")
    if same_person(db, hold.release_asked_by, by):
        raise Conflict("You asked for this release; a hold is released by two different people.")
    db.execute(legal_hold.update().where(legal_hold.c.id == hold_id).values(released_by=by, released_at=at))
    return _one(db, tenant, hold_id)


def held(holds: Sequence[LegalHold]) -> sa.ColumnElement[bool]:
    """On `content_part`: whether any of these holds covers the row."""
    each = [sa.and_(sa.true(), *hold.scope.conditions()) for hold in holds]
    return sa.or_(sa.false(), *each)


def covered(db: sa.Connection, tenant: str, scope: Scope) -> int:
    """How many kept parts a scope covers now."""
    where = [content_part.c.tenant == tenant, *scope.conditions()]
    return db.scalar(sa.select(sa.func.count()).select_from(content_part).where(*where)) or 0


def _standing(db: sa.Connection, tenant: str, hold_id: str) -> LegalHold:
    hold = _one(db, tenant, hold_id)
    if hold.released_at is not None:
        raise Conflict(f"This hold was released on {hold.released_at}.")
    return hold


def _one(db: sa.Connection, tenant: str, hold_id: str) -> LegalHold:
    table = legal_hold.c
    row = db.execute(sa.select(legal_hold).where(table.tenant == tenant, table.id == hold_id)).first()
    if row is None:
        raise NotFound("There is no legal hold of this id.")
    return _hold(row)


def _hold(row: sa.Row[Json]) -> LegalHold:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public accessor, underscored so as not to clash
    del values["tenant"]
    return LegalHold(**{**values, "scope": from_detail(values["scope"])})
