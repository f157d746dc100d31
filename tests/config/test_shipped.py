"""The shipped tables, the JSON Schema and the documentation cover everything there is to set."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest
from pydantic import BaseModel, ValidationError

from config.models import Policy, Settings
from config.profiles import PolicyTable, policy_table
from config.schema import json_schema
from config.validation import _bare, annotation_at

if TYPE_CHECKING:
    from pathlib import Path

# fmt: off
LABELS = {
    "STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "STAFF_NAME_SENSITIVE", "PERSON_OTHER", "STUDENT_ID", "SSN",
    "SSN_LAST4", "DOB", "DATE_PERSONAL", "AGE_OVER_89", "ADDRESS", "GEO", "PHONE", "EMAIL", "URL_PERSONAL",
    "USERNAME", "MRN", "PLAN_ID", "MEDICAID_ID", "LICENCE", "PASSPORT", "IMMIGRATION_ID", "BANK_ACCOUNT", "CARD",
    "VIN", "PLATE", "IP", "DEVICE_ID", "CREDENTIAL", "OTHER_ID",
}
# fmt: on


@pytest.mark.parametrize("name", ["default", "restore"])
def test_a_table_speaks_of_every_label_and_says_why(name: Literal["default", "restore"]) -> None:
    table = policy_table(name)
    assert table.name == name
    assert set(table.treatments) == set(table.clauses)
    assert {label for label in table.treatments if "." not in label} == LABELS
    kept = {label for label, treatment in table.treatments.items() if treatment == "keep"}
    assert kept <= {"OTHER_ID.NPI", "OTHER_ID.CERTIFICATE"}  # both stand in public registers


def test_the_default_table_removes_what_the_law_singles_out() -> None:
    table = policy_table("default")
    removed = {label for label, treatment in table.treatments.items() if treatment == "redact"}
    assert {"SSN", "SSN_LAST4", "CARD", "BANK_ACCOUNT", "PASSPORT", "LICENCE"} <= removed
    assert table.gate
    assert {"R02-unapproved", "R08-meals", "R10-immigration", "R18-credential"} <= set(table.fixed)
    assert all(set(actions) == {"T1", "T2", "T3", "TL"} for actions in table.rows.values())


def test_the_restore_table_replaces_everything_and_stops_nothing() -> None:
    table = policy_table("restore")
    assert set(table.treatments.values()) == {"pseudonymize"}
    assert not table.gate


def test_a_table_is_strict_and_frozen() -> None:
    with pytest.raises(ValidationError):
        PolicyTable.model_validate({**policy_table("default").model_dump(), "extra": 1})
    with pytest.raises(ValidationError):
        policy_table("default").name = "restore"  # type: ignore[misc] # what must fail
    with pytest.raises(ValidationError):
        Policy().profile = "restore"  # type: ignore[misc] # what must fail


def settings_of(model: type[BaseModel], before: str = "") -> list[tuple[str, str]]:
    """Every setting with its description, as the documentation names it: ``providers[].approval.by``."""
    found: list[tuple[str, str]] = []
    for name, field in model.model_fields.items():
        place = f"{before}{name}"
        found.append((place, field.description or ""))
        inner = _bare(annotation_at((name,)) if not before else field.annotation)
        arguments = getattr(inner, "__args__", ())
        for candidate, mark in ((inner, "."), *((each, "[].") for each in arguments)):
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                found += settings_of(candidate, place + mark)
    return found


ALL = settings_of(Settings)


def test_every_setting_has_a_description() -> None:
    assert len(ALL) > 60
    assert [place for place, description in ALL if len(description) < 8] == []


def test_every_setting_is_in_the_guide_with_its_description_and_nothing_else_is(tree: Path) -> None:
    text = (tree / "docs" / "configuration.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z_0-9.\[\]]+)` \| [^|]+ \| (.+) \|$", text, re.MULTILINE)
    inner = {place for place, _ in ALL for other, _ in ALL if other.startswith((place + ".", place + "[]."))}
    assert sorted(rows) == sorted(each for each in ALL if each[0] not in inner)


def test_the_schema_describes_every_setting_and_allows_references() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(Settings.model_fields)
    assert schema["additionalProperties"] is False
    port = schema["$defs"]["Listen"]["properties"]["port"]
    assert port["anyOf"][0]["type"] == "integer"
    assert re.fullmatch(port["anyOf"][1]["pattern"], "${PORT:-8080}")
    assert all(
        "description" in field for each in schema["$defs"].values() for field in each.get("properties", {}).values()
    )
