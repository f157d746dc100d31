from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("SSID 4812093377", "", "STUDENT_ID.WA_SSID 4812093377"),
        ("SSID#4812093377", "", "STUDENT_ID.WA_SSID 4812093377"),
        ("SSID 1234567893", "", "STUDENT_ID.WA_SSID 1234567893"),
        ("SSID: 4111111111", "", "STUDENT_ID.WA_SSID 4111111111"),
        ("state student id 4812093377", "", "STUDENT_ID.WA_SSID 4812093377"),
        (
            "SSIDs: 4812093377, 4812093378 and 4812093391",
            "",
            "STUDENT_ID.WA_SSID 4812093377; STUDENT_ID.WA_SSID 4812093378; STUDENT_ID.WA_SSID 4812093391",
        ),
        ('"stateId": "80122-64460"', "", "STUDENT_ID.WA_SSID 80122-64460"),
        ("4812093377", "StateID", "STUDENT_ID.WA_SSID 4812093377"),
        ("4812093377", "student.stateStudentId", "STUDENT_ID.WA_SSID 4812093377"),
        ("WHERE ssid='2297604418' AND", "", "STUDENT_ID.WA_SSID 2297604418"),
        ("SSID for Ann Lee is 4812093377", "", "STUDENT_ID.WA_SSID 4812093377"),
        ("4812093377 (SSID)", "", "STUDENT_ID.WA_SSID 4812093377"),
        ("SSID: PSESD-Guest", "", ""),
        ("Wi-Fi SSID 5GHz", "", ""),
        ("ssid char(10)", "", ""),
        ("ssid must be 10 digits", "", ""),
        ("4812093377", "", ""),
    ],
)
def test_state(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Ten digits after a word for the state's number, whatever checksum they pass."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("student #304981", "", "STUDENT_ID 304981"),
        ("student no 304981", "", "STUDENT_ID 304981"),
        ("student id no: 304981", "", "STUDENT_ID 304981"),
        ("stu id 304981", "", "STUDENT_ID 304981"),
        ("stu# 304981", "", "STUDENT_ID 304981"),
        ("StuID=304981", "", "STUDENT_ID 304981"),
        ("Orson's student number is 218846 for", "", "STUDENT_ID 218846"),
        ("lunch number 48213", "", "STUDENT_ID 48213"),
        ("lunch PIN: 4821", "", "STUDENT_ID 4821"),
        ("perm id 304981", "", "STUDENT_ID 304981"),
        ("Skyward ID 304981", "", "STUDENT_ID 304981"),
        ("PowerSchool # 304981", "", "STUDENT_ID 304981"),
        ("infinite campus id: 304981", "", "STUDENT_ID 304981"),
        ("número de estudiante: 304981", "", "STUDENT_ID 304981"),
        ("el ID de mi hijo es 304981", "", "STUDENT_ID 304981"),
        ("matrícula 304981", "", "STUDENT_ID 304981"),
        ("4812093377", "student_id", "STUDENT_ID 4812093377"),
        ("304981", "studentId", "STUDENT_ID 304981"),
        ("bus 304", "", ""),
        ("course MTH304981", "", ""),
        ("Student 304981 was late", "", "STUDENT_ID 304981"),
        ("students 12045", "", ""),
        ("Student IDs: 304981 (Maria), 304982 (Jo)", "", "STUDENT_ID 304981; STUDENT_ID 304982"),
        ("student numbers fell 12%", "", ""),
        ("students in 2026", "", ""),
        ("lunch number of trays 12", "", ""),
    ],
)
def test_district(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """The district's or a system's number, lunch PINs included."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("Maria Delgado (ID 304981)", "", "STUDENT_ID 304981"),
        ("Maria Delgado, ID# 304981", "", "STUDENT_ID 304981"),
        ("Maria, id: 304981", "", "STUDENT_ID 304981"),
        ("Her ID is 304981", "", "STUDENT_ID 304981"),
        ("his id 304981", "", "STUDENT_ID 304981"),
        ("Jordan's ID: 304981", "", "STUDENT_ID 304981"),
        ("the kid with id 304981", "", "STUDENT_ID 304981"),
        ("J. ID 304981", "", "STUDENT_ID 304981"),
        ("Building ID 304981", "", ""),
        ("Ticket ID 304981", "", ""),
        ("Order ID: 304981", "", ""),
        ("Meeting ID: 812 3456 7890", "", ""),
        ("the ID 304981", "", ""),
        ("ID number 304981 for Maria Delgado", "", "STUDENT_ID 304981"),
        ("ticket ID 304981 for Maria Delgado", "", ""),
        ("ID card office", "", ""),
    ],
)
def test_beside_a_person(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """A bare "ID" beside a person is a student's; beside a thing it is the thing's."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("SASID 4812093377", "", "STUDENT_ID.OTHER_STATE 4812093377"),
        ("GTID 4812093377", "", "STUDENT_ID.OTHER_STATE 4812093377"),
        ("STN: 481209337", "", "STUDENT_ID.OTHER_STATE 481209337"),
        ("LASID 304981", "", "STUDENT_ID.OTHER_STATE 304981"),
        ("WISEID 4812093377", "", "STUDENT_ID.OTHER_STATE 4812093377"),
        ("MARSS number 4812093377123", "", ""),
        ("MARSS number 481209337712", "", "STUDENT_ID.OTHER_STATE 481209337712"),
        ("TSDS unique id 4812093377", "", "STUDENT_ID.OTHER_STATE 4812093377"),
        ("studentUniqueId: 604821", "", "STUDENT_ID.OTHER_STATE 604821"),
        ("4812093377", "sasid", "STUDENT_ID.OTHER_STATE 4812093377"),
        ("STN 12", "", ""),
        ("UIC campus 2026", "", ""),
    ],
)
def test_other_states(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Numbers of other states by their names."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("SELECT * FROM students s WHERE s.other_id = '00448127'", "00448127"),
        ("UPDATE stu SET alt_id='00448127' WHERE x", "00448127"),
        ("db.students.find({alt_id: '00448127'})", "00448127"),
        ("df[df['student_other_id'] == '00448127']", "00448127"),
        ('student.alt_id == "448127"', "448127"),
        ("s.stu_num = 448127  -- from students s", "448127"),
        ("JOIN enrollments e ON e.user_id = '00448127'", "00448127"),
        ("SELECT * FROM orders o WHERE o.other_id = '00448127'", ""),
        ("assets.alt_id == '00448127'", ""),
        ("SELECT count(*) FROM students WHERE grade = 4", ""),
        ("students.find({page_id: 448127})", ""),
        ("item_code: 00448127 of the printer", ""),
    ],
)
def test_a_general_key_is_a_students_in_a_statement_about_students(
    found: Callable[..., list[tuple[str, str]]], text: str, value: str
) -> None:
    assert found(text) == ([("STUDENT_ID", value)] if value else [])
