"""`chaperone audit report-finding`: a complaint about a finding, made on behalf of somebody who told you."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from proxy.cli.audit_looking import Config, Json, look_with_settings
from proxy.cli.output import note, say_json

if TYPE_CHECKING:
    from config.models import Settings
    from proxy.exchange import Caller
    from proxy.services.audit.reading import AuditReading


def report_finding(
    request_id: Annotated[str, typer.Argument(help="Request id of the call.")],
    verdict: Annotated[str, typer.Argument(help="false_positive (wrongly found) or false_negative (missed).")],
    *,
    entity: Annotated[str, typer.Option(help="Label that was given, or should have been.")] = "",
    text: Annotated[str, typer.Option(help="The words that are meant; only a keyed digest is kept.")] = "",
    reason: Annotated[str, typer.Option(help="In words, 10 to 200 characters; checked first, in seconds.")] = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Report a finding: chaperone audit report-finding req_0190 false_positive --entity PERSON_OTHER."""

    async def work(settings: Settings, audit: AuditReading, reader: Caller) -> None:
        from proxy.assembly.reading import finding_reports_alone  # noqa: PLC0415 # slow; `--help` need not wait
        from proxy.services.quality.finding_reports import Complaint  # noqa: PLC0415 # as above

        service = finding_reports_alone(settings, audit)
        said = Complaint(request_id, verdict, entity, text, reason)
        stored = await service.report(said, caller=reader, channel="cli", anyones=True)
        if as_json:
            say_json(stored)
        else:
            note("Reported.")

    look_with_settings(work, config)
