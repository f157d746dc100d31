"""Steps 9 and 10: restore and scan the provider's answer as it comes, and close the record whatever happens."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Protocol

import anyio

from proxy.crossing import CLOSE_WITHIN_S
from proxy.errors import BadRequest, ProviderError, ProviderGarbled, ProviderRefused
from proxy.streamed import StreamedBody, beside_the_loop, is_long
from proxy.transform.restore import machines
from proxy.wire import envelopes, strict_json
from proxy.wire.carriage import passed_types
from proxy.wire.codec import AnswerFacts

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from proxy.crossing import Crossing
    from proxy.exchange import Json, MachineFactory, StreamScanner, Tool
    from proxy.upstream import ProviderAnswer
    from proxy.wire.codec import Codec

OUR_CREDENTIALS: Final = frozenset({401, 403, 407})
EVENT_STREAM: Final = "text/event-stream"


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
        if crossing.heard is not None:
            made = crossing.heard.watching(made)
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
        if crossing.heard is not None and provider.status < HTTPStatus.BAD_REQUEST:
            await crossing.heard.remember()
        record.counts.bytes_out = len(out)
        failed = provider.status >= HTTPStatus.BAD_REQUEST
        crossing.end("provider_error" if failed else "completed", status=provider.status)
        return Answer(provider.status, headers | {"content-type": "application/json"}, body=out)

    def _rewritten(self, crossing: Crossing, raw: bytes, status: int) -> bytes:
        parsed = readable(raw, status)
        body, crossing.record.answer = crossing.arrival.codec.answer(parsed, self.machines(crossing))
        if crossing.kept is not None:
            crossing.kept.whole(crossing.arrival.codec, parsed)
        return strict_json.serialise(body)


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


def readable(raw: bytes, status: int) -> Json:
    """A provider's whole answer, parsed.

    Raises:
        ProviderRefused: an error without a readable reason.
        ProviderGarbled: no JSON.
    """
    try:
        return strict_json.parse(raw)
    except BadRequest as error:
        if status >= HTTPStatus.BAD_REQUEST:
            message = f"The AI provider answered with status {status} and no readable reason."
            raise ProviderRefused(message, status=status) from error
        raise ProviderGarbled("The AI provider's answer is not readable JSON.") from error
