"""Preview: what the guard would do with a text, without sending or storing anything.

It runs the pipeline's own code: the codec parses a call around the text, `Examiner` detects, decides and transforms,
and the codec puts the result back. Its output is a stable interface (docs/preview.md).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from proxy.errors import BadRequest
from proxy.examine import counted_treatments
from proxy.exchange import Action, Audience, Circumstances, Tier, UnitKind
from proxy.policy.card import card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.examine import Examined, Examiner
    from proxy.exchange import Caller, ParsedCall, Reason
    from proxy.wire.codec import Codec

CONTEXT_KEYS: Final = frozenset({"unit", "audience", "direction", "approved"})
DIRECTIONS: Final = ("request", "response")
PATH: Final = ("messages", 0, "content")
ACTION_NAMES: Final = {Action.FORWARD: "forward", Action.HOLD: "hold", Action.BLOCK: "block"}
NEVER_RELEASED: Final = "CREDENTIAL"
UNITS: Final = {kind.value: kind for kind in UnitKind}
AUDIENCES: Final = {kind.value: kind for kind in Audience}


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
    def circumstances(self) -> Circumstances:
        """What the context says of the unit, the audience and the direction; a word not known is an ordinary one."""
        return Circumstances(
            UNITS.get(str(self.context.get("unit")), UnitKind.ORDINARY),
            AUDIENCES.get(str(self.context.get("audience")), Audience.STAFF),
            "response" if self.is_response else "request",
        )

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
    who: Caller | None = None
    queued: bool = False
    """Whether held calls wait for a reviewer here."""

    async def preview(self, asked: Question) -> dict[str, Any]:
        """What would happen to this text.

        Returns:
            ``{"id", "outbound", "action", "severity", "tags", "findings", "reasons", "overrides", "shadow", "records",
            "explanation"}`` as docs/preview.md says.

        Raises:
            GuardError: the text could not be checked (too large, or detection failed).
        """
        call = self.codec.parse({"model": "preview", "messages": [{"role": "user", "content": asked.text}]})
        examined = await self.examiner.examine(
            call,
            tenant=self.tenant,
            caller=self.caller,
            tier=asked.tier_in_force,
            approval_ends=None,
            circumstances=asked.circumstances,
            who=self.who,
            today=datetime.now(UTC).date(),
        )
        decision = examined.decision
        secret = any(finding.base == NEVER_RELEASED for found in examined.findings for finding in found)
        blocked_secret = secret and decision.action is Action.BLOCK and not asked.is_response
        return {
            "id": asked.id,
            "outbound": None if blocked_secret else examined.transformed.replacements.get(PATH, asked.text),
            "action": ACTION_NAMES[decision.action],
            "severity": decision.severity.value,
            "tags": list(decision.tags),
            "findings": _rows(call, examined),
            "reasons": [_reason(reason) for reason in decision.reasons],
            "overrides": [{"rule": each.rule, "id": each.override} for each in decision.relaxed],
            "shadow": [_reason(reason) for reason in decision.shadow],
            "records": _records(call, examined),
            "explanation": card(
                decision,
                counted_treatments(examined),
                Counter(item.kind for item in call.unscanned),
                queued=self.queued,
            ),
        }


def _reason(reason: Reason) -> dict[str, str]:
    return {
        "rule": reason.rule,
        "clause": reason.clause,
        "sentence": reason.sentence,
        "action": ACTION_NAMES[reason.action],
        "severity": reason.severity.value,
        "sentence_es": reason.sentence_es,
    }


def _records(call: ParsedCall, examined: Examined) -> list[dict[str, Any]]:
    """Links and signals in the previewed text: the evidence as types and offsets."""
    number = next((at for at, segment in enumerate(call.segments) if segment.path == PATH), -1)
    records = examined.records
    links = [
        {
            "tag": link.tag,
            "start": link.place[1],
            "end": link.place[2],
            "subject": link.subject,
            "role": records.subjects[link.subject].role,
            "identifiability": records.subjects[link.subject].identifiability,
            "how": link.how,
        }
        for link in records.links
        if link.place[0] == number
    ]
    signals = [
        {"tag": signal.tag, "start": signal.place[1], "end": signal.place[2]}
        for signal in records.signals
        if signal.place[0] == number
    ]
    return [*links, *signals]


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
