"""Summaries of a search: how many records have which value, and how many fell into each hour, day or month.

Answered from the roll-ups. Where a search asks for what they do not tell apart (a person, a case, a single tag beside
other conditions) the matching records themselves are counted, up to a cap, and the answer says whether it was met.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit import plan
from proxy.audit.cube import TERM_FILTERS, Cube, answers
from proxy.audit.filters import BadFilter, Filters
from proxy.audit.periods import GRAINS, Cover, Grain, Span, bucket, cover
from proxy.audit.stores.rollups import DIMENSIONS, TERM_FIELDS, dimensions
from proxy.audit.stores.schema import audit_event
from proxy.audit.stores.terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from proxy.audit.query import AuditLog
    from proxy.exchange import Json

FIELDS: Final = (*(name for name in DIMENSIONS if name not in {"tenant", "flags"}), *plan.FLAGS, *sorted(TERM_FIELDS))
"""What records can be counted by. Nobody is counted by person: the house scores no staff."""
DEFAULT: Final = ("kind", "decision", "severity", "provider", "tier", "unit", "rule", "outcome", "tag", "entity")
CAP: Final = 5_000
MOST_BUCKETS: Final = 1_000
_CHUNK: Final = 1_000


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts by field and value, the number of matching records, and whether all of them were counted."""

    counts: Mapping[str, Mapping[str, int]]
    total: int
    exact: bool = True


def facets(log: AuditLog, filters: Filters, names: Sequence[str] = DEFAULT) -> Facets:
    """Count matching records by each of `names`.

    Raises:
        BadFilter: a name that records cannot be counted by.
        AuditUnavailable: the log cannot be read now.
    """
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        raise BadFilter("by", "some of " + ", ".join(FIELDS))
    with log.reading() as db:
        return facets_within(log, db, filters, names)


def facets_within(log: AuditLog, db: sa.Connection, filters: Filters, names: Sequence[str]) -> Facets:
    """As `facets`, within a moment of the log that is being read."""
    asked = frozenset(filters.asked())
    if not answers(filters):
        return _counted(log, db, filters, names)
    cube = Cube(db, log.tenant, filters)
    terms = [name for name in names if name in TERM_FIELDS]
    found = _of_cube(cube, [name for name in names if name not in TERM_FIELDS])
    if not terms:
        return found
    if asked <= TERM_FILTERS:
        return Facets({**found.counts, **_of_terms(cube, terms)}, found.total)
    some = _counted(log, db, filters, terms)
    return Facets({**found.counts, **some.counts}, found.total, some.exact)


def timeline(log: AuditLog, filters: Filters, grain: str) -> tuple[dict[str, int], bool]:
    """Matching records by hour, day or month (in UTC, by time), and whether all were counted; raises as `facets`."""
    step = next((each for each in GRAINS if each == grain), None)
    if step is None:
        raise BadFilter("step", "one of " + ", ".join(GRAINS))
    with log.reading() as db:
        if not answers(filters):
            records, exact = _matching(log, db, filters)
            return dict(sorted(Counter(bucket(record["at"], step) for record in records).items())), exact
        counts: Counter[str] = Counter()
        for dims, sums in Cube(db, log.tenant, filters).sums(("bucket",), ("n",), _cut(filters, step)):
            counts[bucket(dims["bucket"], step)] += int(sums[0])
    if len(counts) > MOST_BUCKETS:
        raise BadFilter("step", f"a longer step, or a range of at most {MOST_BUCKETS} steps")
    return dict(sorted(counts.items())), True


# --------------------------------------------------------------------------- from the roll-ups


def _cut(filters: Filters, step: Grain) -> Cover:
    """A cover of the range without buckets longer than `step`: a month's name also bounds its days and hours."""
    whole = cover(filters.since, filters.until)
    finer = GRAINS[: GRAINS.index(step) + 1]
    return Cover(
        tuple(each if each.grain in finer else Span(step, each.first, each.end) for each in whole.spans), whole.edges
    )


def _of_cube(cube: Cube, names: Sequence[str]) -> Facets:
    columns = tuple(dict.fromkeys("flags" if name in plan.FLAGS else name for name in names))
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    total = 0
    for dims, sums in cube.sums(columns, ("n",)):
        total += int(sums[0])
        _add(counts, dims, int(sums[0]))
    return Facets(counts, total)


def _of_terms(cube: Cube, names: Sequence[str]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for name, term, n in cube.terms(names):
        counts[name][term] += n
    return counts


def _add(counts: Mapping[str, Counter[str]], dims: Mapping[str, str], n: int) -> None:
    for name, values in counts.items():
        if name in plan.FLAGS:
            values["yes" if name in dims["flags"].split(",") else "no"] += n
        elif dims.get(name):
            values[dims[name]] += n


# --------------------------------------------------------------------------- from the log


def _matching(log: AuditLog, db: sa.Connection, filters: Filters) -> tuple[list[dict[str, Json]], bool]:
    found = log.walk(db, filters, count=CAP + 1)
    return found[:CAP], len(found) <= CAP


def _counted(log: AuditLog, db: sa.Connection, filters: Filters, names: Sequence[str]) -> Facets:
    records, exact = _matching(log, db, filters)
    columns = _columns(db, records)
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    terms = {name: counted for name, counted in counts.items() if name in TERM_FIELDS}  # a tier is a column and a term
    for record in records:
        _add(counts, dict(zip(DIMENSIONS, dimensions(columns[record["seq"]], record["detail"]), strict=True)), 1)
        for name, term in terms_of(record["detail"]):
            if name in terms:
                terms[name][term] += 1
    return Facets(counts, len(records), exact)


def _columns(db: sa.Connection, records: Sequence[Mapping[str, Json]]) -> dict[int, Mapping[str, Json]]:
    """The search columns of records at hand: a final's hold what it took from its intent."""
    places = [record["seq"] for record in records]
    found: dict[int, Mapping[str, Json]] = {}
    kept = [column for column in audit_event.c if column.name != "body"]
    for start in range(0, len(places), _CHUNK):
        query = sa.select(*kept).where(audit_event.c.seq.in_(places[start : start + _CHUNK]))
        found.update({row["seq"]: dict(row) for row in db.execute(query).mappings()})
    return found
