"""The explanation of one call, rebuilt from its records: for whoever made it and, of others, only auditors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from proxy.errors import NotFound
from proxy.exchange import Action, EventKind
from proxy.holding.error import WAIT
from proxy.policy.card import card
from proxy.policy.refusals import refusal_card
from proxy.policy.retell import counted, retell, unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from proxy.exchange import Decision, Reason
    from proxy.policy.card import Card

HELD: Final = "held_for_review"
_NOBODY_S: Final = "There is no call of yours under this request id."
_TELLING: Final = (EventKind.INTENT.value, EventKind.REFUSED.value)


def explain(records: Iterable[Mapping[str, Any]], caller: str | None) -> dict[str, Any]:
    """What the records of one call say to the person who made it.

    Args:
        records: all records of one request id, as the audit shows them.
        caller: who asks; None for somebody who may read all (an auditor, the operator).

    Returns:
        ``{"request_id", "at", "decision", "rule", "clause", "severity", "tags", "found", "unscanned", "where",
        "reasons", "overrides", "shadow", "ticket", "policy_hash", "outcome", "explanation"}``; the card under
        ``explanation`` is that of the error body.

    Raises:
        NotFound: no such call, or somebody else's: the same words for both.
    """
    told = list(records)
    record = next((each for each in told if each["kind"] in _TELLING), None)
    if record is None or (caller is not None and record["caller"] != caller):
        raise NotFound(_NOBODY_S)
    detail = record["detail"]
    final = next((each["detail"] for each in told if each["kind"] == EventKind.FINAL.value), None)
    shared = {
        "request_id": record["request_id"],
        "at": record["at"],
        "outcome": final["outcome"] if final else ("refused" if record["kind"] == _TELLING[1] else "open"),
    }
    decision = retell(detail)
    if decision is None:
        return shared | _undecided(detail)
    return shared | _decided(decision, detail)


def _undecided(detail: Mapping[str, Any]) -> dict[str, Any]:
    code = str(detail.get("error_code") or "internal_error")
    return {
        "decision": "refused",
        "error_code": code,
        "rule": detail.get("rule"),
        "clause": detail.get("clause"),
        "explanation": refusal_card(code, detail.get("clause")),
    }


def _decided(decision: Decision, detail: Mapping[str, Any]) -> dict[str, Any]:
    found, unscanned = counted(detail), unread(detail)
    leading = decision.leading
    names = {Action.FORWARD: "forwarded", Action.HOLD: "held", Action.BLOCK: "blocked"}
    failed = decision.action is Action.FORWARD and bool(detail.get("error_code"))
    shown = card(
        decision,
        found,
        unscanned,
        queued=bool(detail.get("ticket")) or detail.get("error_code") == HELD,
        sent=decision.action is Action.FORWARD and not failed,
    )
    if detail.get("error_code") == HELD and detail.get("ticket"):
        shown = waiting(shown, detail["ticket"])
    return {
        "decision": "refused" if failed else names[decision.action],
        "error_code": detail.get("error_code"),
        "rule": leading.rule,
        "clause": leading.clause,
        "severity": decision.severity.value,
        "tags": list(decision.tags),
        "found": found,
        "unscanned": sorted(unscanned),
        "where": list(detail.get("places") or ()),
        "reasons": _reasons(decision.reasons),
        "overrides": [
            {"rule": each.rule, "id": each.override, "asked": each.asked.name.lower(), "given": each.given.name.lower()}
            for each in decision.relaxed
        ],
        "shadow": _reasons(decision.shadow),
        "ticket": detail.get("ticket"),
        "policy_hash": decision.policy_hash,
        "explanation": refusal_card(str(detail["error_code"])) if failed else shown,
    }


def waiting(shown: Card, ticket: str) -> Card:
    """The card of a held call, with what to do when it is approved, as its error had it."""
    return {
        language: {**lines, "next": f"{lines['next']} {getattr(WAIT, language)} ({ticket})"}
        for language, lines in shown.items()
    }


def _reasons(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    return [
        {
            "rule": reason.rule,
            "clause": reason.clause,
            "action": reason.action.name.lower(),
            "sentence": {"en": reason.sentence, "es": reason.sentence_es},
        }
        for reason in reasons
    ]
