"""When two people are two, for the requests of this room: see `proxy.exchange.people`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.database.issuing import issuers
from proxy.exchange.people import OPERATOR, People

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["OPERATOR", "same_person"]


def same_person(db: Connection, one: str, other: str) -> bool:
    """Whether two names stand, or may stand, for one person, as keys stand in this transaction of the state."""
    return People(issuers(db, (one, other))).same(one, other)
