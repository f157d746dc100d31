"""A call in the words of a reviewer is the call that it was in everything else."""

from __future__ import annotations

from dataclasses import replace

from proxy.attachments.editing import reread
from proxy.attachments.opening import Opener
from proxy.wire.openai_chat import OpenAIChat

CODEC = OpenAIChat()
TEXT = ("messages", 0, "content", 1, "text")
FILE = ("messages", 0, "content", 0, "file", "file_id")


async def test_a_stored_file_that_was_let_in_stays_so_and_another_stays_unread() -> None:
    parts = [{"type": "file", "file": {"file_id": "file-1a"}}, {"type": "text", "text": "old"}]
    other = {"type": "file", "file": {"file_id": "file-2b"}}
    call = CODEC.parse({"model": "m", "messages": [{"role": "user", "content": [*parts, other]}]})
    left = tuple(item for item in call.unscanned if item.path != FILE)
    assert len(left) == len(call.unscanned) - 1 == 1
    again = await reread(CODEC, replace(call, unscanned=left, lodged=(FILE,)), {TEXT: "new"}, Opener().open)
    assert [segment.text for segment in again.segments if segment.path == TEXT] == ["new"]
    assert (again.unscanned, again.lodged) == (left, (FILE,))
