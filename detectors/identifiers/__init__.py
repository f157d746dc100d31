"""One file per identifier. `ALL` is the ordered list of what runs; a test proves that it is complete.

A file has a `DETECTOR` for what its shape makes known, `LABELS` for what its label makes known, or both. All labels are
looked for together, by one detector (`label_scan`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.identifiers import (
    account,
    address,
    age,
    assistive,
    bank,
    birth_date,
    card,
    case_id,
    civic_id,
    columns,
    credential,
    credential_prose,
    device,
    email,
    employee_id,
    geography,
    given_number,
    graded_id,
    harmless,
    health_id,
    immigration,
    licence,
    messenger,
    network,
    office_number,
    passport,
    phone,
    prescription,
    programme_id,
    provider_id,
    scanned_id,
    ssn,
    student_id,
    vehicle,
)
from detectors.identifiers.label_scan import LabelScan

if TYPE_CHECKING:
    from detectors.identifiers.labelled import Labelled
    from detectors.identifiers.pattern import Detector

LABELS: tuple[Labelled, ...] = (
    *ssn.LABELS,
    *card.LABELS,
    *bank.LABELS,
    *student_id.LABELS,
    *programme_id.LABELS,
    *case_id.LABELS,
    *civic_id.LABELS,
    *employee_id.LABELS,
    *health_id.LABELS,
    *prescription.LABELS,
    *provider_id.LABELS,
    *licence.LABELS,
    *passport.LABELS,
    *immigration.LABELS,
    *vehicle.LABELS,
    *device.LABELS,
    *office_number.LABELS,
)
"""Every kind that its label makes known."""

LABELLED = LabelScan("identifiers.labelled", LABELS, version=3)
COLUMNS = columns.Columns(LABELLED, LABELS)

ALL: tuple[Detector, ...] = (
    harmless.DETECTOR,
    LABELLED,
    credential.DETECTOR,
    credential_prose.DETECTOR,
    ssn.DETECTOR,
    card.DETECTOR,
    bank.DETECTOR,
    bank.IBAN,
    case_id.DETECTOR,
    given_number.DETECTOR,
    provider_id.DETECTOR,
    health_id.DETECTOR,
    licence.DETECTOR,
    student_id.DETECTOR,
    scanned_id.DETECTOR,
    graded_id.DETECTOR,
    immigration.DETECTOR,
    birth_date.DETECTOR,
    age.DETECTOR,
    phone.DETECTOR,
    email.DETECTOR,
    address.DETECTOR,
    geography.DETECTOR,
    vehicle.DETECTOR,
    device.DETECTOR,
    assistive.DETECTOR,
    network.DETECTOR,
    account.DETECTOR,
    messenger.DETECTOR,
    COLUMNS,
)
"""Every identifier detector, in the order in which it runs (results do not depend on it)."""
