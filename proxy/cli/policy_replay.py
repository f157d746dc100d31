"""What `policy simulate` and `policy explain` read from the log of this machine; every look is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from proxy.assembly.trial import other_of
from proxy.cli.audit import operator
from proxy.cli.configuration import audit_path, today
from proxy.exchange import Caller, Role
from proxy.services.audit.reading import operator_reading
from proxy.services.policy.explanations import explain
from proxy.services.policy.simulation import replay, shown
from proxy.services.policy.trials import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.models import Settings

PAGE: Final = 500


async def replayed(base: Settings, trial: Settings, period: Mapping[str, str]) -> dict[str, Any]:
    """What the policy of `trial` would have done with the calls that the guard of `base` recorded in a period.

    Raises:
        BadFilter: (a BadRequest) the period is not understood.
        AuditUnavailable: the log cannot be read, or the look cannot be recorded.
    """
    other = other_of(base, trial, today())
    return {"policy": other.hash, **shown(replay(await _records(base, period), other))}


async def explained(settings: Settings, request_id: str) -> dict[str, Any]:
    """The explanation of any call. Raises NotFound, AuditUnavailable."""
    async with operator_reading(audit_path(settings), deadline_s=settings.audit.deadline_s) as reading:
        records = await reading.show(request_id, reader=_reader(settings), channel="cli")
    return explain(records, None)


async def _records(base: Settings, period: Mapping[str, str]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    asked = {"kinds": KINDS, **period}
    async with operator_reading(audit_path(base), deadline_s=base.audit.deadline_s) as reading:
        cursor = None
        while True:
            page = await reading.search(asked, cursor=cursor, limit=PAGE, reader=_reader(base), channel="cli")
            found += page.records
            cursor = page.next_cursor
            if cursor is None:
                return found


def _reader(settings: Settings) -> Caller:
    return Caller(operator(), settings.tenant.id, Role.AUDITOR)
