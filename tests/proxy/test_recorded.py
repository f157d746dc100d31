"""The frame around a journey: what is held is given back before anything waits, and every end is recorded once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

import pytest

from proxy.errors import AuditUnavailable, Blocked, GuardError, InternalError
from proxy.recorded import recorded

if TYPE_CHECKING:
    from proxy.records import CallRecord

VALUE = "Nadia Thornquist"


class Journal:
    """A record that writes down how the call ended."""

    def __init__(self, failure: GuardError | None = None) -> None:
        self.lines: list[str] = []
        self.failure = failure

    async def fail(self, error: GuardError) -> None:
        self.lines.append(error.code)
        if self.failure is not None:
            raise self.failure

    def abandon(self) -> None:
        self.lines.append("abandoned")


async def journey(journal: Journal, error: BaseException | None) -> str:
    async with recorded(cast("CallRecord", journal)) as held:
        held.callback(journal.lines.append, "given back")
        if error is not None:
            raise error
        return "answer"


async def test_an_answer_keeps_what_is_held_for_whoever_took_it_over() -> None:
    journal = Journal()
    assert await journey(journal, None) == "answer"
    assert journal.lines == []


@pytest.mark.parametrize(
    ("error", "raised", "line"),
    [
        (Blocked("No."), Blocked, Blocked.code),
        (ZeroDivisionError(VALUE), InternalError, InternalError.code),
        (StopAsyncIteration(VALUE), InternalError, InternalError.code),
        (asyncio.CancelledError(), asyncio.CancelledError, "abandoned"),
    ],
)
async def test_an_error_gives_back_first_and_is_recorded_once(error, raised, line) -> None:
    journal = Journal()
    with pytest.raises(raised) as caught:
        await journey(journal, error)
    assert journal.lines == ["given back", line]
    assert VALUE not in str(caught.value)


async def test_a_refusal_that_cannot_be_recorded_is_told_as_that() -> None:
    journal = Journal(AuditUnavailable("The log is away."))
    with pytest.raises(AuditUnavailable):
        await journey(journal, Blocked("No."))
    assert journal.lines == ["given back", Blocked.code]
