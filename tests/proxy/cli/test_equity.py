"""`chaperone evaluate --equity` on a small fixed set: the gate of every build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


def test_names_of_all_origins_are_found_alike(chaperone: Callable[..., Result], config: Path, tmp_path: Path) -> None:
    page = tmp_path / "equity.html"
    result = chaperone("evaluate", "--equity", "--per-group", "24", "--json", "--html", page, "-c", config)
    assert result.exit_code == 0, result.stderr
    measured = json.loads(result.stdout)
    assert measured["casings"]["as written"]["share"] > 0.95
    assert measured["casings"]["lower"]["share"] > 0.9
    assert measured["casings"]["upper"]["share"] > 0.9
    found = chaperone("audit", "search", "kinds=evaluation", "--json", "-c", config)
    (record,) = [json.loads(line) for line in found.stdout.splitlines()]
    assert record["detail"]["set_digest"] == measured["set"]["sha256"]
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 3
    assert "pacific islander" in text
    assert "http" not in text


def test_a_set_and_equity_at_once_are_refused(chaperone: Callable[..., Result], config: Path, tmp_path: Path) -> None:
    assert chaperone("evaluate", tmp_path / "set.jsonl", "--equity", "-c", config).exit_code == 2
    assert chaperone("evaluate", "-c", config).exit_code == 2
