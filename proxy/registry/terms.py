"""Contract terms, and the tier and the ceiling that follow from them: one table, pure.

Nobody sets a tier by hand once a provider stands in the registry. A term that is taken away never raises the tier and
never widens the ceiling (property tests). What each tier asks for is in `NEEDED`, with the law behind each term.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from proxy.exchange import Ceiling, Tier

LONGEST_RETENTION_DAYS: Final = 3650
"""A longer one is as good as none: the number must be a promise."""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper behind the approval, known by its digest: what was signed can be told from what is shown later."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a provider has promised in writing.

    Attributes:
        direct_control: the agency controls use and keeping of its records, 34 CFR 99.31(a)(1)(i)(B)(2).
        no_redisclosure: nothing is passed on without consent, 34 CFR 99.33(a).
        no_training: nothing is used to train or improve models.
        retention_days: days after which everything is deleted; 0 for none kept; None when nothing is promised.
        deletion: everything is deleted at the end of the agreement and on request.
        dpa: number of the student-data agreement (NDPA).
        region: where data is kept and processed, as the agreement says it (``US``).
        sub_processors: who else handles the data; None when the provider does not say.
        baa: number of the business associate agreement, 45 CFR 164.504(e).
        part2: the agreement binds the provider to 42 CFR part 2 (qualified service organisation, 2.11 and 2.12(c)(4)).
        local: the model runs on the agency's own machines; the text does not leave them.
        documents: the papers.
    """

    direct_control: bool = False
    no_redisclosure: bool = False
    no_training: bool = False
    retention_days: int | None = None
    deletion: bool = False
    dpa: str = ""
    region: str = ""
    sub_processors: tuple[str, ...] | None = None
    baa: str = ""
    part2: bool = False
    local: bool = False
    documents: tuple[Document, ...] = ()


Met: TypeAlias = Callable[[Terms], bool]


@dataclass(frozen=True, slots=True)
class Need:
    """One line of the table: a term that a tier asks for, why, and whether it is met."""

    term: str
    law: str
    met: Met


STUDENT_DATA: Final[tuple[Need, ...]] = (
    Need("direct_control", "34 CFR 99.31(a)(1)(i)(B)(2)", lambda terms: terms.direct_control),
    Need("no_redisclosure", "34 CFR 99.33(a)", lambda terms: terms.no_redisclosure),
    Need("no_training", "34 CFR 99.31(a)(1)(i)(B); NDPA article IV", lambda terms: terms.no_training),
    Need("retention_days", "NDPA article IV; 16 CFR 312.10", lambda terms: _limited(terms.retention_days)),
    Need("deletion", "NDPA article IV; 34 CFR 300.624", lambda terms: terms.deletion),
    Need("dpa", "34 CFR 99.31(a)(1)(i)(B)", lambda terms: bool(terms.dpa)),
    Need("region", "NDPA article V", lambda terms: bool(terms.region)),
    Need("sub_processors", "34 CFR 99.33(a); NDPA article II", lambda terms: terms.sub_processors is not None),
)
HEALTH_DATA: Final[tuple[Need, ...]] = (
    *STUDENT_DATA,
    Need("baa", "45 CFR 164.502(e) and 164.504(e)", lambda terms: bool(terms.baa)),
)
NEEDED: Final[tuple[tuple[Tier, tuple[Need, ...]], ...]] = (
    (Tier.T3, HEALTH_DATA),
    (Tier.T2, STUDENT_DATA),
    (Tier.T1, ()),
)
"""What each tier asks for, from the highest down. T0 is no matter of terms: it is the lack of an approval."""


def _limited(days: int | None) -> bool:
    return days is not None and 0 <= days <= LONGEST_RETENTION_DAYS


def tier_of(terms: Terms) -> Tier:
    """The tier that an approved provider has by its terms: the highest of which nothing is missing."""
    if terms.local:
        return Tier.TL
    return next(tier for tier, needs in NEEDED if all(need.met(terms) for need in needs))


def missing(terms: Terms, tier: Tier) -> tuple[Need, ...]:
    """What a tier asks for and the terms do not give."""
    needs = dict(NEEDED).get(tier, ())
    return tuple(need for need in needs if not need.met(terms))


def ceiling_of(terms: Terms) -> Ceiling:
    """What the terms themselves rule out: substance-use records where nothing binds the provider to part 2.

    The decision table holds such a call for a reviewer at T3 (row 11); without the clause there is nothing to review.
    """
    return Ceiling() if terms.part2 or terms.local else Ceiling(barred=frozenset({"P2"}))
