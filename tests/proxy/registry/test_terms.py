"""The tier follows from the terms: a table, and the law that holds it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.exchange import Severity, Tier
from proxy.registry.terms import HEALTH_DATA, Terms, ceiling_of, missing, tier_of

AGREED = Terms(
    direct_control=True,
    no_redisclosure=True,
    no_training=True,
    retention_days=30,
    deletion=True,
    dpa="NDPA 2026-114",
    region="US",
    sub_processors=(),
)
NOTHING = Terms()
WITHOUT = {
    "direct_control": False,
    "no_redisclosure": False,
    "no_training": False,
    "retention_days": None,
    "deletion": False,
    "dpa": "",
    "region": "",
    "sub_processors": None,
    "baa": "",
    "part2": False,
    "local": False,
}
"""Each term taken away."""
RANK = {tier: rank for rank, tier in enumerate((Tier.T0, Tier.T1, Tier.T2, Tier.T3, Tier.TL))}

any_terms = st.builds(
    Terms,
    direct_control=st.booleans(),
    no_redisclosure=st.booleans(),
    no_training=st.booleans(),
    retention_days=st.none() | st.integers(0, 3650),
    deletion=st.booleans(),
    dpa=st.sampled_from(["", "NDPA 1"]),
    region=st.sampled_from(["", "US"]),
    sub_processors=st.none() | st.just(()) | st.just(("Example Cloud",)),
    baa=st.sampled_from(["", "BAA 1"]),
    part2=st.booleans(),
    local=st.booleans(),
)


@pytest.mark.parametrize(
    ("terms", "tier"),
    [
        (NOTHING, Tier.T1),
        (AGREED, Tier.T2),
        (replace(AGREED, retention_days=0, sub_processors=("Example Cloud",)), Tier.T2),
        (replace(AGREED, baa="BAA 7"), Tier.T3),
        (replace(NOTHING, baa="BAA 7"), Tier.T1),
        (replace(NOTHING, local=True), Tier.TL),
        (replace(AGREED, retention_days=99_999), Tier.T1),
        *((replace(AGREED, **{name: gone}), Tier.T1) for name, gone in list(WITHOUT.items())[:8]),
    ],
)
def test_the_table(terms: Terms, tier: Tier) -> None:
    assert tier_of(terms) is tier


@given(any_terms, st.sampled_from(sorted(WITHOUT)))
def test_taking_a_term_away_never_raises_the_tier_and_never_lifts_the_ceiling(terms: Terms, name: str) -> None:
    less = replace(terms, **{name: WITHOUT[name]})
    assert RANK[tier_of(less)] <= RANK[tier_of(terms)]
    assert ceiling_of(less).barred >= ceiling_of(terms).barred
    assert ceiling_of(less).severity <= ceiling_of(terms).severity


@given(any_terms)
def test_a_tier_is_had_exactly_when_nothing_of_it_is_missing(terms: Terms) -> None:
    if not terms.local:
        assert (RANK[tier_of(terms)] >= RANK[Tier.T2]) == (missing(terms, Tier.T2) == ())
        assert (tier_of(terms) is Tier.T3) == (missing(terms, Tier.T3) == ())
    assert Tier.T0 is not tier_of(terms)


def test_what_is_missing_is_named_with_its_law() -> None:
    assert [need.term for need in missing(AGREED, Tier.T3)] == ["baa"]
    assert "164.504(e)" in missing(AGREED, Tier.T3)[0].law
    assert [need.term for need in missing(NOTHING, Tier.T3)] == [need.term for need in HEALTH_DATA]


def test_substance_use_records_need_the_clause_that_binds_to_part_2() -> None:
    assert ceiling_of(replace(AGREED, baa="BAA 7")).barred == {"P2"}
    assert ceiling_of(replace(AGREED, baa="BAA 7", part2=True)).barred == frozenset()
    assert ceiling_of(AGREED).severity is Severity.S4
