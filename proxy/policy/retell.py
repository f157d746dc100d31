"""A decision told again from its record: rule ids, actions, counts and tags are enough, because rows are data.

The card of an error and the card of `GET /v1/explanations/{request-id}` come out the same, and neither needs the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from proxy.exchange import Action, Decision, Reason, Relaxed, Said, Severity, Tier, Treatment
from proxy.policy import ceiling
from proxy.policy.decide import NOTED
from proxy.policy.entities import GOVERNMENT_AND_FINANCE
from proxy.policy.hints import spoken
from proxy.policy.people import REPORT
from proxy.policy.relax import under_exception
from proxy.policy.rules import ROWS, always_removed, unscanned
from proxy.policy.speak import reason_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ACTIONS: Final = {action.name.lower(): action for action in Action}
ROW_OF: Final = {row.id: row for row in ROWS}
_FORGOTTEN: Final = Said(
    "A rule of an earlier version of the policy said so.", "Así lo decía una regla de una versión anterior."
)


def retell(detail: Mapping[str, Any]) -> Decision | None:
    """The decision that a record of a call holds, without its treatments; None when the call ended before step 5."""
    if not detail.get("reasons"):
        return None
    relaxed = tuple(_relaxed(each) for each in detail.get("overrides") or ())
    eased = {each.rule: each for each in relaxed}
    return Decision(
        action=ACTIONS[detail["decision"]],
        treatments=(),
        reasons=tuple(_reason(each, detail, eased.get(each["rule"])) for each in detail["reasons"]),
        severity=Severity(detail.get("severity") or Severity.S0),
        tags=tuple(detail.get("tags") or ()),
        policy_hash=detail.get("policy_hash") or "",
        relaxed=relaxed,
        shadow=tuple(_reason(each, detail, None) for each in detail.get("shadow") or ()),
    )


def counted(detail: Mapping[str, Any]) -> dict[str, int]:
    """Base label -> number of findings that were not kept, as cards count them."""
    counts: dict[str, int] = {}
    for found in detail.get("findings") or ():
        if found["treatment"] != Treatment.KEEP.name.lower():
            base = found["entity"].partition(".")[0]
            counts[base] = counts.get(base, 0) + found["count"]
    return dict(sorted(counts.items()))


def unread(detail: Mapping[str, Any]) -> dict[str, int]:
    """Kind -> number of places that could not be read."""
    return {each["kind"]: each["count"] for each in detail.get("unscanned") or ()}


def _relaxed(told: Mapping[str, Any]) -> Relaxed:
    return Relaxed(told["rule"], told["id"], ACTIONS[told["asked"]], ACTIONS[told["given"]])


def _reason(told: Mapping[str, Any], detail: Mapping[str, Any], eased: Relaxed | None) -> Reason:
    rule, action = told["rule"], ACTIONS[told["action"]]
    row = ROW_OF.get(rule)
    if row is None:
        return _rowless(told, detail, action)
    tier = Tier(detail.get("tier") or Tier.T2)
    asked = eased.asked if eased else action
    reason = reason_of(row, asked, tier, _said(rule, asked, detail))
    return under_exception(reason, action) if eased else reason


def _rowless(told: Mapping[str, Any], detail: Mapping[str, Any], action: Action) -> Reason:
    if told["rule"] == NOTED.rule:
        return NOTED
    if told["rule"] == ceiling.RULE:
        return ceiling.above(Severity(detail.get("severity") or Severity.S0))
    severity = (detail.get("hints") or {}).get("severity")
    if severity is not None:
        return spoken(Severity(severity), action)
    clause = told.get("clause") or ""
    return Reason(told["rule"], clause, _FORGOTTEN.en, action, _FORGOTTEN.es, decider=REPORT)


def _said(rule: str, action: Action, detail: Mapping[str, Any]) -> Said | None:
    """The sentence of the rows that fit it to the call."""
    if rule == unscanned.ROW.id and action > Action.FORWARD:
        return unscanned.stopped(unread(detail))
    if rule == always_removed.ROW.id and not _for_good(detail):
        return always_removed.REPLACED
    return None


def _for_good(detail: Mapping[str, Any]) -> bool:
    found = [
        each for each in detail.get("findings") or () if each["entity"].partition(".")[0] in GOVERNMENT_AND_FINANCE
    ]
    return all(each["treatment"] == Treatment.REDACT.name.lower() for each in found)
