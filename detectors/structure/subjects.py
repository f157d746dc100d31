"""Whom a row is about, by its labels: a student, a patient, an employee, a family; or nobody.

"Name" alone heads columns of gloves and schools too: it means a person only in the company of a label that only a
person's record has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.structure.labels import word_set
from detectors.structure.meaning import Whose, meaning
from detectors.structure.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detectors.structure.region import Row

_STUDENT: Final = word_set(
    "ssid grade grades gr iep 504 bip absences absent attendance gpa lunch frl wida homelang tchr teacher sbac eceap"
    " homeroom sped disability accommodation allergy perm sis guardian parent enrolled bus slp ot credits student"
    " tier reading math alumno grado tardy tardies unexcused unexc truancy detentions suspensions faltas tardanzas"
)
_PATIENT: Final = word_set("mrn dx diagnosis rx ward npi medicaid icd dos visit chart provider")
_EMPLOYEE: Final = word_set(
    "salary fte hire hired pay payroll position leave fmla employee routing acct net wage step certificate grievance"
    " seniority benefits termination evaluation"
)
_OWN: Final = frozenset({"dob", "ssn", "ssid", "age", "gender", "race", "birthplace", "religion"})
_COUNTED: Final = word_set(
    "students pupils children kids scholars learners participants patients clients employees applicants"
    " candidates families"
    " parents total alumnos estudiantes"
)
"""Headers of numbers of people."""
_NAMES: Final = frozenset({"name", "first", "last", "person"})


def subject(labels: Iterable[str]) -> Whose | None:
    """Whose record has these labels; ``""`` for a person of unknown role, None where no person is meant."""
    return _subject(tuple(labels))


@remembered
def _subject(all_labels: tuple[str, ...]) -> Whose | None:
    labels = [label for label in all_labels if label not in _COUNTED]
    meanings = [found for label in labels if (found := meaning(label)) is not None]
    words = {word for label in labels for word in label.split()}
    for whose in ("student", "patient", "employee"):
        if any(found.whose == whose for found in meanings):
            return _patient_or(whose, words)
    own = any(found.what in _OWN and found.whose != "staff" for found in meanings)
    named = any(found.what in {"first", "last"} and not found.whose for found in meanings) or any(map(_parted, labels))
    plain = any(found.what == "name" and not found.whose for found in meanings)
    if not own and not named and not (plain and not words.isdisjoint(_STUDENT | _PATIENT | _EMPLOYEE)):
        family = any(found.whose == "family" and found.what in _NAMES for found in meanings)
        return "family" if family else None
    return _by_words(words)


class SubjectBook(dict[tuple[str, ...], Whose | None]):
    """`subject` of every list of labels of one text, worked out once each. Lives for one call."""

    def __missing__(self, labels: tuple[str, ...]) -> Whose | None:
        """The subject of labels that were not asked for yet."""
        found = self[labels] = subject(labels)
        return found

    def of_row(self, row: Row) -> Whose | None:
        """Whom the labels of the row's own cells are about."""
        return self[tuple(cell.label for cell in row.cells)]


def _parted(label: str) -> bool:
    """Whether one column has both parts of a name ("Last, First"): gloves and schools have no first name."""
    words = set(label.split())
    return not words.isdisjoint({"last", "surname"}) and not words.isdisjoint({"first", "given"}) and _is_name(label)


def _is_name(label: str) -> bool:
    found = meaning(label)
    return found is not None and found.what == "name" and not found.whose


def _patient_or(whose: Whose, words: set[str]) -> Whose:
    """Of two meanings: "PT" heads the minutes of physical therapy beside "SLP" and "OT"."""
    return "student" if whose == "patient" and not words.isdisjoint({"slp", "ot", "iep", "grade", "gr"}) else whose


def _by_words(words: set[str]) -> Whose:
    counts = {
        "patient": len(words & _PATIENT),
        "employee": len(words & _EMPLOYEE),
        "student": len(words & _STUDENT),
    }
    best = max(counts, key=lambda whose: counts[whose])
    if counts[best] == 0:
        return ""
    return "employee" if best == "employee" else "patient" if best == "patient" else "student"
