"""The record of disclosures about one student: what went to whom, when, why and on what basis.

FERPA asks for it of some disclosures (34 CFR 99.32), IDEA of every access by others than parents and authorised
employees (34 CFR 300.614), Head Start of every disclosure outside the program (45 CFR 1303.24(b)); so every call stands
here, with its basis. Rows are made from the records alone: a student is a keyed digest, and no name is ever known.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from proxy.audit.export.cells import csv_line
from proxy.audit.filters import Filters
from proxy.audit.query import MAX_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from proxy.audit.query import AuditLog


class Basis(StrEnum):
    """Why a disclosure was allowed, or that there was none."""

    SCHOOL_OFFICIAL = "school official"
    DIRECTORY = "directory information"
    PSEUDONYMISED = "none: pseudonymised"
    LOCAL = "none: own system"
    NOT_RECORDED = "not recorded"


CLAUSES: Final[Mapping[Basis, str]] = {
    Basis.SCHOOL_OFFICIAL: "34 CFR 99.31(a)(1)(i)(B): outsourced service under the agency's direct control",
    Basis.DIRECTORY: "34 CFR 99.31(a)(11) and 99.37",
    Basis.PSEUDONYMISED: "34 CFR 99.31(b): no personal information disclosed",
    Basis.LOCAL: "the text stayed on a system of the agency",
    Basis.NOT_RECORDED: "no basis stands on the record: look into it",
}
AGREEMENTS: Final = frozenset({"T2", "T3"})
"""Contract tiers with a student-data agreement (ARCHITECTURE.md, "Contract tiers")."""
REPLACED: Final = frozenset({"pseudonymize", "redact"})
UNLINKABLE: Final = frozenset({"none", "watch"})
"""Residual classes at which what was left did not single a person out."""
NO_REDISCLOSURE: Final = "no redisclosure, no training, deletion at the end (34 CFR 99.33(a)); agreement: {approval}"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One row: `party` is the provider, `terms` what binds it, `identifiers` what stood for the student in the call."""

    record: int
    request_id: str
    at: str
    party: str
    model: str
    tier: str
    purpose: str
    disclosed: bool
    basis: Basis
    clause: str
    identifiers: tuple[str, ...]
    categories: tuple[str, ...]
    residual: str
    residual_score: int | None
    terms: str
    outcome: str

    def shown(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "basis": str(self.basis)}

    @property
    def said(self) -> str:
        """Whether anything personal left, in words."""
        if self.disclosed:
            return "Personal information was disclosed."
        if self.basis is Basis.LOCAL:
            return "Nothing left the agency."
        score = "" if self.residual_score is None else f", score {self.residual_score}"
        return f"No personal information disclosed (what was left: {self.residual}{score})."


def ledger(
    log: AuditLog, digests: Sequence[str], *, since: str | None = None, until: str | None = None
) -> list[Disclosure]:
    """All calls about one student that went out, oldest first.

    Args:
        log: for the reader.
        digests: under which records hold the student.
        since: stamp, inclusive.
        until: stamp, exclusive.

    Raises:
        AuditUnavailable: the log cannot be read.
    """
    filters = Filters(kinds=("request.intent",), subject=tuple(digests), since=since, until=until)
    wanted = frozenset(digests)
    return [disclosure(record, wanted, _outcome(log, record)) for record in _all(log, filters)]


def _all(log: AuditLog, filters: Filters) -> Iterator[dict[str, Any]]:
    after = -1
    while found := log.tail(after, filters=filters):
        yield from found
        if len(found) < MAX_PAGE:
            return
        after = found[-1]["seq"]


def _outcome(log: AuditLog, record: Mapping[str, Any]) -> str:
    ends = [each for each in log.show(record["request_id"]) if each["kind"] == "request.final"]
    return str(ends[-1]["detail"]["outcome"]) if ends else "under way"


def disclosure(record: Mapping[str, Any], wanted: frozenset[str], outcome: str) -> Disclosure:
    """The row of one intent. `wanted` are the student's digests."""
    detail = record["detail"]
    about = [each for each in detail.get("subjects") or () if each["digest"] in wanted]
    basis = basis_of(detail, about)
    approval = str(detail.get("approval") or "not recorded")
    terms = f"none on record; approval: {approval}"
    if basis is Basis.LOCAL:
        terms = "none needed"
    elif detail["tier"] in AGREEMENTS:
        terms = NO_REDISCLOSURE.format(approval=approval)
    return Disclosure(
        record=record["seq"],
        request_id=record["request_id"],
        at=record["at"],
        party=detail["provider"],
        model=detail.get("model") or "",
        tier=detail["tier"],
        purpose=_purpose(detail),
        disclosed=basis not in {Basis.PSEUDONYMISED, Basis.LOCAL},
        basis=basis,
        clause=CLAUSES[basis],
        identifiers=tuple(sorted({f"{each['entity']}: {each['treatment']}" for each in about})),
        categories=tuple(sorted({*(each["entity"] for each in about), *(detail.get("tags") or ())})),
        residual=detail.get("residual") or "not measured",
        residual_score=detail.get("residual_score"),
        terms=terms,
        outcome=outcome,
    )


def basis_of(detail: Mapping[str, Any], about: Sequence[Mapping[str, Any]]) -> Basis:
    """On what basis a call could go out, by what is on its record; what is in doubt counts as disclosed."""
    if detail["tier"] == "TL":
        return Basis.LOCAL
    replaced = bool(about) and all(each["treatment"] in REPLACED for each in about)
    if replaced and detail.get("residual") in UNLINKABLE:
        return Basis.PSEUDONYMISED
    if set(detail.get("tags") or ()) == {"DIRECTORY"}:
        return Basis.DIRECTORY
    return Basis.SCHOOL_OFFICIAL if detail["tier"] in AGREEMENTS else Basis.NOT_RECORDED


def _purpose(detail: Mapping[str, Any]) -> str:
    """The legitimate interest, as far as records tell: the declared purpose, or which unit used which tool."""
    if detail.get("purpose"):
        return str(detail["purpose"]).replace("_", " ")
    parts = [part for part in (detail.get("unit"), detail.get("app")) if part]
    return "work of " + ", with ".join(parts) if parts else "not recorded"


COLUMNS: Final = (
    "at", "party", "model", "purpose", "disclosed", "basis", "clause", "identifiers", "categories", "residual",
    "residual_score", "terms", "outcome", "request_id", "record",
)  # fmt: skip


def as_csv(rows: Sequence[Disclosure]) -> bytes:
    """The ledger for a spreadsheet; no cell is a formula."""
    lines = [csv_line(COLUMNS)]
    for each in rows:
        shown = each.shown()
        cells = ["; ".join(value) if isinstance(value, tuple) else value for value in (shown[name] for name in COLUMNS)]
        lines.append(csv_line(cells))
    return b"".join(lines)


def as_json(rows: Sequence[Disclosure], digests: Sequence[str], case: str) -> dict[str, Any]:
    """The ledger as data."""
    return {
        "report": "disclosures",
        "law": ["34 CFR 99.32", "34 CFR 300.614", "45 CFR 1303.24(b)"],
        "case": case,
        "student": list(digests),
        "calls": len(rows),
        "disclosed": sum(each.disclosed for each in rows),
        "rows": [each.shown() for each in rows],
    }
