"""A guard that does not start says why."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
import uvicorn
from starlette.applications import Starlette

from proxy.audit.stores.base import StoreUnusable
from proxy.errors import StateUnavailable
from proxy.serving import Server, Unservable, _in_words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def test_a_house_that_does_not_start_ends_the_command_with_its_own_words() -> None:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        raise StoreUnusable("it is of a newer version")
        yield

    config = uvicorn.Config(Starlette(lifespan=lifespan), lifespan="on", log_config=None)
    server = Server(config, lambda: pytest.fail("it greeted"), lambda: "its words.")
    with pytest.raises(Unservable, match=r"did not start: its words\."):
        await server.serve(sockets=[])


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (StoreUnusable("run `chaperone database migrate`"), "run `chaperone database migrate`."),
        (StateUnavailable("The state database did not answer."), "The state database did not answer."),
        (ValueError("Jordan Whitfield"), "ValueError."),
    ],
)
def test_only_our_own_errors_are_quoted(error: Exception, words: str) -> None:
    assert _in_words(error) == words
