"""The registry's rows: read and written inside a transaction that somebody else opens and commits.

Each function takes the connection and the tenant. Whatever changes what calls may do calls `touch`, so that every
replica sees it within its next look (`snapshot_version`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from proxy.errors import InternalError
from proxy.exchange import Approval
from proxy.registry.form import FormError, plain, read
from proxy.registry.nouns import Case, CaseState, Entry, Kind, Name, Review, Snapshot, Stop, Topic, Verdict
from proxy.registry.tables import announced, cases, entries, stops, versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Row

    from proxy.registry.nouns import Facts

TOOLS: Final = "tools"
TRAINING: Final = "training"


# --------------------------------------------------------------------------- versions


def version(db: Connection, tenant: str, area: str = TOOLS) -> int:
    """The number that every change raises; 0 where nothing was ever stored."""
    asked = sa.select(versions.c.version).where(versions.c.tenant == tenant, versions.c.area == area)
    return db.scalar(asked) or 0


def numbers(db: Connection, tenant: str) -> dict[str, int]:
    """The numbers of all areas, in one row each."""
    asked = sa.select(versions.c.area, versions.c.version).where(versions.c.tenant == tenant)
    return {row.area: row.version for row in db.execute(asked)}


def touch(db: Connection, tenant: str, area: str = TOOLS) -> None:
    """Raise the number."""
    here = (versions.c.tenant == tenant) & (versions.c.area == area)
    raised = db.execute(sa.update(versions).where(here).values(version=versions.c.version + 1))
    if not raised.rowcount:
        db.execute(sa.insert(versions).values(tenant=tenant, area=area, version=1))


# --------------------------------------------------------------------------- what is in force


def snapshot(db: Connection, tenant: str) -> Snapshot:
    """Everything that decides about calls. The number is read first: what came after it is read again next time."""
    number = version(db, tenant)
    in_force = db.execute(sa.select(entries).where(entries.c.tenant == tenant).order_by(entries.c.kind, entries.c.tool))
    stopped = db.execute(sa.select(stops).where(stops.c.tenant == tenant).order_by(stops.c.kind, stops.c.tool))
    found = tuple(map(_entry, in_force))
    return Snapshot(number, found, tuple(map(_stop, stopped)), _denied(db, tenant) - {each.name for each in found})


def _denied(db: Connection, tenant: str) -> frozenset[Name]:
    """Tools of which the last decision was no."""
    decisions = (
        sa.select(cases.c.kind, cases.c.tool, cases.c.state)
        .where(cases.c.tenant == tenant, cases.c.state.in_([CaseState.APPROVED.value, CaseState.DENIED.value]))
        .order_by(cases.c.decided_at, cases.c.version)
    )
    last = {Name(Kind(row.kind), row.tool): row.state for row in db.execute(decisions)}
    return frozenset(name for name, state in last.items() if state == CaseState.DENIED.value)


def entry(db: Connection, tenant: str, name: Name) -> Entry | None:
    """What is in force for one tool."""
    row = db.execute(sa.select(entries).where(_named(entries, tenant, name))).one_or_none()
    return None if row is None else _entry(row)


def put_entry(db: Connection, tenant: str, made: Entry) -> None:
    """Put in force, in place of what was."""
    db.execute(sa.delete(entries).where(_named(entries, tenant, made.name)))
    db.execute(
        sa.insert(entries).values(
            tenant=tenant,
            kind=made.name.kind.value,
            tool=made.name.id,
            facts=plain(made.name, made.facts),
            approved_by=made.approval.by,
            begins=made.approval.on.isoformat(),
            expires=made.approval.expires.isoformat(),
            reference=made.approval.reference,
            conditions=list(made.conditions),
            case_id=made.case,
        )
    )
    touch(db, tenant)


def put_stop(db: Connection, tenant: str, stop: Stop) -> bool:
    """Stop a tool; False when it was stopped already (who was first, and why, stays)."""
    if db.execute(sa.select(stops.c.tool).where(_named(stops, tenant, stop.name))).one_or_none() is not None:
        return False
    db.execute(
        sa.insert(stops).values(
            tenant=tenant,
            kind=stop.name.kind.value,
            tool=stop.name.id,
            stopped_by=stop.by,
            stopped_at=stop.at,
            reason=stop.reason,
        )
    )
    touch(db, tenant)
    return True


def stop(db: Connection, tenant: str, name: Name) -> Stop | None:
    """The stop of a tool."""
    row = db.execute(sa.select(stops).where(_named(stops, tenant, name))).one_or_none()
    return None if row is None else _stop(row)


def explain_stop(db: Connection, tenant: str, name: Name, reason: str) -> None:
    """Fill in the reason of a stop that was put in force before its reason had been read."""
    db.execute(sa.update(stops).where(_named(stops, tenant, name)).values(reason=reason))
    touch(db, tenant)


def lift_stop(db: Connection, tenant: str, name: Name) -> bool:
    """Let a tool be used again; False when it was not stopped."""
    lifted = db.execute(sa.delete(stops).where(_named(stops, tenant, name))).rowcount
    touch(db, tenant)
    return bool(lifted)


# --------------------------------------------------------------------------- cases


def case(db: Connection, tenant: str, case_id: str) -> Case | None:
    """One case."""
    row = db.execute(sa.select(cases).where(cases.c.tenant == tenant, cases.c.id == case_id)).one_or_none()
    return None if row is None else _case(row)


def open_case(db: Connection, tenant: str, name: Name) -> Case | None:
    """The open case of a tool; there is at most one."""
    asked = sa.select(cases).where(_named(cases, tenant, name), cases.c.state == CaseState.OPEN.value)
    row = db.execute(asked).one_or_none()
    return None if row is None else _case(row)


def all_cases(db: Connection, tenant: str, *, name: Name | None = None, only_open: bool = False) -> list[Case]:
    """Cases in the order in which they were asked for."""
    asked = sa.select(cases).where(cases.c.tenant == tenant).order_by(cases.c.requested_at, cases.c.id)
    if name is not None:
        asked = asked.where(_named(cases, tenant, name))
    if only_open:
        asked = asked.where(cases.c.state == CaseState.OPEN.value)
    return [_case(row) for row in db.execute(asked)]


def add_case(db: Connection, tenant: str, made: Case) -> None:
    """Store a new case."""
    db.execute(sa.insert(cases).values(tenant=tenant, **_case_row(made)))


def update_case(db: Connection, tenant: str, changed: Case) -> None:
    """Store a changed case."""
    db.execute(sa.update(cases).where(cases.c.tenant == tenant, cases.c.id == changed.id).values(**_case_row(changed)))


# --------------------------------------------------------------------------- warnings


def announce(db: Connection, tenant: str, name: Name, *, expires: date, within: int, at: str) -> bool:
    """Note that a warning was given; False when it was given before, here or by another replica."""
    row = {"tenant": tenant, "kind": name.kind.value, "tool": name.id, "expires": expires.isoformat(), "within": within}
    found = db.execute(
        sa.select(announced.c.at).where(*(announced.c[column] == value for column, value in row.items()))
    )
    if found.one_or_none() is not None:
        return False
    db.execute(sa.insert(announced).values(**row, at=at))
    return True


# --------------------------------------------------------------------------- rows


def _named(table: sa.Table, tenant: str, name: Name) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.tenant == tenant, table.c.kind == name.kind.value, table.c.tool == name.id)


def _facts(stored: Mapping[str, Any]) -> Facts:
    """Facts as stored; a row that is no form was changed by other hands than ours, and nothing is served from it."""
    try:
        return read(stored).facts
    except FormError as error:
        raise InternalError("A record of the registry cannot be read. Tell IT.") from error


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        Name(Kind(row.kind), row.tool),
        _facts(row.facts),
        Approval(row.approved_by, date.fromisoformat(row.begins), date.fromisoformat(row.expires), row.reference),
        tuple(row.conditions),
        row.case_id,
    )


def _stop(row: Row[Any]) -> Stop:
    return Stop(Name(Kind(row.kind), row.tool), row.stopped_by, row.stopped_at, row.reason)


def _case_row(made: Case) -> dict[str, Any]:
    return {
        "id": made.id,
        "kind": made.name.kind.value,
        "tool": made.name.id,
        "facts": plain(made.name, made.facts),
        "requested_by": made.requested_by,
        "requested_at": made.requested_at,
        "reason": made.reason,
        "state": made.state.value,
        "reviews": [_review_row(review) for review in made.reviews],
        "decided_by": made.decided_by,
        "decided_at": made.decided_at,
        "decision_reason": made.decision_reason,
        "version": made.version,
    }


def _review_row(review: Review) -> dict[str, Any]:
    return {
        "topic": review.topic.value,
        "verdict": review.verdict.value,
        "by": review.by,
        "at": review.at,
        "note": review.note,
        "conditions": list(review.conditions),
    }


def _case(row: Row[Any]) -> Case:
    return Case(
        id=row.id,
        name=Name(Kind(row.kind), row.tool),
        facts=_facts(row.facts),
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        reason=row.reason,
        state=CaseState(row.state),
        reviews=_reviews(row.reviews),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        decision_reason=row.decision_reason,
        version=row.version,
    )


def _reviews(stored: Sequence[Mapping[str, Any]]) -> tuple[Review, ...]:
    return tuple(
        Review(
            Topic(each["topic"]),
            Verdict(each["verdict"]),
            each["by"],
            each["at"],
            each["note"],
            tuple(each["conditions"]),
        )
        for each in stored
    )
