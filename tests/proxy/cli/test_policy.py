"""`chaperone policy` and `chaperone keys` where no detection is needed: what they print, and their exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from proxy.cli.output import FINDING, OK, USAGE
from proxy.routes.matrix import matrix

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

DRAFT = """\
policy:
  rows: {R09-special: {T2: block}, R20-small-cells: {T1: forward}}
  treatments: {PHONE: redact, EMAIL: keep}
  shadow: {R23-tracking: 2098-12-31}
"""


@pytest.fixture
def draft(config: Path) -> Path:
    path = config.with_name("draft.yaml")
    path.write_text(DRAFT + config.read_text())
    return path


def test_the_table_is_shown_with_its_hash_and_a_row_in_full(chaperone: Callable[..., Result], config: Path) -> None:
    shown = chaperone("policy", "show", "-c", config)
    assert shown.exit_code == OK
    policy = json.loads(chaperone("policy", "show", "-c", config, "--json").stdout)
    assert policy["hash"] in shown.stderr
    assert all(row in shown.stdout for row in policy["rows"])
    one = json.loads(chaperone("policy", "show", "-c", config, "--row", "R09-special", "--json").stdout)
    assert one["permit"] == {"T1": "block", "T2": "forward", "T3": "forward", "TL": "forward"}
    assert "R09-special" in chaperone("policy", "show", "-c", config, "--row", "R09-special").stdout
    assert chaperone("policy", "show", "-c", config, "--row", "R77-none").exit_code == USAGE


def test_the_markdown_is_the_table_of_the_guide(chaperone: Callable[..., Result], config: Path, tree: Path) -> None:
    lines = chaperone("policy", "show", "-c", config, "--markdown").stdout.splitlines()
    assert [line for line in lines[2:] if line not in (tree / "docs" / "policy.md").read_text(encoding="utf-8")] == []


def test_a_difference_says_what_is_looser_and_the_exit_code_too(
    chaperone: Callable[..., Result], config: Path, draft: Path
) -> None:
    result = chaperone("policy", "diff", config, draft, "--json")
    assert result.exit_code == FINDING
    changes = {each["place"]: each for each in json.loads(result.stdout)["changes"]}
    assert {place: each["way"] for place, each in changes.items()} == {
        "rows.R09-special.T2": "stricter",
        "rows.R20-small-cells.T1": "looser",
        "rows.R23-tracking.shadow_until": "looser",
        "treatments.EMAIL": "looser",
        "treatments.PHONE": "stricter",
    }
    back = json.loads(chaperone("policy", "diff", draft, config, "--json").stdout)
    assert {each["place"]: each["way"] for each in back["changes"]}["rows.R23-tracking.shadow_until"] == "stricter"
    same = chaperone("policy", "diff", config, config)
    assert (same.exit_code, "the same" in same.stderr) == (OK, True)


def test_a_hash_that_was_never_in_force_is_said_to_be_so(chaperone: Callable[..., Result], config: Path) -> None:
    result = chaperone("policy", "diff", "deadbeef", "-c", config)
    assert (result.exit_code, "No policy" in result.stderr) == (FINDING, True)
    assert json.loads(chaperone("policy", "versions", "-c", config, "--json").stdout) == {"versions": []}


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("{shadow: {R08-meals: 2098-12-31}}", "policy.shadow names R08-meals"),
        ("{shadow: {R77-none: 2098-12-31}}", "policy.shadow names R77-none"),
        ("{override_days: 0}", "override_days"),
    ],
)
def test_a_setting_that_the_law_does_not_leave_open_is_refused(
    chaperone: Callable[..., Result], config: Path, section: str, said: str
) -> None:
    config.write_text(f"policy: {section}\n" + config.read_text())
    result = chaperone("policy", "show", "-c", config)
    assert (result.exit_code, said in result.stderr) == (USAGE, True)


def test_cases_that_cannot_be_read_end_the_command_before_detection_starts(
    chaperone: Callable[..., Result], config: Path
) -> None:
    cases = config.with_name("cases.yaml")
    assert chaperone("policy", "test", cases, "-c", config).exit_code == USAGE
    cases.write_text("- {text: a, action: stop}")
    result = chaperone("policy", "test", cases, "-c", config)
    assert (result.exit_code, "Case 1" in result.stderr) == (USAGE, True)


def test_a_registered_key_is_in_the_list_and_in_the_audit(chaperone: Callable[..., Result], config: Path) -> None:
    made = chaperone("keys", "create", "--id", "library", "--unit", "Library", "--register", "-c", config, "--json")
    issued = json.loads(made.stdout)
    listed = json.loads(chaperone("keys", "list", "-c", config, "--json").stdout)["keys"]
    assert {each["caller"]: (each["standing"], each["from"]) for each in listed} == {
        "maya": ("valid", "configuration"),
        "library": ("valid", "state"),
    }
    assert issued["prefix"] in chaperone("keys", "list", "-c", config).stdout
    found = chaperone("audit", "search", "kinds=key", "-c", config, "--json").stdout.splitlines()
    (event,) = (json.loads(line)["detail"] for line in found)
    assert (event["action"], event["for_caller"], event["prefix"]) == ("issue", "library", issued["prefix"][3:])
    assert issued["key"] not in "".join(found)


@pytest.mark.parametrize(
    ("more", "said"),
    [(("--role", "boss"), "role"), (("--expires", "2020-01-01"), "expires"), (("--id", "maya"), "maya")],
)
def test_a_key_that_cannot_be_issued_is_not(chaperone: Callable[..., Result], config: Path, more, said: str) -> None:
    given = {"--id": "x", **dict([more])}
    options = [part for pair in given.items() for part in pair]
    result = chaperone("keys", "create", "--register", "-c", config, *options)
    assert result.exit_code in {USAGE, FINDING}
    assert said in result.stderr
    assert result.stdout == ""


def test_the_matrix_is_shown(chaperone: Callable[..., Result]) -> None:
    assert json.loads(chaperone("keys", "roles", "--json").stdout) == matrix()
    assert "/v1/explanations/{request_id}" in chaperone("keys", "roles").stdout
