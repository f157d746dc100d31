"""Importing through the service: recorded first, all or nothing, and no value anywhere."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from canary import CANARIES, leaks
from rosters import KEY

from proxy.audit.event import canonical
from proxy.errors import AuditUnavailable
from proxy.rosters.store import RosterBusyError, RosterStore
from proxy.services.people.rosters import RosterInputError, Rosters, Shrinks, Wanted, is_source_name

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.exchange import AuditEvent

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
VALUES = {canary.kind: canary.value for canary in CANARIES}
GIVEN, FAMILY = VALUES["STUDENT_NAME"].split()
USERS = (
    "sourcedId,status,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone\n"
    f"{VALUES['MRN']},,student,quillfern77,{{SSID:{VALUES['STUDENT_ID']}}},{GIVEN},{FAMILY},,{VALUES['SSN']},"
    f'{VALUES["EMAIL"]},,"{VALUES["PHONE"]}"\n'
)
DEMOGRAPHICS = f"sourcedId,birthDate\n{VALUES['MRN']},2017-03-04\n"


class Sink:
    """Keeps what it is told, in the bytes that would be stored; or fails."""

    def __init__(self) -> None:
        self.events: list[AuditEvent] = []
        self.works = True

    async def record(self, event: AuditEvent) -> None:
        if not self.works:
            raise AuditUnavailable("full")
        canonical(event)
        self.events.append(event)


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def store(tmp_path) -> RosterStore:
    return RosterStore(tmp_path / "data" / "rosters", KEY)


@pytest.fixture
def rosters(store, sink) -> Rosters:
    return Rosters(store, sink, instance="i-test", tenant="north", actor="operator:maya", clock=lambda: AT)


@pytest.fixture
def export(tmp_path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "users.csv").write_text(USERS)
    (folder / "demographics.csv").write_text(DEMOGRAPHICS)
    return folder


def quiet(*_: object) -> None:
    """No progress."""


async def test_an_import_is_recorded_with_who_and_counts(rosters, sink, export) -> None:
    done = await rosters.bring_in(export, Wanted(), quiet)
    (event,) = sink.events
    assert (event.kind, event.caller, event.tenant) == ("roster", "operator:maya", "north")
    assert {name: event.detail[name] for name in ("action", "result", "source", "format", "mode", "people")} == {
        "action": "import",
        "result": "applied",
        "source": "main",
        "format": "oneroster_1_1",
        "mode": "replace",
        "people": 1,
    }
    assert event.detail["edition"] == done.facts.edition == rosters.facts().edition


async def test_no_value_is_in_any_file_record_log_or_output(rosters, sink, export, caplog, capfd) -> None:
    store = rosters._store
    with caplog.at_level(logging.DEBUG):
        await rosters.bring_in(export, Wanted(), quiet)
        await rosters.bring_in(export, Wanted(delta=True), quiet)
    written = [path for path in store.folder.parent.rglob("*") if path.is_file()]
    assert len(written) == 3
    assert [leaks(path.read_bytes()) for path in written] == [[]] * 3
    assert leaks(b"".join(canonical(event) for event in sink.events)) == []
    assert leaks(caplog.text + "".join(capfd.readouterr())) == []
    assert leaks(repr(rosters.sources()) + repr(rosters.facts()) + repr(store)) == []


async def test_no_value_is_in_any_error(rosters, sink, export) -> None:
    for column in range(12):
        cells = ["x-1", "", "student", "", "", "", "", "", "", "", "", ""]
        for value in VALUES.values():
            cells[column] = value.replace(",", "")
            (export / "users.csv").write_text(USERS + ",".join(cells) + "\n" + ",".join([*cells, value]) + "\n")
            with pytest.raises(RosterInputError) as caught:
                await rosters.bring_in(export, Wanted(), quiet)
            assert leaks(f"{caught.value}{caught.value.problems!r}{caught.value.__cause__!r}") == []
    assert leaks(b"".join(canonical(event) for event in sink.events)) == []


async def test_a_rejected_import_is_recorded_and_changes_nothing(rosters, sink, export) -> None:
    before = (await rosters.bring_in(export, Wanted(), quiet)).facts.edition
    (export / "users.csv").write_text("sourcedId\n")
    with pytest.raises(RosterInputError):
        await rosters.bring_in(export, Wanted(), quiet)
    assert sink.events[-1].detail["result"] == "rejected"
    assert sink.events[-1].detail["error_code"] == "roster_input"
    assert rosters.facts().edition == before


async def test_what_cannot_be_recorded_does_not_happen(rosters, sink, export, store) -> None:
    before = (await rosters.bring_in(export, Wanted(), quiet)).facts.edition
    sink.works = False
    with pytest.raises(AuditUnavailable):
        await rosters.bring_in(export, Wanted(), quiet)
    with pytest.raises(AuditUnavailable):
        await rosters.purge(None)
    assert rosters.facts().edition == before
    assert list(store.folder.glob("*.new")) == []


async def test_an_export_with_less_than_half_of_the_people_is_refused_until_somebody_insists(
    rosters, sink, tmp_path
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("id,name\n" + "".join(f"{number},Person {number}x\n" for number in range(200)))
    await rosters.bring_in(sheet, Wanted(), quiet)
    sheet.write_text("id,name\n1,Person One\n")
    with pytest.raises(Shrinks) as caught:
        await rosters.bring_in(sheet, Wanted(), quiet)
    assert (caught.value.before, caught.value.after) == (200, 1)
    assert sink.events[-1].detail["error_code"] == "roster_shrinks"
    assert (await rosters.bring_in(sheet, Wanted(shrink=True), quiet)).removed == 199


async def test_a_purge_is_recorded_and_forgets(rosters, sink, export) -> None:
    await rosters.bring_in(export, Wanted(source="sis"), quiet)
    assert await rosters.purge("sis") == 1
    assert (sink.events[-1].detail["action"], sink.events[-1].detail["removed"]) == ("purge", 1)
    assert rosters.sources() == []
    assert rosters.facts().people == 0


async def test_only_one_import_at_a_time(rosters, store, export) -> None:
    with store.locked(), pytest.raises(RosterBusyError):
        await rosters.bring_in(export, Wanted(), quiet)


async def test_a_single_file_called_users_may_be_any_sheet(rosters, tmp_path) -> None:
    sheet = tmp_path / "users.csv"
    sheet.write_text("SIS,Who\n7700123,A B\n")
    done = await rosters.bring_in(sheet, Wanted(mapping={"student_id": ["SIS"], "name": ["Who"]}), quiet)
    assert (done.format, done.people) == ("csv", 1)


async def test_a_folder_without_users_says_what_is_missing(rosters, tmp_path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text("x\n1\n")
    with pytest.raises(RosterInputError, match=r"users\.csv: is missing"):
        await rosters.bring_in(tmp_path, Wanted(), quiet)


@pytest.mark.parametrize(
    ("name", "right"),
    [("main", True), ("sis-2", True), ("../x", False), ("Main", False), ("", False), ("a" * 41, False)],
)
def test_a_source_is_named_so_that_it_can_be_a_file(name, right) -> None:
    assert is_source_name(name) is right
