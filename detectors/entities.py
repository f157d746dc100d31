"""The labels a finding can carry: what each means, what protects it, how it is found, what happens to it by default.

`ENTITIES` is the truth for policies (a name that is not here fails at start) and for the documentation (a table is
made from it). A finding may add a suffix after a dot (``STUDENT_ID.WA_SSID``); its base is a key here.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Sensitivity = Literal["D", "Q", "S", "X"]
"""D identifies directly, Q as one of several, S is a sensitive attribute, X is a secret or gives access to money."""
DefaultTreatment = Literal["keep", "generalize", "pseudonymize", "redact"]
"""Names of `proxy.exchange.Treatment`, in lower case."""


@dataclass(frozen=True, slots=True)
class EntityInfo:
    """What the world may know about a label.

    Attributes:
        description: one phrase for staff.
        sensitivity: its class in the catalogue.
        citation: the statutes or rules that protect it.
        found_by: how it is found, one phrase.
        treatment: what happens to it where no policy says otherwise.
        example: an invented value.
    """

    description: str
    sensitivity: Sensitivity
    citation: str
    found_by: str
    treatment: DefaultTreatment
    example: str


_FERPA = "20 USC 1232g, 34 CFR 99.3"
_BREACH = "RCW 42.56.590"


def _hipaa(letter: str) -> str:
    return f"45 CFR 164.514(b)(2)(i)({letter})"


ENTITIES: Mapping[str, EntityInfo] = MappingProxyType(
    {
        "STUDENT_NAME": EntityInfo(
            "name of a student or a child in early learning",
            "D",
            f"{_FERPA}, 34 CFR 300.32, 45 CFR 1305.2",
            "name model, cue words, fields, columns, lists",
            "pseudonymize",
            "Nadia Thornquist",
        ),
        "FAMILY_NAME": EntityInfo(
            "name of a parent, guardian or relative",
            "D",
            "34 CFR 99.3(b)",
            "kin words beside a name, fields, columns",
            "pseudonymize",
            "Berta Thornquist",
        ),
        "PATIENT_NAME": EntityInfo(
            "name of a patient",
            "D",
            _hipaa("A"),
            "cue words, fields, columns",
            "pseudonymize",
            "Olin Marchbanks",
        ),
        "STAFF_NAME_SENSITIVE": EntityInfo(
            "name of staff in personnel, medical or discipline matters",
            "D",
            "RCW 42.56.230(3)",
            "a name beside personnel matters",
            "pseudonymize",
            "Reva Castlegate",
        ),
        "PERSON_OTHER": EntityInfo(
            "name of another person",
            "D",
            _FERPA,
            "name model, titles",
            "pseudonymize",
            "Jonquil Abbot",
        ),
        "STUDENT_ID": EntityInfo(
            "student number of the state, the district or a programme",
            "D",
            f"34 CFR 99.3(d), {_BREACH}",
            "label or column",
            "pseudonymize",
            "5550001234",
        ),
        "SSN": EntityInfo(
            "social security or taxpayer number",
            "D",
            f"34 CFR 99.3, {_hipaa('G')}, {_BREACH}",
            "format or label, ranges of the issuer",
            "redact",
            "536-22-0199",
        ),
        "SSN_LAST4": EntityInfo(
            "last four digits of a social security number", "D", _BREACH, "label or column", "redact", "4399"
        ),
        "DOB": EntityInfo(
            "date of birth",
            "Q",
            f"34 CFR 99.3(e), {_hipaa('C')}, {_BREACH}",
            "a date with a word for birth",
            "generalize",
            "3/14/2016",
        ),
        "DATE_PERSONAL": EntityInfo(
            "date in one person's record", "Q", _hipaa("C"), "a date beside a person", "generalize", "10/28/2026"
        ),
        "AGE_OVER_89": EntityInfo("age over 89", "Q", _hipaa("C"), "label", "generalize", "93"),
        "ADDRESS": EntityInfo(
            "home address",
            "D",
            f"34 CFR 99.3(c), {_hipaa('B')}",
            "number, name and suffix",
            "pseudonymize",
            "12 Fir Ln",
        ),
        "GEO": EntityInfo(
            "ZIP code or coordinates of a person",
            "Q",
            _hipaa("B"),
            "label, state or address before it",
            "generalize",
            "98002",
        ),
        "PHONE": EntityInfo(
            "telephone or fax number",
            "D",
            f"{_hipaa('D')}, 16 CFR 312.2",
            "format and numbering plan, or label",
            "pseudonymize",
            "(253) 555-0142",
        ),
        "EMAIL": EntityInfo(
            "e-mail address", "D", f"{_hipaa('F')}, 16 CFR 312.2", "format", "pseudonymize", "n.thorn@example.org"
        ),
        "URL_PERSONAL": EntityInfo(
            "page or album of a person", "D", _hipaa("N"), "host or label", "pseudonymize", "https://photos.example/a/b"
        ),
        "USERNAME": EntityInfo(
            "account name of a person", "D", f"16 CFR 312.2, {_BREACH}", "label", "pseudonymize", "nthorn_16"
        ),
        "MRN": EntityInfo("medical record number", "D", _hipaa("H"), "label or column", "redact", "00482913"),
        "PLAN_ID": EntityInfo(
            "health plan, claim or Medicare number", "D", _hipaa("I"), "label, MBI format", "redact", "1EG4-TE5-MK73"
        ),
        "MEDICAID_ID": EntityInfo(
            "ProviderOne client number", "D", _hipaa("I"), "nine digits and WA", "redact", "123456789WA"
        ),
        "LICENCE": EntityInfo(
            "driver licence or state card",
            "D",
            f"{_BREACH}, {_hipaa('K')}",
            "format or label",
            "redact",
            "WDLBXKR472P9",
        ),
        "PASSPORT": EntityInfo("passport number", "D", f"{_BREACH}, 16 CFR 312.2", "label", "redact", "C03005988"),
        "IMMIGRATION_ID": EntityInfo(
            "A-number or SEVIS number", "D", "RCW 43.10.310", "label or format", "redact", "A123456789"
        ),
        "BANK_ACCOUNT": EntityInfo(
            "bank account, IBAN or routing number",
            "X",
            f"{_BREACH}, {_hipaa('J')}",
            "label or column, check digits",
            "redact",
            "GB82WEST12345698765432",
        ),
        "CARD": EntityInfo(
            "payment card number", "X", _BREACH, "issuer range and check digit", "redact", "4111111111111111"
        ),
        "VIN": EntityInfo("vehicle number", "D", _hipaa("L"), "check digit", "redact", "1M8GDM9AXKP042788"),
        "PLATE": EntityInfo("licence plate", "D", _hipaa("L"), "label", "redact", "BXQ4721"),
        "IP": EntityInfo(
            "internet address of a person", "D", f"{_hipaa('O')}, 16 CFR 312.2", "format", "pseudonymize", "73.19.44.8"
        ),
        "DEVICE_ID": EntityInfo(
            "device number", "D", f"{_hipaa('M')}, 16 CFR 312.2", "label or format", "redact", "3C:5A:B4:01:22:9E"
        ),
        "CREDENTIAL": EntityInfo(
            "password, key or token",
            "X",
            f"{_BREACH}, NIST SP 800-53 IA-5",
            "issuer's prefix or label",
            "redact",
            "sk-EXAMPLE0000000000",
        ),
        "OTHER_ID": EntityInfo(
            "case, cause, prescription or programme number", "D", _hipaa("R"), "label", "pseudonymize", "2026-SE-0999"
        ),
    }
)
"""Every base label, with the facts about it."""


def is_entity(name: str) -> bool:
    """Whether a policy or a detector may use `name`: a base label, alone or with a suffix."""
    return name.partition(".")[0] in ENTITIES
