"""Attestations in the state database, one transaction for each act, told before it is committed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa

from proxy.registry import store
from proxy.registry.tables import attestations, first_calls
from proxy.registry.training import Attestation, Roll

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Row

    from proxy.database.state import StateDatabase

Tell: TypeAlias = "Callable[[dict[str, Any]], None]"


@dataclass(frozen=True, slots=True)
class TrainingOffice:
    """The attestations of one tenant. All methods raise StateUnavailable when the database fails."""

    state: StateDatabase
    tenant: str

    def record(self, made: Sequence[Attestation], tell: Tell, detail: dict[str, Any]) -> int:
        """Store attestations, the latest of each person and course; how many changed anything."""
        with self.state.transaction() as db:
            changed = sum(self._put(db, each) for each in made)
            if changed:
                store.touch(db, self.tenant, store.TRAINING)
            tell(detail | {"rows": len(made), "changed": changed})
            return changed

    def _put(self, db: Connection, made: Attestation) -> bool:
        """Store one, unless a later one is there."""
        here = sa.and_(
            attestations.c.tenant == self.tenant,
            attestations.c.person == made.person,
            attestations.c.course == made.course,
        )
        row = db.execute(sa.select(attestations).where(here)).one_or_none()
        if row is not None and _facts(_attestation(row)) >= _facts(made):
            return False
        db.execute(sa.delete(attestations).where(here))
        db.execute(
            sa.insert(attestations).values(
                tenant=self.tenant,
                person=made.person,
                course=made.course,
                course_version=made.version,
                completed=made.completed.isoformat(),
                expires=made.expires.isoformat(),
                recorded_by=made.recorded_by,
                recorded_at=made.recorded_at,
                channel=made.channel,
            )
        )
        return True

    def first_call(self, person: str, day: date, tell: Tell) -> date:
        """Note the first day on which somebody without training called; the day that stands."""
        with self.state.transaction() as db:
            here = sa.and_(first_calls.c.tenant == self.tenant, first_calls.c.person == person)
            found = db.scalar(sa.select(first_calls.c.day).where(here))
            if found is not None:
                return date.fromisoformat(found)
            db.execute(sa.insert(first_calls).values(tenant=self.tenant, person=person, day=day.isoformat()))
            store.touch(db, self.tenant, store.TRAINING)
            tell({"action": "grace", "person": person, "channel": "call"})
            return day

    def roll(self, course: str) -> Roll:
        """Everybody's attestations of one course."""
        with self.state.reading() as db:
            number = store.version(db, self.tenant, store.TRAINING)
            asked = sa.select(attestations).where(attestations.c.tenant == self.tenant, attestations.c.course == course)
            attested = {row.person: _attestation(row) for row in db.execute(asked)}
            called = sa.select(first_calls.c.person, first_calls.c.day).where(first_calls.c.tenant == self.tenant)
            return Roll(number, attested, {row.person: date.fromisoformat(row.day) for row in db.execute(called)})

    def all(self, *, person: str = "", course: str = "") -> list[Attestation]:
        """Attestations, by person and course."""
        asked = sa.select(attestations).where(attestations.c.tenant == self.tenant)
        for column, value in ((attestations.c.person, person), (attestations.c.course, course)):
            if value:
                asked = asked.where(column == value)
        with self.state.reading() as db:
            return [_attestation(row) for row in db.execute(asked.order_by("person", "course"))]


def _facts(each: Attestation) -> tuple[date, date]:
    return each.completed, each.expires


def _attestation(row: Row[Any]) -> Attestation:
    return Attestation(
        row.person,
        row.course,
        row.course_version,
        date.fromisoformat(row.completed),
        date.fromisoformat(row.expires),
        row.recorded_by,
        row.recorded_at,
        row.channel,
    )
