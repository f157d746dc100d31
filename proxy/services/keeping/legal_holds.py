"""Legal holds, for every face: one person sets one, two different people let it go, and each step is recorded.

A change is recorded inside the transaction that makes it: when the record cannot be stored, nothing has changed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from proxy.audit.event import new_event_id, stamp
from proxy.audit.grammar import GrammarError
from proxy.audit.keeping import holds
from proxy.audit.keeping.holds import LegalHold
from proxy.audit.keeping.recorded import Connection, Record, recorded
from proxy.audit.keeping.scope import parse_scope
from proxy.audit.sorts import case_number
from proxy.errors import BadRequest
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.audit.subjects import SubjectKeys
    from proxy.database.state import StateDatabase
    from proxy.exchange import Caller, Json
    from proxy.services.recording import Recorder
    from proxy.services.written import Written

T = TypeVar("T")


class LegalHolds:
    """The legal holds of one tenant.

    Args:
        state: where content and holds are.
        recorder: writes the records.
        subjects: the keys of the log's index of people.
    """

    def __init__(
        self,
        state: StateDatabase,
        recorder: Recorder,
        *,
        subjects: SubjectKeys,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._state = state
        self._recorder = recorder
        self._subjects = subjects
        self._clock = clock

    async def set(
        self,
        matter: str,
        given: Mapping[str, str],
        *,
        everything: bool = False,
        reason: str,
        by: Caller,
        written: Written,
    ) -> dict[str, Any]:
        """Forbid the end of everything in a scope, now and in future.

        Args:
            matter: number of the matter or request.
            given: scope as text.
            everything: needed for a scope that leaves nothing out.
            reason: why; passes the detectors before it is stored.
            by: who sets it.
            written: takes protected information out of the reason.

        Raises:
            BadRequest: no matter, no scope or no reason.
            AuditUnavailable | StateUnavailable: no hold was set.
        """
        number, scope = _matter(matter), parse_scope(given, self._subjects)
        if scope.everything and not everything:
            raise BadRequest("Say what is on hold, or that it is everything.", param="scope")
        said = await written.reason(reason)
        hold = LegalHold(new_event_id(), number, scope, said, by.person, stamp(self._clock()))

        def work(db: Connection, record: Record) -> int:
            holds.add(db, self._recorder.tenant, hold)
            covers = holds.covered(db, self._recorder.tenant, scope)
            record(EventKind.LEGAL_HOLD, _told("set", hold, reason=said) | {"covers": covers})
            return covers

        return {**hold.shown(), "covers": await self._recorded(work, by)}

    async def ask_release(self, hold_id: str, *, reason: str, by: Caller, written: Written) -> dict[str, Any]:
        """The first of two people lets a hold go; it stands until the second does. Raises as `set`, NotFound."""
        said = await written.reason(reason)

        def work(db: Connection, record: Record) -> LegalHold:
            at = stamp(self._clock())
            hold = holds.ask_release(db, self._recorder.tenant, hold_id, by=by.person, at=at, reason=said)
            record(EventKind.LEGAL_HOLD, _told("ask_release", hold, reason=said))
            return hold

        return (await self._recorded(work, by)).shown()

    async def release(self, hold_id: str, *, by: Caller) -> dict[str, Any]:
        """The second of two people lets a hold go.

        Raises:
            NotFound | Conflict: no such hold, nobody asked, or the same person asked.
            AuditUnavailable | StateUnavailable: it stands.
        """

        def work(db: Connection, record: Record) -> LegalHold:
            hold = holds.release(db, self._recorder.tenant, hold_id, by=by.person, at=stamp(self._clock()))
            told = _told("release", hold, reason=hold.release_reason or "")
            record(EventKind.LEGAL_HOLD, told | {"asked_by": hold.release_asked_by})
            return hold

        return (await self._recorded(work, by)).shown()

    async def all(self, *, released: bool = False) -> list[dict[str, Any]]:
        """Holds that stand, or all that ever were. Raises StateUnavailable."""
        found = await self._state.run(lambda db: holds.listed(db, self._recorder.tenant, standing_only=not released))
        return [hold.shown() for hold in found]

    async def _recorded(self, work: Callable[[Connection, Record], T], by: Caller) -> T:
        return await recorded(self._state, work, lambda kind, detail: self._recorder.record(kind, by.id, detail))


def _told(action: str, hold: LegalHold, *, reason: str) -> dict[str, Json]:
    return {
        "action": action,
        "hold": hold.id,
        "matter": hold.matter,
        "scope": hold.scope.detail(),
        "reason": reason,
    }


def _matter(text: str) -> str:
    try:
        checked: str = case_number("matter", text.strip())
    except GrammarError:
        raise BadRequest("A matter is its number: letters, digits and . / _ - , at most 60.", param="matter") from None
    return checked
