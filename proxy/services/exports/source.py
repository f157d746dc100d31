"""What exports are written from: the log, its key, and a request that was agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from proxy.audit.export import bundle, public_records
from proxy.audit.export.formats import format_of
from proxy.audit.export.manifest import Told
from proxy.audit.export.public_records import Terms
from proxy.audit.export.selection import Selection
from proxy.audit.facets import facets
from proxy.audit.filters import Filters
from proxy.audit.query import AuditLog

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from proxy.audit.export.bundle import Written
    from proxy.audit.export.outlets import Outlet
    from proxy.audit.export.requests import ExportRequest
    from proxy.audit.keyring import KeyRing
    from proxy.audit.stores.place import Place

LOG: Final = "log"
"""The records as they are."""
PUBLIC_RECORDS: Final = "public_records"
"""The records with what is exempt taken out."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where records come from and who signs what leaves.

    Attributes:
        place: the log.
        keyring: its signing key.
        version: of this program.
        everything: whether all tenants' records may leave (the operator's own tools).
    """

    place: Place
    keyring: KeyRing
    version: str
    everything: bool = False

    def select(self, filters: Filters, tenant: str) -> Selection:
        """The records of a search. Raises Conflict, AuditUnavailable."""
        seen_by = None if self.everything else tenant
        return Selection(self.place.reader(), filters, tenant=seen_by, log=self.keyring.origin, version=self.version)

    def expected(self, filters: Filters, tenant: str) -> int:
        """About how many records match now, signed or not; from roll-ups where they can tell. Raises as `select`."""
        reader = AuditLog(self.place.reader(), tenant=None if self.everything else tenant)
        return facets(reader, filters, ()).total

    @staticmethod
    def ready(request: ExportRequest) -> None:
        """Whether its form can be written here. Raises BadRequest, saying what is missing."""
        if request.what == LOG:
            format_of(request.form)

    def write(
        self,
        request: ExportRequest,
        outlet: Outlet,
        *,
        now: Callable[[], datetime],
        progress: Callable[[int], None],
    ) -> Written:
        """Write what a request asks for. Raises Conflict, AuditUnavailable, OSError."""
        selection = self.select(filters_of(request), request.tenant)
        if request.what == PUBLIC_RECORDS:
            terms = Terms(request.terms.get("rules", {}), bool(request.terms.get("usual", True)))
            return public_records.write(
                outlet,
                selection,
                terms,
                told_of(request),
                self.keyring,
                key=self.keyring.verifier,
                now=now,
                progress=progress,
            )
        return bundle.write(
            outlet,
            selection,
            format_of(request.form),
            told_of(request),
            self.keyring,
            key=self.keyring.verifier,
            now=now,
            progress=progress,
        )


def filters_of(request: ExportRequest) -> Filters:
    """The search of a request, as it was parsed."""
    parsed: dict[str, Any] = {
        name: tuple(each) if isinstance(each, list) else each for name, each in request.filters.items()
    }
    return Filters(**parsed)


def told_of(request: ExportRequest) -> Told:
    """What people said about a request, for the manifest."""
    return Told(
        what=request.what,
        by=request.asked_by,
        purpose=request.purpose,
        approved_by=request.decided_by,
        case=request.case_number or None,
        request=request.id,
        filters=request.filters,
    )


def shown(request: ExportRequest, now: str) -> dict[str, Any]:
    """A request as faces show it: what stands, and nothing that is empty."""
    members = {
        "id": request.id,
        "what": request.what,
        "format": request.form,
        "filters": dict(request.filters),
        "terms": dict(request.terms),
        "purpose": request.purpose,
        "case": request.case_number,
        "expected_records": request.expected,
        "asked_by": request.asked_by,
        "asked_at": request.asked_at,
        "state": str(request.standing(now)),
        "decided_by": request.decided_by,
        "decided_at": request.decided_at,
        "decision_reason": request.decision_reason,
        "expires_at": request.expires_at,
        "fetched_at": request.fetched_at,
    }
    return {name: value for name, value in members.items() if value not in ("", {})} | {
        "expected_records": request.expected
    }
