"""What the record may know of a response, a text of its stream under way, and a failure of ours as this API says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from proxy.exchange.kept import Kind
from proxy.wire.alignment import Heard
from proxy.wire.logprobs import Track
from proxy.wire.openai_chat_facts import OTHER
from proxy.wire.openai_responses_shape import STATUS
from proxy.wire.shape import STRUCTURAL, made_id

if TYPE_CHECKING:
    from proxy.errors import GuardError
    from proxy.exchange import Json, TextMachine
    from proxy.wire.event_stream import Fields


@dataclass(slots=True)
class OpenText:
    """One text under way: its machine, and the members that a late delta needs."""

    machine: TextMachine
    frame: dict[str, Json]
    fields: Fields = field(default=())
    track: Track = field(default_factory=Track)
    heard: Heard = field(default_factory=Heard)
    citations: list[tuple[dict[str, Json], Fields]] = field(default_factory=list, repr=False)
    """Those that came while the text was under way: they wait for its end, because they point into it by offsets."""


def made(value: Json) -> bool:
    """Whether it is an id or a name that a provider made."""
    return isinstance(value, str) and made_id(value) is STRUCTURAL


def made_by(response: dict[str, Json]) -> tuple[tuple[Kind, str], ...]:
    """Under which ids a response lies at the provider, if it was to be stored."""
    conversation = response.get("conversation")
    ids = {
        Kind.RESPONSE: response.get("id"),
        Kind.CONVERSATION: conversation.get("id") if isinstance(conversation, dict) else conversation,
    }
    return tuple((kind, str(name)) for kind, name in ids.items() if made(name))


def end_reason(response: dict[str, Json]) -> str | None:
    """Why a response ended, as the record may hold it; None while it goes on."""
    status = response.get("status")
    if status in {None, "in_progress", "queued"}:
        return None
    details = response.get("incomplete_details")
    reason = details.get("reason") if isinstance(details, dict) else None
    if made(reason):
        return str(reason)
    known = isinstance(status, str) and STATUS.string(status) is STRUCTURAL
    return str(status) if known else OTHER


def failure(response: dict[str, Json], error: GuardError, request_id: str | None) -> dict[str, Json]:
    """The event ``response.failed``, which SDKs hand to the caller; `response` is what was announced of it."""
    return {
        "type": "response.failed",
        "response": {
            **response,
            "object": "response",
            "status": "failed",
            "output": [],
            "error": {
                "code": "server_error",
                "message": " ".join(error.message.split()),
                "chaperone": {"code": error.code, "request_id": request_id},
            },
        },
    }
