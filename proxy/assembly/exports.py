"""What taking records out of the log is given: the log and its key, the requests, legal holds, the reports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from proxy import __version__
from proxy.assembly import log
from proxy.services.exports.export import Exports
from proxy.services.exports.public_records import PublicRecords
from proxy.services.exports.report import Reports
from proxy.services.exports.source import Source

if TYPE_CHECKING:
    from config.models import Settings
    from proxy.database.state import StateDatabase
    from proxy.services.audit.asking import Asking
    from proxy.services.exports.public_records import LegalHolds
    from proxy.services.recording import Recorder


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What the faces work with.

    Attributes:
        exports: records, which wait for a second person.
        public_records: records with what is exempt taken out.
        reports: the audit pack, disclosures, the scope of a breach.
    """

    exports: Exports
    public_records: PublicRecords
    reports: Reports


def build_outgoing(
    settings: Settings,
    state: StateDatabase,
    recorder: Recorder,
    asking: Asking,
    holds: LegalHolds,
    *,
    everything: bool = False,
) -> Outgoing:
    """Exports and reports of the installation's tenant; `everything` for the operator's own commands.

    Raises:
        AssemblyError: the signing key cannot be read or made.
    """
    source = Source(log.audit_place(settings), log.log_signer(settings), __version__, everything)
    exports = Exports(source, state, recorder, asking)
    anchors = tuple(Path(each) for each in settings.audit.anchor_files)
    return Outgoing(
        exports,
        PublicRecords(source, exports, asking, recorder, holds),
        Reports(source, recorder, asking, settings.tenant.name, anchors),
    )
