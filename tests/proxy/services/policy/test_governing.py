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

    def owners(self) -> dict[str, str]:
        return {}

    async def name_persons(self) -> None:
        pass

    async def look_after(self) -> None:
        self.looks += 1
        if self.looks == 2:
            raise StateUnavailable("away")
        if self.looks == 3:
            raise ValueError("a role of a newer version")
        if self.looks > 3:
            self.enough.set()


class Exceptions:
    """Knows whom it was asked to name."""

    named: dict[str, str] | None = None

    async def name_persons(self, owners: dict[str, str]) -> None:
        self.named = owners


async def test_the_look_at_revoked_keys_goes_on_whatever_one_of_them_ran_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(governing, "LOOK_EVERY_S", 0.001)
    keys = Keys()
    unused = cast("Any", None)
    exceptions = Exceptions()
    known: Any = {"keys": keys, "exceptions": exceptions}
    house = Governing(ring=unused, overrides=unused, versions=unused, **known)
    await house.start()
    assert exceptions.named == {}
    try:
        await asyncio.wait_for(keys.enough.wait(), 5)
    finally:
        await house.stop()
