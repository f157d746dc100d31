"""`chaperone roster`: the whole way on disk, exit codes, and messages without values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from canary import leaks

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "SIS,Surname,Given,DOB\n8840172935,Okonkwo-Brandt,Thessaly,3/4/2017\n"
MAPPING = "student_id=SIS,last=Surname,first=Given,birth_date=DOB"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(SHEET)
    return path


def test_import_status_and_purge(chaperone, config, sheet, tmp_path) -> None:
    done = chaperone("roster", "import", sheet, "--map", MAPPING, "--json", "-c", config)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["people"] == 1
    assert json.loads(done.stdout)["roster"]["under13"] == 1

    status = chaperone("roster", "status", "--json", "-c", config)
    assert status.exit_code == 0
    (source,) = json.loads(status.stdout)["sources"]
    assert (source["name"], source["people"], source["format"]) == ("main", 1, "csv")
    assert source["imported_by"].startswith("operator:")

    listed = chaperone("roster", "status", "-c", config)
    assert "main" in listed.stdout
    assert "students" in listed.stdout

    purged = chaperone("roster", "purge", "--yes", "-c", config)
    assert (purged.exit_code, "1 people forgotten" in purged.stderr) == (0, True)
    assert json.loads(chaperone("roster", "status", "--json", "-c", config).stdout)["roster"]["people"] == 0

    records = chaperone("audit", "search", "kinds=roster", "--json", "-c", config).stdout.splitlines()
    assert [json.loads(each)["detail"]["action"] for each in records] == ["purge", "import"]
    everything = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert leaks(everything) == []
    assert leaks(done.output + status.output + listed.output + purged.output + "".join(records)) == []


def test_a_mapping_may_stand_in_a_file(chaperone, config, sheet, tmp_path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text("student_id: SIS\nlast: Surname\nfirst: [Given]\n")
    done = chaperone("roster", "import", sheet, "--map-file", mapping, "-c", config)
    assert done.exit_code == 0, done.output
    assert "1 now" in done.stderr


@pytest.mark.parametrize("text", ["- a\n", "a: 1\n", "a: {b: c}\n", "{", ""])
def test_a_mapping_of_another_form_is_refused(chaperone, config, sheet, tmp_path, text) -> None:
    (tmp_path / "map.yaml").write_text(text)
    assert chaperone("roster", "import", sheet, "--map-file", tmp_path / "map.yaml", "-c", config).exit_code == 2


def test_faults_are_told_without_values_and_nothing_changes(chaperone, config, sheet, tmp_path) -> None:
    sheet.write_text(SHEET + "8840172935,Okonkwo-Brandt,Thessaly,523-86-4197\n")
    done = chaperone("roster", "import", sheet, "--map", MAPPING, "-c", config)
    assert done.exit_code == 2
    assert "sheet.csv, line 3, column birth_date: must be a date" in done.output
    assert "Nothing was changed." in done.output
    assert leaks(done.output) == []
    assert not list((tmp_path / "data").rglob("*.bin"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--map", "nonsense"),
        ("--source", "../x"),
        ("--map", "nickname=Given"),
        ("--map-file", "none.yaml"),
    ],
)
def test_a_wrong_command_line_is_refused(chaperone, config, sheet, arguments) -> None:
    assert chaperone("roster", "import", sheet, *arguments, "-c", config).exit_code == 2


def test_a_file_that_is_not_there_is_told(chaperone, config, tmp_path) -> None:
    done = chaperone("roster", "import", tmp_path / "none.zip", "-c", config)
    assert (done.exit_code, "none.zip: cannot be read" in done.output) == (2, True)


def test_without_a_roster_status_says_so(chaperone, config) -> None:
    done = chaperone("roster", "status", "-c", config)
    assert (done.exit_code, "There is no roster." in done.output) == (1, True)


def test_a_damaged_roster_is_told_by_status_and_importing_again_is_the_way_out(
    chaperone, config, sheet, tmp_path
) -> None:
    chaperone("roster", "import", sheet, "--map", MAPPING, "-c", config)
    for path in (tmp_path / "data" / "rosters").rglob("*.bin"):
        path.write_bytes(path.read_bytes()[:-1])
    done = chaperone("roster", "status", "-c", config)
    assert (done.exit_code, "is damaged" in done.output) == (1, True)
    assert chaperone("roster", "import", sheet, "--map", MAPPING, "--delta", "-c", config).exit_code == 3
    assert chaperone("roster", "import", sheet, "--map", MAPPING, "-c", config).exit_code == 0
    assert chaperone("roster", "status", "-c", config).exit_code == 0


def test_purge_asks_first(chaperone, config, sheet) -> None:
    chaperone("roster", "import", sheet, "--map", MAPPING, "-c", config)
    assert chaperone("roster", "purge", "-c", config).exit_code == 1
    assert json.loads(chaperone("roster", "status", "--json", "-c", config).stdout)["roster"]["people"] == 1


def test_doctor_looks_at_the_roster(chaperone, config, sheet, tmp_path) -> None:
    def roster() -> dict[str, object]:
        checks = json.loads(chaperone("doctor", "--json", "-c", config).stdout)["checks"]
        return next(each for each in checks if each["name"] == "roster")

    assert roster()["ok"]
    chaperone("roster", "import", sheet, "--map", MAPPING, "-c", config)
    assert str(roster()["detail"]).endswith("roster.bin")
    (tmp_path / "data" / "rosters" / "default" / "roster.bin").write_bytes(b"nonsense")
    assert (roster()["ok"], "is damaged" in str(roster()["detail"])) == (False, True)
