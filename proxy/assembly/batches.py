"""The part of the composition root for files and batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.batch.service import Batches
from proxy.batch.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.models import Settings
    from proxy.rooms import Rooms
    from proxy.vault.store import Vault


def build_terms(settings: Settings) -> Terms:
    """What the operator allows."""
    chosen = settings.batches
    return Terms(
        allowed=chosen.allowed,
        upload_bytes=chosen.upload_bytes,
        records=chosen.records,
        leave_out=chosen.on_refused == "leave_out",
        at_once=chosen.at_once,
        uploads=chosen.uploads,
    )


def build_batches(rooms: Callable[[], Rooms], settings: Callable[[], Settings], vault: Vault) -> Batches:
    """Files and batches, in the rooms and under the settings in force whenever something is asked."""
    return Batches(rooms, lambda: build_terms(settings()), vault)
