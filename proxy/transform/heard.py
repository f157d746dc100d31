"""What the machines of an answer gave, gathered as it passes: the answer's texts without the API round them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from proxy.exchange import MachineFactory, TextKind, TextMachine


class Texts:
    """The texts of one answer as its machines give them, in the order in which they were begun; bounded."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._texts: list[list[str]] = []
        self._chars = 0
        self.cut = False

    def __repr__(self) -> str:
        return f"Texts({len(self._texts)} texts, {self._chars} chars)"

    def __bool__(self) -> bool:
        return any(self._texts)

    def watching(self, factory: MachineFactory) -> MachineFactory:
        """A factory whose machines are also heard here."""

        def open_machine(kind: TextKind = "text", context: str = "") -> TextMachine:
            heard: list[str] = []
            self._texts.append(heard)
            return _Heard(factory(kind, context), lambda text: self._add(heard, text))

        return open_machine

    def _add(self, heard: list[str], text: str) -> None:
        room = self._most - self._chars
        if len(text) > room:
            text, self.cut = text[:room], True
        if text:
            heard.append(text)
            self._chars += len(text)

    def all(self, clean: Callable[[str], str]) -> list[str]:
        """Every text, cleaned; one that says again what another said (APIs send copies) stands once."""
        return list(dict.fromkeys(clean("".join(heard)) for heard in self._texts if heard))


class _Heard:
    """A machine whose output is also given to somebody else."""

    def __init__(self, machine: TextMachine, hear: Callable[[str], None]) -> None:
        self._machine = machine
        self._hear = hear

    def feed(self, text: str) -> str:
        """As the machine's."""
        out = self._machine.feed(text)
        self._hear(out)
        return out

    def feed_each(self, pieces: Sequence[str]) -> list[str]:
        """As the machine's."""
        outs = self._machine.feed_each(pieces)
        self._hear("".join(outs))
        return outs

    def finish(self) -> str:
        """As the machine's."""
        out = self._machine.finish()
        self._hear(out)
        return out
