"""Steps 9 and 10: restore and scan the provider's answer as it comes, and close the record whatever happens.

A streamed answer is relayed chunk by chunk through the codec's rewriter; nothing is buffered beyond the hold-back of
the text machines. Its record is closed in `StreamedBody.aclose`, synchronously, and the provider's connection is
closed under a shield, so that a client that leaves stops the provider within the same turn of the event loop.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import quote

import anyio
import anyio.lowlevel
import anyio.to_thread

from proxy.errors import BadRequest, GuardError, InternalError, ProviderError, ProviderGarbled, ProviderRefused
from proxy.transform.restore import machines
from proxy.wire import envelopes, strict_json
from proxy.wire.carriage import passed_types
from proxy.wire.codec import AnswerFacts

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
    from contextlib import ExitStack

    from proxy.exchange import Json, MachineFactory, ParsedCall, StreamScanner, Tool
    from proxy.exchange.kept import Lying
    from proxy.records import CallRecord
    from proxy.transform.replace import Transformed
    from proxy.upstream import ProviderAnswer
    from proxy.wire.codec import AnswerStream, Codec

CLOSE_WITHIN_S: Final = 1.0
OUR_CREDENTIALS: Final = frozenset({401, 403, 407})
EVENT_STREAM: Final = "text/event-stream"
SLICE_BYTES: Final = 8192
"""Of a stream, that are rewritten before other calls have their turn: 2 to 5 ms of a usual one."""
SLOW_S: Final = 0.01
"""A slice that took longer is full of what must be scanned; the next ones are rewritten beside the loop."""
LONG_WORK: Final = 8192
"""Weight of a plain answer from which on it is rewritten beside the loop: 10 ms and more."""
DIGIT_WEIGHT: Final = 100
"""Bytes of prose that cost as much as one digit: a word with digits takes 0.5 ms to scan, one without 0.005."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request as the faces hand it in: body read under the size cap, headers with lower-case names.

    Where an API has the model in its path, `model` is what the caller wrote there, and `upstream_path` has the place
    ``{model}``. `query` holds the caller's key where an API takes it in the query, and nothing else.
    """

    request_id: str
    route: str
    codec: Codec
    upstream_path: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    model: str | None = None
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    client: str = ""
    """Address of the connection's other end."""
    method: str = "POST"
    lying: Lying | None = None
    """What at the provider the path names."""

    def path_to(self, tool: Tool) -> str:
        """The path below the provider's base URL, with the approved name of the model where one belongs."""
        return self.upstream_path.replace("{model}", quote(tool.model, safe=""))


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

    def end(self, outcome: str, *, status: int, error: GuardError | None = None) -> None:
        """Step 10: close the record and give back what was held. Synchronous; later calls do nothing."""
        if self.kept is not None:
            self.record.kept(self.kept.finish())
        self.record.close(outcome, status=status, error=error)
        self.held.close()


class Streamed(Protocol):
    """A body on its way through: iterate `chunks` once, then always `aclose`, also when never iterated."""

    def chunks(self) -> AsyncGenerator[bytes, None]:
        """What leaves."""
        ...

    async def aclose(self) -> None:
        """The end, however it came: the record is closed."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What the faces send: exactly one of `body` and `stream` is set."""

    status: int
    headers: Mapping[str, str]
    body: bytes | None = field(default=None, repr=False)
    stream: Streamed | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Relay:
    """How answers are treated.

    Attributes:
        scan: finds structured identifiers in answers, or None when response scanning is off.
        url_hosts: hosts into whose URLs values may be restored; None means everywhere (the restore profile).
        answer_bytes: largest plain answer.
    """

    scan: StreamScanner | None
    url_hosts: frozenset[str] | None
    answer_bytes: int

    async def answer(self, crossing: Crossing, provider: ProviderAnswer) -> Answer:
        """Turn the provider's answer into ours; the record ends as a final.

        Raises:
            GuardError: before the first byte was sent; the pipeline records it.
        """
        crossing.record.upstream_status = provider.status
        arrival = crossing.arrival
        headers = answer_headers(arrival.request_id, crossing.tool, crossing.transformed.replaced)
        headers[envelopes.id_header(arrival.codec.dialect)] = arrival.request_id
        headers |= {**provider.headers, **crossing.told}
        try:
            if provider.status == HTTPStatus.OK and crossing.notices is not None:
                headers |= await crossing.notices()
            if provider.status == HTTPStatus.OK and crossing.call.stream:
                return await self._streamed(crossing, provider, headers)
            return await self._plain(crossing, provider, headers)
        except BaseException:
            with anyio.move_on_after(CLOSE_WITHIN_S, shield=True):
                await provider.aclose()
            raise

    def machines(self, crossing: Crossing) -> MachineFactory:
        """The machines that restore this call's values and mask what is new."""
        made = machines(
            crossing.transformed.tokens,
            scan=self.scan,
            own=crossing.transformed.own_values,
            url_hosts=self.url_hosts,
            on_event=crossing.record.counts.note,
        )
        return made if crossing.kept is None else crossing.kept.watching(made)

    async def _streamed(self, crossing: Crossing, provider: ProviderAnswer, headers: dict[str, str]) -> Answer:
        rewriter = crossing.arrival.codec.stream(self.machines(crossing))
        if media_type(provider) != getattr(rewriter, "expects", EVENT_STREAM):
            raise ProviderGarbled("The AI provider did not answer with a stream although one was asked for.")
        if crossing.kept is not None:
            crossing.kept.stream(crossing.arrival.codec)
        body = StreamedBody(crossing, provider, rewriter)
        await body.begin()
        return Answer(HTTPStatus.OK, headers | {"content-type": rewriter.content_type}, stream=body)

    async def _plain(self, crossing: Crossing, provider: ProviderAnswer, headers: dict[str, str]) -> Answer:
        if provider.status in OUR_CREDENTIALS:
            raise ProviderError("The AI provider refused the guard's own credentials. Tell IT.")
        raw = await provider.read(self.answer_bytes)
        await provider.aclose()
        record = crossing.record
        record.counts.bytes_in = len(raw)
        passed = passed_type(crossing.arrival.codec, provider)
        if passed is not None:
            record.counts.bytes_out = len(raw)
            record.answer = AnswerFacts(complete=True)
            crossing.end("completed", status=provider.status)
            return Answer(provider.status, headers | {"content-type": passed}, body=raw)
        out = await beside_the_loop(lambda: self._rewritten(crossing, raw, provider.status), long=is_long(raw))
        if crossing.settle is not None and record.answer is not None and provider.status < HTTPStatus.BAD_REQUEST:
            await crossing.settle(record.answer)
        record.counts.bytes_out = len(out)
        failed = provider.status >= HTTPStatus.BAD_REQUEST
        crossing.end("provider_error" if failed else "completed", status=provider.status)
        return Answer(provider.status, headers | {"content-type": "application/json"}, body=out)

    def _rewritten(self, crossing: Crossing, raw: bytes, status: int) -> bytes:
        try:
            parsed = strict_json.parse(raw)
        except BadRequest as error:
            raise _unreadable(status) from error
        body, crossing.record.answer = crossing.arrival.codec.answer(parsed, self.machines(crossing))
        if crossing.kept is not None:
            crossing.kept.whole(crossing.arrival.codec, parsed)
        return strict_json.serialise(body)


def is_long(raw: bytes) -> bool:
    """Whether an answer takes so long to scan that other calls would notice: 100 kB of code take seconds."""
    digits = len(raw) - len(raw.translate(None, b"0123456789"))
    return len(raw) + DIGIT_WEIGHT * digits > LONG_WORK


async def beside_the_loop(work: Callable[[], bytes], *, long: bool) -> bytes:
    """Do the work at once, or in a thread. A client that leaves meanwhile is noticed when the thread is done."""
    return await anyio.to_thread.run_sync(work) if long else work()


class StreamedBody:
    """A streamed answer on its way through. Iterate `chunks` once, then always `aclose`, also when never iterated."""

    def __init__(self, crossing: Crossing, provider: ProviderAnswer, rewriter: AnswerStream) -> None:
        self._crossing = crossing
        self._provider = provider
        self._incoming = provider.chunks()
        self._rewriter = rewriter
        self._first = b""
        self._begun: AsyncGenerator[bytes, None] | None = None
        """The rest of the provider's first bytes."""
        self._waiting = 0
        """Bytes taken since something left: of an event that is still coming."""
        self._slow = False
        self._broken: GuardError | None = None
        self._settled = False

    async def begin(self) -> None:
        """Wait for the provider's first bytes, so that a failure before them is still a plain HTTP error.

        Raises:
            ProviderGarbled | ProviderTimeout: the provider sent nothing, or something that is not a stream.
        """
        first = await anext(self._incoming, None)
        if first is None:
            raise ProviderGarbled("The AI provider sent an empty answer.")
        self._crossing.record.lap("first_byte")
        self._begun = self._rewritten(first)
        self._first = await anext(self._begun, b"")

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The rewritten stream; a failure becomes an error event, because SDKs take an early end as success."""
        try:
            if self._first:
                yield self._count(self._first)
            async for ready in self._all_rewritten():
                yield self._count(ready)
            if rest := self._rewriter.finish():
                yield self._count(rest)
            self._end("completed" if self._rewriter.facts.complete else "stream_cut", self._broken)
        except GuardError as error:
            self._end("stream_cut" if error.side == "provider" else "guard_error", error)
            yield self._error_event(error)
        except Exception:  # noqa: BLE001 # whatever it was: the client is told, and nothing more leaves
            failure = InternalError("The guard failed while relaying the answer. Try again or tell IT.")
            self._end("guard_error", failure)
            yield self._error_event(failure)

    async def aclose(self) -> None:
        """Close the record if the stream did not reach its end, and stop the provider within a second."""
        self._end("client_closed", None)
        with anyio.move_on_after(CLOSE_WITHIN_S, shield=True):
            if self._begun is not None:
                await self._begun.aclose()
            await self._incoming.aclose()
            await self._provider.aclose()

    async def _all_rewritten(self) -> AsyncGenerator[bytes, None]:
        if self._begun is not None:
            async for ready in self._begun:
                yield ready
        async for chunk in self._until_broken():
            if self._slow or self._waiting + len(chunk) > SLICE_BYTES:
                async for ready in self._rewritten(chunk):
                    yield ready
                continue
            ready = self._at_once(chunk)
            await self._settle()
            if ready:
                yield ready

    async def _until_broken(self) -> AsyncGenerator[bytes, None]:
        """The provider's chunks; a broken connection ends them, so that what was held back can still be flushed."""
        try:
            async for chunk in self._incoming:
                yield chunk
        except ProviderError as error:
            self._broken = error

    async def _rewritten(self, chunk: bytes) -> AsyncGenerator[bytes, None]:
        """What may leave of the next bytes, in slices. Where a slice is rewritten changes when it leaves, never what.

        A long event and slow slices go to a thread: the loop has the calls of everybody else to see to.
        """
        for start in range(0, len(chunk), SLICE_BYTES):
            part = chunk[start : start + SLICE_BYTES]
            long = self._slow or self._waiting + len(part) > SLICE_BYTES
            ready = await beside_the_loop(partial(self._at_once, part), long=long)
            await self._settle()
            if ready:
                yield ready
            if start + SLICE_BYTES < len(chunk):
                await anyio.lowlevel.checkpoint()

    def _at_once(self, part: bytes) -> bytes:
        """A slice, and what it cost."""
        began = time.perf_counter()
        ready = self._rewrite(part)
        self._slow = time.perf_counter() - began > SLOW_S
        self._waiting = 0 if ready else self._waiting + len(part)
        return ready

    def _rewrite(self, chunk: bytes) -> bytes:
        self._crossing.record.counts.bytes_in += len(chunk)
        if self._crossing.kept is not None:
            self._crossing.kept.feed(chunk)
        return self._rewriter.feed(chunk)

    async def _settle(self) -> None:
        """As soon as the provider has said under which id the answer lies there."""
        if self._crossing.settle is not None and not self._settled and (facts := self._rewriter.facts).made:
            self._settled = True
            await self._crossing.settle(facts)

    def _count(self, ready: bytes) -> bytes:
        self._crossing.record.counts.bytes_out += len(ready)
        return ready

    def _end(self, outcome: str, error: GuardError | None) -> None:
        self._crossing.record.answer = self._rewriter.facts
        self._crossing.end(outcome, status=HTTPStatus.OK, error=error)

    def _error_event(self, error: GuardError) -> bytes:
        return self._rewriter.failed(error, self._crossing.arrival.request_id)


def media_type(provider: ProviderAnswer) -> str:
    """The media type of an answer, without its parameters."""
    return provider.content_type.partition(";")[0].strip().lower()


_MEDIA: Final = re.compile(r"[a-z]+/[a-z0-9.+-]{1,64}")


def passed_type(codec: Codec, provider: ProviderAnswer) -> str | None:
    """The media type of an answer that is no text and passes as it is (sound), or None."""
    media = media_type(provider)
    if provider.status != HTTPStatus.OK or not _MEDIA.fullmatch(media):
        return None
    allowed = passed_types(codec)
    return media if any(media == each or (each[-1] == "/" and media.startswith(each)) for each in allowed) else None


def answer_headers(request_id: str, tool: Tool, replaced: Mapping[str, int]) -> dict[str, str]:
    """What every answer says about itself (docs/headers.md)."""
    return {
        "x-request-id": request_id,
        "x-ai-provider": tool.provider,
        "x-ai-model": tool.model if tool.model.isprintable() and tool.model.isascii() else "-",
        "x-ai-replaced": ", ".join(f"{label}={count}" for label, count in sorted(replaced.items())) or "none",
        "x-ai-review": "required",
    }


def _unreadable(status: int) -> GuardError:
    if status >= HTTPStatus.BAD_REQUEST:
        return ProviderRefused(f"The AI provider answered with status {status} and no readable reason.", status=status)
    return ProviderGarbled("The AI provider's answer is not readable JSON.")
