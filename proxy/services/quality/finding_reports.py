"""Reports by staff that something was wrongly found, or not found: one click, on record, for the accuracy runs.

The text that was meant is stored only as a keyed digest, so that the same complaint is counted as the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from detectors.entities import is_entity
from proxy.audit.subjects import identifier
from proxy.errors import BadRequest, NotFound
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from proxy.audit.subjects import SubjectKeys
    from proxy.exchange import Caller
    from proxy.services.audit.reading import AuditReading, Channel
    from proxy.services.recording import Recorder

VERDICTS: Final = ("false_positive", "false_negative")
LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class Complaint:
    """What somebody says was wrong with one call.

    Attributes:
        request_id: of the call.
        verdict: one of `VERDICTS`.
        entity: label that was given, or should have been; empty where they do not know.
        text: the words that are meant; never stored.
        reason: in words; passes the detectors before it is stored.
    """

    request_id: str
    verdict: str
    entity: str = ""
    text: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class FindingReports:
    """Takes complaints about findings.

    Attributes:
        reading: the log, where the call must stand.
        recorder: writes the record.
        keys: for the digest of the words.
        written: takes protected information out of a reason; without it none is kept.
    """

    reading: AuditReading
    recorder: Recorder
    keys: SubjectKeys = field(repr=False)
    written: Callable[[str], Awaitable[str]] | None = None

    async def report(
        self, said: Complaint, *, caller: Caller, channel: Channel, anyones: bool = False
    ) -> dict[str, Any]:
        """Store a complaint; returns what is stored of it.

        Args:
            said: the complaint.
            caller: who complains.
            channel: by which face.
            anyones: whether it may be about somebody else's call (the operator's command).

        Raises:
            BadRequest: no such verdict or label, or a reason that is too short or too long.
            NotFound: the caller made no such call.
            AuditUnavailable: it cannot be recorded.
        """
        _check(said)
        records = await self.reading.show(said.request_id, reader=caller, channel=channel)
        if not any(anyones or record["caller"] == caller.id for record in records):
            raise NotFound("You made no call with this request id.")
        detail: dict[str, Any] = {"verdict": said.verdict, "about": said.request_id, "unit": caller.unit or None}
        if said.entity:
            detail["entity"] = said.entity
        if normal := identifier(said.text, written=True):
            detail["span"] = self.keys.current.digest("SPAN", normal)
        if said.reason.strip() and self.written is not None:
            detail["reason"] = (await self.written(said.reason))[:LONGEST_REASON]
        await self.recorder.record(EventKind.REPORT, caller.id, detail)
        return detail


def _check(said: Complaint) -> None:
    if said.verdict not in VERDICTS:
        raise BadRequest(f"The verdict is one of {', '.join(VERDICTS)}.", param="verdict")
    if said.entity and not is_entity(said.entity):
        raise BadRequest("There is no such label; see `chaperone entities`.", param="entity")
    if len(said.reason) > LONGEST_REASON:
        raise BadRequest(f"Say why in at most {LONGEST_REASON} characters.", param="reason")
