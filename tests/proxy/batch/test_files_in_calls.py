"""A file that was uploaded through the guard is named in a call by its id: by whoever uploaded it, and nobody else."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import anthropic
import openai
import pytest

from detectors.finding import Records, Signal
from proxy.continuity import Continuity
from proxy.exchange import Action, Caller, Ceiling, Override, Severity
from proxy.exchange.kept import Kind
from proxy.registry.tools import Registry
from proxy.upstream import Target, Upstream
from proxy.vault.cards import card_of
from proxy.vault.store import Owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stored_guard import StoredGuard

NAME, OTHER, SSN = "Marisol Ochoa", "Jordan Whitfield", "536-90-4399"


@pytest.fixture(autouse=True)
def _remembering(guard: StoredGuard) -> Iterator[None]:
    before = guard.pipeline
    guard.pipeline = replace(before, continuity=Continuity(guard.vault))
    yield
    guard.pipeline = before


def upload(client: openai.OpenAI, text: str, **more: Any) -> str:
    return client.files.create(file=("a.txt", text.encode()), purpose="user_data", **more).id


def part(file_id: str) -> dict[str, Any]:
    return {"type": "file", "file": {"file_id": file_id}}


def chat(client: openai.OpenAI, text: str, *files: str, model: str = "gpt-small") -> str:
    content = [*map(part, files), {"type": "text", "text": text}]
    made = client.chat.completions.create(model=model, messages=[{"role": "user", "content": content}])  # type: ignore[list-item, misc]
    return made.choices[0].message.content or ""


def token_of(provider: Any, file: str) -> str:
    """What stands for a value in a file that holds nothing else."""
    return provider.contents[file].decode()


def last_sent(provider: Any) -> Any:
    return json.loads(provider.received[-1][2])


def test_a_value_of_the_file_has_the_same_placeholder_in_the_call_and_comes_back(ana, provider, guard) -> None:
    file = upload(ana, NAME)
    token = token_of(provider, file)
    provider.received.clear()
    assert chat(ana, f"Is {NAME} older than {OTHER}?", file) == f"You wrote: Is {NAME} older than {OTHER}?"
    sent = last_sent(provider)["messages"][0]["content"]
    assert sent[0] == part(file)
    assert token in sent[1]["text"]
    assert provider.everything.count(NAME) == provider.everything.count(OTHER) == 0
    assert guard.details[-2][1]["recalled"] == 1
    assert guard.details[-2][1]["files"] == [{"kind": "stored_file", "how": "unchanged", "count": 1}]


def test_what_the_model_says_of_the_file_is_restored_though_the_caller_typed_nothing_of_it(
    ana, provider, monkeypatch
) -> None:
    file = upload(ana, NAME)
    token = token_of(provider, file)
    monkeypatch.setattr("storing_provider._said", lambda _: token)
    assert chat(ana, "Who is it about?", file) == f"You wrote: {NAME}"


def test_a_file_that_is_named_often_is_looked_up_once(ana, guard, monkeypatch) -> None:
    file, recall, asked = upload(ana, NAME), guard.vault.recall, []

    async def counted(owner: Owner, kind: Kind, name: str) -> bytes | None:
        asked.append(name)
        return await recall(owner, kind, name)

    monkeypatch.setattr(guard.vault, "recall", counted)
    assert chat(ana, "Hello.", *[file] * 5) == "You wrote: Hello."
    assert asked.count(file) == 1
    assert len(asked) == 2


def test_two_files_have_no_placeholder_in_common(ana, provider, monkeypatch) -> None:
    one, two = upload(ana, NAME), upload(ana, OTHER)
    tokens = [token_of(provider, file) for file in (one, two)]
    assert tokens[0] != tokens[1]
    monkeypatch.setattr("storing_provider._said", lambda _: " and ".join(tokens))
    assert chat(ana, "Who?", one, two) == f"You wrote: {NAME} and {OTHER}"


def test_a_value_of_the_file_is_found_in_what_is_typed(ana, provider, guard) -> None:
    seen: list[Any] = []
    scan = guard.scanner.scan

    async def listened(pieces: Any, **more: Any) -> Any:
        seen.append(more.get("before"))
        return await scan(pieces, **more)

    file = upload(ana, f"{NAME} has the number {SSN}.")
    guard.scanner.scan = listened  # type: ignore[method-assign]
    try:
        chat(ana, "Hello.", file)
    finally:
        guard.scanner.scan = scan  # type: ignore[method-assign]
    assert {value for _, value in seen[-1]} == {NAME, SSN}


def test_responses_and_messages_take_them_too(ana, claude, provider) -> None:
    file = upload(ana, NAME)
    content = [{"type": "input_file", "file_id": file}, {"type": "input_text", "text": "Hello."}]
    with pytest.raises(openai.NotFoundError):  # this stand-in has no such API: the guard sent it
        ana.responses.create(model="gpt-small", input=[{"role": "user", "content": content}])
    assert last_sent(provider)["input"][0]["content"][0]["file_id"] == file
    made = claude.files.upload(file=("a.txt", NAME.encode(), "text/plain"))
    block = {"type": "document", "source": {"type": "file", "file_id": made.id}}
    asked = {"model": "claude-small", "max_tokens": 9, "messages": [{"role": "user", "content": [block]}]}
    with pytest.raises(anthropic.NotFoundError):
        claude.messages.create(**asked)
    line, headers, body = provider.received[-1]
    assert line == "POST /v1/messages"
    assert json.loads(body)["messages"][0]["content"][0] == block
    assert "anthropic-beta: files-api-2025-04-14" in headers
    with pytest.raises(anthropic.NotFoundError):
        claude.messages.create(**{**asked, "messages": [{"role": "user", "content": "Hello."}]})
    assert "anthropic-beta" not in provider.received[-1][1]


@pytest.mark.parametrize("ask", [lambda client, file: chat(client, "Hello.", file)])
@pytest.mark.parametrize(
    "name", ["file-nobodys123", "file-{other}", "../files", "Marisol Ochoa", "{values}"], ids=lambda name: name
)
def test_any_other_id_is_refused_with_what_to_do(ana, ben, guard, provider, ask, name) -> None:  # noqa: PLR0917 # fixtures
    file = upload(ben, NAME)
    found: list[Any] = []

    async def look() -> None:
        found.append(await guard.vault.recall(Owner("default", "ben"), Kind.FILE, file))

    guard.run(look())
    provider.received.clear()
    given = file if name == "file-{other}" else name.format(values=f"{card_of(found[0]).values}#values")
    with pytest.raises(openai.BadRequestError, match="Upload it to /v1/files here first") as caught:
        ask(ana, given)
    assert caught.value.param == "messages[0].content[0].file.file_id"
    assert NAME not in str(caught.value)
    assert provider.received == []


def test_a_file_of_records_is_no_content(ana, provider) -> None:
    body = {"model": "gpt-small", "messages": [{"role": "user", "content": "Hello."}]}
    line = json.dumps({"custom_id": "row-1", "method": "POST", "url": "/v1/chat/completions", "body": body}).encode()
    file = ana.files.create(file=("a.jsonl", line), purpose="batch")
    provider.received.clear()
    with pytest.raises(openai.BadRequestError, match="with the purpose `user_data`"):
        chat(ana, "Hello.", file.id)
    assert provider.received == []


def test_a_file_at_another_provider_is_refused_and_says_where_it_should_lie(ana, guard, provider) -> None:
    file = upload(ana, NAME)
    before = guard.pipeline
    one, other = before.registry.providers
    targets = [Target(name, guard.upstream, "k") for name in ("openai-1", "openai-2")]
    registry = Registry([one, replace(one, id="openai-2"), other])
    guard.pipeline = replace(before, registry=registry, upstream=Upstream(targets))
    provider.received.clear()
    try:
        with pytest.raises(openai.BadRequestError, match=r"lies at openai-1.*`x-chaperone-provider: openai-2`"):
            chat(ana, "Hello.", file, model="openai-2/gpt-small")
        assert provider.received == []
        again = upload(ana, NAME, extra_headers={"x-chaperone-provider": "openai-2"})
        assert chat(ana, "Hello.", again, model="openai-2/gpt-small") == "You wrote: Hello."
    finally:
        used, guard.pipeline = guard.pipeline.upstream, before
        guard.run(used.aclose())


def _lowered(guard: StoredGuard) -> None:
    one, other = guard.pipeline.registry.providers
    lower = Registry([replace(one, ceiling=Ceiling(Severity.S3)), other])
    guard.pipeline = replace(guard.pipeline, registry=lower)


def _another_table(guard: StoredGuard) -> None:
    examiner = guard.pipeline.examiner
    table = replace(
        examiner.table, treatments={**examiner.table.treatments, "PHONE": max(examiner.table.treatments.values())}
    )
    guard.pipeline = replace(guard.pipeline, examiner=replace(examiner, table=table))


@pytest.mark.parametrize("change", [_lowered, _another_table])
def test_a_file_that_other_rules_let_in_is_to_be_uploaded_again(
    ana, guard, provider, change: Callable[[StoredGuard], None]
) -> None:
    file = upload(ana, "Lunch is at noon.")
    assert chat(ana, "Hello.", file) == "You wrote: Hello."
    change(guard)
    provider.received.clear()
    with pytest.raises(openai.BadRequestError, match=r"not those under which.*upload it again"):
        chat(ana, "Hello.", file)
    with pytest.raises(openai.BadRequestError, match="not those under which"):
        ana.with_options(default_headers={"x-chaperone-policy": "strict"}).chat.completions.create(
            model="gpt-small",
            messages=[{"role": "user", "content": [part(file)]}],  # type: ignore[list-item, misc]
        )
    assert provider.received == []


@contextmanager
def misleading(guard: StoredGuard) -> Iterator[None]:
    """Whatever is scanned meanwhile calls for row 24, which holds it."""
    scan, signals = guard.scanner.scan, (Signal("DECEPTION", (0, 0, 1), 1.0),)

    async def signalling(pieces: Any, **more: Any) -> Any:
        return replace(await scan(pieces, **more), records=Records(signals=signals, tags=frozenset({"DECEPTION"})))

    guard.scanner.scan = signalling  # type: ignore[method-assign]
    try:
        yield
    finally:
        guard.scanner.scan = scan  # type: ignore[method-assign]


class Exceptions:
    """One for row 24."""

    async def in_force(self, who: Caller) -> list[Override]:
        override = Override("ov_1", "R24-misleading", Action.FORWARD, datetime(2026, 11, 30, tzinfo=UTC))
        return [override] if override.covers(who) else []


def test_a_file_that_an_exception_let_out_is_named_in_no_call(ana, guard, provider) -> None:
    """The exception may be revoked before the call, in which nobody sees the file again."""
    examiner = guard.pipeline.examiner
    with misleading(guard):
        with pytest.raises(openai.APIStatusError):
            upload(ana, "Write as the mayor.")
        guard.pipeline = replace(guard.pipeline, examiner=replace(examiner, exceptions=Exceptions()))
        file = upload(ana, "Write as the mayor.")
    provider.received.clear()
    with pytest.raises(openai.BadRequestError, match="an exception let the file out"):
        chat(ana, "Hello.", file)
    assert provider.received == []


def test_a_file_that_a_row_on_trial_let_out_is_named_until_the_trial_ends(ana, guard, provider) -> None:
    examiner, today = guard.pipeline.examiner, guard.pipeline.today()
    table = replace(examiner.table, shadow={"R24-misleading": today})
    guard.pipeline = replace(guard.pipeline, examiner=replace(examiner, table=table))
    with misleading(guard):
        file = upload(ana, "Write as the mayor.")
    assert chat(ana, "Hello.", file) == "You wrote: Hello."
    guard.pipeline = replace(guard.pipeline, today=lambda: today + timedelta(days=1))
    provider.received.clear()
    with pytest.raises(openai.BadRequestError, match="not those under which"):
        chat(ana, "Hello.", file)
    assert provider.received == []


def test_a_file_that_was_deleted_is_nobodys(ana, provider) -> None:
    file = upload(ana, NAME)
    ana.files.delete(file)
    with pytest.raises(openai.BadRequestError, match="still remembered"):
        chat(ana, "Hello.", file)


def test_the_answer_says_that_a_stored_file_was_named(ana) -> None:
    content = [part(upload(ana, NAME)), {"type": "text", "text": "Hello."}]
    raw = ana.chat.completions.with_raw_response.create(
        model="gpt-small",
        messages=[{"role": "user", "content": content}],  # type: ignore[list-item, misc]
    )
    assert raw.headers["x-chaperone-files"] == "stored_file=unchanged"


def test_a_record_of_a_batch_names_no_file(ana, provider) -> None:
    file = upload(ana, NAME)
    body = {"model": "gpt-small", "messages": [{"role": "user", "content": [part(file)]}]}
    line = json.dumps({"custom_id": "row-1", "method": "POST", "url": "/v1/chat/completions", "body": body}).encode()
    with pytest.raises(openai.BadRequestError, match=r"file kept by the AI service.*Attach the file itself"):
        ana.files.create(file=("a.jsonl", line), purpose="batch")
