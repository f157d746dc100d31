"""The registry on both databases: what is told and stored together, who is first, and what a replica sees."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from issued_keys import issue_key

from proxy.audit.event import canonical, new_event_id
from proxy.errors import AuditUnavailable, Conflict, Forbidden, InternalError, NotFound
from proxy.exchange import Approval, AuditEvent, EventKind, Tier
from proxy.registry.form import plain, read
from proxy.registry.nouns import BEING_READ, EVERYTHING, CaseState, Kind, Name, Review, Topic, Verdict
from proxy.registry.office import Act, Office
from proxy.registry.tables import entries

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase

AT = "2026-11-23T12:00:00.000Z"
ANA, BO = Act("ana", AT, "Staff asked for it."), Act("bo", AT, "All reviews have passed.")
APPROVAL = Approval("bo", date(2026, 11, 23), date(2027, 11, 22), "Board 7")
FORM = read(
    {
        "kind": "provider",
        "id": "main",
        "owner": "IT",
        "purpose": "Drafting",
        "models": ["small"],
        "terms": {"no_training": True, "documents": [{"name": "NDPA", "sha256": "0a" * 32}]},
    }
)
APP = read({"kind": "app", "id": "Reading tutor (grade 3)", "owner": "Library", "purpose": "Reading"})


class Told(list[dict[str, Any]]):
    """What was told, each of it fit for a record."""

    def __call__(self, detail: dict[str, Any]) -> None:
        canonical(_event(detail))
        self.append(detail)


def _event(detail: dict[str, Any]) -> AuditEvent:
    return AuditEvent(EventKind.REGISTRY, new_event_id(), datetime.now(UTC), "i-1", "default", None, "ana", detail)


@pytest.fixture
def office(state: StateDatabase) -> Office:
    return Office(state, "default")


@pytest.fixture
def told() -> Told:
    return Told()


def approved(office: Office, told: Told, form=FORM, approval: Approval = APPROVAL):
    case = office.request(form.name, form.facts, ANA, told)
    for topic in Topic:
        office.review(case.id, Review(topic, Verdict.PASSED, "bo", AT, "Looked at it.", ("No pictures.",)), told)
    return office.approve(case.id, BO, approval, told)


def test_from_request_to_what_is_in_force(office: Office, told: Told) -> None:
    assert office.snapshot().version == 0
    entry = approved(office, told)
    snapshot = office.snapshot()
    assert snapshot.entries == (entry,)
    assert (entry.tier, entry.conditions) == (Tier.T1, ("No pictures.",) * 5)
    assert office.numbers() == (snapshot.version, 0)
    assert [each["action"] for each in told] == ["request", *["review"] * 5, "approve"]
    assert {"field": "models", "from": None, "to": "small"} in told[0]["changes"]
    assert told[-1]["expires"] == "2027-11-22"
    (dossier,) = office.dossiers(FORM.name)
    assert dossier.cases[0].state is CaseState.APPROVED
    assert [review.topic for review in dossier.cases[0].reviews] == list(Topic)


def test_a_second_approval_takes_the_place_of_the_first_and_tells_the_difference(office: Office, told: Told) -> None:
    approved(office, told)
    wider = read({**plain(FORM.name, FORM.facts), "models": ["small", "large"]})
    approved(office, told, wider)
    (entry,) = office.snapshot().entries
    assert entry.facts.models == ("small", "large")
    assert told[-1]["changes"] == [{"field": "models", "from": "small", "to": "small, large"}]


def test_there_is_one_open_case_of_a_tool(office: Office, told: Told) -> None:
    case = office.request(FORM.name, FORM.facts, ANA, told)
    with pytest.raises(Conflict, match=case.id):
        office.request(FORM.name, FORM.facts, BO, told)
    office.withdraw(case.id, ANA, told)
    assert office.request(FORM.name, FORM.facts, BO, told).id != case.id


def test_what_could_not_be_told_was_not_done(office: Office, told: Told) -> None:
    def mute(detail: dict[str, Any]) -> None:
        del detail
        raise AuditUnavailable("The record could not be stored.")

    with pytest.raises(AuditUnavailable):
        office.request(FORM.name, FORM.facts, ANA, mute)
    assert office.dossiers() == []
    entry = approved(office, told)
    with pytest.raises(AuditUnavailable):
        office.shorten(FORM.name, BO, date(2026, 12, 1), mute)
    assert office.snapshot().entries == (entry,)


def test_two_people_who_decide_at_once_do_not_both_decide(office: Office, told: Told) -> None:
    case = office.request(FORM.name, FORM.facts, ANA, told)
    for topic in Topic:
        office.review(case.id, Review(topic, Verdict.PASSED, "bo", AT, "Looked at it."), told)
    outcomes: list[str] = []

    def decide(yes: bool) -> None:  # noqa: FBT001 # which of two people
        try:
            if yes:
                office.approve(case.id, BO, APPROVAL, told)
            else:
                office.deny(case.id, Act("cy", AT, "No student-data agreement."), told)
            outcomes.append("decided")
        except Conflict:
            outcomes.append("too late")

    people = [threading.Thread(target=decide, args=(yes,)) for yes in (True, False)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["decided", "too late"]
    decided = office.case(case.id).state
    assert (decided is CaseState.APPROVED) == bool(office.snapshot().entries)


def test_a_denial_is_a_decision_too(office: Office, told: Told) -> None:
    case = office.request(FORM.name, FORM.facts, ANA, told)
    before = office.numbers()
    office.deny(case.id, BO, told)
    assert office.snapshot().denied == {FORM.name}
    assert office.numbers() > before
    approved(office, told)
    assert office.snapshot().denied == frozenset()


def test_a_stop_is_there_at_once_and_who_was_first_stays(office: Office, told: Told) -> None:
    for name in (FORM.name, Name(Kind.PROVIDER, EVERYTHING), APP.name):
        before = office.numbers()[0]
        assert office.stop(name, replace(ANA, reason=BEING_READ))
        assert office.numbers()[0] > before
        assert not office.stop(name, BO)
    assert office.explain(FORM.name, "The vendor reports a breach.", told)
    assert (told[-1]["action"], told[-1]["reason"]) == ("disable", "The vendor reports a breach.")
    assert not office.explain(FORM.name, "Said twice.", told)
    stops = {stop.name: stop for stop in office.snapshot().stops}
    assert (stops[FORM.name].by, stops[FORM.name].reason) == ("ana", "The vendor reports a breach.")
    office.lift(FORM.name, BO, told)
    with pytest.raises(NotFound):
        office.lift(FORM.name, BO, told)
    assert FORM.name not in {stop.name for stop in office.snapshot().stops}
    assert told[-1]["action"] == "enable"


def test_an_end_is_announced_once_for_each_threshold(office: Office, told: Told) -> None:
    approved(office, told, FORM, replace(APPROVAL, expires=date(2027, 1, 20)))
    approvals = [(FORM.name, date(2027, 1, 20)), (APP.name, date(2028, 1, 1))]

    def announce(day: str) -> list[int]:
        found = office.announce(approvals, today=date.fromisoformat(day), at=AT, tell=told)
        return [each.within for each in found]

    assert announce("2026-11-20") == []
    assert announce("2026-11-23") == [60]
    assert announce("2026-11-24") == []
    assert announce("2026-12-25") == [30]
    assert announce("2027-01-20") == [7]
    assert announce("2027-01-21") == []
    assert [each["within"] for each in told if each["action"] == "expiring"] == [60, 30, 7]


def test_tenants_do_not_see_each_other(state: StateDatabase, told: Told) -> None:
    here, there = Office(state, "here"), Office(state, "there")
    approved(here, told)
    here.stop(APP.name, ANA)
    assert there.snapshot().entries == there.snapshot().stops == ()
    assert there.numbers() == (0, 0)
    assert there.dossiers() == []


def test_a_row_that_other_hands_have_changed_serves_nothing(office: Office, told: Told, state: StateDatabase) -> None:
    approved(office, told)
    with state.transaction() as db:
        db.execute(sa.update(entries).values(facts={"kind": "provider"}))
    with pytest.raises(InternalError):
        office.snapshot()


async def test_an_administrator_decides_nothing_that_a_key_of_their_making_asked_for(
    state: StateDatabase, office: Office, told: Told
) -> None:
    await issue_key(state, "invented", "bo")
    case = office.request(FORM.name, FORM.facts, Act("invented", AT, "Staff asked."), told)
    with pytest.raises(Forbidden):
        office.review(case.id, Review(Topic.PRIVACY, Verdict.PASSED, "bo", AT, "Looked at it.", ()), told)
    with pytest.raises(Forbidden):
        office.deny(case.id, BO, told)
    with pytest.raises(Forbidden):
        office.approve(case.id, BO, APPROVAL, told)
    office.review(case.id, Review(Topic.PRIVACY, Verdict.PASSED, "cy", AT, "Looked at it.", ()), told)
