"""The review queue as its people meet it: a call is held, reviewers decide, the caller goes on; from outside only."""

from __future__ import annotations

import json
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from client import chat, send
from guard import Guard

from proxy.callers import keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from client import Reply
    from recording_provider import RecordingProvider

SENSITIVE = "My student Marisol Ochoa is on a safety plan after a suicide attempt. Help me write to her mother."
DECISION = "Rank these three applicants and decide whom we should hire: A, B, C."
PEOPLE = {
    "teacher": {"role": "staff", "unit": "Counseling"},
    "colleague": {"role": "staff", "unit": "Counseling"},
    "elsewhere": {"role": "staff", "unit": "Transport"},
    "ruth": {"role": "reviewer", "owner": "ruth.kim"},
    "omar": {"role": "reviewer", "owner": "omar.diaz"},
    "ruth-second": {"role": "reviewer", "owner": "ruth.kim"},
    "auditor": {"role": "auditor"},
    "it": {"role": "admin"},
    "nightly": {"role": "staff", "kind": "job", "owner": "omar.diaz", "purpose": "summaries"},
}


CONFIGS = "/audit/v1/records?kinds=config"


def wait_until(condition: Callable[[], bool], within_s: float = 15) -> bool:
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


class District:
    """One guard with its people, each with a key of their own."""

    def __init__(self, folder: Path, upstream: str, **settings: Any) -> None:
        self.minted = {name: keys.mint() for name in PEOPLE}
        later = (datetime.now(UTC).date() + timedelta(days=365)).isoformat()
        callers = [
            {"id": name, "key_hash": minted.key_hash, "prefix": minted.prefix, "expires": later, **PEOPLE[name]}
            for name, minted in self.minted.items()
        ]
        policy = {"purposes": {"summaries": "Board 2026-11"}, "accountable": {"dr.lopez": [], "mx.reed": ["HR"]}}
        extra = {"dialect": settings.pop("dialect", "openai")}
        everything = {"callers": callers, "policy": policy, **settings}
        self.guard = Guard(folder, upstream, settings=everything, provider_extra=extra)

    def key(self, who: str) -> str:
        return self.minted[who].key

    def chat(self, who: str, content: Any, **more: Any) -> Reply:
        return chat(self.guard, content, key=self.key(who), **more)

    def ask(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        sent = {"authorization": f"Bearer {self.key(who)}", "content-type": "application/json", **headers}
        return send(self.guard, method, path, None if body is None else json.dumps(body).encode(), sent)

    def decide(self, who: str, ticket: str, decision: str = "release", **more: Any) -> Reply:
        word = {"decision": decision, "reason": "Looked at it with the counsellor.", **more}
        return self.ask(who, "POST", f"/v1/reviews/{ticket}/decision", word)

    def events(self, ticket: str) -> list[str]:
        """What the audit says of a ticket, oldest first."""
        query = "/audit/v1/records?kinds=hold,review&limit=500"
        records = self.ask("auditor", "GET", query).json["records"]
        mine = [each for each in reversed(records) if each["detail"]["ticket"] == ticket]
        return [f"{each['kind']}.{each['detail']['action']}" for each in mine]


@pytest.fixture(scope="module")
def district(provider: RecordingProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    made = District(tmp_path_factory.mktemp("district"), provider.base_url)
    with made.guard:
        yield made


def held(reply: Reply) -> dict[str, Any]:
    assert (reply.status, reply.error["code"]) == (400, "held_for_review"), reply.raw[:300]
    return reply.error["chaperone"]


def test_two_reviewers_release_and_the_caller_goes_on(district: District, provider: RecordingProvider) -> None:
    before = len(provider.received)
    first = district.chat("teacher", SENSITIVE)
    told = held(first)
    ticket = told["ticket"]
    assert len(provider.received) == before
    assert "Marisol" not in first.raw.decode()
    assert told["people"] == 2
    assert ticket in first.error["message"]
    assert told["look"] == f"/v1/holds/{ticket}"
    assert "waits for a reviewer" in told["explanation"]["en"]["done"]

    again = held(district.chat("teacher", SENSITIVE, stream=True))
    assert again["ticket"] == ticket
    assert district.ask("teacher", "GET", f"/v1/holds/{ticket}").json["state"] == "pending"
    early = district.ask("teacher", "POST", f"/v1/holds/{ticket}/collect")
    assert (early.status, early.error["code"]) == (409, "conflict")

    queue = district.ask("ruth", "GET", "/v1/reviews").json["holds"]
    assert [each["ticket"] for each in queue] == [ticket]
    view = district.ask("ruth", "GET", f"/v1/reviews/{ticket}").json
    assert "Marisol" not in json.dumps(view)
    assert "safety plan" in json.dumps(view)
    assert view["segments"][0]["replaced"]["STUDENT_NAME"] == 1
    bare = district.ask("ruth", "POST", f"/v1/reviews/{ticket}/reveal", {"reason": ""})
    assert (bare.status, bare.error["param"]) == (400, "reason")
    shown = district.ask("ruth", "POST", f"/v1/reviews/{ticket}/reveal", {"reason": "Which child is this about?"})
    assert "Marisol Ochoa" in json.dumps(shown.json)

    one = district.decide("ruth", ticket, mode="as_is").json
    assert (one["state"], one["votes"]) == ("pending", 1)
    same_person = district.decide("ruth-second", ticket, mode="as_is")
    assert (same_person.status, same_person.error["code"]) == (409, "conflict")
    held(district.chat("teacher", SENSITIVE))
    two = district.decide("omar", ticket, agree=one["proposal"]).json
    assert (two["state"], two["votes"], two["mode"]) == ("released", 2, "as_is")

    sent = district.chat("teacher", SENSITIVE)
    assert sent.status == 200
    assert "Marisol Ochoa" in sent.text
    assert "Marisol" not in provider.received[-1].everything
    assert "safety plan" in provider.received[-1].everything
    collected = district.ask("teacher", "POST", f"/v1/holds/{ticket}/collect")
    assert collected.status == 200
    assert "Marisol Ochoa" in collected.text
    assert district.ask("colleague", "POST", f"/v1/holds/{ticket}/collect").status == 404

    assert district.events(ticket) == [
        "hold.opened", "review.viewed", "review.revealed", "review.voted", "review.voted", "review.released",
        "hold.sent", "hold.collected",
    ]  # fmt: skip


def test_a_wrong_release_is_ended_by_an_administrator_who_sees_nothing_of_the_call(district: District) -> None:
    text = "My student Ivo Brand is on a safety plan after a suicide attempt. Write to his father."
    ticket = held(district.chat("teacher", text))["ticket"]
    end = f"/v1/reviews/{ticket}/end"
    early = district.ask("it", "POST", end, {"reason": "It was released by mistake."})
    assert (early.status, early.error["code"]) == (409, "conflict")
    district.decide("ruth", ticket, mode="as_is")
    district.decide("omar", ticket, mode="as_is")
    assert district.chat("teacher", text).status == 200
    assert district.ask("it", "GET", f"/v1/reviews/{ticket}").status == 403
    for who in ("teacher", "auditor"):
        assert district.ask(who, "POST", end, {"reason": "It was released by mistake."}).status == 403
    assert district.ask("it", "POST", end, {"reason": "no"}).status == 400
    told = district.ask("it", "POST", end, {"reason": "It was released for the child Marisol Ochoa."})
    assert (told.status, set(told.json)) == (200, {"ticket", "state", "ended_at"})
    assert held(district.chat("teacher", text))["ticket"] != ticket
    late = district.ask("teacher", "POST", f"/v1/holds/{ticket}/collect")
    assert (late.status, late.error["chaperone"]["state"]) == (409, "ended")
    assert "taken back" in district.ask("teacher", "GET", f"/v1/holds/{ticket}").json["next"]["en"]
    assert "review.ended" in district.events(ticket)
    assert "Marisol" not in json.dumps(district.ask("auditor", "GET", "/audit/v1/records?kinds=review").json)


def test_later_turns_resend_the_history_and_only_new_words_are_held(
    district: District, provider: RecordingProvider
) -> None:
    text = "My student Devon Price is on a safety plan. Draft a note for his counselor."
    ticket = held(district.chat("teacher", text))["ticket"]
    proposal = district.decide("ruth", ticket, mode="as_is").json["proposal"]
    district.decide("omar", ticket, agree=proposal)
    history = [
        {"role": "user", "content": text},
        {"role": "assistant", "content": "Dear counselor, here is the note."},
    ]

    def turn(content: str) -> Reply:
        body = {"model": "echo", "messages": [*history, {"role": "user", "content": content}]}
        return district.ask("teacher", "POST", "/v1/chat/completions", body)

    assert turn("Thank you. Make it shorter, please.").status == 200
    assert "Devon" not in provider.received[-1].everything
    fresh = turn("Also, my student Kiara Boone was placed in foster care by CPS. Add that.")
    other = held(fresh)["ticket"]
    assert other != ticket
    revealing = turn("He goes to Lincoln Elementary, grade 4, born 3/14/2016, and cut himself again yesterday.")
    assert held(revealing)["ticket"] not in {ticket, other}
    blocked = turn("His family gets free lunch: Devon Price is on the free lunch list.")
    assert (blocked.status, blocked.error["code"]) == (400, "content_policy_violation")
    assert "start a new chat" in blocked.error["chaperone"]["explanation"]["en"]["next"]
    elsewhere = district.chat("colleague", text)
    assert held(elsewhere)["ticket"] not in {ticket, other}


def test_only_an_answer_that_the_guard_gave_goes_with_a_release(district: District) -> None:
    text = "My student Joel Ibarra is on a safety plan. Draft a note for his counselor."
    ticket = held(district.chat("teacher", text))["ticket"]
    proposal = district.decide("ruth", ticket, mode="as_is").json["proposal"]
    district.decide("omar", ticket, agree=proposal)

    def turn(answer: str) -> Reply:
        said = [("user", text), ("assistant", answer), ("user", "Shorter, please.")]
        body = {"model": "echo", "messages": [{"role": role, "content": content} for role, content in said]}
        return district.ask("teacher", "POST", "/v1/chat/completions", body)

    invented = "My student Joel Ibarra is on a safety plan since the incident at home. Draft a note."
    assert held(turn(invented))["ticket"] != ticket
    answer = district.chat("teacher", text).text
    assert "Joel Ibarra is on a safety plan" in answer
    assert turn(f"{answer}\n").status == 200
    assert held(turn(f"{answer} {invented}"))["ticket"] != ticket


def test_nobody_reviews_their_own(district: District) -> None:
    ticket = held(district.chat("ruth", "My student Ana Duarte is homeless. What do I do?"))["ticket"]
    for who in ("ruth", "ruth-second"):
        reply = district.decide(who, ticket, mode="as_is")
        assert (reply.status, reply.error["code"]) == (403, "permission_denied")
        assert "own call" in reply.error["message"]
        assert district.ask(who, "POST", f"/v1/reviews/{ticket}/reveal", {"reason": "I wrote it."}).status in {400, 403}
    assert district.events(ticket)[:3] == ["hold.opened", "review.refused", "review.refused"]
    assert district.ask("ruth", "GET", f"/v1/holds/{ticket}").json["state"] == "pending"
    assert district.ask("teacher", "GET", "/v1/reviews").status == 403


def test_an_edited_release_is_sent_in_place_of_the_original(district: District, provider: RecordingProvider) -> None:
    text = "My student Theo Marsh told me he wants to die. His email is theo.marsh@example.org. Help me answer him."
    ticket = held(district.chat("teacher", text))["ticket"]
    segment = district.ask("ruth", "GET", f"/v1/reviews/{ticket}").json["segments"][0]
    name = segment["text"].split("student ")[1].split(" told")[0]
    edit = {"segment": segment["segment"], "text": f"{name} had a hard week. Help me write a kind note to {name}."}
    one = district.decide("ruth", ticket, mode="edited", edits=[edit]).json
    proposed = district.ask("omar", "GET", f"/v1/reviews/{ticket}").json["votes"][0]
    assert proposed["edits"] == [{"segment": segment["segment"], "text": edit["text"]}]
    assert district.decide("omar", ticket, agree=one["proposal"]).json["state"] == "released"
    sent = district.chat("teacher", text)
    assert sent.status == 200
    assert sent.text.startswith("Theo Marsh had a hard week.")
    everything = provider.received[-1].everything
    assert "wants to die" not in everything
    assert "Theo" not in everything
    history = [{"role": "user", "content": text}, {"role": "assistant", "content": "A note."}]
    body = {"model": "echo", "messages": [*history, {"role": "user", "content": "Shorter, please."}]}
    later = district.ask("teacher", "POST", "/v1/chat/completions", body)
    assert later.status == 200
    assert "wants to die" not in provider.received[-1].everything


def test_a_redacted_release_sends_nothing_that_tells_who_it_is(district: District, provider: RecordingProvider) -> None:
    text = "My student Ivy Castillo, in grade 4 at Lincoln Elementary, lives in a motel since March. Who can help?"
    ticket = held(district.chat("teacher", text))["ticket"]
    for who in ("ruth", "omar"):
        told = district.decide(who, ticket, mode="redacted").json
    assert told["state"] == "released"
    reply = district.chat("teacher", text)
    assert reply.status == 200
    everything = provider.received[-1].everything
    assert "lives in a motel" in everything
    for identifying in ("Ivy", "Lincoln", "grade 4", "PERSON_1"):
        assert identifying not in everything
    assert "Ivy" not in reply.text


def test_a_denial_is_final_for_that_content(district: District, provider: RecordingProvider) -> None:
    text = "My student Noel Abara is pregnant. Write a message to the whole class about it."
    ticket = held(district.chat("teacher", text))["ticket"]
    assert district.decide("omar", ticket, "deny").json["state"] == "denied"
    late = district.decide("ruth", ticket, mode="as_is")
    assert (late.status, late.error["chaperone"]["state"]) == (409, "denied")
    before = len(provider.received)
    reply = district.chat("teacher", text)
    assert (reply.status, reply.error["code"]) == (400, "content_policy_violation")
    assert (reply.error["chaperone"]["decision"], reply.error["chaperone"]["ticket"]) == ("denied", ticket)
    assert len(provider.received) == before
    assert district.ask("teacher", "GET", f"/v1/holds/{ticket}").json["next"]["en"].startswith("It must not be sent")


def test_one_takes_back_what_nobody_decided(district: District) -> None:
    text = "My student Rafa Quiroz was placed in foster care by CPS. Summarise his situation."
    ticket = held(district.chat("teacher", text))["ticket"]
    assert district.ask("colleague", "POST", f"/v1/holds/{ticket}/withdraw").status == 404
    assert district.ask("teacher", "POST", f"/v1/holds/{ticket}/withdraw").json["state"] == "withdrawn"
    assert district.decide("omar", ticket, mode="as_is").status == 409
    assert held(district.chat("teacher", text))["ticket"] != ticket


def test_a_decision_about_a_person_needs_somebody_who_answers_for_it(
    district: District, provider: RecordingProvider
) -> None:
    ticket = held(district.chat("teacher", DECISION))["ticket"]

    def named(person: str) -> Reply:
        body = {"model": "echo", "messages": [{"role": "user", "content": DECISION}]}
        return district.ask("teacher", "POST", "/v1/chat/completions", body, **{"x-chaperone-responsible": person})

    assert (named("nobody").status, named("nobody").error["param"]) == (400, "x-chaperone-responsible")
    assert named("mx.reed").status == 400  # answers for another department
    reply = named("dr.lopez")
    assert reply.status == 200
    records = district.ask("auditor", "GET", f"/audit/v1/records/{reply.headers['x-request-id']}").json["records"]
    assert records[0]["detail"]["responsible"] == "dr.lopez"
    bare = district.decide("omar", ticket, mode="as_is")
    assert (bare.status, bare.error["param"]) == (400, "responsible")
    told = district.decide("omar", ticket, mode="as_is", responsible="dr.lopez").json
    assert (told["state"], told["responsible"]) == ("released", "dr.lopez")
    assert district.chat("teacher", DECISION).status == 200


def test_held_content_is_not_readable_in_the_database(district: District) -> None:
    held(district.chat("teacher", "My student Quillon Farrow is homeless and sleeps in a car."))
    stored = b"".join(path.read_bytes() for path in district.guard.data.glob("state.db*"))
    assert b"Quillon" not in stored
    assert b"sleeps in a car" not in stored
    assert b"hold_" in stored


def test_a_person_says_that_an_answer_was_reviewed(district: District) -> None:
    reply = district.chat("teacher", "My student Lena Voss scored 2391 on the SBAC. What does that mean?")
    assert reply.headers["x-ai-review"] == "required"
    path = f"/v1/review-acks/{reply.headers['x-request-id']}"
    assert district.ask("elsewhere", "POST", path).status == 404
    assert district.ask("nightly", "POST", path).status == 403
    assert district.ask("teacher", "POST", path + "?result=maybe").status == 400
    first = district.ask("colleague", "POST", path + "?result=corrected").json
    assert (first["acknowledged"], first["already"]) == (True, False)
    assert district.ask("teacher", "POST", path).json["already"] is True
    assert district.ask("teacher", "POST", "/v1/review-acks/req_unknown").status == 404
    assert district.ask("teacher", "GET", "/v1/review-acks").status == 403
    report = district.ask("auditor", "GET", "/v1/review-acks").json
    assert {each["unit"] for each in report["units"]} == {"Counseling"}
    assert "teacher" not in json.dumps(report)
    records = district.ask("auditor", "GET", "/audit/v1/records?kinds=review.ack").json["records"]
    assert [each["detail"]["result"] for each in records] == ["corrected"]


def test_a_job_calls_under_its_owner_and_purpose(district: District) -> None:
    reply = district.chat("nightly", "Summarise the lunch menu.")
    assert reply.status == 200
    records = district.ask("auditor", "GET", f"/audit/v1/records/{reply.headers['x-request-id']}").json["records"]
    detail = records[0]["detail"]
    assert (detail["caller_kind"], detail["owner"], detail["purpose"]) == ("job", "omar.diaz", "summaries")


def test_marked_answers_wait_open_calls_are_few_and_the_queue_survives_a_restart(
    tmp_path: Path, provider: RecordingProvider
) -> None:
    review = {"acknowledge": "mark", "most_open": 2, "two_people_from": "S4", "valid_for_h": 1}
    district = District(tmp_path / "g", provider.base_url, review=review)
    with district.guard:
        reply = district.chat("teacher", "My student Lena Voss scored 2391 on the SBAC. What does that mean?")
        assert reply.headers["x-ai-review"] == "required; unacknowledged"
        assert reply.headers["x-ai-review-open"] == "1"
        assert district.ask("teacher", "POST", reply.headers["x-ai-review-ack"]).status == 200
        again = district.chat("teacher", "My student Lena Voss scored 2391 on the SBAC. Is that good?")
        assert again.headers["x-ai-review-open"] == "1"
        tickets = [
            held(district.chat("teacher", f"My student Rosa Lim is homeless since day {n}."))["ticket"] for n in (1, 2)
        ]
        full = district.chat("teacher", "My student Rosa Lim is homeless since day 3.")
        assert (full.status, full.error["code"]) == (429, "rate_limit_exceeded")
        assert full.error["chaperone"]["limit"] == "open_holds"
    district.guard.port = 0
    with district.guard:
        mine = district.ask("teacher", "GET", "/v1/holds").json["holds"]
        assert sorted(each["ticket"] for each in mine) == sorted(tickets)
        one = district.decide("ruth", tickets[0], mode="as_is").json
        assert district.decide("omar", tickets[0], agree=one["proposal"]).json["state"] == "released"
        assert district.chat("teacher", "My student Rosa Lim is homeless since day 1.").status == 200


def test_what_changed_between_release_and_sending_is_decided_again(tmp_path: Path, provider: RecordingProvider) -> None:
    """A stricter policy, then an emergency stop of the provider: each stops a released call; nothing is sent."""
    district = District(tmp_path / "g", provider.base_url)
    text = "My student Rosa Lim is homeless."
    with district.guard:
        ticket = held(district.chat("teacher", text))["ticket"]
        proposal = district.decide("ruth", ticket, mode="as_is").json["proposal"]
        district.decide("omar", ticket, agree=proposal)
        before = len(provider.received)

        policy = district.guard.settings["policy"]
        district.guard.settings["policy"] = {**policy, "rows": {"R09-special": {"T2": "block"}}}
        district.guard.write_config()
        district.guard.process.send_signal(signal.SIGHUP)
        assert wait_until(lambda: len(district.ask("auditor", "GET", CONFIGS).json["records"]) == 1)
        for reply in (district.chat("teacher", text), district.ask("teacher", "POST", f"/v1/holds/{ticket}/collect")):
            assert (reply.status, reply.error["code"]) == (400, "content_policy_violation")
        district.guard.settings["policy"] = policy
        district.guard.write_config()
        district.guard.process.send_signal(signal.SIGHUP)
        assert wait_until(lambda: len(district.ask("auditor", "GET", CONFIGS).json["records"]) == 2)

        stop = {"kind": "provider", "id": "test-provider", "reason": "The vendor reports a leak of prompts."}
        assert district.ask("it", "POST", "/v1/tools/disable", stop).status == 200
        assert district.chat("teacher", text).status == 403
        collected = district.ask("teacher", "POST", f"/v1/holds/{ticket}/collect")
        assert (collected.status, collected.error["code"]) == (403, "model_not_allowed")
        assert len(provider.received) == before


def test_another_api_and_a_stream_are_answered_and_collected_in_their_own_words(
    tmp_path: Path, provider: RecordingProvider
) -> None:
    district = District(tmp_path / "g", provider.base_url, dialect="anthropic")
    text = "My student Rosa Lim is homeless."
    body = {
        "model": "echo",
        "max_tokens": 200,
        "stream": True,
        "messages": [{"role": "user", "content": [{"type": "text", "text": text}]}],
    }
    with district.guard:
        reply = district.ask("teacher", "POST", "/v1/messages", body)
        assert (reply.status, reply.json["type"], reply.error["type"]) == (400, "error", "invalid_request_error")
        told = reply.error["chaperone"]
        assert (told["code"], told["decision"]) == ("held_for_review", "held")
        explained = district.ask("teacher", "GET", f"/v1/explanations/{reply.headers['request-id']}").json
        assert explained["explanation"]["en"]["done"] == told["explanation"]["en"]["done"]
        assert explained["review"] == "required"
        proposal = district.decide("ruth", told["ticket"], mode="as_is").json["proposal"]
        district.decide("omar", told["ticket"], agree=proposal)
        collected = district.ask("teacher", "POST", told["collect"])
        assert collected.headers["content-type"].startswith("text/event-stream")
        spoken = "".join(json.loads(data).get("delta", {}).get("text", "") for data in collected.events())
        assert "Rosa Lim" in spoken
        assert "Rosa" not in provider.received[-1].everything
        assert district.ask("teacher", "POST", "/v1/messages", body).status == 200
        for answer, status in ((f"{spoken}\n", 200), (f"{spoken} Rosa Lim is homeless since March.", 400)):
            said = [("user", text), ("assistant", answer), ("user", "Shorter, please.")]
            turns = [{"role": role, "content": content} for role, content in said]
            assert district.ask("teacher", "POST", "/v1/messages", {**body, "messages": turns}).status == status


@pytest.fixture
def hook() -> Iterator[ThreadingHTTPServer]:
    """An address that takes notices."""

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.notices.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    server.notices = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_time_escalates_expires_and_purges(tmp_path: Path, provider: RecordingProvider, hook: Any) -> None:
    second = 1 / 3600
    notify = {"webhook": f"http://127.0.0.1:{hook.server_port}/notices", "link": "https://guard.example.org"}
    review = {"answer_within_h": second, "escalate_after_h": second, "expire_after_h": 3 * second, "notify": notify}
    district = District(tmp_path / "g", provider.base_url, review=review)
    with district.guard:
        text = "My student Rosa Lim is homeless."
        ticket = held(district.chat("teacher", text))["ticket"]
        deadline = time.monotonic() + 20
        while "hold.expired" not in district.events(ticket) and time.monotonic() < deadline:
            time.sleep(0.3)
        assert district.events(ticket)[:3] in (
            ["hold.opened", "hold.escalated", "hold.expired"],
            ["hold.opened", "hold.expired", "hold.escalated"],
        )
        assert district.decide("omar", ticket, mode="as_is").error["chaperone"]["state"] == "expired"
        assert wait_until(lambda: district.events(ticket).count("hold.notified") == 2)
        assert {each["event"] for each in hook.notices} == {"hold.escalated", "hold.expired"}
        assert hook.notices[0]["link"] == f"https://guard.example.org/v1/reviews/{ticket}"
        assert "Rosa" not in json.dumps(hook.notices)
        assert held(district.chat("teacher", text))["ticket"] != ticket
