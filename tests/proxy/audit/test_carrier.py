"""Checkpoints reach their anchor in order, and an anchor that hangs or fails is nobody else's trouble."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from proxy.audit.carrier import WAITING, Carrier
from proxy.audit.checkpoints import Checkpoints
from proxy.audit.note import Signer

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from proxy.audit.writer import Writer
    from tests.proxy.audit.conftest import Events


def test_notes_arrive_in_order_before_it_closes() -> None:
    arrived: list[str] = []
    carrier = Carrier(arrived.append, lambda: None)
    for number in range(WAITING):
        carrier.send(str(number))
    assert carrier.close(5)
    assert arrived == [str(number) for number in range(WAITING)]


def test_one_that_was_never_used_closes_at_once() -> None:
    assert Carrier(lambda _: None, lambda: None).close(0)


def test_a_failure_is_counted_and_the_next_note_is_tried(caplog: pytest.LogCaptureFixture) -> None:
    failures: list[int] = []
    arrived: list[str] = []

    def anchor(note: str) -> None:
        if note == "first":
            raise OSError(28, "No space left on device", "/secret/place")
        if note == "second":
            raise ValueError("a bug, with the note: " + note)
        arrived.append(note)

    carrier = Carrier(anchor, lambda: failures.append(1))
    for note in ("first", "second", "third"):
        carrier.send(note)
    assert carrier.close(5)
    assert (arrived, len(failures)) == (["third"], 2)
    assert "second" not in caplog.text


def test_a_hanging_anchor_keeps_the_newest_notes() -> None:
    arrived: list[str] = []
    hanging, go_on = threading.Event(), threading.Event()

    def anchor(note: str) -> None:
        hanging.set()
        go_on.wait(10)
        arrived.append(note)

    carrier = Carrier(anchor, lambda: None)
    carrier.send("first")
    assert hanging.wait(5)
    for number in range(2 * WAITING):
        carrier.send(str(number))
    go_on.set()
    assert carrier.close(5)
    assert arrived == ["first", *map(str, range(WAITING, 2 * WAITING))]


async def test_a_hanging_anchor_holds_up_no_record(
    start: Callable[..., Writer], make_events: type[Events], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proxy.audit.checkpoints.CLOSE_WITHIN_S", 0.05)
    go_on = threading.Event()
    signing = Checkpoints(Signer.generated("chaperone/test"), [lambda _: go_on.wait(10) and None], every_records=1)
    writer = start(checkpoints=signing)
    events = make_events(writer.instance.id)
    for _ in range(5):
        await writer.record(events.intent())
    assert writer.healthy
    writer.close()
    assert signing.failures == 1
    go_on.set()
