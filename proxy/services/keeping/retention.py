"""How long content is kept, for every face: retention, disposition reports, and the end.

A purge is recorded inside the transaction that destroys: when the record cannot be stored, nothing has gone.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from proxy.audit.event import stamp
from proxy.audit.keeping import dispositions
from proxy.audit.keeping.recorded import Connection, Record, recorded
from proxy.audit.keeping.scope import Scope, parse_scope
from proxy.errors import BadRequest, Conflict, StateUnavailable
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.audit.keeping.dispositions import Disposition
    from proxy.audit.subjects import SubjectKeys
    from proxy.database.state import StateDatabase
    from proxy.exchange import Caller, Json
    from proxy.services.recording import Recorder
    from proxy.services.written import Written

SWEEP_EVERY: Final = timedelta(hours=1)
EVERYTHING: Final = Scope()
NO_AUTHORITY: Final = "none"


_WHEN: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass(frozen=True, slots=True)
class Rule:
    """The retention of one class: how many days, whether it goes by itself, and under which authority."""

    days: int
    by_itself: bool
    authority: str


class Keeping:
    """Retention and dispositions of one tenant.

    Args:
        state: where content and holds are.
        recorder: writes the records.
        rules: retention class of content -> its rule.
        kept_years: for how long the log itself is kept; shown, because nothing is ever deleted from it.
        held_days: for how long the review queue keeps content of held calls that are decided; it ends that itself.
        subjects: the keys of the log's index of people.
    """

    def __init__(
        self,
        state: StateDatabase,
        recorder: Recorder,
        rules: Mapping[str, Rule],
        *,
        kept_years: int,
        held_days: int,
        subjects: SubjectKeys,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._state = state
        self._recorder = recorder
        self._rules = rules
        self._kept_years = kept_years
        self._held_days = held_days
        self._subjects = subjects
        self._clock = clock
        self._next_sweep = datetime.min.replace(tzinfo=UTC)

    # ------------------------------------------------------------------ retention

    async def retention(self) -> list[dict[str, Any]]:
        """Each class with its rule, and what is kept and due of it now. Raises StateUnavailable."""

        def look(db: Connection) -> list[dict[str, Any]]:
            kept = dispositions.census(db, self._recorder.tenant)
            return [self._standing(db, name, rule, kept.get(name, {})) for name, rule in self._rules.items()]

        found = await self._state.run(look)
        log = {"class": "records", "keeps": f"{self._kept_years} years", "ends": "nothing is deleted by the guard"}
        ledger = {"class": "disclosures", "keeps": "until the parent record is destroyed", "ends": log["ends"]}
        held = {"class": "held", "keeps": f"{self._held_days} days", "ends": "by itself, in the review queue"}
        return [log, ledger, *found, held]

    def _standing(self, db: Connection, name: str, rule: Rule, kept: dict[str, Any]) -> dict[str, Any]:
        due = self._due(name, db)
        return {
            "class": name,
            "keeps": f"{rule.days} days",
            "ends": "by itself" if rule.by_itself else "by a records officer's disposition",
            "authority": rule.authority or None,
            "parts": kept.get("parts", 0),
            "bytes": kept.get("bytes", 0),
            "oldest": kept.get("oldest"),
            "due_parts": len(due.items),
            "held_back_parts": due.held_parts,
        }

    async def disposition(self, name: str, given: Mapping[str, str], *, before: str | None = None) -> dict[str, Any]:
        """The disposition report: what would go, and what a hold keeps back; nothing is changed.

        Args:
            name: retention class.
            given: scope as text (`audit.keeping.scope`).
            before: stamp; only to look at a report again, otherwise what is due now.

        Raises:
            BadRequest: no such class or scope.
            StateUnavailable: the state database did not answer.
        """
        scope = parse_scope(given, self._subjects)
        found = await self._state.run(lambda db: self._due(name, db, before, scope))
        return {**found.shown(), "report": found.digest}

    async def purge(  # the parts of one decision
        self,
        name: str,
        given: Mapping[str, str],
        *,
        before: str,
        report: str,
        reason: str,
        by: Caller,
        written: Written,
    ) -> dict[str, Any]:
        """Destroy what a disposition report listed, exactly that.

        Args:
            name: retention class.
            given: scope as text, as in the report.
            before: as in the report.
            report: the report's digest.
            reason: why; passes the detectors before it is stored.
            by: who decides.
            written: takes protected information out of the reason.

        Raises:
            BadRequest: no authority number is configured for this class, no reason, no such class or scope.
            Conflict: what is due is no longer what the report said: look at it again.
            AuditUnavailable | StateUnavailable: nothing was destroyed.
        """
        if not self._rule(name).authority:
            raise BadRequest(
                f"Nothing may be destroyed without a disposition authority: set retention.{name}.authority.",
                param="class",
            )
        said, scope = await written.reason(reason), parse_scope(given, self._subjects)
        if not _WHEN.fullmatch(before) or before > stamp(self._clock() - timedelta(days=self._rule(name).days)):
            raise BadRequest("`before` is that of the report; nothing younger than its retention goes.", param="before")

        def check(found: Disposition) -> None:
            if found.digest != report:
                raise Conflict(
                    "What is due is no longer what the report said. Look at a new report and decide on that."
                )

        done = await self._destroy(
            name, before, scope, told={"trigger": "officer", "reason": said}, check=check, by=by.id
        )
        await self._forget()
        return done.told()

    async def sweep(self) -> int:
        """Once an hour: destroy what goes by itself; return how many parts went. Raises as `purge`."""
        now = self._clock()
        if now < self._next_sweep:
            return 0
        self._next_sweep = now + SWEEP_EVERY
        gone = 0
        for name, rule in self._rules.items():
            if rule.by_itself and (await self._state.run(partial(self._due, name))).items:
                gone += len((await self._destroy(name, told={"trigger": "schedule"})).items)
        if gone:
            await self._forget()
        return gone

    async def _destroy(
        self,
        name: str,
        before: str | None = None,
        scope: Scope = EVERYTHING,
        *,
        told: Mapping[str, Json],
        check: Callable[[Disposition], None] = lambda _: None,
        by: str | None = None,
    ) -> Disposition:
        def work(db: Connection, record: Record) -> Disposition:
            found = self._due(name, db, before, scope)
            check(found)
            dispositions.destroy(db, [item.id for item in found.items])
            authority = {"authority": found.authority or NO_AUTHORITY}
            record(EventKind.PURGE, {**found.told(), **authority, **told})
            return found

        return await recorded(self._state, work, lambda kind, detail: self._recorder.record(kind, by, detail))

    def _due(self, name: str, db: Connection, before: str | None = None, scope: Scope = EVERYTHING) -> Disposition:
        rule = self._rule(name)
        limit = before or stamp(self._clock() - timedelta(days=rule.days))
        return dispositions.due(db, self._recorder.tenant, name, before=limit, authority=rule.authority, scope=scope)

    def _rule(self, name: str) -> Rule:
        if name not in self._rules:
            raise BadRequest(f"A retention class of content is one of {', '.join(self._rules)}.", param="class")
        return self._rules[name]

    async def _forget(self) -> None:
        """What was deleted leaves the database's own working files too, as soon as nobody reads them."""
        with suppress(StateUnavailable):
            await asyncio.to_thread(self._state.sweep_out)
