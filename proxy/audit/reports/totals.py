"""Totals: energy and water by provider and model, and what the evaluations measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.audit.cube import Cube
from proxy.audit.reports.base import Asked, Named, Report, Table, brief, page
from proxy.audit.stores.rollups import MEASURES, MILLION

if TYPE_CHECKING:
    import sqlalchemy as sa

    from proxy.audit.query import AuditLog

ESTIMATED: Final = MEASURES[3:]
CALLS: Final = "calls"
NAMES: Final = (CALLS, *MEASURES[1:])
"""As readers see the measures."""


def energy(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """Tokens and the estimated energy, carbon and water of answers, as ranges."""
    sums: dict[tuple[str, str], list[float]] = {}
    for dims, measures in Cube(db, log.tenant, asked.filters(kinds=("request.final",))).sums(("provider", "model")):
        line = sums.setdefault((dims["provider"], dims["model"]), [0.0] * len(MEASURES))
        for index, value in enumerate(measures):
            line[index] += value / MILLION if MEASURES[index] in ESTIMATED else value
    rows = tuple((*place, *(_rounded(each) for each in line)) for place, line in sorted(sums.items()))
    whole = [sum(line[index] for line in sums.values()) for index in range(len(MEASURES))]
    facts = {name: _rounded(value) for name, value in zip(NAMES, whole, strict=True)}
    notes = (
        "Estimates, least and most; closed models are guessed and the energy of input tokens is not known.",
        "A model without an estimate adds nothing: the totals are of the calls whose model is known.",
    )
    columns = ("provider", "model", *NAMES)
    return Report(ENERGY.name, facts, (Table("by model", columns, rows, (CALLS,)),), notes=notes, counted=(CALLS,))


def _rounded(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 4)


def evaluations(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """What each evaluation measured: accuracy and equity, with the version of detection and policy."""
    records, after = page(log, db, asked, [asked.filters(kinds=("evaluation",))])
    fields = ("set_digest", "rows", "detection", "policy_hash", "figures", "shortfalls")
    rows = tuple(
        (record["at"][:10], name, figure["hits"], figure["total"], round(figure["hits"] / max(figure["total"], 1), 4))
        for record in records
        for name, figure in sorted(record["detail"]["figures"].items())
    )
    return Report(
        EVALUATIONS.name,
        {"evaluations on this page": len(records)},
        (Table("figures", ("day", "figure", "hits", "total", "share"), rows),),
        tuple(brief(record, *fields) for record in records),
        after,
    )


ENERGY: Final = Named(
    "energy", "How much energy, carbon and water did the answers take?", "Policy 5023, Preamble: environment", energy
)
EVALUATIONS: Final = Named(
    "evaluations",
    "What did the accuracy and equity runs measure, for which version?",
    "Policy 5023, Accuracy and reliability; bias awareness",
    evaluations,
)
