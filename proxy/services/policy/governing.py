"""What people change about the policy and the keys while the guard runs, kept together and looked after as one."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from proxy.errors import GuardError
from proxy.services.people.keys import Keys
from proxy.services.policy.overrides import Overrides
from proxy.telemetry import log

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.callers.ring import StandingKeys
    from proxy.overrides.store import OverrideStore
    from proxy.overrides.versions import PolicyVersions

LOOK_EVERY_S: Final = 0.5
"""How soon a key that was revoked through another process is refused by this one."""


@dataclass(slots=True)
class Governing:
    """Overrides, keys and policy versions of a running house.

    Attributes:
        ring: the keys that every call is judged by.
        keys: issuing and revoking them.
        overrides: granting and revoking exceptions.
        exceptions: where a call's overrides are looked up.
        versions: the policies that were in force.
    """

    ring: StandingKeys
    keys: Keys
    overrides: Overrides
    exceptions: OverrideStore
    versions: PolicyVersions
    _named: dict[str, str] = field(default_factory=dict, init=False)
    _watch: asyncio.Task[None] | None = field(default=None, init=False)

    async def start(self) -> None:
        """Load the keys before the first call. Raises StateUnavailable: then the house does not start."""
        await self.load()
        self._watch = asyncio.create_task(self._look(), name="key-watch")

    async def load(self) -> None:
        """Load the keys, and name by their persons whoever an earlier version named otherwise. Raises StateUnavailable.

        A command may be the first of this version to open the state: it must not take one person for two.
        """
        await self.name_persons()
        await self.keys.look_after()

    async def name_persons(self) -> None:
        """Name by their persons whom earlier versions named by their keys: makers of keys, and of exceptions."""
        owners = self.keys.owners()
        await self.keys.name_persons()
        await self.exceptions.name_persons(owners)
        self._named = owners

    async def stop(self) -> None:
        """Stop looking."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch

    async def remember(self, policy_hash: str, policy: Mapping[str, Any]) -> None:
        """Keep the policy that is in force now."""
        await self.versions.remember(policy_hash, policy)

    async def look_after(self) -> None:
        """Every few seconds: owners that a reload has brought, and ends of overrides."""
        if self.keys.owners() != self._named:
            await self.name_persons()
        await self.overrides.look_after()

    async def _look(self) -> None:
        failed = False
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.keys.look_after()
            except GuardError as error:
                if not failed:
                    log().error("keys not read anew, the last picture stays in force", code=error.code)
                failed = True
            except Exception as error:  # noqa: BLE001 # revoked keys must be seen whatever this look ran into
                log().error("keys not read anew, the last picture stays in force", error=type(error).__name__)
            else:
                failed = False


__all__ = ["Governing", "Keys", "Overrides"]
