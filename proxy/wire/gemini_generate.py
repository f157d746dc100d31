"""The Gemini codecs that generate: ``generateContent`` and ``streamGenerateContent``.

The model stands in the path, never in the body. A signature of a thought is sealed and travels untouched in both
directions; the thought beside it is a summary that the signature does not cover, and is text like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.exchange import ParsedCall
from proxy.exchange.kept import Keeping, Kind, Lying
from proxy.wire.codec import AnswerFacts
from proxy.wire.gemini_answer_shape import ANSWER
from proxy.wire.gemini_array import GeminiArray
from proxy.wire.gemini_facts import block_reason, finish_reason, model_name, token_counts
from proxy.wire.gemini_offsets import mend_offsets, texts_of
from proxy.wire.gemini_shape import REQUEST
from proxy.wire.gemini_stream import GeminiStream
from proxy.wire.kept import check_granted
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite
from proxy.wire.walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from proxy.exchange import Json, MachineFactory, Path
    from proxy.wire.codec import AnswerStream, Codec
    from proxy.wire.shape import Shape


@dataclass(frozen=True, slots=True)
class GeminiGenerate:
    """Implements `codec.Codec`.

    Attributes:
        operation: ``generate_content`` or ``stream_generate_content``.
        opens: makes the rewriter of a streamed answer; None when this operation does not stream.
    """

    operation: str
    opens: Callable[[MachineFactory], AnswerStream] | None = None
    dialect: str = "gemini"

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: `contents` is missing or of the wrong type.
        """
        check_contents(body)
        return parsed(body, REQUEST, operation=self.operation, stream=self.opens is not None)

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced, and the approved model where the body repeats it.

        Raises:
            BadRequest: it builds on what the provider may not keep.
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
            InternalError: a path that names no segment.
        """
        check_granted(call.keeping)
        out = renamed(patch(call.body, REQUEST, replacements), model)
        return {**out, "store": False} if "store" in out else out

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: neither an answer nor an error.
        """
        if not isinstance(body, dict) or not _is_answer(body):
            raise ProviderGarbled("The provider's answer is not one of this API.")
        candidates = body.get("candidates") or []
        reasons = [finish_reason(each) for each in candidates] if candidates else [block_reason(body)]
        tokens = token_counts(body)
        facts = AnswerFacts(
            model=model_name(body),
            finish_reasons=tuple(reason for reason in reasons if reason is not None),
            input_tokens=tokens[0],
            output_tokens=tokens[1],
            complete=None not in reasons and body.get("error") is None,
        )
        out = rewrite(body, ANSWER, machines)
        for before, after in zip(candidates, out.get("candidates") or [], strict=True):
            mend_offsets(after, texts_of(before), texts_of(after))
        return out, facts

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """Open the rewriter of one streamed answer."""
        if self.opens is None:
            raise InternalError("This operation has no stream.")
        return self.opens(machines)


def _is_answer(body: dict[str, Json]) -> bool:
    if body.get("error") is not None or isinstance(body.get("promptFeedback"), dict):
        return isinstance(body.get("candidates", []), list)
    candidates = body.get("candidates")
    return isinstance(candidates, list) and bool(candidates)


KEPT: Final = ("cachedContent", "cached_content")


WHOLE_REQUEST: Final = ("generateContentRequest", "generate_content_request")


def check_contents(body: Json) -> None:
    """Refuse what the guard cannot read or vouch for.

    Raises:
        BadRequest: no list of contents.
    """
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object.")
    contents = body.get("contents")
    if not isinstance(contents, list) or not contents or not all(isinstance(each, dict) for each in contents):
        raise BadRequest("The request must have contents, as a list of objects that is not empty.", param="contents")
    for key in KEPT:
        if body.get(key) is not None and not isinstance(body[key], str):
            raise BadRequest(f"`{key}` must be the name of cached content, as a string.", param=key)


def parsed(body: Json, shape: Shape, *, operation: str, stream: bool = False) -> ParsedCall:
    """A body of this API, accounted for."""
    walked = walk(body, shape)
    return ParsedCall(
        dialect="gemini",
        operation=operation,
        model="",  # it stands in the path, and is no part of the body
        stream=stream,
        segments=walked.segments,
        # A signature is opaque, and goes back to whoever made it.
        unscanned=tuple(each for each in walked.unscanned if each.kind != "sealed"),
        body=body,
        attachments=walked.attachments,
        keeping=Keeping(continues=tuple(_built_on(body))),
    )


def _built_on(body: dict[str, Json]) -> Iterator[Lying]:
    """Cached contents that a body, or a whole request in it, names."""
    for place in (body, *(body.get(key) for key in WHOLE_REQUEST)):
        given = {key: place[key] for key in KEPT if place.get(key)} if isinstance(place, dict) else {}
        yield from (Lying(Kind.CACHED_CONTENT, str(name), key) for key, name in given.items())


def renamed(body: dict[str, Json], model: str) -> dict[str, Json]:
    """The body with the approved model where it names one: the path decides, and the two must agree."""
    return {**body, "model": f"models/{model}"} if "model" in body else body


GENERATE: Final[Codec] = GeminiGenerate("generate_content")
STREAM_EVENTS: Final[Codec] = GeminiGenerate("stream_generate_content", GeminiStream)
STREAM_ARRAY: Final[Codec] = GeminiGenerate("stream_generate_content", GeminiArray)
