"""The answer to a released call, heard as it passes, so that it is known as an answer when a chat sends it again.

That a text in a history is an answer is the client's word. An answer goes with a release only when this installation
has relayed it itself, under that release (`holding.answers`): what is remembered is a keyed digest of each of its
texts, without white space, because clients trim what they show. It is stored before the last of the answer leaves, and
is forgotten with the release. An answer that could not be remembered is held when it comes back: the safe side.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.errors import GuardError
from proxy.telemetry import log
from proxy.transform.heard import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from proxy.exchange import MachineFactory
    from proxy.review.digests import Digester
    from proxy.review.store import HoldStore

MOST_CHARS: Final = 1_000_000
"""Of an answer; one that is longer is not remembered."""
MOST_JOINED: Final = 8
"""Texts of an answer of which clients may have joined any run into one message; of more, all or none."""


@dataclass(slots=True)
class Hearing:
    """One answer to a call that went out under releases. Prints no text.

    Attributes:
        holds: where it is remembered.
        digester: makes the digests, for this caller and tool.
        tickets: of the releases.
        clock: current time.
    """

    holds: HoldStore = field(repr=False)
    digester: Digester
    tickets: Sequence[str]
    clock: Callable[[], datetime]
    _texts: Texts = field(default_factory=lambda: Texts(MOST_CHARS), repr=False)
    _kept: set[str] = field(default_factory=set, repr=False)

    def watching(self, factory: MachineFactory) -> MachineFactory:
        """The machines of the caller's answer, heard."""
        return self._texts.watching(factory)

    async def remember(self) -> None:
        """Return when what was heard so far is remembered, or cannot be. Never raises a GuardError."""
        if self._texts.cut:
            return
        new = await asyncio.to_thread(self._digests) - self._kept  # 0.8 s for eight long choices of one answer
        if not new:
            return
        self._kept |= new
        try:
            await self.holds.remember_answer(self.digester.tenant, self.tickets, sorted(new), self.clock())
        except GuardError as error:
            log().error("an answer to a released call was not remembered; it will be held again", code=error.code)

    def _digests(self) -> set[str]:
        return {self.digester.answer(text) for text in _as_messages(self._texts.all(str))}


def _as_messages(texts: Sequence[str]) -> Iterator[str]:
    """The texts as a client may send them back: each, and runs of them in one message."""
    yield from texts
    many = len(texts)
    if many > MOST_JOINED:
        yield "".join(texts)
        return
    for start in range(many):
        for end in range(start + 2, many + 1):
            yield "".join(texts[start:end])
