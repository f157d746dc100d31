"""Reading a request's body: capped before and while it is read, and it ends."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from canary import CANARIES
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from proxy.errors import BadRequest, TooLarge
from proxy.routes import body
from proxy.routes.body import read_body


class Client:
    """Sends messages in order, and then nothing more."""

    def __init__(self, *messages: Any) -> None:
        self.messages = list(messages)

    async def receive(self) -> Any:
        if not self.messages:
            await asyncio.Event().wait()
        return self.messages.pop(0)


def part(content: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": content, "more_body": more}


LAST = part(b"", more=False)
GONE = {"type": "http.disconnect"}


async def read(*messages: Any, limit: int = 10, length: str | None = None) -> tuple[bytes, int]:
    """The body, and how many messages were left unread."""
    client = Client(*messages)
    headers = [] if length is None else [(b"content-length", length.encode("latin-1"))]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    try:
        return await read_body(Request(scope, client.receive), limit), len(client.messages)
    except TooLarge as error:
        error.details = {"unread": len(client.messages)}
        raise


@given(st.lists(st.binary(max_size=9), max_size=6))
@settings(max_examples=50, deadline=None)
def test_the_body_is_its_parts(parts) -> None:
    whole = b"".join(parts)
    assert asyncio.run(read(*map(part, parts), LAST, limit=len(whole))) == (whole, 0)


async def test_a_body_in_one_message() -> None:
    assert await read(part(b"{}", more=False), part(b"never read"), length="2") == (b"{}", 1)


async def test_a_message_may_leave_out_what_is_usual() -> None:
    assert await read({"type": "http.request"}) == (b"", 0)


@pytest.mark.parametrize(("length", "fits"), [("10", True), ("11", False), ("20000000", False)])
async def test_a_body_announced_too_large_is_refused_unread(length, fits) -> None:
    messages = (part(b"x" * 10), LAST)
    if fits:
        assert await read(*messages, length=length) == (b"x" * 10, 0)
        return
    with pytest.raises(TooLarge) as refused:
        await read(*messages, length=length)
    assert refused.value.details["unread"] == 2


@pytest.mark.parametrize("length", [None, "3", "-1", "+1", "1e9", "\xb2", "x", ""])
async def test_a_body_that_grows_too_large_is_refused_as_soon_as_it_does(length) -> None:
    with pytest.raises(TooLarge, match="larger than 10 bytes") as refused:
        await read(part(b"x" * 6), part(b"x" * 5), part(b"x" * 5), LAST, length=length)
    assert refused.value.details["unread"] == 2


async def test_a_client_that_leaves_before_its_request_is_whole_is_refused(assert_no_leak) -> None:
    value = CANARIES[0].value.encode()
    with pytest.raises(BadRequest, match="left") as refused:
        await read(part(value), GONE, limit=100)
    assert_no_leak([str(refused.value), repr(refused.value)])


async def test_a_body_that_never_comes_to_its_end_is_given_up(monkeypatch) -> None:
    monkeypatch.setattr(body, "READ_WITHIN_S", 0.01)
    with pytest.raises(BadRequest, match="did not arrive"):
        await read(part(b"x"))
