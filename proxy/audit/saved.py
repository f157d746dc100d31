"""Saved searches: a name for a search that is asked again and again. Kept as parsed, so a person only as a digest.

They live in the state database, because they may change; that one was kept or dropped stands in the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit import grammar
from proxy.audit.filters import BadFilter
from proxy.audit.kinds import FILTER_FIELDS
from proxy.database.state import metadata
from proxy.errors import Conflict, NotFound

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from proxy.exchange import Json

MOST: Final = 500
"""Saved searches of one tenant."""
_NAME: Final = grammar.word(r"[a-z0-9][a-z0-9_-]{0,39}", "a name: small letters, digits, _ and -, at most 40")
_FILTERS: Final = grammar.members(FILTER_FIELDS)

saved_search = sa.Table(
    "saved_search",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("made", sa.Text, nullable=False),
    sa.Column("filters", sa.JSON, nullable=False),
)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """One search with a name; all auditors of a tenant share them."""

    name: str
    owner: str
    made: str
    filters: dict[str, Json]

    def as_json(self) -> dict[str, Json]:
        """For the faces."""
        return {"name": self.name, "owner": self.owner, "made": self.made, "filters": self.filters}


def checked_name(name: str) -> str:
    """The name, if it is one. Raises BadFilter."""
    try:
        return str(_NAME("name", name))
    except grammar.GrammarError as error:
        raise BadFilter("name", str(error).partition("must be ")[2]) from None


def keep(db: Connection, tenant: str, search: SavedSearch) -> None:
    """Keep a search under a new name.

    Raises:
        BadFilter: the name is none.
        Conflict: the name is taken, or there are too many.
    """
    checked_name(search.name)
    ours = saved_search.c.tenant == tenant
    if db.scalar(sa.select(sa.literal(1)).where(ours, saved_search.c.name == search.name)):
        raise Conflict("A saved search has this name already; drop it first, or choose another name.")
    if (db.scalar(sa.select(sa.func.count()).select_from(saved_search).where(ours)) or 0) >= MOST:
        raise Conflict(f"There are {MOST} saved searches already; drop some first.")
    db.execute(saved_search.insert(), {"tenant": tenant, **search.as_json()})


def find(db: Connection, tenant: str, name: str) -> SavedSearch:
    """The search of this name. Raises NotFound."""
    row = db.execute(
        sa.select(saved_search).where(saved_search.c.tenant == tenant, saved_search.c.name == name)
    ).first()
    if row is None:
        raise NotFound("There is no saved search of this name.")
    return _search(row)


def all_of(db: Connection, tenant: str) -> list[SavedSearch]:
    """All saved searches of a tenant, by name."""
    query = sa.select(saved_search).where(saved_search.c.tenant == tenant).order_by(saved_search.c.name)
    return [_search(row) for row in db.execute(query)]


def drop(db: Connection, tenant: str, name: str) -> SavedSearch:
    """Forget a search; returns what it was. Raises NotFound."""
    found = find(db, tenant, name)
    db.execute(saved_search.delete().where(saved_search.c.tenant == tenant, saved_search.c.name == name))
    return found


def _search(row: sa.Row[Json]) -> SavedSearch:
    return SavedSearch(row.name, row.owner, row.made, _FILTERS("filters", row.filters))
