"""Machines that stand in for the real one: visible in the output, held back at word ends, countable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from proxy.exchange import TextKind


@dataclass
class ShoutingMachine:
    """Upper-cases; lets a word go only when the space after it has come. Depends on the text, not on its cutting."""

    held: str = ""
    finished: bool = False

    def feed(self, text: str) -> str:
        assert not self.finished, "a finished machine must not be used"
        whole, space, rest = (self.held + text).rpartition(" ")
        self.held = rest
        return (whole + space).upper()

    def finish(self) -> str:
        assert not self.finished, "a machine is finished once"
        self.finished = True
        return self.held.upper()


@dataclass
class Shouting:
    """A MachineFactory that remembers what was opened."""

    opened: list[tuple[str, str]] = field(default_factory=list)
    machines: list[ShoutingMachine] = field(default_factory=list)

    def __call__(self, kind: TextKind = "text", context: str = "") -> ShoutingMachine:
        self.opened.append((kind, context))
        self.machines.append(ShoutingMachine())
        return self.machines[-1]


@pytest.fixture
def shouting() -> Shouting:
    return Shouting()


@pytest.fixture(scope="session")
def new_shouting() -> type[Shouting]:
    return Shouting
