"""The desk: what happens to a call that is to be held, with the real queue behind it and a detector of two words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from attached import MEDIA, PDF, PLACES, Shelf, b64
from held_calls import TERMS, Clock, Log, make_outbox
from looked_at import looked

from proxy.arrival import Arrival
from proxy.attachments.closing import put_back
from proxy.attachments.opening import Opener
from proxy.attachments.wrapping import unpacked
from proxy.audit.event import new_event_id
from proxy.errors import AuditUnavailable, BadRequest, Blocked, HeldForReview, NotFound, StateUnavailable
from proxy.exchange import Action, Approval, Caller, ParsedCall, Role, Severity, Tier, Tool, Treatment
from proxy.extract.passages import Passage
from proxy.holding.desk import Desk
from proxy.holding.marking import Marking
from proxy.holding.passage import Passage as HoldPassage
from proxy.holding.released import Release
from proxy.holding.view import MOST_TEXTS, Case
from proxy.review.answers import AnswerStore
from proxy.review.digests import Digester
from proxy.review.sealed import Sealer
from proxy.review.states import Mode, Reviewer, State, Vote, end
from proxy.review.store import HoldStore
from proxy.review.tables import review_text
from proxy.review.told import of_review
from proxy.wire.openai_chat import OpenAIChat

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase
    from proxy.holding.hearing import Hearing

CODEC = OpenAIChat()
TEACHER = Caller("teacher", "default", Role.STAFF, unit="Counseling")
TOOL = Tool("main", "openai", "small", Tier.T2, Approval("IT", date(2026, 1, 1), date(2030, 1, 1), "x"))
HOMELESS = "Sam Ortiz is homeless."


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def desk(state: StateDatabase, log: Log, clock: Clock) -> Desk:
    outbox = make_outbox(state, log, clock)
    holds = HoldStore(state, outbox, Sealer(b"k" * 32))
    people = {"dr.lopez": (), "mx.reed": ("HR",)}
    return Desk(holds, AnswerStore(state, outbox), TERMS, Marking(), people, [b"d" * 32], clock, new_event_id)


async def as_it_is(call: ParsedCall) -> ParsedCall:
    """No files in these."""
    return call


async def case(*texts: str, **headers: str) -> Case:
    """Turns of a chat: user and assistant by turns, the last one the user's."""
    roles = ["user", "assistant"] * len(texts)
    body = {"model": "small", "messages": [{"role": r, "content": t} for r, t in zip(roles, texts, strict=False)]}
    call = CODEC.parse(body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    arrival = Arrival("req_1", "/v1/chat/completions", CODEC, "/chat/completions", named, json.dumps(body).encode())
    return Case(arrival, TEACHER, TOOL, call, await looked(call), looked, as_it_is, b"k")


async def refused(desk: Desk, asked: Case) -> dict[str, Any]:
    with pytest.raises(HeldForReview) as caught:
        await desk.admit(asked)
    assert "Sam Ortiz" not in f"{caught.value} {caught.value.details}"
    return dict(caught.value.details)


async def release(desk: Desk, ticket: str, clock: Clock, mode: Mode = Mode.AS_IS, edits: dict | None = None) -> None:
    for who in ("ruth", "omar"):
        await desk.holds.vote(
            "default",
            ticket,
            Vote(Reviewer(who), release=True, mode=mode, proposal="p"),
            "why",
            edits=json.dumps(edits).encode() if edits else None,
            segments=(),
            terms=TERMS,
            now=clock.now,
            owed=lambda _before, after, _n: [of_review(after, "voted", reviewer="r")],
        )


async def deny(desk: Desk, ticket: str, clock: Clock) -> None:
    word = Vote(Reviewer("ruth"), release=False, mode=None, proposal="deny")
    await desk.holds.vote(
        "default", ticket, word, "no", edits=None, segments=(), terms=TERMS, now=clock.now, owed=lambda *_: []
    )


class Echo:
    """A machine that gives what it takes."""

    def feed(self, text: str) -> str:
        return text

    def finish(self) -> str:
        return ""


async def hear(hearing: Hearing | None, *texts: str) -> None:
    assert hearing is not None
    opened = hearing.watching(lambda _kind="text", _context="": Echo())
    for text in texts:
        machine = opened()
        for start in range(0, len(text), 7):
            machine.feed(text[start : start + 7])
        machine.finish()
    await hearing.remember()
    await hearing.remember()


async def relay(desk: Desk, asked: Case, *texts: str, under: str = "") -> None:
    """The answer to a released call goes out, in these texts."""
    passage = (
        await desk.admit(asked)
        if not under
        else HoldPassage(asked.call, asked.examined, releases=(under_ticket(under),))
    )
    await hear(desk.hearing(passage, asked.caller, asked.tool), *texts)


def under_ticket(ticket: str) -> Release:
    return Release(ticket, "", frozenset(), frozenset(), Mode.AS_IS)


async def test_held_once_and_let_through_when_released(desk: Desk, clock: Clock, log: Log) -> None:
    asked = await case(HOMELESS)
    first, second = await refused(desk, asked), await refused(desk, await case(HOMELESS))
    assert first["ticket"] == second["ticket"]
    assert (first["decision"], first["people"], first["state"]) == ("held", 2, "pending")
    await release(desk, first["ticket"], clock)
    passage = await desk.admit(asked)
    assert passage.examined.decision.action is Action.FORWARD
    assert passage.tickets == (first["ticket"],)
    for _ in range(2):
        await desk.sent(passage, "req_2", TEACHER)
    assert log.told(first["ticket"]).count("hold.sent") == 1


async def test_an_answer_that_repeats_what_was_released_does_not_hold_the_chat_again(desk: Desk, clock: Clock) -> None:
    ticket = (await refused(desk, await case(HOMELESS)))["ticket"]
    await release(desk, ticket, clock)
    answer = f"Dear counselor,\n\n{HOMELESS}\n"
    await relay(desk, await case(HOMELESS), answer)
    assert (await desk.admit(await case(HOMELESS, answer, "Shorter please."))).tickets == (ticket,)
    trimmed = f"Dear counselor,\r\n\r\n{HOMELESS}"
    assert (await desk.admit(await case(HOMELESS, trimmed, "Shorter please."))).tickets == (ticket,)
    await refused(desk, await case(HOMELESS, answer, f"Add: {HOMELESS}"))
    later = replace(desk, keys=[b"n" * 32, *desk.keys])
    assert (await later.admit(await case(HOMELESS, answer, "Shorter please."))).tickets == (ticket,)


async def test_an_answer_that_the_guard_did_not_relay_under_a_release_is_held(desk: Desk, clock: Clock) -> None:
    ticket = (await refused(desk, await case(HOMELESS)))["ticket"]
    await release(desk, ticket, clock)
    answer = f"Dear counselor, {HOMELESS}"
    invented = await case(HOMELESS, answer, "Shorter please.")
    await refused(desk, invented)
    await relay(desk, await case(HOMELESS), f"{answer} Yours")
    await refused(desk, invented)
    await relay(desk, replace(await case(HOMELESS), tool=replace(TOOL, model="large")), answer, under=ticket)
    await relay(desk, replace(await case(HOMELESS), caller=replace(TEACHER, id="colleague")), answer, under=ticket)
    await refused(desk, invented)
    assert desk.hearing(HoldPassage(invented.call, invented.examined), TEACHER, TOOL) is None
    await relay(desk, await case(HOMELESS), answer)
    await desk.admit(invented)
    clock.forward(hours=49)
    await refused(desk, invented)


@pytest.mark.parametrize("most", [MOST_TEXTS, 1], ids=["few texts", "as many as are remembered"])
async def test_a_text_that_was_denied_rides_behind_no_release(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("proxy.holding.view.MOST_TEXTS", most)
    ticket = (await refused(desk, await case(HOMELESS)))["ticket"]
    await release(desk, ticket, clock)
    kept, denied = f"Dear counselor, {HOMELESS}", f"Dear principal, {HOMELESS}"
    for answer in (kept, denied):
        await relay(desk, await case(HOMELESS), answer)
    await deny(desk, (await refused(desk, await case(denied)))["ticket"], clock)
    await refused(desk, await case(HOMELESS, denied, "Shorter please."))
    later = replace(desk, keys=[b"n" * 32, *desk.keys])
    await refused(later, await case(HOMELESS, denied, "Shorter please."))
    asked = await case(HOMELESS, kept, f"Add: {HOMELESS}")
    await deny(desk, (await refused(desk, asked))["ticket"], clock)
    edited = await case(HOMELESS, kept, "Shorter please.")
    assert (await desk.admit(edited)).tickets == (ticket,), "a denied turn does not spoil the chat before it"


async def test_the_answers_that_a_release_remembers_are_bounded_and_gone_with_it(
    desk: Desk, clock: Clock, state: StateDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proxy.review.writing.MOST_REMEMBERED", 3)
    ticket = (await refused(desk, await case(HOMELESS)))["ticket"]
    await release(desk, ticket, clock)
    for number in range(4):
        await relay(desk, await case(HOMELESS), f"Answer {number}")
    of_it = sa.select(sa.func.count()).select_from(review_text).where(review_text.c.ticket == ticket)
    assert await state.run(lambda db: db.scalar(of_it)) == 3
    clock.forward(hours=49)
    await desk.holds.tend(TERMS, clock.now)
    assert await state.run(lambda db: db.scalar(of_it)) == 0


async def test_an_answer_is_known_in_one_message_as_well_as_in_parts_and_not_when_it_is_too_long(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = (await refused(desk, await case(HOMELESS)))["ticket"]
    await release(desk, ticket, clock)
    await relay(desk, await case(HOMELESS), "Dear counselor,", HOMELESS, "Yours")
    for answer in (f"Dear counselor,\n\n{HOMELESS}\n\nYours", f"{HOMELESS}\nYours", HOMELESS):
        await desk.admit(await case(HOMELESS, answer, "Shorter please."))
    await refused(desk, await case(HOMELESS, f"Yours, {HOMELESS}", "Shorter please."))
    monkeypatch.setattr("proxy.holding.hearing.MOST_CHARS", 20)
    await relay(desk, await case(HOMELESS), f"At length: {HOMELESS}")
    await refused(desk, await case(HOMELESS, f"At length: {HOMELESS}", "Shorter please."))


async def test_an_answer_passes_when_it_cannot_be_remembered(desk: Desk, clock: Clock, state: StateDatabase) -> None:
    ticket = (await refused(desk, await case(HOMELESS)))["ticket"]
    await release(desk, ticket, clock)
    passage = await desk.admit(await case(HOMELESS))
    state.close()
    await hear(desk.hearing(passage, TEACHER, TOOL), f"So {HOMELESS}")
    state.open()
    await refused(desk, await case(HOMELESS, f"So {HOMELESS}", "Shorter please."))


async def test_a_release_and_a_denial_outlive_the_rotation_of_the_secret(desk: Desk, clock: Clock) -> None:
    released = (await refused(desk, await case(HOMELESS)))["ticket"]
    await release(desk, released, clock)
    waiting = (await refused(desk, await case(f"Please. {HOMELESS}")))["ticket"]
    later = replace(desk, keys=[b"n" * 32, *desk.keys])
    assert (await later.admit(await case(HOMELESS))).tickets == (released,)
    history = await case(HOMELESS, "I see.", "Thank you. What next?")
    assert (await later.admit(history)).tickets == (released,)
    assert (await refused(later, await case(f"Please. {HOMELESS}", x_chaperone_ticket=waiting)))["ticket"] == waiting
    forgotten = replace(desk, keys=[b"n" * 32])
    assert (await refused(forgotten, await case(HOMELESS)))["ticket"] != released


async def test_an_edited_release_outlives_it_too(desk: Desk, clock: Clock) -> None:
    asked = await case(HOMELESS)
    ticket = (await refused(desk, asked))["ticket"]
    digest = Digester.of(desk.keys[0], TEACHER, TOOL).text(HOMELESS)
    await release(desk, ticket, clock, Mode.EDITED, {digest: "Sam Ortiz, homeless, is well."})
    later = replace(desk, keys=[b"n" * 32, *desk.keys])
    passage = await later.admit(asked)
    assert passage.tickets == (ticket,)
    assert [segment.text for segment in passage.call.segments][-1] == "Sam Ortiz, homeless, is well."


async def test_a_release_that_ends_on_the_way_out_stops_the_call(desk: Desk, clock: Clock) -> None:
    asked = await case(HOMELESS)
    ticket = (await refused(desk, asked))["ticket"]
    await release(desk, ticket, clock)
    passage = await desk.admit(asked)
    await desk.holds.change("default", ticket, lambda hold: end(hold, clock.now), lambda *_: [])
    with pytest.raises(Blocked, match="has just ended"):
        await desk.sent(passage, "req_2", TEACHER)
    assert (await refused(desk, asked))["ticket"] != ticket


async def test_a_denial_counts_whatever_else_was_released_of_its_texts(desk: Desk, clock: Clock) -> None:
    ticket = (await refused(desk, await case(HOMELESS)))["ticket"]
    word = Vote(Reviewer("ruth"), release=False, mode=None, proposal="deny")
    await desk.holds.vote(
        "default", ticket, word, "no", edits=None, segments=(), terms=TERMS, now=clock.now, owed=lambda *_: []
    )
    other = await case(HOMELESS, "Thanks.", "Write to the family.")
    await release(desk, (await refused(desk, other))["ticket"], clock)
    assert (await desk.admit(other)).tickets
    with pytest.raises(Blocked, match="A reviewer decided") as caught:
        await desk.admit(await case(HOMELESS))
    assert not isinstance(caught.value, HeldForReview)
    assert caught.value.details["ticket"] == ticket
    clock.forward(hours=49)
    assert (await refused(desk, await case(HOMELESS)))["ticket"] != ticket


async def test_a_denial_counts_also_when_somebody_answers_for_the_decision(desk: Desk, clock: Clock) -> None:
    text = "Please decide whom to hire."
    ticket = (await refused(desk, await case(text)))["ticket"]
    word = Vote(Reviewer("ruth"), release=False, mode=None, proposal="deny")
    await desk.holds.vote(
        "default", ticket, word, "no", edits=None, segments=(), terms=TERMS, now=clock.now, owed=lambda *_: []
    )
    with pytest.raises(Blocked, match="A reviewer decided") as caught:
        await desk.admit(await case(text, x_chaperone_responsible="dr.lopez"))
    assert caught.value.details["ticket"] == ticket


async def test_a_redacted_release_hides_every_text_of_its_call_and_not_only_those_it_remembers(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proxy.holding.view.MOST_TEXTS", 1)
    asked = await case(HOMELESS, "Sam Ortiz, noted.", "Sam Ortiz is homeless: write to the family.")
    ticket = (await refused(desk, asked))["ticket"]
    text = Digester.of(desk.keys[0], asked.caller, asked.tool).text
    remembered = (await desk.holds.get("default", ticket, clock.now)).segments
    assert len({text(each.text) for each in asked.call.segments}.intersection(remembered)) == 1
    await release(desk, ticket, clock, Mode.REDACTED)
    passage = await desk.admit(asked)
    assert passage.examined.decision.action is Action.FORWARD
    assert [set(each) for each in passage.examined.decision.treatments] == [{Treatment.REDACT}] * 3


async def test_a_later_turn_goes_through_and_a_new_text_or_caller_or_tool_does_not(desk: Desk, clock: Clock) -> None:
    ticket = (await refused(desk, await case(HOMELESS)))["ticket"]
    await release(desk, ticket, clock)
    passage = await desk.admit(await case(HOMELESS, "An answer.", "Shorter, please."))
    assert passage.examined.decision.action is Action.FORWARD
    await refused(desk, await case(HOMELESS, "An answer.", "And his brother is homeless too."))
    await refused(desk, replace(await case(HOMELESS), caller=replace(TEACHER, id="colleague")))
    await refused(desk, replace(await case(HOMELESS), tool=replace(TOOL, model="large")))
    clock.forward(hours=49)
    await refused(desk, await case(HOMELESS))


async def test_an_edit_takes_the_place_of_its_text_and_is_decided_like_any_other(desk: Desk, clock: Clock) -> None:
    asked = await case(HOMELESS)
    ticket = (await refused(desk, asked))["ticket"]
    hold = await desk.holds.get("default", ticket, clock.now)
    view = json.loads(await desk.holds.content(hold, "view") or b"")
    assert "Sam Ortiz" not in json.dumps(view["segments"])
    digest = view["segments"][0]["digest"]
    await release(desk, ticket, clock, Mode.EDITED, {digest: "Sam Ortiz needs a quiet place."})
    passage = await desk.admit(asked)
    assert [segment.text for segment in passage.call.segments] == ["Sam Ortiz needs a quiet place."]
    assert passage.examined.decision.action is Action.FORWARD
    assert passage.tickets == (ticket,)

    other = await case(f"{HOMELESS} Again.")
    second = (await refused(desk, other))["ticket"]
    view = json.loads(await desk.holds.content(await desk.holds.get("default", second, clock.now), "view") or b"")
    edit = {view["segments"][0]["digest"]: "Sam Ortiz has free lunch."}
    await release(desk, second, clock, Mode.EDITED, edit)
    assert (await desk.admit(other)).examined.decision.action is Action.BLOCK


@pytest.mark.parametrize("place", ["chat file, data URL", "anthropic document"])
@pytest.mark.parametrize("media", ["text/plain", MEDIA])
async def test_texts_of_files_are_held_shown_and_edited_like_any_other(
    desk: Desk, clock: Clock, place: str, media: str
) -> None:
    at, shelf = PLACES[place], Shelf([Passage("Lunch is at noon.", "page 1"), Passage(HOMELESS, "page 2")])
    opener = Opener(reader=shelf)
    data = HOMELESS.encode() if media == "text/plain" else PDF
    call = await opener.open(at.codec.parse(at.body(data, media, "report")))
    arrival = Arrival("req_1", "/v1/x", at.codec, "/x", {}, b"{}")
    asked = Case(arrival, TEACHER, TOOL, call, await looked(call), looked, opener.open, b"k")
    ticket = (await refused(desk, asked))["ticket"]
    view = json.loads(await desk.holds.content(await desk.holds.get("default", ticket, clock.now), "view") or b"")
    shown = next(each for each in view["segments"] if "homeless" in each["text"])
    assert "~file" in shown["place"]
    await release(desk, ticket, clock, Mode.EDITED, {shown["digest"]: "Sam Ortiz needs a quiet place."})
    passage = await desk.admit(asked)
    assert (passage.examined.decision.action, passage.tickets) == (Action.FORWARD, (ticket,))
    out = json.dumps(put_back(at.codec, passage.call, passage.examined.transformed.replacements, model="m"))
    held = PDF if media == MEDIA else HOMELESS.encode()
    assert b64(held)[:30] not in out
    assert "homeless" not in out
    if media == MEDIA:
        assert "needs a quiet place." in out
        assert "Lunch is at noon." in out
        assert "Sam Ortiz" not in out
    else:
        carried = at.carried(json.loads(out))
        assert b"needs a quiet place." in unpacked(carried)[1]


async def test_a_named_person_answers_for_a_decision_and_nobody_else_may_be_named(desk: Desk) -> None:
    text = "Please decide whom to hire."
    await refused(desk, await case(text))
    passage = await desk.admit(await case(text, x_chaperone_responsible="dr.lopez"))
    assert (passage.responsible, passage.examined.decision.action) == ("dr.lopez", Action.FORWARD)
    for nobody in ("Dr. Lopez", "mx.reed", "x" * 500):
        with pytest.raises(BadRequest) as caught:
            await desk.admit(await case(text, x_chaperone_responsible=nobody))
        assert nobody not in str(caught.value)
    both = await case(f"{text} {HOMELESS}", x_chaperone_responsible="dr.lopez")
    hold = await desk.holds.get("default", (await refused(desk, both))["ticket"], desk.clock())
    assert hold.rules == ("R09-special",)


async def test_a_ticket_that_comes_along_must_be_one_s_own(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await desk.admit(await case(HOMELESS, x_chaperone_ticket="hold_unknown"))
    ticket = (await refused(desk, await case(HOMELESS)))["ticket"]
    assert (await refused(desk, await case(HOMELESS, x_chaperone_ticket=ticket)))["ticket"] == ticket
    with pytest.raises(HeldForReview, match="for other content"):
        await desk.admit(await case(f"{HOMELESS} Really.", x_chaperone_ticket=ticket))
    stranger = replace(await case(HOMELESS, x_chaperone_ticket=ticket), caller=replace(TEACHER, id="colleague"))
    with pytest.raises(NotFound):
        await desk.admit(stranger)


async def test_without_the_state_or_the_log_nothing_is_held_by_halves_and_nothing_goes_out(
    desk: Desk, state: StateDatabase, clock: Clock, log: Log
) -> None:
    asked = await case(HOMELESS)
    ticket = (await refused(desk, asked))["ticket"]
    log.away = True
    with pytest.raises(AuditUnavailable):
        await release(desk, ticket, clock)
    with pytest.raises(AuditUnavailable):
        await desk.admit(await case(f"{HOMELESS} Anew."))
    log.away = False
    clock.forward(seconds=11)
    word = Vote(Reviewer("omar"), release=True, mode=Mode.AS_IS, proposal="p")
    log.away = True
    with pytest.raises(AuditUnavailable):
        await desk.holds.vote(
            "default", ticket, word, "y", edits=None, segments=(), terms=TERMS, now=clock.now,
            owed=lambda _before, after, _n: [of_review(after, "released", reviewer="omar")],
        )  # fmt: skip
    assert (await desk.holds.get("default", ticket, clock.now)).state is State.RELEASED
    with pytest.raises(AuditUnavailable):
        await desk.admit(asked)  # released, and the log does not know it yet
    log.away = False
    assert (await desk.admit(asked)).tickets == (ticket,)
    state.close()
    with pytest.raises(StateUnavailable):
        await desk.admit(asked)


async def test_without_a_queue_a_call_is_left_to_be_refused_and_a_person_may_still_answer_for_a_decision(
    desk: Desk,
) -> None:
    closed = replace(desk, queue=False)
    passage = await closed.admit(await case(HOMELESS))
    assert (passage.examined.decision.action, passage.releases) == (Action.HOLD, ())
    assert await closed.holds.of_caller("default", "teacher", now=desk.clock(), limit=9) == []
    answered = await closed.admit(await case("Please decide whom to hire.", x_chaperone_responsible="dr.lopez"))
    assert answered.examined.decision.action is Action.FORWARD


async def test_answers_are_flagged_from_a_severity_on_and_marked_only_where_that_is_set(desk: Desk) -> None:
    decision = (await case("x")).examined.decision
    mild, severe = replace(decision, severity=Severity.S2), replace(decision, severity=Severity.S3)
    assert await desk.notices(TEACHER, severe, "req_1") == {}
    await desk.answers.flush()
    assert await desk.answers.waits("default", "req_1") is True
    marking = replace(desk, marking=Marking(marks=True))
    assert await marking.notices(TEACHER, mild, "req_2") == {}
    told = await marking.notices(TEACHER, severe, "req_3")
    assert told == {
        "x-ai-review": "required; unacknowledged",
        "x-ai-review-ack": "/v1/review-acks/req_3",
        "x-ai-review-open": "2",
    }
