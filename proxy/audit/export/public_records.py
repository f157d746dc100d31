"""A public-records export: records with what is exempt taken out, each deletion explained, and who must be told.

Files: ``released.jsonl`` (native) and ``released.csv``, ``withholding_log.csv`` (RCW 42.56.210(3): which exemption, and
a brief explanation how it applies, for each part that was taken out), the signed manifest with the verifier, and, in no
manifest, ``agency_only_third_party_notices.csv`` (RCW 42.56.540) for the agency alone: it names people whose names may
be withheld.

The hash of a record from which something was taken out is not released: with all other parts known, whoever guesses the
missing one could confirm the guess. A court sees the original and `chaperone audit prove`.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.audit.export import bundle
from proxy.audit.export.bundle import Written
from proxy.audit.export.cells import COLUMNS, csv_line, row
from proxy.audit.export.exemptions import ENVELOPE, FIELDS, Withheld, released, withheld
from proxy.audit.mapping import jcs
from proxy.audit.mapping.source import Source
from proxy.audit.proof import verifier_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from proxy.audit.export.formats import Sink
    from proxy.audit.export.manifest import NoteSigner, Told
    from proxy.audit.export.outlets import Outlet
    from proxy.audit.export.selection import Selection
    from proxy.exchange import Json

NATIVE: Final = "released.jsonl"
TABLE: Final = "released.csv"
LOG: Final = "withholding_log.csv"
NOTICES: Final = "agency_only_third_party_notices.csv"
LOG_COLUMNS: Final = ("record", "event_id", "at", "kind", "part", "exemption", "statute", "explanation")
NOTICE_COLUMNS: Final = ("sort", "name", "records", "first", "last", "withheld", "why")
_WHY: Final = {
    "provider": "named in the records; may ask a court to enjoin release (RCW 42.56.540)",
    "employee": "named in the records as the person who acted (RCW 42.56.540, RCW 42.56.250)",
    "people": "calls concern people who are not named here; their digests stand for them",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the records officer decided: field -> exemption code, and whether the usual proposals apply too."""

    rules: Mapping[str, str] = field(default_factory=dict)
    usual: bool = True


@dataclass(slots=True)
class Party:
    """Somebody named in the records."""

    records: int = 0
    first: str = ""
    last: str = ""
    withheld: int = 0

    def seen(self, at: str, *, gone: bool) -> None:
        """One more record."""
        self.records += 1
        self.withheld += gone
        self.first, self.last = min(self.first or at, at), max(self.last, at)


@dataclass(slots=True)
class Tally:
    """What a release amounts to; filled while records pass."""

    records: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    withheld: Counter[tuple[str, str]] = field(default_factory=Counter)
    touched: int = 0
    parties: dict[tuple[str, str], Party] = field(default_factory=dict)

    def add(self, record: Mapping[str, Json], gone: list[Withheld]) -> None:
        """Count a record."""
        self.records += 1
        self.touched += bool(gone)
        self.kinds[record["kind"]] += 1
        self.withheld.update((each.field, each.exemption.code) for each in gone)
        parts, detail, at = {each.field for each in gone}, record["detail"], record["at"]
        if record["caller"]:
            self._party("employee", record["caller"]).seen(at, gone="caller" in parts)
        if detail.get("provider"):
            self._party("provider", detail["provider"]).seen(at, gone="provider" in parts)
        if detail.get("subjects"):
            self._party("people", "persons in calls").seen(at, gone="subjects" in parts)

    def _party(self, sort: str, name: str) -> Party:
        return self.parties.setdefault((sort, str(name)), Party())

    def notices(self) -> list[tuple[Json, ...]]:
        """Who should be told, by `NOTICE_COLUMNS`; for the agency, not for release."""
        rows: list[tuple[Json, ...]] = []
        for (sort, name), party in sorted(self.parties.items()):
            rows.append((sort, name, party.records, party.first, party.last, party.withheld, _WHY[sort]))
        return rows


def preview(selection: Selection, terms: Terms) -> dict[str, Json]:
    """What would leave, as counts: nothing is written."""
    tally = Tally()
    for source in selection.records():
        tally.add(source.record, withheld(source.record, terms.rules, usual=terms.usual))
    return {
        "records": tally.records,
        "records_with_deletions": tally.touched,
        "kinds": dict(sorted(tally.kinds.items())),
        "withheld": [
            {"part": part, "exemption": code, "records": count}
            for (part, code), count in sorted(tally.withheld.items())
        ],
        "third_parties": [dict(zip(NOTICE_COLUMNS, each, strict=True)) for each in tally.notices()],
        "as_of": selection.vouched.size,
    }


def write(
    outlet: Outlet,
    selection: Selection,
    terms: Terms,
    told: Told,
    signer: NoteSigner,
    *,
    key: str,
    now: Callable[[], datetime],
    progress: Callable[[int], None] = lambda _: None,
) -> Written:
    """Write the whole release. Three passes over the records, because files are written one after another.

    Raises:
        AuditUnavailable: the log cannot be read.
    """
    tally, seen = Tally(), _Bounds()
    with outlet.file(NATIVE) as file:
        for source, gone in _passing(selection, terms, progress):
            tally.add(source.record, gone)
            seen.add(source.seq)
            file.write((jcs.dumps(released(source.record, gone)) if gone else source.body) + b"\n")
    with outlet.file(TABLE) as file:
        file.write(csv_line(COLUMNS))
        for source, gone in _passing(selection, terms, progress):
            file.write(csv_line(_row(source, gone).values()))
    with outlet.file(LOG) as file:
        file.write(csv_line(LOG_COLUMNS))
        for source, gone in _passing(selection, terms, progress):
            _explain(file, source, gone)
    with outlet.file(bundle.VERIFIER) as file:
        file.write(verifier_source().encode())
    facts = {
        "format": "public_records",
        "records": seen.count,
        "first": seen.first,
        "last": seen.last,
        "as_of": selection.vouched.size,
        "checkpoint": selection.vouched.note,
        "records_with_deletions": tally.touched,
        "deletions": sum(tally.withheld.values()),
        "key": key,
    }
    digest = bundle.close(outlet, told, facts, signer, now())
    with outlet.file(
        NOTICES
    ) as file:  # after the manifest: whoever gets the release without it must not find it missing
        file.write(csv_line(NOTICE_COLUMNS))
        for each in tally.notices():
            file.write(csv_line(each))
    return Written(seen.count, seen.first, seen.last, digest, agrees=True)


@dataclass(slots=True)
class _Bounds:
    count: int = 0
    first: int = 0
    last: int = 0

    def add(self, seq: int) -> None:
        self.first = self.first if self.count else seq
        self.last, self.count = seq, self.count + 1


def _passing(
    selection: Selection, terms: Terms, progress: Callable[[int], None]
) -> Iterator[tuple[Source, list[Withheld]]]:
    for count, source in enumerate(selection.records(), 1):
        yield source, withheld(source.record, terms.rules, usual=terms.usual)
        if count % bundle.EVERY == 0:
            progress(count)


def _row(source: Source, gone: list[Withheld]) -> dict[str, Json]:
    """The cells of what is released: made of a record without the withheld parts, then marked where they stood."""
    if not gone:
        return row(source)
    marked = released(source.record, gone)
    parts = {each.field for each in gone}
    bare = {
        **{name: None if name in parts & ENVELOPE else value for name, value in source.record.items()},
        "detail": {name: value for name, value in source.record["detail"].items() if name not in parts},
    }
    body = json.dumps(bare, ensure_ascii=False).encode()
    cells = row(Source(source.seq, body, source.leaf, source.log, source.version))
    marks = {name: (marked if name in ENVELOPE else marked["detail"])[name] for name in parts & FIELDS}
    cells |= {name: mark for name, mark in marks.items() if name in cells}
    cells["leaf_hash"] = None
    cells["detail"] = json.dumps(marked["detail"], ensure_ascii=False, sort_keys=True)
    return cells


def _explain(file: Sink, source: Source, gone: list[Withheld]) -> None:
    record = source.record
    for each in gone:
        why = (each.field, each.exemption.code, each.exemption.statute, each.explanation)
        file.write(csv_line((source.seq, record["event_id"], record["at"], record["kind"], *why)))
