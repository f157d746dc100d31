"""Which providers may keep what, as the settings say it and as their addresses tell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from proxy.assembly.vault import build_continuity, stores_unasked

if TYPE_CHECKING:
    from proxy.vault.store import Vault


@pytest.mark.parametrize(
    "url", ["https://api.openai.com/v1", "https://EU.api.OpenAI.com/v1", "https://api.openai.com.:443/v1"]
)
def test_openai_stores_a_chat_unasked_whatever_its_region(url: str) -> None:
    assert stores_unasked(url)


@pytest.mark.parametrize(
    "url",
    [
        *("https://api.mistral.ai/v1", "http://127.0.0.1:8000/v1", "https://notopenai.com/v1"),
        *("https://openai.com.example.org/v1", "https://example.org/openai.com", "https://x.openai.azure.com/openai"),
    ],
)
def test_others_of_the_same_form_do_not(url: str) -> None:
    assert not stores_unasked(url)


def test_the_settings_decide_who_may_keep_and_the_address_who_must_be_told() -> None:
    def provider(name: str, url: str, *, may: bool) -> Any:
        return SimpleNamespace(id=name, base_url=url, may_keep_conversations=may)

    settings: Any = SimpleNamespace(
        providers=(
            provider("one", "https://api.openai.com/v1", may=False),
            provider("two", "http://127.0.0.1:1/v1", may=True),
        )
    )
    vault: Vault = SimpleNamespace()  # type: ignore[assignment] # not looked into
    built = build_continuity(settings, vault)
    assert (built.vault, built.allowed, built.storing) == (vault, frozenset({"two"}), frozenset({"one"}))
