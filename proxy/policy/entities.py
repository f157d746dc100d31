"""Groups of entity labels and of tags that rules speak of.

Labels are those of `detectors.entities` (a test keeps them equal); tags those of `detectors.finding.Records`.
"""

from __future__ import annotations

NAMES = frozenset({"STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "STAFF_NAME_SENSITIVE", "PERSON_OTHER"})
"""Names of persons (34 CFR 99.3, "personally identifiable information", (a) and (b))."""

GOVERNMENT_AND_FINANCE = frozenset({"SSN", "SSN_LAST4", "LICENCE", "PASSPORT", "BANK_ACCOUNT", "CARD"})
"""Numbers that are always removed (RCW 42.56.590; 16 CFR 312.2)."""

BREACH_ELEMENTS = GOVERNMENT_AND_FINANCE | {"DOB", "STUDENT_ID", "MRN", "PLAN_ID", "MEDICAID_ID"}
"""With a name, each makes a record that would need a breach notice (RCW 42.56.590)."""

SECRETS = frozenset({"CREDENTIAL"})

PERSONAL = (
    NAMES
    | BREACH_ELEMENTS
    | {
        "IMMIGRATION_ID",
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

PATIENTS = frozenset({"PATIENT_NAME", "MRN", "PLAN_ID", "MEDICAID_ID"})
"""What a health component calls people by: with these the text is about care, whatever else it says."""

EDUCATION = frozenset({"EDREC", "EL", "MTSS", "DISC"})
SPECIAL_EDUCATION = frozenset({"IDEA", "S504"})
MOST_SENSITIVE = frozenset({"MCV", "CPS", "MH", "SEXH"})
HEALTH = frozenset({"HLTH", "MH", "SEXH", "P2"})
"""Families that tell of a medical or mental condition (RCW 42.56.590; 45 CFR 160.103)."""

RECORDS = EDUCATION | SPECIAL_EDUCATION | MOST_SENSITIVE | HEALTH | {"EARLY", "FRL", "IMM", "EMP"}
"""All families of records that are about somebody."""
