"""Reports about the log itself: whether anything is missing in it, and who read it and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.cube import Cube
from proxy.audit.facets import facets_within
from proxy.audit.reports.base import Asked, Named, Report, Table, brief, page
from proxy.audit.stores.rollups import audit_rollup
from proxy.audit.stores.schema import audit_checkpoint, audit_event, audit_leaf, open_intent

if TYPE_CHECKING:
    from proxy.audit.query import AuditLog

READS: Final = ("log.read", "log.export", "content")


def gaps(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """Records, leaf hashes and checkpoints counted against each other; calls whose end nobody knows; restarts."""
    seq = audit_event.c.seq
    first, last = (
        db.scalar(sa.select(sa.func.min(seq))),
        db.scalar(sa.select(sa.func.max(seq))),
    )  # asked for together, a scan
    expected = 0 if last is None else int(last) + 1
    records = int(db.scalar(sa.select(sa.func.count()).select_from(audit_event)) or 0)
    leaves = int(db.scalar(sa.select(sa.func.count()).select_from(audit_leaf)) or 0)
    table = audit_rollup.c
    counted = int(db.scalar(sa.select(sa.func.sum(table.n)).where(table.grain == "month")) or 0)
    signed, checkpoints = db.execute(
        sa.select(sa.func.max(audit_checkpoint.c.size), sa.func.count()).select_from(audit_checkpoint)
    ).one()
    finals = facets_within(log, db, asked.filters(kinds=("request.final",)), ("outcome",))
    facts = {
        "records": records,
        "records missing": expected - records,
        "first index": first,
        "leaf hashes missing": expected - leaves,
        "checkpoints": int(checkpoints),
        "records under a signed checkpoint": int(signed or 0),
        "records since the last checkpoint": expected - int(signed or 0),
        "records not in the roll-ups": expected - counted,
        "calls without an end": int(db.scalar(sa.select(sa.func.count()).select_from(open_intent)) or 0),
        "calls whose end is unknown": finals.counts["outcome"].get("unknown_outcome", 0),
    }
    found, after = page(log, db, asked, [asked.filters(kinds=("start", "stop", "checkpoint", "backup"))])
    fields = ("version", "closed_intents", "config_hash", "action", "log", "why", "size", "known", "result", "lost")
    notes = (
        "Counts over the whole log, whatever the range; `chaperone audit verify` proves that no record was altered.",
        *_said(facts),
    )
    return Report(CHAIN_GAPS.name, facts, (), tuple(brief(record, *fields) for record in found), after, notes)


def _said(facts: dict[str, int]) -> list[str]:
    said = []
    if facts["records missing"] or facts["leaf hashes missing"] or facts["first index"] not in (0, None):
        said.append("Records are missing. Run `chaperone audit verify` and keep a copy of the database as it is.")
    if facts["records not in the roll-ups"]:
        said.append("The roll-ups do not agree with the log. Run `chaperone audit rebuild`.")
    return said


def readers(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """Every look at the log and everything that was taken out of it: who, what for, under which case, how much."""
    records, after = page(log, db, asked, [asked.filters(kinds=READS)])
    kinds: Counter[str] = Counter()
    for dims, measures in Cube(db, log.tenant, asked.filters(kinds=READS)).sums(("kind",), ("n",)):
        kinds[dims["kind"]] += int(measures[0])
    fields = (
        "filters", "returned", "case", "purpose", "what", "channel", "records", "first", "action", "about", "reason",
        "asked_by",
    )  # fmt: skip
    return Report(
        LOG_READERS.name,
        {"looks": kinds["log.read"], "exports": kinds["log.export"], "content looked at": kinds["content"]},
        (Table("by kind", ("kind", "records"), tuple(kinds.most_common())),),
        tuple(brief(record, *fields) for record in records),
        after,
    )


CHAIN_GAPS: Final = Named("chain-gaps", "Is anything missing in the log?", "NIST SP 800-53 AU-9, AU-10; RFC 9162", gaps)
LOG_READERS: Final = Named(
    "log-readers", "Who read or exported the log, and why?", "NIST SP 800-53 AU-6, AU-9(4)", readers
)
