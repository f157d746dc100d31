"""Exports need a second person, happen once, and leave a record of every step: on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path  # noqa: TC003 # fixtures are annotated with it
from typing import Any

import pytest
from issued_keys import issue_key
from report_log import STUDENT, ReportLog, filled

from proxy.audit import verifier
from proxy.audit.event import canonical
from proxy.audit.export.requests import DAYS, SelfApproval
from proxy.audit.stores.place import Place
from proxy.database.state import StateDatabase  # noqa: TC001 # as above
from proxy.errors import AuditUnavailable, BadRequest, Conflict, Forbidden, NotFound
from proxy.exchange import AuditEvent, Caller, Role
from proxy.services.audit.asking import Asking
from proxy.services.exports.export import Exports
from proxy.services.exports.public_records import PublicRecords
from proxy.services.exports.source import Source, shown
from proxy.services.recording import Recorder

ASKER = Caller("auditor-1", "default", Role.AUDITOR)
SECOND = Caller("records-1", "default", Role.RECORDS)
WHY = "Annual review of block decisions."


@dataclass
class Sink:
    """Keeps events as a store would take them; can be out of order."""

    events: list[AuditEvent] = field(default_factory=list)
    broken: bool = False

    async def record(self, event: AuditEvent) -> None:
        if self.broken:
            raise AuditUnavailable("away")
        canonical(event)  # the grammar
        self.events.append(event)

    @property
    def steps(self) -> list[tuple[str, str | None]]:
        return [(str(each.detail["action"]), each.caller) for each in self.events if "action" in each.detail]


class Plain:
    """Takes reasons as they are: what the detectors do with them is tested with `Written`."""

    async def reason(self, text: str, *, what: str = "reason") -> str:
        if len(text) < 10:
            raise BadRequest("Say why.", param=what)
        return text


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Office:
    """A service with everything that it needs."""

    log: ReportLog
    state: StateDatabase
    sink: Sink = field(default_factory=Sink)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.recorder = Recorder(self.sink, "i-test", "default", self.clock)
        self.source = Source(Place(self.log.path), self.log.keyring, "0.1.0")
        self.exports = Exports(self.source, self.state, self.recorder, Asking())

    async def ask(self, by: Caller = ASKER, form: str = "jsonl", case: str | None = None, **given: str) -> str:
        request = await self.exports.ask(
            given, form=form, purpose=WHY, case=case, by=by, channel="http", written=Plain()  # type: ignore[arg-type]
        )  # fmt: skip
        return request.id

    async def decide(self, request: str, by: Caller = SECOND, *, approve: bool = True) -> None:
        await self.exports.decide(
            request, approve=approve, reason="It is in order.", by=by, channel="http", written=Plain()  # type: ignore[arg-type]
        )  # fmt: skip

    async def fetch(self, request: str, folder: Path, by: Caller = ASKER) -> int:
        return (await self.exports.fetching.to_folder(request, folder, by=by, channel="cli")).records


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> ReportLog:
    return filled(tmp_path_factory.mktemp("log"))


@pytest.fixture
def office(log: ReportLog, state: StateDatabase) -> Office:
    return Office(log, state)


async def test_ask_agree_fetch_once(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    request = await office.ask(decision="block")
    with pytest.raises(Conflict, match="Nobody has agreed"):
        await office.fetch(request, tmp_path / "early")
    assert not (tmp_path / "early").exists()
    await office.decide(request)
    assert await office.fetch(request, tmp_path / "out") == 12
    with pytest.raises(Conflict, match="fetched already"):
        await office.fetch(request, tmp_path / "again")
    assert verifier.main([str(tmp_path / "out"), "--key", office.log.keyring.verifier]) == 0
    assert office.sink.steps == [
        ("request", "auditor-1"), ("approve", "records-1"), ("fetch", "auditor-1"), ("done", "auditor-1"),
    ]  # fmt: skip
    done = office.sink.events[-1].detail
    said = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (done["records"], said["by"], said["approved_by"]) == (12, "auditor-1", "records-1")
    assert said["request"] == request


async def test_nobody_agrees_to_their_own_and_the_attempt_is_recorded(office: Office) -> None:
    request = await office.ask()
    with pytest.raises(SelfApproval):
        await office.decide(request, by=ASKER)
    assert office.sink.steps[-1] == ("self_approval", "auditor-1")
    assert (await office.exports.one(request)).state == "waiting"
    await office.decide(request, by=ASKER, approve=False)  # one's own may be withdrawn
    assert (await office.exports.one(request)).state == "refused"


async def test_a_second_key_is_no_second_person(office: Office, tmp_path: Path) -> None:
    first = Caller("key-a", "default", Role.AUDITOR, owner="jordan")
    second = Caller("key-b", "default", Role.RECORDS, owner="jordan")
    request = await office.ask(by=first)
    for same in (second, Caller("operator:jordan", "default", Role.AUDITOR)):
        with pytest.raises(SelfApproval):
            await office.decide(request, by=same)
    await office.decide(request)
    assert await office.fetch(request, tmp_path / "out", by=second) > 0


async def test_a_key_made_by_whoever_asked_is_no_second_person(office: Office, state: StateDatabase) -> None:
    await issue_key(state, "invented", "auditor-1")
    request = await office.ask()
    with pytest.raises(SelfApproval):
        await office.decide(request, by=Caller("invented", "default", Role.RECORDS))
    await office.decide(request)


async def test_a_refused_export_stays_refused(office: Office, tmp_path: Path) -> None:
    request = await office.ask()
    await office.decide(request, approve=False)
    with pytest.raises(Conflict, match="refused"):
        await office.fetch(request, tmp_path / "out")
    with pytest.raises(Conflict, match="refused"):
        await office.decide(request)


async def test_only_who_asked_may_fetch(office: Office, tmp_path: Path) -> None:
    request = await office.ask()
    await office.decide(request)
    with pytest.raises(Forbidden):
        await office.fetch(request, tmp_path / "out", by=SECOND)
    assert await office.fetch(request, tmp_path / "out") > 0


async def test_time_ends_requests_and_approvals(office: Office, tmp_path: Path) -> None:
    first, second = await office.ask(), await office.ask()
    await office.decide(second)
    office.clock.now += timedelta(days=DAYS)
    with pytest.raises(Conflict, match="expired"):
        await office.decide(first)
    with pytest.raises(Conflict, match="time"):
        await office.fetch(second, tmp_path / "out")


async def test_two_fetch_at_the_same_moment_and_one_gets_it(office: Office, tmp_path: Path) -> None:
    request = await office.ask()
    await office.decide(request)
    found = await asyncio.gather(
        *(office.fetch(request, tmp_path / f"out-{number}") for number in range(4)), return_exceptions=True
    )
    assert sum(isinstance(each, int) for each in found) == 1
    assert [step for step, _ in office.sink.steps].count("done") == 1


async def test_what_cannot_be_recorded_does_not_happen(office: Office, tmp_path: Path) -> None:
    request = await office.ask()
    office.sink.broken = True
    with pytest.raises(AuditUnavailable):
        await office.decide(request)
    office.sink.broken = False
    assert (await office.exports.one(request)).state == "waiting"
    await office.decide(request)
    office.sink.broken = True
    with pytest.raises(AuditUnavailable):
        await office.fetch(request, tmp_path / "out")
    office.sink.broken = False
    assert await office.fetch(request, tmp_path / "out") > 0


async def test_another_tenants_requests_do_not_exist(office: Office, log: ReportLog, state: StateDatabase) -> None:
    request = await office.ask()
    other = Office(log, state)
    other.recorder = Recorder(other.sink, "i-test", "other")
    other.exports = Exports(other.source, state, other.recorder, Asking())
    with pytest.raises(NotFound):
        await other.exports.one(request)
    assert await other.exports.all() == []


@pytest.mark.parametrize("given", [{"form": "xlsx"}, {"decision": "maybe"}, {"caller": "staff-1"}])
async def test_what_is_wrong_is_refused_before_anything_is_asked(office: Office, given: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        await office.ask(**given)
    assert office.sink.events == []


async def test_one_persons_records_need_a_case(office: Office, tmp_path: Path) -> None:
    request = await office.ask(case="C-7", subject=STUDENT)
    await office.decide(request)
    assert await office.fetch(request, tmp_path / "out") >= 5
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["case"] == "C-7"


async def test_the_same_search_finds_its_approval_again(office: Office) -> None:
    request = await office.ask(form="csv", decision="block")
    assert await office.exports.ready({"decision": "block"}, "csv", None, ASKER) is None
    await office.decide(request)
    found = await office.exports.ready({"decision": "block"}, "csv", None, ASKER)
    assert found is not None
    assert found.id == request
    for form, given, by in (("jsonl", {"decision": "block"}, ASKER), ("csv", {}, ASKER), ("csv", {}, SECOND)):
        assert await office.exports.ready(given, form, None, by) is None


async def test_a_stream_is_the_same_export(office: Office, tmp_path: Path) -> None:
    request = await office.ask(decision="block")
    await office.decide(request)
    parts = await office.exports.fetching.to_stream(request, by=ASKER, channel="http")
    whole = b"".join([part async for part in parts])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        archive.extractall(tmp_path / "out")
    folder = tmp_path / "out" / f"chaperone-export-{request}"
    assert verifier.main([str(folder), "--key", office.log.keyring.verifier]) == 0
    assert office.sink.steps[-1] == ("done", "auditor-1")


async def test_a_reader_who_leaves_has_had_it(office: Office) -> None:
    request = await office.ask()
    await office.decide(request)
    parts = await office.exports.fetching.to_stream(request, by=ASKER, channel="http")
    await anext(parts)
    await parts.aclose()  # type: ignore[attr-defined] # a generator
    with pytest.raises(Conflict, match="fetched already"):
        await office.exports.fetching.to_stream(request, by=ASKER, channel="http")


async def test_requests_are_shown_without_what_is_empty(office: Office) -> None:
    request = await office.ask(decision="block")
    found = shown(await office.exports.one(request), office.exports.now())
    assert found["state"] == "waiting"
    assert found["filters"] == {"decision": "block"}
    assert found["expected_records"] == 12
    assert "decided_by" not in found


# --------------------------------------------------------------------------- public records


@dataclass
class Holds:
    """Remembers what was put on hold."""

    kept: list[dict[str, Any]] = field(default_factory=list)

    async def set(self, matter: str, given: dict[str, str], *, everything: bool, **how: Any) -> dict[str, Any]:
        self.kept.append({"matter": matter, "given": given, "everything": everything, **how})
        return {"id": "019f0c4a-7b1e-7abc-8def-0123456789ab"}


async def test_a_public_records_request_sets_a_hold_at_intake_and_waits(office: Office, tmp_path: Path) -> None:
    holds = Holds()
    desk = PublicRecords(office.source, office.exports, Asking(), office.recorder, holds)
    given = {"provider": "acme", "since": "2026-10-01", "until": "2026-10-31", "decision": "block"}
    seen = await desk.preview("PR-14", given, {"caller": "230(3)"}, usual=True, by=SECOND, channel="cli")
    assert (seen["records"], holds.kept) == (12, [])
    request = await desk.ask(
        "PR-14", given, {"caller": "230(3)"}, usual=True, purpose="Request of a newspaper.", by=SECOND,
        channel="cli", written=Plain(),  # type: ignore[arg-type]
    )  # fmt: skip
    (hold,) = holds.kept
    assert (hold["matter"], hold["everything"]) == ("PR-14", False)
    assert hold["given"].keys() == {"provider", "since", "until"}
    await office.decide(request.id, by=ASKER)
    assert await office.fetch(request.id, tmp_path / "out", by=SECOND) == 12
    assert "staff-1" not in (tmp_path / "out" / "released.jsonl").read_text()
    assert office.sink.events[-1].detail["what"] == "public_records"
    assert office.sink.events[-1].detail["hold"] == "019f0c4a-7b1e-7abc-8def-0123456789ab"


async def test_a_request_for_everything_holds_everything(office: Office) -> None:
    holds = Holds()
    desk = PublicRecords(office.source, office.exports, Asking(), office.recorder, holds)
    await desk.ask(
        "PR-15", {}, {}, usual=True, purpose="Request of a parent.", by=SECOND, channel="cli", written=Plain()  # type: ignore[arg-type]
    )  # fmt: skip
    assert holds.kept[0]["everything"] is True


@pytest.mark.parametrize(("number", "rules"), [("", {}), ("PR-1", {"decision": "290"}), ("PR-1", {"caller": "1"})])
async def test_what_is_wrong_sets_no_hold(office: Office, number: str, rules: dict[str, str]) -> None:
    holds = Holds()
    desk = PublicRecords(office.source, office.exports, Asking(), office.recorder, holds)
    with pytest.raises(BadRequest):
        await desk.ask(
            number, {}, rules, usual=True, purpose="Request of a parent.", by=SECOND, channel="cli", written=Plain()  # type: ignore[arg-type]
        )  # fmt: skip
    assert holds.kept == []
