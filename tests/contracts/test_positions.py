"""No place of a request is forgotten: one value in every place that the official SDKs know, and none leaves.

Each request goes through the codec, the structured detectors and back. It is refused, or the value is replaced; and
what holds no value arrives whole.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from anthropic.types import message_count_tokens_params, message_create_params
from anthropic.types.beta import message_create_params as beta_message_create_params
from cohere.v2.client import V2Client
from mistralai.client.models import ChatCompletionRequestTypedDict
from ollama import _types as ollama_types
from openai.types import completion_create_params as legacy_create_params
from openai.types import (
    embedding_create_params,
    image_edit_params,
    image_generate_params,
    moderation_create_params,
)
from openai.types.audio import speech_create_params, transcription_create_params
from openai.types.chat import completion_create_params
from openai.types.responses import input_token_count_params, response_create_params
from request_positions import NUMBER, Position, Positions, words
from request_types import GeminiCount, GeminiEmbed, GeminiEmbedBatch, GeminiRequest, called, camel, converse_request

from detectors.stream_scan import joint_scan, stream_scan
from proxy.attachments.closing import put_back
from proxy.attachments.opening import Opener
from proxy.errors import BadRequest, Blocked
from proxy.wire.anthropic_messages import AnthropicCountTokens, AnthropicMessages
from proxy.wire.bedrock import CONVERSE
from proxy.wire.cohere_chat import COHERE_CHAT, COHERE_EMBED, COHERE_RERANK
from proxy.wire.gemini_generate import GENERATE
from proxy.wire.gemini_small import BATCH_EMBED_CONTENTS, COUNT_TOKENS, EMBED_CONTENT
from proxy.wire.ollama import OLLAMA_CHAT, OLLAMA_EMBED, OLLAMA_GENERATE
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_completions import OPENAI_COMPLETIONS
from proxy.wire.openai_images import OPENAI_IMAGES
from proxy.wire.openai_responses import OpenAIInputTokens, OpenAIResponses
from proxy.wire.openai_small import OPENAI_EMBEDDINGS, OPENAI_MODERATIONS
from proxy.wire.openai_speech import OPENAI_SPEECH
from proxy.wire.openai_uploads import OPENAI_EDITS, OPENAI_TRANSCRIPTIONS

if TYPE_CHECKING:
    from proxy.exchange import Path, Segment
    from proxy.wire.codec import Codec

SSN = "536-90-4399"
FILE = {"filename": "x", "content_type": "image/png", "data": "data:image/png;base64,AAAA"}
NAME = "Marisol"
TOKENS = {"text": "[SSN_1A_HHFFT]", "identifier": "SSN_1A_HHFFT", "number": "SSN_1A_HHFFT"}
REQUESTS: dict[str, tuple[Codec, type]] = {
    "chat": (OpenAIChat(), completion_create_params.CompletionCreateParamsNonStreaming),
    "responses": (OpenAIResponses(), response_create_params.ResponseCreateParamsNonStreaming),
    "input_tokens": (OpenAIInputTokens(), input_token_count_params.InputTokenCountParams),
    "messages": (AnthropicMessages(), message_create_params.MessageCreateParamsNonStreaming),
    "messages beta": (AnthropicMessages(), beta_message_create_params.MessageCreateParamsNonStreaming),
    "count_tokens": (AnthropicCountTokens(), message_count_tokens_params.MessageCountTokensParams),
    "completions": (OPENAI_COMPLETIONS, legacy_create_params.CompletionCreateParamsNonStreaming),
    "embeddings": (OPENAI_EMBEDDINGS, embedding_create_params.EmbeddingCreateParams),
    "moderations": (OPENAI_MODERATIONS, moderation_create_params.ModerationCreateParams),
    "images": (OPENAI_IMAGES, image_generate_params.ImageGenerateParamsNonStreaming),
    "speech": (OPENAI_SPEECH, speech_create_params.SpeechCreateParams),
    "image edits": (OPENAI_EDITS, image_edit_params.ImageEditParamsNonStreaming),
    "transcriptions": (OPENAI_TRANSCRIPTIONS, transcription_create_params.TranscriptionCreateParamsNonStreaming),
    "azure": (OpenAIChat("azure", in_path=True), completion_create_params.CompletionCreateParamsNonStreaming),
    "gemini": (GENERATE, GeminiRequest),
    "gemini count": (COUNT_TOKENS, GeminiCount),
    "gemini embed": (EMBED_CONTENT, GeminiEmbed),
    "gemini embed batch": (BATCH_EMBED_CONTENTS, GeminiEmbedBatch),
    "ollama chat": (OLLAMA_CHAT, ollama_types.ChatRequest),
    "ollama generate": (OLLAMA_GENERATE, ollama_types.GenerateRequest),
    "ollama embed": (OLLAMA_EMBED, ollama_types.EmbedRequest),
    "converse": (CONVERSE, converse_request()),
    "mistral": (OpenAIChat(), ChatCompletionRequestTypedDict),
    "cohere chat": (COHERE_CHAT, called(V2Client.chat)),
    "cohere embed": (COHERE_EMBED, called(V2Client.embed)),
    "cohere rerank": (COHERE_RERANK, called(V2Client.rerank)),
}
CAMEL = {api for api in REQUESTS if api.startswith("gemini")}
"""The SDK spells these as Python does, and sends them in camel case."""
CONTENT = {"role": "user", "parts": [{"text": "hi"}]}
NEEDED: dict[str, dict[str, Any]] = {
    **{api: {"model": "m"} for api in ("responses", "input_tokens")},
    **{api: {"model": "m", "input": "hi"} for api in ("embeddings", "moderations")},
    "completions": {"model": "m", "prompt": "hi"},
    "images": {"model": "m", "prompt": "hi"},
    "image edits": {"model": "m", "prompt": "hi", "image": FILE},
    "transcriptions": {"model": "m", "file": FILE},
    "gemini": {"contents": [CONTENT]},
    "gemini count": {"generateContentRequest": {"contents": [CONTENT]}},
    "gemini embed": {"content": CONTENT},
    "gemini embed batch": {"requests": [{"content": CONTENT}]},
    "converse": {"messages": [{"role": "user", "content": [{"text": "hi"}]}]},
    "cohere embed": {"model": "m", "texts": ["hi"]},
    "cohere rerank": {"model": "m", "query": "hi", "documents": ["x"]},
    "ollama generate": {"model": "m", "prompt": "hi"},
    "ollama embed": {"model": "m", "input": "hi"},
    "speech": {"model": "m", "input": "hi", "voice": "alloy"},
}
"""What every request has, where it is not a list of messages."""
FEW = {"completions": 15, "embeddings": 7, "moderations": 9, "images": 15, "speech": 9}
FEW |= {"image edits": 20, "transcriptions": 20, "ollama generate": 40, "ollama embed": 30, "ollama chat": 70}
FEW |= {"gemini embed": 50, "gemini embed batch": 50, "converse": 120, "cohere embed": 25, "cohere rerank": 15}
"""At least so many positions have the small operations; the others have more than 150."""
RIGHTLY_STRUCTURAL = {"model", "seed", "options.seed", "generationConfig.seed"}
RIGHTLY_STRUCTURAL |= {"generateContentRequest.generationConfig.seed"}
"""The model is checked against the registry; a seed is a random number that nobody reads."""

each_request = pytest.mark.parametrize("api", list(REQUESTS))


@cache
def positions(api: str, value: str) -> tuple[Position, ...]:
    needed: dict[str, Any] = NEEDED.get(api, {"model": "m", "messages": [{"role": "user", "content": "hi"}]})
    found = Positions(value).of(REQUESTS[api][1], needed)
    return tuple(
        Position(each.where, each.kind, camel(each.body) if api in CAMEL else each.body)
        for each in found
        if each.where not in RIGHTLY_STRUCTURAL
    )


def replaced(segments: tuple[Segment, ...], value: str) -> dict[Path, str]:
    """What the guard would put where `value` is found."""
    return {s.path: s.text.replace(value, TOKENS[s.spelling.value]) for s in segments if value in s.text}


def outcome(codec: Codec, position: Position, value: str) -> str:
    """What becomes of the value: refused, replaced, or leaked."""
    try:
        call = codec.parse(json.loads(json.dumps(position.body)))
        out = json.dumps(codec.put_back(call, replaced(call.segments, value), model="m"))
    except (BadRequest, Blocked):
        return "refused"
    if value not in out:
        return "replaced"
    return "refused" if call.unscanned else "leaked"


@each_request
def test_the_positions_are_many(api: str) -> None:
    assert len(positions(api, SSN)) > FEW.get(api, 150)


@each_request
@pytest.mark.parametrize("value", [SSN, NAME])
def test_no_string_and_no_key_leaves_unread(api: str, value: str) -> None:
    codec, _ = REQUESTS[api]
    found = [each for each in positions(api, value) if each.kind != "number"]
    assert {each.where for each in found if outcome(codec, each, value) == "leaked"} == set()


@each_request
def test_no_number_leaves_unread(api: str) -> None:
    codec, _ = REQUESTS[api]
    found = [each for each in positions(api, SSN) if each.kind == "number"]
    assert {each.where for each in found if outcome(codec, each, str(NUMBER)) == "leaked"} == set()


@cache
def seen(text: str, context: str) -> tuple[tuple[int, int], ...]:
    return tuple((found.start, found.end) for found in stream_scan(text, context))


@each_request
def test_the_detectors_see_the_value_where_it_stands(api: str) -> None:
    codec, _ = REQUESTS[api]
    unseen = set()
    for position in positions(api, SSN):
        if position.kind == "number":
            continue
        try:
            call = codec.parse(position.body)
        except BadRequest:
            continue
        for segment in call.segments:
            at = segment.text.find(SSN)
            if at >= 0 and not any(
                start <= at and at + len(SSN) <= end for start, end in seen(segment.text, segment.context)
            ):
                unseen.add(position.where)
    assert unseen == set()


@each_request
def test_nothing_is_left_out(api: str) -> None:
    codec, _ = REQUESTS[api]
    changed = set()
    for position in positions(api, SSN):
        try:
            out: Any = codec.put_back(codec.parse(position.body), {}, model="m")
        except BadRequest:
            continue
        kept = {"store": False} if api == "responses" else {}
        named = {"model": "m"} if "model" in position.body else {}
        if out != {**position.body, **named, **kept}:
            changed.add(position.where)
    assert changed == set()


@each_request
def test_an_answer_that_is_thinking_only_where_the_assistant_thought(api: str) -> None:
    """A value is not spared because the object around it calls itself signed."""
    codec, _ = REQUESTS[api]
    signed = [Position(each.where, each.kind, _thinking(each.body)) for each in positions(api, SSN)]
    assert {each.where for each in signed if outcome(codec, each, SSN) == "leaked"} == set()


def _thinking(body: Any) -> Any:
    """The same body, every object in it called thinking where it has no type of its own that matters."""
    if isinstance(body, dict):
        return {**{key: _thinking(value) for key, value in body.items()}, "type": "thinking"}
    return [_thinking(each) for each in body] if isinstance(body, list) else body


@pytest.mark.parametrize("api", ["responses", "messages"])
def test_the_types_that_the_sdk_knows_need_no_scan_where_the_codec_names_them(api: str) -> None:
    """Types of blocks and items: a word that the codec does not list is scanned, for nothing."""
    codec, request = REQUESTS[api]
    member = "input" if api == "responses" else "messages"
    known = sorted(words(request, "type"))
    items: list[Any] = [{"type": word} for word in known]
    body = {"model": "m", member: items if member == "input" else [{"role": "user", "content": items}]}
    scanned = {segment.text for segment in codec.parse(body).segments if segment.path[-1] == "type"}
    assert len(scanned) < len(known) / 3


# --------------------------------------------------------------------------- files

ENCODED = base64.b64encode(f"Her SSN is {SSN}, ok.".encode()).decode()
FILE_URL = f"data:text/plain;base64,{ENCODED}"
CORE = ENCODED[12:28]
"""Of the number alone."""
NO_FILES = {"embeddings", "speech"}
"""Operations all of whose strings are prose, names or words."""


def decoded_and_replaced(segment: Segment) -> str:
    text = segment.text
    for found in sorted(joint_scan(text, segment.context), key=lambda each: -each.start):
        text = text[: found.start] + TOKENS[segment.spelling.value] + text[found.end :]
    return text


@each_request
async def test_a_file_in_any_position_is_opened_or_read_as_text_or_refused(api: str) -> None:
    codec, opened = REQUESTS[api][0], 0
    for position in positions(api, FILE_URL):
        if position.kind not in ("string", "word"):
            continue
        try:
            call = await Opener().open(codec.parse(json.loads(json.dumps(position.body))))
            changed = {s.path: new for s in call.segments if (new := decoded_and_replaced(s)) != s.text}
            out = json.dumps(put_back(codec, call, changed, model="m"))
        except (BadRequest, Blocked):
            continue
        opened += len(call.files)
        assert call.unscanned or not (CORE in out or SSN in out), position.where
    assert opened or api in NO_FILES
