"""What a suffix adds to a label: the facts of `detectors.entities`, where they differ from those of the base label.

`VARIANTS` covers every suffix that the identifier detectors report (a test proves it); an agency's own take the
facts of their base label.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from detectors.entities import ENTITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detectors.entities import EntityInfo

_HIPAA: Final = "45 CFR 164.514(b)(2)(i)"


def _of(base: str, description: str, citation: str, **other: str) -> EntityInfo:
    changes: dict[str, str] = {"description": description, "citation": citation, **other}
    return replace(ENTITIES[base], **changes)  # type: ignore[arg-type]  # names of fields, given below only


VARIANTS: Final[Mapping[str, EntityInfo]] = MappingProxyType(
    {
        "STUDENT_ID.WA_SSID": _of(
            "STUDENT_ID", "Washington state student number (SSID)", "34 CFR 99.3(d), RCW 42.56.590"
        ),
        "STUDENT_ID.OTHER_STATE": _of("STUDENT_ID", "student number of another state", "34 CFR 99.3(d), RCW 42.56.590"),
        "SSN.ITIN": _of("SSN", "taxpayer number of a person (ITIN, ATIN)", "26 USC 6109, RCW 42.56.590"),
        "SSN.UNASSIGNED": _of("SSN", "number of the form of a social security number, never issued", "34 CFR 99.3"),
        "CARD.SECURITY_CODE": _of("CARD", "security code of a payment card", "RCW 42.56.590, PCI DSS 3.3"),
        "BANK_ACCOUNT.ROUTING": _of("BANK_ACCOUNT", "routing number of a bank", "RCW 42.56.590", sensitivity="D"),
        "BANK_ACCOUNT.IBAN": _of("BANK_ACCOUNT", "international bank account number", f"RCW 42.56.590, {_HIPAA}(J)"),
        "PLAN_ID.MBI": _of("PLAN_ID", "Medicare beneficiary number", f"{_HIPAA}(I), 42 USC 1395"),
        "PLAN_ID.RX_BIN": _of("PLAN_ID", "pharmacy routing number of a health plan", f"{_HIPAA}(I)"),
        "IMMIGRATION_ID.SEVIS": _of(
            "IMMIGRATION_ID", "number of a foreign student (SEVIS)", "8 CFR 214.3, RCW 43.10.310"
        ),
        "IMMIGRATION_ID.RECEIPT": _of("IMMIGRATION_ID", "receipt of an immigration case", "8 CFR 103.2, RCW 43.10.310"),
        "IMMIGRATION_ID.I94": _of("IMMIGRATION_ID", "arrival record (I-94)", "8 CFR 264.1, RCW 43.10.310"),
        "IMMIGRATION_ID.VISA": _of("IMMIGRATION_ID", "number of a visa", "22 CFR 41.113, RCW 43.10.310"),
        "PHONE.FICTITIOUS": _of("PHONE", "telephone number set aside for fiction", f"{_HIPAA}(D)"),
        "PHONE.INTERNATIONAL": _of("PHONE", "telephone number of another country", f"{_HIPAA}(D), 16 CFR 312.2"),
        "GEO.ZIP": _of("GEO", "ZIP code of a person", f"{_HIPAA}(B)"),
        "GEO.COORDINATES": _of("GEO", "latitude and longitude", f"{_HIPAA}(B), 16 CFR 312.2"),
        "USERNAME.HANDLE": _of("USERNAME", "name of a person on a social site", "16 CFR 312.2"),
        "DEVICE_ID.MAC": _of("DEVICE_ID", "network address of a device", f"{_HIPAA}(M), 16 CFR 312.2"),
        "DEVICE_ID.IMEI": _of("DEVICE_ID", "number of a telephone (IMEI, MEID)", f"{_HIPAA}(M), 16 CFR 312.2"),
        "DEVICE_ID.UDI": _of("DEVICE_ID", "serial number of a medical device", f"{_HIPAA}(M), 21 CFR 801.40"),
        "DEVICE_ID.COOKIE": _of(
            "DEVICE_ID", "persistent number of a browser", "16 CFR 312.2", treatment="pseudonymize"
        ),
        "CREDENTIAL.KEY": _of("CREDENTIAL", "key or token of a service", "RCW 42.56.590, NIST SP 800-53 IA-5"),
        "CREDENTIAL.PRIVATE_KEY": _of("CREDENTIAL", "private key", "RCW 42.56.590, NIST SP 800-53 SC-12"),
        "CREDENTIAL.PASSWORD": _of("CREDENTIAL", "password", "RCW 42.56.590, NIST SP 800-53 IA-5"),
        "CREDENTIAL.CODE": _of(
            "CREDENTIAL", "code of a door, alarm or voice mail", "RCW 42.56.420, NIST SP 800-53 PE-3"
        ),
        "OTHER_ID.NPI": _of(
            "OTHER_ID", "national provider number, in a public register", "45 CFR 162.406", treatment="keep"
        ),
        "OTHER_ID.CERTIFICATE": _of(
            "OTHER_ID", "educator certificate, in a public register", "RCW 28A.410.010", treatment="keep"
        ),
        "OTHER_ID.DEA": _of(
            "OTHER_ID", "registration of a prescriber", f"21 CFR 1301.13, {_HIPAA}(K)", treatment="redact"
        ),
        "OTHER_ID.RX": _of("OTHER_ID", "prescription number", f"{_HIPAA}(R)"),
        "OTHER_ID.CASE": _of("OTHER_ID", "number of a case about a person", f"RCW 13.50.050, {_HIPAA}(R)"),
        "OTHER_ID.DCYF": _of("OTHER_ID", "number of child welfare", "RCW 26.44.031, RCW 13.50.100"),
        "OTHER_ID.PROGRAMME": _of("OTHER_ID", "number of a child in a programme", "45 CFR 1303.22, 45 CFR 1305.2"),
        "OTHER_ID.EMPLOYEE": _of("OTHER_ID", "number of staff", "RCW 42.56.250, RCW 42.56.230(3)"),
        "OTHER_ID.VOTER": _of("OTHER_ID", "number of a voter", f"RCW 29A.08.720, {_HIPAA}(R)"),
        "OTHER_ID.BIRTH_CERTIFICATE": _of("OTHER_ID", "number of a birth certificate", "16 CFR 312.2"),
        "OTHER_ID.TAX": _of("OTHER_ID", "tax number of an employer", f"26 USC 6109, {_HIPAA}(R)"),
        "OTHER_ID.LIBRARY": _of("OTHER_ID", "number of a library patron", "RCW 42.56.310"),
    }
)
"""Label with suffix -> its facts."""


def info(entity: str) -> EntityInfo:
    """The facts of a label, with or without a suffix.

    Raises:
        KeyError: no such base label.
    """
    return VARIANTS.get(entity) or ENTITIES[entity.partition(".")[0]]
