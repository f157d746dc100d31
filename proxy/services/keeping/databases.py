"""Looking after the databases: bringing them up to date with the owner's rights, and saying how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proxy.audit.stores import facts
from proxy.audit.stores.base import StoreError
from proxy.audit.stores.place import Place
from proxy.database import roles
from proxy.database.state import HEAD, StateDatabase
from proxy.errors import AuditUnavailable

if TYPE_CHECKING:
    from pathlib import Path


def migrate(owner_url: str) -> dict[str, Any]:
    """Make or bring up to date the log and the state of a PostgreSQL database, and give the roles their rights.

    Args:
        owner_url: the database, with the login of its owner.

    Returns:
        What `standing` says, ``state`` (the schema of the state) and ``roles`` (those that got their rights).

    Raises:
        AuditUnavailable: it cannot be reached, the login may not, or a newer version of this program wrote it.
        StateUnavailable: as above, for the state.
    """
    place = Place(url=owner_url)
    store, state = place.store(), StateDatabase(owner_url)
    try:
        store.open()
    except StoreError as error:
        raise AuditUnavailable(f"The audit database cannot be brought up to date: {error}.") from error
    finally:
        store.close()
    state.open()
    try:
        with state.transaction() as db:
            granted = roles.grant(db)
    finally:
        state.close()
    return {**standing(place), "state": HEAD, "roles": list(granted)}


def standing(where: Path | Place) -> dict[str, Any]:
    """How the audit database stands (`stores.facts`).

    Raises:
        AuditUnavailable: there is none, or it cannot be read.
    """
    place = where if isinstance(where, Place) else Place(where)
    if place.missing:
        raise AuditUnavailable(f"There is no audit database at {place}.")
    return facts.of(place.reader())
