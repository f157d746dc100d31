"""What happens when something breaks: refused, recorded, recovered; never passed through."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sqlite3
import threading
import time

import pytest
from client import chat, send
from guard import Guard

PROMPT = "Tell my student Marisol Ochoa that she did well."


def wait_until(condition, within_s: float = 5.0) -> bool:
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def raw_stream(guard: Guard, model: str) -> socket.socket:
    """A streaming call on a socket of our own, so that it can be dropped at any byte."""
    body = json.dumps({"model": model, "stream": True, "messages": [{"role": "user", "content": PROMPT}]})
    head = (
        f"POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:{guard.port}\r\nauthorization: Bearer {guard.staff}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", guard.port), timeout=10)
    connection.sendall((head + body).encode())
    return connection


def test_a_client_that_leaves_at_any_moment_leaves_a_final_record_and_no_open_stream(guard, provider) -> None:
    rng = random.Random(5023)
    seen = {record["request_id"] for record in guard.records(kinds="request.final")}
    for _ in range(20):
        connection = raw_stream(guard, "slow")
        wanted = rng.randrange(200, 1_500)
        got = 0
        while got < wanted:
            got += len(connection.recv(min(256, wanted - got)))
        connection.close()
    assert wait_until(lambda: provider.streams_open == 0, 3)

    def finals() -> list[dict]:
        return [record for record in guard.records(kinds="request.final") if record["request_id"] not in seen]

    assert wait_until(lambda: len(finals()) >= 20)
    assert [record["detail"]["outcome"] for record in finals()] == ["client_closed"] * 20
    assert all(record["detail"]["bytes_out"] > 0 for record in finals())


def test_a_client_that_leaves_before_the_answer_stops_the_provider_too(guard, provider) -> None:
    before = len(provider.received)
    connection = raw_stream(guard, "hang")
    assert wait_until(lambda: len(provider.received) > before)
    connection.close()

    def last_outcome() -> str | None:
        return next((record["detail"]["outcome"] for record in guard.records(kinds="request.final")), None)

    assert wait_until(lambda: last_outcome() == "client_closed")


@pytest.mark.parametrize(
    ("model", "status", "code"),
    [
        ("garbage", 502, "provider_garbled"),
        ("html500", 500, "provider_refused"),
        ("json401", 502, "provider_error"),
        ("redirect", 502, "provider_garbled"),
        ("close", 502, "provider_garbled"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_provider_that_misbehaves_gives_a_clear_error(guard, model, status, code, stream) -> None:
    reply = chat(guard, PROMPT, model=model, stream=stream)
    assert (reply.status, reply.error["code"]) == (status, code)
    assert reply.headers["x-should-retry"] == "false"
    final = guard.call_records(reply.headers["x-request-id"])[-1]
    assert (final["detail"]["outcome"], final["detail"]["error_code"]) == ("provider_error", code)


def test_the_provider_s_own_errors_are_passed_on_in_shape_without_its_retry_advice(guard) -> None:
    reply = chat(guard, PROMPT, model="json429")
    assert (reply.status, reply.error["message"]) == (429, "slow down")
    assert reply.headers.get("x-should-retry") != "true"


def test_an_empty_stream_is_an_error(guard) -> None:
    reply = chat(guard, PROMPT, model="empty", stream=True)
    assert (reply.status, reply.error["code"]) == (502, "provider_garbled")


def test_a_stream_that_ends_early_does_not_look_like_success(guard) -> None:
    reply = chat(guard, PROMPT * 4, model="cut", stream=True)
    assert reply.status == 200
    assert "error" in json.loads(reply.events()[-1])
    assert "[DONE]" not in reply.events()
    final = guard.call_records(reply.headers["x-request-id"])[-1]
    assert final["detail"]["outcome"] == "stream_cut"


def test_an_unreachable_provider_is_502(tmp_path, provider) -> None:
    del provider
    with Guard(tmp_path / "g", "http://127.0.0.1:9/v1") as lonely:
        reply = chat(lonely, PROMPT)
        assert (reply.status, reply.error["code"]) == (502, "provider_unreachable")
        assert lonely.call_records(reply.headers["x-request-id"])[-1]["detail"]["outcome"] == "provider_error"


def test_a_provider_that_hangs_is_given_up(tmp_path, provider) -> None:
    timeouts = {"connect_s": 1, "read_s": 0.3, "total_s": 1}
    with Guard(tmp_path / "g", provider.base_url, provider_extra={"timeouts": timeouts}) as guard:
        reply = chat(guard, PROMPT, model="hang")
        assert (reply.status, reply.error["code"]) == (504, "provider_timeout")


def test_workers_that_are_killed_or_stopped_refuse_and_recover(tmp_path, provider) -> None:
    limits = {"deadline_base_s": 1}
    with Guard(tmp_path / "g", provider.base_url, settings={"limits": limits}) as guard:
        assert chat(guard, PROMPT).status == 200

        def below() -> set[int]:
            return set(guard.processes())

        for number, blow in enumerate((signal.SIGSTOP, signal.SIGKILL)):
            for pid in below():
                os.kill(pid, blow)
            before = len(provider.received)
            reply = chat(guard, f"{PROMPT} Text number {number} that no cache knows.")
            if reply.status != 200:
                assert reply.status == 503
                assert reply.headers["retry-after"] == "2"
                assert len(provider.received) == before
            text = f"Again, after blow {number}: {PROMPT}"
            assert wait_until(lambda text=text: chat(guard, text).status == 200, 15)
        assert "Marisol" not in provider.received[-1].everything


def test_no_audit_no_forward(tmp_path, provider) -> None:
    """The database becomes unwritable while the guard runs: 503, the provider is not called; then all is well again."""
    with Guard(tmp_path / "g", provider.base_url, settings={"audit": {"deadline_s": 0.5}}) as guard:
        assert chat(guard, PROMPT).status == 200
        blocker = sqlite3.connect(guard.data / "audit.db", isolation_level=None)
        blocker.execute("BEGIN EXCLUSIVE")
        before = len(provider.received)
        reply = chat(guard, PROMPT)
        assert (reply.status, reply.error["code"]) == (503, "audit_unavailable")
        assert int(reply.headers["retry-after"]) <= 5
        assert len(provider.received) == before
        assert send(guard, "GET", "/healthz/ready").status == 503
        blocker.execute("ROLLBACK")
        blocker.close()
        assert wait_until(lambda: chat(guard, PROMPT).status == 200, 15)


def test_a_crash_leaves_an_intent_that_the_next_start_closes(tmp_path, provider) -> None:
    guard = Guard(tmp_path / "g", provider.base_url)
    guard.start()
    before = len(provider.received)
    connection = raw_stream(guard, "hang")
    assert wait_until(lambda: len(provider.received) > before)
    guard.process.kill()
    guard.process.wait()
    guard.stop()
    connection.close()
    guard.port = 0
    with guard:
        final = guard.records(kinds="request.final")[0]
        assert final["detail"]["outcome"] == "unknown_outcome"


def test_stopping_lets_streams_end_and_closes_every_record(tmp_path, provider) -> None:
    guard = Guard(tmp_path / "g", provider.base_url)
    guard.start()
    replies: list = []
    worker = threading.Thread(target=lambda: replies.append(chat(guard, PROMPT * 30, stream=True)))
    before = len(provider.received)
    worker.start()
    assert wait_until(lambda: len(provider.received) > before)
    assert guard.stop() == 0
    worker.join(30)
    assert replies[0].events()[-1] == "[DONE]"
    rows = sqlite3.connect(guard.data / "audit.db").execute("SELECT kind FROM audit_event ORDER BY seq").fetchall()
    kinds = [kind for (kind,) in rows]
    assert kinds[0] == "start"
    assert kinds[-1] == "stop"
    assert kinds.count("request.intent") == kinds.count("request.final") == 1


def test_reload_puts_a_good_configuration_in_force_and_keeps_the_old_one_otherwise(tmp_path, provider) -> None:
    with Guard(tmp_path / "g", provider.base_url) as guard:
        assert chat(guard, "hi").status == 200
        guard.provider_extra = {"models": ["tool"]}
        guard.write_config()
        guard.process.send_signal(signal.SIGHUP)
        assert wait_until(lambda: chat(guard, "hi").status == 403)
        guard.config.write_text("providers: [")
        guard.process.send_signal(signal.SIGHUP)
        assert wait_until(lambda: len(guard.records(kinds="config")) == 2)
        assert chat(guard, "hi", model="tool").status == 200
        results = [record["detail"]["result"] for record in guard.records(kinds="config")]
        assert results == ["rejected", "applied"]


def test_a_lapsed_approval_stops_traffic_with_the_date(tmp_path, provider) -> None:
    approval = {"by": "IT", "on": "2020-01-01", "expires": "2020-12-31", "reference": "x", "tier": "T2"}
    with Guard(tmp_path / "g", provider.base_url, provider_extra={"approval": approval}) as guard:
        reply = chat(guard, "hi")
        assert (reply.status, reply.error["code"]) == (403, "model_not_allowed")
        assert "2020-12-31" in reply.error["message"]
        assert guard.get("/healthz/live")["status"] == "alive"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"listen": {"host": "0.0.0.0"}}, "tls_cert"),  # noqa: S104 # refused is the point
        ({"lissten": {}}, "did you mean 'listen'"),
        ({"policy": {"treatments": {"STUDENT_NAMES": "keep"}}}, "STUDENT_NAMES"),
    ],
)
def test_a_bad_configuration_refuses_to_start_and_says_where(tmp_path, provider, settings, says) -> None:
    guard = Guard(tmp_path / "g", provider.base_url, settings=settings)
    with pytest.raises(AssertionError):
        guard.start()
    assert guard.process.wait(20) == 2
    guard.stop()
    assert says in (tmp_path / "g" / "log.txt").read_text()
