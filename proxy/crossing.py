"""A call that has left: what its answer needs to know of it, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from contextlib import ExitStack

    from proxy.arrival import Arrival
    from proxy.errors import GuardError
    from proxy.exchange import Json, MachineFactory, ParsedCall, Tool
    from proxy.records import CallRecord
    from proxy.transform.replace import Transformed
    from proxy.wire.codec import AnswerFacts, Codec

CLOSE_WITHIN_S: Final = 1.0
"""That closing the provider's connection may take, whoever has left meanwhile."""


class KeptAnswer(Protocol):
    """Keeps an answer's text beside the log (`kept_content`); holds nothing up and raises nothing of its own."""

    def watching(self, factory: MachineFactory) -> MachineFactory:
        """The machines of the caller's answer, heard."""
        ...

    def stream(self, codec: Codec) -> None:
        """A streamed answer begins."""
        ...

    def feed(self, chunk: bytes) -> None:
        """The provider's next bytes."""
        ...

    def whole(self, codec: Codec, parsed: Json) -> None:
        """A plain answer."""
        ...

    def finish(self) -> list[dict[str, Json]]:
        """It has ended: what the final says of it; nothing when asked again."""
        ...


class HeardAnswer(Protocol):
    """Knows an answer again when a chat sends it back (`holding.hearing`)."""

    def watching(self, factory: MachineFactory) -> MachineFactory:
        """The machines of the caller's answer, heard."""
        ...

    async def remember(self) -> None:
        """Return when what was heard so far is remembered; raises nothing of its own."""
        ...


@dataclass(frozen=True, slots=True)
class Crossing:
    """One call that has left: what the answer needs to know of the request."""

    arrival: Arrival
    call: ParsedCall
    tool: Tool
    transformed: Transformed = field(repr=False)
    record: CallRecord
    held: ExitStack
    """What must be given back at the very end (the caller's place in the quota)."""
    notices: Callable[[], Awaitable[Mapping[str, str]]] | None = None
    """Headers of an answer that a person must acknowledge; asked for when the provider has answered."""
    told: Mapping[str, str] = field(default_factory=dict)
    """Headers that speak to the person: where the notice is, a training that ends."""

    kept: KeptAnswer | None = None
    """Takes the answer's text, where content is kept."""
    settle: Callable[[AnswerFacts], Awaitable[None]] | None = None
    """Told what the provider says of itself, before the client sees it: what lies there now must be remembered."""
    heard: HeardAnswer | None = None
    """Remembers the answer to a released call before the last of it leaves."""

    def end(self, outcome: str, *, status: int, error: GuardError | None = None) -> None:
        """Step 10: close the record and give back what was held. Synchronous; later calls do nothing."""
        if self.kept is not None:
            self.record.kept(self.kept.finish())
        self.record.close(outcome, status=status, error=error)
        self.held.close()
