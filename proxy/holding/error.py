"""The answers to a call that waits for a reviewer, and to one that a reviewer has denied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.errors import Blocked, HeldForReview
from proxy.exchange import Said
from proxy.outcome import refusal

if TYPE_CHECKING:
    from proxy.examine import Examined
    from proxy.exchange import ParsedCall
    from proxy.review.states import Hold

WAIT: Final = Said(
    "Or wait: when it is approved, send the same again.", "O espere: cuando se apruebe, envíe lo mismo otra vez."
)


def held(call: ParsedCall, examined: Examined, hold: Hold, *, other_content: bool = False) -> HeldForReview:
    """The answer to a call that waits: what to do, where to look, and the card."""
    leading = examined.decision.leading
    said = (
        f"It was not sent and waits for a reviewer (ticket {hold.ticket}). When it is approved, send the same again, "
        "or press regenerate."
    )
    if other_content:
        said += " The ticket that came with it is for other content."
    error = refusal(call, examined, leading, said=said)
    return HeldForReview(
        error.message,
        param=error.param,
        details={
            **error.details,
            "explanation": _with_next(error.details["explanation"], hold.ticket),
            "ticket": hold.ticket,
            "state": hold.state.value,
            "due": hold.due_at.isoformat(timespec="seconds"),
            "people": hold.people,
            "look": f"/v1/holds/{hold.ticket}",
            "collect": f"/v1/holds/{hold.ticket}/collect",
        },
    )


def _with_next(told: object, ticket: str) -> object:
    """The card, with what to do when the call is approved."""
    if not isinstance(told, dict):
        return told
    return {
        language: {**lines, "next": f"{lines['next']} {getattr(WAIT, language)} ({ticket})"}
        for language, lines in told.items()
    }


def denied(call: ParsedCall, examined: Examined, hold: Hold) -> Blocked:
    """The answer to content that a reviewer has denied."""
    said = (
        f"A reviewer decided that this must not be sent (ticket {hold.ticket}). "
        "Edit the message or start a new chat without it."
    )
    error = refusal(call, examined, examined.decision.leading, said=said)
    more = {"decision": "denied", "ticket": hold.ticket, "look": f"/v1/holds/{hold.ticket}"}
    return Blocked(error.message, param=error.param, details={**error.details, **more})


def ended(ticket: str) -> Blocked:
    """The answer to a call whose release ended while it was on its way out."""
    return Blocked(
        f"The approval of this call has just ended (ticket {ticket}), so it was not sent. Send it again to ask again.",
        details={"decision": "ended", "ticket": ticket, "look": f"/v1/holds/{ticket}"},
    )
