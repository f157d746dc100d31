"""Uploads beside everything else: few records at once, people first, and a clean end however it ends."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
import time
from typing import TYPE_CHECKING, Any

import httpx
import openai
import pytest

from detectors.pool_errors import PoolBusyError, ScanFailedError
from proxy.batch.checking import AHEAD
from proxy.batch.restoring import JsonLines
from proxy.batch.terms import Terms
from proxy.batch.visit import PATIENCE_S
from proxy.errors import StateUnavailable
from proxy.exchange.kept import Kind
from proxy.vault.store import Owner

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "Marisol Ochoa"


def lines(count: int) -> bytes:
    body = {"model": "gpt-small", "messages": [{"role": "user", "content": f"Write to {NAME}."}]}
    record = {"method": "POST", "url": "/v1/chat/completions", "body": body}
    return b"".join(json.dumps({"custom_id": f"row-{number}", **record}).encode() + b"\n" for number in range(count))


def upload(client: openai.OpenAI, count: int) -> Any:
    return client.files.create(file=("a.jsonl", lines(count)), purpose="batch")


def results(client: openai.OpenAI, count: int = 2) -> str:
    file = upload(client, count)
    batch = client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")
    assert batch.output_file_id
    return batch.output_file_id


def until(true: Callable[[], bool], within_s: float = 5.0) -> None:
    ends = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_few_records_are_examined_at_once_and_a_person_does_not_wait_for_the_file(ana, ben, guard) -> None:
    guard.scanner.pause_s, guard.scanner.most = 0.01, 0
    done: list[str] = []

    def whole() -> None:
        upload(ana, 60)
        done.append("upload")

    thread = threading.Thread(target=whole)
    thread.start()
    until(lambda: guard.scanner.most > 0)
    ben.chat.completions.create(model="gpt-small", messages=[{"role": "user", "content": "Hello."}])
    done.append("chat")
    thread.join(20)
    assert done == ["chat", "upload"]
    assert guard.scanner.most <= Terms().at_once + 1  # the records of the file, and the person


def test_behind_a_slow_record_others_go_on(ana, guard, monkeypatch) -> None:
    begun: list[float] = []
    scan = guard.scanner.scan

    async def first_is_slow(pieces: Any, **more: Any) -> Any:
        begun.append(time.monotonic())
        if len(begun) == 1:
            await asyncio.sleep(0.5)
        return await scan(pieces, **more)

    monkeypatch.setattr(guard.scanner, "scan", first_is_slow)
    upload(ana, 20)
    meanwhile = sum(at < begun[0] + 0.5 for at in begun[1:])
    assert AHEAD <= meanwhile <= AHEAD * Terms().at_once


def test_more_uploads_than_may_be_checked_are_told_to_come_back(ana, ben, guard) -> None:
    guard.scanner.pause_s, guard.scanner.most = 0.02, 0
    threads = [threading.Thread(target=lambda: upload(ana, 40)) for _ in range(Terms().uploads)]
    for thread in threads:
        thread.start()
    until(lambda: sum(kind == "request.intent" for kind, _ in guard.details) == 0 and guard.scanner.running > 0)
    time.sleep(0.1)
    with pytest.raises(openai.InternalServerError, match="Other uploads are being checked") as caught:
        upload(ben, 1)
    assert (caught.value.status_code, caught.value.response.headers["retry-after"]) == (503, "5")
    for thread in threads:
        thread.join(20)


def test_a_full_queue_is_waited_for(ana, guard, monkeypatch) -> None:
    guard.scanner.errors = [PoolBusyError(), PoolBusyError()]
    assert PATIENCE_S[0] < 1
    assert upload(ana, 2).id


def test_when_detection_fails_nothing_leaves(ana, guard, provider) -> None:
    guard.scanner.errors = [ScanFailedError("WorkerDied")]
    with pytest.raises(openai.InternalServerError) as caught:
        upload(ana, 5)
    assert (caught.value.status_code, provider.received) == (503, [])
    until(lambda: guard.scanner.running == 0)
    assert [(kind, detail["error_code"]) for kind, detail in guard.details] == [("request.refused", "scan_failed")]


def test_a_client_that_leaves_stops_its_upload(guard, provider) -> None:
    guard.scanner.pause_s = 0.05
    request = httpx.Request("POST", "http://x", data={"purpose": "batch"}, files={"file": ("a.jsonl", lines(200))})
    connection = http.client.HTTPConnection("127.0.0.1", guard.port)
    headers = {"authorization": "Bearer key-ana", "content-type": request.headers["content-type"]}
    connection.request("POST", "/v1/files", request.read(), headers)
    until(lambda: guard.scanner.running > 0)
    connection.close()
    until(lambda: bool(guard.events))
    ((kind, detail),) = guard.details
    assert (kind, detail["error_code"], provider.received) == ("request.refused", "client_closed", [])
    until(lambda: guard.scanner.running == 0)
    assert guard.pipeline.quotas._uses["default", "ana"].running == 0


# --------------------------------------------------------------------------- what comes back


def test_results_that_break_off_break_off_here_too(ana, guard, provider) -> None:
    output = results(ana, 50)
    provider.cut = True
    connection = http.client.HTTPConnection("127.0.0.1", guard.port)
    connection.request("GET", f"/v1/files/{output}/content", headers={"authorization": "Bearer key-ana"})
    answer = connection.getresponse()
    with pytest.raises(http.client.IncompleteRead) as caught:
        answer.read()
    connection.close()
    assert json.loads(caught.value.partial.splitlines()[0])["custom_id"] == "row-0"
    until(lambda: guard.details[-1][0] == "request.final")
    assert guard.details[-1][1]["outcome"] == "stream_cut"


def test_when_its_values_are_gone_a_result_is_not_given_with_placeholders(ana, guard, provider) -> None:
    file = upload(ana, 1)
    batch = ana.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")
    owner = Owner("default", "ana")

    async def forget() -> None:
        card = json.loads(await guard.vault.recall(owner, Kind.FILE, file.id))
        assert await guard.vault.forget(owner, Kind.FILE, f"{card['values']}#values")

    guard.run(forget())
    provider.received.clear()
    with pytest.raises(openai.NotFoundError, match="no longer kept"):
        ana.files.content(batch.output_file_id)
    assert provider.received == []


@pytest.mark.parametrize(("gives", "says"), [("a b", "gave no id"), ("../models", "gave no id")])
def test_an_id_that_is_none(ana, provider, gives, says) -> None:
    provider.gives_id = gives
    with pytest.raises(openai.InternalServerError, match=says):
        upload(ana, 1)


def test_an_id_that_is_taken_is_not_given_twice(ana, provider) -> None:
    provider.gives_id = upload(ana, 1).id
    with pytest.raises(openai.InternalServerError, match="an id that another file or batch has"):
        upload(ana, 1)


@pytest.mark.parametrize("size", [1, 2, 7, 1_000])
def test_lines_do_not_depend_on_how_they_were_cut(size: int) -> None:
    raw = b"".join(json.dumps({"n": number, "t": "é\u2028" * number}).encode() + b"\n" for number in range(20))[:-1]
    reader = JsonLines(lambda line: line, 10_000)
    out = [part for at in range(0, len(raw), size) for part in reader.feed(raw[at : at + size])] + reader.finish()
    assert [json.loads(reader.restored(part)) for part in out] == [json.loads(line) for line in raw.splitlines()]


def test_while_the_vault_does_not_answer_nothing_is_left_at_a_provider(ana, guard, provider, monkeypatch) -> None:
    async def down(*_: Any) -> None:
        raise StateUnavailable("no")

    monkeypatch.setattr(guard.vault, "recall", down)
    with pytest.raises(openai.InternalServerError) as caught:
        upload(ana, 1)
    assert (caught.value.status_code, provider.received) == (503, [])
