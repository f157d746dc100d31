from __future__ import annotations

import pytest

from detectors.finding import Finding
from detectors.names.roles import assign_roles


def _role(text: str, value: str, entity: str = "PERSON_OTHER") -> str:
    start = text.index(value)
    (finding,) = assign_roles(text, "", (Finding(entity, start, start + len(value), 0.8, "names.model", "model"),))
    return finding.entity


@pytest.mark.parametrize(
    ("text", "value", "entity"),
    [
        ("his mother, Ondine Velk, called", "Ondine Velk", "FAMILY_NAME"),
        ("the student Koa Velk", "Koa Velk", "STUDENT_NAME"),
        ("Koa Velk has an IEP", "Koa Velk", "STUDENT_NAME"),
        ("Ms. Velk wrote the IEP", "Velk", "PERSON_OTHER"),
        ("Koa Velk sold me a boat", "Koa Velk", "PERSON_OTHER"),
    ],
)
def test_the_sentence_shows_the_role(text: str, value: str, entity: str) -> None:
    assert _role(text, value) == entity


def test_one_surface_has_one_role() -> None:
    text = "mom Berta came. Later a boat. " + "x " * 120 + "Berta left."
    second = text.rindex("Berta")
    findings = (
        Finding("FAMILY_NAME", 4, 9, 0.8, "names.cues", "cue"),
        Finding("PERSON_OTHER", second, second + 5, 0.8, "names.model", "model"),
    )
    assert [finding.entity for finding in assign_roles(text, "", findings)] == ["FAMILY_NAME", "FAMILY_NAME"]


def test_a_known_role_is_kept_and_other_entities_pass() -> None:
    assert _role("the student Koa", "Koa", "FAMILY_NAME") == "FAMILY_NAME"
    assert _role("student 536904399", "536904399", "SSN") == "SSN"
