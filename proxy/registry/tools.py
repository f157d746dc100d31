"""The registry of approved tools: which provider serves a model today, under which approval and contract tier.

An approval is valid on its last day and not after it. A model name is looked up as it stands and as
``provider/model``. Nothing here forwards anything: an answer other than a `Tool` is an error with a sentence.
A stop wins over everything else; a model or an app that is registered can only narrow what its provider may do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from proxy.exchange import Audience, Said, Tier, Tool
from proxy.registry.nouns import EVERYTHING, Kind, Name, Snapshot
from proxy.registry.refusing import may_not, refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from proxy.exchange import Approval, Ceiling

ANY = "*"
"""A provider that serves any model name: allowed by configuration in the bench profile only."""

_UNKNOWN: Final = Said("This AI model is not on the approved list.", "Este modelo de IA no está en la lista aprobada.")
_TOOL: Final = Said("AI tool", "esta herramienta de IA")
_MODEL: Final = Said("model", "este modelo")
_APP: Final = Said("app", "esta aplicación")
_USERS: Final = {
    Audience.STAFF: Said("staff", "empleados"),
    Audience.UNDER13: Said("children under 13", "menores de 13 años"),
    Audience.OVER13: Said("students of 13 and older", "estudiantes de 13 años o más"),
}
_YOUNGEST_FIRST: Final = (Audience.UNDER13, Audience.OVER13, Audience.STAFF)


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider as approved; `approval` is None where nobody has decided yet."""

    id: str
    dialect: str
    models: tuple[str, ...]
    tier: Tier
    approval: Approval | None
    default: bool = False
    ceiling: Ceiling | None = None
    audiences: frozenset[Audience] | None = None

    def serves(self, model: str) -> bool:
        """Whether this provider is approved for the model."""
        return model in self.models or ANY in self.models

    def lapsed(self, today: date) -> bool:
        """Whether there is no approval, or it has ended or not begun."""
        return self.approval is None or not self.approval.on <= today <= self.approval.expires


def decided(seeds: Iterable[Provider], snapshot: Snapshot) -> Registry:
    """The configuration's providers, each as the registry has decided about it, where it holds a record.

    Where a provider is and which key it gets is the configuration's alone: a record cannot send a key elsewhere.
    """
    return Registry((_as_decided(seed, snapshot) for seed in seeds), snapshot)


def _as_decided(seed: Provider, snapshot: Snapshot) -> Provider:
    entry = snapshot.entry(Kind.PROVIDER, seed.id)
    if entry is None:
        denied = Name(Kind.PROVIDER, seed.id) in snapshot.denied
        return replace(seed, tier=Tier.T0, approval=None) if denied else seed
    return replace(
        seed,
        models=entry.facts.models,
        tier=entry.tier,
        approval=entry.approval,
        ceiling=entry.ceiling,
        audiences=entry.facts.audiences,
    )


class Registry:
    """Approved providers of one tenant; immutable, replaced whole at reload and whenever the database changed."""

    def __init__(self, providers: Iterable[Provider], snapshot: Snapshot | None = None) -> None:
        snapshot = snapshot or Snapshot()
        self._providers = tuple(providers)
        self._entries = {each.name: each for each in snapshot.entries if each.name.kind is not Kind.PROVIDER}
        self._stopped = {each.name: each for each in snapshot.stops}
        self._stops = frozenset(self._stopped)
        self._all_stopped = next((each for each in snapshot.stops if each.everything), None)
        self._denied = snapshot.denied
        self.version = snapshot.version

    def resolve(
        self, dialect: str, model: str, *, today: date, app: str = "", audience: Audience = Audience.STAFF
    ) -> Tool:
        """Find the tool for a model name, as the caller's app and its users may use it.

        Raises:
            NotApproved: it was stopped; no approved provider serves it; its tier is T0; an approval has ended; or it
                is not for those who use the app.
        """
        if self._all_stopped is not None:
            day = self._all_stopped.at[:10]
            all_off = Said(
                f"All AI tools were switched off on {day}.", f"Todas las herramientas de IA se apagaron el {day}."
            )
            raise refused(all_off, ask="Ask IT.", model=False)
        candidates = self._candidates(dialect, model)
        if not candidates:
            raise refused(self._unknown(dialect, model, today))
        if len(candidates) > 1 and sum(provider.default for provider, _ in candidates) != 1:
            names = ", ".join(f"{provider.id}/{name}" for provider, name in candidates)
            en = f"Several providers offer this model. Say which one you mean: {names}."
            raise refused(Said(en, f"Varios proveedores ofrecen este modelo. Diga cuál: {names}."), ask="")
        provider, name = max(candidates, key=lambda pair: pair[0].default)
        self._check_stops(provider.id, name, app)
        approval = self._check_approval(provider, today)
        tool = Tool(provider.id, provider.dialect, name, provider.tier, approval, provider.ceiling, provider.audiences)
        return self._narrowed(tool, app, audience, today)

    def audience(self, app: str) -> Audience | None:
        """Who uses a registered app: of several, those whom the law protects most. None for an app without a record."""
        entry = self._entries.get(Name(Kind.APP, app))
        return None if entry is None else next(each for each in _YOUNGEST_FIRST if each in entry.facts.audiences)

    def models(self, dialect: str, *, today: date) -> list[tuple[str, str]]:
        """Pairs (model, provider) that may be used today, in the operator's order, without wildcards."""
        if self._all_stopped is not None:
            return []
        approved = (p for p in self._providers if p.dialect == dialect and p.tier is not Tier.T0)
        return [
            (m, p.id)
            for p in approved
            if not p.lapsed(today) and Name(Kind.PROVIDER, p.id) not in self._stops
            for m in p.models
            if m != ANY and self._usable(Name(Kind.MODEL, f"{p.id}/{m}"), today)
        ]

    def knows(self, name: Name) -> bool | None:
        """Whether a stop of this name stops anything; None for an app that stands in callers' keys alone, if at all."""
        if name.id == EVERYTHING:
            return True
        if name.kind is Kind.APP:
            return True if name in self._entries else None
        provider, _, model = name.id.partition("/")
        return any(each.id == provider and (not model or each.serves(model)) for each in self._providers)

    @property
    def providers(self) -> tuple[Provider, ...]:
        """All, in the operator's order."""
        return self._providers

    # ------------------------------------------------------------------ inside

    def _unknown(self, dialect: str, model: str, today: date) -> Said:
        """A model has its own API here; whoever points another vendor's client at it should learn which.

        Only where it may be used: an approval that ended or was switched off is nobody's way out.
        """
        dialects = {each.dialect for each in self._providers} - {dialect}
        others = sorted(each for each in dialects if model in {name for name, _ in self.models(each, today=today)})
        if not others:
            return _UNKNOWN
        names = ", ".join(others)
        return Said(
            f"This AI model is not on the approved list of this API, but of {names}.",
            f"Este modelo de IA no está en la lista aprobada de esta API, sino en la de {names}.",
        )

    def _candidates(self, dialect: str, model: str) -> list[tuple[Provider, str]]:
        """Who serves a model under which name; a provider that names it goes before one that serves any."""
        found = []
        for provider in self._providers:
            if provider.dialect != dialect:
                continue
            prefix, slash, rest = model.partition("/")
            if slash and prefix == provider.id and provider.serves(rest):
                found.append((provider, rest))
            elif provider.serves(model):
                found.append((provider, model))
        return [pair for pair in found if pair[1] in pair[0].models] or found

    def _usable(self, name: Name, today: date) -> bool:
        entry = self._entries.get(name)
        return name not in self._stops | self._denied and (entry is None or not entry.lapsed(today))

    def _check_stops(self, provider: str, model: str, app: str) -> None:
        named = (Name(Kind.PROVIDER, provider), Name(Kind.MODEL, f"{provider}/{model}"), Name(Kind.APP, app))
        for name in named:
            stop = self._stopped.get(name)
            if stop is not None:
                what, day = _APP if name.kind is Kind.APP else _TOOL, stop.at[:10]
                why = Said(f"This {what.en} was switched off on {day}.", f"Se apagó {what.es} el {day}.")
                raise refused(why, provider=provider)

    @staticmethod
    def _check_approval(provider: Provider, today: date) -> Approval:
        approval = provider.approval
        if approval is None or (provider.tier is Tier.T0 and not provider.lapsed(today)):
            why = Said("it is registered but not approved", "está registrada pero no aprobada")
        elif approval.expires < today:
            why = _ended(approval.expires)
        elif approval.on > today:
            why = _begins(approval.on)
        else:
            return approval
        raise may_not(_TOOL, why, provider=provider.id)

    def _narrowed(self, tool: Tool, app: str, audience: Audience, today: date) -> Tool:
        """The tool as its model's record and the app's allow it."""
        for name, what in (
            (Name(Kind.MODEL, f"{tool.provider}/{tool.model}"), _MODEL),
            (Name(Kind.APP, app), _APP),
        ):
            entry = self._entries.get(name)
            if entry is None and name in self._denied:
                raise may_not(what, Said("it was not approved", "no tiene aprobación"), provider=tool.provider)
            if entry is None:
                continue
            if entry.lapsed(today):
                ended = entry.approval.expires < today
                why = _ended(entry.approval.expires) if ended else _begins(entry.approval.on)
                raise may_not(what, why, provider=tool.provider)
            ceiling = entry.ceiling if tool.ceiling is None else tool.ceiling.lowered(entry.ceiling)
            tool = replace(tool, ceiling=ceiling)
            if name.kind is Kind.MODEL:
                serves = entry.facts.audiences
                tool = replace(tool, audiences=serves if tool.audiences is None else tool.audiences & serves)
        if tool.audiences is not None and audience not in tool.audiences:
            users = _USERS[audience]
            en = f"This AI tool is not approved for an app that {users.en} use."
            es = f"Esta herramienta de IA no está aprobada para una aplicación que usan {users.es}."
            raise refused(Said(en, es), provider=tool.provider)
        return tool


def _ended(last: date) -> Said:
    return Said(f"its approval ended on {last}", f"su aprobación terminó el {last}")


def _begins(first: date) -> Said:
    return Said(f"its approval begins on {first}", f"su aprobación empieza el {first}")


__all__ = ["ANY", "EVERYTHING", "Provider", "Registry", "decided"]
