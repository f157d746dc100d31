"""The registry: an approved model today, or an error with a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from proxy.errors import NotApproved
from proxy.exchange import Approval, Tier
from proxy.registry.tools import Provider, Registry

TODAY = date(2026, 11, 23)


def provider(name, *models, tier=Tier.T2, on="2026-01-01", until="2026-12-31", default=False) -> Provider:
    approval = Approval("IT", date.fromisoformat(on), date.fromisoformat(until), "ref")
    return Provider(name, "openai", models, tier, approval, default)


def test_a_model_is_found_by_its_name_and_with_its_provider() -> None:
    registry = Registry([provider("a", "m1"), provider("b", "m2", "org/m3")])
    assert registry.resolve("openai", "m2", today=TODAY).provider == "b"
    tool = registry.resolve("openai", "a/m1", today=TODAY)
    assert (tool.provider, tool.model) == ("a", "m1")
    assert registry.resolve("openai", "org/m3", today=TODAY).model == "org/m3"


def test_the_default_provider_serves_an_ambiguous_name() -> None:
    registry = Registry([provider("a", "m"), provider("b", "m", default=True)])
    assert registry.resolve("openai", "m", today=TODAY).provider == "b"
    assert registry.resolve("openai", "a/m", today=TODAY).provider == "a"


@pytest.mark.parametrize(
    ("candidate", "says"),
    [
        (provider("a", "other"), "not on the approved list"),
        (provider("a", "m", until="2026-11-22"), "ended on 2026-11-22"),
        (provider("a", "m", on="2026-11-24"), "begins on 2026-11-24"),
        (provider("a", "m", tier=Tier.T0), "not approved"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(candidate: Provider, says: str) -> None:
    with pytest.raises(NotApproved, match=says) as caught:
        Registry([candidate]).resolve("openai", "m", today=TODAY)
    assert caught.value.status == 403
    assert not caught.value.retryable


def test_the_last_day_of_an_approval_is_valid() -> None:
    registry = Registry([provider("a", "m", until="2026-11-23")])
    assert registry.resolve("openai", "m", today=TODAY).model == "m"


def test_another_dialect_is_another_list() -> None:
    with pytest.raises(NotApproved):
        Registry([provider("a", "m")]).resolve("anthropic", "m", today=TODAY)


def test_the_list_of_models_shows_what_may_be_used_today() -> None:
    lapsed, unapproved = provider("b", "m2", until="2026-01-02"), provider("c", "m3", tier=Tier.T0)
    registry = Registry([provider("a", "m1", "*"), lapsed, unapproved])
    assert registry.models("openai", today=TODAY) == [("m1", "a")]
    assert registry.resolve("openai", "anything", today=TODAY).provider == "a"
