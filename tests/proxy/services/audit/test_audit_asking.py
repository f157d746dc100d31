"""What a reader gives with a look: the case, the purpose, the subject, and how much one person may read in a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from audit_history import BEGIN, KEYS, history, records_of

from detectors.stream_scan import joint_scan
from proxy.audit.event import canonical, new_event_id
from proxy.audit.filter_words import FILTER_WORDS
from proxy.audit.filters import BadFilter
from proxy.audit.kinds import FILTER_FIELDS
from proxy.audit.query import AuditLog
from proxy.errors import AuditUnavailable, BadRequest, Forbidden
from proxy.exchange import AuditEvent, Caller, EventKind, Role
from proxy.services.audit import reading as audit_reading
from proxy.services.audit.asking import Asking, require_room
from proxy.services.audit.catalogue import parameters, reports
from proxy.services.audit.reading import AuditReading
from proxy.services.audit.subjects import BadSubject, Subjects

if TYPE_CHECKING:
    from pathlib import Path

SUBJECTS = Subjects(KEYS, joint_scan)
AUDITOR = Caller("auditor", "default", Role.AUDITOR)


class Sink:
    """Keeps what it is told, if it could be stored."""

    def __init__(self) -> None:
        self.events: list[AuditEvent] = []
        self.works = True

    async def record(self, event: AuditEvent) -> None:
        if not self.works:
            raise AuditUnavailable("full")
        canonical(event)
        self.events.append(event)

    @property
    def last(self) -> dict[str, Any]:
        return dict(self.events[-1].detail)


async def clean(text: str) -> str:
    return text.replace("Nadia", "[STUDENT_NAME]")


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def reading(tmp_path: Path, sink: Sink) -> AuditReading:
    from proxy.audit import leases  # noqa: PLC0415 - this fixture only
    from proxy.audit.stores.sqlite import SqliteStore  # noqa: PLC0415 - as above

    path = tmp_path / "audit.db"
    store = SqliteStore(path)
    store.open()
    here = leases.this_process(BEGIN)
    store.renew(here, BEGIN + timedelta(days=1))
    store.append(records_of(history(instance=here.id)))
    store.close()
    return AuditReading(path, sink, instance="i-1", asking=Asking(SUBJECTS, clean), clock=lambda: BEGIN)


# --------------------------------------------------------------------------- who is meant


@pytest.mark.parametrize(
    "typed",
    [
        "SSID 5550003",
        "SSID number 5550003",
        "student 5550003",
        "student id: 555-0003",
        "STUDENT_ID=5550003",
        "ssid=5550003",
        "STUDENT_ID.WA_SSID=555 0003",
    ],
)
def test_a_student_number_is_understood_however_it_is_labelled(typed: str) -> None:
    assert set(SUBJECTS.digests(typed)) == set(KEYS.searched("STUDENT_ID", "5550003"))


@pytest.mark.parametrize("typed", ["NAME=Person3 Lastname", "name Lastname, Person3", "STUDENT_NAME=person3 LASTNAME"])
def test_a_name_is_understood_with_its_label(typed: str) -> None:
    assert set(SUBJECTS.digests(typed)) == set(KEYS.searched("STUDENT_NAME", "Person3 Lastname"))


def test_digests_of_a_record_are_taken_as_they_are() -> None:
    some = KEYS.searched("STUDENT_ID", "5550003")
    assert SUBJECTS.digests(", ".join(some)) == some


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "5550003", "Zyxwanda", "x" * 201, "CARD=4111111111111111", "colour=red", "NAME=", "colour 7 8 9",
     "student id for whoever", "SSN 536-90-4399 and phone (253) 555-7788"],
)  # fmt: skip
def test_what_names_nobody_or_several_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(BadSubject) as caught:
        SUBJECTS.digests(typed)
    for word in ("5550003", "Zyxwanda", "4111", "536-90", "colour"):
        assert word not in caught.value.message
    assert "STUDENT_ID" in caught.value.message


def test_keys_are_not_printed() -> None:
    assert "hhhh" not in repr(SUBJECTS)


# --------------------------------------------------------------------------- looks on record


async def test_a_search_for_a_person_needs_a_case_and_is_stored_as_digests(reading: AuditReading, sink: Sink) -> None:
    with pytest.raises(BadFilter, match="case number"):
        await reading.search({"subject": "SSID 5550003"}, reader=AUDITOR, channel="cli")
    assert sink.events == []
    given = {"subject": "SSID 5550003", "case": "2026-17", "why": "Parent of Nadia asks for the record"}
    page = await reading.search(given, reader=AUDITOR, channel="cli")
    assert len(page.records) > 0
    wanted = KEYS.searched("STUDENT_ID", "5550003")
    assert all(any(s["digest"] in wanted for s in record["detail"]["subjects"]) for record in page.records)
    assert sink.last["filters"] == {"subject": list(wanted)}
    assert sink.last["purpose"] == "Parent of [STUDENT_NAME] asks for the record"
    assert "5550003" not in str(sink.events)


async def test_an_identifier_is_not_taken_where_it_would_stand_in_an_address(reading: AuditReading, sink: Sink) -> None:
    given = {"subject": "SSID 5550003", "case": "2026-17"}
    with pytest.raises(BadFilter, match="digest"):
        await reading.search(given, reader=AUDITOR, channel="http")
    digests = await reading.subject("SSID 5550003", {"case": "2026-17"}, reader=AUDITOR, channel="http")
    assert sink.last == {
        "filters": {"subject": list(digests)}, "returned": 0, "case": "2026-17", "channel": "http", "what": "subject",
    }  # fmt: skip
    given["subject"] = ",".join(digests)
    assert (await reading.search(given, reader=AUDITOR, channel="http")).records != ()
    with pytest.raises(BadFilter, match="case number"):
        await reading.subject("SSID 5550003", {}, reader=AUDITOR, channel="http")


@pytest.mark.parametrize("name", ["caller", "person", "reviewer"])
async def test_every_look_at_one_person_needs_a_case(reading: AuditReading, name: str) -> None:
    for ask in (reading.search, reading.facets):
        with pytest.raises(BadFilter, match="case number"):
            await ask({name: "staff-1"}, reader=AUDITOR, channel="http")
    with pytest.raises(BadFilter, match="case number"):
        await reading.timeline({name: "staff-1"}, "day", reader=AUDITOR, channel="http")


@pytest.mark.parametrize("case", ["Nadia Thornquist", "7\n8", "x" * 61])
async def test_a_case_number_is_no_free_text(reading: AuditReading, case: str) -> None:
    with pytest.raises(BadFilter) as caught:
        await reading.search({"case": case}, reader=AUDITOR, channel="http")
    assert "Nadia" not in caught.value.message


async def test_a_purpose_is_bounded_and_needs_the_detectors(reading: AuditReading, tmp_path: Path, sink: Sink) -> None:
    with pytest.raises(BadRequest, match="200"):
        await reading.search({"why": "x" * 201}, reader=AUDITOR, channel="http")
    bare = AuditReading(tmp_path / "audit.db", sink, instance="i-1")
    with pytest.raises(BadRequest, match="case number"):
        await bare.search({"why": "a quarterly look at holds"}, reader=AUDITOR, channel="http")


async def test_what_cannot_be_recorded_is_not_shown(reading: AuditReading, sink: Sink) -> None:
    sink.works = False
    for ask in (reading.facets, reading.search):
        with pytest.raises(AuditUnavailable):
            await ask({}, reader=AUDITOR, channel="http")
    with pytest.raises(AuditUnavailable):
        await reading.report("sensitive", {}, reader=AUDITOR, channel="http")
    with pytest.raises(AuditUnavailable):
        await reading.timeline({}, "day", reader=AUDITOR, channel="http")


# --------------------------------------------------------------------------- summaries


async def test_an_auditor_sees_masked_summaries_and_the_operator_all(
    reading: AuditReading, sink: Sink, tmp_path: Path
) -> None:
    given = {"since": "2026-02-01", "until": "2026-02-05"}
    shown = await reading.facets(given, ("unit", "decision"), reader=AUDITOR, channel="http")
    operator = AuditReading(tmp_path / "audit.db", sink, instance="i-1", everything=True)
    whole = await operator.facets(given, ("unit", "decision"), reader=AUDITOR, channel="cli")
    for field, counts in whole["counts"].items():
        for value, count in counts.items():
            assert shown["counts"][field][value] in ({None} if count < 10 else {None, count})
    assert None in shown["counts"]["unit"].values()
    assert sink.last["what"] == "facets"
    times = await reading.timeline({}, "day", reader=AUDITOR, channel="http")
    assert all(count is None or count >= 10 for count in times["counts"].values())


async def test_a_report_is_recorded_by_its_name_and_takes_few_filters(reading: AuditReading, sink: Sink) -> None:
    found = await reading.report("provider-exposure", {"provider": "beta"}, reader=AUDITOR, channel="http")
    assert found["report"] == "provider-exposure"
    assert sink.last["what"] == "report.provider-exposure"
    assert sink.last["returned"] == len(found["records"])
    with pytest.raises(BadFilter, match="a report takes"):
        await reading.report("sensitive", {"unit": "Nursing"}, reader=AUDITOR, channel="http")
    with pytest.raises(BadFilter, match="limit"):
        await reading.report("sensitive", {}, limit=501, reader=AUDITOR, channel="http")
    with pytest.raises(BadFilter, match="case number"):
        await reading.report("student-disclosures", {"subject": "SSID 5550003"}, reader=AUDITOR, channel="cli")


def test_the_catalogue_and_the_parameters_are_told() -> None:
    assert FILTER_WORDS.keys() == FILTER_FIELDS.keys()
    names = [each["name"] for each in parameters()]
    assert names == [*FILTER_FIELDS, "case", "why"]
    assert all(each["title"].endswith("?") or each["title"] for each in reports())


# --------------------------------------------------------------------------- how much one person may read


def looks(count: int, returned: int, what: str | None, *, hours_ago: int = 1) -> list[AuditEvent]:
    at = datetime(2026, 11, 23, tzinfo=UTC) - timedelta(hours=hours_ago)
    detail = {"filters": {}, "returned": returned, "channel": "http"} | ({"what": what} if what else {})
    return [
        AuditEvent(EventKind.LOG_READ, new_event_id(), at, "i-test", "default", None, "auditor", detail)
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("events", "paging", "refused"),
    [
        (looks(9, 500, "page"), True, False),
        (looks(10, 500, "page"), True, True),
        (looks(10, 500, "page"), False, False),
        (looks(10, 500, None), True, False),
        (looks(100, 500, None), False, True),
        (looks(100, 500, None, hours_ago=25), False, False),
        (looks(10, 500, "report.sensitive.page"), True, True),
        (looks(1, 200_000, "report.breach_scope"), True, False),
        (looks(100, 500, None, hours_ago=2) + looks(1_100, 0, "facets"), False, True),
    ],
)
def test_paging_through_the_log_becomes_an_export(
    tmp_path: Path, events: list[AuditEvent], *, paging: bool, refused: bool
) -> None:
    from proxy.audit.stores.place import Place  # noqa: PLC0415 - this test only

    place = Place(tmp_path / "audit.db")
    store = place.store()
    store.open()
    store.append(records_of(events))
    store.close()
    log, now = AuditLog(place.reader(), tenant="default"), datetime(2026, 11, 23, tzinfo=UTC)
    if refused:
        with pytest.raises(Forbidden, match="second person"):
            require_room(log, "auditor", now=now, paging=paging)
    else:
        require_room(log, "auditor", now=now, paging=paging)
    require_room(log, "another", now=now, paging=paging)


async def test_a_next_page_is_recorded_as_one(
    reading: AuditReading, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await reading.search({}, limit=5, reader=AUDITOR, channel="http")
    assert "what" not in sink.last
    await reading.search({}, limit=5, cursor=page.next_cursor, reader=AUDITOR, channel="http")
    assert sink.last["what"] == "page"
    first = await reading.report("sensitive", {}, limit=1, reader=AUDITOR, channel="http")
    assert sink.last["what"] == "report.sensitive"
    await reading.report("sensitive", {}, cursor=first["next_cursor"], limit=1, reader=AUDITOR, channel="http")
    assert sink.last["what"] == "report.sensitive.page"


async def test_whoever_has_read_enough_reads_no_more_whichever_way(
    reading: AuditReading, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Forbidden("enough")

    monkeypatch.setattr(audit_reading, "require_room", full)
    for look in (
        reading.search({}, reader=AUDITOR, channel="http"),
        reading.show("req-1", reader=AUDITOR, channel="http"),
        reading.tail({}, after=-1, reader=AUDITOR, channel="http"),
        reading.report("sensitive", {}, reader=AUDITOR, channel="http"),
    ):
        with pytest.raises(Forbidden, match="enough"):
            await look
    assert sink.events == []
