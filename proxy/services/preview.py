"""Preview: what the guard would do with a text, without sending or storing anything.

It runs the pipeline's own code: the codec parses a call around the text, `Examiner` detects, decides and transforms,
and the codec puts the result back. Its output is a stable interface (docs/preview.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from proxy.errors import BadRequest
from proxy.exchange import Action, Tier, Treatment
from proxy.transform.replace import transform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.examine import Examined, Examiner
    from proxy.exchange import ParsedCall
    from proxy.wire.codec import Codec

CONTEXT_KEYS: Final = frozenset({"unit", "audience", "direction", "approved"})
DIRECTIONS: Final = ("request", "response")
PATH: Final = ("messages", 0, "content")
ACTION_NAMES: Final = {Action.FORWARD: "forward", Action.HOLD: "hold", Action.BLOCK: "block"}
NEVER_RELEASED: Final = "CREDENTIAL"
RESPONSE_REASON: Final = {
    "rule": "R26-response",
    "clause": "Policy 5023, General use (review output)",
    "sentence": "Personal details in an AI's answer are masked. Check the answer before you use it.",
    "action": "forward",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One text to preview.

    Attributes:
        text: the prompt, or a model's answer when `direction` is ``response``.
        tier: contract tier to assume.
        context: ``unit``, ``audience``, ``direction``, ``approved``: what the text cannot show.
        id: echoed in the result.
    """

    text: str = field(repr=False)
    tier: Tier = Tier.T2
    context: Mapping[str, Any] = field(default_factory=dict, repr=False)
    id: str | None = None

    @property
    def is_response(self) -> bool:
        """Whether the text is a model's answer."""
        return self.context.get("direction") == "response"

    @property
    def tier_in_force(self) -> Tier:
        """T0 when the context says that the tool is not approved."""
        return Tier.T0 if self.context.get("approved") is False else self.tier


def question(row: Mapping[str, Any], *, tier: Tier) -> Question:
    """Build a question from a parsed JSON object.

    Raises:
        BadRequest: a missing or wrong field, or an unknown context key.
    """
    text = row.get("text")
    context = row.get("context") or {}
    if not isinstance(text, str):
        raise BadRequest("Say which text to preview: `text` must be a string.", param="text")
    if not isinstance(context, dict) or not context.keys() <= CONTEXT_KEYS:
        raise BadRequest(f"`context` may hold {', '.join(sorted(CONTEXT_KEYS))} and nothing else.", param="context")
    if context.get("direction", "request") not in DIRECTIONS:
        raise BadRequest("`context.direction` must be request or response.", param="context.direction")
    if not isinstance(context.get("approved", True), bool):
        raise BadRequest("`context.approved` must be true or false.", param="context.approved")
    named = row.get("tier", tier)
    try:
        chosen = Tier(named)
    except ValueError:
        raise BadRequest("`tier` must be one of T0, T1, T2, T3, TL.", param="tier") from None
    return Question(text, chosen, context, None if row.get("id") is None else str(row["id"]))


@dataclass(frozen=True, slots=True)
class Previewer:
    """Previews texts for one caller."""

    examiner: Examiner
    codec: Codec
    tenant: str = "default"
    caller: str = "preview"

    async def preview(self, asked: Question) -> dict[str, Any]:
        """What would happen to this text.

        Returns:
            ``{"id", "outbound", "action", "severity", "tags", "findings", "reasons"}`` as docs/preview.md says.

        Raises:
            GuardError: the text could not be checked (too large, or detection failed).
        """
        call = self.codec.parse({"model": "preview", "messages": [{"role": "user", "content": asked.text}]})
        examined = await self.examiner.examine(
            call, tenant=self.tenant, caller=self.caller, tier=asked.tier_in_force, approval_ends=None
        )
        return (
            self._answer_row(asked, call, examined) if asked.is_response else self._request_row(asked, call, examined)
        )

    def _request_row(self, asked: Question, call: ParsedCall, examined: Examined) -> dict[str, Any]:
        decision = examined.decision
        secret = any(finding.base == NEVER_RELEASED for found in examined.findings for finding in found)
        blocked_secret = secret and decision.action is Action.BLOCK
        outbound = None if blocked_secret else examined.transformed.replacements.get(PATH, asked.text)
        return {
            "id": asked.id,
            "outbound": outbound,
            "action": ACTION_NAMES[decision.action],
            "severity": decision.severity.value,
            "tags": list(decision.tags),
            "findings": _rows(call, examined),
            "reasons": [
                {
                    "rule": reason.rule,
                    "clause": reason.clause,
                    "sentence": reason.sentence,
                    "action": ACTION_NAMES[reason.action],
                }
                for reason in decision.reasons
            ],
        }

    def _answer_row(self, asked: Question, call: ParsedCall, examined: Examined) -> dict[str, Any]:
        """A model's answer: whatever would be changed on the way out is masked for good, names included."""
        masked = tuple(
            tuple(Treatment.KEEP if treatment is Treatment.KEEP else Treatment.REDACT for treatment in treatments)
            for treatments in examined.decision.treatments
        )
        key = self.examiner.caller_key(self.tenant, self.caller)
        transformed = transform(call.segments, examined.findings, masked, key=key)
        decision = replace(examined.decision, treatments=masked)
        seen = replace(examined, decision=decision, transformed=transformed)
        return {
            "id": asked.id,
            "outbound": transformed.replacements.get(PATH, asked.text),
            "action": ACTION_NAMES[Action.FORWARD],
            "severity": decision.severity.value,
            "tags": sorted({*decision.tags, "RESPONSE"}),
            "findings": _rows(call, seen),
            "reasons": [RESPONSE_REASON],
        }


def _rows(call: ParsedCall, examined: Examined) -> list[dict[str, Any]]:
    """Findings in the previewed text, with their treatments."""
    for segment, found, treated in zip(call.segments, examined.findings, examined.decision.treatments, strict=True):
        if segment.path == PATH:
            return [
                {
                    "start": finding.start,
                    "end": finding.end,
                    "entity": finding.entity,
                    "treatment": treatment.name.lower(),
                    "detector": finding.detector,
                }
                for finding, treatment in zip(found, treated, strict=True)
            ]
    return []
