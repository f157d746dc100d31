from __future__ import annotations

import pytest

from detectors.structure.labels import label_words
from detectors.structure.meaning import meaning
from detectors.structure.subjects import subject


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("Stu Name", ("name", "student")),
        ("Last", ("last", "")),
        ("legalFirst", ("first", "")),
        ("guardian_1_cell_phone", ("phone", "family")),
        ("Parent/Guardian 1", ("person", "family")),
        ("nombre del alumno", ("name", "student")),
        ("apellidos", ("last", "")),
        ("Fecha de nacimiento", ("dob", "")),
        ("D.O.B.", ("dob", "")),
        ("SIS #", ("id", "")),
        ("StateID", ("ssid", "")),
        ("Tel. de la madre", ("phone", "family")),
        ("Case Manager", ("person", "staff")),
        ("Family Name", ("last", "")),
        ("Country of Birth", ("birthplace", "")),
        ("School phone", None),
        ("Medication name", None),
        ("last login", None),
        ("Bus number", None),
        ("IP address", None),
        ("quantity", None),
    ],
)
def test_a_label_says_what_and_whose(key: str, expected: tuple[str, str] | None) -> None:
    found = meaning(label_words(key))
    assert (None if found is None else (found.what, found.whose)) == expected


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("student", "grade"), "student"),
        (("last", "first", "ssid"), "student"),
        (("name", "iep"), "student"),
        (("name", "mrn", "dx"), "patient"),
        (("employee name", "salary"), "employee"),
        (("name", "hire date", "fte"), "employee"),
        (("guardian", "phone"), "family"),
        (("dob",), ""),
        (("name", "value"), None),
        (("item", "bin"), None),
        (("school", "phone"), None),
        (("zip", "students"), None),
        (("teacher", "room"), None),
        ((), None),
    ],
)
def test_a_row_is_about_whom_its_labels_tell_of(labels: tuple[str, ...], expected: str | None) -> None:
    assert subject(labels) == expected
