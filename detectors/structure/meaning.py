"""What a label means: `what` stands under it and `whose` it is, read from its words in any order and spelling.

``guardian 1 cell``, ``tel de la madre`` and ``emergency contact phone`` are all a phone number of the family. A word
that names something else than a person (school, course, medication) makes a ``name`` the name of that thing. Words:
OneRoster 1.2 and CEDARS column names, headings of IEP and enrolment forms, their abbreviations and Spanish.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from detectors.structure.labels import word_set
from detectors.structure.remembered import remembered

Whose: TypeAlias = Literal["student", "family", "patient", "employee", "staff", ""]
"""`employee`: the person whom a personnel record is about; `staff`: somebody at work in another person's record."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label says.

    Attributes:
        what: ``name``, ``first``, ``last``, or another key of `_WHAT`; ``person`` where the label only says who.
        whose: whose it is, or empty.
    """

    what: str
    whose: Whose


_WHOSE: tuple[tuple[Whose, frozenset[str]], ...] = (
    (
        "family",
        word_set(
            "parent parents guardian guardians guard1an mother father mom dad mum pg caregiver caregivers contact"
            " contacts"
            " emergency stepmother stepfather stepmom stepdad grandmother grandfather grandma grandpa aunt uncle"
            " sibling siblings brother sister kin household spouse relative relatives family families fam"
            " madre padre mama papa tutor tutora tutores acudiente apoderado abuela abuelo tio tia hermano hermana"
            " familia familiar contacto emergencia padres foster caretaker"
        ),
    ),
    (
        "staff",
        word_set(
            "teacher teachers tchr staff counselor counsellor principal para paraeducator paraprofessional provider"
            " therapist slp nurse evaluator examiner psychologist coach instructor driver aide supervisor maestro"
            " maestra consejero consejera docente profesor profesora worker author assigned owner lead"
            " interventionist attorney physician doctor prescriber mgr manager manages caseworker dr administrator"
            " superintendent secretary interpreter homeroom advisor adviser reporter reviewer evaluated prepared"
            " completed approved medico enfermera dentist pediatrician referrer witness advocate managers bcba"
        ),
    ),
    ("employee", word_set("employee employees emp applicant applicants candidate candidates empleado empleada")),
    ("patient", word_set("patient patients pt client clients beneficiary subscriber paciente insured")),
    (
        "student",
        word_set(
            "student students stu stud pupil pupils child children kid kids scholar scholars learner learners"
            " participant participants alumno alumna alumnos alumnas estudiante estudiantes nino nina hijo hija"
            " enrollee kiddo infant toddler baby ch1ld camper campers menor rider riders passenger passengers athlete"
            " athletes player players swimmer swimmers attendee attendees nominee nominees"
        ),
    ),
)
_PERSONS: Final = frozenset().union(*(cues for _, cues in _WHOSE))
_NAME = word_set("name names nm nombre nombres init inits fullname narne nme displayname")
_FIRST = word_set("first fnm given fname firstname givenname f1rst forename primer")
_LAST = word_set("last ln lnm ltname surname lname lastname familyname apellido apellidos surnames")
_BESIDE_NAME: Final = word_set(
    "full legal preferred middle maiden nick nickname mi initial initials display of the s and or a an 1 2 3 4 i ii"
    " primary secondary print printed del de la el los las completo completa y o goes by known as current former"
    " chosen new suffix prefix sort case formatted rows data results items records list value values record info entry"
    " details attributes profile demographics"
)
# Kinds of things that have names, numbers and dates of their own.
_THINGS: Final = word_set(
    "school schools site sites building bldg course class section program programs programme event file user org"
    " organization organisation company vendor product item district agency assessment test medication med meds drug"
    " street host server domain device model field column table index team brand city town county state language"
    " function tool package project role group menu form document doc bank plan carrier template schema key type"
    " branch repo job task service variable param parameter class method module asset room route bus stop location"
    " business account domain app application pet dog campus hospital clinic pharmacy employer subject book title"
    " funder grant fund account screen sheet report batch goal skill activity station book escuela programa curso"
)
_WHAT: tuple[tuple[str, frozenset[str]], ...] = (
    ("ssn", word_set("ssn social socialsecurity seguro")),
    ("ssid", word_set("ssid stateid")),
    ("dob", word_set("dob birthdate birthday born bdt birth bday nacimiento nac nacido nacida fn doby b1rthdate")),
    ("email", word_set("email emails mail correo emailaddress")),
    ("phone", word_set("phone phones cell cellphone mobile tel telephone fax telefono celular movil ph phonenumber")),
    ("zip", word_set("zip zipcode postal postcode zipcodes")),
    ("address", word_set("address addr street residence domicilio direccion residential addresses")),
    ("age", word_set("age edad")),
    ("gender", word_set("gender sex sexo genero pronouns")),
    ("race", word_set("race ethnicity ethnic raza etnia etnicidad hispanic tribe tribal")),
    ("language", word_set("language languages lang homelang idioma lengua")),
    ("birthplace", word_set("birthplace birthcountry nationality nacionalidad citizenship")),
    ("religion", word_set("religion faith")),
    ("grade", word_set("grade gr grado grd gradelevel")),
    ("date", word_set("date dates fecha fechas dt due on when")),
    ("id", word_set("id ids no num number nbr identifier numero code")),
)


_WORKPLACES: Final = word_set(
    "school schools site sites building bldg district agency org organization organisation company vendor office"
    " business employer clinic hospital pharmacy bank program programme campus esd department dept ip mac escuela"
    " web website server url"
)
_HOLDERS: Final = word_set(
    "user users person persons people member members result results data record records row rows item items payload"
    " body response object objects resource resources entry entries"
)
_PARTS: Final = 2
_BIRTHPLACE: Final = word_set("country place city state pais lugar ciudad")
_NOT_BIRTHDAY: Final = word_set("weight order certificate cert name names length hospital control")
_CONTACTS = frozenset({"phone", "address", "email", "zip"})


@remembered
def meaning(label: str) -> Meaning | None:
    """What `label` (words as `label_words` gives them) says of a person, or None when it says nothing of one."""
    words = _inside(label.split())
    if words[-2:] == ["family", "name"]:
        return Meaning("last", _whose(words[:-2]))
    whose = _whose(words)
    what = _named(words, whose) or _fact(frozenset(words))
    return None if what is None else Meaning(what, whose)


def _inside(words: list[str]) -> list[str]:
    """Without the key or element that only holds the record: ``user.givenName``, ``<user><identifier>``."""
    held = len(words) > _PARTS or words[-1:] == ["identifier"]
    return words[1:] if len(words) > 1 and held and words[0] in _HOLDERS else words


def _whose(words: list[str]) -> Whose:
    present = set(words)
    return next((whose for whose, cues in _WHOSE if not cues.isdisjoint(present)), "")


def _named(words: list[str], whose: Whose) -> str | None:
    """``name``, ``first`` or ``last`` of a person, ``person`` for a bare "guardian 1", or None."""
    rest = [word for word in words if word not in _PERSONS and word not in _BESIDE_NAME]
    kinds = {_kind(word) for word in rest}
    if "" in kinds:
        return None
    if not kinds:
        return "person" if whose else None
    if {"first", "last"} <= kinds or kinds == {"name"}:
        return "name"
    return "last" if "last" in kinds else "first"


def _kind(word: str) -> str:
    if word in _NAME:
        return "name"
    if word in _FIRST:
        return "first"
    return "last" if word in _LAST else ""


def _fact(words: frozenset[str]) -> str | None:
    what = next((name for name, cues in _WHAT if not cues.isdisjoint(words)), None)
    if what == "id" and {"state", "id"} <= words:
        return "ssid"
    if what == "dob" and not words.isdisjoint(_BIRTHPLACE):
        return "birthplace"
    if what == "dob" and not words.isdisjoint(_NOT_BIRTHDAY):
        return None
    if what in _CONTACTS and not words.isdisjoint(_WORKPLACES):
        return None
    if what == "id" and not words.isdisjoint(_THINGS):
        return None
    return what


_HEADERS: Final = word_set(
    "school teacher room bus team site building section period mrn medicaid diagnosis dx allergy allergies medication"
    " med meds iep 504 status notes note comments score level absences absent incident reason services service"
    " disability eligibility category lunch meal total count amount qty item price position title dept department"
    " salary fte account acct routing plate passport policy group plan insurance ward dose time unit name value"
    " meeting hearing appointment incident admitted discharged evaluation reevaluation review annual fecha"
    " condition accommodation goal escuela maestro estado ciudad city county state street apt description location"
    " course program username password pwd login gpa credits behavior action outcome minutes homeroom wida sbac test"
    " frl"
)


@remembered
def is_known(label: str) -> bool:
    """Whether the words could head a column or a field of records: what a person record has, or a word of schools."""
    return bool(label) and (meaning(label) is not None or not _HEADERS.isdisjoint(label.split()))


_ALL: Final = frozenset().union(*(cues for _, cues in _WHOSE), *(cues for _, cues in _WHAT), _NAME, _FIRST, _LAST)
_SMALL: Final = word_set("of de del la el home work cell legal full preferred middle primary secondary 1 2 3 mailing")


@remembered
def is_label(label: str) -> bool:
    """Whether every word of it belongs to labels of a person's record: it may stand in the middle of a line."""
    return all(map(is_label_word, label.split())) and meaning(label) is not None


def is_label_word(word: str) -> bool:
    """Whether the word belongs to labels of a person's record."""
    return word in _ALL or word in _SMALL
