"""One file per identifier. `ALL` is the ordered list of what runs; a test proves that it is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.identifiers import (
    account,
    address,
    bank,
    birth_date,
    card,
    columns,
    credential,
    email,
    government_id,
    harmless,
    health_id,
    network,
    phone,
    ssn,
    student_id,
    vehicle,
)

if TYPE_CHECKING:
    from detectors.identifiers.pattern import Detector

ALL: tuple[Detector, ...] = (
    harmless.DETECTOR,
    credential.DETECTOR,
    ssn.DETECTOR,
    card.DETECTOR,
    bank.DETECTOR,
    bank.IBAN,
    student_id.DETECTOR,
    student_id.PROGRAMME_ID,
    health_id.DETECTOR,
    government_id.DETECTOR,
    birth_date.DETECTOR,
    phone.DETECTOR,
    email.DETECTOR,
    address.DETECTOR,
    vehicle.DETECTOR,
    network.DETECTOR,
    account.DETECTOR,
    columns.DETECTOR,
)
"""Every identifier detector, in the order in which it runs (results do not depend on it)."""
