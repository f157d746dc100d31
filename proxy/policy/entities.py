"""Groups of entity labels that rules speak of. Labels are those of `detectors.entities`; a test keeps them equal."""

from __future__ import annotations

NAMES = frozenset({"STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "STAFF_NAME_SENSITIVE", "PERSON_OTHER"})
"""Names of persons (34 CFR 99.3, "personally identifiable information", (a) and (b))."""

GOVERNMENT_AND_FINANCE = frozenset({"SSN", "SSN_LAST4", "LICENCE", "PASSPORT", "BANK_ACCOUNT", "CARD"})
"""Numbers that are always removed (RCW 42.56.590; 16 CFR 312.2)."""

BREACH_ELEMENTS = GOVERNMENT_AND_FINANCE | {"DOB", "STUDENT_ID", "MRN", "PLAN_ID", "MEDICAID_ID", "IMMIGRATION_ID"}
"""With a name, each makes a record that would need a breach notice (RCW 42.56.590)."""

SECRETS = frozenset({"CREDENTIAL"})

PERSONAL = (
    NAMES
    | BREACH_ELEMENTS
    | {
        "DATE_PERSONAL",
        "AGE_OVER_89",
        "ADDRESS",
        "GEO",
        "PHONE",
        "EMAIL",
        "URL_PERSONAL",
        "USERNAME",
        "VIN",
        "PLATE",
        "IP",
        "DEVICE_ID",
        "OTHER_ID",
    }
)
"""Everything that identifies a person directly or nearly so."""
