"""Identifiers of an agency's own: what is refused when the file is read, with the place of the fault and no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.loading import load
from config.problems import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
secret: ${GUARD_SECRET}
providers:
  - id: main
    base_url: https://api.example.org/v1
    models: [small]
    approval: {by: Office, on: 2026-01-15, expires: 2027-01-14, reference: Board 7, tier: T2}
detection:
  identifiers:
"""
GOOD = """\
    - name: kid-key
      pattern: '[A-Z]{2}\\d{4}'
      labels: [kid key, scholar tag ~]
      entity: STUDENT_ID.DISTRICT
      must_match: [AB1234, zz0001]
      must_not_match: [AB123]
"""
ENV = {"GUARD_SECRET": "pX7vQ2mK9sL4tR8wZ1nB5cD3fG6hJ0aE"}
PLACE = "detection.identifiers[0]"


def _load(tmp_path: Path, formats: str) -> object:
    path = tmp_path / "guard.yaml"
    path.write_text(HEAD + formats)
    return load(path, ENV).settings.detection.identifiers


def test_a_declared_identifier_is_read(tmp_path: Path) -> None:
    (declared,) = _load(tmp_path, GOOD)  # type: ignore[misc]  # a tuple of one
    assert (declared.name, declared.labels) == ("kid-key", ("kid key", "scholar tag ~"))
    assert declared.pattern == r"[A-Z]{2}\d{4}"


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "words"),
    [
        (r"'[A-Z]{2}\d{4}'", "'(?=Canary)a'", 10, "pattern", "RE2"),
        (r"'[A-Z]{2}\d{4}'", r"'(a)\1'", 10, "pattern", "RE2"),
        (r"'[A-Z]{2}\d{4}'", "'(?:[A-Z]{1,900}){1,900}'", 10, "pattern", "not too large"),
        (r"'[A-Z]{2}\d{4}'", r"'\d*'", 10, "pattern", "empty"),
        (r"'[A-Z]{2}\d{4}'", r"'([A-Z]{2})\d{4}'", 10, "pattern", "(?:...)"),
        (r"'[A-Z]{2}\d{4}'", r"'^[A-Z]{2}\d{4}'", 10, "pattern", "value alone"),
        (r"'[A-Z]{2}\d{4}'", r"'\w+'", 10, "pattern", "ordinary words"),
        (r"'[A-Z]{2}\d{4}'", r"'[A-Z]{2}\d{5}'", 13, "must_match", "example 1, 2 is not matched"),
        ("[AB1234, zz0001]", "[AB1234, Canary]", 13, "must_match", "example 2 is not matched"),
        ("[AB123]", "[AB123, CA1234]", 14, "must_not_match", "example 2 is matched"),
        ("must_not_match: [AB123]", "must_not_match: []", 14, "must_not_match", "must not be empty"),
        ("STUDENT_ID.DISTRICT", "CANARY.DISTRICT", 12, "entity", "STUDENT_ID"),
        ("STUDENT_ID.DISTRICT", "student", 12, "entity", "entity label"),
        ("name: kid-key", "name: Canary Key", 9, "name", "lower-case"),
        ("[kid key, scholar tag ~]", "['?']", 11, "labels[0]", "student id"),
    ],
)
def test_a_broken_one_is_refused(  # noqa: PLR0917  the columns of the table
    tmp_path: Path, old: str, new: str, line: int, path: str, words: str
) -> None:
    """With file, line and key; what the file says is not repeated."""
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, GOOD.replace(old, new))
    problems = {(each.line, each.path): each for each in caught.value.problems}
    problem = problems[line, f"{PLACE}.{path}"]
    assert problem.file.endswith("guard.yaml")
    assert words in problem.message
    assert "canary" not in str(problem).lower()


def test_numbers_need_a_label(tmp_path: Path) -> None:
    """A pattern that also fits years and dates says nothing by itself."""
    bare = GOOD.replace("      labels: [kid key, scholar tag ~]\n", "").replace(r"'[A-Z]{2}\d{4}'", r"'\d{4}'")
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, bare.replace("[AB1234, zz0001]", "['1234']"))
    assert [each.path for each in caught.value.problems] == [f"{PLACE}.labels"]


def test_each_name_stands_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, GOOD + GOOD)
    assert [(each.path, each.line) for each in caught.value.problems] == [("detection.identifiers[1].name", 15)]
