"""One guard and one recording provider for the tests of a file: black box, over loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from guard import Guard
from recording_provider import RecordingProvider

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def provider() -> Iterator[RecordingProvider]:
    with RecordingProvider() as running:
        yield running


@pytest.fixture(scope="module")
def guard(provider: RecordingProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    with Guard(tmp_path_factory.mktemp("guard"), provider.base_url) as running:
        yield running
