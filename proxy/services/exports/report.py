"""Reports for people, for every face: the audit pack, one student's disclosures, the scope of a breach.

Making one is reading the log: it is recorded before the answer is given, with the case for which it was made.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from proxy.audit.event import stamp
from proxy.audit.export import bundle
from proxy.audit.export.manifest import Told
from proxy.audit.export.outlets import Folder
from proxy.audit.proof import AuditProof, verifier_source
from proxy.audit.query import AuditLog
from proxy.errors import BadRequest
from proxy.exchange import EventKind
from proxy.services.audit.asking import CASE
from proxy.services.audit.period import period_of
from proxy.services.exports.breach_scope import breach_scope, day
from proxy.services.exports.disclosures import ledger
from proxy.services.exports.pack import sections_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from proxy.audit.proof import Verdict
    from proxy.exchange import Caller
    from proxy.services.audit.asking import Asking, Look
    from proxy.services.exports.disclosures import Disclosure
    from proxy.services.exports.pack_parts import PackSection
    from proxy.services.exports.source import Source
    from proxy.services.recording import Recorder

Channel = Literal["cli", "http"]


@dataclass(frozen=True, slots=True)
class Pack:
    """An audit pack: what stands at its head, and its sections."""

    head: dict[str, Any]
    sections: Sequence[PackSection]

    def shown(self) -> dict[str, Any]:
        """For JSON."""
        return {"report": "pack", **self.head, "sections": [each.shown() for each in self.sections]}


@dataclass(frozen=True, slots=True)
class Ledger:
    """One student's disclosures: what stands at the head, and the rows, oldest first."""

    head: dict[str, Any]
    rows: Sequence[Disclosure]


@dataclass(frozen=True, slots=True)
class BreachScope:
    """The scope of a breach: what stands at the head, and the figures."""

    head: dict[str, Any]
    scope: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reports:
    """Makes reports of one tenant's log.

    Attributes:
        source: the log and its key.
        recorder: writes the records.
        asking: checks what readers give.
        agency: the agency's name as people write it.
        anchors: files with checkpoints kept elsewhere.
    """

    source: Source
    recorder: Recorder
    asking: Asking
    agency: str = ""
    anchors: Sequence[Path] = field(default=())

    async def pack(
        self,
        period: str,
        *,
        by: Caller,
        channel: Channel,
        verify: bool = True,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Pack:
        """The audit pack of a month, a quarter or a year.

        Raises:
            BadRequest: the period is not one.
            AuditUnavailable: the log cannot be read, or the look cannot be recorded.
        """
        wanted = period_of(period)
        look = await self.asking.look({"since": wanted.since, "until": wanted.until})

        def work() -> Pack:
            verdict = self._verified(progress) if verify else None
            sections = sections_of(self._log(by), wanted, verdict)
            checkpoint = AuditProof(self.source.place).newest()
            head = self._head(by) | {
                "period": wanted.name,
                "since": wanted.since,
                "until": wanted.until,
                "log": self.source.keyring.origin,
                "checkpoint": checkpoint,
            }
            return Pack(head, sections)

        made = await asyncio.to_thread(work)
        await self._read(look, "report.pack", len(made.sections), by, channel)
        return made

    async def disclosures(self, given: Mapping[str, str], *, by: Caller, channel: Channel) -> Ledger:
        """What was disclosed about one student.

        Args:
            given: ``subject`` (an identifier or name with its label, or digests), ``case``, and ``since``, ``until``.
            by: who asks.
            channel: by which face.

        Raises:
            BadRequest: no subject, no case number, or a filter that is not one.
            AuditUnavailable: as `pack`.
        """
        look = await self._look(given, frozenset({"subject", "since", "until", CASE}))
        digests = look.filters.subject
        if digests is None:
            raise BadRequest("Say whom it is about: subject='SSID 1234567893'.", param="subject")
        since, until = look.filters.since, look.filters.until
        rows = await asyncio.to_thread(lambda: ledger(self._log(by), digests, since=since, until=until))
        await self._read(look, "report.disclosures", len(rows), by, channel)
        head = self._head(by) | {"case": look.case, "student": list(digests), "since": since, "until": until}
        return Ledger(head, rows)

    async def breach(
        self, given: Mapping[str, str], *, discovered: str | None, by: Caller, channel: Channel
    ) -> BreachScope:
        """What a provider's breach exposed.

        Args:
            given: ``provider``, ``case``, and ``since``, ``until``.
            discovered: the day of discovery, YYYY-MM-DD, from which the clock runs.
            by: who asks.
            channel: by which face.

        Raises:
            BadRequest: no provider, no case number, or a date that is not one.
            AuditUnavailable: as `pack`.
        """
        found_on = day(discovered, "discovered")
        look = await self._look(given, frozenset({"provider", "since", "until", CASE}))
        provider, since, until = look.filters.provider, look.filters.since, look.filters.until
        if provider is None or look.case is None:
            missing = "provider" if provider is None else CASE
            raise BadRequest(f"Say which: {missing}=... is missing.", param=missing)
        today = self.recorder.clock().date()
        scope = await asyncio.to_thread(
            lambda: breach_scope(self._log(by), provider, since=since, until=until, discovered=found_on, today=today)
        )
        await self._read(look, "report.breach_scope", scope["calls"], by, channel)
        return BreachScope(self._head(by) | {"case": look.case}, scope)

    # ------------------------------------------------------------------ handing it out

    async def to_folder(
        self,
        folder: Path,
        files: Mapping[str, bytes],
        *,
        what: str,
        rows: int,
        case: str | None,
        by: Caller,
        channel: Channel,
        facts: Mapping[str, Any] | None = None,
    ) -> str:
        """Write files and a signed manifest into a new folder; its digest is recorded. Returns the digest.

        Raises:
            BadRequest: the folder exists.
            OSError: it cannot be written to.
            AuditUnavailable: it cannot be recorded; the folder is gone again.
        """
        told = Told(what, by.id, purpose="scheduled audit pack" if what == "pack" else what, case=case)

        def write(outlet: Folder) -> str:
            for name, body in {**files, bundle.VERIFIER: verifier_source().encode()}.items():
                with outlet.file(name) as file:
                    file.write(body)
            more = {"records": rows, "format": "report", **(facts or {})}
            return bundle.close(outlet, told, more, self.source.keyring, self.recorder.clock())

        with Folder(folder) as outlet:
            digest = await asyncio.to_thread(write, outlet)
            detail = {"what": what, "records": rows, "first": 0, "channel": channel, "case": case, "manifest": digest}
            await self.recorder.record(EventKind.LOG_EXPORT, by.id, detail | {"action": "done"})
        return digest

    # ------------------------------------------------------------------ inside

    async def _look(self, given: Mapping[str, str], allowed: frozenset[str]) -> Look:
        extra = given.keys() - allowed
        if extra:
            raise BadRequest(f"This report takes {', '.join(sorted(allowed))}.", param=min(extra))
        return await self.asking.look(given, typed=True)

    def _log(self, by: Caller) -> AuditLog:
        return AuditLog(self.source.place.reader(), tenant=None if self.source.everything else by.tenant)

    def _head(self, by: Caller) -> dict[str, Any]:
        return {
            "agency": self.agency,
            "made": stamp(self.recorder.clock()),
            "by": by.id,
            "version": self.source.version,
        }

    def _verified(self, progress: Callable[[int], None]) -> Verdict:
        anchors = [path for path in self.anchors if path.is_file()]
        proof = AuditProof(self.source.place)
        # After a change of keys the log is held to its first one; the changes are followed from there.
        first = next((change["old"] for change in proof.key_changes()), self.source.keyring.verifier)
        return proof.verify([first], anchors, deep=False, progress=progress)

    async def _read(self, look: Look, what: str, returned: int, by: Caller, channel: Channel) -> None:
        detail = {
            "filters": look.filters.asked(),
            "returned": returned,
            "case": look.case,
            "channel": channel,
            "what": what,
        }
        await self.recorder.record(EventKind.LOG_READ, by.id, detail)
