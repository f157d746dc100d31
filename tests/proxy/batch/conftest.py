"""One guard and one provider that keeps things, for all tests of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anthropic
import openai
import pytest
from stored_guard import StoredGuard
from storing_provider import StoringProvider

from proxy.batch.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def provider() -> Iterator[StoringProvider]:
    with StoringProvider() as running:
        yield running


@pytest.fixture(scope="module")
def guard(provider: StoringProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoredGuard]:
    with StoredGuard(tmp_path_factory.mktemp("guard"), provider.base_url) as running:
        yield running


@pytest.fixture(autouse=True)
def _clean(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test leaves behind, where it uses these two at all."""
    yield
    if "guard" not in request.fixturenames:
        return
    guard: StoredGuard = request.getfixturevalue("guard")
    provider: StoringProvider = request.getfixturevalue("provider")
    guard.events.clear()
    provider.received.clear()
    provider.fail_with = 0
    provider.cut = False
    provider.gives_id = ""
    guard.terms = Terms()
    guard.scanner.errors.clear()
    guard.scanner.pause_s = 0.0


@pytest.fixture
def ana(guard: StoredGuard) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{guard.base_url}/v1", api_key="key-ana", max_retries=0) as client:
        yield client


@pytest.fixture
def ben(guard: StoredGuard) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{guard.base_url}/v1", api_key="key-ben", max_retries=0) as client:
        yield client


@pytest.fixture
def claude(guard: StoredGuard) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(base_url=guard.base_url, api_key="key-ana", max_retries=0) as client:
        yield client


@pytest.fixture
def claude_of_ben(guard: StoredGuard) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(base_url=guard.base_url, api_key="key-ben", max_retries=0) as client:
        yield client
