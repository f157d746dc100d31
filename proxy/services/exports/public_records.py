"""Requests under the Public Records Act (RCW 42.56): look first, then ask; a legal hold stands from the intake on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from proxy.audit.export import public_records
from proxy.audit.export.exemptions import parse_rules
from proxy.audit.export.public_records import Terms
from proxy.errors import BadRequest
from proxy.exchange import EventKind
from proxy.services.audit.asking import CASE
from proxy.services.exports.source import PUBLIC_RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.audit.export.requests import ExportRequest
    from proxy.exchange import Caller
    from proxy.services.audit.asking import Asking
    from proxy.services.exports.export import Exports
    from proxy.services.exports.source import Source
    from proxy.services.exports.steps import Channel
    from proxy.services.recording import Recorder
    from proxy.services.written import Written

HOLD_SCOPE: Final = {
    "caller": "caller", "unit": "unit", "app": "app", "provider": "provider", "since": "since", "until": "until",
    "request_id": "request_ids", "subject": "subjects",
}  # fmt: skip
"""Filters that narrow a legal hold too, under the names it knows. What else is asked only leaves the hold wider."""


class LegalHolds(Protocol):
    """Sets legal holds: `proxy.services.keeping.legal_holds.LegalHolds`."""

    async def set(
        self, matter: str, given: Mapping[str, str], *, everything: bool, reason: str, by: Caller, written: Written
    ) -> dict[str, Any]:
        """Forbid the end of everything in a scope; the answer has its ``id``."""
        ...


@dataclass(frozen=True, slots=True)
class PublicRecords:
    """Public-records exports of one tenant.

    Attributes:
        source: the log and its key.
        exports: where requests wait for a second person.
        asking: checks the search that people give.
        recorder: writes the records.
        holds: sets a legal hold at intake.
    """

    source: Source
    exports: Exports
    asking: Asking
    recorder: Recorder
    holds: LegalHolds

    async def preview(
        self,
        number: str,
        given: Mapping[str, str],
        rules: Mapping[str, str],
        *,
        usual: bool,
        by: Caller,
        channel: Channel,
    ) -> dict[str, Any]:
        """What a release would hold and withhold, as counts.

        Args:
            number: of the public-records request.
            given: the scope, as filters.
            rules: part of a record -> exemption code, as the records officer decides.
            usual: also withhold what usually is exempt.
            by: who looks.
            channel: by which face.

        Raises:
            BadRequest: a filter, a part or a code that does not exist, or no number.
            Conflict: there is no checkpoint yet.
            AuditUnavailable: the log cannot be read, or the look cannot be recorded.
        """
        terms = Terms(parse_rules(rules), usual)
        look = await self.asking.look({**given, CASE: _numbered(number)}, typed=True)

        def count() -> dict[str, Any]:
            return public_records.preview(self.source.select(look.filters, by.tenant), terms)

        found = await asyncio.to_thread(count)
        detail = {
            "filters": look.filters.asked(),
            "returned": found["records"],
            "case": look.case,
            "channel": channel,
            "what": "public_records.preview",
        }
        await self.recorder.record(EventKind.LOG_READ, by.id, detail)
        return {"request": number, **found}

    async def ask(
        self,
        number: str,
        given: Mapping[str, str],
        rules: Mapping[str, str],
        *,
        usual: bool,
        purpose: str,
        by: Caller,
        channel: Channel,
        written: Written,
    ) -> ExportRequest:
        """Take a request in: a legal hold on its scope, then the export, which waits for a second person.

        Raises:
            BadRequest | Conflict | AuditUnavailable: as `preview`; no export was asked for.
            StateUnavailable | ScanFailed: as above.
        """
        terms = Terms(parse_rules(rules), usual)
        look = await self.asking.look({**given, CASE: _numbered(number)}, typed=True)
        scope = {HOLD_SCOPE[name]: _text(each) for name, each in look.filters.asked().items() if name in HOLD_SCOPE}
        hold = await self.holds.set(number, scope, everything=not scope, reason=purpose, by=by, written=written)
        return await self.exports.ask(
            given,
            form=PUBLIC_RECORDS,
            purpose=purpose,
            case=number,
            by=by,
            channel=channel,
            written=written,
            what=PUBLIC_RECORDS,
            terms={"rules": dict(terms.rules), "usual": terms.usual, "hold": str(hold["id"])},
        )


def _numbered(number: str) -> str:
    if not number.strip():
        raise BadRequest("Give the number of the public-records request.", param="number")
    return number.strip()


def _text(value: Any) -> str:  # noqa: ANN401 # a filter's value
    return ",".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)
