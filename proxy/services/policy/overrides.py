"""Overrides, for every face: grant, list, revoke, and see that their end is recorded.

A grant is recorded before it has an effect; a revocation has its effect before it is recorded. Either way the log knows
of everything that could let a call through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from proxy.errors import BadRequest, Conflict
from proxy.exchange import EventKind, Override, Role
from proxy.overrides.store import ACTIONS, Grant, new_override_id, stamp
from proxy.policy.permits import PERMITS, may_relax
from proxy.policy.rules import ROWS
from proxy.review.told import Owed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from proxy.audit.keeping.recorded import Connection
    from proxy.overrides.store import OverrideStore
    from proxy.review.outbox import Outbox
    from proxy.services.recording import Recorder
    from proxy.services.written import Written

MOST_DAYS: Final = 366
"""Longest that any setting lets an override last."""
NEVER: Final = frozenset(row.id for row in ROWS) - PERMITS.keys()
_NAME: Final = re.compile(r"[\w.:@/&+()' -]{0,100}")
_NAMES: Final = "`unit`, `app`, `role`, `caller`"


@dataclass(frozen=True, slots=True)
class Asked:
    """An override that somebody wants to grant.

    Attributes:
        rule: row of the decision table.
        action: ``forward`` or ``hold``.
        expires: a date (its end, UTC) or a time.
        reason: why.
        unit: department; with the next three: at least one must be named.
        app: tool that calls.
        role: role of the key.
        caller: id of the caller.
    """

    rule: str
    action: str
    expires: str
    reason: str
    unit: str = ""
    app: str = ""
    role: str = ""
    caller: str = ""


class Overrides:
    """The overrides of one tenant.

    Args:
        store: where they are.
        recorder: writes the records.
        outbox: keeps the record of an end until the log has it, once.
        most_days: longest that one may last.
        people: id of a caller -> the persons behind keys of that name.
        clock: current time.
    """

    def __init__(
        self,
        store: OverrideStore,
        recorder: Recorder,
        outbox: Outbox,
        *,
        most_days: int,
        people: Callable[[str], Collection[str]] = lambda _caller: (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._recorder = recorder
        self._outbox = outbox
        self._most_days = most_days
        self._people = people
        self._clock = clock

    async def grant(self, asked: Asked, *, by: str, written: Written, person: str = "") -> Grant:
        """Grant one: from the next call on it eases its row for those it names, and never for whoever granted it.

        Args:
            asked: what is to be granted.
            by: who acts, as records name them: the caller, or the account on the guard's machine.
            written: takes protected values out of the reason.
            person: who stands behind the key that acts; by default whoever acts.

        Raises:
            BadRequest: the row has no permit for this, nobody is named, the end is not within the limit, no reason.
            Conflict: it would be for oneself.
            AuditUnavailable | StateUnavailable | ScanFailed: nothing was granted.
        """
        override = self._checked(asked)
        granter = person or by
        if asked.caller and await self._is_own(asked.caller, {by, granter}):
            raise Conflict(
                "Nobody grants an override to themselves, with whichever key, or to a key that they issued: "
                "ask another administrator."
            )
        reason = await written.reason(asked.reason)
        grant = Grant(override, self._recorder.tenant, reason, granter, self._clock())
        await self._store.add(grant)
        try:
            await self._recorder.record(EventKind.OVERRIDE, by, _detail("grant", grant, reason))
        except BaseException:
            await self._store.forget(override.id)
            raise
        await self._store.activate(override.id)
        return grant

    async def revoke(self, override: str, *, reason: str, by: str, written: Written) -> Grant:
        """End one at once.

        Raises:
            NotFound | Conflict: no such override, or it has ended.
            BadRequest: no reason.
            AuditUnavailable: it was revoked; its record follows as soon as the log can be written.
        """
        said = await written.reason(reason)
        ended = await self._store.revoke(override, tenant=self._recorder.tenant, by=by, reason=said)
        await self._store.hand_over(self._owe)
        await self._outbox.settle(override)
        return ended

    async def all(self, *, ended: bool = False) -> list[Grant]:
        """Those in force; with `ended` all that ever were. The newest first."""
        return await self._store.all(self._recorder.tenant, ended=ended)

    async def look_after(self) -> None:
        """Every few seconds: note those whose time is over, and record every end that is not recorded yet."""
        await self._store.end_expired()
        await self._store.hand_over(self._owe)
        await self._outbox.sweep()

    async def _is_own(self, caller: str, who: set[str]) -> bool:
        """Whether a caller is one of these persons: by their name, the owner of any of its keys, or who issued it."""
        named = {caller, *self._people(caller)}
        people = await self._store.people({*who, *named})
        return any(people.same(one, other) for one in who for other in named)

    def _owe(self, db: Connection, ended: Grant) -> None:
        action, name = "revoke" if ended.ended_by else "expire", ended.override.id
        detail = _detail(action, ended, ended.ended_reason or None) | {"granted_by": ended.granted_by}
        owed = Owed(EventKind.OVERRIDE, ended.tenant, None, ended.ended_by or None, name, detail)
        self._outbox.owe(db, [owed])

    def _checked(self, asked: Asked) -> Override:
        if asked.rule not in PERMITS:
            known = ", ".join(PERMITS)
            why = "may never be overridden" if asked.rule in NEVER else "is not in the table"
            raise BadRequest(f"The row {asked.rule[:50]} {why}. Rows with a permit: {known}.", param="rule")
        action = ACTIONS.get(asked.action)
        if action is None or not may_relax(asked.rule, action):
            able = [name for name, each in ACTIONS.items() if may_relax(asked.rule, each)]
            raise BadRequest(f"`action` may be {' or '.join(able)} for {asked.rule}.", param="action")
        if not (asked.unit or asked.app or asked.role or asked.caller):
            raise BadRequest(f"Say for whom: at least one of {_NAMES}. For everybody there is `policy.rows`.")
        for name in ("unit", "app", "caller"):
            if not is_name(getattr(asked, name)):
                raise BadRequest(f"`{name}` must be a name as records spell it.", param=name)
        if asked.role and asked.role not in {role.value for role in Role}:
            raise BadRequest(f"`role` must be one of {', '.join(Role)}.", param="role")
        ends = self._end(asked.expires)
        return Override(new_override_id(), asked.rule, action, ends, asked.unit, asked.app, asked.role, asked.caller)

    def _end(self, text: str) -> datetime:
        now = self._clock()
        ends = _moment(text)
        if ends <= now or ends > now + timedelta(days=self._most_days + 1):
            raise BadRequest(
                f"`expires` must be a day (YYYY-MM-DD) or a time with its zone, within {self._most_days} days.",
                param="expires",
            )
        return ends


def is_name(text: str) -> bool:
    """Whether records can hold it as the name of a department, an app or a caller."""
    return _NAME.fullmatch(text) is not None


def _moment(text: str) -> datetime:
    """A day stands for its end in UTC; 1970 for what cannot be read, which is over."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    bare_day = "T" not in text and " " not in text
    return found.replace(tzinfo=UTC) + timedelta(days=1) if bare_day else datetime.fromtimestamp(0, UTC)


def _detail(action: str, grant: Grant, reason: str | None) -> dict[str, Any]:
    given = grant.override
    return {
        "action": action,
        "override": given.id,
        "rule": given.rule,
        "to": given.action.name.lower(),
        "unit": given.unit or None,
        "app": given.app or None,
        "role": given.role or None,
        "for_caller": given.caller or None,
        "expires": stamp(given.expires),
        "reason": reason,
    }


def shown(grant: Grant) -> dict[str, Any]:
    """An override as faces show it."""
    given = grant.override
    return {
        "id": given.id,
        "rule": given.rule,
        "action": given.action.name.lower(),
        "unit": given.unit,
        "app": given.app,
        "role": given.role,
        "caller": given.caller,
        "expires": stamp(given.expires),
        "standing": grant.standing if grant.standing != "pending" else "active",
        "reason": grant.reason,
        "granted_by": grant.granted_by,
        "granted_at": stamp(grant.granted_at),
        "ended_at": stamp(grant.ended_at) if grant.ended_at else None,
        "ended_by": grant.ended_by or None,
        "ended_reason": grant.ended_reason or None,
    }
