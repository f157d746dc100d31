"""Exports that one person asks for and another agrees to: the states, and who may do what. Each can be fetched once.

    waiting --approve--> approved --fetch--> fetched
       |                    |
       +--refuse--> refused +--time--> expired

Nobody agrees to what they asked for themselves (NIST SP 800-53 AC-5, AU-9(6)); an attempt is told to the caller and
recorded. Each change is recorded before its transaction commits.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.export.tables import export_requests as table
from proxy.audit.two_people import same_person
from proxy.errors import Conflict, Forbidden, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.database.state import StateDatabase
    from proxy.exchange import Json

DAYS: Final = 7
"""How long a request, and then an approval, waits."""
MOST: Final = 200
"""Requests in one list."""


class State(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    FETCHED = "fetched"
    EXPIRED = "expired"


class SelfApproval(Forbidden):
    """Who asked for an export may not agree to it."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """One request. Times are stamps; empty text is "not yet"; `terms` are the exemptions of a public-records export."""

    id: str
    tenant: str
    what: str
    form: str
    filters: Mapping[str, Json]
    purpose: str
    asked_by: str
    asked_at: str
    expires_at: str
    expected: int = 0
    case_number: str = ""
    terms: Mapping[str, Json] = field(default_factory=dict)
    state: State = State.WAITING
    decided_by: str = ""
    decided_at: str = ""
    decision_reason: str = ""
    fetched_at: str = ""

    def standing(self, now: str) -> State:
        """Its state at a time: what was not decided, or not fetched, within its time has expired."""
        open_still = self.state in {State.WAITING, State.APPROVED}
        return State.EXPIRED if open_still and now >= self.expires_at else self.state


def new_id() -> str:
    """Id of a request: not to be guessed, and short enough to read out."""
    return "x-" + secrets.token_hex(6)


class ExportRequests:
    """The requests of one tenant; its methods block, call them from a thread.

    Every change calls ``tell(request)`` in its transaction: when that raises, nothing has happened.

    Raises:
        StateUnavailable: (all methods) the database does not answer.
    """

    def __init__(self, state: StateDatabase, tenant: str) -> None:
        self._state, self._tenant = state, tenant

    def ask(self, request: ExportRequest, tell: Callable[[ExportRequest], None]) -> ExportRequest:
        """Store a request."""
        with self._state.transaction() as db:
            db.execute(table.insert().values(**asdict(request)))
            tell(request)
        return request

    def get(self, request_id: str) -> ExportRequest:
        """One request. Raises NotFound."""
        with self._state.transaction() as db:
            return self._get(db, request_id)

    def all(self) -> list[ExportRequest]:
        """The newest requests first."""
        query = sa.select(table).where(table.c.tenant == self._tenant).order_by(table.c.asked_at.desc()).limit(MOST)
        with self._state.transaction() as db:
            return [_request(row) for row in db.execute(query).mappings()]

    def decide(
        self,
        request_id: str,
        *,
        approve: bool,
        by: str,
        at: str,
        expires_at: str,
        reason: str,
        tell: Callable[[ExportRequest], None],
    ) -> ExportRequest:
        """Agree to a request, or refuse it.

        Raises:
            NotFound: no such request.
            SelfApproval: it is one's own.
            Conflict: it is not waiting any more.
        """
        with self._state.transaction() as db:
            found = self._get(db, request_id)
            if found.standing(at) is not State.WAITING:
                raise Conflict(f"This export is not waiting for a decision: it is {found.standing(at)}.")
            if approve and same_person(db, by, found.asked_by):
                raise SelfApproval("Who asked for an export may not agree to it: ask a colleague to.")
            to = State.APPROVED if approve else State.REFUSED
            changes = {"decided_by": by, "decided_at": at, "decision_reason": reason, "expires_at": expires_at}
            return self._move(db, found, to, changes, tell)

    def fetch(self, request_id: str, *, by: str, at: str, tell: Callable[[ExportRequest], None]) -> ExportRequest:
        """Take an approved export, once: by the person who asked for it.

        Raises:
            NotFound: no such request.
            Forbidden: it was asked for by somebody else.
            Conflict: nobody agreed yet, it was refused, fetched already, or its time is over.
        """
        with self._state.transaction() as db:
            found = self._get(db, request_id)
            if by != found.asked_by:
                raise Forbidden("An export goes to the person who asked for it.")
            standing = found.standing(at)
            if standing is not State.APPROVED:
                raise Conflict(_WHY[standing])
            return self._move(db, found, State.FETCHED, {"fetched_at": at}, tell)

    def _get(self, db: sa.Connection, request_id: str) -> ExportRequest:
        query = sa.select(table).where(table.c.id == request_id, table.c.tenant == self._tenant)
        row = db.execute(query).mappings().first()
        if row is None:
            raise NotFound("There is no export request of this id.")
        return _request(row)

    @staticmethod
    def _move(
        db: sa.Connection,
        found: ExportRequest,
        to: State,
        changes: Mapping[str, str],
        tell: Callable[[ExportRequest], None],
    ) -> ExportRequest:
        where = (table.c.id == found.id, table.c.state == str(found.state))
        if db.execute(table.update().where(*where).values(state=str(to), **changes)).rowcount != 1:
            raise Conflict("Somebody else was first.")
        moved = ExportRequest(**{**asdict(found), "state": to, **changes})
        tell(moved)
        return moved


_WHY: Final = {
    State.WAITING: "Nobody has agreed to this export yet: a second person must (chaperone audit export-approve ID).",
    State.REFUSED: "This export was refused.",
    State.FETCHED: "This export was fetched already; ask for it anew.",
    State.EXPIRED: "The time of this request is over; ask for it anew.",
}


def _request(row: sa.RowMapping) -> ExportRequest:
    return ExportRequest(**{**row, "state": State(row["state"])})
