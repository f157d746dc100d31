"""One guard and one provider for the tests of all clients in a process: a guard takes 8 s of processor to start.

The provider speaks every API that the guard knows; tests look at what it received last and at how much more it
received, so they may share it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from guard import MODELS, Guard
from recording_provider import RecordingProvider

if TYPE_CHECKING:
    from collections.abc import Iterator

AWS_KEY = "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
"""The example of AWS's documentation."""
PLACES = {
    "openai": "/v1",
    "anthropic": "/v1",
    "gemini": "/v1",
    "azure": "/openai",
    "bedrock": "",
    "ollama": "/api",
    "cohere": "/v2",
}
"""API -> where the provider serves it."""


def served(port: int) -> list[dict[str, Any]]:
    """The configuration's list of providers: the same one once for each API."""
    later = (datetime.now(UTC).date() + timedelta(days=365)).isoformat()
    common: dict[str, Any] = {
        "models": [*MODELS, "say:hello", "anthropic.claude:0"],
        "approval": {"by": "IT", "on": "2026-01-01", "expires": later, "reference": "test", "tier": "T2"},
    }
    return [
        {
            "id": f"{dialect}-1",
            "dialect": dialect,
            "default": dialect == "openai",
            "base_url": f"http://127.0.0.1:{port}{path}",
            "api_key": AWS_KEY if dialect == "bedrock" else "provider-secret-key",
            **common,
        }
        for dialect, path in PLACES.items()
    ]


@pytest.fixture(scope="session")
def provider() -> Iterator[RecordingProvider]:
    """What stands for all providers; `provider.received` is what reached it, in order."""
    with RecordingProvider() as running:
        yield running


@pytest.fixture(scope="session")
def guard(provider: RecordingProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    """A guard that may send to it by every API."""
    settings = {"providers": served(provider.port)}
    with Guard(tmp_path_factory.mktemp("guard"), provider.base_url, settings) as running:
        yield running
