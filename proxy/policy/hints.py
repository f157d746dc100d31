"""What a caller may ask for in headers. A hint only tightens: there is no way to write a looser one.

``x-chaperone-policy: strict``, ``x-chaperone-tier: T1``, ``x-chaperone-severity: S4`` (docs/policy.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.exchange import Action, Hints, Reason, Said, Severity, Tier
from proxy.policy.people import PRIVACY, TAKE_OUT

if TYPE_CHECKING:
    from collections.abc import Mapping

POLICY_HEADER: Final = "x-chaperone-policy"
TIER_HEADER: Final = "x-chaperone-tier"
SEVERITY_HEADER: Final = "x-chaperone-severity"
TIERS: Final = (Tier.T1, Tier.T2, Tier.T3)
"""Tiers that a hint may name, the strictest first; a tool does not become one by being called so."""
_SAID: Final = Said(
    "The app that sent this asked for more care than the rules ask for.",
    "La aplicación que envió esto pidió más cuidado del que piden las reglas.",
)


def hints(headers: Mapping[str, str]) -> Hints:
    """The hints of a request; header names in lower case.

    Raises:
        BadRequest: a header holds something else than a hint, naming the header and what it may hold.
    """
    return Hints(
        strict=_word(headers, POLICY_HEADER, ("strict",)) is not None,
        tier=_chosen(headers, TIER_HEADER),
        severity=_severity(headers),
    )


def _chosen(headers: Mapping[str, str], name: str) -> Tier | None:
    word = _word(headers, name, tuple(tier.value for tier in TIERS))
    return None if word is None else Tier(word)


def _severity(headers: Mapping[str, str]) -> Severity | None:
    word = _word(headers, SEVERITY_HEADER, tuple(severity.value for severity in Severity))
    return None if word is None else Severity(word)


def _word(headers: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str | None:
    given = headers.get(name, "").strip()
    if not given:
        return None
    if given not in allowed:
        raise BadRequest(f"The header {name} may be {', '.join(allowed)}. It can only make the policy stricter.")
    return given


def tiers_beside(asked: Hints) -> frozenset[Tier]:
    """At which tiers, beside its own, the call is judged; the strictest wins."""
    if asked.strict:
        return frozenset(TIERS)
    return frozenset() if asked.tier is None else frozenset({asked.tier})


def declared(asked: Hints, tier: Tier) -> Reason | None:
    """What follows from a declared severity: S3 needs a student-data agreement, S4 also a person."""
    if asked.severity is None:
        return None
    bare = Tier.T1 in {tier, asked.tier} or tier is Tier.T0
    action = Action.HOLD if asked.severity is Severity.S4 else Action.FORWARD
    if asked.severity >= Severity.S3 and bare:
        action = Action.BLOCK
    return spoken(asked.severity, action)


def spoken(severity: Severity, action: Action) -> Reason:
    """The reason that a declared severity gives."""
    clause = "Policy 5023, Data handling"
    return Reason("R00-declared", clause, _SAID.en, action, _SAID.es, severity, TAKE_OUT, PRIVACY)
