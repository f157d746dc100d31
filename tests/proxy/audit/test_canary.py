"""Text pushed at every opening of the room is in no file and no log line."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from proxy.audit.event import printable_name
from proxy.audit.filters import Filters, parse_filters
from proxy.audit.kinds import DETAIL
from proxy.exchange import EventKind

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.audit.writer import Writer
    from tests.proxy.audit.conftest import Events

CANARY = "Zyxwanda Quillfeather\t123-45-6789"
PARTS = (b"Zyxwanda", b"123-45-6789")


def details(core: dict[str, Any]) -> list[dict[str, Any]]:
    every = [{**core, name: CANARY} for kind in EventKind for name in DETAIL[kind]]
    nested = [
        {**core, "findings": [{"entity": CANARY, "treatment": "keep", "count": 1}]},
        {**core, "replaced": {CANARY: 1}},
        {**core, "times_ms": {CANARY: 1}},
        {**core, "reasons": [{"rule": "r", "clause": CANARY, "action": "forward"}]},
        {**core, CANARY: 1},
        {CANARY: CANARY},
    ]
    return every + nested


async def test_no_text_reaches_any_file(
    writer: Writer, events: Events, path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    good = events.intent({"model_requested": printable_name(CANARY)})
    await writer.record(good)
    refused = 0
    for kind in EventKind:
        for detail in details(dict(good.detail)):
            with pytest.raises(ValueError) as caught:
                await writer.record(events.make(kind, detail))
            assert "Zyxwanda" not in str(caught.value)
            refused += 1
    assert refused > 100
    for envelope in ({"request_id": CANARY}, {"caller": CANARY}, {"tenant": CANARY}, {"instance": CANARY}):
        with pytest.raises(ValueError):
            writer.submit(events.intent(**envelope))
    for name in (field.name for field in fields(Filters)):
        with pytest.raises(ValueError):
            parse_filters({name: CANARY})
    await asyncio.to_thread(writer.close)
    stored = b"".join(part.read_bytes() for part in path.parent.iterdir())
    captured = "".join(capfd.readouterr()) + caplog.text
    assert not [part for part in PARTS if part in stored or part.decode() in captured]
    assert b"(unprintable)" in stored
