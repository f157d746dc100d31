"""Roll-ups: counts by hour, day and month that the writer keeps in the transaction that appends the records.

They answer facets, counts over time and most of the named reports without reading the log, are derived from it alone,
and can be made again from it (`rebuild`). Losing or falsifying them changes no record: what is proved is the log.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.periods import GRAINS, bucket
from proxy.audit.stores import schema
from proxy.audit.stores.bulk import merge
from proxy.audit.stores.terms import flags, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from proxy.exchange import Json

DIMENSIONS: Final = (
    "tenant", "kind", "provider", "model", "tier", "unit", "app", "decision", "severity", "rule", "outcome",
    "error_code", "flags",
)  # fmt: skip
"""What the cube tells apart; an empty text where a record has none. `flags` is a sorted list, comma-separated."""
MEASURES: Final = (
    "n", "input_tokens", "output_tokens", "wh_min", "wh_max", "gco2e_min", "gco2e_max", "ml_min", "ml_max",
)  # fmt: skip
"""What is added up: records, tokens, and the estimates of energy (Wh), carbon (g CO2e) and water (mL) in millionths:
whole numbers, so that the sum does not depend on the order in which records came."""
MILLION: Final = 1_000_000
TERM_FIELDS: Final = frozenset({"tag", "entity", "regime", "approval", "operation", "role", "status"})
"""Terms that are counted; the others point at single people or cases."""
CHUNK: Final = 2_000
_KIND, _PROVIDER, _DECISION = (DIMENSIONS.index(name) for name in ("kind", "provider", "decision"))

_whole = sa.BigInteger().with_variant(sa.Integer, "sqlite")

audit_rollup = sa.Table(
    "audit_rollup",
    schema.metadata,
    sa.Column("grain", sa.Text, primary_key=True),
    sa.Column("bucket", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in DIMENSIONS),
    *(sa.Column(name, _whole if name in MEASURES[:3] else sa.Float, nullable=False) for name in MEASURES),
    sa.Column("first_seq", _whole, nullable=False),
    sa.Column("last_seq", _whole, nullable=False),
    sqlite_with_rowid=False,
)
"""The cube: one row for each combination of dimensions in a bucket; `key` is a digest of them."""

audit_rollup_term = sa.Table(
    "audit_rollup_term",
    schema.metadata,
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("grain", sa.Text, primary_key=True),
    sa.Column("bucket", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("term", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("decision", sa.Text, primary_key=True),
    sa.Column("n", _whole, nullable=False),
    sqlite_with_rowid=False,
)
"""Counts of what a record holds several of."""

audit_exposure = sa.Table(
    "audit_exposure",
    schema.metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("provider", sa.Text, primary_key=True),
    sa.Column("grain", sa.Text, primary_key=True),
    sa.Column("bucket", sa.Text, primary_key=True),
    sa.Column("entity", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("treatment", sa.Text, primary_key=True),
    sa.Column("breach", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("n", _whole, nullable=False),
    sqlite_with_rowid=False,
)
"""Which identifiers went to which provider on which day and in which month, and how: breach scoping counts people."""

TABLES: Final = (audit_rollup, audit_rollup_term, audit_exposure)


@dataclass(slots=True)
class Sums:
    """What some records add to the roll-ups."""

    cube: dict[tuple[str, str, tuple[str, ...]], list[float]] = field(default_factory=dict)
    seqs: dict[tuple[str, str, tuple[str, ...]], tuple[int, int]] = field(default_factory=dict)
    terms: Counter[tuple[str, ...]] = field(default_factory=Counter)
    exposures: Counter[tuple[str | int, ...]] = field(default_factory=Counter)

    def add(
        self,
        seq: int,
        columns: Mapping[str, Json],
        detail: Mapping[str, Json],
        pairs: Iterable[tuple[str, str]] | None = None,
    ) -> None:
        """Count one record: its search columns (`schema.columns`), its detail, and its terms if they are known."""
        dims = dimensions(columns, detail)
        at = str(columns["at"])
        self._add_cube(seq, at, dims, measures(detail))
        self._add_terms(at, dims, terms_of(detail) if pairs is None else pairs)
        if dims[_KIND] == "request.intent" and detail.get("subjects"):
            self._add_exposures(at, dims, detail["subjects"])

    def _add_cube(self, seq: int, at: str, dims: tuple[str, ...], sums: tuple[float, ...]) -> None:
        for grain in GRAINS:
            place = (grain, bucket(at, grain), dims)
            if (known := self.cube.get(place)) is None:
                self.cube[place], self.seqs[place] = list(sums), (seq, seq)
            else:
                for index, value in enumerate(sums):
                    known[index] += value
                low, high = self.seqs[place]
                self.seqs[place] = (min(low, seq), max(high, seq))

    def _add_terms(self, at: str, dims: tuple[str, ...], pairs: Iterable[tuple[str, str]]) -> None:
        terms = [pair for pair in pairs if pair[0] in TERM_FIELDS]
        for grain in GRAINS:
            when = bucket(at, grain)
            for name, term in terms:
                self.terms[name, grain, when, dims[0], term, dims[_KIND], dims[_DECISION]] += 1

    def _add_exposures(self, at: str, dims: tuple[str, ...], subjects: Iterable[Mapping[str, Json]]) -> None:
        flagged = int("wa_breach" in dims[-1])
        spans = [(dims[0], dims[_PROVIDER], grain, bucket(at, grain)) for grain in GRAINS[1:]]
        for subject in subjects:
            if not subject.get("part"):
                who = (str(subject["entity"]), str(subject["digest"]), str(subject["treatment"]), flagged)
                for span in spans:
                    self.exposures[span + who] += 1

    def rows(self) -> Iterator[tuple[sa.Table, list[tuple[Json, ...]]]]:
        """Rows of each table, its columns in order; sorted, so that two writers take their locks in one order."""
        yield (
            audit_rollup,
            sorted(
                (grain, when, _key(dims), *dims, *sums, *self.seqs[grain, when, dims])
                for (grain, when, dims), sums in self.cube.items()
            ),
        )
        for table, counts in ((audit_rollup_term, self.terms), (audit_exposure, self.exposures)):
            yield table, sorted((*place, n) for place, n in counts.items())


def keep(
    db: sa.Connection,
    rows: Sequence[Mapping[str, Json]],
    details: Iterable[Mapping[str, Json]],
    terms: Iterable[Iterable[tuple[str, str]]],
) -> None:
    """Add records that are being appended; call it in the transaction of the append.

    Args:
        db: the connection of that transaction.
        rows: rows of `audit_event`: ``seq`` and the search columns, a final's with what it took from its intent.
        details: the detail of each, in the same order.
        terms: field and term of everything in each that can be searched for (`terms.terms_of`).
    """
    sums = Sums()
    for row, detail, pairs in zip(rows, details, terms, strict=True):
        sums.add(row["seq"], row, detail, pairs)
    _store(db, sums)


def rebuild(db: sa.Connection) -> int:
    """Make all roll-ups of the log again, in the given transaction; how many records there are."""
    return replace(db, *counted(db))


def counted(db: sa.Connection) -> tuple[Sums, int, int]:
    """What the records of the log add up to, how many they are, and the index of the last; needs no lock."""
    sums, count, last = Sums(), 0, -1
    for seq, columns, detail in logged(db):
        sums.add(seq, columns, detail)
        count, last = count + 1, seq
    return sums, count, last


def replace(db: sa.Connection, sums: Sums, count: int, last: int) -> int:
    """Put these roll-ups in place of what is there, with the records after index `last` added; how many records."""
    for table in TABLES:
        db.execute(table.delete())
    for seq, columns, detail in logged(db, schema.audit_event.c.seq > last):
        sums.add(seq, columns, detail)
        count += 1
    _store(db, sums)
    return count


def logged(
    db: sa.Connection, *where: sa.ColumnElement[bool]
) -> Iterator[tuple[int, Mapping[str, Json], Mapping[str, Json]]]:
    """Index, search columns and detail of the records in the log, by index."""
    table = schema.audit_event
    last = -1
    while True:
        query = sa.select(table).where(table.c.seq > last, *where).order_by(table.c.seq).limit(CHUNK)
        some = db.execute(query).mappings().all()
        for row in some:
            yield row["seq"], dict(row), json.loads(row["body"])["detail"]
        if len(some) < CHUNK:
            return
        last = some[-1]["seq"]


def logged_between(
    db: sa.Connection, since: str, until: str
) -> Iterator[tuple[int, Mapping[str, Json], Mapping[str, Json]]]:
    """As `logged`, of a short time (``since <= at < until``, stamps), in no order: found by the index of times."""
    table = schema.audit_event
    query = sa.select(table).where(table.c.at >= since, table.c.at < until).execution_options(yield_per=CHUNK)
    for row in db.execute(query).mappings():
        yield row["seq"], dict(row), json.loads(row["body"])["detail"]


def dimensions(columns: Mapping[str, Json], detail: Mapping[str, Json]) -> tuple[str, ...]:
    """The dimensions of one record."""
    more = {"tier": detail.get("tier"), "flags": ",".join(sorted(flags(detail)))}
    return tuple(str(more.get(name) or columns.get(name) or "") for name in DIMENSIONS)


def measures(detail: Mapping[str, Json]) -> tuple[float, ...]:
    """What one record adds up to."""
    usage, energy = detail.get("usage") or {}, detail.get("energy") or {}
    tokens = (usage.get("input_tokens") or 0, usage.get("output_tokens") or 0)
    ranges = (energy.get(name) or (0.0, 0.0) for name in ("wh", "gco2e", "ml"))
    return (1, *tokens, *(float(round(each * MILLION)) for pair in ranges for each in pair))


def _key(dims: tuple[str, ...]) -> str:
    return blake2b("\x1f".join(dims).encode(), digest_size=16).hexdigest()


def _store(db: sa.Connection, sums: Sums) -> None:
    for table, rows in sums.rows():
        spans = "last_seq" in table.c
        merge(
            db,
            table,
            rows,
            added=[name for name in MEASURES if name in table.c],
            least=["first_seq"] if spans else (),
            greatest=["last_seq"] if spans else (),
        )
