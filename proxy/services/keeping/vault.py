"""What an operator does with the vault: look how much lies in it, empty it, put it under a new secret.

Nobody looks into it here: what is in it serves its owner's next call and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from proxy.errors import BadRequest
from proxy.exchange import EventKind
from proxy.exchange.kept import Kind

if TYPE_CHECKING:
    from proxy.services.recording import Recorder
    from proxy.vault.store import Vault

Channel: TypeAlias = Literal["cli", "http"]
CALLER: Final = re.compile(r"[A-Za-z0-9._:/@()~-]{1,100}")
"""As records hold the id of a caller; anything else would fail there, after it was counted."""
KINDS: Final = tuple(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class VaultKeeping:
    """The use cases of one installation's tenant.

    Attributes:
        vault: the vault.
        recorder: every change is in the log.
        days: how long something is kept.
        providers: ids of those that may keep conversations.
    """

    vault: Vault
    recorder: Recorder
    days: int
    providers: tuple[str, ...]

    async def status(self) -> dict[str, Any]:
        """Counts, sizes and times: ``{days, providers, kinds: [{kind, entries, size, oldest, ends}]}``.

        Raises:
            StateUnavailable: the database does not answer.
        """
        held = await self.vault.held(self.recorder.tenant)
        return {"days": self.days, "providers": list(self.providers), "kinds": [asdict(each) for each in held]}

    async def purge(
        self, *, by: str, channel: Channel, caller: str | None = None, kind: str | None = None
    ) -> dict[str, Any]:
        """Destroy all of it, or what is one caller's or of one kind. Those conversations cannot be continued.

        Raises:
            BadRequest: there is no such kind, or no caller can have that id.
            AuditUnavailable | StateUnavailable: nothing, or not all, was destroyed; run it again.
        """
        wanted = None if kind is None else _kind(kind)
        if caller is not None and not CALLER.fullmatch(caller):
            raise BadRequest("Name the caller by the id that `keys list` shows.", param="caller")
        standing = await self.vault.count(self.recorder.tenant, caller=caller, kind=wanted)
        detail = {"action": "purge", "items": standing, "of": kind, "for_caller": caller, "channel": channel}
        await self.recorder.record(EventKind.VAULT, by, detail)
        return {"destroyed": await self.vault.purge(self.recorder.tenant, caller=caller, kind=wanted)}

    async def rotate(self, *, by: str) -> dict[str, Any]:
        """Put what older secrets sealed under the one in force; what none opens is destroyed.

        Raises:
            AuditUnavailable | StateUnavailable: not all was moved, or it is not recorded; run it again.
        """
        done = await self.vault.reseal(self.recorder.tenant)
        detail = {"action": "rotate", "items": done.moved, "lost": done.lost, "channel": "cli"}
        await self.recorder.record(EventKind.VAULT, by, detail)
        return asdict(done)

    async def sweep(self) -> int:
        """Destroy what is past its time; how many. Raises StateUnavailable, AuditUnavailable."""
        gone = await self.vault.purge_expired()
        if gone:
            detail = {"action": "expire", "items": gone, "channel": "schedule"}
            await self.recorder.record(EventKind.VAULT, None, detail)
        return gone


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise BadRequest(f"The vault knows {', '.join(KINDS)}.", param="kind") from None
