"""Making roll-ups and the index of terms again from the log. Nothing of it changes, so no record is needed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from proxy.audit.stores.base import StoreError
from proxy.audit.stores.place import place_of
from proxy.errors import AuditUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.audit.stores.place import Place

PATIENCE_S: Final = 600.0
"""Seconds a statement may take: a log of millions of records is read whole."""


def rebuild_rollups(where: Path | Place) -> int:
    """Count and index the log again; how many records it holds.

    Raises:
        AuditUnavailable: there is no such log, or it cannot be written to.
    """
    place = replace(place_of(where), timeout_s=PATIENCE_S)
    if place.missing:
        raise AuditUnavailable(f"There is no audit database at {place}.")
    store = place.store()
    try:
        store.open()
        return store.recount()
    except StoreError as error:
        raise AuditUnavailable(f"The roll-ups and the index of {place} could not be made again.") from error
    finally:
        store.close()
