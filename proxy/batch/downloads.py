"""What comes back from a provider in one piece: results and files, restored as they pass, line by line.

Memory is bounded by the longest line; nothing of a line leaves before the whole line was read and restored. What
breaks off at the provider breaks off here too: an end that looks like one would be taken for the whole.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import anyio

from proxy.batch import sending
from proxy.batch.restoring import restorer_of
from proxy.batch.sending import Parcel
from proxy.crossing import CLOSE_WITHIN_S
from proxy.errors import GuardError, InternalError, ProviderGarbled
from proxy.exchange.kept import Kind
from proxy.relay import Answer
from proxy.streamed import SLICE_BYTES, beside_the_loop, is_long
from proxy.wire import anthropic_batches, openai_batches
from proxy.wire.codec import AnswerFacts
from proxy.wire.event_stream import loaded

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from proxy.batch.restoring import Restorer
    from proxy.batch.visit import Visit
    from proxy.exchange import Json
    from proxy.kept_content import CallContent
    from proxy.upstream import ProviderAnswer
    from proxy.vault.cards import Card
    from proxy.wire.codec import Codec

OCTETS: Final = "application/octet-stream"
LINES: Final = "application/x-jsonl"


async def file_content(visit: Visit) -> Answer:
    """``GET /v1/files/{item}/content``. Raises NotFound: not this caller's."""
    item = visit.errand.item
    card = await visit.shelf.get(Kind.FILE, item, visit.errand.dialect)
    return await _streamed(visit, card, f"/files/{item}/content", OCTETS)


async def message_results(visit: Visit) -> Answer:
    """``GET /v1/messages/batches/{item}/results``. Raises NotFound: not this caller's."""
    item = visit.errand.item
    card = await visit.shelf.get(Kind.BATCH, item, "anthropic")
    return await _streamed(visit, card, f"/messages/batches/{item}/results", LINES)


async def _streamed(visit: Visit, card: Card, path: str, media: str) -> Answer:
    parcel = Parcel(visit.tool_of(card), "GET", path)
    await sending.plainly(visit, parcel.tool)
    values = await visit.shelf.values(card)
    machines, content = sending.restoring(visit, values), None
    if visit.rooms.contents is not None and _gives_answers(card):
        content = visit.rooms.contents.of(visit.errand.request_id, visit.caller, parcel.tool, ())
        content.let_through(values.own)
        machines = content.watching(machines)
    restorer = restorer_of(card, values, machines, visit.rooms.relay.answer_bytes)
    listener = _listener(card, content)
    answer = await sending.send(visit, parcel)
    if answer.status != HTTPStatus.OK:
        return sending.refused(visit, parcel, answer.status, await sending.read(visit, answer), values)
    headers = {**sending.headers(visit, parcel), "content-type": media}
    return Answer(HTTPStatus.OK, headers, stream=Download(visit, answer, restorer, listener))


def _gives_answers(card: Card) -> bool:
    return card.role != "whole" and (card.dialect == "anthropic" or card.role == "results")


@dataclass(frozen=True, slots=True)
class Listener:
    """Takes the answers of a download for what is kept beside the log."""

    content: CallContent
    codec: Codec
    body_of: Callable[[dict[str, Json]], Json]

    def hear(self, line: dict[str, Json]) -> None:
        """One line. An answer that no codec reads gives no copy; its caller is told why."""
        body = self.body_of(line)
        if isinstance(body, dict):
            with suppress(ProviderGarbled):
                self.content.whole(self.codec, body)


def _listener(card: Card, content: CallContent | None) -> Listener | None:
    if content is None:
        return None
    if card.dialect == "anthropic":
        return Listener(content, anthropic_batches.MESSAGES, lambda line: _inside(line, "result", "message"))
    return Listener(content, openai_batches.ENDPOINTS[card.url], lambda line: _inside(line, "response", "body"))


def _inside(line: dict[str, Json], outer: str, inner: str) -> Json:
    found = line.get(outer)
    return found.get(inner) if isinstance(found, dict) else None


class Download:
    """A content on its way through; implements `relay.Streamed`."""

    def __init__(
        self, visit: Visit, answer: ProviderAnswer, restorer: Restorer, listener: Listener | None = None
    ) -> None:
        self._visit, self._answer, self._restorer, self._listener = visit, answer, restorer, listener
        self._incoming = answer.chunks()
        self._failed: GuardError | None = None

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The restored content.

        Raises:
            GuardError: it cannot be read to its end; what came before has left, and the connection must break.
        """
        counts = self._visit.record.counts
        try:
            async for chunk in self._incoming:
                counts.bytes_in += len(chunk)
                for part in self._restorer.feed(chunk):
                    yield await self._restored(part)
            for part in self._restorer.finish():
                yield await self._restored(part)
        except GuardError as error:
            self._end("stream_cut" if error.side == "provider" else "guard_error", error)
            raise
        except Exception as error:
            failure = InternalError("The guard failed while restoring this. Try again or tell IT.")
            self._end("guard_error", failure)
            raise failure from error
        self._end("completed", None)

    async def aclose(self) -> None:
        """Close the record if the end was not reached, and stop the provider within a second."""
        self._end("client_closed", None)
        with anyio.move_on_after(CLOSE_WITHIN_S, shield=True):
            await self._incoming.aclose()
            await self._answer.aclose()

    async def _restored(self, part: bytes) -> bytes:
        await anyio.lowlevel.checkpoint()  # other calls have their turn between two lines
        long = len(part) > SLICE_BYTES or is_long(part)
        out = await beside_the_loop(partial(self._work, part), long=long)
        self._visit.record.counts.bytes_out += len(out)
        return out

    def _work(self, part: bytes) -> bytes:
        if self._listener is not None:
            self._listener.hear(loaded(part))
        return self._restorer.restored(part)

    def _end(self, outcome: str, error: GuardError | None) -> None:
        if self._listener is not None:
            self._visit.record.kept(self._listener.content.finish())
        self._visit.record.answer = AnswerFacts(complete=outcome == "completed")
        self._visit.end(outcome, status=HTTPStatus.OK, error=error)
