"""Calls with a file in them, one for each place where an API takes one; and a small guard that reads them here."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from canary import CANARIES

from config.profiles import policy_table
from detectors.conversation import ScanResult
from detectors.finding import Finding
from detectors.stream_scan import stream_scan
from proxy.attachments.closing import put_back
from proxy.attachments.opening import Opener
from proxy.examine import Examiner
from proxy.exchange import Action, Tier, Treatment
from proxy.extract.passages import Extracted, Passage
from proxy.policy.facts import Table
from proxy.wire.anthropic_messages import AnthropicMessages
from proxy.wire.bedrock import CONVERSE
from proxy.wire.carriage import carriage_of
from proxy.wire.cohere_chat import COHERE_CHAT
from proxy.wire.gemini_generate import GENERATE
from proxy.wire.ollama import OLLAMA_CHAT
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_responses import OpenAIResponses
from proxy.wire.openai_uploads import OPENAI_EDITS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from detectors.finding import Piece
    from proxy.examine import Examined
    from proxy.exchange import Json, ParsedCall
    from proxy.extract.sniff import Kind
    from proxy.extract.unread import Unread
    from proxy.wire.codec import Codec

NAME, SSN = (canary.value for canary in CANARIES[:2])
TOKEN = "[PERSON_1A"
PROFILE = policy_table("default")
TABLE = Table(
    "default",
    {entity: Treatment[name.upper()] for entity, name in PROFILE.treatments.items()},
    PROFILE.gate,
    Action.BLOCK,
)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def url_safe(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def mime(data: bytes) -> str:
    return base64.encodebytes(data).decode()


def data_url(data: bytes, media: str) -> str:
    return f"data:{media};base64,{b64(data)}"


def _user(*parts: Json) -> dict[str, Json]:
    return {"model": "m", "messages": [{"role": "user", "content": list(parts)}]}


def _item(*parts: Json) -> dict[str, Json]:
    return {"model": "m", "input": [{"role": "user", "content": list(parts)}]}


def _anthropic(data: bytes, media: str, name: str) -> Json:
    return {
        "type": "document",
        "title": name,
        "source": {"type": "base64", "media_type": media, "data": mime(data)},
    }


def _parts(*parts: Json) -> dict[str, Json]:
    return {"contents": [{"role": "user", "parts": list(parts)}]}


@dataclass(frozen=True)
class Place:
    """Where an API takes a file: its codec, a call around the bytes, and the way back to the string that carries it."""

    codec: Codec
    body: Callable[[bytes, str, str], Json]
    steps: tuple[str | int, ...]
    text: bool = True
    """Whether a text may stand in place of the file there."""

    def carried(self, body: Json) -> str:
        for step in self.steps:
            body = body[step]
        return str(body)


SAY = {"type": "text", "text": "What is this?"}
PLACES: dict[str, Place] = {
    "chat file, data URL": Place(
        OpenAIChat(),
        lambda data, media, name: _user(
            SAY, {"type": "file", "file": {"filename": name, "file_data": data_url(data, media)}}
        ),
        ("messages", 0, "content", 1, "file", "file_data"),
    ),
    "chat file, bare base64": Place(
        OpenAIChat(),
        lambda data, _, name: _user(SAY, {"type": "file", "file": {"filename": name, "file_data": b64(data)}}),
        ("messages", 0, "content", 1, "file", "file_data"),
    ),
    "chat picture": Place(
        OpenAIChat(),
        lambda data, media, _: _user(SAY, {"type": "image_url", "image_url": {"url": data_url(data, media)}}),
        ("messages", 0, "content", 1, "image_url", "url"),
    ),
    "chat sound": Place(
        OpenAIChat(),
        lambda data, _, __: _user(SAY, {"type": "input_audio", "input_audio": {"data": b64(data), "format": "wav"}}),
        ("messages", 0, "content", 1, "input_audio", "data"),
    ),
    "azure file": Place(
        OpenAIChat("azure", in_path=True),
        lambda data, media, name: _user(
            SAY, {"type": "file", "file": {"filename": name, "file_data": data_url(data, media)}}
        ),
        ("messages", 0, "content", 1, "file", "file_data"),
    ),
    "responses file": Place(
        OpenAIResponses(),
        lambda data, media, name: _item({"type": "input_file", "filename": name, "file_data": data_url(data, media)}),
        ("input", 0, "content", 0, "file_data"),
    ),
    "responses picture": Place(
        OpenAIResponses(),
        lambda data, media, _: _item({"type": "input_image", "image_url": data_url(data, media)}),
        ("input", 0, "content", 0, "image_url"),
    ),
    "responses, given by a tool": Place(
        OpenAIResponses(),
        lambda data, media, name: {
            "model": "m",
            "input": [
                {
                    "type": "function_call_output",
                    "call_id": "call_1",
                    "output": [{"type": "input_file", "filename": name, "file_data": data_url(data, media)}],
                }
            ],
        },
        ("input", 0, "output", 0, "file_data"),
    ),
    "anthropic document": Place(
        AnthropicMessages(),
        lambda data, media, name: _user(SAY, _anthropic(data, media, name)),
        ("messages", 0, "content", 1, "source", "data"),
    ),
    "anthropic document, given by a tool": Place(
        AnthropicMessages(),
        lambda data, media, name: _user(
            {"type": "tool_result", "tool_use_id": "toolu_1", "content": [SAY, _anthropic(data, media, name)]}
        ),
        ("messages", 0, "content", 0, "content", 1, "source", "data"),
    ),
    "anthropic picture": Place(
        AnthropicMessages(),
        lambda data, media, _: _user(
            SAY, {"type": "image", "source": {"type": "base64", "media_type": media, "data": b64(data)}}
        ),
        ("messages", 0, "content", 1, "source", "data"),
    ),
    "gemini inline": Place(
        GENERATE,
        lambda data, media, name: _parts(
            {"text": "What is this?"}, {"inlineData": {"mimeType": media, "data": url_safe(data), "displayName": name}}
        ),
        ("contents", 0, "parts", 1, "inlineData", "data"),
    ),
    "gemini inline, in Python's spelling": Place(
        GENERATE,
        lambda data, media, _: _parts({"inline_data": {"mime_type": media, "data": b64(data)}}),
        ("contents", 0, "parts", 0, "inline_data", "data"),
    ),
    "gemini, given by a function": Place(
        GENERATE,
        lambda data, media, _: _parts(
            {
                "functionResponse": {
                    "name": "f",
                    "response": {"ok": "yes"},
                    "parts": [{"inlineData": {"mimeType": media, "data": b64(data)}}],
                }
            }
        ),
        ("contents", 0, "parts", 0, "functionResponse", "parts", 0, "inlineData", "data"),
        text=False,
    ),
    "gemini, in the system instruction": Place(
        GENERATE,
        lambda data, media, _: {
            **_parts({"text": "Hi."}),
            "systemInstruction": {"parts": [{"inlineData": {"mimeType": media, "data": b64(data)}}]},
        },
        ("systemInstruction", "parts", 0, "inlineData", "data"),
    ),
    "cohere picture": Place(
        COHERE_CHAT,
        lambda data, media, _: _user(SAY, {"type": "image_url", "image_url": {"url": data_url(data, media)}}),
        ("messages", 0, "content", 1, "image_url", "url"),
    ),
    "bedrock document": Place(
        CONVERSE,
        lambda data, media, name: {
            "messages": [
                {
                    "role": "user",
                    "content": [
                        {"text": "What is this?"},
                        {"document": {"format": ending(media), "name": name, "source": {"bytes": b64(data)}}},
                    ],
                }
            ]
        },
        ("messages", 0, "content", 1, "document", "source", "bytes"),
    ),
    "bedrock document, given by a tool": Place(
        CONVERSE,
        lambda data, media, name: {
            "messages": [
                {
                    "role": "user",
                    "content": [
                        {
                            "toolResult": {
                                "toolUseId": "tooluse_1",
                                "content": [
                                    {
                                        "document": {
                                            "format": ending(media),
                                            "name": name,
                                            "source": {"bytes": b64(data)},
                                        }
                                    }
                                ],
                            }
                        }
                    ],
                }
            ]
        },
        ("messages", 0, "content", 0, "toolResult", "content", 0, "document", "source", "bytes"),
    ),
    "ollama picture": Place(
        OLLAMA_CHAT,
        lambda data, _, __: {"model": "m", "messages": [{"role": "user", "content": "Hi.", "images": [b64(data)]}]},
        ("messages", 0, "images", 0),
        text=False,
    ),
    "form": Place(
        OPENAI_EDITS,
        lambda data, media, name: {
            "model": "m",
            "prompt": "Draw a tree.",
            "image": {"filename": name, "content_type": media, "data": data_url(data, media)},
        },
        ("image", "data"),
        text=False,
    ),
}


def ending(media: str) -> str:
    return {"text/csv": "csv", "text/html": "html", "application/pdf": "pdf", "text/markdown": "md"}.get(media, "txt")


def spotted(text: str, context: str = "") -> tuple[Finding, ...]:
    """Structured identifiers, as answers are scanned, and the canary's name wherever it stands."""
    names = []
    at = text.find(NAME)
    while at >= 0:
        names.append(Finding("STUDENT_NAME", at, at + len(NAME), 1.0, "spotter", "format"))
        at = text.find(NAME, at + 1)
    apart = [
        each
        for each in stream_scan(text, context)
        if all(each.end <= name.start or name.end <= each.start for name in names)
    ]
    return tuple(sorted([*names, *apart], key=lambda each: each.start))


@dataclass
class Spotter:
    """In place of the worker processes."""

    seen: list[Piece] = field(default_factory=list)

    async def scan(self, pieces: Sequence[Piece], *, tenant: str) -> ScanResult:
        del tenant
        self.seen += pieces
        return ScanResult([spotted(piece.text, piece.context) for piece in pieces], 1, 1, 0)


@dataclass(frozen=True)
class Taken:
    """A call that went through steps 3 to 6."""

    call: ParsedCall
    examined: Examined

    def out(self, codec: Codec) -> Json:
        """What leaves, as a reader of the wire would have it."""
        tree = put_back(codec, self.call, self.examined.transformed.replacements, model="m")
        carriage_of(codec).write(tree)
        return json.loads(json.dumps(tree))


async def take(codec: Codec, body: Json, opener: Opener | None = None, scanner: Any = None) -> Taken:
    """Read, open, examine."""
    call = await (opener or Opener()).open(codec.parse(body))
    scan: Any = scanner or Spotter()
    examiner = Examiner(scan, TABLE, 1_000_000, b"s" * 32)
    examined = await examiner.examine(call, tenant="t", caller="c", tier=Tier.T2, approval_ends=None)
    return Taken(call, examined)


PDF = b"%PDF-1.7\n" + bytes(range(200))
MEDIA = "application/pdf"
CLEAN = (Passage("Lunch is at noon.", "page 1"),)
TELLING = (Passage("Lunch is at noon.", "page 1"), Passage(f"{NAME}, SSN {SSN}", "page 2"), Passage(NAME, "comment 1"))


@dataclass
class Shelf:
    """In place of the worker processes: gives what it is told to, and notes what it was asked."""

    passages: Sequence[Passage] = CLEAN
    unread: tuple[Unread, ...] = ()
    error: Exception | None = None
    wait_s: float = 0.0
    asked: list[tuple[Kind, bytes]] = field(default_factory=list)

    async def read(self, data: bytes, kind: Kind) -> Extracted:
        self.asked.append((kind, data))
        await asyncio.sleep(self.wait_s)
        if self.error is not None:
            raise self.error
        return Extracted(kind, tuple(self.passages), complete=not self.unread, unread=self.unread)
