"""What is in force by the registry, kept in step with the database: the tools, the training, the estimates.

The house starts one. It asks for two numbers four times a second, in a thread of its own, and puts a change in force in
one assignment: so a stop that another replica made is in force here well within a second. When the database has not
answered for `STALE_S`, calls are refused: a guard that cannot see the emergency brake must not drive.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from proxy.errors import GuardError, StateUnavailable
from proxy.registry.endings import ends
from proxy.registry.gate import Gate
from proxy.registry.nouns import Kind, Name, Snapshot
from proxy.registry.tools import decided
from proxy.registry.training import Course, Roll
from proxy.telemetry import log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from proxy.energy import Estimator
    from proxy.registry.endings import Ending
    from proxy.registry.tools import Provider, Registry
    from proxy.services.tools.desk import Tools
    from proxy.services.tools.training import Training

LOOK_EVERY_S: Final = 0.25
NOT_READ: Final = -1
STALE_S: Final = 5.0
"""Longer than SQLite's busy timeout twice: one slow writer stops nobody."""


class Approvals:
    """See the file's docstring.

    Args:
        changed: puts `registry` and `gate` in force; called on the event loop.
        estimator: the estimates, loaded in the background.
        clock: monotonic seconds.
    """

    def __init__(
        self, changed: Callable[[], None], estimator: Estimator, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.tools: Tools
        self.training: Training
        self.estimator = estimator
        self.course = Course()
        self.snapshot = Snapshot(version=NOT_READ)
        self.roll = Roll(version=NOT_READ)
        self._changed = changed
        self._clock = clock
        self._seen_at = clock()
        self._asked = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._announced: tuple[date, int] | None = None

    # ------------------------------------------------------------------ life

    async def start(self) -> None:
        """Read everything once, then follow. Raises StateUnavailable."""
        await self.refresh()
        self._tasks = [
            asyncio.create_task(self._follow(), name="registry-follower"),
            asyncio.create_task(asyncio.to_thread(self.estimator.load), name="energy-tables"),
        ]

    async def stop(self) -> None:
        """Stop following."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task

    async def refresh(self) -> None:
        """Put in force what the database says now. Raises StateUnavailable, InternalError."""
        async with self._asked:
            asked_at = self._clock()
            numbers = await self.tools.numbers()
            before = (self.snapshot, self.roll)
            if numbers[0] != self.snapshot.version:
                self.snapshot = await self.tools.snapshot()
            if numbers[1] != self.roll.version:
                self.roll = await self.training.roll(self.course)
            self._seen_at = asked_at
            if (self.snapshot, self.roll) != before:
                self._changed()

    async def reconfigure(self, course: Course, estimator: Estimator) -> None:
        """A reload: another course may be required, whose roll is read before anybody is judged by it.

        Raises:
            StateUnavailable: it cannot be read; nothing is changed.
        """
        async with self._asked:  # else a look that is under way would bring back the roll of the course before
            if course.id != self.course.id:
                self.roll = await self.training.roll(course)
            self.course = course
        if (estimator.vendors, estimator.zone) != (self.estimator.vendors, self.estimator.zone):
            self.estimator = estimator
            self._tasks.append(asyncio.create_task(asyncio.to_thread(estimator.load), name="energy-tables"))

    # ------------------------------------------------------------------ what is in force

    def registry(self, seeds: Iterable[Provider]) -> Registry:
        """The configuration's providers as the registry has decided."""
        return decided(seeds, self.snapshot)

    def gate(self) -> Gate:
        """The training gate."""
        return Gate(self.course, self.roll, self.training.first_call)

    def estimate(
        self, provider: str, dialect: str, models: Sequence[str | None], output_tokens: int | None
    ) -> Mapping[str, Any]:
        """As `Estimator.estimate`, by the estimator in force."""
        return self.estimator.estimate(provider, dialect, models, output_tokens)

    def check_fresh(self) -> None:
        """Raises StateUnavailable: what is in force here may be old, and a stop could have been missed."""
        if self._clock() - self._seen_at > STALE_S:
            raise StateUnavailable("The registry of approved tools cannot be read, so nothing is sent. Try again.")

    # ------------------------------------------------------------------ ends

    def endings(self, seeds: Iterable[Provider], today: date) -> list[Ending]:
        """Approvals in force, of the registry and of the configuration, that end soon or have ended."""
        return ends(approvals_of(seeds, self.snapshot), today)

    async def announce(self, seeds: Iterable[Provider], today: date) -> None:
        """Record the ends of approvals that come near, once each; a day and a version are looked at once.

        Stops that are on no record yet (whoever made them died) are recorded first.
        """
        if not all(stop.told for stop in self.snapshot.stops):
            await self.tools.tell_stops()
        key = (today, self.snapshot.version)
        if self._announced == key:
            return
        for each in await self.tools.announce(approvals_of(seeds, self.snapshot)):
            log().warning("approval ends soon", tool=str(each.name), expires=str(each.expires), days=each.days)
        self._announced = key

    def gauges(self, seeds: Sequence[Provider]) -> list[tuple[str, str, Callable[[], float]]]:
        """Name, meaning and value of what monitoring watches."""

        def count(*, ended: bool) -> int:
            found = self.endings(seeds, datetime.now(UTC).date())
            return sum((each.within == 0) is ended for each in found)

        return [
            ("chaperone_tools_stopped", "Emergency stops in force.", lambda: len(self.snapshot.stops)),
            ("chaperone_approvals_ending", "Approvals that end within 60 days.", lambda: count(ended=False)),
            ("chaperone_approvals_ended", "Approvals that have ended.", lambda: count(ended=True)),
            ("chaperone_registry_age_seconds", "Age of what is known of it.", lambda: self._clock() - self._seen_at),
        ]

    # ------------------------------------------------------------------ inside

    async def _follow(self) -> None:
        """Look at the numbers for as long as the house stands."""
        failing = False
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.refresh()
                failing = False
            except GuardError as error:
                if not failing:
                    log().error("registry not readable", code=error.code)
                failing = True
            except Exception as error:  # noqa: BLE001 # the next look must come whatever this one ran into
                log().error("registry not readable", error=type(error).__name__)


def approvals_of(seeds: Iterable[Provider], snapshot: Snapshot) -> list[tuple[Name, date]]:
    """Every approval that counts, with its last day: the registry's, and the configuration's where it holds none."""
    found = {each.name: each.approval.expires for each in snapshot.entries}
    for seed in seeds:
        name = Name(Kind.PROVIDER, seed.id)
        if seed.approval is not None and name not in snapshot.denied:
            found.setdefault(name, seed.approval.expires)
    return list(found.items())
