"""The whole product starts, answers, records and stops with all look-ups and foreign connections refused."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import network_guard
import offline_start

if TYPE_CHECKING:
    from pathlib import Path


def test_it_starts_and_answers_without_a_network_and_writes_only_to_its_data_folder(
    tmp_path: Path, guard_path: list[str]
) -> None:
    log = tmp_path / "network.log"
    environment = {
        "PYTHONPATH": os.pathsep.join(guard_path),
        "PYTHONDONTWRITEBYTECODE": "1",
        network_guard.LOG_VARIABLE: str(log),
    }
    seen = offline_start.run([sys.executable, "-m", "proxy"], environment, tmp_path)
    assert offline_start.judge(seen) == []
    assert not log.exists(), log.read_text(encoding="utf-8")
