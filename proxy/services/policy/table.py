"""The policy as people read it: the table in force, and how two of them differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from proxy.exchange import Action, Tier, Treatment
from proxy.policy.decide import TRIABLE, policy_hash
from proxy.policy.permits import PERMITS
from proxy.policy.rules import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from proxy.policy.facts import Table
    from proxy.policy.row import Actions, Row

TIERS: Final = (Tier.T1, Tier.T2, Tier.T3, Tier.TL)
_LOOSER, _STRICTER, _OTHER = "looser", "stricter", "other"


def policy_of(table: Table, *, units: Mapping[str, str], audiences: Mapping[str, str]) -> dict[str, Any]:
    """The whole policy as plain JSON: what `show` prints, what is kept under the hash, what `diff` compares."""
    return {
        "hash": policy_hash(table),
        "profile": table.name,
        "gate": table.gate,
        "on_unscanned": table.on_unscanned.name.lower(),
        "rows": {row.id: _row(row, table) for row in ROWS},
        "treatments": {entity: each.name.lower() for entity, each in sorted(table.treatments.items())},
        "units": dict(sorted(units.items())),
        "audiences": dict(sorted(audiences.items())),
    }


def _row(row: Row, table: Table) -> dict[str, Any]:
    chosen = row.actions if row.fixed else {**row.actions, **table.rows.get(row.id, {})}
    trial = table.shadow.get(row.id)
    return {
        "number": row.number,
        "signals": row.signals,
        "regimes": list(row.regimes),
        "severity": row.severity.value,
        "actions": _named(chosen),
        "shipped": _named(row.actions),
        "permit": _named(PERMITS[row.id]) if row.id in PERMITS else None,
        "fixed": row.fixed,
        "triable": row.id in TRIABLE,
        "shadow_until": trial.isoformat() if trial and row.id in TRIABLE else None,
        "clause": row.clause,
        "sentence": {"en": row.sentence.en, "es": row.sentence.es},
        "next": {"en": row.next_step.en, "es": row.next_step.es},
        "who": {"en": row.decider.en, "es": row.decider.es},
    }


def _named(actions: Actions) -> dict[str, str]:
    return {tier.value: actions[tier].name.lower() for tier in TIERS}


def markdown(policy: Mapping[str, Any]) -> str:
    """The table of rows, as docs/policy.md shows it."""
    lines = [
        "| row | speaks when | severity | T1 | T2 | T3 | TL | clause |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, row in policy["rows"].items():
        cells = " | ".join(row["actions"].values())
        lines.append(f"| `{name}` | {row['signals']} | {row['severity']} | {cells} | {row['clause']} |")
    return "\n".join(lines)


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What changes: ``{"place", "old", "new", "way"}`` with ``way`` looser, stricter or other."""
    return [
        *_rows_changed(old, new),
        *_treatments_changed(old, new),
        *(
            _change(name, old.get(name), new.get(name), _OTHER)
            for name in ("profile", "gate", "on_unscanned")
            if old.get(name) != new.get(name)
        ),
        *_named_changed("units", old, new),
        *_named_changed("audiences", old, new),
    ]


def _rows_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name in sorted({*old["rows"], *new["rows"]}):
        before, after = old["rows"].get(name), new["rows"].get(name)
        if before is None or after is None:
            yield _change(f"rows.{name}", _cells(before), _cells(after), _STRICTER if before is None else _LOOSER)
            continue
        for tier in before["actions"]:
            was, will = before["actions"][tier], after["actions"].get(tier)
            if was != will:
                way = _LOOSER if will is None or Action[will.upper()] < Action[was.upper()] else _STRICTER
                yield _change(f"rows.{name}.{tier}", was, will, way)
        for part in ("shadow_until", "permit", "sentence", "clause"):
            was, will = before.get(part), after.get(part)
            if was != will:
                trial = _LOOSER if will else _STRICTER
                yield _change(f"rows.{name}.{part}", was, will, trial if part == "shadow_until" else _OTHER)


def _cells(row: Mapping[str, Any] | None) -> Any:  # noqa: ANN401 # plain JSON
    return None if row is None else row["actions"]


def _treatments_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A label that is not listed is redacted."""
    for entity in sorted({*old["treatments"], *new["treatments"]}):
        was, will = (each["treatments"].get(entity, "redact") for each in (old, new))
        if was != will:
            looser = Treatment[will.upper()] < Treatment[was.upper()]
            yield _change(f"treatments.{entity}", was, will, _LOOSER if looser else _STRICTER)


def _named_changed(part: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    was, will = old.get(part, {}), new.get(part, {})
    for name in sorted({*was, *will}):
        if was.get(name) != will.get(name):
            yield _change(f"{part}.{name}", was.get(name), will.get(name), _OTHER)


def _change(place: str, old: Any, new: Any, way: str) -> dict[str, Any]:  # noqa: ANN401 # plain JSON
    return {"place": place, "old": old, "new": new, "way": way}
