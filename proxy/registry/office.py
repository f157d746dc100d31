"""What people do with the registry, one transaction each: checked, told, stored.

`tell` is called with the facts for the record inside the transaction, before it is committed: what loosens is on record
before it has an effect. A stop is the other way round: it is in force first, and told afterwards.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from proxy.database.issuing import issuers
from proxy.errors import Conflict, NotFound
from proxy.exchange import Tier
from proxy.exchange.people import People
from proxy.registry import lifecycle, store
from proxy.registry.changes import changes
from proxy.registry.endings import ends
from proxy.registry.form import plain
from proxy.registry.nouns import Case, Kind, Name, Stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from proxy.database.state import StateDatabase
    from proxy.exchange import Approval
    from proxy.registry.endings import Ending
    from proxy.registry.nouns import Entry, Facts, Review, Snapshot

Detail: TypeAlias = "dict[str, Any]"
Tell: TypeAlias = "Callable[[Detail], None]"


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, when (as records write times), and why, in words that passed the detectors."""

    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one tool."""

    name: Name
    entry: Entry | None
    stop: Stop | None
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """The registry of one tenant, on the state database.

    All methods raise StateUnavailable when the database fails; then nothing was done.
    """

    state: StateDatabase
    tenant: str

    # ------------------------------------------------------------------ cases

    def request(self, name: Name, facts: Facts, act: Act, tell: Tell) -> Case:
        """Ask for a tool to be approved, or approved anew. Raises Conflict: a case is open already."""
        with self.state.transaction() as db:
            standing = store.open_case(db, self.tenant, name)
            if standing is not None:
                raise Conflict(
                    f"There is an open case for this {name.kind}: {standing.id}. Decide or withdraw it first."
                )
            made = Case(f"case-{secrets.token_hex(5)}", name, facts, act.by, act.at, act.reason)
            store.add_case(db, self.tenant, made)
            tell(_told("request", made, act) | {"changes": _differences(store.entry(db, self.tenant, name), made)})
            return made

    def review(self, case_id: str, review: Review, tell: Tell) -> Case:
        """Add a review. Raises NotFound, and as `lifecycle.reviewed`."""
        with self.state.transaction() as db:
            case = self._case(db, case_id)
            changed = lifecycle.reviewed(case, review, _people(db, case, review.by))
            store.update_case(db, self.tenant, changed)
            told = _told("review", changed, Act(review.by, review.at, review.note))
            tell(told | {"topic": review.topic, "verdict": review.verdict, "conditions": list(review.conditions)})
            return changed

    def approve(self, case_id: str, act: Act, approval: Approval, tell: Tell) -> Entry:
        """Put a case in force. Raises NotFound, and as `lifecycle.approved`."""
        with self.state.transaction() as db:
            case = self._case(db, case_id)
            before = store.entry(db, self.tenant, case.name)
            people = _people(db, case, act.by)
            closed, entry = lifecycle.approved(
                case, by=act.by, at=act.at, reason=act.reason, approval=approval, people=people
            )
            store.update_case(db, self.tenant, closed)
            store.put_entry(db, self.tenant, entry)
            tell(
                _told("approve", closed, act)
                | _in_force(entry)
                | {"changes": _differences(before, closed), "conditions": list(entry.conditions)}
            )
            return entry

    def deny(self, case_id: str, act: Act, tell: Tell) -> Case:
        """Close a case with no. Raises NotFound, and as `lifecycle.denied`."""
        with self.state.transaction() as db:
            case = self._case(db, case_id)
            people = _people(db, case, act.by)
            closed = lifecycle.denied(case, by=act.by, at=act.at, reason=act.reason, people=people)
            store.update_case(db, self.tenant, closed)
            store.touch(db, self.tenant)
            tell(_told("deny", closed, act))
            return closed

    def withdraw(self, case_id: str, act: Act, tell: Tell) -> Case:
        """Close a case without a decision. Raises NotFound, Conflict."""
        with self.state.transaction() as db:
            closed = lifecycle.withdrawn(self._case(db, case_id), by=act.by, at=act.at, reason=act.reason)
            store.update_case(db, self.tenant, closed)
            tell(_told("withdraw", closed, act))
            return closed

    def shorten(self, name: Name, act: Act, expires: date, tell: Tell) -> Entry:
        """Let an approval end earlier. Raises NotFound, and as `lifecycle.shortened`."""
        with self.state.transaction() as db:
            before = store.entry(db, self.tenant, name)
            if before is None:
                raise NotFound(f"The registry holds no approval of {name}.")
            entry = lifecycle.shortened(before, expires)
            store.put_entry(db, self.tenant, entry)
            tell(_named("shorten", name, act) | _in_force(entry))
            return entry

    # ------------------------------------------------------------------ stops

    def stop(self, name: Name, act: Act) -> bool:
        """Stop a tool at once; False when it was stopped already. It is told afterwards, by `explain`."""
        with self.state.transaction() as db:
            return store.put_stop(db, self.tenant, Stop(name, act.by, act.at, act.reason))

    def explain(self, name: Name, reason: str, tell: Tell) -> bool:
        """Give a stop its reason and tell of it; False when somebody has done so, or it was lifted."""
        with self.state.transaction() as db:
            stop = store.stop(db, self.tenant, name)
            if stop is None or stop.told:
                return False
            store.explain_stop(db, self.tenant, name, reason)
            tell(_named("disable", name, Act(stop.by, stop.at, reason)))
            return True

    def lift(self, name: Name, act: Act, tell: Tell) -> None:
        """Let a stopped tool be used again. Raises NotFound: it was not stopped."""
        with self.state.transaction() as db:
            if not store.lift_stop(db, self.tenant, name):
                raise NotFound(f"{name} is not switched off.")
            tell(_named("enable", name, act))

    # ------------------------------------------------------------------ looking

    def snapshot(self) -> Snapshot:
        """What is in force now."""
        with self.state.reading() as db:
            return store.snapshot(db, self.tenant)

    def numbers(self) -> tuple[int, int]:
        """The numbers of the tools and of the training: cheap, for those who ask every moment."""
        with self.state.reading() as db:
            found = store.numbers(db, self.tenant)
        return found.get(store.TOOLS, 0), found.get(store.TRAINING, 0)

    def dossiers(self, name: Name | None = None) -> list[Dossier]:
        """Everything about all tools, or about one."""
        with self.state.reading() as db:
            found = store.snapshot(db, self.tenant)
            cases = store.all_cases(db, self.tenant, name=name)
        entries = {each.name: each for each in found.entries}
        stops = {each.name: each for each in found.stops}
        names = [name] if name else sorted({*entries, *stops, *(case.name for case in cases)}, key=str)
        return [
            Dossier(each, entries.get(each), stops.get(each), tuple(case for case in cases if case.name == each))
            for each in names
        ]

    def case(self, case_id: str) -> Case:
        """One case. Raises NotFound."""
        with self.state.reading() as db:
            return self._case(db, case_id)

    # ------------------------------------------------------------------ ends

    def announce(self, approvals: Iterable[tuple[Name, date]], *, today: date, at: str, tell: Tell) -> list[Ending]:
        """Tell once of each approval that ends within 60, 30 or 7 days; returns those that were told now."""
        soon = [ending for ending in ends(approvals, today) if ending.within]
        return [ending for ending in soon if self._announced(ending, at, tell)]

    def _announced(self, ending: Ending, at: str, tell: Tell) -> bool:
        with self.state.transaction() as db:
            new = store.announce(db, self.tenant, ending.name, expires=ending.expires, within=ending.within, at=at)
            if new:
                shown = {"expires": ending.expires.isoformat(), "within": ending.within}
                tell({"action": "expiring", "kind": ending.name.kind, "tool": ending.name.id, **shown})
            return new

    def _case(self, db: Connection, case_id: str) -> Case:
        found = store.case(db, self.tenant, case_id)
        if found is None:
            raise NotFound("There is no case of this id.", param="case")
        return found


def _people(db: Connection, case: Case, by: str) -> People:
    """Who may stand behind whoever asked and whoever decides, as keys stand in this transaction."""
    return People(issuers(db, (case.requested_by, by)))


def _named(action: str, name: Name, act: Act) -> Detail:
    return {"action": action, "kind": name.kind, "tool": name.id, "reason": act.reason or None}


def _told(action: str, case: Case, act: Act) -> Detail:
    return _named(action, case.name, act) | {"case": case.id, "requested_by": case.requested_by}


def _in_force(entry: Entry) -> Detail:
    tier = entry.tier if entry.name.kind is Kind.PROVIDER else None
    return {
        "tier": tier and Tier(tier).value,
        "begins": entry.approval.on.isoformat(),
        "expires": entry.approval.expires.isoformat(),
        "reference": entry.approval.reference or None,
    }


def _differences(before: Entry | None, case: Case) -> list[Mapping[str, str | None]]:
    old = None if before is None else plain(before.name, before.facts)
    return [
        {"field": each.field, "from": each.before, "to": each.after}
        for each in changes(old, plain(case.name, case.facts))
    ]
