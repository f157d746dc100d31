"""What every test stands on: no network but loopback, a data folder of its own, canaries, the project's own tree."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import network_guard
import pytest
from canary import CANARIES, Canary, leaks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

network_guard.install()


@pytest.fixture(scope="session")
def tree() -> Path:
    """The checkout. Tests of the wheel run on a copy of `tests` elsewhere, and are told where the checkout is."""
    return Path(os.environ.get("CHAPERONE_TREE") or Path(__file__).resolve().parents[1])


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A private, empty folder, as a running guard gets for its database and secret."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def canaries() -> tuple[Canary, ...]:
    """Invented values, one per kind, that stand in no other text; look for them where nothing may leak."""
    return CANARIES


@pytest.fixture(scope="session")
def assert_no_leak() -> Callable[[Iterable[str | bytes]], None]:
    """Fails, naming the kind and never the value, if any of the texts holds a canary in any of its spellings."""

    def check(texts: Iterable[str | bytes]) -> None:
        found = sorted({f"{kind} in text {index}" for index, text in enumerate(texts) for kind in leaks(text)})
        assert not found, "; ".join(found)

    return check


@pytest.fixture
def guard_path() -> list[str]:
    """For PYTHONPATH: folders whose `sitecustomize` puts the network guard into each interpreter that starts."""
    here = Path(__file__).resolve().parent
    inherited = filter(None, [os.environ.get("PYTHONPATH")])
    return [str(here / "offline" / "guard"), str(here / "support"), *inherited]
