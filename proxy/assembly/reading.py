"""What reading the audit is given: keys of the blind index, labels it understands, detectors for a purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from proxy.assembly import log
from proxy.installation import master_secret, standing_secret
from proxy.services.audit.asking import Asking

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.models import Settings
    from proxy.examine import Examiner
    from proxy.services.audit.reading import AuditReading
    from proxy.services.audit.subjects import Subjects
    from proxy.services.quality.finding_reports import FindingReports


def build_subjects(settings: Settings, secret: bytes) -> Subjects:
    """From typed identifiers to digests; the agency's own identifiers are understood too."""
    from detectors.district import detectors_of  # noqa: PLC0415 - all detectors: only where a person is asked for
    from detectors.stream_scan import scanners  # noqa: PLC0415 - as above
    from proxy.services.audit.subjects import Subjects  # noqa: PLC0415 - as above
    from proxy.workers import id_formats  # noqa: PLC0415 - as above

    scan = scanners(detectors_of(id_formats(settings)))[1]
    return Subjects(log.build_subject_keys(settings, secret), scan)


@dataclass
class LateSubjects:
    """Turns what is typed into digests; detectors are loaded when somebody types a person."""

    settings: Settings
    secret: bytes = field(repr=False)

    @cached_property
    def _subjects(self) -> Subjects:
        return build_subjects(self.settings, self.secret)

    def digests(self, typed: str) -> tuple[str, ...]:
        """As `Subjects.digests`."""
        return self._subjects.digests(typed)


def build_asking(settings: Settings, secret: bytes, examiner: Callable[[], Examiner]) -> Asking:
    """What checks a look at the log, beside a running guard."""

    async def written(text: str) -> str:
        from proxy.services.written import Written  # noqa: PLC0415 - as above

        return await Written(examiner(), settings.tenant.id).reason(text, what="why")

    return Asking(build_subjects(settings, secret), written)


def asking_alone(settings: Settings) -> Asking:
    """As `build_asking`, for a command: detection is started for a purpose only, which takes seconds.

    Raises:
        AssemblyError: the installation's secret cannot be read.
    """

    async def written(text: str) -> str:
        from proxy.assembly.detection import writing_alone  # noqa: PLC0415 - all detectors: for a purpose only

        return await (await writing_alone(settings)).reason(text, what="why")

    secret = standing_secret(settings)
    return Asking(None if secret is None else LateSubjects(settings, secret), written)


def finding_reports_alone(settings: Settings, audit: AuditReading) -> FindingReports:
    """Complaints about findings, for a command; they go to the sink that records the command's looks.

    Raises:
        AssemblyError: the installation's secret cannot be read.
    """
    from proxy.services.quality.finding_reports import FindingReports  # noqa: PLC0415 - as above

    keys = log.build_subject_keys(settings, master_secret(settings))
    return FindingReports(audit, audit.recorder(settings.tenant.id), keys, asking_alone(settings).written)
