"""The registry: an approved model today, or an error with a sentence."""

from __future__ import annotations

import re
from datetime import date

import pytest

from proxy.errors import NotApproved
from proxy.exchange import Approval, Audience, Ceiling, Severity, Tier
from proxy.policy.refusals import refusal_card
from proxy.registry.nouns import EVERYTHING, Entry, Facts, Kind, Name, Snapshot, Stop
from proxy.registry.terms import Terms
from proxy.registry.tools import Provider, Registry, decided

TODAY = date(2026, 11, 23)
DAYS = re.compile(r"\d{4}-\d\d-\d\d")


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
    card = caught.value.details["explanation"]
    assert card["en"].keys() == card["es"].keys() == refusal_card("model_not_allowed")["en"].keys()
    assert caught.value.message.startswith(card["en"]["why"])
    assert set(DAYS.findall(card["es"]["why"])) == set(DAYS.findall(says))


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


# --------------------------------------------------------------------------- with the registry's records


def entry(name: Name, *, until: str = "2026-12-31", facts: Facts | None = None, **changes) -> Entry:
    base = facts or Facts("Title", "IT", "Drafting", models=("m",) if name.kind is Kind.PROVIDER else (), **changes)
    return Entry(name, base, Approval("bo", date(2026, 1, 1), date.fromisoformat(until), "Board 7"))


A, AM, TUTOR = Name(Kind.PROVIDER, "a"), Name(Kind.MODEL, "a/m"), Name(Kind.APP, "tutor")
SEED = provider("a", "m", "other", tier=Tier.T3)
AGREED = Terms(
    direct_control=True,
    no_redisclosure=True,
    no_training=True,
    retention_days=0,
    deletion=True,
    dpa="1",
    region="US",
    sub_processors=(),
)


def registry(*entries: Entry, stops: tuple[Name, ...] = (), denied: frozenset[Name] = frozenset(), seeds=(SEED,)):
    halted = tuple(Stop(name, "ana", "2026-11-23T09:00:00.000Z", "Breach.") for name in stops)
    return decided(seeds, Snapshot(3, tuple(entries), halted, denied))


def refusal(held: Registry, model: str = "m", **how) -> str:
    with pytest.raises(NotApproved) as caught:
        held.resolve("openai", model, today=TODAY, **how)
    return caught.value.message


def test_a_model_of_another_api_is_named_with_its_own() -> None:
    held = Registry([provider("a", "m"), provider("b", "m")])
    with pytest.raises(NotApproved, match="not on the approved list of this API, but of openai"):
        held.resolve("anthropic", "m", today=TODAY)
    with pytest.raises(NotApproved, match=r"not on the approved list\."):
        held.resolve("anthropic", "other", today=TODAY)


@pytest.mark.parametrize(
    "held",
    [
        Registry([provider("a", "m", until="2026-11-22")]),
        Registry([provider("a", "m", on="2026-11-24")]),
        Registry([provider("a", "m", tier=Tier.T0)]),
        registry(stops=(A,)),
        registry(stops=(Name(Kind.MODEL, "a/m"),)),
        registry(denied=frozenset({Name(Kind.MODEL, "a/m")})),
    ],
)
def test_an_api_is_not_named_for_a_model_that_may_not_be_used_there(held: Registry) -> None:
    with pytest.raises(NotApproved, match=r"not on the approved list\."):
        held.resolve("anthropic", "m", today=TODAY)


def test_once_the_registry_holds_a_record_it_decides() -> None:
    held = registry(entry(A, terms=AGREED))
    tool = held.resolve("openai", "m", today=TODAY)
    assert (tool.tier, tool.approval.reference, tool.approval.by) == (Tier.T2, "Board 7", "bo")
    assert "not on the approved list" in refusal(held, "other")
    assert held.version == 3
    assert registry().resolve("openai", "other", today=TODAY).tier is Tier.T3
    unapproved = Provider("a", "openai", ("m",), Tier.T0, None)
    assert "registered but not approved" in refusal(registry(seeds=(unapproved,)))
    assert registry(entry(A), seeds=(unapproved,)).resolve("openai", "m", today=TODAY).tier is Tier.T1
    assert "not approved" in refusal(registry(denied=frozenset({A})))


@pytest.mark.parametrize("name", [A, AM, TUTOR])
def test_what_has_ended_is_refused_with_its_date(name: Name) -> None:
    assert "ended on 2026-11-22" in refusal(registry(entry(name, until="2026-11-22")), app="tutor")


@pytest.mark.parametrize("name", [A, AM, TUTOR, Name(Kind.PROVIDER, EVERYTHING)])
def test_a_stop_wins_over_every_approval(name: Name) -> None:
    held = registry(entry(A), entry(AM), entry(TUTOR), stops=(name,))
    assert "switched off on 2026-11-23" in refusal(held, app="tutor")
    listed = held.models("openai", today=TODAY)
    assert listed == ([("m", "a")] if name is TUTOR else [])


def test_a_stop_of_a_name_that_nothing_has_is_known_for_what_it_is() -> None:
    held = registry(entry(A), entry(TUTOR))
    assert [held.knows(name) for name in (A, AM, TUTOR, Name(Kind.PROVIDER, EVERYTHING))] == [True] * 4
    misspelt = [Name(A.kind, A.id.upper()), Name(A.kind, f"{A.id}x"), Name(AM.kind, f"{AM.id}x"), Name(AM.kind, "x/y")]
    assert [held.knows(name) for name in misspelt] == [False] * 4
    assert held.knows(Name(Kind.APP, "nobody says")) is None


def test_a_stop_of_one_leaves_the_others() -> None:
    held = registry(stops=(AM,))
    assert held.resolve("openai", "other", today=TODAY).model == "other"
    assert held.models("openai", today=TODAY) == [("other", "a")]
    assert "switched off" in refusal(held, "a/m")


def test_a_model_and_an_app_can_only_narrow() -> None:
    held = registry(
        entry(A, ceiling=Ceiling(Severity.S3)),
        entry(AM, ceiling=Ceiling(Severity.S4, frozenset({"MH"}))),
        entry(TUTOR, ceiling=Ceiling(Severity.S2)),
    )
    ceiling = held.resolve("openai", "m", today=TODAY, app="tutor").ceiling
    assert ceiling == Ceiling(Severity.S2, frozenset({"MH", "P2"}))
    assert held.resolve("openai", "m", today=TODAY).ceiling.severity is Severity.S3


def test_a_tool_serves_only_whom_it_was_approved_for() -> None:
    children = frozenset({Audience.STAFF, Audience.UNDER13})
    held = registry(entry(A), entry(TUTOR, audiences=children))
    assert held.audience("tutor") is Audience.UNDER13
    assert held.audience("elsewhere") is None
    assert "children under 13 use" in refusal(held, app="tutor", audience=Audience.UNDER13)
    assert held.resolve("openai", "m", today=TODAY, audience=Audience.STAFF).provider == "a"
    wide = registry(entry(A, audiences=children), entry(AM))
    assert "children under 13 use" in refusal(wide, audience=Audience.UNDER13)
    assert registry().resolve("openai", "m", today=TODAY, audience=Audience.UNDER13).audiences is None


def test_a_name_that_two_offer_is_refused_and_both_are_named() -> None:
    held = registry(entry(A), entry(Name(Kind.PROVIDER, "b")), seeds=(SEED, provider("b", "x")))
    assert "a/m, b/m" in refusal(held)
    assert held.resolve("openai", "b/m", today=TODAY).provider == "b"
    either = Registry([provider("a", "m"), provider("any", "*")])
    assert either.resolve("openai", "m", today=TODAY).provider == "a"
