"""The part of the composition root for approved tools, training, estimates and notices: settings -> plain arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from proxy.energy import Estimator
from proxy.exchange import Approval, Said, Tier
from proxy.registry.endings import ends
from proxy.registry.nouns import EVERYTHING, Kind, Name
from proxy.registry.office import Office
from proxy.registry.tools import Provider, decided
from proxy.registry.training import Course
from proxy.registry.training_store import TrainingOffice
from proxy.services.tools.approvals import Approvals, approvals_of
from proxy.services.tools.desk import Tools
from proxy.services.tools.notices import Notice
from proxy.services.tools.training import Training

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import date

    from config.models import NoticeText, Settings
    from proxy.database.state import StateDatabase
    from proxy.registry.endings import Ending
    from proxy.registry.nouns import Entry, Snapshot
    from proxy.registry.tools import Registry
    from proxy.services.recording import Recorder


def build_seeds(settings: Settings) -> tuple[Provider, ...]:
    """The configuration's providers, as the registry finds them: one without an approval is not approved."""
    return tuple(
        Provider(
            id=each.id,
            dialect=each.dialect,
            models=tuple(each.models),
            tier=Tier(each.approval.tier) if each.approval else Tier.T0,
            approval=Approval(each.approval.by, each.approval.on, each.approval.expires, each.approval.reference)
            if each.approval
            else None,
            default=each.default,
        )
        for each in settings.providers
    )


def build_course(settings: Settings) -> Course:
    """What people must have completed."""
    chosen = settings.training
    return Course(
        id=chosen.required,
        title=chosen.title,
        url=chosen.url,
        version=chosen.version,
        valid_days=chosen.valid_days,
        grace_days=chosen.grace_days,
        remind_days=chosen.remind_days,
        self_attestation=chosen.self_attestation,
        exempt=frozenset(chosen.exempt),
    )


def build_estimator(settings: Settings) -> Estimator:
    """Estimates of energy, carbon and water; not loaded yet."""
    return Estimator(vendors=dict(settings.energy.vendors), zone=settings.energy.zone)


def build_governance(settings: Settings) -> tuple[Course, Estimator]:
    """What a reload may change."""
    return build_course(settings), build_estimator(settings)


def build_approvals(
    settings: Settings, state: StateDatabase, recorder: Recorder, changed: Callable[[], None]
) -> Approvals:
    """What is in force by the registry; `changed` puts it in force. The database is opened by whoever runs it."""
    approvals = Approvals(changed, build_estimator(settings))
    approvals.course = build_course(settings)
    approvals.tools, approvals.training = build_desks(
        settings, state, recorder, approvals.refresh, lambda: approvals.course
    )
    return approvals


def build_desks(
    settings: Settings,
    state: StateDatabase,
    recorder: Recorder,
    refresh: Callable[[], Awaitable[None]],
    course: Callable[[], Course],
) -> tuple[Tools, Training]:
    """The use cases of the registry and of training, for a house or for a command."""
    tenant = settings.tenant.id
    return (
        Tools(Office(state, tenant), recorder, refresh=refresh),
        Training(TrainingOffice(state, tenant), course, recorder, refresh=refresh),
    )


def registry_of(seeds: Iterable[Provider], snapshot: Snapshot) -> Registry:
    """What is in force, for a command."""
    return decided(seeds, snapshot)


def endings_of(seeds: Iterable[Provider], snapshot: Snapshot, today: date) -> list[Ending]:
    """Approvals that end soon, for a command."""
    return ends(approvals_of(seeds, snapshot), today)


@dataclass(frozen=True, slots=True)
class StandingProvider:
    """What the registry says of one provider, in plain facts, to be compared with a configuration."""

    id: str
    tier: str
    expires: date | None
    models: tuple[str, ...]
    stopped: bool


def providers_on_record(settings: Settings, state: StateDatabase) -> list[StandingProvider]:
    """The providers that the registry has decided about, or stopped; the database is open for reading at least.

    Raises:
        StateUnavailable | InternalError: it cannot be read.
    """
    found = Office(state, settings.tenant.id).snapshot()
    stops = {each.name for each in found.stops}
    entries = {each.name: each for each in found.entries}
    everything = any(each.everything for each in found.stops)
    names = {name for name in (*entries, *found.denied, *stops) if name.kind is Kind.PROVIDER and name.id != EVERYTHING}
    if everything:
        names |= {Name(Kind.PROVIDER, each.id) for each in settings.providers}
    return [
        _standing(name, entries.get(name), settings, everything or name in stops) for name in sorted(names, key=str)
    ]


def _standing(name: Name, entry: Entry | None, settings: Settings, stopped: bool) -> StandingProvider:  # noqa: FBT001 # a fact
    if entry is not None:
        return StandingProvider(name.id, entry.tier.value, entry.approval.expires, entry.facts.models, stopped)
    seed = next((each for each in settings.providers if each.id == name.id and each.approval), None)
    if stopped and seed is not None and seed.approval is not None:
        return StandingProvider(name.id, seed.approval.tier, seed.approval.expires, tuple(seed.models), stopped)
    return StandingProvider(name.id, "T0", None, (), stopped)


def build_notice(settings: Settings) -> Notice:
    """What the public and users of an app are told about AI."""
    chosen = settings.notices
    return Notice(
        agency=settings.tenant.name or settings.tenant.id,
        public=_said(chosen.public),
        apps={app: _said(text) for app, text in chosen.apps.items()},
        contact=chosen.contact,
        policy_url=chosen.policy_url,
        list_tools=chosen.list_tools,
    )


def notice_headers(settings: Settings) -> dict[str, str]:
    """Where answers say that the notice is."""
    return {"x-ai-notice": settings.notices.url or "/notices/ai"}


def _said(text: NoticeText) -> Said:
    return Said(text.en, text.es)
