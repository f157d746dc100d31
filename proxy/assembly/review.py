"""The composition root's part for people in the loop: the queue of held calls and the reviews of answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from proxy.exchange import Severity
from proxy.holding.desk import Marking
from proxy.installation import derived, retired_secrets
from proxy.review.states import Terms
from proxy.services.review import reviewing

if TYPE_CHECKING:
    from config.models import Settings
    from proxy.audit.stores.place import Reader
    from proxy.database.state import StateDatabase
    from proxy.exchange import AuditSink
    from proxy.review.answers import Noted
    from proxy.services.review.reviewing import Reviewing


def build_reviewing(
    settings: Settings,
    state: StateDatabase,
    sink: AuditSink,
    reader: Reader,
    secret: bytes,
    *,
    instance: str,
    noted: dict[str, Noted] | None = None,
) -> Reviewing:
    """Held calls and reviews of answers; the state database is opened by whoever runs it."""
    review = settings.review
    terms = Terms(
        answer_within=timedelta(hours=review.answer_within_h),
        escalate_after=timedelta(hours=review.escalate_after_h),
        expire_after=timedelta(hours=review.expire_after_h),
        valid_for=timedelta(hours=review.valid_for_h),
        keep_for=timedelta(days=settings.retention.held.days),
        two_from=Severity(review.two_people_from),
        most_open=review.most_open,
    )
    marking = Marking(marks=review.acknowledge == "mark", least=Severity(review.acknowledge_from))
    return reviewing.build(
        state,
        sink,
        reader,
        instance=instance,
        derive=lambda purpose: [derived(each, purpose) for each in (secret, *retired_secrets(settings))],
        noted=noted,
        rules=reviewing.Rules(terms, marking, dict(settings.policy.accountable), review.queue),
    )
