"""Answers that a person must acknowledge: which, and what they say of it (docs/headers.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from proxy.exchange import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from proxy.exchange import Caller, Decision
    from proxy.review.answers import AnswerStore


@dataclass(frozen=True, slots=True)
class Marking:
    """Which answers have to be acknowledged, and whether that shows.

    Attributes:
        marks: whether answers say that they wait; else they are only counted.
        least: severity from which an answer is flagged.
    """

    marks: bool = False
    least: Severity = Severity.S3

    def flags(self, decision: Decision) -> bool:
        """Whether a person must acknowledge the answer to such a call."""
        return decision.severity >= self.least or bool(decision.relaxed)

    async def headers(
        self, answers: AnswerStore, caller: Caller, decision: Decision, request_id: str, now: datetime
    ) -> Mapping[str, str]:
        """What the answer to such a call says; nothing where it is only counted, or not flagged at all.

        Raises:
            StateUnavailable: it cannot be noted, where answers are marked.
        """
        if not self.flags(decision):
            return {}
        if not self.marks:
            answers.note(request_id, caller, now)
            return {}
        waiting = await answers.await_review(request_id, caller, now)
        return {
            "x-ai-review": "required; unacknowledged",
            "x-ai-review-ack": f"/v1/review-acks/{request_id}",
            "x-ai-review-open": str(waiting),
        }
