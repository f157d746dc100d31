"""Auditors over HTTP against a running guard: people by digest, summaries, reports, saved searches; all on record."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from guard import Guard
from recording_provider import RecordingProvider

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SSID = "5551237895"
NAME = "Zyxwanda Quillfeather"


@pytest.fixture(scope="module")
def guard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    folder: Path = tmp_path_factory.mktemp("reading")
    with RecordingProvider() as provider, Guard(folder, provider.base_url) as running:
        text = f"Student {NAME}, SSID {SSID}, has an IEP meeting. Draft a friendly invitation."
        ask(
            running,
            "POST",
            "/v1/chat/completions",
            "staff",
            {"model": "echo", "messages": [{"role": "user", "content": text}]},
        )
        running.call_records(running.records(kinds="request.intent")[0]["request_id"])
        yield running


def ask(guard: Guard, method: str, path: str, role: str = "auditor", body: Any = None) -> tuple[int, dict[str, Any]]:
    """Status and JSON of an answer."""
    request = urllib.request.Request(
        guard.origin + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"authorization": f"Bearer {guard.keys[role].key}", "content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_a_call_says_who_it_was_about_and_what_law_it_touched(guard: Guard) -> None:
    detail = guard.records(kinds="request.intent")[0]["detail"]
    assert {each["entity"] for each in detail["subjects"]} >= {"STUDENT_ID", "STUDENT_NAME"}
    assert detail["wa_breach_pi"] is True
    assert "FERPA" in detail["regimes"]
    assert detail["client_ip"] == "127.0.0.1"
    assert detail["auth_method"] == "bearer"
    assert detail["turn"] == 1


def test_a_student_is_found_by_number_and_by_name(guard: Guard) -> None:
    for typed in (f"SSID {SSID}", f"STUDENT_ID={SSID}", "NAME=Quillfeather, Zyxwanda"):
        body = {"subject": typed, "case": "2026-17", "why": f"the parent of {NAME} asked for the record"}
        status, found = ask(guard, "POST", "/audit/v1/subjects", body=body)
        assert status == 200
        status, page = ask(guard, "GET", f"/audit/v1/records?subject={found['subject']}&case=2026-17")
        assert (status, len(page["records"])) == (200, 1), typed
    status, nobody = ask(guard, "POST", "/audit/v1/subjects", body={"subject": "SSID 5551237890", "case": "2026-17"})
    assert ask(guard, "GET", f"/audit/v1/records?subject={nobody['subject']}&case=2026-17")[1]["records"] == []


def test_a_person_needs_a_case_and_never_stands_in_an_address(guard: Guard) -> None:
    status, refused = ask(guard, "GET", f"/audit/v1/records?subject=SSID+{SSID}&case=2026-17")
    assert status == 400
    assert SSID not in json.dumps(refused)
    assert ask(guard, "POST", "/audit/v1/subjects", body={"subject": f"SSID {SSID}"})[0] == 400
    assert ask(guard, "GET", f"/audit/v1/records?subject={'0a' * 4}:{'0b' * 16}")[0] == 400


def test_summaries_are_masked_and_reports_answer(guard: Guard) -> None:
    status, facets = ask(guard, "GET", "/audit/v1/facets?by=kind,decision")
    assert (status, facets["counts"]["decision"]["forward"]) == (200, None)
    status, times = ask(guard, "GET", "/audit/v1/timeline?step=month&kinds=request.intent")
    assert (status, list(times["counts"].values())) == (200, [None])
    listed = ask(guard, "GET", "/audit/v1/reports")[1]["reports"]
    assert len(listed) == 12
    status, exposure = ask(guard, "GET", "/audit/v1/reports/provider-exposure?provider=test-provider")
    assert (status, exposure["facts"]["calls"], len(exposure["records"])) == (200, None, 1)
    assert ask(guard, "GET", "/audit/v1/reports/provider-exposure")[0] == 400
    assert ask(guard, "GET", "/audit/v1/timeline?step=week")[0] == 400


def test_searches_are_kept_used_and_dropped(guard: Guard) -> None:
    status, kept = ask(guard, "PUT", "/audit/v1/searches/sent", body={"filters": {"kinds": "request.intent"}})
    assert (status, kept["filters"]) == (201, {"kinds": ["request.intent"]})
    assert ask(guard, "PUT", "/audit/v1/searches/sent", body={"filters": {}})[0] == 409
    found = ask(guard, "GET", "/audit/v1/records?saved=sent")[1]["records"]
    assert [record["kind"] for record in found] == ["request.intent"]
    assert [each["name"] for each in ask(guard, "GET", "/audit/v1/searches")[1]["searches"]] == ["sent"]
    assert ask(guard, "DELETE", "/audit/v1/searches/sent")[0] == 200
    assert ask(guard, "GET", "/audit/v1/records?saved=sent")[0] == 404
    person = {"filters": {"caller": "staff"}}
    assert ask(guard, "PUT", "/audit/v1/searches/one", body=person)[0] == 400


@pytest.mark.parametrize("path", ["facets", "timeline", "reports", "reports/sensitive", "searches", "records"])
def test_only_auditors_read(guard: Guard, path: str) -> None:
    assert ask(guard, "GET", f"/audit/v1/{path}", "staff")[0] == 403
    assert ask(guard, "GET", f"/audit/v1/{path}", "admin")[0] == 403


def test_every_look_is_on_record_and_no_identifier_is_anywhere(guard: Guard) -> None:
    looks = guard.records(kinds="log.read")
    what = {look["detail"].get("what") for look in looks}
    assert {"subject", "facets", "timeline.month", "report.provider-exposure", "saved.keep", "saved.drop", None} <= what
    purposes = [look["detail"]["purpose"] for look in looks if look["detail"].get("purpose")]
    assert purposes
    assert all("Quillfeather" not in purpose and "[" in purpose for purpose in purposes)
    for file in guard.data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert SSID.encode() not in content, file.name
            assert b"Quillfeather" not in content, file.name
            assert b"quillfeather" not in content, file.name


def test_every_filter_stands_in_openapi_with_its_values(guard: Guard) -> None:
    described = ask(guard, "GET", "/openapi.json")[1]["paths"]["/audit/v1/records"]["get"]["parameters"]
    named = {each["name"]: each for each in described}
    assert {"cursor", "limit", "saved", "subject", "case", "why", "wa_breach", "tier"} <= named.keys()
    assert named["tier"]["schema"]["enum"] == ["T0", "T1", "T2", "T3", "TL"]
    assert all(each.get("description") for each in described)


def test_a_wrong_finding_is_reported_by_whoever_made_the_call_and_the_words_are_not_kept(guard: Guard) -> None:
    request_id = guard.records(kinds="request.intent")[0]["request_id"]
    said = {
        "request_id": request_id,
        "verdict": "false_positive",
        "entity": "STUDENT_NAME",
        "text": "Mount Rainierfeather",
        "reason": f"a mountain was taken for {NAME}",
    }
    assert ask(guard, "POST", "/v1/reports", "staff", said)[0] == 201
    assert ask(guard, "POST", "/v1/reports", "staff", {**said, "text": "mount  RAINIERFEATHER"})[0] == 201
    first, second = (record["detail"] for record in guard.records(kinds="report"))
    assert first["span"] == second["span"]
    assert "Quillfeather" not in first["reason"]
    assert ask(guard, "POST", "/v1/reports", "reviewer", said)[0] == 404
    assert ask(guard, "POST", "/v1/reports", "auditor", said)[0] == 403
    assert ask(guard, "POST", "/v1/reports", "staff", {**said, "verdict": "perhaps"})[0] == 400
    assert ask(guard, "POST", "/v1/reports", "staff", {**said, "entity": "MOUNTAIN"})[0] == 400
    found = ask(guard, "GET", "/audit/v1/reports/false-reports")[1]
    assert {record["verdict"] for record in found["records"]} == {"false_positive"}
    assert b"Rainierfeather" not in b"".join(file.read_bytes() for file in guard.data.rglob("*") if file.is_file())
