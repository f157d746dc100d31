"""What the audit is told of a hold: the details of HOLD and REVIEW events, and what is owed to it (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from proxy.exchange import EventKind
from proxy.review.rows import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from proxy.review.states import Hold


@dataclass(frozen=True, slots=True)
class Owed:
    """One audit event that a change owes.

    Attributes:
        request_id: the call that it is about.
        caller: who caused it; None for time itself.
        ticket: the hold that it belongs to.
    """

    kind: EventKind
    tenant: str
    request_id: str | None
    caller: str | None
    ticket: str | None
    detail: Mapping[str, Any]


def of_hold(hold: Hold, action: str, *, caller: str | None, request_id: str | None = None) -> Owed:
    """A HOLD event. With the id of another call (one that was sent thanks to the hold), the held one stands beside."""
    detail: dict[str, Any] = {
        "action": action,
        "ticket": hold.ticket,
        "rules": list(hold.rules),
        "severity": hold.severity.value,
        "tags": list(hold.tags),
        "unit": hold.unit,
        "app": hold.app,
    }
    if action == "opened":
        detail |= {
            "dialect": hold.dialect,
            "operation": hold.operation,
            "provider": hold.provider,
            "model": hold.model,
            "content": hold.content,
            "people": hold.people,
            "due": stamp(hold.due_at),
            "expires": stamp(hold.expires_at),
            "policy_hash": hold.policy_hash,
        }
    if request_id not in {None, hold.request_id}:
        detail["held_request"] = hold.request_id
    return Owed(EventKind.HOLD, hold.tenant, request_id or hold.request_id, caller, hold.ticket, detail)


def of_review(hold: Hold, action: str, *, reviewer: str, **more: Any) -> Owed:  # noqa: ANN401 - fields of the kind
    """A REVIEW event."""
    detail = {
        "action": action,
        "ticket": hold.ticket,
        "rules": list(hold.rules),
        "severity": hold.severity.value,
        **{name: value for name, value in more.items() if value not in {None, ""}},
    }
    return Owed(EventKind.REVIEW, hold.tenant, hold.request_id, reviewer, hold.ticket, detail)


def waited_s(hold: Hold, now: datetime) -> int:
    """Seconds since it was held: the figure of the service level."""
    return max(0, int((now - hold.opened_at).total_seconds()))
