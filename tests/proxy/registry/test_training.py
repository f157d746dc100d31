"""The training gate: valid to the last day, then grace, then a refusal that says what to do and where."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.audit.event import canonical, new_event_id
from proxy.errors import Conflict, NotFound, StateUnavailable
from proxy.exchange import AuditEvent, EventKind
from proxy.registry.gate import Gate
from proxy.registry.training import Attestation, Course, Roll, refusal, reminder, trained
from proxy.registry.training_csv import By, CsvError, read
from proxy.registry.training_store import TrainingOffice

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase

TODAY = date(2026, 11, 23)
COURSE = Course("ai-basics", "AI basics", "https://learn.example.org/ai")
BY = By("admin", "2026-11-23T12:00:00.000Z", "http")


def roll(expires: date | None = None, *, first: date | None = None, **facts: Any) -> Roll:
    attested = (
        {"maya": Attestation("maya", "ai-basics", facts.get("version", ""), TODAY - timedelta(90), expires)}
        if expires
        else {}
    )
    return Roll(1, attested, {"maya": first} if first else {})


def test_without_a_required_course_nobody_is_asked() -> None:
    assert trained(Course(), Roll(), "maya", TODAY).valid is None
    assert not trained(Course(), Roll(), "maya", TODAY).refused
    assert trained(replace(COURSE, exempt=frozenset({"maya"})), Roll(), "maya", TODAY).valid is None


@given(st.integers(-400, 400), st.integers(0, 60))
def test_it_counts_to_its_last_day_then_the_grace_runs_then_calls_stop(left: int, grace: int) -> None:
    course = replace(COURSE, grace_days=grace)
    found = trained(course, roll(TODAY + timedelta(left)), "maya", TODAY)
    assert found.valid == (left >= 0)
    assert found.grace == (-grace <= left < 0)
    assert found.refused == (left < -grace)


@given(st.integers(0, 90), st.integers(1, 60))
def test_who_never_had_one_has_the_grace_from_their_first_call(ago: int, grace: int) -> None:
    course = replace(COURSE, grace_days=grace)
    found = trained(course, roll(first=TODAY - timedelta(ago)), "maya", TODAY)
    assert found.valid is False
    assert found.refused == (ago >= grace)


def test_another_version_or_a_day_to_come_does_not_count() -> None:
    newer = replace(COURSE, version="2027")
    assert trained(newer, roll(TODAY, version="2026"), "maya", TODAY).refused
    assert trained(newer, roll(TODAY, version="2027"), "maya", TODAY).valid
    ahead = Attestation("maya", "ai-basics", "", TODAY + timedelta(1), TODAY + timedelta(9))
    assert trained(COURSE, Roll(1, {"maya": ahead}), "maya", TODAY).refused


def test_the_refusal_is_one_sentence_that_says_what_to_do_and_where() -> None:
    error = refusal(COURSE, trained(COURSE, roll(TODAY - timedelta(1)), "maya", TODAY))
    assert (error.code, error.status, error.retryable) == ("training_required", 403, False)
    assert error.message == (
        "Before you use AI tools, complete the course AI basics at https://learn.example.org/ai (yours ended on "
        "2026-11-22), then ask IT to record it."
    )
    assert error.message.count(". ") == 0
    own = refusal(replace(COURSE, self_attestation=True), trained(COURSE, Roll(), "maya", TODAY))
    assert own.message.endswith("then confirm it with POST /v1/training/attestations.")
    assert error.details["explanation"]["es"]["next"].endswith("después pida que se registre.")


@pytest.mark.parametrize(
    ("left", "header"),
    [(31, None), (30, "valid until 2026-12-23; see https://learn.example.org/ai"), (0, "valid until 2026-11-23; see ")],
)
def test_the_reminder_begins_thirty_days_before_the_end(left: int, header: str | None) -> None:
    said = reminder(COURSE, trained(COURSE, roll(TODAY + timedelta(left)), "maya", TODAY), TODAY)
    assert said.get("x-chaperone-training", "").startswith(header or "")
    assert bool(said) == (header is not None)


def test_in_the_grace_the_header_says_until_when_it_is_required() -> None:
    course = replace(COURSE, grace_days=10)
    found = trained(course, roll(TODAY - timedelta(1)), "maya", TODAY)
    assert reminder(course, found, TODAY)["x-chaperone-training"].startswith("required by 2026-12-02")


# --------------------------------------------------------------------------- the gate


async def test_a_first_call_is_noted_once_and_its_grace_begins() -> None:
    noted: list[str] = []

    async def note(person: str, day: date) -> date:
        noted.append(person)
        return day

    gate = Gate(replace(COURSE, grace_days=5), Roll(), note)
    assert (await gate.trained("maya", TODAY)).grace
    assert noted == ["maya"]
    known = replace(gate, roll=Roll(2, {}, {"maya": TODAY - timedelta(9)}))
    assert (await known.trained("maya", TODAY)).refused
    assert (await Gate(COURSE, Roll(), note).trained("maya", TODAY)).refused
    assert noted == ["maya"]


async def test_a_first_call_that_cannot_be_noted_is_not_let_through() -> None:
    async def note(person: str, day: date) -> date:
        raise StateUnavailable("The state database cannot be used now.")

    with pytest.raises(StateUnavailable):
        await Gate(replace(COURSE, grace_days=5), Roll(), note).trained("maya", TODAY)


# --------------------------------------------------------------------------- the file


def test_a_file_fills_in_what_is_required_and_takes_what_it_says() -> None:
    text = (
        "\ufeffPerson,Completed,Course,Expires\r\nmaya,2026-11-01,,\r\n\r\nben@district,2026-10-01,data,2026-12-01\r\n"
    )
    maya, ben = read(text, COURSE, BY, TODAY)
    assert (maya.person, maya.course, maya.expires) == ("maya", "ai-basics", date(2027, 11, 1))
    assert (ben.course, ben.expires, ben.recorded_by, ben.channel) == (
        "data",
        date(2026, 12, 1),
        "admin",
        "http",
    )


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "`person` is missing"),
        ("person,completed,ssn\n", 1, "column 3"),
        ("person,completed,person\n", 1, "stands twice"),
        ("person,completed\nmaya\n", 2, "has 1 cells"),
        ("person,completed\nmaya d,2026-01-01\n", 2, "`person`"),
        ("person,completed\nmaya,01/02/2026\n", 2, "YYYY-MM-DD"),
        ("person,completed\nmaya,2026-02-30\n", 2, "YYYY-MM-DD"),
        ("person,completed\nmaya,2026-11-24\n", 2, "future"),
        ("person,completed,expires\nmaya,2026-11-01,2026-10-01\n", 2, "before `completed`"),
    ],
)
def test_each_problem_of_a_file_is_named_by_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(CsvError) as caught:
        read(text, COURSE, BY, TODAY)
    assert any(number == line and says in message for number, message in caught.value.problems)


@given(st.text(max_size=200))
def test_whatever_a_file_holds_it_is_read_or_refused_with_lines(text: str) -> None:
    with contextlib.suppress(CsvError):
        assert all(each.completed <= TODAY for each in read(text, COURSE, BY, TODAY))


def test_without_a_required_course_a_file_must_name_one() -> None:
    with pytest.raises(CsvError, match="`course`"):
        read("person,completed\nmaya,2026-11-01\n", Course(), BY, TODAY)


# --------------------------------------------------------------------------- the store, on both databases


@pytest.fixture
def office(state: StateDatabase) -> TrainingOffice:
    return TrainingOffice(state, "default")


def tell(detail: dict[str, Any]) -> None:
    event = AuditEvent(EventKind.TRAINING, new_event_id(), datetime.now(UTC), "i-1", "default", None, "admin", detail)
    canonical(event)


IMPORT = {"action": "import", "channel": "http", "source_digest": "0a" * 32}


def test_the_latest_attestation_counts_whatever_comes_last(office: TrainingOffice) -> None:
    early, late = read("person,completed\nmaya,2026-01-01\nmaya,2026-11-01\n", COURSE, BY, TODAY)
    assert office.record([late], tell, IMPORT) == 1
    assert office.record([early, late], tell, IMPORT) == 0
    (kept,) = office.all(person="maya")
    assert kept == late
    assert office.roll("ai-basics").attested == {"maya": late}
    assert office.roll("data-basics").attested == {}


def test_the_number_moves_with_every_change_and_only_then(office: TrainingOffice) -> None:
    (made,) = read("person,completed\nmaya,2026-01-01\n", COURSE, BY, TODAY)
    office.record([made], tell, IMPORT)
    first = office.roll("ai-basics").version
    office.record([made], tell, IMPORT)
    assert office.roll("ai-basics").version == first
    assert office.first_call("ben", TODAY, tell) == TODAY
    assert office.roll("ai-basics").version == first + 1
    assert office.first_call("ben", TODAY + timedelta(5), tell) == TODAY
    assert office.roll("ai-basics").first_calls == {"ben": TODAY}


def noted(told: list[dict[str, Any]]) -> Any:
    return told.append


def test_what_was_withdrawn_does_not_come_back_by_the_same_file_or_ones_own_word(office: TrainingOffice) -> None:
    told: list[dict[str, Any]] = []
    made = Attestation("maya", "ai-basics", "", TODAY - timedelta(30), TODAY + timedelta(300), "admin", "x", "cli")
    office.record([made], noted(told), {"action": "record", "channel": "cli"})
    course = replace(COURSE, grace_days=60)
    assert trained(course, office.roll("ai-basics"), "maya", TODAY).valid
    detail = {"action": "withdraw", "channel": "cli"}
    with pytest.raises(NotFound):
        office.cut("omar", "ai-basics", until=TODAY - timedelta(1), by="it", tell=noted(told), detail=detail)
    office.cut("maya", "ai-basics", until=TODAY - timedelta(1), by="it", tell=noted(told), detail=detail)
    found = trained(course, office.roll("ai-basics"), "maya", TODAY)
    assert found.refused  # no grace for what was withdrawn
    error = refusal(replace(course, self_attestation=True), found)
    assert "ask IT to record it" in error.message
    assert error.details["self_attestation"] is False
    with pytest.raises(Conflict):
        office.cut("maya", "ai-basics", until=TODAY + timedelta(5), by="it", tell=noted(told), detail=detail)
    own = replace(made, completed=TODAY, channel="self")
    for again in (made, own):
        assert office.record([again], noted(told), {"action": "import", "channel": "cli"}) == 0
    assert trained(course, office.roll("ai-basics"), "maya", TODAY).refused
    assert office.record([replace(made, completed=TODAY)], noted(told), {"action": "import", "channel": "cli"}) == 1
    assert trained(course, office.roll("ai-basics"), "maya", TODAY).valid


def test_an_administrator_can_take_a_withdrawal_back(office: TrainingOffice) -> None:
    made = Attestation("maya", "ai-basics", "", TODAY - timedelta(30), TODAY + timedelta(300), "admin", "x", "cli")
    office.record([made], noted([]), {})
    office.cut("maya", "ai-basics", until=TODAY + timedelta(3), by="it", tell=noted([]), detail={})
    shortened = office.roll("ai-basics")
    assert trained(COURSE, shortened, "maya", TODAY + timedelta(3)).valid
    assert trained(COURSE, shortened, "maya", TODAY + timedelta(4)).refused
    assert office.record([made], noted([]), {}, restores=True) == 1
    assert office.all(person="maya")[0].withdrawn_by == ""
