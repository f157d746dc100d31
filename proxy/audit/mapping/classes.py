"""Our entity labels and severities in OCSF's classes of data (object ``data_classification``)."""

from __future__ import annotations

from typing import Final

_PERSONAL: Final = (1, "Personal")
_GOVERNMENTAL: Final = (2, "Governmental")
_FINANCIAL: Final = (3, "Financial")
_SECURITY: Final = (6, "Security")

_CATEGORIES: Final = {
    **dict.fromkeys(("SSN", "SSN_LAST4", "LICENCE", "PASSPORT", "IMMIGRATION_ID", "MEDICAID_ID"), _GOVERNMENTAL),
    **dict.fromkeys(("BANK_ACCOUNT", "CARD"), _FINANCIAL),
    "CREDENTIAL": _SECURITY,
}

_CONFIDENTIALITY: Final = (
    (1, "Not Confidential"),  # S0: nothing personal
    (5, "Private"),
    (5, "Private"),
    (2, "Confidential"),
    (6, "Restricted"),  # S4: special categories, financial, credentials
)


def category(entity: str) -> tuple[int, str]:
    """(category_id, caption) of a label, with or without its suffix; what is not listed is personal."""
    return _CATEGORIES.get(entity.partition(".")[0], _PERSONAL)


def confidentiality(severity: int) -> tuple[int, str]:
    """(confidentiality_id, caption) of a call's severity 0..4; -1 is unknown."""
    return _CONFIDENTIALITY[severity] if severity >= 0 else (0, "Unknown")
