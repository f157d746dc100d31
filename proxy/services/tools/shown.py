"""The registry as faces show it: plain data for JSON, YAML and tables. No secret is in it, so none is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proxy.exchange import Tier
from proxy.registry.form import plain
from proxy.registry.nouns import CaseState, Kind
from proxy.registry.terms import missing, tier_of

if TYPE_CHECKING:
    from datetime import date

    from proxy.registry.nouns import Case, Entry, Name, Stop
    from proxy.registry.office import Dossier
    from proxy.registry.terms import Terms
    from proxy.registry.training import Attestation


def case_shown(case: Case) -> dict[str, Any]:
    """A case, with what is still missing and the tier that its terms come to."""
    shown: dict[str, Any] = {
        "case": case.id,
        "state": case.state.value,
        "tool": plain(case.name, case.facts),
        "requested_by": case.requested_by,
        "requested_at": case.requested_at,
        "reason": case.reason,
        "reviews": [
            {
                "topic": each.topic.value,
                "verdict": each.verdict.value,
                "by": each.by,
                "at": each.at,
                "note": each.note,
                "conditions": list(each.conditions),
            }
            for each in case.reviews
        ],
        "reviews_missing": [topic.value for topic in case.missing] if case.state is CaseState.OPEN else [],
        "decided_by": case.decided_by or None,
        "decided_at": case.decided_at or None,
        "decision_reason": case.decision_reason or None,
    }
    return shown | (tier_shown(case.facts.terms) if case.name.kind is Kind.PROVIDER else {})


def tier_shown(terms: Terms) -> dict[str, Any]:
    """The tier, and what the next ones would need."""
    tier = tier_of(terms)
    wanted = [each for each in (Tier.T2, Tier.T3) if tier is not Tier.TL and missing(terms, each)]
    needs = {each.value: [{"term": need.term, "law": need.law} for need in missing(terms, each)] for each in wanted}
    return {"tier": tier.value, "needs": needs}


def entry_shown(entry: Entry, today: date) -> dict[str, Any]:
    """What is in force."""
    shown: dict[str, Any] = {
        **plain(entry.name, entry.facts),
        "approval": {
            "by": entry.approval.by,
            "on": entry.approval.on.isoformat(),
            "expires": entry.approval.expires.isoformat(),
            "reference": entry.approval.reference,
        },
        "conditions": list(entry.conditions),
        "case": entry.case,
        "standing": entry_standing(entry, today),
        "in_force_ceiling": {"severity": entry.ceiling.severity.value, "barred": sorted(entry.ceiling.barred)},
    }
    return shown | (tier_shown(entry.facts.terms) if entry.name.kind is Kind.PROVIDER else {})


def entry_standing(entry: Entry, today: date) -> str:
    """``approved``, ``ended`` or ``not begun``."""
    if today < entry.approval.on:
        return "not begun"
    return "approved" if today <= entry.approval.expires else "ended"


def stop_shown(stop: Stop) -> dict[str, Any]:
    """An emergency stop."""
    return {
        "kind": "everything" if stop.everything else stop.name.kind.value,
        "id": stop.name.id,
        "disabled_by": stop.by,
        "disabled_at": stop.at,
        "reason": stop.reason,
    }


def dossier_shown(dossier: Dossier, today: date, *, cases: bool = True) -> dict[str, Any]:
    """Everything about a tool; without `cases` only its standing."""
    shown: dict[str, Any] = {**_name(dossier.name), "standing": standing(dossier, today)}
    shown["disabled"] = stop_shown(dossier.stop) if dossier.stop else None
    shown["in_force"] = entry_shown(dossier.entry, today) if dossier.entry else None
    still = next((case.id for case in dossier.cases if case.state is CaseState.OPEN), None)
    return shown | ({"cases": [case_shown(each) for each in dossier.cases]} if cases else {"open_case": still})


def standing(dossier: Dossier, today: date) -> str:
    """One word for where a tool stands; a stop wins."""
    if dossier.stop is not None:
        return "disabled"
    if dossier.entry is not None:
        return entry_standing(dossier.entry, today)
    last = dossier.cases[-1].state if dossier.cases else None
    return {None: "unknown", CaseState.OPEN: "requested"}.get(last) or str(last)


def _name(name: Name) -> dict[str, Any]:
    return {"kind": name.kind.value, "id": name.id}


def shown_attestation(each: Attestation) -> dict[str, Any]:
    """An attestation as faces show it."""
    return {
        "person": each.person,
        "course": each.course,
        "version": each.version,
        "completed": each.completed.isoformat(),
        "expires": each.expires.isoformat(),
        "recorded_by": each.recorded_by,
        "recorded_at": each.recorded_at,
        "channel": each.channel,
        "withdrawn_by": each.withdrawn_by or None,
    }
