"""Who made the keys of a caller: read in the transaction in which somebody decides, so that it is never out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from proxy.database.state import StateDatabase

_KEYS: Final = sa.table("issued_keys", sa.column("caller"), sa.column("issued_by"))
"""The columns that are read here; the table is `proxy.callers.tables`'. Ended keys stand there too."""
_ACCOUNT: Final = "operator:"


def issuers(db: Connection, names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Name of a caller -> the persons who made keys of that name; for these names, and for whoever made their keys.

    Args:
        db: the state database.
        names: of callers and persons; one without a key made at run time is not in the answer. Case does not count
            (such a caller's name is ASCII, which both databases fold alike).
    """
    found: dict[str, frozenset[str]] = {}
    asked: set[str] = set()
    new = {_spelled(name) for name in names}
    while new:
        asked |= new
        lower = sa.func.lower(_KEYS.c.caller)
        rows = db.execute(sa.select(lower, _KEYS.c.issued_by).where(lower.in_(sorted(new)))).all()
        for caller, by in rows:
            found[caller] = found.get(caller, frozenset()) | {by}
        new = {_spelled(by) for _, by in rows} - asked
    return found


async def name_persons(state: StateDatabase, column: sa.Column[str], persons: Mapping[str, str]) -> None:
    """Put the person in place of the id of their key, under which earlier versions kept who did something.

    Args:
        state: the state database.
        column: where it is kept.
        persons: id of a key -> the person who owns it; no id may be a person's name.

    Raises:
        StateUnavailable: nothing was changed.
    """

    def work(db: Connection) -> None:
        for key, person in persons.items():
            db.execute(sa.update(column.table).where(column == key).values({column: person}))

    if persons:
        await state.run(work)


def _spelled(name: str) -> str:
    return name.removeprefix(_ACCOUNT).casefold()
