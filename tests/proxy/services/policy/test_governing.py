"""Keys, overrides and policy versions of a running house: the look at the database that nothing may end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from proxy.errors import StateUnavailable
from proxy.services.policy import governing
from proxy.services.policy.governing import Governing

if TYPE_CHECKING:
    import pytest


class Keys:
    """Fails in several ways, one look after the other."""

    def __init__(self) -> None:
        self.looks = 0
        self.enough = asyncio.Event()

    async def look_after(self) -> None:
        self.looks += 1
        if self.looks == 2:
            raise StateUnavailable("away")
        if self.looks == 3:
            raise ValueError("a role of a newer version")
        if self.looks > 3:
            self.enough.set()


async def test_the_look_at_revoked_keys_goes_on_whatever_one_of_them_ran_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(governing, "LOOK_EVERY_S", 0.001)
    keys = Keys()
    unused = cast("Any", None)
    house = Governing(ring=unused, keys=cast("Any", keys), overrides=unused, exceptions=unused, versions=unused)
    await house.start()
    try:
        await asyncio.wait_for(keys.enough.wait(), 5)
    finally:
        await house.stop()
