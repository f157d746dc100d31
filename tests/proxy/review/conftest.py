"""A queue on a state database of either kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from held_calls import Clock, Log, make_outbox

from proxy.review.sealed import Sealer
from proxy.review.store import HoldStore

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase
    from proxy.review.outbox import Outbox


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def outbox(state: StateDatabase, log: Log, clock: Clock) -> Outbox:
    return make_outbox(state, log, clock)


@pytest.fixture
def store(state: StateDatabase, outbox: Outbox) -> HoldStore:
    return HoldStore(state, outbox, Sealer(b"k" * 32))
