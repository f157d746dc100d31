"""Keys at run time, for every face: issue, list, revoke. Only digests are kept, and every change is recorded.

A key is recorded before it is valid. A revoked one is invalid before that is recorded, and what is owed to the audit is
stored with the revocation itself: whoever dies in between leaves it to the next one to look at the outbox. This process
follows at once, the others with their next look at the database (`Keys.look_after`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from proxy.callers import keys
from proxy.callers.directory import CallerRecord
from proxy.errors import BadRequest, Conflict, NotFound
from proxy.exchange import Caller, EventKind, Role
from proxy.exchange.people import same_person
from proxy.review.told import Owed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from proxy.callers.key_store import KeyStore
    from proxy.callers.keys import MintedKey
    from proxy.callers.ring import StandingKeys
    from proxy.review.outbox import Outbox
    from proxy.services.recording import Recorder
    from proxy.services.written import Written

MOST_DAYS: Final = 731
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NAME: Final = re.compile(r"[\w.:@/&+()' -]{0,100}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A key to be issued.

    Attributes:
        id: name of the caller in records.
        role: what the key may do.
        expires: last day, YYYY-MM-DD.
        unit: department.
        app: tool that will use it.
    """

    id: str
    role: str
    expires: str
    unit: str = ""
    app: str = ""


class Keys:
    """The keys of one tenant.

    Args:
        store: where issued and revoked keys are.
        ring: the picture that this process judges keys by.
        recorder: writes the records.
        outbox: keeps the record of a revocation until the log has it.
        configured: the callers of the configuration in force.
        clock: current time.
    """

    def __init__(
        self,
        store: KeyStore,
        ring: StandingKeys,
        recorder: Recorder,
        outbox: Outbox,
        *,
        configured: Callable[[], Sequence[CallerRecord]] = tuple,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._ring = ring
        self._recorder = recorder
        self._outbox = outbox
        self._configured = configured
        self._clock = clock

    async def issue(self, wanted: Wanted, *, by: str, person: str = "") -> tuple[MintedKey, CallerRecord]:
        """A new key, shown to nobody but whoever asked; valid from now on.

        Nobody can know for whom it is, so it counts as no second person beside `person` (`proxy.exchange.people`).

        Args:
            wanted: the key.
            by: who acts, as records name them: the caller, or the account on the guard's machine.
            person: who stands behind the key that acts; by default whoever acts.

        Raises:
            BadRequest: naming what is wrong.
            AuditUnavailable | StateUnavailable: no key was issued.
        """
        caller, last = self._checked(wanted)
        minted = keys.mint()
        record = CallerRecord(caller, minted.key_hash, minted.prefix, last)
        await self._recorder.record(EventKind.KEY, by, _detail("issue", record))
        await self._store.issue(record, by=person or by)
        await self.look_after()
        return minted, record

    async def revoke(self, name: str, *, reason: str, by: str, written: Written) -> CallerRecord:
        """End a key by its prefix, with or without its mark; also one of the configuration.

        Raises:
            NotFound | Conflict: no such key, several, or it was revoked before.
            BadRequest: no reason.
            AuditUnavailable: it was revoked; its record follows as soon as the log can be written.
        """
        said = await written.reason(reason)
        record = self._one(name)
        if record.caller.id == by:
            raise Conflict("A key does not revoke itself; ask another administrator.")
        owed = Owed(
            EventKind.KEY,
            self._recorder.tenant,
            None,
            by,
            record.key_hash,
            _detail("revoke", record) | {"reason": said},
        )
        await self._store.revoke(record, by=by, reason=said, owing=lambda db: self._outbox.owe(db, [owed]))
        await self.look_after()
        await self._outbox.settle(record.key_hash)
        return record

    def all(self) -> list[dict[str, Any]]:
        """Every key that is known, as lists show it; never its digest."""
        issued = {record.key_hash for record in self._ring.picture.issued}
        records = [*self._configured(), *self._ring.picture.issued]
        return [self._shown(record, issued=record.key_hash in issued) for record in records]

    def people(self, caller: str) -> set[str]:
        """The persons behind all keys of a caller of this name."""
        records = [*self._configured(), *self._ring.picture.issued]
        return {record.caller.person for record in records if record.caller.id == caller}

    def owners(self) -> dict[str, str]:
        """Id of a key of the configuration -> the person who owns it, where that is not its id.

        An id that is somebody's name, too, is left out: it cannot be told which of the two a text means.
        """
        callers = [record.caller for record in self._configured()]
        persons = {caller.person.casefold() for caller in callers}
        return {
            caller.id: caller.person
            for caller in callers
            if caller.id != caller.person and caller.id.casefold() not in persons
        }

    async def name_persons(self) -> None:
        """Name the makers of keys by their persons where an earlier version named them by their keys."""
        await self._store.name_persons(self.owners())

    async def look_after(self) -> None:
        """Look at the database and judge keys by what it says from now on.

        Raises:
            StateUnavailable: a later look makes up for it.
        """
        self._ring.show(await self._store.picture())

    def _one(self, name: str) -> CallerRecord:
        prefix = name.removeprefix(f"{keys.MARK}-")
        records = [*self._configured(), *self._ring.picture.issued]
        found = [record for record in records if prefix and prefix in {record.prefix, record.caller.id}]
        if len(found) != 1:
            said = "No key" if not found else "More than one key"
            raise NotFound(f"{said} has this prefix or belongs to a caller of this name. See the list of keys.")
        return found[0]

    def _shown(self, record: CallerRecord, *, issued: bool) -> dict[str, Any]:
        caller = record.caller
        revoked = self._ring.revoked_on(record.key_hash)
        over = record.expires is not None and record.expires < self._clock().astimezone(UTC).date()
        return {
            "caller": caller.id,
            "prefix": f"{keys.MARK}-{record.prefix}" if record.prefix else "",
            "role": caller.role.value,
            "unit": caller.unit,
            "app": caller.app,
            "expires": record.expires.isoformat() if record.expires else None,
            "standing": "revoked" if revoked else "expired" if over else "valid",
            "revoked_on": revoked.isoformat() if revoked else None,
            "from": "state" if issued else "configuration",
        }

    def _checked(self, wanted: Wanted) -> tuple[Caller, date]:
        if not _ID.fullmatch(wanted.id):
            raise BadRequest("`id` must be letters, digits, dots, dashes or underscores, at most 64.", param="id")
        if wanted.role not in {role.value for role in Role}:
            raise BadRequest(f"`role` must be one of {', '.join(Role)}.", param="role")
        if wanted.role != Role.STAFF:  # or one administrator could be both people that a decision asks for
            raise BadRequest(
                "Only keys of role staff are issued at run time. Keys that review, audit, keep records or administer "
                "stand in the configuration, each with its owner: `chaperone keys create` prints the lines.",
                param="role",
            )
        for name in ("unit", "app"):
            if not _NAME.fullmatch(getattr(wanted, name)):
                raise BadRequest(f"`{name}` must be letters, digits, spaces or . : @ / & + ( ) ' -", param=name)
        today = self._clock().astimezone(UTC).date()
        try:
            last = date.fromisoformat(wanted.expires)
        except ValueError:
            last = date.min
        if not today <= last <= today + timedelta(days=MOST_DAYS):
            raise BadRequest(f"`expires` must be a day (YYYY-MM-DD) within {MOST_DAYS} days from now.", param="expires")
        callers = [record.caller for record in self._configured()]
        if any(same_person(wanted.id, name) for caller in callers for name in (caller.id, caller.person)):
            raise Conflict(f"A caller or an owner {wanted.id} stands in the configuration; choose another `id`.")
        return Caller(wanted.id, self._recorder.tenant, Role(wanted.role), wanted.unit, wanted.app), last


def _detail(action: str, record: CallerRecord) -> dict[str, Any]:
    caller = record.caller
    return {
        "action": action,
        "purpose": "caller",
        "prefix": record.prefix or None,
        "for_caller": caller.id,
        "role": caller.role.value,
        "unit": caller.unit or None,
        "app": caller.app or None,
        "expires": record.expires.isoformat() if record.expires else None,
    }
