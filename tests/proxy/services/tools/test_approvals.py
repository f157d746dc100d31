"""What is in force follows the database: at once in this process, within a look in another, and never blindly."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from proxy.audit.event import canonical
from proxy.energy import Estimator
from proxy.errors import AuditUnavailable, BadRequest, Forbidden, NotApproved, NotFound, ScanFailed, StateUnavailable
from proxy.exchange import Approval, AuditEvent, CallerKind, Tier
from proxy.registry.nouns import BEING_READ
from proxy.registry.office import Act, Office
from proxy.registry.tools import Provider
from proxy.registry.training import Course, Roll
from proxy.registry.training_store import TrainingOffice
from proxy.services.recording import Recorder
from proxy.services.tools import file as tools_file
from proxy.services.tools.approvals import STALE_S, Approvals
from proxy.services.tools.desk import TOLD_WITHIN, FormError, Tools, named, read
from proxy.services.tools.training import CsvError, Training

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.database.state import StateDatabase

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SEED = Provider("main", "openai", ("small",), Tier.T2, Approval("IT", date(2026, 1, 1), date(2027, 1, 10), "Board 1"))
TOOL = {"kind": "provider", "id": "main", "owner": "IT", "purpose": "Drafting", "models": ["small"]}
WHY = "A reason of enough words."
MAIN = named("provider", "main")


class Words:
    """Stands in for the detectors: takes one name out, or is broken."""

    broken = False

    async def reason(self, text: object, *, what: str = "reason") -> str:
        if self.broken:
            raise ScanFailed("What you wrote could not be checked.")
        if not isinstance(text, str) or len(text) < 10:
            raise BadRequest("Say why.", param=what)
        return text.replace("Marisol", "[STUDENT_NAME]")

    async def lines(self, texts: Sequence[str]) -> list[str]:
        return [text.replace("Marisol", "[STUDENT_NAME]") for text in texts]


class Sink:
    """Stands in for the audit: keeps what the grammar takes, or is broken."""

    def __init__(self) -> None:
        self.events: list[AuditEvent] = []
        self.broken = False

    async def record(self, event: AuditEvent) -> None:
        if self.broken:
            raise AuditUnavailable("The record could not be stored.")
        canonical(event)
        self.events.append(event)

    @property
    def actions(self) -> list[str]:
        return [event.detail["action"] for event in self.events]


class Replica:
    """One guard's view of the registry."""

    def __init__(self, state: StateDatabase, sink: Sink, course: Course | None = None) -> None:
        self.now = 0.0
        self.changes = 0
        self.approvals = Approvals(self._changed, Estimator(), clock=lambda: self.now)
        self.approvals.course = course or Course()
        recorder = Recorder(sink, "i-1", "default", lambda: NOW)
        refresh = self.approvals.refresh
        self.tools = Tools(Office(state, "default"), recorder, refresh=refresh, clock=lambda: NOW)
        self.training = Training(
            TrainingOffice(state, "default"),
            lambda: self.approvals.course,
            recorder,
            refresh=refresh,
            clock=lambda: NOW,
        )
        self.approvals.tools, self.approvals.training = self.tools, self.training

    def _changed(self) -> None:
        self.changes += 1

    def resolve(self) -> Any:
        return self.approvals.registry([SEED]).resolve("openai", "small", today=NOW.date())


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
async def replica(state: StateDatabase, sink: Sink) -> Replica:
    made = Replica(state, sink)
    await made.approvals.refresh()
    return made


async def approve(tools: Tools, tool: dict[str, Any] | None = None, **how: Any) -> dict[str, Any]:
    words = Words()
    case = await tools.request(read(tool or TOOL), reason=WHY, by="ana", written=words)
    for topic in ("privacy", "security", "equity", "accessibility", "records"):
        said = {"topic": topic, "passed": True, "note": WHY, "conditions": []}
        await tools.review(case["case"], **said, by="bo", written=words)
    return await tools.approve(case["case"], reason=WHY, by="bo", written=words, **how)


async def test_what_is_decided_here_is_in_force_when_the_answer_comes(replica: Replica, sink: Sink) -> None:
    assert replica.resolve().tier is Tier.T2
    entry = await approve(replica.tools)
    assert (entry["tier"], entry["approval"]["expires"]) == ("T1", "2027-11-22")
    assert replica.resolve().tier is Tier.T1
    stop = await replica.tools.disable(MAIN, reason=WHY, by="ana", written=Words())
    assert (stop["already"], stop["reason"]) == (False, WHY)
    with pytest.raises(NotApproved):
        replica.resolve()
    assert sink.actions == ["request", *["review"] * 5, "approve", "disable"]


async def test_another_replica_sees_it_at_its_next_look_and_changes_only_then(
    state: StateDatabase, replica: Replica, sink: Sink
) -> None:
    other = Replica(state, sink)
    await other.approvals.refresh()
    before = other.changes
    await other.approvals.refresh()
    assert other.changes == before
    await replica.tools.disable(named("everything", ""), reason=WHY, by="ana", written=Words())
    assert other.resolve().provider == "main"
    await other.approvals.refresh()
    with pytest.raises(NotApproved, match="All AI tools were switched off"):
        other.resolve()
    await replica.tools.enable(named("everything", ""), reason=WHY, by="bo", written=Words())
    await other.approvals.refresh()
    assert other.resolve().provider == "main"


async def test_a_running_replica_follows_by_itself(state: StateDatabase, replica: Replica, sink: Sink) -> None:
    other = Replica(state, sink)
    changed = asyncio.Event()
    other.approvals._changed = changed.set
    await other.approvals.start()
    try:
        changed.clear()
        await replica.tools.disable(MAIN, reason=WHY, by="ana", written=Words())
        await asyncio.wait_for(changed.wait(), 10)
        with pytest.raises(NotApproved):
            other.resolve()
    finally:
        await other.approvals.stop()


async def test_who_cannot_read_the_database_for_a_while_sends_nothing(replica: Replica, state: StateDatabase) -> None:
    replica.approvals.check_fresh()
    replica.now += STALE_S + 1
    with pytest.raises(StateUnavailable):
        replica.approvals.check_fresh()
    await replica.approvals.refresh()
    replica.approvals.check_fresh()
    state.close()
    with pytest.raises(StateUnavailable):
        await replica.approvals.refresh()


async def test_an_emergency_waits_for_no_detector_and_for_no_audit(replica: Replica, sink: Sink) -> None:
    broken = Words()
    broken.broken = True
    stop = await replica.tools.disable(MAIN, reason=WHY, by="ana", written=broken)
    assert "not kept" in stop["reason"]
    with pytest.raises(NotApproved):
        replica.resolve()
    again = await replica.tools.disable(MAIN, reason=WHY, by="bo", written=Words())
    assert (again["already"], again["disabled_by"]) == (True, "ana")
    await replica.tools.enable(MAIN, reason=WHY, by="bo", written=Words())
    sink.broken = True
    with pytest.raises(AuditUnavailable):
        await replica.tools.disable(MAIN, reason=WHY, by="ana", written=Words())
    with pytest.raises(NotApproved):
        replica.resolve()


async def test_a_stop_that_cannot_be_stored_says_that_it_is_not_in_force(
    replica: Replica, state: StateDatabase
) -> None:
    state.close()
    with pytest.raises(StateUnavailable, match="not in force"):
        await replica.tools.disable(MAIN, reason=WHY, by="ana", written=Words())


async def test_a_stop_that_could_not_be_recorded_is_recorded_once_and_with_its_reason_when_that_goes_again(
    replica: Replica, sink: Sink
) -> None:
    sink.broken = True
    with pytest.raises(AuditUnavailable):
        await replica.tools.disable(MAIN, reason=WHY, by="ana", written=Words())
    sink.broken = False
    await replica.approvals.announce([], NOW.date())
    assert sink.actions == []  # whoever made it may still be at it
    replica.tools._clock = lambda: NOW + 2 * TOLD_WITHIN
    for _ in range(2):
        await replica.approvals.refresh()
        await replica.approvals.announce([], NOW.date())
    (told,) = sink.events
    assert (told.detail["action"], told.caller, told.detail["reason"]) == ("disable", "ana", WHY)


async def test_a_stop_whose_maker_died_is_recorded_by_another_also_when_it_is_lifted_first(
    state: StateDatabase, replica: Replica, sink: Sink
) -> None:
    Office(state, "default").stop(MAIN, Act("ana", "2026-11-23T11:00:00.000Z", BEING_READ))
    await replica.approvals.refresh()
    await replica.approvals.announce([], NOW.date())
    assert (sink.actions, sink.events[0].caller) == (["disable"], "ana")
    everything = named("everything", "")
    Office(state, "default").stop(everything, Act("ana", "2026-11-23T12:00:00.000Z", BEING_READ))
    await replica.tools.enable(everything, reason=WHY, by="bo", written=Words())
    assert sink.actions == ["disable", "disable", "enable"]


@pytest.mark.parametrize("tool", ["", "a\nb", "main#1", "x" * 171])
def test_only_a_name_that_a_record_can_hold_can_be_stopped(tool: str) -> None:
    with pytest.raises(BadRequest) as caught:
        named("provider", tool)
    assert caught.value.param == "id"


async def test_a_look_that_is_under_way_does_not_bring_back_the_roll_of_the_course_before(
    state: StateDatabase, sink: Sink
) -> None:
    replica = Replica(state, sink, Course("ai-basics"))
    await replica.training.record({"person": "maya", "completed": "2026-11-01"}, by="admin", channel="http")
    replica.approvals.roll = Roll(version=-1)
    going, go = asyncio.Event(), asyncio.Event()
    read_roll = replica.training.roll

    async def slow(course: Course) -> Roll:
        found = await read_roll(course)
        going.set()
        await go.wait()
        return found

    replica.training.roll = slow  # type: ignore[method-assign]
    look = asyncio.create_task(replica.approvals.refresh())
    await going.wait()
    reload = asyncio.create_task(replica.approvals.reconfigure(Course("data-basics"), Estimator()))
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(look, reload)
    assert (await replica.approvals.gate().trained("maya", NOW.date())).refused


@pytest.mark.parametrize("reason", ["", "short", "x" * 501, None])
async def test_a_stop_needs_a_reason(replica: Replica, reason: Any) -> None:
    with pytest.raises(BadRequest, match="Say why"):
        await replica.tools.disable(MAIN, reason=reason, by="ana", written=Words())
    assert replica.resolve().provider == "main"


async def test_what_loosens_is_on_record_before_it_has_an_effect(replica: Replica, sink: Sink) -> None:
    await replica.tools.disable(MAIN, reason=WHY, by="ana", written=Words())
    sink.broken = True
    with pytest.raises(AuditUnavailable):
        await replica.tools.enable(MAIN, reason=WHY, by="bo", written=Words())
    with pytest.raises(AuditUnavailable):
        await replica.tools.request(read(TOOL), reason=WHY, by="ana", written=Words())
    await replica.approvals.refresh()
    with pytest.raises(NotApproved):
        replica.resolve()
    assert [each["open_case"] for each in await replica.tools.listing()] == [None]


async def test_what_people_write_is_read_by_the_detectors_before_it_is_stored(replica: Replica, sink: Sink) -> None:
    tool = {**TOOL, "purpose": "Notes on Marisol", "terms": {"sub_processors": ["Marisol Cloud"]}}
    case = await replica.tools.request(read(tool), reason="For Marisol and others.", by="ana", written=Words())
    assert case["reason"] == "For [STUDENT_NAME] and others."
    assert case["tool"]["purpose"] == "Notes on [STUDENT_NAME]"
    assert case["tool"]["terms"]["sub_processors"] == ["[STUDENT_NAME] Cloud"]
    assert "Marisol" not in str([event.detail for event in sink.events]) + str(await replica.tools.listing())


async def test_the_shipped_approval_is_renewed_only_when_there_is_one(replica: Replica) -> None:
    with pytest.raises(NotFound):
        await replica.tools.renew(MAIN, reason=WHY, by="ana", written=Words())
    await approve(replica.tools)
    case = await replica.tools.renew(MAIN, reason=WHY, by="cy", written=Words())
    assert case["tool"]["models"] == ["small"]
    with pytest.raises(Forbidden):
        await replica.tools.deny(case["case"], reason=WHY, by="cy", written=Words())
    assert (await replica.tools.deny(case["case"], reason=WHY, by="bo", written=Words()))["state"] == "denied"
    assert replica.resolve().tier is Tier.T1


async def test_ends_of_the_configuration_and_of_the_registry_are_announced_once(replica: Replica, sink: Sink) -> None:
    today = NOW.date()
    await replica.approvals.announce([SEED], today)
    await replica.approvals.announce([SEED], today)
    assert [(event.detail["tool"], event.detail["within"]) for event in sink.events] == [("main", 60)]
    await approve(replica.tools, expires=date(2026, 11, 29))
    await replica.approvals.announce([SEED], today)
    assert sink.events[-1].detail["within"] == 7
    (ending,) = replica.approvals.endings([SEED], today)
    assert ending.sentence == "the approval of provider main ends on 2026-11-29, in 6 days (within 7)"
    gauges = {name: read() for name, _, read in replica.approvals.gauges([SEED])}
    assert gauges["chaperone_tools_stopped"] == 0


async def test_a_file_that_was_exported_comes_in_without_a_change_and_a_change_becomes_a_request(
    replica: Replica, state: StateDatabase, sink: Sink
) -> None:
    await approve(replica.tools)
    text = await tools_file.write(replica.tools)
    said = {"reason": WHY, "by": "ana", "written": Words()}
    (row,) = await tools_file.bring_in(tools_file.parse(text), replica.tools, **said)
    assert row["result"] == "unchanged"
    wider = text.replace("- small", "- small\n  - large")
    (row,) = await tools_file.bring_in(tools_file.parse(wider), replica.tools, **said)
    assert row["result"] == "requested"
    assert "large" not in str(replica.approvals.snapshot)
    (row,) = await tools_file.bring_in(tools_file.parse(wider), replica.tools, **said)
    assert row["result"] == "refused"
    elsewhere = Tools(Office(state, "moved"), Recorder(sink, "i-2", "moved"), refresh=replica.approvals.refresh)
    (row,) = await tools_file.bring_in(tools_file.parse(text), elsewhere, **said)
    assert row["result"] == "requested"
    assert (await elsewhere.snapshot()).entries == ()  # an approval does not travel in a file


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("tools: [", "line 1"),
        ("format: other\ntools: []", "format"),
        ("format: chaperone-tools/1\ntools: []", "tools"),
        ("format: chaperone-tools/1\ntools: [{kind: provider}]", "tools[0].id"),
        ("format: chaperone-tools/1\ntools: [5]", "tools[0]"),
    ],
)
def test_a_file_with_problems_names_each_with_its_place(text: str, place: str) -> None:
    with pytest.raises(FormError) as caught:
        tools_file.parse(text)
    assert place in dict(caught.value.problems)


def test_a_tool_may_stand_in_a_file_once() -> None:
    row = {"kind": "app", "id": "tutor", "owner": "Library", "purpose": "Reading"}
    with pytest.raises(FormError, match="stands twice"):
        tools_file.checked({"format": tools_file.FORMAT, "tools": [row, row]})


async def test_a_reload_that_asks_for_another_course_judges_nobody_by_the_old_roll(
    state: StateDatabase, sink: Sink
) -> None:
    replica = Replica(state, sink, Course("ai-basics"))
    await replica.approvals.refresh()
    await replica.training.record({"person": "maya", "completed": "2026-11-01"}, by="admin", channel="http")
    today = NOW.date()
    assert (await replica.approvals.gate().trained("maya", today)).valid
    await replica.approvals.reconfigure(Course("data-basics"), Estimator())
    assert (await replica.approvals.gate().trained("maya", today)).refused
    await replica.approvals.reconfigure(Course("ai-basics"), Estimator())
    assert (await replica.approvals.gate().trained("maya", today)).valid


async def test_people_confirm_their_own_training_only_where_they_may(state: StateDatabase, sink: Sink) -> None:
    replica = Replica(state, sink, Course("ai-basics"))
    with pytest.raises(Forbidden):
        await replica.training.attest("maya")
    replica.approvals.course = Course("ai-basics", version="2", self_attestation=True)
    with pytest.raises(BadRequest, match="Version 2"):
        await replica.training.attest("maya", version="1")
    with pytest.raises(Forbidden, match="Only a person"):
        await replica.training.attest("maya", kind=CallerKind.JOB)
    made = await replica.training.attest("maya")
    assert (made["version"], made["completed"], made["recorded_by"]) == ("2", "2026-11-23", "maya")
    with pytest.raises(BadRequest, match="future"):
        await replica.training.attest("maya", completed="2027-01-01")
    replica.approvals.course = Course()
    with pytest.raises(BadRequest, match="No course"):
        await replica.training.attest("maya")
    assert sink.actions == ["record"]


async def test_a_withdrawal_is_in_force_and_on_record_at_once_and_not_undone_by_oneself(
    state: StateDatabase, sink: Sink
) -> None:
    replica = Replica(state, sink, Course("ai-basics", self_attestation=True, grace_days=30))
    today = date(2026, 11, 23)
    how: Any = {"by": "it", "channel": "http", "written": Words()}
    await replica.training.attest("maya")
    assert (await replica.approvals.gate().trained("maya", today)).valid
    with pytest.raises(BadRequest):
        await replica.training.withdraw("maya", reason="no", **how)
    with pytest.raises(BadRequest, match="from today"):
        await replica.training.withdraw("maya", reason="It was somebody else's.", until="2026-11-01", **how)
    await replica.training.withdraw("maya", reason="It was somebody else's.", until="2026-12-01", **how)
    assert (await replica.training.status("maya"))["until"] == "2026-12-01"
    await replica.training.withdraw("maya", reason="It was somebody else's.", **how)
    assert (await replica.approvals.gate().trained("maya", today)).refused
    with pytest.raises(Forbidden, match="withdrawn"):
        await replica.training.attest("maya")
    assert sink.actions == ["record", "shorten", "withdraw"]
    assert sink.events[-1].detail["expires"] == "2026-11-22"
    await replica.training.record({"person": "maya", "completed": "2026-11-23"}, by="it", channel="http")
    assert (await replica.approvals.gate().trained("maya", today)).valid


@pytest.mark.parametrize(("kind", "tool"), [("service", "x"), ("provider", ""), ("app", "a\nb"), ("app", "x" * 171)])
def test_a_tool_is_named_properly(kind: str, tool: str) -> None:
    with pytest.raises(BadRequest):
        named(kind, tool)


@pytest.mark.parametrize("by", ["maya", "operator:Maya"])
async def test_nobody_records_their_own_training_by_another_way(state: StateDatabase, sink: Sink, by: str) -> None:
    replica = Replica(state, sink, Course(id="ai-basics", self_attestation=False))
    done = {"person": "maya", "completed": "2026-11-20"}
    csv = "person,completed\nlee,2026-11-20\nmaya,2026-11-20\n"
    with pytest.raises(Forbidden, match="must be recorded by another person"):
        await replica.training.record(done, by=by, channel="http")
    with pytest.raises(CsvError, match="line 3: your own training"):
        await replica.training.bring_in(csv, by=by, channel="cli")
    assert (await replica.training.all(), sink.events) == ([], [])
    assert await replica.training.bring_in(csv, by="it", channel="cli") == {"rows": 2, "changed": 2}


@pytest.mark.parametrize("again", ["maya", "operator:Maya"])
async def test_who_may_confirm_their_own_training_may_record_it_unless_it_was_withdrawn(
    state: StateDatabase, sink: Sink, again: str
) -> None:
    replica = Replica(state, sink, Course(id="ai-basics", self_attestation=True))
    done = {"person": "maya", "completed": "2026-11-20"}
    await replica.training.record(done, by="maya", channel="http")
    how: Any = {"by": "it", "channel": "http", "written": Words()}
    await replica.training.withdraw("maya", reason="It was somebody else's.", **how)
    with pytest.raises(Forbidden, match="another person"):
        await replica.training.record(done, by=again, channel="http")
    with pytest.raises(CsvError):
        await replica.training.bring_in("person,completed\nmaya,2026-11-20\n", by=again, channel="http")
    await replica.training.record(done, by="it", channel="http")
    assert (await replica.training.status("maya"))["valid"]
