"""Attestations in the state database, one transaction for each act, told before it is committed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa

from proxy.errors import Conflict, NotFound
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

    def record(self, made: Sequence[Attestation], tell: Tell, detail: dict[str, Any], *, restores: bool = False) -> int:
        """Store attestations, the latest of each person and course; how many changed anything.

        With `restores`, also in place of one that was cut short: an administrator says so of one person.
        """
        with self.state.transaction() as db:
            changed = sum(self._put(db, each, restores=restores) for each in made)
            if changed:
                store.touch(db, self.tenant, store.TRAINING)
            tell(detail | {"rows": len(made), "changed": changed})
            return changed

    def cut(self, person: str, course: str, *, until: date, by: str, tell: Tell, detail: dict[str, Any]) -> Attestation:
        """Let an attestation end earlier; the one that stands then.

        Raises:
            NotFound: there is none.
            Conflict: it ends no later already.
        """
        with self.state.transaction() as db:
            row = db.execute(sa.select(attestations).where(self._at(person, course))).one_or_none()
            if row is None:
                raise NotFound("There is no attestation of this person for this course.")
            found = _attestation(row)
            if until >= found.expires:
                raise Conflict(f"It ends on {found.expires} already; a later end is recorded, not cut.")
            after = replace(found, expires=until, withdrawn_by=by)
            changed = {"expires": until.isoformat(), "withdrawn_by": by}
            db.execute(sa.update(attestations).where(self._at(person, course)).values(changed))
            store.touch(db, self.tenant, store.TRAINING)
            tell(detail | {"completed": found.completed.isoformat()})
            return after

    def _put(self, db: Connection, made: Attestation, *, restores: bool) -> bool:
        """Store one, unless one is there that stays."""
        here = self._at(made.person, made.course)
        row = db.execute(sa.select(attestations).where(here)).one_or_none()
        found = None if row is None else _attestation(row)
        restored = restores and found is not None and bool(found.withdrawn_by)
        if found is not None and not restored and not found.yields_to(made):
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

    def _at(self, person: str, course: str) -> sa.ColumnElement[bool]:
        table = attestations.c
        return sa.and_(table.tenant == self.tenant, table.person == person, table.course == course)

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
        row.withdrawn_by,
    )
