"""Content ends when its time is over, by a decision and under an authority; a hold is stronger; the log tells of it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from custody import SUBJECTS, Custody, PlainWords, who
from issued_keys import issue_key

from proxy.audit.event import stamp
from proxy.audit.keeping import dispositions, holds
from proxy.audit.keeping.holds import LegalHold
from proxy.audit.keeping.scope import Scope
from proxy.errors import AuditUnavailable, BadRequest, Conflict, NotFound

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from proxy.database.state import StateDatabase

OFFICER = {"by": who("records-officer"), "written": PlainWords()}
WHY = "Public records request 2026-77 was closed."


@pytest.fixture
def custody(state: StateDatabase) -> Custody:
    return Custody(state)


async def report(custody: Custody, **scope: str) -> dict:
    return await custody.retention.disposition("conversations", scope)


async def purge(custody: Custody, seen: dict, **scope: str) -> dict:
    return await custody.retention.purge(
        "conversations", scope, before=seen["before"], report=seen["report"], reason=WHY, **OFFICER
    )


# --------------------------------------------------------------------------- purges


async def test_a_purge_destroys_what_its_report_listed_and_the_log_says_so(custody: Custody) -> None:
    await custody.put(custody.part("req_old", days_old=400), custody.part("req_new", days_old=10))
    seen = await report(custody)
    assert [row["request_id"] for row in seen["parts"]] == ["req_old"]
    assert seen["authority"] == "DAN-1"
    assert custody.sink.events == [], "looking changes nothing and destroys nothing"
    await purge(custody, seen)
    assert await custody.kept() == {"req_new"}
    (told,) = custody.sink.told("purge")
    assert (told["items"], told["authority"], told["report"], told["reason"]) == (1, "DAN-1", seen["report"], WHY)
    assert (await report(custody))["parts"] == []


async def test_what_was_not_in_the_report_is_not_destroyed(custody: Custody) -> None:
    await custody.put(custody.part("req_1", days_old=400))
    seen = await report(custody)
    await custody.put(custody.part("req_2", days_old=500))
    with pytest.raises(Conflict, match="new report"):
        await purge(custody, seen)
    assert await custody.kept() == {"req_1", "req_2"}


async def test_nothing_goes_without_an_authority_before_its_time_or_without_a_record(state: StateDatabase) -> None:
    custody = Custody(state, authority="")
    await custody.put(custody.part("req_1", days_old=400))
    with pytest.raises(BadRequest, match="authority"):
        await purge(custody, await report(custody))
    custody = Custody(state)
    early = {"before": "2026-11-01T00:00:00.000Z", "report": "0" * 64}
    for before in (early["before"], "", "nonsense", "9999"):
        with pytest.raises(BadRequest, match="before"):
            await purge(custody, {**early, "before": before})
    custody.sink.broken = True
    with pytest.raises(AuditUnavailable):
        await purge(custody, await report(custody))
    assert await custody.kept() == {"req_1"}


async def test_originals_go_by_themselves_once_an_hour_and_that_is_recorded(custody: Custody) -> None:
    await custody.put(
        custody.part("req_1", "prompt_original", days_old=31), custody.part("req_2", "prompt_original", days_old=29)
    )
    await custody.put(custody.part("req_3", days_old=4000))
    assert await custody.retention.sweep() == 1
    (told,) = custody.sink.told("purge")
    assert (told["trigger"], told["retention_class"], told["items"]) == ("schedule", "originals", 1)
    assert await custody.kept() == {"req_2", "req_3"}, "conversations wait for a person"
    custody.now += timedelta(days=2)
    assert await custody.retention.sweep() == 1
    assert await custody.retention.sweep() == 0
    assert await custody.kept() == {"req_3"}


async def test_conversations_go_by_themselves_where_the_operator_says_so(state: StateDatabase) -> None:
    custody = Custody(state, by_itself=True)
    await custody.put(custody.part("req_1", days_old=366), custody.part("req_2", days_old=1))
    assert await custody.retention.sweep() == 1
    assert await custody.kept() == {"req_2"}


async def test_retention_shows_each_class_with_what_is_due(custody: Custody) -> None:
    await custody.put(custody.part("req_1", days_old=400), custody.part("req_2", days_old=1))
    await custody.holds.set("M-1", {"request_ids": "req_1"}, reason=WHY, **OFFICER)
    shown = {row["class"]: row for row in await custody.retention.retention()}
    assert set(shown) == {"records", "disclosures", "conversations", "originals", "held"}
    kept = shown["conversations"]
    assert (kept["parts"], kept["due_parts"], kept["held_back_parts"]) == (2, 0, 1)
    assert "nothing is deleted" in shown["records"]["ends"]


async def test_another_tenants_content_is_neither_shown_nor_destroyed(custody: Custody) -> None:
    await custody.put(custody.part("req_1", days_old=400, tenant="south"))
    assert (await report(custody))["parts"] == []
    await purge(custody, await report(custody))
    rows = await custody.state.run(lambda db: db.exec_driver_sql("SELECT tenant FROM content_part").scalars().all())
    assert rows == ["south"]


# --------------------------------------------------------------------------- holds


async def test_a_hold_that_comes_while_a_purge_decides_is_not_set_before_the_purge_has_ended(
    custody: Custody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise it would say that it covers what is being destroyed."""
    await custody.put(custody.part("req_1", days_old=400))
    seen = await report(custody)
    destroy, set_too_early = dispositions.destroy, []

    def set_hold() -> None:
        with custody.state.transaction() as db:
            holds.add(db, "north", LegalHold("h-1", "M-1", Scope(), WHY, "counsel", stamp(custody.now)))

    late = threading.Thread(target=set_hold)

    def destroy_while_a_hold_comes(db: Connection, ids: list[str]) -> None:
        late.start()
        late.join(0.4)
        set_too_early.append(not late.is_alive())
        destroy(db, ids)

    monkeypatch.setattr(dispositions, "destroy", destroy_while_a_hold_comes)
    await purge(custody, seen)
    late.join(5)
    assert set_too_early == [False]
    assert [each["state"] for each in await custody.holds.all()] == ["standing"]
    assert await custody.kept() == set()


@pytest.mark.parametrize(
    "scope",
    [
        {"caller": "caller-9"},
        {"unit": "Nurse"},
        {"app": "tutor"},
        {"provider": "other"},
        {"request_ids": "req_9, req_8"},
        {"since": "2025-10-01", "until": "2025-10-02"},
        {"subject": "STUDENT_ID: 4812093377"},
    ],
)
async def test_a_hold_keeps_back_what_it_covers_and_only_that(custody: Custody, scope: dict[str, str]) -> None:
    covered = custody.part(
        "req_9",
        days_old=0,
        at="2025-10-01T10:00:00.000Z",
        caller="caller-9",
        unit="Nurse",
        app="tutor",
        provider="other",
        subjects=SUBJECTS.searched("STUDENT_ID", "4812093377")[:1],
    )
    await custody.put(covered, custody.part("req_1", days_old=400))
    hold = await custody.holds.set("M-1", scope, reason=WHY, **OFFICER)
    assert hold["covers"] == 1
    seen = await report(custody)
    assert [row["request_id"] for row in seen["parts"]] == ["req_1"]
    assert seen["held_back"] == [{"request_id": "req_9", "holds": [hold["id"]]}]
    await purge(custody, seen)
    assert await custody.kept() == {"req_9"}
    assert custody.sink.told("purge")[0]["held_back"] == 1


async def test_a_person_is_held_under_the_digests_of_retired_keys_too(custody: Custody) -> None:
    old = SUBJECTS.searched("STUDENT_ID", "4812093377")[1]
    await custody.put(custody.part("req_1", days_old=400, subjects=(old,)))
    assert (await custody.holds.set("M-1", {"subject": "student_id:4812-093-377"}, reason=WHY, **OFFICER))[
        "covers"
    ] == 1
    told = custody.sink.told("legal_hold")[0]
    assert "4812093377" not in str(told)
    assert len(told["scope"]["subjects"]) == 2


async def test_a_hold_that_was_set_after_the_report_stops_the_purge(custody: Custody) -> None:
    await custody.put(custody.part("req_1", days_old=400))
    seen = await report(custody)
    await custody.holds.set("M-1", {}, everything=True, reason=WHY, **OFFICER)
    with pytest.raises(Conflict):
        await purge(custody, seen)
    custody.now += timedelta(days=4000)
    await custody.retention.sweep()
    assert await custody.kept() == {"req_1"}


async def test_a_hold_is_released_by_two_different_people_and_every_step_is_recorded(custody: Custody) -> None:
    await custody.put(custody.part("req_1", days_old=400))
    hold = (await custody.holds.set("M-1", {"unit": "Special Education"}, reason=WHY, **OFFICER))["id"]
    with pytest.raises(Conflict, match="Nobody has asked"):
        await custody.holds.release(hold, by=who("counsel"))
    await custody.holds.ask_release(hold, reason="The matter was settled.", by=who("counsel"), written=PlainWords())
    with pytest.raises(Conflict, match="two different people"):
        await custody.holds.release(hold, by=who("counsel"))
    with pytest.raises(Conflict, match="another person"):
        await custody.holds.ask_release(hold, reason="The matter was settled.", **OFFICER)
    assert (await report(custody))["parts"] == [], "it stands until the second person has spoken"
    for same in (who("counsel-2", owner="counsel"), who("operator:counsel")):
        with pytest.raises(Conflict, match="two different people"):
            await custody.holds.release(hold, by=same)
    done = await custody.holds.release(hold, by=who("records-officer"))
    assert (done["state"], done["release_asked_by"], done["released_by"]) == ("released", "counsel", "records-officer")
    assert [each["action"] for each in custody.sink.told("legal_hold")] == ["set", "ask_release", "release"]
    assert len((await report(custody))["parts"]) == 1
    with pytest.raises(Conflict, match="was released"):
        await custody.holds.release(hold, by=who("somebody"))
    assert await custody.holds.all() == []
    assert [each["state"] for each in await custody.holds.all(released=True)] == ["released"]


async def test_a_hold_needs_a_scope_a_matter_and_a_record(custody: Custody) -> None:
    with pytest.raises(BadRequest, match="everything"):
        await custody.holds.set("M-1", {}, reason=WHY, **OFFICER)
    with pytest.raises(BadRequest, match="matter"):
        await custody.holds.set("the case of Jordan", {"caller": "c"}, reason=WHY, **OFFICER)
    for scope in ({"colour": "red"}, {"caller": "a b\nc"}, {"subject": "4812093377"}, {"since": "soon"},
                  {"since": "2026-02-01", "until": "2026-01-01"}):  # fmt: skip
        with pytest.raises(BadRequest):
            await custody.holds.set("M-1", scope, reason=WHY, **OFFICER)
    custody.sink.broken = True
    with pytest.raises(AuditUnavailable):
        await custody.holds.set("M-1", {"caller": "c"}, reason=WHY, **OFFICER)
    assert await custody.holds.all() == []
    with pytest.raises(NotFound):
        await custody.holds.release("none", by=who("somebody"))


async def test_a_hold_is_not_released_with_a_key_made_by_whoever_asked(custody: Custody, state: StateDatabase) -> None:
    await issue_key(state, "invented", "counsel")
    hold = (await custody.holds.set("M-9", {"unit": "IT"}, reason=WHY, **OFFICER))["id"]
    await custody.holds.ask_release(hold, reason="The matter was settled.", by=who("counsel"), written=PlainWords())
    with pytest.raises(Conflict, match="two different people"):
        await custody.holds.release(hold, by=who("invented"))
    await custody.holds.release(hold, by=who("officer"))
