"""Reports about what people decided: retention, legal holds, and changes of configuration, registry and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.audit.filters import Filters
from proxy.audit.reports.base import Asked, Named, Report, Table, brief, page

if TYPE_CHECKING:
    import sqlalchemy as sa

    from proxy.audit.query import AuditLog
    from proxy.exchange import Json

MOST: Final = 1_000
"""Events of one kind that a state is worked out from."""
CHANGES: Final = ("config", "registry", "override", "key", "roster", "training", "backup", "vault", "start", "stop")
_FIELDS: Final = (
    "action", "result", "tool", "actor", "old_hash", "new_hash", "policy_hash", "config_hash", "profile", "changes",
    "tier", "begins", "expires", "reference", "reason", "override", "rule", "to", "granted_by", "requested_by",
    "verdict", "topic", "purpose", "old", "new", "person", "for_caller", "course", "version", "edition", "people",
    "closed_intents", "records", "items", "lost", "of", "problem",
)  # fmt: skip


def retention(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """Which legal holds are in force now, what was purged, and what holds kept from being purged."""
    events = log.walk(db, Filters(kinds=("legal_hold",)), count=MOST)
    latest: dict[str, dict[str, Json]] = {}
    for event in reversed(events):
        latest[event["detail"]["hold"]] = event
    in_force = [event for event in latest.values() if event["detail"]["action"] != "release"]
    rows = tuple(
        (event["detail"]["matter"], event["detail"]["hold"], event["at"], event["detail"]["action"], event["caller"])
        for event in in_force
    )
    purges = log.walk(db, asked.filters(kinds=("purge",)), count=MOST)
    facts = {
        "legal holds in force": len(in_force),
        "legal holds released": len(latest) - len(in_force),
        "purges": len(purges),
        "items purged": sum(event["detail"].get("items") or 0 for event in purges),
        "items kept by holds": sum(event["detail"].get("held_back") or 0 for event in purges),
    }
    records, after = page(log, db, asked, [asked.filters(kinds=("legal_hold", "purge"))])
    fields = (
        "action", "hold", "matter", "scope", "reason", "asked_by", "covers", "retention_class", "trigger", "authority",
        "before", "items", "bytes", "held_back",
    )  # fmt: skip
    table = Table("legal holds in force", ("matter", "hold", "since", "state", "by"), rows)
    cut = (f"Only the newest {MOST} events of a kind were looked at.",) if max(len(events), len(purges)) >= MOST else ()
    return Report(
        RETENTION.name, facts, (table,), tuple(brief(record, *fields) for record in records), after, notes=cut
    )


def configuration(log: AuditLog, db: sa.Connection, asked: Asked) -> Report:
    """Who changed what: configuration, tools, overrides, keys, rosters, training, backups, the vault; starts, stops."""
    records, after = page(log, db, asked, [asked.filters(kinds=CHANGES)])
    return Report(CONFIGURATION.name, records=tuple(brief(record, *_FIELDS) for record in records), next_cursor=after)


RETENTION: Final = Named(
    "retention",
    "Which legal holds are in force, and what was purged?",
    "RCW 40.14; RCW 42.56; COPPA 16 CFR 312.10",
    retention,
)
CONFIGURATION: Final = Named(
    "config-history",
    "Who changed the configuration, the registry or a key, and when?",
    "NIST SP 800-53 CM-3, AU-12",
    configuration,
)
