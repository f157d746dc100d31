"""The house as a whole: a reload that is refused leaves everything as it was."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from config.loading import load
from proxy.errors import StateUnavailable
from proxy.exchange import EventKind
from proxy.house import House
from proxy.telemetry import Unfailing, configure_logging

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from config.loading import Loaded

CONFIG = """
data_dir: {folder}
providers:
  - id: main
    base_url: http://127.0.0.1:9/v1
    models: [small]
    approval: {{by: IT, on: 2026-01-01, expires: 2030-01-01, reference: board item 4, tier: T2}}
review: {{queue: {queue}}}
"""


class Told:
    """Takes records and keeps what they say."""

    def __init__(self) -> None:
        self.results: list[str] = []

    async def record(self, event: Any) -> None:
        self.results.append(event.detail["result"])


def loaded(folder: Path, *, queue: bool) -> Loaded:
    path = folder / f"{queue}.yaml"
    path.write_text(CONFIG.format(folder=folder / "data", queue=str(queue).lower()))
    return load(path)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(
        loaded(tmp_path, queue=True),
        load_again=lambda: loaded(tmp_path, queue=False),
        base_url="http://127.0.0.1:1",
        pool=cast("Any", object()),
    )
    made.state.open()
    yield made
    made.state.close()


async def test_a_reload_that_fails_late_leaves_everything_as_it_was(house: House, monkeypatch) -> None:
    told = Told()
    monkeypatch.setattr(house, "sink", told)
    before = (house.pipeline, house.reviewing, house.policy)
    reconfigure = house.approvals.reconfigure

    async def away(*_: object) -> None:
        raise StateUnavailable("away")

    monkeypatch.setattr(house.approvals, "reconfigure", away)
    assert await house.reload() is False
    assert (house.pipeline, house.reviewing, house.policy) == before
    assert house.pipeline.desk is house.reviewing.desk
    assert house.reviewing.desk.queue
    monkeypatch.setattr(house.approvals, "reconfigure", reconfigure)
    assert await house.reload() is True
    assert house.pipeline.desk is house.reviewing.desk
    assert not house.reviewing.desk.queue
    assert told.results == ["rejected", "applied"]


async def test_lines_that_the_log_lost_are_told_in_the_metrics_and_when_the_guard_stops(
    house: House, monkeypatch, capsys
) -> None:
    events: list[Any] = []

    class Sink:
        async def record(self, event: Any) -> None:
            events.append(event)

    async def closed() -> None:
        """The workers were never started."""

    monkeypatch.setattr(house.detection, "pool", SimpleNamespace(close=closed))
    monkeypatch.setattr(house, "sink", Sink())
    monkeypatch.setattr(Unfailing, "lost", 3)
    configure_logging("info", "json")
    assert house.metrics.registry.get_sample_value("chaperone_log_lines_lost") == 3
    await house.__aexit__(None, None, None)
    stopped = next(event for event in events if event.kind is EventKind.STOP)
    assert stopped.detail["lost_lines"] == 3
    assert '"event": "log_lines_lost"' in capsys.readouterr().err
