"""Records leave over HTTP: asked for by one, agreed to by another, fetched once, and proved by an outsider."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.request
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from proxy.audit import verifier
from proxy.audit.keyring import KeyRing
from proxy.audit.stores.sqlite import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

    from guard import Guard

STUDENT = "1234567893"
PURPOSE = "Annual review, asked for by Jordan with SSN 536-90-4399."


def post(guard: Guard, path: str, body: Any, role: str) -> tuple[int, bytes, dict[str, str]]:
    headers = {"Authorization": f"Bearer {guard.keys[role].key}", "Content-Type": "application/json"}
    request = urllib.request.Request(guard.origin + path, json.dumps(body).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), dict(error.headers)


@pytest.fixture(scope="module")
def used(guard: Guard) -> Guard:
    """A guard with a call about a student, another without, and a checkpoint over both."""
    for text in (f"Write to the parents of SSID {STUDENT}.", "What is a BIP?"):
        body = {"model": "echo", "messages": [{"role": "user", "content": text}]}
        assert post(guard, "/v1/chat/completions", body, "staff")[0] == 200
    sign(guard)
    return guard


def sign(guard: Guard) -> str:
    """A checkpoint now; by itself a guard signs one within a minute."""
    ring = KeyRing(guard.data / "audit-key.pem", "chaperone/default")
    store = SqliteStore(guard.data / "audit.db")
    store.open()
    store.checkpoint(ring.checkpoint)
    store.close()
    return ring.verifier


def test_one_asks_another_agrees_and_it_is_fetched_once(
    used: Guard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = sign(used)
    asked = {"format": "jsonl", "filters": {"kinds": "request.intent"}, "purpose": PURPOSE}
    status, body, _ = post(used, "/audit/v1/exports", asked, "auditor")
    request = json.loads(body)
    assert (status, request["state"], request["expected_records"] >= 2) == (201, "waiting", True)
    assert "536-90-4399" not in request["purpose"]
    base = f"/audit/v1/exports/{request['id']}"
    assert post(used, f"{base}/fetch", {}, "auditor")[0] == 409
    assert post(used, f"{base}/approve", {"reason": "I agree with myself."}, "auditor")[0] == 403
    assert post(used, f"{base}/approve", {"reason": "I agree with that."}, "staff")[0] == 403
    assert post(used, f"{base}/approve", {"reason": "I agree with that."}, "records")[0] == 200
    assert post(used, f"{base}/fetch", {}, "records")[0] == 403
    status, whole, headers = post(used, f"{base}/fetch", {}, "auditor")
    assert (status, headers["content-type"]) == (200, "application/zip")
    assert post(used, f"{base}/fetch", {}, "auditor")[0] == 409
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / f"chaperone-export-{request['id']}"
    assert verifier.main([str(folder), "--key", key]) == 0, capsys.readouterr().out
    everything = b"".join(each.read_bytes() for each in folder.iterdir())
    assert STUDENT.encode() not in everything
    assert b"536-90-4399" not in everything
    told = [each["detail"]["action"] for each in reversed(used.records(kinds="log.export"))]
    assert told == ["request", "self_approval", "approve", "fetch", "done"]
    listed = used.get("/audit/v1/exports")["exports"]
    assert [each["state"] for each in listed] == ["fetched"]
    assert used.get(base)["decided_by"] == "records"


def test_a_students_disclosures_as_a_page_and_as_data(used: Guard) -> None:
    asked = {"subject": f"SSID {STUDENT}", "case": "C-17"}
    status, body, _ = post(used, "/audit/v1/pages/disclosures", asked, "auditor")
    data = json.loads(body)
    assert (status, data.get("calls")) == (200, 1), data
    assert data["rows"][0]["party"] == "test-provider"
    status, body, headers = post(used, "/audit/v1/pages/disclosures", asked | {"form": "html"}, "records")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert STUDENT.encode() not in body
    status, body, _ = post(used, "/audit/v1/pages/disclosures", asked | {"form": "csv"}, "auditor")
    assert (status, len(body.splitlines())) == (200, 2)
    assert post(used, "/audit/v1/pages/disclosures", {"subject": f"SSID {STUDENT}", "case": ""}, "auditor")[0] == 400
    assert post(used, "/audit/v1/pages/disclosures", asked, "admin")[0] == 403
    look = next(each for each in used.records(kinds="log.read") if each["detail"].get("what") == "report.disclosures")
    assert look["detail"]["case"] == "C-17"


def test_the_scope_of_a_breach_and_the_pack(used: Guard) -> None:
    asked = {"provider": "test-provider", "case": "C-18", "discovered": "2026-11-01"}
    status, body, _ = post(used, "/audit/v1/pages/breach-scope", asked, "auditor")
    assert (status, json.loads(body)["calls"]) == (200, 2)
    assert post(used, "/audit/v1/pages/breach-scope", asked | {"form": "html"}, "auditor")[0] == 200
    period = used.records(limit="1")[0]["at"][:7]
    status, body, _ = post(used, "/audit/v1/pages/pack", {"period": period}, "auditor")
    pack = json.loads(body)
    assert (status, pack["period"]) == (200, period)
    facts = next(each["facts"] for each in pack["sections"] if each["id"] == "integrity")
    assert facts["verification"].startswith("good")
    assert post(used, "/audit/v1/pages/pack", {"period": "soon"}, "auditor")[0] == 400
    assert post(used, "/audit/v1/pages/pack", {"period": period}, "staff")[0] == 403


def test_public_records_are_the_records_officers(used: Guard) -> None:
    asked = {"number": "PR-14", "filters": {"provider": "test-provider"}, "withhold": {"caller": "230(3)"}}
    assert post(used, "/records/v1/public-records/preview", asked, "auditor")[0] == 403
    status, body, _ = post(used, "/records/v1/public-records/preview", asked, "records")
    assert (status, json.loads(body)["withheld"][0]) == (200, {"part": "caller", "exemption": "230(3)", "records": 4})
    status, body, _ = post(used, "/records/v1/public-records", asked | {"purpose": "A newspaper asked."}, "records")
    request = json.loads(body)
    assert (status, request["what"], request["state"]) == (201, "public_records", "waiting")
    assert request["terms"]["hold"] in {each["id"] for each in used.get("/records/v1/holds", "records")["holds"]}
    base = f"/audit/v1/exports/{request['id']}"
    assert post(used, f"{base}/approve", {"reason": "Agreed as asked."}, "auditor")[0] == 200
    status, whole, _ = post(used, f"{base}/fetch", {}, "records")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        names = {each.rpartition("/")[2] for each in archive.namelist()}
    assert names == {
        "released.jsonl", "released.csv", "withholding_log.csv", "agency_only_third_party_notices.csv",
        "manifest.json", "manifest.sig", "verify_audit.py",
    }  # fmt: skip
    assert post(used, "/records/v1/public-records", asked | {"withhold": {"rule": "290"}}, "records")[0] == 400


def test_every_route_stands_in_the_description(guard: Guard) -> None:
    paths = guard.get("/openapi.json")["paths"]
    for path in ("/audit/v1/exports", "/audit/v1/exports/{export}/fetch", "/records/v1/public-records"):
        assert all(each.get("summary") for each in paths[path].values())
