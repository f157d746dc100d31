"""The record of disclosures: every call about a student, with its basis, and doubt counted as disclosure."""

from __future__ import annotations

import csv
import io
from pathlib import Path  # noqa: TC003 # fixtures are annotated with it
from typing import Any

import pytest
from report_log import NAMED, STUDENT, filled, person

from proxy.audit.query import AuditLog
from proxy.audit.stores.sqlite import read_engine
from proxy.services.exports.disclosures import CLAUSES, COLUMNS, Basis, as_csv, as_json, basis_of, ledger


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> AuditLog:
    folder: Path = tmp_path_factory.mktemp("log")
    return AuditLog(read_engine(filled(folder).path))


@pytest.mark.parametrize(
    ("detail", "treatments", "basis"),
    [
        ({"tier": "T2", "residual": "none"}, ["pseudonymize"], Basis.PSEUDONYMISED),
        ({"tier": "T1", "residual": "watch"}, ["redact", "pseudonymize"], Basis.PSEUDONYMISED),
        ({"tier": "T2", "residual": "linkable"}, ["pseudonymize"], Basis.SCHOOL_OFFICIAL),
        ({"tier": "T2"}, ["pseudonymize"], Basis.SCHOOL_OFFICIAL),  # nothing measured: in doubt, disclosed
        ({"tier": "T2", "residual": "none"}, ["pseudonymize", "keep"], Basis.SCHOOL_OFFICIAL),
        ({"tier": "T2", "residual": "none"}, ["generalize"], Basis.SCHOOL_OFFICIAL),
        ({"tier": "T3", "residual": "identified"}, ["keep"], Basis.SCHOOL_OFFICIAL),
        ({"tier": "T1", "residual": "identified"}, ["keep"], Basis.NOT_RECORDED),
        ({"tier": "T0", "residual": "linkable"}, ["pseudonymize"], Basis.NOT_RECORDED),
        ({"tier": "T1", "residual": "identified", "tags": ["DIRECTORY"]}, ["keep"], Basis.DIRECTORY),
        ({"tier": "T1", "residual": "identified", "tags": ["DIRECTORY", "IDEA"]}, ["keep"], Basis.NOT_RECORDED),
        ({"tier": "TL", "residual": "identified"}, ["keep"], Basis.LOCAL),
        ({"tier": "T2", "residual": "none"}, [], Basis.SCHOOL_OFFICIAL),
    ],
)
def test_the_basis_by_what_is_on_the_record(detail: dict[str, Any], treatments: list[str], basis: Basis) -> None:
    assert basis_of(detail, [person(STUDENT, each) for each in treatments]) is basis


def test_every_basis_has_its_clause() -> None:
    assert CLAUSES.keys() == set(Basis)


def test_all_calls_about_the_student_and_no_other(log: AuditLog) -> None:
    rows = ledger(log, [STUDENT])
    assert [(row.party, row.basis, row.disclosed) for row in rows] == [
        ("acme", Basis.PSEUDONYMISED, False),
        ("acme", Basis.SCHOOL_OFFICIAL, True),
        ("acme", Basis.NOT_RECORDED, True),
        ("local", Basis.LOCAL, False),
        ("acme", Basis.PSEUDONYMISED, False),
    ]
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert [row.outcome for row in rows] == ["completed"] * 4 + ["under way"]


def test_a_row_says_who_when_why_what_and_under_which_terms(log: AuditLog) -> None:
    first, second, third, *_ = ledger(log, [STUDENT, NAMED])
    assert first.said == "No personal information disclosed (what was left: none, score 1)."
    assert second.purpose == "lesson planning"
    assert second.identifiers == ("STUDENT_ID: keep", "STUDENT_NAME: keep")
    assert second.categories == ("IDEA", "STUDENT_ID", "STUDENT_NAME", "WA_BREACH")
    assert second.terms.endswith("agreement: DPA-2026-014")
    assert second.said == "Personal information was disclosed."
    assert third.terms == "none on record; approval: pilot"
    assert third.purpose == "work of Special Education, with webui"


def test_a_range_of_time(log: AuditLog) -> None:
    rows = ledger(log, [STUDENT], since="2026-11-01T00:00:00.000Z")
    assert len(rows) == 1
    assert ledger(log, [STUDENT], until="2026-10-01T00:00:00.000Z") == []


def test_nobody_is_an_empty_ledger(log: AuditLog) -> None:
    assert ledger(log, ["0123abcd:" + "00" * 15 + "ff"]) == []


def test_as_csv_and_json(log: AuditLog) -> None:
    rows = ledger(log, [STUDENT])
    read = list(csv.DictReader(io.StringIO(as_csv(rows).decode(), newline="")))
    assert [each["party"] for each in read] == [row.party for row in rows]
    assert list(read[0]) == list(COLUMNS)
    data = as_json(rows, [STUDENT], "C-1")
    assert (data["calls"], data["disclosed"], data["case"]) == (5, 2, "C-1")
    assert data["rows"][0]["basis"] == "none: pseudonymised"
