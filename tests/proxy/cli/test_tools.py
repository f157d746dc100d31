"""`chaperone tools`, `training` and `notices`: what they do, say and refuse, and with which exit code.

The detectors, which take seconds to start, are stood in for; tests/journey/test_tools.py runs them.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from proxy.cli import tools_opened
from proxy.cli.output import FINDING, OK, USAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from click.testing import Result

TOOL = """\
kind: provider
id: main
owner: Technology services
purpose: Drafting
models: [small, large]
terms: {direct_control: true, no_redisclosure: true, no_training: true, retention_days: 0, deletion: true,
        dpa: NDPA 7, region: US, sub_processors: []}
"""
WHY = ("--reason", "A reason of enough words.")
TODAY = datetime.now(UTC).date()


class Words:
    """In place of the detectors."""

    def __init__(self, *_: object) -> None:
        pass

    async def reason(self, text: str, *, what: str = "reason") -> str:
        del what
        return text

    async def lines(self, texts: Sequence[str]) -> list[str]:
        return list(texts)


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Says whose account runs the next command."""
    monkeypatch.setattr(tools_opened, "LateWritten", Words)

    def become(name: str) -> None:
        monkeypatch.setattr("proxy.cli.audit.operator", lambda: f"operator:{name}")

    become("ana")
    return become


@pytest.fixture
def run(chaperone: Callable[..., Result], config: Path, person: Callable[[str], None]) -> Callable[..., Any]:
    """Runs a command on the test's configuration; gives its JSON where there is one, and checks the exit code."""

    def one(*arguments: object, code: int = OK) -> Any:
        result = chaperone(*arguments, "-c", config, "--json")
        assert result.exit_code == code, result.output
        return json.loads(result.stdout) if result.stdout else result.stderr

    return one


def approve(run: Callable[..., Any], person: Callable[[str], None], tmp_path: Path, **days: str) -> dict[str, Any]:
    (tmp_path / "tool.yaml").write_text(TOOL)
    person("ana")
    case = run("tools", "request", tmp_path / "tool.yaml", *WHY)["case"]
    person("bo")
    for topic in ("privacy", "security", "equity", "accessibility", "records"):
        run("tools", "review", case, topic, "--passed", "--note", "Looked at it closely.")
    options = [part for name, day in days.items() for part in (f"--{name}", day)]
    return run("tools", "approve", case, "--reference", "Board 9", *options, *WHY)


def test_a_tool_from_request_to_approval_by_two_accounts(run, person, tmp_path) -> None:
    (tmp_path / "tool.yaml").write_text(TOOL)
    asked = run("tools", "request", tmp_path / "tool.yaml", *WHY)
    assert (asked["tier"], asked["requested_by"]) == ("T2", "operator:ana")
    assert asked["reviews_missing"] == ["privacy", "security", "equity", "accessibility", "records"]
    own = run("tools", "review", asked["case"], "privacy", "--passed", "--note", "I like it.", code=USAGE)
    assert "may not review it" in own
    run("tools", "withdraw", asked["case"], *WHY)
    entry = approve(run, person, tmp_path)
    assert (entry["standing"], entry["approval"]["by"]) == ("approved", "operator:bo")
    (row,) = run("tools", "ls")["tools"]
    assert (row["standing"], row["open_case"]) == ("approved", None)
    dossier = run("tools", "show", "provider", "main")
    assert [case["state"] for case in dossier["cases"]] == ["withdrawn", "approved"]
    shown = run("tools", "case", dossier["in_force"]["case"])
    assert shown["decided_by"] == "operator:bo"


def test_check_config_warns_where_the_registry_says_something_else(run, person, tmp_path, chaperone, config) -> None:
    def warnings() -> dict[str, tuple[int, str]]:
        said = json.loads(chaperone("check-config", config, "--json").stdout)["warnings"]
        return {each["path"]: (each["line"], each["message"]) for each in said if "registry" in each["message"]}

    assert warnings() == {}
    assert not (tmp_path / "data" / "state.db").exists()  # looking makes nothing
    approve(run, person, tmp_path, expires=(TODAY + timedelta(30)).isoformat())
    line, message = warnings()["providers[0].approval.expires"]
    assert (line, message) == (9, f"is overruled: the registry says {TODAY + timedelta(30)}")
    assert set(warnings()) == {"providers[0].approval.expires"}
    person("ana")
    case = run("tools", "renew", "provider", "main", *WHY)["case"]
    person("bo")
    assert run("tools", "deny", case, *WHY)["state"] == "denied"
    run("tools", "disable", "everything", *WHY)
    said = json.loads(chaperone("check-config", config, "--json").stdout)["warnings"]
    assert any("switched off by an emergency stop" in each["message"] for each in said)


def test_the_list_of_providers_shows_what_the_registry_has_decided(run, person, tmp_path) -> None:
    assert run("providers", "ls")["decided"] == "configuration"
    approve(run, person, tmp_path, expires=(TODAY + timedelta(30)).isoformat())
    row = run("providers", "ls")
    assert (row["decided"], row["standing"], row["tier"]) == ("registry", "approved", "T2")
    assert row["expires"] == (TODAY + timedelta(30)).isoformat()
    run("tools", "disable", "provider", "main", *WHY)
    assert run("providers", "ls")["standing"] == "disabled"


def test_an_ended_approval_of_the_configuration_is_no_finding_once_the_registry_has_renewed_it(
    run, person, tmp_path, chaperone, config
) -> None:
    config.write_text(config.read_text().replace("expires: 2098-12-31, reference", "expires: 2026-02-01, reference"))
    assert chaperone("check-config", config).exit_code == FINDING
    approve(run, person, tmp_path)
    assert chaperone("check-config", config).exit_code == OK
    yesterday = (TODAY - timedelta(1)).isoformat()
    run("tools", "shorten", "provider", "main", "--expires", yesterday, *WHY)
    assert chaperone("check-config", config).exit_code == FINDING


def test_an_end_is_listed_and_an_ended_one_has_its_own_exit_code(run, person, tmp_path) -> None:
    assert run("tools", "endings") == {"endings": []}
    approve(run, person, tmp_path, expires=(TODAY + timedelta(5)).isoformat())
    (ending,) = run("tools", "endings", code=FINDING)["endings"]
    assert (ending["id"], ending["days"]) == ("main", 5)
    yesterday = (TODAY - timedelta(1)).isoformat()
    assert run("tools", "shorten", "provider", "main", "--expires", yesterday, *WHY)["standing"] == "ended"
    assert run("tools", "ls", code=FINDING)["tools"][0]["standing"] == "ended"
    later = (TODAY + timedelta(9)).isoformat()
    assert "new request" in run("tools", "shorten", "provider", "main", "--expires", later, *WHY, code=USAGE)


def test_a_stop_and_its_end(run, person) -> None:
    assert run("tools", "disable", "provider", "Main", *WHY)["known"] is False
    run("tools", "enable", "provider", "Main", *WHY)
    stopped = run("tools", "disable", "provider", "main", *WHY)
    assert (stopped["already"], stopped["known"]) == (False, True)
    assert run("tools", "disable", "provider", "main", *WHY)["already"] is True
    assert run("tools", "ls", code=FINDING)["tools"][0]["standing"] == "disabled"
    assert "notices" not in run("notices")["en"]["public"].lower().split()
    assert run("notices")["tools"] == []
    run("tools", "enable", "provider", "main", *WHY)
    assert run("notices")["tools"] == [{"provider": "main", "model": "large"}, {"provider": "main", "model": "small"}]
    assert "not switched off" in run("tools", "enable", "provider", "main", *WHY, code=FINDING)
    assert "Say why" in run("tools", "disable", "everything", "--reason", "now", code=USAGE)
    assert "must be one of" in run("tools", "disable", "service", "x", *WHY, code=USAGE)


def test_a_file_goes_out_and_comes_in(run, person, tmp_path, chaperone, config) -> None:
    approve(run, person, tmp_path)
    path = tmp_path / "tools.yaml"
    assert chaperone("tools", "export", path, "-c", config).exit_code == OK
    assert run("tools", "import", path, *WHY)["tools"][0]["result"] == "unchanged"
    path.write_text(
        path.read_text().replace("retention_days: 0", "retention_days: -1").replace("severity: S4", "severity: X")
    )
    said = run("tools", "import", path, *WHY, code=USAGE)
    assert "error: tools[0].terms.retention_days:" in said
    assert "error: tools[0].ceiling.severity: must be one of" in said
    assert "Nothing was changed." in said
    assert "is not YAML" in _fails(chaperone, config, tmp_path, "tools: [")
    assert "cannot be read" in run("tools", "import", tmp_path / "none.yaml", *WHY, code=USAGE)


def _fails(chaperone: Callable[..., Result], config: Path, tmp_path: Path, text: str) -> str:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    result = chaperone("tools", "import", path, *WHY, "-c", config)
    assert result.exit_code == USAGE
    return result.stderr


def test_the_example_is_a_tool(chaperone, config, person, tmp_path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(chaperone("tools", "request", "--example").stdout)
    result = chaperone("tools", "request", path, *WHY, "-c", config)
    assert result.exit_code == OK, result.output
    assert result.stdout.startswith("case-")
    assert "By its terms it would be T2." in result.stderr
    assert "For T3 it lacks: baa." in result.stderr
    assert chaperone("tools", "request", *WHY, "-c", config).exit_code == USAGE


def test_every_change_is_in_the_audit_with_its_author(run, person, tmp_path, chaperone, config) -> None:
    approve(run, person, tmp_path)
    run("tools", "disable", "everything", *WHY)
    found = chaperone("audit", "search", "kinds=registry", "-c", config, "--json").stdout.splitlines()
    told = [json.loads(line) for line in reversed(found)]
    assert [each["detail"]["action"] for each in told] == ["request", *["review"] * 5, "approve", "disable"]
    assert [each["caller"] for each in told] == ["operator:ana", *["operator:bo"] * 7]


# --------------------------------------------------------------------------- training


@pytest.fixture
def course(config: Path) -> None:
    config.write_text(config.read_text() + "training: {required: ai-basics, valid_days: 100}\n")


def test_training_is_recorded_imported_listed_and_asked_for(run, person, course, tmp_path) -> None:
    assert run("training", "status", "maya", code=FINDING)["refused"] is True
    made = run("training", "record", "maya", "--completed", TODAY.isoformat())
    assert made["expires"] == (TODAY + timedelta(100)).isoformat()
    assert run("training", "status", "maya")["valid"] is True
    path = tmp_path / "done.csv"
    path.write_text(f"person,completed\nben,{TODAY}\nmaya,{TODAY - timedelta(9)}\n")
    assert run("training", "import", path) == {"rows": 2, "changed": 1}
    listed = run("training", "list")["attestations"]
    assert [(each["person"], each["channel"]) for each in listed] == [("ben", "cli"), ("maya", "cli")]
    assert run("training", "list", "--person", "ben")["attestations"] == listed[:1]


def test_a_bad_attestation_is_refused_and_named(run, person, course, tmp_path) -> None:
    assert "'completed' must be a date" in run("training", "record", "maya", "--completed", "today", code=USAGE)
    path = tmp_path / "done.csv"
    path.write_text("person,completed\nben,never\n")
    said = run("training", "import", path, code=USAGE)
    assert said == "error: line 2: `completed` must be a date written YYYY-MM-DD\nNothing was recorded.\n"
    assert run("training", "list")["attestations"] == []


def test_without_a_required_course_nobody_is_refused(chaperone, config, person) -> None:
    result = chaperone("training", "status", "maya", "-c", config)
    assert (result.exit_code, result.stderr) == (OK, "No course is required (`training.required`).\n")


# --------------------------------------------------------------------------- notices


def test_the_notice_in_a_language(chaperone, config, person) -> None:
    spanish = chaperone("notices", "--lang", "es", "-c", config)
    assert spanish.stdout.startswith("default usa herramientas")
    assert "- main: small" in spanish.stdout
    assert chaperone("notices", "--lang", "fr", "-c", config).exit_code == USAGE
