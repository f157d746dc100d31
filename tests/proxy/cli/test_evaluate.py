"""`chaperone evaluate` and `chaperone entities` from the outside: exit status, files, records."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

NAME = "Juno Paxfield"
ROWS = [
    {
        "id": "ssn",
        "text": "Her SSN is 536-22-0199, room 9.",
        "spans": [{"start": 11, "end": 22, "label": "SSN"}, {"start": 24, "end": 30, "label": "KEEP"}],
        "action": {"T2": "forward"},
        "kind": "chat",
    },
    {"id": "clean", "text": "What is a good warm-up for fractions?", "action": {"T2": "forward"}, "tags": []},
]


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


def run(chaperone: Callable[..., Result], *arguments: object) -> dict[str, Any]:
    result = chaperone("evaluate", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def test_figures_record_and_comparison(
    chaperone: Callable[..., Result], config: Path, labelled: Path, tmp_path: Path
) -> None:
    measured = run(chaperone, labelled, "-c", config)
    assert measured["labels"]["SSN"]["recall"]["hits"] == 1
    assert measured["actions"]["T2"]["right"]["hits"] == 2
    found = chaperone("audit", "search", "kinds=evaluation", "--json", "-c", config)
    (record,) = [json.loads(line) for line in found.stdout.splitlines()]
    assert record["detail"]["set_digest"] == measured["set"]["sha256"]
    earlier = tmp_path / "run.json"
    earlier.write_text(json.dumps(measured), encoding="utf-8")
    html = tmp_path / "report.html"
    again = run(chaperone, labelled, "-c", config, "--compare", earlier, "--html", html)
    assert again["compared"]["same_set"]
    assert again["compared"]["changes"] == []
    assert stat.S_IMODE(html.stat().st_mode) == 0o600
    assert "536-22-0199" in html.read_text(encoding="utf-8")


def test_below_the_least_is_exit_status_1_and_named(
    chaperone: Callable[..., Result], config: Path, labelled: Path
) -> None:
    row = {"id": "miss", "text": "Zzyqx.", "spans": [{"start": 0, "end": 5, "label": "PLATE"}]}
    labelled.write_text(json.dumps(row), encoding="utf-8")
    result = chaperone("evaluate", labelled, "-c", config, "--no-record")
    assert result.exit_code == 1
    assert "kept_back is 0.000, least 0.980" in result.stderr
    assert "PLATE" in result.stdout
    assert "Zzyqx" not in result.output


@pytest.mark.parametrize(
    ("content", "says"),
    [("", "no labelled prompt"), ("{}", "Line 1"), (f'{{"id":"a","text":"{NAME}","x":1}}', "Line 1")],
)
def test_a_bad_set_is_exit_status_2(
    chaperone: Callable[..., Result], config: Path, labelled: Path, content: str, says: str
) -> None:
    labelled.write_text(content, encoding="utf-8")
    result = chaperone("evaluate", labelled, "-c", config)
    assert result.exit_code == 2
    assert says in result.stderr
    assert NAME not in result.output


def test_a_missing_set_and_a_bad_earlier_run_are_exit_status_2(
    chaperone: Callable[..., Result], config: Path, labelled: Path, tmp_path: Path
) -> None:
    assert chaperone("evaluate", tmp_path / "none", "-c", config).exit_code == 2
    earlier = tmp_path / "run.json"
    earlier.write_text("[]", encoding="utf-8")
    result = chaperone("evaluate", labelled, "--compare", earlier, "-c", config)
    assert result.exit_code == 2
    assert "is not a run of" in result.stderr


def test_entities_are_listed_for_people_machines_and_the_documentation(chaperone: Callable[..., Result]) -> None:
    assert "SSN" in chaperone("entities").stdout
    entries = [json.loads(line) for line in chaperone("entities", "--json").stdout.splitlines()]
    assert {"SSN", "STUDENT_NAME"} <= {entry["label"] for entry in entries}
    assert chaperone("entities", "--markdown").stdout.startswith("# What is looked for")
