"""What every codec offers to the pipeline, and nothing else. A codec does no I/O and holds no state of a call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.errors import GuardError
    from proxy.exchange import Json, MachineFactory, ParsedCall, Path
    from proxy.exchange.kept import Kind


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What the record needs to know about an answer; no text of it.

    Attributes:
        model: the model that the provider says it used.
        finish_reasons: one per choice, in order of arrival.
        input_tokens: as the provider counts, or None.
        output_tokens: as the provider counts, or None.
        complete: the provider said that it had finished.
        made: kinds and ids of what lies at the provider now, if it was to be stored there.
    """

    model: str | None = None
    finish_reasons: tuple[str, ...] = ()
    input_tokens: int | None = None
    output_tokens: int | None = None
    complete: bool = False
    made: tuple[tuple[Kind, str], ...] = field(default=(), repr=False)


class AnswerStream(Protocol):
    """Rewrites one streamed answer. What leaves depends on the bytes alone, never on how they were cut."""

    @property
    def content_type(self) -> str:
        """The media type of what leaves."""
        ...

    @property
    def facts(self) -> AnswerFacts:
        """What is known so far; final after `finish`."""
        ...

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes of the provider; return what may leave now.

        Raises:
            ProviderGarbled: what arrived is not what the API promises. What preceded it was returned before.
        """
        ...

    def finish(self) -> bytes:
        """The provider's bytes ended. Return what was held, and an error event if the end came too early.

        Raises:
            ProviderGarbled: as for `feed`, if it was not raised there yet.
        """
        ...

    def failed(self, error: GuardError, request_id: str | None = None) -> bytes:
        """The event that says `error` in a stream that has begun."""
        ...


class Codec(Protocol):
    """One operation of one API."""

    @property
    def dialect(self) -> str:
        """Which API family: ``openai``."""
        ...

    @property
    def operation(self) -> str:
        """Which operation of it: ``chat``."""
        ...

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: a member that the guard itself relies on is missing or has the wrong type.
        """
        ...

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced and the provider's own model name.

        Raises:
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
        """
        ...

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: it is not what the API promises.
        """
        ...

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """Open the rewriter of one streamed answer."""
        ...
