"""What reading the audit is given: keys of the blind index, labels it understands, detectors for a purpose."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from detectors.district import detectors_of
from detectors.stream_scan import scanners
from proxy.assembly import parts as assembly
from proxy.installation import standing_secret
from proxy.services.audit.asking import Asking
from proxy.services.audit.subjects import Subjects
from proxy.services.quality.finding_reports import FindingReports
from proxy.services.written import Written
from proxy.workers import id_formats

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.models import Settings
    from proxy.examine import Examiner
    from proxy.services.audit.reading import AuditReading


def build_subjects(settings: Settings, secret: bytes) -> Subjects:
    """From typed identifiers to digests; the agency's own identifiers are understood too."""
    scan = scanners(detectors_of(id_formats(settings)))[1]
    return Subjects(assembly.build_subject_keys(settings, secret), scan)


def build_asking(settings: Settings, secret: bytes, examiner: Callable[[], Examiner]) -> Asking:
    """What checks a look at the log, beside a running guard."""

    async def written(text: str) -> str:
        return await Written(examiner(), settings.tenant.id).reason(text, what="why")

    return Asking(build_subjects(settings, secret), written)


def asking_alone(settings: Settings) -> Asking:
    """As `build_asking`, for a command: detection is started for a purpose only, which takes seconds.

    Raises:
        AssemblyError: the installation's secret cannot be read.
    """

    async def written(text: str) -> str:
        async with contextlib.AsyncExitStack() as stack:
            examiner = await stack.enter_async_context(assembly.examiner_alone(settings))
            return await Written(examiner, settings.tenant.id).reason(text, what="why")

    secret = standing_secret(settings)
    return Asking(None if secret is None else build_subjects(settings, secret), written)


def finding_reports_alone(settings: Settings, audit: AuditReading) -> FindingReports:
    """Complaints about findings, for a command; they go to the sink that records the command's looks.

    Raises:
        AssemblyError: the installation's secret cannot be read.
    """
    keys = assembly.build_subject_keys(settings, assembly.master_secret(settings))
    return FindingReports(audit, audit.recorder(settings.tenant.id), keys, asking_alone(settings).written)
