"""The registry of approved tools: which provider serves a model today, under which approval and contract tier.

An approval is valid on its last day and not after it. A model name is looked up as it stands and as
``provider/model``. Nothing here forwards anything: an answer other than a `Tool` is an error with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from proxy.errors import NotApproved
from proxy.exchange import Approval, Tier, Tool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

ANY = "*"
"""A provider that serves any model name: allowed by configuration in the bench profile only."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider as approved."""

    id: str
    dialect: str
    models: tuple[str, ...]
    tier: Tier
    approval: Approval
    default: bool = False

    def serves(self, model: str) -> bool:
        """Whether this provider is approved for the model."""
        return model in self.models or ANY in self.models

    def lapsed(self, today: date) -> bool:
        """Whether the approval has ended (or has not begun)."""
        return not self.approval.on <= today <= self.approval.expires


class Registry:
    """Approved providers of one tenant; immutable, replaced whole at reload."""

    def __init__(self, providers: Iterable[Provider]) -> None:
        self._providers = tuple(providers)

    def resolve(self, dialect: str, model: str, *, today: date) -> Tool:
        """Find the tool for a model name.

        Raises:
            NotApproved: no approved provider serves it, its tier is T0, or its approval has ended.
        """
        candidates = list(self._candidates(dialect, model))
        if not candidates:
            raise NotApproved(
                "This AI model is not on the approved list. Pick an approved one (GET /v1/models) or ask IT.",
                param="model",
                details={"rule": "R02-unapproved", "clause": "Policy 5023, Tools approval"},
            )
        provider, name = max(candidates, key=lambda pair: pair[0].default)
        self._check_approval(provider, today)
        return Tool(provider.id, provider.dialect, name, provider.tier, provider.approval)

    def _candidates(self, dialect: str, model: str) -> Iterator[tuple[Provider, str]]:
        for provider in self._providers:
            if provider.dialect != dialect:
                continue
            prefix, slash, rest = model.partition("/")
            if slash and prefix == provider.id and provider.serves(rest):
                yield provider, rest
            elif provider.serves(model):
                yield provider, model

    @staticmethod
    def _check_approval(provider: Provider, today: date) -> None:
        if provider.tier is not Tier.T0 and not provider.lapsed(today):
            return
        if provider.approval.expires < today:
            why = f"its approval ended on {provider.approval.expires}"
        elif provider.approval.on > today:
            why = f"its approval begins on {provider.approval.on}"
        else:
            why = "it is registered but not approved"
        raise NotApproved(
            f"This AI tool may not be used: {why}. Pick an approved one (GET /v1/models) or ask IT.",
            param="model",
            details={"rule": "R02-unapproved", "clause": "Policy 5023, Tools approval", "provider": provider.id},
        )

    def models(self, dialect: str, *, today: date) -> list[tuple[str, str]]:
        """Pairs (model, provider) that may be used today, in the operator's order, without wildcards."""
        approved = (p for p in self._providers if p.dialect == dialect and p.tier is not Tier.T0)
        return [(m, p.id) for p in approved if not p.lapsed(today) for m in p.models if m != ANY]
