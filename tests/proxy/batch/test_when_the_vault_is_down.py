"""What the guard cannot remember is not left at a provider: neither before it is sent nor after."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import anthropic
import openai
import pytest

from proxy.errors import StateUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stored_guard import StoredGuard

NAME = "Marisol Ochoa"


def upload(client: openai.OpenAI, timeout: float | None = None) -> Any:
    body = {"model": "gpt-small", "messages": [{"role": "user", "content": f"Write to {NAME}."}]}
    line = json.dumps({"custom_id": "row-1", "method": "POST", "url": "/v1/chat/completions", "body": body}).encode()
    return client.files.create(file=("a.jsonl", line), purpose="batch", timeout=timeout)


def batch_of(client: openai.OpenAI, file_id: str) -> Any:
    return client.batches.create(input_file_id=file_id, endpoint="/v1/chat/completions", completion_window="24h")


def messages(client: anthropic.Anthropic) -> Any:
    params = {"model": "claude-small", "max_tokens": 9, "messages": [{"role": "user", "content": f"Write to {NAME}."}]}
    return client.messages.batches.create(requests=[{"custom_id": "row-1", "params": params}])  # type: ignore[list-item, typeddict-item]


@contextmanager
def locked(guard: StoredGuard) -> Iterator[None]:
    """Somebody else writes to the state database, for longer than the guard waits; it can still be read."""
    db = sqlite3.connect(guard.folder / "state.db", isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        db.execute("ROLLBACK")
        db.close()


def test_while_it_cannot_be_written_to_nothing_is_made_at_a_provider(ana, claude, guard, provider) -> None:
    file = upload(ana)
    provider.received.clear()
    making: list[Callable[[], Any]] = [
        lambda: upload(ana),
        lambda: ana.files.create(file=("a.txt", b"Hello."), purpose="user_data"),
        lambda: batch_of(ana, file.id),
        lambda: messages(claude),
    ]
    with locked(guard):
        for make in making:
            with pytest.raises((openai.InternalServerError, anthropic.InternalServerError)) as caught:
                make()
            assert caught.value.status_code == 503
    assert provider.received == []
    assert batch_of(ana, file.id).id


@pytest.mark.parametrize("fails", ["keep", "recall"])
@pytest.mark.parametrize(
    ("make", "undone"),
    [
        (lambda ana, _: upload(ana), "DELETE /v1/files/"),
        (lambda _, claude: messages(claude), "POST /v1/messages/batches/msgbatch_"),
    ],
    ids=["file", "message batch"],
)
def test_what_cannot_be_kept_after_all_is_taken_back(  # noqa: PLR0917 # fixtures
    ana, claude, guard, provider, monkeypatch, make, undone, fails
) -> None:
    before = getattr(guard.vault, fails)

    async def full(*given: Any, **named: Any) -> Any:
        if not provider.received:
            return await before(*given, **named)
        raise StateUnavailable("The disk is full.")

    monkeypatch.setattr(guard.vault, fails, full)
    with pytest.raises((openai.InternalServerError, anthropic.InternalServerError)) as caught:
        make(ana, claude)
    asked = [line for line, _, _ in provider.received]
    assert caught.value.status_code == 503
    assert [line.startswith(undone) for line in asked] == [False, True]
    assert undone.startswith("DELETE") or asked[1].endswith("/cancel")


@pytest.mark.parametrize("fails", ["keep", "recall"])
def test_a_batch_that_cannot_be_kept_is_cancelled(ana, guard, provider, monkeypatch, fails) -> None:
    file = upload(ana)
    provider.received.clear()
    before = getattr(guard.vault, fails)

    async def no_batch(owner: Any, kind: Any, *more: Any, **named: Any) -> Any:
        if kind.value == "batch":
            raise StateUnavailable("The disk is full.")
        return await before(owner, kind, *more, **named)

    monkeypatch.setattr(guard.vault, fails, no_batch)
    with pytest.raises(openai.InternalServerError):
        batch_of(ana, file.id)
    assert [line.split("/")[-1] for line, _, _ in provider.received] == ["batches", "cancel"]


def test_what_was_made_for_a_caller_who_has_left_is_found_by_them(ana, guard, provider, monkeypatch) -> None:
    keep = guard.vault.keep

    async def slow(*given: Any, **named: Any) -> None:
        await asyncio.sleep(0.8)
        await keep(*given, **named)

    monkeypatch.setattr(guard.vault, "keep", slow)
    before = set(provider.files)
    with pytest.raises(openai.APITimeoutError):
        upload(ana, timeout=0.5)
    made = (set(provider.files) - before).pop()
    ends = time.monotonic() + 10
    while made not in {each.id for each in ana.files.list(limit=1000)}:
        assert time.monotonic() < ends
        time.sleep(0.1)
