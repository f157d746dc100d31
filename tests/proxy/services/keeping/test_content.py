"""Kept text is seen under a case number, originals only by two people and a key that is not here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from custody import PRIVATE, Custody, PlainWords, who
from issued_keys import issue_key

from proxy.audit.content.sealing import generate_pair
from proxy.errors import AuditUnavailable, BadRequest, Conflict, InternalError, NotFound
from proxy.services.keeping.content import open_bundle

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase
    from proxy.exchange import Caller

ASK = {"case": "C-7", "reason": "A parent's complaint about an answer.", "written": PlainWords()}


@pytest.fixture
def custody(state: StateDatabase) -> Custody:
    return Custody(state)


async def test_redacted_text_is_shown_under_a_case_number_and_that_is_recorded(custody: Custody) -> None:
    await custody.put(custody.part("req_1", "answer", text=b"the answer"), custody.part("req_1", text=b"the prompt"))
    shown = await custody.content.show("req_1", by=who("officer"), **ASK)
    assert [(part["part"], part["text"]) for part in shown] == [("prompt", "the prompt"), ("answer", "the answer")]
    (told,) = custody.sink.told("content")
    assert (told["action"], told["about"], told["case"], told["parts"]) == ("show", "req_1", "C-7", 2)
    with pytest.raises(BadRequest, match="case number"):
        await custody.content.show("req_1", by=who("officer"), **{**ASK, "case": ""})
    with pytest.raises(NotFound):
        await custody.content.show("req_2", by=who("officer"), **ASK)


async def test_nothing_is_shown_when_the_look_cannot_be_recorded_or_the_row_was_changed(custody: Custody) -> None:
    await custody.put(custody.part("req_1"))
    custody.sink.broken = True
    with pytest.raises(AuditUnavailable):
        await custody.content.show("req_1", by=who("officer"), **ASK)
    custody.sink.broken = False
    await custody.put(custody.part("req_2", body=custody.part("req_1").body))
    with pytest.raises(InternalError, match="cannot be opened"):
        await custody.content.show("req_2", by=who("officer"), **ASK)


async def test_originals_are_opened_by_two_people_and_a_key_that_is_not_here(custody: Custody) -> None:
    await custody.put(custody.part("req_1", "prompt_original", text=b"Jordan's own words"))
    opening = (await custody.content.ask("req_1", by=who("officer"), **ASK))["id"]
    with pytest.raises(Conflict, match="is asked"):
        await custody.content.fetch(opening, by=who("officer"))
    with pytest.raises(Conflict, match="another person"):
        await custody.content.decide(opening, approve=True, by=who("officer"))
    await custody.content.decide(opening, approve=True, by=who("superintendent"))
    with pytest.raises(Conflict, match="whoever asked"):
        await custody.content.fetch(opening, by=who("superintendent"))
    bundle = await custody.content.fetch(opening, by=who("officer"))
    assert "Jordan" not in str(bundle)
    (opened,) = open_bundle(bundle, PRIVATE, None)
    assert (opened["text"], opened["agrees"]) == ("Jordan's own words", True)
    assert [each["action"] for each in custody.sink.told("content")] == ["ask", "approve", "fetch"]
    assert custody.sink.told("content")[1]["asked_by"] == "officer"


@pytest.mark.parametrize(
    "second", [who("officer-2", owner="officer"), who("another-key", owner="officer"), who("operator:officer")]
)
async def test_one_person_with_two_keys_or_on_two_faces_is_not_two_people(custody: Custody, second: Caller) -> None:
    await custody.put(custody.part("req_1", "prompt_original"))
    opening = (await custody.content.ask("req_1", by=who("officer"), **ASK))["id"]
    with pytest.raises(Conflict, match="another person"):
        await custody.content.decide(opening, approve=True, by=second)
    custody.sink.events.clear()
    await custody.content.decide(opening, approve=True, by=who("key-7", owner="superintendent"))
    assert [event.caller for event in custody.sink.events] == ["key-7"], "the log names the key that was used"


async def test_an_approval_ends_and_a_refusal_is_final(custody: Custody) -> None:
    await custody.put(custody.part("req_1", "prompt_original"))
    first = (await custody.content.ask("req_1", by=who("officer"), **ASK))["id"]
    await custody.content.decide(first, approve=True, by=who("superintendent"))
    custody.now += timedelta(hours=24)
    with pytest.raises(Conflict, match="expired"):
        await custody.content.fetch(first, by=who("officer"))
    second = (await custody.content.ask("req_1", by=who("officer"), **ASK))["id"]
    await custody.content.decide(second, approve=False, by=who("superintendent"))
    with pytest.raises(Conflict, match="refused"):
        await custody.content.fetch(second, by=who("officer"))
    with pytest.raises(Conflict, match="was refused by"):
        await custody.content.decide(second, approve=True, by=who("counsel"))
    assert sorted(each["state"] for each in await custody.content.openings()) == ["expired", "refused"]


async def test_what_is_not_kept_cannot_be_asked_for(custody: Custody) -> None:
    await custody.put(custody.part("req_1"))
    with pytest.raises(NotFound):
        await custody.content.ask("req_1", by=who("officer"), **ASK)
    with pytest.raises(NotFound):
        await custody.content.fetch("none", by=who("officer"))
    assert custody.sink.events == []


async def test_a_bundle_that_is_none_or_does_not_fit_is_refused_in_words(custody: Custody) -> None:
    await custody.put(custody.part("req_1", "prompt_original"))
    opening = (await custody.content.ask("req_1", by=who("officer"), **ASK))["id"]
    await custody.content.decide(opening, approve=True, by=who("superintendent"))
    bundle = await custody.content.fetch(opening, by=who("officer"))
    other, _ = generate_pair(None)
    moved = {**bundle, "parts": [{**bundle["parts"][0], "request_id": "req_2"}]}
    for given, key in ((bundle, other), (moved, PRIVATE), ({}, PRIVATE), ([], PRIVATE), (bundle, b"")):
        with pytest.raises(BadRequest):
            open_bundle(given, key, None)


async def test_a_key_made_by_whoever_asked_is_no_second_person(custody: Custody, state: StateDatabase) -> None:
    await issue_key(state, "invented", "officer")
    await custody.put(custody.part("req_1", "prompt_original"))
    opening = (await custody.content.ask("req_1", by=who("officer"), **ASK))["id"]
    with pytest.raises(Conflict, match="another person"):
        await custody.content.decide(opening, approve=True, by=who("invented"))
    await custody.content.decide(opening, approve=True, by=who("superintendent"))
