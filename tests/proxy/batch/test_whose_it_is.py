"""Ids that come twice, things that go meanwhile, tools that are stopped meanwhile: nothing becomes another's."""

from __future__ import annotations

import json
import threading
import time
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openai
import pytest

from proxy.batch.terms import Terms
from proxy.exchange.kept import Kind
from proxy.registry.tools import Registry
from proxy.upstream import Target, Upstream
from proxy.vault.store import Owner
from proxy.wire.openai_batches import BatchLines

if TYPE_CHECKING:
    from collections.abc import Sequence

ONE, OTHER = "Marisol Ochoa", "Jordan Whitfield"


def upload(client: openai.OpenAI, said: Sequence[str], models: Sequence[str] = ("gpt-small",)) -> Any:
    lines = [
        {"custom_id": f"row-{number}", "method": "POST", "url": "/v1/chat/completions", "body": {"model": model}}
        for number, model in enumerate(models, 1)
    ]
    for line, text in zip(lines, said, strict=True):
        line["body"]["messages"] = [{"role": "user", "content": text}]
    raw = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    return client.files.create(file=("a.jsonl", raw), purpose="batch")


def batch_of(client: openai.OpenAI, file_id: str) -> Any:
    return client.batches.create(input_file_id=file_id, endpoint="/v1/chat/completions", completion_window="24h")


def test_an_id_that_comes_again_brings_no_other_values_to_what_was_made_before(ana, provider) -> None:
    provider.gives_id = "file-1"
    upload(ana, [f"Write to {ONE}."])
    provider.gives_id = ""
    batch = batch_of(ana, "file-1")
    ana.files.delete("file-1")
    provider.gives_id = "file-1"
    upload(ana, [f"Write to {OTHER}."])
    provider.gives_id = ""
    text = ana.files.content(batch.output_file_id).text
    assert ONE in text
    assert OTHER not in text


def test_a_file_that_goes_while_its_batch_is_made_leaves_its_values(ana, guard, provider, monkeypatch) -> None:
    file = upload(ana, [f"Write to {ONE}."])
    made = provider.batch

    def while_it_is_deleted(asked: dict[str, Any]) -> dict[str, Any]:
        out = made(asked)
        ana.files.delete(file.id)
        return out

    monkeypatch.setattr(provider, "batch", while_it_is_deleted)
    batch = batch_of(ana, file.id)
    assert ONE in ana.files.content(batch.output_file_id).text
    with pytest.raises(openai.NotFoundError):
        ana.files.retrieve(file.id)


def test_what_has_an_id_of_ours_at_another_provider_is_not_listed(ana, guard, provider) -> None:
    batch = batch_of(ana, upload(ana, [f"Write to {ONE}."]).id)
    before = guard.pipeline
    one, other = before.registry.providers
    targets = [Target(name, guard.upstream, "k", dialect="openai") for name in ("openai-1", "openai-2")]
    second = replace(one, id="openai-2", default=True)
    guard.pipeline = replace(before, registry=Registry([one, second, other]), upstream=Upstream(targets))
    try:
        there = {"x-chaperone-provider": "openai-2"}
        listed = [each.id for each in ana.batches.list(limit=100, extra_headers=there)]
        files = [each.id for each in ana.files.list(extra_headers=there)]
        everywhere = [each.id for each in ana.batches.list(limit=100)]
        assert ana.batches.retrieve(batch.id).id == batch.id
    finally:
        used, guard.pipeline = guard.pipeline.upstream, before
        guard.run(used.aclose())
    assert (listed, files) == ([], [])
    assert everywhere.count(batch.id) == 1


def test_a_model_that_is_stopped_while_the_upload_is_checked_stops_the_upload(ana, guard, provider) -> None:
    before = guard.pipeline
    one, other = before.registry.providers
    now = {"registry": before.registry}
    guard.pipeline = replace(before, latest=lambda: now["registry"])
    guard.scanner.pause_s = 0.1
    caught: list[openai.APIStatusError] = []

    def whole() -> None:
        try:
            upload(ana, ["Hello.", "Hello."], ["gpt-small", "gpt-large"])
        except openai.APIStatusError as error:
            caught.append(error)

    thread = threading.Thread(target=whole)
    thread.start()
    ends = time.monotonic() + 5
    while guard.scanner.running == 0:
        assert time.monotonic() < ends
        time.sleep(0.005)
    now["registry"] = Registry([replace(one, models=("gpt-small",)), other])
    thread.join(10)
    guard.pipeline = before
    assert [error.status_code for error in caught] == [403]
    assert provider.received == []


@pytest.mark.parametrize("name", ["a b", "../models", "x" * 200, "{}#values"])
def test_a_name_that_is_no_id_is_nobodys(ana, guard, provider, name) -> None:
    file = upload(ana, [f"Write to {ONE}."])
    found: list[bytes] = []

    async def look() -> None:
        found.append(await guard.vault.recall(Owner("default", "ana"), Kind.FILE, file.id))

    guard.run(look())
    name = name.format(json.loads(found[0])["values"])
    provider.received.clear()
    for ask in (lambda: batch_of(ana, name), lambda: ana.files.list(after=name)):
        with pytest.raises(openai.NotFoundError):
            ask()
    assert provider.received == []


def test_tiny_lines_take_no_more_memory_than_the_records_that_are_allowed() -> None:
    raw = b"12\n" * 500_000
    tracemalloc.start()
    source = BatchLines(raw, Terms().records)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(source.numbers) == Terms().records + 1
    assert most < 10_000_000
