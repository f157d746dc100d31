"""The audit pack: right figures for the period, small ones masked, and nothing of a call."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 # fixtures are annotated with it
from typing import Any

import pytest
from report_log import STUDENT, filled

from proxy import errors
from proxy.audit.proof import AuditProof
from proxy.audit.query import AuditLog
from proxy.audit.stores.sqlite import read_engine
from proxy.services.audit.period import period_of
from proxy.services.exports.pack import sections_of
from proxy.services.exports.pack_calls import OWN_FAILURES
from proxy.services.exports.pack_parts import MOST_ROWS, REST, PackSection, counted


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PackSection]:
    folder: Path = tmp_path_factory.mktemp("log")
    made = filled(folder)
    verdict = AuditProof(made.path).verify([made.keyring.verifier], [], deep=False)
    log = AuditLog(read_engine(made.path))
    return {each.id: each for each in sections_of(log, period_of("2026-10"), verdict)}


def table(section: PackSection, title: str) -> dict[Any, Any]:
    return {row[0]: row[1] for each in section.tables if each.title == title for row in each.rows}


def test_every_section_is_there_and_says_what_it_answers(sections: dict[str, PackSection]) -> None:
    assert list(sections) == [
        "volumes", "findings", "reviews", "overrides", "approvals", "training", "accuracy", "incidents", "integrity",
        "energy", "access", "changes",
    ]  # fmt: skip
    assert all(each.about.endswith(".") for each in sections.values())


def test_volumes_count_calls_of_the_period_once_each(sections: dict[str, PackSection]) -> None:
    volumes = sections["volumes"]
    assert volumes.facts == {"calls": 78, "forwarded": 65}  # 60 + 5 forwarded, 12 blocked, 1 failed; not November's
    assert table(volumes, "Calls by rule") == {"R05-education": 65}
    days = table(volumes, "Calls by day")
    assert (len(days), days["2026-10-31"]) == (31, 0)


def test_small_counts_are_masked_and_cannot_be_worked_out(sections: dict[str, PackSection]) -> None:
    decided = table(sections["volumes"], "Calls by decision")
    assert decided == {"forward": 65, "block": None, "refuse": None}  # one refusal: alone it could be worked out
    assert sections["findings"].facts["calls with a mix that would require a breach notice (RCW 42.56.590)"] is None


def test_findings_by_law_and_label(sections: dict[str, PackSection]) -> None:
    findings = sections["findings"]
    assert table(findings, "Calls by law") == {"FERPA": 65}
    assert table(findings, "Calls by label") == {"STUDENT_ID": 60}


def test_people_decided(sections: dict[str, PackSection]) -> None:
    assert sections["reviews"].facts["holds opened"] is None  # few held calls point at their people
    assert sections["reviews"].facts["minutes to decision: median"] == 90.0
    assert sections["overrides"].facts["grant"] == 1
    assert sections["overrides"].tables[0].rows[0][1:3] == ("grant", "R19-survey")
    assert sections["training"].facts["record"] is None  # one attestation points at one person


def test_failures_of_the_guard_are_told_apart(sections: dict[str, PackSection]) -> None:
    incidents = sections["incidents"]
    assert incidents.facts["calls refused for a failure of the guard"] == 1
    assert "stream_cut" in table(incidents, "Forwarded calls that did not complete")
    assert "scan_failed" in table(incidents, "Refused for a failure of the guard")


def test_codes_of_our_own_failures_are_those_of_the_error_tree() -> None:
    def leaves(kind: type[errors.GuardError]) -> set[str]:
        below = kind.__subclasses__()
        return {str(kind.code)} if not below else set().union(*(leaves(each) for each in below))

    assert leaves(errors.OwnFailure) == OWN_FAILURES


def test_the_log_is_verified(sections: dict[str, PackSection]) -> None:
    facts = sections["integrity"].facts
    assert facts["verification"].startswith("good")
    assert facts["records verified"] >= facts["records of the period"] > 100


def test_energy_is_a_range_and_tokens_add_up(sections: dict[str, PackSection]) -> None:
    facts = sections["energy"].facts
    assert facts["input tokens"] == 65 * 100
    assert facts["energy (Wh)"] == "0 to 0"


def test_who_read_the_log_is_named_with_the_case(sections: dict[str, PackSection]) -> None:
    assert sections["access"].tables[0].rows == (("auditor-1", "log.read", "search", "C-9", 1),)


def test_no_person_and_no_digest_is_in_a_pack(sections: dict[str, PackSection]) -> None:
    text = json.dumps([each.shown() for each in sections.values()])
    assert STUDENT not in text
    assert "staff-1" not in text


def test_a_period_without_records_is_a_pack_without_figures(tmp_path: Path) -> None:
    made = filled(tmp_path)
    log = AuditLog(read_engine(made.path))
    found = {each.id: each for each in sections_of(log, period_of("2025-Q1"), None)}
    assert found["volumes"].facts == {"calls": 0, "forwarded": 0}
    assert found["access"].tables == ()
    assert "not verified" in " ".join(found["integrity"].notes)


def test_a_long_table_ends_in_one_line() -> None:
    made = counted("t", "name", {f"n{number}": 100 - number for number in range(30)})
    assert len(made.rows) == MOST_ROWS
    assert made.rows[-1] == (REST, sum(100 - number for number in range(MOST_ROWS - 1, 30)))
