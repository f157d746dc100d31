"""Training attestations, for every face: record one, import many, attest one's own, list. Every change is on record."""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from proxy.audit.event import stamp
from proxy.errors import BadRequest, Forbidden
from proxy.exchange import CallerKind, EventKind
from proxy.exchange.people import same_person
from proxy.registry import training_csv
from proxy.registry.training import SELF, trained
from proxy.registry.training_csv import By, CsvError
from proxy.services.tools.shown import shown_attestation

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from proxy.registry.training import Attestation, Course, Roll
    from proxy.registry.training_store import Tell, TrainingOffice
    from proxy.services.recording import Recorder

__all__ = ["CsvError", "Training"]

T = TypeVar("T")
OWN: Final = "your own training must be recorded by another person"
WITHDRAWN: Final = "Your training was withdrawn, so you cannot confirm it yourself: ask IT to record it."


class Reasons(Protocol):
    """Takes protected values out of what people write (`services.written.Written`)."""

    async def reason(self, text: object, *, what: str = "reason") -> str:
        """The line as it may be stored. Raises BadRequest, ScanFailed."""
        ...


class Training:
    """The attestations of one tenant.

    Args:
        office: where they are.
        course: what is required now; asked anew each time, for a reload may change it.
        recorder: writes the records.
        refresh: puts what the database says in force in this process.
        clock: current time.
    """

    def __init__(
        self,
        office: TrainingOffice,
        course: Callable[[], Course],
        recorder: Recorder,
        *,
        refresh: Callable[[], Awaitable[None]],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._office = office
        self._course = course
        self._recorder = recorder
        self._refresh = refresh
        self._clock = clock
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="training")

    async def record(self, row: Mapping[str, str], *, by: str, channel: str) -> dict[str, Any]:
        """Record that somebody completed a course: `person`, `completed`; if need be `course`, `version`, `expires`.

        Raises:
            BadRequest: something of it is wrong; the message names the field.
            Forbidden: it is one's own, where nobody confirms their own.
            AuditUnavailable | StateUnavailable: nothing was stored.
        """
        course, today = self._course(), self._clock().date()
        given = {name: value for name, value in row.items() if value}
        wrong = training_csv.complaints(given, course, today)
        if wrong:
            raise BadRequest("; ".join(wrong).replace("`", "'") + ".", param="attestation")
        why = "" if channel == SELF else await self._own(by)
        if why and same_person(given["person"], by):
            raise Forbidden(why[0].upper() + why[1:] + ".")
        made = training_csv.attestation(given, course, By(by, stamp(self._clock()), channel))
        detail = {
            "action": "record",
            "person": made.person,
            "course": made.course,
            "course_version": made.version or None,
            "completed": made.completed.isoformat(),
            "expires": made.expires.isoformat(),
            "channel": channel,
        }
        await self._store([made], by, detail, restores=channel != SELF)
        return shown_attestation(made)

    async def withdraw(
        self,
        person: str,
        *,
        reason: object,
        by: str,
        channel: str,
        written: Reasons,
        course: str = "",
        until: str = "",
    ) -> dict[str, Any]:
        """Let somebody's attestation count no longer, or only up to an earlier day; their calls follow at once.

        Args:
            person: id of the caller, or of the owner of the key.
            reason: why; passes the detectors before it is stored.
            by: who says so.
            channel: ``cli`` or ``http``.
            written: takes protected values out of the reason.
            course: id of the course; the required one by default.
            until: last day for which it counts, YYYY-MM-DD; by default it counts no longer.

        Raises:
            BadRequest: no reason, no course, or `until` is no day from today on.
            NotFound: there is no such attestation.
            Conflict: it ends no later already.
            AuditUnavailable | StateUnavailable: nothing was changed.
        """
        name, today = course or self._course().id, self._clock().date()
        if not name:
            raise BadRequest("No course is required here: say of which course in `course`.", param="course")
        last = training_csv.day(until) if until else today - timedelta(days=1)
        if last is None or (until and last < today):
            raise BadRequest("`until` must be a day from today on, written YYYY-MM-DD.", param="until")
        why = await written.reason(reason)
        action = "shorten" if until else "withdraw"
        detail = {"action": action, "person": person, "course": name, "expires": last.isoformat()}
        told = detail | {"channel": channel, "reason": why}
        after = await self._do(
            by, lambda tell: self._office.cut(person, name, until=last, by=by, tell=tell, detail=told)
        )
        await self._refresh()
        return shown_attestation(after)

    async def attest(
        self, person: str, *, completed: str = "", version: str = "", kind: CallerKind = CallerKind.PERSON
    ) -> dict[str, Any]:
        """Record one's own completion, where the policy allows it; today, when no day is said.

        Raises:
            Forbidden: it does not allow it, or a program says so of the person who answers for it.
            BadRequest: no course is required, or the day is wrong.
        """
        course = self._course()
        if kind is not CallerKind.PERSON:
            raise Forbidden("Only a person can confirm their own training; the key of a program cannot.")
        if not course.id:
            raise BadRequest("No course is required here, so there is nothing to confirm.")
        if not course.self_attestation:
            raise Forbidden("Here you cannot confirm your own training: ask IT to record it.")
        standing = await self._run(lambda: self._office.all(person=person, course=course.id))
        if any(each.withdrawn_by for each in standing):
            raise Forbidden(WITHDRAWN)
        if version and course.version and version != course.version:
            raise BadRequest(f"Version {course.version} of the course is required.", param="version")
        day = completed or self._clock().date().isoformat()
        return await self.record({"person": person, "completed": day}, by=person, channel=SELF)

    async def bring_in(self, text: str, *, by: str, channel: str) -> dict[str, int]:
        """Record all attestations of a CSV file, or none.

        Raises:
            CsvError: every problem with its line; nothing was stored.
        """
        why, now = await self._own(by), self._clock()
        made = training_csv.read(
            text,
            self._course(),
            By(by, stamp(now), channel),
            now.date(),
            lambda person: why if same_person(person, by) else "",
        )
        digest = hashlib.sha256(text.encode()).hexdigest()
        changed = await self._store(made, by, {"action": "import", "channel": channel, "source_digest": digest})
        return {"rows": len(made), "changed": changed}

    async def all(self, *, person: str = "", course: str = "") -> list[dict[str, Any]]:
        """Attestations on record, by person and course."""
        found = await self._run(lambda: self._office.all(person=person, course=course))
        return [shown_attestation(each) for each in found]

    async def status(self, person: str) -> dict[str, Any]:
        """What somebody's training comes to today, and what to do about it."""
        course, today = self._course(), self._clock().date()
        found = trained(course, await self.roll(course), person, today)
        return {
            "person": person,
            "required": course.id or None,
            "title": course.title or course.id or None,
            "url": course.url or None,
            "valid": found.valid,
            "until": found.until.isoformat() if found.until else None,
            "grace": found.grace,
            "refused": found.refused,
            "self_attestation": course.self_attestation and not found.withdrawn,
        }

    async def roll(self, course: Course) -> Roll:
        """Everybody's attestations of a course, as the database has them."""
        return await self._run(lambda: self._office.roll(course.id))

    async def first_call(self, person: str, day: date) -> date:
        """Note somebody's first call without training; the day that stands. Raises StateUnavailable."""
        return await self._do(person, lambda tell: self._office.first_call(person, day, tell))

    # ------------------------------------------------------------------ inside

    async def _own(self, by: str) -> str:
        """Why this person may not record their own training, or nothing: they may do so where everybody may.

        What was withdrawn is another person's word, whichever way and in whatever spelling one's own is to be recorded.
        """
        if not self._course().self_attestation:
            return OWN
        found = await self._run(self._office.all)
        return OWN if any(each.withdrawn_by and same_person(each.person, by) for each in found) else ""

    async def _store(
        self, made: Sequence[Attestation], by: str, detail: dict[str, Any], *, restores: bool = False
    ) -> int:
        changed = await self._do(by, lambda tell: self._office.record(made, tell, detail, restores=restores))
        await self._refresh()
        return changed

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _do(self, by: str, work: Callable[[Tell], T]) -> T:
        loop = asyncio.get_running_loop()

        def tell(detail: dict[str, Any]) -> None:
            record = self._recorder.record(EventKind.TRAINING, by, detail)
            asyncio.run_coroutine_threadsafe(record, loop).result()

        return await self._run(lambda: work(tell))
