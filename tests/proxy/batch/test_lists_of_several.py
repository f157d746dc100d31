"""Files and batches that lie at several providers: one list of all, or of the one that is asked for."""

from __future__ import annotations

import itertools
import json
import socket
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openai
import pytest
from storing_provider import StoringProvider

from proxy.registry.nouns import Kind, Name, Snapshot, Stop
from proxy.registry.tools import Registry
from proxy.upstream import Target, Upstream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stored_guard import StoredGuard

NUMBERS = itertools.count(500_000)
"""Of ids that the other provider does not give."""
AT_TWO = {"x-chaperone-provider": "openai-2"}


@contextmanager
def beside(guard: StoredGuard, base_url: str) -> Iterator[None]:
    """Another provider of the same API, which offers the same models; nobody marked a default."""
    before = guard.pipeline
    one, other = before.registry.providers
    targets = [Target("openai-1", guard.upstream, "k"), Target("openai-2", base_url, "k")]
    registry = Registry([one, replace(one, id="openai-2"), other])
    guard.pipeline = replace(before, registry=registry, upstream=Upstream(targets))
    try:
        yield
    finally:
        used, guard.pipeline = guard.pipeline.upstream, before
        guard.run(used.aclose())


@pytest.fixture
def second(guard: StoredGuard) -> Iterator[StoringProvider]:
    with StoringProvider() as second, beside(guard, second.base_url):
        second._numbers = NUMBERS
        yield second


def upload(client: openai.OpenAI, at: str) -> Any:
    body = {"model": f"{at}/gpt-small", "messages": [{"role": "user", "content": "Hello."}]}
    line = json.dumps({"custom_id": "row-1", "method": "POST", "url": "/v1/chat/completions", "body": body}).encode()
    return client.files.create(file=("a.jsonl", line), purpose="batch")


def batch_at(client: openai.OpenAI, at: str) -> Any:
    file = upload(client, at)
    return client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")


def test_a_list_holds_what_lies_at_every_provider(ana, ben, guard, second) -> None:
    mine = [batch_at(ana, at).id for at in ("openai-1", "openai-2", "openai-1", "openai-2")]
    batch_at(ben, "openai-2")
    listed = [each.id for each in ana.batches.list(limit=100)]
    assert [each for each in listed if each in mine] == [mine[0], mine[2], mine[1], mine[3]]
    assert len(set(listed)) == len(listed)
    assert {upload(ana, at).id for at in ("openai-1", "openai-2")} <= {each.id for each in ana.files.list(limit=1000)}


def test_pages_of_it_go_from_one_provider_to_the_next(ana, guard, second) -> None:
    for at in ("openai-2", "openai-1", "openai-2"):
        batch_at(ana, at)
    whole = [each.id for each in ana.batches.list(limit=100)]
    assert len(whole) >= 3
    for size in (1, 2):
        assert [each.id for each in ana.batches.list(limit=size)] == whole  # the SDK follows the pages


def test_the_caller_chooses_a_provider(ana, guard, provider, second) -> None:
    batch_at(ana, "openai-1")
    there = batch_at(ana, "openai-2")
    provider.received.clear()
    assert [each.id for each in ana.batches.list(limit=100, extra_headers=AT_TWO)] == [there.id]
    assert provider.received == []


def test_an_upload_that_names_no_model_goes_to_the_provider_that_is_named(ana, provider, second) -> None:
    made = ana.files.create(file=("a.txt", b"Hello."), purpose="user_data", extra_headers=AT_TWO)
    assert made.id in second.files
    assert provider.received == []
    assert ana.files.content(made.id).read() == b"Hello."


def test_a_provider_that_keeps_no_files_is_passed_over(ana, guard, second) -> None:
    there = batch_at(ana, "openai-1")
    second.fail_with = 404
    assert there.id in [each.id for each in ana.batches.list(limit=100)]


def test_a_provider_whose_models_are_called_like_another_ones_is_not_taken_for_it(ana, guard, second) -> None:
    there = ana.files.create(file=("a.txt", b"Hello."), purpose="user_data", extra_headers=AT_TWO)
    before = guard.pipeline
    one, two, other = before.registry.providers
    models = (*two.models, *(f"openai-1/{model}" for model in one.models))
    guard.pipeline = replace(before, registry=Registry([one, replace(two, models=models, default=True), other]))
    listed = [each.id for each in ana.files.list(limit=1000)]
    assert listed.count(there.id) == 1
    with pytest.raises(openai.PermissionDeniedError, match="must name an approved provider"):
        ana.files.list(extra_headers={"x-chaperone-provider": "openai-1"})


def test_a_list_that_cannot_be_whole_is_none(ana, guard, second) -> None:
    batch_at(ana, "openai-1")
    second.fail_with = 500
    with pytest.raises(openai.InternalServerError, match="slow down") as caught:
        ana.batches.list(limit=100)
    assert caught.value.response.headers["x-ai-provider"] == "openai-2"


def test_which_provider_does_not_answer_and_how_to_ask_the_other_is_said(ana, guard, nobody_there) -> None:
    with beside(guard, f"http://127.0.0.1:{nobody_there}/v1"):
        made = batch_at(ana, "openai-1")
        with pytest.raises(openai.InternalServerError, match="about openai-2; the header `x-chaperone-provider`"):
            ana.batches.list(limit=100)
        there = {"x-chaperone-provider": "openai-1"}
        assert made.id in [each.id for each in ana.batches.list(limit=100, extra_headers=there)]


@pytest.fixture
def nobody_there() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_what_is_asked_of_several_is_one_record(ana, guard, second) -> None:
    guard.events.clear()
    ana.batches.list(limit=100)
    assert [kind for kind, _ in guard.details] == ["request.intent", "request.final"]


def test_a_default_that_was_stopped_sends_nothing_elsewhere_unless_it_is_asked_to(ana, guard, provider, second) -> None:
    before = guard.pipeline
    one, two, other = before.registry.providers
    stop = Stop(Name(Kind.PROVIDER, "openai-2"), "it", "2026-11-20T08:00:00.000Z", "broken")
    registry = Registry([one, replace(two, default=True), other], Snapshot(stops=(stop,)))
    guard.pipeline = replace(before, registry=registry)
    provider.received.clear()
    try:
        with pytest.raises(openai.PermissionDeniedError, match="switched off on 2026-11-20"):
            ana.files.create(file=("a.txt", b"Hello."), purpose="user_data")
        assert provider.received == second.received == []
        there = {"x-chaperone-provider": "openai-1"}
        assert (
            ana.files.create(file=("a.txt", b"Hello."), purpose="user_data", extra_headers=there).id in provider.files
        )
    finally:
        guard.pipeline = before
