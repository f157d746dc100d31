"""Held calls as every face shows them: a summary without content, the original texts, a vote with its edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from proxy.errors import Conflict
from proxy.review.rows import stamp
from proxy.review.states import Mode, State
from proxy.wire import content_coding
from proxy.wire.carriage import carriage_of
from proxy.wire.dialects import CODECS
from proxy.wire.stored_routes import STORED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from proxy.holding.view import KeptCall
    from proxy.review.states import Hold, Vote
    from proxy.wire.codec import Codec

MOST_UNFOLDED: Final = 1_000_000_000


def summary(hold: Hold, now: datetime) -> dict[str, Any]:
    """A held call without its content, as every face shows it."""
    pending = hold.state is State.PENDING
    return {
        "ticket": hold.ticket,
        "state": hold.state.value,
        "request_id": hold.request_id,
        "unit": hold.unit,
        "app": hold.app,
        "dialect": hold.dialect,
        "operation": hold.operation,
        "provider": hold.provider,
        "model": hold.model,
        "rules": list(hold.rules),
        "severity": hold.severity.value,
        "tags": list(hold.tags),
        "people": hold.people,
        "mode": hold.mode,
        "responsible": hold.responsible or None,
        "opened_at": stamp(hold.opened_at),
        "due_at": stamp(hold.due_at),
        "overdue": pending and now >= hold.due_at,
        "escalated": hold.escalated_at is not None,
        "expires_at": stamp(hold.expires_at),
        "decided_at": None if hold.decided_at is None else stamp(hold.decided_at),
        "ends_at": None if hold.ends_at is None else stamp(hold.ends_at),
        "sent": hold.sent_at is not None,
        "collected": hold.collected,
    }


def codec_of(kept: KeptCall) -> Codec:
    """The codec that reads a kept call. Raises Conflict: this version no longer serves it."""
    for route in CODECS:
        codec = route.sse if kept.streams_events else route.codec
        if route.path == kept.route and codec is not None and codec.operation == kept.operation:
            return codec
    for stored in STORED:
        if stored.path == kept.route and stored.codec.operation == kept.operation:
            return stored.codec
    raise Conflict("This version of the guard no longer serves the API that this call was for.")


def originals(kept: KeptCall) -> list[dict[str, Any]]:
    """The texts of a kept call as its caller wrote them, with the numbers of the view."""
    codec = codec_of(kept)
    body = content_coding.decode_body(kept.body, kept.headers.get("content-encoding"), max_bytes=MOST_UNFOLDED)
    call = codec.parse(carriage_of(codec).read(body, kept.headers.get("content-type", "")))
    return [
        {"segment": number, "role": segment.role, "text": segment.text}
        for number, segment in enumerate(call.segments)
        if segment.text.strip()
    ]


def shown_vote(
    vote: Vote, reason: str, at: str, *, edits: Mapping[str, str] | None, view: Mapping[str, Any] | None
) -> dict[str, Any]:
    """A vote, for those who decide next."""
    told: dict[str, Any] = {
        "reviewer": vote.reviewer.id,
        "decision": "release" if vote.release else "deny",
        "mode": vote.mode,
        "proposal": vote.proposal if vote.release else None,
        "responsible": vote.responsible or None,
        "reason": reason,
        "at": at,
    }
    if vote.mode is Mode.EDITED:
        told["edits"] = [] if edits is None or view is None else _shown_edits(edits, view)
    return told


def _shown_edits(edits: Mapping[str, str], view: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Edits with placeholders again in place of values."""
    numbers = {each["digest"]: each["segment"] for each in view["segments"]}
    shown = []
    for digest, text in edits.items():
        for token, value in view["tokens"].items():
            text = text.replace(value, token)  # noqa: PLW2901 - one value after the other
        shown.append({"segment": numbers.get(digest), "text": text})
    return shown
