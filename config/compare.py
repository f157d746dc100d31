"""Where the configuration and the registry of tools say different things about a provider: the registry decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from config.models import Settings
    from config.problems import Place


class Decided(Protocol):
    """What the registry says of one provider, as plain facts."""

    @property
    def id(self) -> str:
        """The provider."""
        ...

    @property
    def tier(self) -> str:
        """Contract tier; ``T0`` where it was denied or switched off."""
        ...

    @property
    def expires(self) -> date | None:
        """Last day, or None where nothing is approved."""
        ...

    @property
    def models(self) -> tuple[str, ...]:
        """Approved models."""
        ...

    @property
    def stopped(self) -> bool:
        """Whether an emergency stop is in force."""
        ...


def differences(settings: Settings, decided: Iterable[Decided]) -> Iterator[tuple[Place, str]]:
    """Place of a setting and what the registry says instead; providers that the configuration does not know too."""
    here = {provider.id: (index, provider) for index, provider in enumerate(settings.providers)}
    for each in decided:
        if each.id not in here:
            if not each.stopped:
                yield ("providers",), f"does not name {each.id}, which the registry approves: it cannot be reached"
            continue
        index, provider = here[each.id]
        place: Place = ("providers", index)
        if each.stopped:
            yield place, "is switched off by an emergency stop (chaperone tools enable)"
        if provider.approval is None:
            continue
        if each.expires is None:
            yield (*place, "approval"), "is overruled: the registry has denied it"
            continue
        if provider.approval.tier != each.tier:
            yield (*place, "approval", "tier"), f"is overruled: the registry says {each.tier}, by the terms"
        if provider.approval.expires != each.expires:
            yield (*place, "approval", "expires"), f"is overruled: the registry says {each.expires}"
        if set(provider.models) != set(each.models):
            yield (*place, "models"), "is overruled: the registry approves " + (", ".join(each.models) or "none")
