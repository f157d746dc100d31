"""Granting and revoking: nothing loosens that the log does not know of, and what ended is told until it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from canary import CANARIES
from decision_cases import TABLE

from detectors.conversation import ScanResult
from detectors.finding import Finding
from detectors.pool_errors import PoolError
from proxy.audit.event import canonical, new_event_id
from proxy.callers.directory import CallerRecord
from proxy.callers.key_store import KeyStore
from proxy.callers.ring import StandingKeys
from proxy.database.state import StateDatabase
from proxy.errors import AuditUnavailable, BadRequest, Conflict, NotFound, ScanFailed
from proxy.examine import Examiner
from proxy.exchange import AuditEvent, Caller, Role
from proxy.exchange.people import People
from proxy.overrides.store import OverrideStore
from proxy.overrides.versions import PolicyVersions
from proxy.review.outbox import Outbox
from proxy.services.people.keys import Keys, Wanted
from proxy.services.policy.governing import Governing
from proxy.services.policy.overrides import Asked, Overrides
from proxy.services.recording import Recorder
from proxy.services.written import LONGEST, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WHO = Caller("ines", "default", Role.STAFF)
VALUE = CANARIES[0].value
ASKED = Asked("R22-decision", "forward", "2026-12-01", f"A study of {VALUE} and others.", caller="ines")


class Sink:
    """Checks every record against the grammar; refuses when it is told to."""

    def __init__(self) -> None:
        self.events: list[AuditEvent] = []
        self.down = False

    async def record(self, event: AuditEvent) -> None:
        if self.down:
            raise AuditUnavailable("down")
        canonical(event)
        assert not await self.stored(event)
        self.events.append(event)

    async def stored(self, event: AuditEvent) -> bool:
        return any(each.event_id == event.event_id for each in self.events)

    @property
    def actions(self) -> list[str]:
        return [event.detail["action"] for event in self.events]


class KilledError(BaseException):
    """As if the process had been killed there."""


class Scanner:
    """Finds the canary."""

    fails = False

    async def scan(self, pieces: Any, *, tenant: str) -> ScanResult:
        if self.fails:
            raise PoolError
        text = pieces[0].text
        at = text.find(VALUE)
        found = (Finding("STUDENT_NAME", at, at + len(VALUE), 1.0, "t", "t"),) if at >= 0 else ()
        return ScanResult([found], 0, 0, 0)


class House:
    """What a command or a route has in hand."""

    def __init__(self, state: StateDatabase, sink: Sink | None = None) -> None:
        self.state, self.now, self.sink, self.scanner = state, NOW, sink or Sink(), Scanner()
        recorder = Recorder(self.sink, "i", "default", lambda: self.now)
        self.store = OverrideStore(state, lambda: self.now)
        self.written = Written(Examiner(self.scanner, TABLE, 1_000, b"s" * 32), "default")  # type: ignore[arg-type]
        self.ring = StandingKeys()
        self.outbox = self.made_outbox(state)
        self.keys = Keys(KeyStore(state, lambda: self.now), self.ring, recorder, self.outbox, clock=lambda: self.now)
        self.overrides = Overrides(
            self.store,
            recorder,
            self.outbox,
            most_days=30,
            people=self.keys.people,
            clock=lambda: self.now,
        )

    def made_outbox(self, state: StateDatabase, point: Callable[[str], None] = lambda _name: None) -> Outbox:
        return Outbox(
            state,
            self.sink,
            stored=self.sink.stored,
            instance="i",
            new_id=new_event_id,
            clock=lambda: self.now,
            point=point,
        )

    async def grant(self, asked: Asked = ASKED, by: str = "admin") -> str:
        return (await self.overrides.grant(asked, by=by, written=self.written)).override.id


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    state = StateDatabase(tmp_path / "state.db")
    state.open()
    yield House(state)
    state.close()


async def test_a_grant_is_recorded_without_the_value_in_its_reason(house: House, assert_no_leak) -> None:
    name = await house.grant()
    assert [each.id for each in await house.store.in_force(WHO)] == [name]
    (event,) = house.sink.events
    assert event.detail["reason"] == "A study of [STUDENT_NAME] and others."
    assert_no_leak([canonical(event)])
    (kept,) = await house.overrides.all()
    assert_no_leak([kept.reason])


async def test_without_a_record_there_is_no_override(house: House) -> None:
    house.sink.down = True
    with pytest.raises(AuditUnavailable):
        await house.grant()
    assert await house.store.in_force(WHO) == []
    assert await house.overrides.all(ended=True) == []


async def test_a_reason_that_cannot_be_checked_is_not_kept(house: House) -> None:
    house.scanner.fails = True
    with pytest.raises(ScanFailed):
        await house.grant()
    assert house.sink.events == []


async def test_a_revocation_holds_even_when_it_cannot_be_recorded_and_is_told_later(house: House) -> None:
    name = await house.grant()
    house.sink.down = True
    with pytest.raises(AuditUnavailable):
        await house.overrides.revoke(name, reason="The study is over.", by="admin", written=house.written)
    assert await house.store.in_force(WHO) == []
    house.sink.down = False
    house.now += timedelta(seconds=10)
    await house.overrides.look_after()
    await house.overrides.look_after()
    assert house.sink.actions == ["grant", "revoke"]


async def test_what_expires_is_told_once(house: House) -> None:
    await house.grant()
    house.now = NOW + timedelta(days=30)
    replica = House(house.state, house.sink)
    replica.now = house.now
    for each in (house, replica):
        await each.overrides.look_after()
    house.now = replica.now = NOW + timedelta(days=30, minutes=1)
    for each in (replica, house):
        await each.overrides.look_after()
    assert house.sink.actions == ["grant", "expire"]
    assert house.sink.events[-1].detail["granted_by"] == "admin"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"rule": "R02-unapproved"}, BadRequest),
        ({"rule": "R25-unscanned"}, BadRequest),
        ({"action": "block"}, BadRequest),
        ({"caller": ""}, BadRequest),
        ({"unit": "a\nb"}, BadRequest),
        ({"expires": "2027-01-01"}, BadRequest),
        ({"expires": "2026-11-19"}, BadRequest),
        ({"expires": "2026-11-25T10:00"}, BadRequest),
        ({"expires": "soon"}, BadRequest),
        ({"reason": "needed"}, BadRequest),
        ({"reason": "x" * (LONGEST + 1)}, BadRequest),
        ({"caller": "admin"}, Conflict),
    ],
)
async def test_what_may_not_be_granted_is_not(house: House, changes: dict[str, str], error: type[Exception]) -> None:
    asked = {name: getattr(ASKED, name) for name in ASKED.__slots__} | changes
    with pytest.raises(error):
        await house.grant(Asked(**asked))
    assert house.sink.events == []
    assert await house.overrides.all(ended=True) == []


@pytest.mark.parametrize(
    ("by", "person", "caller"),
    [("ada", "", "ADA"), ("ada-2", "ada", "ada"), ("ada", "ada", "ada-staff"), ("operator:ada", "", "ada-staff")],
)
async def test_nobody_grants_to_themselves_with_another_key(house: House, by: str, person: str, caller: str) -> None:
    owned = CallerRecord(Caller("ada-staff", "default", Role.STAFF, owner="ada"), "0" * 64)
    house.keys._configured = lambda: [owned]
    with pytest.raises(Conflict):
        await house.overrides.grant(replace(ASKED, caller=caller), by=by, person=person, written=house.written)
    assert house.sink.events == []


async def test_an_exception_for_a_department_does_not_cover_whoever_granted_it(house: House) -> None:
    mine, colleague = (
        Caller(name, "default", Role.STAFF, "IT", owner=who) for name, who in (("a-2", "ada"), ("b", "bo"))
    )
    asked = replace(ASKED, caller="", unit="IT")
    await house.overrides.grant(asked, by="ada-admin", person="ada", written=house.written)
    assert await house.store.in_force(mine) == []
    assert len(await house.store.in_force(colleague)) == 1
    assert house.sink.events[-1].caller == "ada-admin"


# --------------------------------------------------------------------------- keys


async def test_a_key_that_could_not_be_recorded_is_not_valid(house: House) -> None:
    house.sink.down = True
    with pytest.raises(AuditUnavailable):
        await house.keys.issue(Wanted("ines", "staff", "2026-12-31"), by="admin")
    assert house.keys.all() == []


async def test_a_revoked_key_stays_in_the_list_with_its_day(house: House) -> None:
    minted, _ = await house.keys.issue(Wanted("ines", "staff", "2026-12-31", "HR"), by="admin")
    await house.keys.revoke(f"ck-{minted.prefix}", reason=f"Lost by {VALUE}.", by="admin", written=house.written)
    (listed,) = house.keys.all()
    assert (listed["standing"], listed["revoked_on"], listed["unit"]) == ("revoked", "2026-11-20", "HR")
    assert house.sink.events[-1].detail["reason"] == "Lost by [STUDENT_NAME]."
    with pytest.raises(Conflict):
        await house.keys.revoke(minted.prefix, reason="Lost once more.", by="admin", written=house.written)
    with pytest.raises(NotFound):
        await house.keys.revoke("ck-nothing1", reason="Lost once more.", by="admin", written=house.written)


async def test_a_revoked_key_is_refused_at_once_and_told_when_the_log_is_back(house: House) -> None:
    minted, record = await house.keys.issue(Wanted("ines", "staff", "2026-12-31"), by="admin")
    house.sink.down = True
    with pytest.raises(AuditUnavailable):
        await house.keys.revoke(minted.prefix, reason="The laptop was lost.", by="admin", written=house.written)
    assert house.ring.revoked_on(record.key_hash) == NOW.date()
    house.sink.down = False
    house.now += timedelta(seconds=10)
    for _ in range(2):
        await house.outbox.sweep()
    assert house.sink.actions == ["issue", "revoke"]


@pytest.mark.parametrize("place", ["outbox.taken", "outbox.recorded"])
async def test_a_revocation_whose_maker_dies_is_recorded_once_by_the_next_process(house: House, place: str) -> None:
    minted, _ = await house.keys.issue(Wanted("ines", "staff", "2026-12-31"), by="admin")

    def die(name: str) -> None:
        if name == place:
            raise KilledError

    house.keys._outbox = house.made_outbox(house.state, die)
    with pytest.raises(KilledError):
        await house.keys.revoke(minted.prefix, reason="The laptop was lost.", by="admin", written=house.written)
    next_one = House(house.state, house.sink)
    next_one.now = NOW + timedelta(minutes=1)
    for _ in range(2):
        await next_one.outbox.sweep()
    assert house.sink.actions == ["issue", "revoke"]
    assert house.sink.events[-1].detail["reason"] == "The laptop was lost."


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("a b", "staff", "2026-12-31"),
        Wanted("ines", "boss", "2026-12-31"),
        Wanted("ines", "auditor", "2026-12-31"),
        Wanted("ines", "staff", "2026-11-19"),
        Wanted("ines", "staff", "2036-01-01"),
        Wanted("ines", "staff", "tomorrow"),
        Wanted("ines", "staff", "2026-12-31", "a\nb"),
    ],
)
async def test_a_key_that_makes_no_sense_is_not_issued(house: House, wanted: Wanted) -> None:
    with pytest.raises(BadRequest):
        await house.keys.issue(wanted, by="admin")
    assert house.sink.events == []


# --------------------------------------------------------------------------- keys that somebody made


async def test_nobody_makes_an_exception_for_a_key_that_they_made(house: House) -> None:
    await house.keys.issue(Wanted("invented", "staff", "2026-12-31", "IT"), by="ada-admin", person="ada")
    asked = replace(ASKED, caller="invented")
    for by, person in (("ada-admin", "ada"), ("operator:ada", "")):
        with pytest.raises(Conflict):
            await house.overrides.grant(asked, by=by, person=person, written=house.written)
    mine, other = Caller("invented", "default", Role.STAFF, "IT"), Caller("bo", "default", Role.STAFF, "IT")
    await house.overrides.grant(replace(asked, caller="", unit="IT"), by="ada-2", person="ada", written=house.written)
    assert await house.store.in_force(mine) == []
    assert len(await house.store.in_force(other)) == 1
    await house.overrides.grant(asked, by="cy", written=house.written)
    assert len(await house.store.in_force(mine)) == 1


@pytest.mark.parametrize("name", ["ada-admin", "ADA", "ada"])
async def test_a_key_is_not_named_like_a_person_of_the_configuration(house: House, name: str) -> None:
    house.keys._configured = lambda: [CallerRecord(Caller("ada-admin", "default", Role.ADMIN, owner="ada"), "0" * 64)]
    with pytest.raises(Conflict, match="configuration"):
        await house.keys.issue(Wanted(name, "staff", "2026-12-31"), by="bo")
    assert house.sink.events == []


async def test_what_earlier_versions_kept_under_a_key_is_kept_under_its_person(house: House) -> None:
    await house.keys.issue(Wanted("invented", "staff", "2026-12-31", "IT"), by="ada-admin")
    await house.grant(replace(ASKED, caller="", unit="IT"), by="ada-admin")
    await house.grant(replace(ASKED, caller="", unit="IT"), by="bo")
    records = [("ada-admin", "ada"), ("bo", "bo-2"), ("bo-2", "bo"), ("ada-desk", "ada")]
    house.keys._configured = lambda: [
        CallerRecord(Caller(name, "default", Role.ADMIN, owner=owner), "0" * 64) for name, owner in records
    ]
    governing = Governing(house.ring, house.keys, house.overrides, house.store, PolicyVersions(house.state))
    for _ in range(2):
        await governing.name_persons()
    assert sorted(each.granted_by for each in await house.overrides.all()) == ["ada", "bo"]
    desk = Caller("ada-desk", "default", Role.STAFF, "IT", owner="ada")
    assert [each.granted_by for each in await house.overrides.all() if each.eases(desk, People())] == ["bo"]
    assert (await house.store.people(["invented"])).same("invented", "ada")


async def test_owners_that_a_reload_brings_are_named_too(house: House) -> None:
    await house.keys.issue(Wanted("invented", "staff", "2026-12-31", "IT"), by="ada-admin")
    owners: list[str] = [""]
    house.keys._configured = lambda: [
        CallerRecord(Caller("ada-admin", "default", Role.ADMIN, owner=owners[-1]), "0" * 64)
    ]
    governing = Governing(house.ring, house.keys, house.overrides, house.store, PolicyVersions(house.state))
    await governing.look_after()
    assert not (await house.store.people(["invented"])).same("invented", "ada")
    owners.append("ada")
    await governing.look_after()
    assert (await house.store.people(["invented"])).same("invented", "ada")
