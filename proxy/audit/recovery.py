"""Finals that nobody else will write: pure makers of records, no database and no thread.

Every intent gets a final. Normally the pipeline writes it. When the process died first, another one writes
``unknown_outcome``; when the intent became durable only after its caller was told that it was not, the writer itself
writes ``refused`` (or ``client_closed``), because nothing was forwarded for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.audit.event import canonical, new_event_id
from proxy.audit.stores.base import Record
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from datetime import datetime


def closing_record(intent: AuditEvent, outcome: str, *, at: datetime, instance: str, error_code: str | None) -> Record:
    """The final for `intent`, written by `instance` and not by the call's own pipeline."""
    event = AuditEvent(
        kind=EventKind.FINAL,
        event_id=new_event_id(),
        at=at,
        instance=instance,
        tenant=intent.tenant,
        request_id=intent.request_id,
        caller=intent.caller,
        detail={"intent_id": intent.event_id, "outcome": outcome, "error_code": error_code},
    )
    return Record(event, canonical(event))


def unknown_outcome(intent: AuditEvent, *, at: datetime, instance: str) -> Record:
    """For an intent whose process is gone: the call may or may not have reached the provider."""
    return closing_record(intent, "unknown_outcome", at=at, instance=instance, error_code=None)


def never_forwarded(intent: AuditEvent, *, at: datetime, instance: str, client_left: bool) -> Record:
    """For an intent that was stored too late: its caller had given up waiting, so nothing was forwarded."""
    outcome, code = ("client_closed", None) if client_left else ("refused", "audit_unavailable")
    return closing_record(intent, outcome, at=at, instance=instance, error_code=code)
