"""The part of the composition root for what must outlive a call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from proxy.continuity import Continuity
from proxy.installation import derived, retired_secrets
from proxy.services.keeping.vault import VaultKeeping
from proxy.vault.sealing import Sealing
from proxy.vault.store import Vault

if TYPE_CHECKING:
    from config.models import Settings
    from proxy.database.state import StateDatabase
    from proxy.services.recording import Recorder

OPENAI: Final = "openai.com"


def build_vault(settings: Settings, state: StateDatabase, secret: bytes) -> Vault:
    """The vault; what was sealed under retired secrets still opens. The state database is opened by whoever runs it."""
    keys = [derived(each, "vault") for each in (secret, *retired_secrets(settings))]
    return Vault(state, Sealing(keys), ttl=timedelta(days=settings.vault.days))


def build_continuity(settings: Settings, vault: Vault) -> Continuity:
    """Who may keep conversations."""
    allowed = frozenset(provider.id for provider in settings.providers if provider.may_keep_conversations)
    storing = frozenset(provider.id for provider in settings.providers if stores_unasked(provider.base_url))
    return Continuity(vault, allowed, storing)


def stores_unasked(base_url: str) -> bool:
    """Whether a chat without `store` is stored there: "Chat completions are stored by default for new accounts".

    So OpenAI says of its own API (its guide "Migrate to the Responses API", 2026). Others of the same form do not, and
    some of them refuse the member.
    """
    host = (urlsplit(base_url).hostname or "").rstrip(".")
    return host == OPENAI or host.endswith(f".{OPENAI}")


def build_keeping(settings: Settings, vault: Vault, recorder: Recorder) -> VaultKeeping:
    """What an operator does with the vault."""
    providers = tuple(provider.id for provider in settings.providers if provider.may_keep_conversations)
    return VaultKeeping(vault, recorder, settings.vault.days, providers)
