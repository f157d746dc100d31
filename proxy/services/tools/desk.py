"""The registry of AI tools, for every face: ask, review, decide, shorten, stop, look. Every change is on record.

What loosens is recorded before it has an effect; a stop has its effect first, in this process at once and in others
within their next look, and its reason is read by the detectors afterwards: an emergency waits for nothing.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from proxy.audit.event import stamp
from proxy.errors import BadRequest, GuardError, NotFound, StateUnavailable
from proxy.exchange import Approval, EventKind
from proxy.registry.form import FormError, ToolForm, read
from proxy.registry.nouns import BEING_READ, Name, Review, Topic, Verdict
from proxy.registry.office import Act
from proxy.services.tools.shown import case_shown, dossier_shown, entry_shown, stop_shown
from proxy.services.tools.words import Words, check_length, cleaned, named, person_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from proxy.registry.endings import Ending
    from proxy.registry.nouns import Snapshot, Stop
    from proxy.registry.office import Detail, Office, Tell
    from proxy.services.recording import Recorder

__all__ = ["FormError", "ToolForm", "Tools", "Words", "named", "person_of", "read"]

T = TypeVar("T")

USUAL_DAYS: Final = 365
"""Length of an approval when nobody says another."""
NOT_STOPPED: Final = (
    "This stop could not be stored and is not in force. Stop the guard itself, or end the guard's key at the provider."
)
UNREAD: Final = "(the reason could not be checked and was not kept)"
TOLD_WITHIN: Final = timedelta(minutes=2)
"""Longer than reading a reason takes: whoever made an older stop that is on no record died, or the log was away."""


class Tools:
    """The registry of one tenant.

    Args:
        office: the acts, on the database.
        recorder: writes the records.
        refresh: puts what the database says in force in this process.
        clock: current time.
    """

    def __init__(
        self,
        office: Office,
        recorder: Recorder,
        *,
        refresh: Callable[[], Awaitable[None]],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._office = office
        self._recorder = recorder
        self._refresh = refresh
        self._clock = clock
        self._said: dict[Name, str] = {}
        # Threads of its own: the loop's are few, and large bodies can keep them for seconds.
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="registry")

    # ------------------------------------------------------------------ cases

    async def request(self, form: ToolForm | Any, *, reason: str, by: str, written: Words) -> dict[str, Any]:  # noqa: ANN401 # whatever a file holds
        """Ask for a tool to be approved, or approved anew.

        Raises:
            FormError: the form has problems.
            BadRequest: no reason.
            Conflict: a case is open already.
            AuditUnavailable | StateUnavailable | ScanFailed: nothing was done.
        """
        asked = form if isinstance(form, ToolForm) else read(form)
        act = await self._act(by, reason, written)
        facts = await cleaned(asked.facts, written)
        return case_shown(await self._do(by, lambda tell: self._office.request(asked.name, facts, act, tell)))

    async def renew(self, name: Name, *, reason: str, by: str, written: Words) -> dict[str, Any]:
        """Ask for a re-review of what is in force, as it is. Raises NotFound, and as `request`."""
        (dossier,) = await self._run(lambda: self._office.dossiers(name))
        if dossier.entry is None:
            raise NotFound(f"The registry holds no approval of {name} to renew.")
        facts = dossier.entry.facts
        act = await self._act(by, reason, written)
        return case_shown(await self._do(by, lambda tell: self._office.request(name, facts, act, tell)))

    async def review(
        self, case: str, *, topic: str, passed: bool, note: str, conditions: Iterable[str], by: str, written: Words
    ) -> dict[str, Any]:
        """Add a review to a case.

        Raises:
            NotFound | Conflict | Forbidden: no such case, a closed one, or one's own.
            BadRequest: no such topic, or no note.
        """
        if topic not in set(Topic):
            raise BadRequest(f"`topic` must be one of {', '.join(Topic)}.", param="topic")
        review = Review(
            Topic(topic),
            Verdict.PASSED if passed else Verdict.FAILED,
            by,
            self._now(),
            await written.reason(note, what="note"),
            tuple([await written.reason(each, what="conditions") for each in conditions]),
        )
        return case_shown(await self._do(by, lambda tell: self._office.review(case, review, tell)))

    async def approve(
        self,
        case: str,
        *,
        reason: str,
        by: str,
        written: Words,
        expires: date | None = None,
        begins: date | None = None,
        reference: str = "",
    ) -> dict[str, Any]:
        """Put a case in force from `begins` (today) to `expires` (a year from then).

        Raises:
            NotFound | Conflict | Forbidden | BadRequest: as `lifecycle.approved`.
        """
        first = begins or self._clock().date()
        last = expires or first + timedelta(days=USUAL_DAYS - 1)
        act = await self._act(by, reason, written)
        approval = Approval(by, first, last, (await written.lines([reference or case]))[0][:200])
        entry = await self._do(by, lambda tell: self._office.approve(case, act, approval, tell))
        await self._refresh()
        return entry_shown(entry, self._clock().date())

    async def deny(self, case: str, *, reason: str, by: str, written: Words) -> dict[str, Any]:
        """Close a case with no. Raises NotFound, Conflict, Forbidden, BadRequest."""
        act = await self._act(by, reason, written)
        closed = await self._do(by, lambda tell: self._office.deny(case, act, tell))
        await self._refresh()
        return case_shown(closed)

    async def withdraw(self, case: str, *, reason: str, by: str, written: Words) -> dict[str, Any]:
        """Close a case without a decision. Raises NotFound, Conflict, BadRequest."""
        act = await self._act(by, reason, written)
        return case_shown(await self._do(by, lambda tell: self._office.withdraw(case, act, tell)))

    async def shorten(self, name: Name, *, expires: date, reason: str, by: str, written: Words) -> dict[str, Any]:
        """Let an approval end earlier. Raises NotFound, BadRequest."""
        act = await self._act(by, reason, written)
        entry = await self._do(by, lambda tell: self._office.shorten(name, act, expires, tell))
        await self._refresh()
        return entry_shown(entry, self._clock().date())

    # ------------------------------------------------------------------ stops

    async def disable(self, name: Name, *, reason: str, by: str, written: Words) -> dict[str, Any]:
        """Stop a tool, or everything (`everything`), at once.

        Raises:
            BadRequest: no reason.
            StateUnavailable: the stop could not be stored, and is not in force.
            AuditUnavailable: it is in force and is recorded later (`tell_stops`); nothing is forwarded without records
                either.
        """
        check_length(reason)
        at = self._now()
        try:
            new = await self._run(lambda: self._office.stop(name, Act(by, at, BEING_READ)))
        except StateUnavailable as error:
            raise StateUnavailable(NOT_STOPPED) from error
        await self._refresh()
        if new:
            try:
                self._said[name] = await written.reason(reason)
            except GuardError:
                self._said[name] = UNREAD
            await self._tell_stop(name, by)
        (dossier,) = await self._run(lambda: self._office.dossiers(name))
        return {"already": not new, **stop_shown(dossier.stop)} if dossier.stop else {"already": not new}

    async def enable(self, name: Name, *, reason: str, by: str, written: Words) -> dict[str, Any]:
        """Let a stopped tool be used again, as far as it is approved. Raises NotFound, BadRequest."""
        act = await self._act(by, reason, written)
        await self._tell_all([each for each in (await self.snapshot()).stops if each.name == name])
        await self._do(by, lambda tell: self._office.lift(name, act, tell))
        await self._refresh()
        return {"kind": name.kind.value, "id": name.id, "enabled_by": by, "enabled_at": act.at, "reason": act.reason}

    async def tell_stops(self) -> None:
        """Record stops that are in force and on no record. Raises AuditUnavailable, StateUnavailable: later, then."""
        old = stamp(self._clock() - TOLD_WITHIN)
        await self._tell_all([each for each in (await self.snapshot()).stops if each.at < old])

    # ------------------------------------------------------------------ looking

    async def listing(self) -> list[dict[str, Any]]:
        """Every tool that the registry knows, with its standing."""
        today = self._clock().date()
        return [dossier_shown(each, today, cases=False) for each in await self._run(self._office.dossiers)]

    async def show(self, name: Name) -> dict[str, Any]:
        """The dossier of one tool. Raises NotFound: the registry has never heard of it."""
        (dossier,) = await self._run(lambda: self._office.dossiers(name))
        if not (dossier.entry or dossier.stop or dossier.cases):
            raise NotFound(f"The registry knows no {name}.")
        return dossier_shown(dossier, self._clock().date())

    async def case(self, case: str) -> dict[str, Any]:
        """One case. Raises NotFound."""
        return case_shown(await self._run(lambda: self._office.case(case)))

    async def snapshot(self) -> Snapshot:
        """What is in force, as the database says it."""
        return await self._run(self._office.snapshot)

    async def numbers(self) -> tuple[int, int]:
        """The numbers of the tools and of the training: cheap, for those who ask every moment."""
        return await self._run(self._office.numbers)

    async def announce(self, approvals: Iterable[tuple[Name, date]]) -> list[Ending]:
        """Record, once each, that approvals end within 60, 30 or 7 days; those recorded now."""
        known, today, at = list(approvals), self._clock().date(), self._now()

        def tell_all(tell: Tell) -> list[Ending]:
            return self._office.announce(known, today=today, at=at, tell=tell)

        return await self._do(None, tell_all)

    # ------------------------------------------------------------------ inside

    def _now(self) -> str:
        return stamp(self._clock())

    async def _tell_all(self, stops: Iterable[Stop]) -> None:
        for stop in stops:
            if not stop.told:
                await self._tell_stop(stop.name, stop.by)

    async def _tell_stop(self, name: Name, by: str) -> None:
        """Record a stop with its reason, if this process knows it."""
        said = self._said.get(name, UNREAD)
        await self._do(by, lambda tell: self._office.explain(name, said, tell))
        self._said.pop(name, None)

    async def _act(self, by: str, reason: str, written: Words) -> Act:
        return Act(by, self._now(), await written.reason(reason))

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _do(self, by: str | None, work: Callable[[Tell], T]) -> T:
        """Do something in a thread; its record is durable before its transaction commits."""
        loop = asyncio.get_running_loop()

        def tell(detail: Detail) -> None:
            record = self._recorder.record(EventKind.REGISTRY, by, detail)
            asyncio.run_coroutine_threadsafe(record, loop).result()

        return await self._run(lambda: work(tell))
