"""Seeing kept text, for every face: the redacted copy under a case number, originals only by two people.

Each look is recorded before anything is shown. The guard hands out originals sealed, as they are: they are opened with
a private key that is not here (`open_bundle`, which needs neither a guard nor a database).
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from proxy.audit.content import openings, sealing, store
from proxy.audit.content.openings import APPROVED, REFUSED, Opening
from proxy.audit.content.sealing import Belonging, KeyUnusable, SealBroken
from proxy.audit.event import new_event_id, stamp
from proxy.audit.grammar import GrammarError
from proxy.audit.keeping.recorded import Connection, Record, recorded
from proxy.audit.sorts import case_number
from proxy.errors import BadRequest, Conflict, InternalError, NotFound
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from proxy.audit.content.sealing import Vault
    from proxy.audit.content.store import Part
    from proxy.database.state import StateDatabase
    from proxy.exchange import Caller
    from proxy.services.recording import Recorder
    from proxy.services.written import Written

__all__ = ["ContentReading", "generate_pair", "open_bundle"]

FORMAT: Final = "chaperone-sealed/1"
NOTHING: Final = "Nothing is kept of this call: it was never kept, or its retention has ended."
generate_pair = sealing.generate_pair


class ContentReading:
    """Kept text of one tenant.

    Args:
        state: where it is.
        recorder: writes the records.
        vault: opens redacted text.
        opening_hours: for how long an approved opening holds.
    """

    def __init__(
        self,
        state: StateDatabase,
        recorder: Recorder,
        vault: Vault,
        *,
        opening_hours: int,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._state = state
        self._recorder = recorder
        self._vault = vault
        self._opening_hours = opening_hours
        self._clock = clock

    async def show(
        self, request_id: str, *, case: str, reason: str, by: Caller, written: Written
    ) -> list[dict[str, Any]]:
        """The redacted parts of one call, prompt first.

        Raises:
            BadRequest: no case number or no reason.
            NotFound: nothing is kept.
            AuditUnavailable | StateUnavailable: nothing is shown.
            InternalError: a part cannot be opened: it was changed, or its secret is gone.
        """
        number, said = _case(case), await written.reason(reason)
        found = await self._state.run(self._parts(request_id, store.CONVERSATIONS))
        if not found:
            raise NotFound(NOTHING)
        told = {"action": "show", "about": request_id, "case": number, "reason": said, "parts": len(found)}
        await self._recorder.record(EventKind.CONTENT, by.id, told)
        try:
            return [self._opened(part) for part in found]
        except SealBroken as error:
            raise InternalError(f"The kept text of this call cannot be opened: {error}.") from error

    # ------------------------------------------------------------------ originals

    async def ask(self, request_id: str, *, case: str, reason: str, by: Caller, written: Written) -> dict[str, Any]:
        """The first of two people asks to open the originals of a call. Raises as `show`."""
        number, said = _case(case), await written.reason(reason)
        opening = Opening(new_event_id(), request_id, number, said, by.person, stamp(self._clock()))

        def work(db: Connection, record: Record) -> None:
            parts = self._parts(request_id, store.ORIGINALS)(db)
            if not parts:
                raise NotFound(NOTHING)
            openings.ask(db, self._recorder.tenant, opening)
            record(EventKind.CONTENT, _told("ask", opening) | {"reason": said, "parts": len(parts)})

        await self._recorded(work, by)
        return opening.shown(stamp(self._clock()))

    async def decide(self, opening_id: str, *, approve: bool, by: Caller) -> dict[str, Any]:
        """The second of two people allows it for some hours, or refuses.

        Raises:
            NotFound | Conflict: no such request, the same person, or it is decided.
            AuditUnavailable | StateUnavailable: nothing was decided.
        """
        now = self._clock()
        expires = stamp(now + timedelta(hours=self._opening_hours)) if approve else None

        def work(db: Connection, record: Record) -> Opening:
            decision = APPROVED if approve else REFUSED
            opening = openings.decide(
                db, self._recorder.tenant, opening_id, decision=decision, by=by.person, at=stamp(now), expires=expires
            )
            action = "approve" if approve else "refuse"
            record(EventKind.CONTENT, _told(action, opening) | {"asked_by": opening.asked_by, "expires": expires})
            return opening

        opening: Opening = await self._recorded(work, by)
        return opening.shown(stamp(now))

    async def fetch(self, opening_id: str, *, by: Caller) -> dict[str, Any]:
        """The sealed originals of an approved opening, for whoever asked for it.

        Raises:
            NotFound: no such opening, or the originals' retention has ended.
            Conflict: it is not approved, has expired, or somebody else asked.
            AuditUnavailable | StateUnavailable: nothing is handed out.
        """

        def work(db: Connection, record: Record) -> list[Part]:
            opening = openings.one(db, self._recorder.tenant, opening_id)
            state = opening.state(stamp(self._clock()))
            if state != APPROVED:
                raise Conflict(f"This opening is {state}; originals are handed out while it is approved.")
            if opening.asked_by != by.person:
                raise Conflict("Originals are handed to whoever asked for them.")
            parts = self._parts(opening.request_id, store.ORIGINALS)(db)
            if not parts:
                raise NotFound(NOTHING)
            record(EventKind.CONTENT, _told("fetch", opening) | {"parts": len(parts)})
            return parts

        return {"format": FORMAT, "parts": [_sealed(part) for part in await self._recorded(work, by)]}

    async def openings(self) -> list[dict[str, Any]]:
        """Who asked for what, the newest first. Raises StateUnavailable."""
        now = stamp(self._clock())
        found = await self._state.run(lambda db: openings.listed(db, self._recorder.tenant))
        return [opening.shown(now) for opening in found]

    # ------------------------------------------------------------------ inside

    def _parts(self, request_id: str, retention_class: str) -> Callable[[Connection], list[Part]]:
        return lambda db: store.parts_of(db, self._recorder.tenant, request_id, retention_class)

    def _opened(self, part: Part) -> dict[str, Any]:
        text = self._vault.open(part.body, part.sealed_by, part.belongs)
        shown = {"part": part.part, "at": part.at, "cut": part.cut, "text": text.decode(errors="replace")}
        return shown | {"digest": sealing.digest_of(part.salt, text)}

    async def _recorded(self, work: Callable[[Connection, Record], Any], by: Caller) -> Any:  # noqa: ANN401 - what `work` gives
        return await recorded(self._state, work, lambda kind, detail: self._recorder.record(kind, by.id, detail))


def open_bundle(bundle: object, private_pem: bytes, password: bytes | None) -> list[dict[str, Any]]:
    """What `ContentReading.fetch` handed out, opened with the private key. Needs nothing of a guard.

    Raises:
        BadRequest: it is no such bundle, the key is none, or it does not fit.
    """
    try:
        if not isinstance(bundle, dict) or bundle["format"] != FORMAT:
            raise BadRequest("This is no bundle of sealed originals.")
        return [_unsealed(part, private_pem, password) for part in bundle["parts"]]
    except (KeyError, TypeError, AttributeError, binascii.Error):
        raise BadRequest("This is no bundle of sealed originals.") from None
    except KeyUnusable as error:
        raise BadRequest(f"The key file {error}.") from None
    except SealBroken as error:
        raise BadRequest(f"A part cannot be opened: {error}.") from None


def _sealed(part: Part) -> dict[str, Any]:
    return {
        "tenant": part.tenant,
        "request_id": part.request_id,
        "part": part.part,
        "at": part.at,
        "cut": part.cut,
        "key": part.sealed_by,
        "digest": sealing.digest_of(part.salt, part.body),
        "salt": base64.b64encode(part.salt).decode(),
        "sealed": base64.b64encode(part.body).decode(),
    }


def _unsealed(part: dict[str, Any], private_pem: bytes, password: bytes | None) -> dict[str, Any]:
    body, salt = (base64.b64decode(part[name], validate=True) for name in ("sealed", "salt"))
    belongs = Belonging(part["tenant"], part["request_id"], part["part"])
    text = sealing.open_envelope(body, private_pem, password, belongs).decode(errors="replace")
    agrees = sealing.digest_of(salt, body) == part["digest"]
    return {
        **{name: part[name] for name in ("request_id", "part", "at", "cut", "digest")},
        "agrees": agrees,
        "text": text,
    }


def _told(action: str, opening: Opening) -> dict[str, Any]:
    return {"action": action, "about": opening.request_id, "opening": opening.id, "case": opening.case_number}


def _case(text: str) -> str:
    try:
        checked: str = case_number("case", text.strip())
    except GrammarError:
        raise BadRequest("Give the case number: letters, digits and . / _ - , at most 60.", param="case") from None
    return checked
