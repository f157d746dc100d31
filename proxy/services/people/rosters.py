"""Rosters, for every face: import, purge, status. Each change is recorded before it is put in force; counts only."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from detectors.roster.sealed import RosterError
from proxy.audit.event import new_event_id
from proxy.exchange import AuditEvent, EventKind
from proxy.rosters.csv_rows import Progress, header_of
from proxy.rosters.oneroster import USERS, OneRoster
from proxy.rosters.package import Package
from proxy.rosters.plain import PlainCsv
from proxy.rosters.problems import Problems, RosterInputError
from proxy.rosters.store import SOURCE_NAME, RosterBusyError, RosterStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from detectors.roster.table import Facts
    from proxy.exchange import AuditSink
    from proxy.rosters.store import Prepared, Source
    from proxy.rosters.update import Update

__all__ = [
    "Imported",
    "Progress",
    "RosterBusyError",
    "RosterError",
    "RosterInputError",
    "Rosters",
    "Shrinks",
    "Wanted",
    "is_source_name",
]

LARGE: Final = 100
"""From so many people on, an export with less than half of them is taken for a mistake until somebody insists."""


class Shrinks(Exception):
    """The import would take out more than half of the people. Nothing was changed.

    Attributes:
        before: people of the source now.
        after: people in the export.
    """

    def __init__(self, before: int, after: int) -> None:
        super().__init__(f"{before} people would become {after}")
        self.before, self.after = before, after


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an export is to be read.

    Attributes:
        source: name under which its people are kept; importing again replaces them.
        mapping: field -> columns, for a plain CSV file.
        delta: change what is there instead of replacing it; None asks the export.
        staff: take staff in, too.
        opt_out: column that tells who may not be in directory information, where its name does not say so.
        shrink: let it take out more than half of the people.
    """

    source: str = "main"
    mapping: Mapping[str, Sequence[str]] = field(default_factory=dict)
    delta: bool | None = None
    staff: bool = False
    opt_out: str = ""
    shrink: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        format: of the export.
        delta: whether it changed what was there.
        before: people of the source before.
        people: people of the source now.
        removed: of those before, how many are gone.
        left_out: rows of staff, who were not wanted.
        without_name: people of whom only identifiers are known.
        facts: of the whole roster.
    """

    format: str
    delta: bool
    before: int
    people: int
    removed: int
    left_out: int
    without_name: int
    facts: Facts


class Rosters:
    """The rosters of one tenant.

    Args:
        store: where they are.
        sink: takes the records.
        instance: id of this process in records.
        tenant: whose rosters they are.
        actor: who does it, in records.
        clock: current time.
    """

    def __init__(
        self,
        store: RosterStore,
        sink: AuditSink,
        *,
        instance: str,
        tenant: str,
        actor: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._sink = store, sink
        self._instance, self._tenant, self._actor, self._clock = instance, tenant, actor, clock

    async def bring_in(self, path: Path, wanted: Wanted, progress: Progress) -> Imported:
        """Import an export. Not cancellable half-way: it is prepared beside what is in force.

        Raises:
            RosterInputError: the export has faults; all of them are named.
            RosterBusyError: another import is under way.
            RosterError: what was imported before cannot be used; says why.
            Shrinks: it would take out more than half of the people.
            AuditUnavailable: it cannot be recorded.
            OSError: the disk failed.
        """
        with self._store.locked():
            try:
                update, prepared = await asyncio.to_thread(self._read, path, wanted, progress)
            except (RosterInputError, Shrinks) as error:
                kind = "roster_shrinks" if isinstance(error, Shrinks) else "roster_input"
                await self._record("import", "rejected", source=wanted.source, error_code=kind)
                raise
            await self._put_in_force(
                prepared,
                "import",
                source=wanted.source,
                format=update.format,
                mode="delta" if update.delta else "replace",
                left_out=update.left_out,
            )
        return Imported(
            update.format,
            update.delta,
            prepared.before,
            prepared.after,
            prepared.removed,
            update.left_out,
            update.without_name,
            prepared.facts,
        )

    async def purge(self, source: str | None) -> int:
        """Forget a source, or everything; how many people that were. Raises as `bring_in`."""
        with self._store.locked():
            prepared = await asyncio.to_thread(self._store.prepare_purge, source)
            await self._put_in_force(prepared, "purge", source=source)
        return prepared.removed

    def sources(self) -> list[Source]:
        """What is there. Raises RosterError."""
        return self._store.sources()

    def facts(self) -> Facts | None:
        """Of the table that detection uses, after checking all of it. Raises RosterError."""
        return self._store.facts()

    # ------------------------------------------------------------------ inside

    def _read(self, path: Path, wanted: Wanted, progress: Progress) -> tuple[Update, Prepared]:
        facts = {"imported_by": self._actor, "imported_at": f"{self._clock():%Y-%m-%dT%H:%M:%SZ}"}
        with Package(path) as package:
            update = _update(package, wanted, progress)
            prepared = self._store.prepare(update, wanted.source, {**facts, "format": update.format})
        shrinks = not update.delta and prepared.before >= LARGE and prepared.after * 2 < prepared.before
        if shrinks and not wanted.shrink:
            self._store.discard(prepared)
            raise Shrinks(prepared.before, prepared.after)
        return update, prepared

    async def _put_in_force(self, prepared: Prepared, action: str, **detail: Any) -> None:  # noqa: ANN401 # record fields
        try:
            await self._record(
                action,
                "applied",
                edition=prepared.facts.edition,
                before=prepared.before,
                people=prepared.after,
                removed=prepared.removed,
                counts=dict(prepared.facts.counts),
                **detail,
            )
        except BaseException:
            self._store.discard(prepared)
            raise
        await asyncio.to_thread(self._store.commit, prepared)

    async def _record(self, action: str, result: str, **detail: Any) -> None:  # noqa: ANN401 # record fields
        event = AuditEvent(
            kind=EventKind.ROSTER,
            event_id=new_event_id(),
            at=self._clock(),
            instance=self._instance,
            tenant=self._tenant,
            request_id=None,
            caller=self._actor,
            detail={"action": action, "result": result, **detail},
        )
        await self._sink.record(event)


def is_source_name(name: str) -> bool:
    """Whether a source may be called so: its name becomes part of a file's."""
    return SOURCE_NAME.fullmatch(name) is not None


def _update(package: Package, wanted: Wanted, progress: Progress) -> Update:
    problems = Problems()
    if USERS in package.files and not wanted.mapping and not (package.single and _is_plain(package)):
        export = OneRoster(package, problems, progress, staff=wanted.staff, opt_out=wanted.opt_out)
        update = export.update()
        update.delta = update.delta if wanted.delta is None else wanted.delta
        return update
    if len(package.files) != 1:
        problems.add(USERS, 0, "", "is missing from the export; for plain CSV name one file")
        problems.check()
    (file,) = package.files.values()
    return PlainCsv(file, wanted.mapping, problems, progress, staff=wanted.staff).update(delta=bool(wanted.delta))


def _is_plain(package: Package) -> bool:
    """A single file called users.csv that is not OneRoster's."""
    (file,) = package.files.values()
    return "sourcedid" not in (name.lower() for name in header_of(file)[0])
