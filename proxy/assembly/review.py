"""The composition root's part for people in the loop: the queue of held calls and the reviews of answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from proxy.exchange import Severity
from proxy.holding.marking import Marking
from proxy.installation import derived, retired_secrets
from proxy.review.states import Terms
from proxy.services.review import reviewing
from proxy.services.review.telling import Mail, Webhook
from proxy.upstream import post

if TYPE_CHECKING:
    from config.models import Settings
    from proxy.audit.stores.place import Reader
    from proxy.database.state import StateDatabase
    from proxy.exchange import AuditSink
    from proxy.review.answers import Noted
    from proxy.review.notices import Channel
    from proxy.services.review.reviewing import Reviewing

YEAR_DAYS: Final = 366


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
        rules=reviewing.Rules(
            terms,
            marking,
            dict(settings.policy.accountable),
            review.queue,
            tenant=settings.tenant.id,
            kept=timedelta(days=YEAR_DAYS * settings.retention.records.years),
            authority=settings.retention.records.authority,
        ),
        channels=build_channels(settings),
    )


def build_channels(settings: Settings) -> dict[str, Channel]:
    """How notices of undecided calls are given."""
    notify = settings.review.notify
    found: dict[str, Channel] = {}
    if notify.webhook is not None:
        found["webhook"] = Webhook(post, notify.webhook, notify.link)
    if notify.mail is not None:
        mail = notify.mail
        found["mail"] = Mail(
            host=mail.host,
            sender=mail.sender,
            to=mail.to,
            port=mail.port,
            security=mail.security,
            user=mail.user,
            password=mail.password.get_secret_value(),
            look=notify.link,
        )
    return found
