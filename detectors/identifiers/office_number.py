"""Numbers of offices and things, reported as KEEP so that no shape takes them: orders, districts, tickets, tracking.

A label outranks a shape on both sides: ``PO 536904399`` is no social security number. Only plain digits count: a value
written in groups (of a social security number, a court's cause) stays what it is, whatever stands before it.
Codes of counties, districts and buildings are public (OSPI): five and four digits.
"""

from __future__ import annotations

from detectors.identifiers import checksums
from detectors.identifiers.labelled import Labelled
from detectors.identifiers.pattern import digits_of

_NAME = "identifiers.office_number"


def _plain(value: str, _text: str, _start: int, _end: int) -> str | None:
    return None if checksums.card(digits_of(value)) else "KEEP"


LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "KEEP",
        ("NDC ~?", "national drug ~"),
        r"\d{4,5}-\d{3,4}-\d{1,2}|\d{10,11}",
        score=0.8,
        reach="near",
        before=False,
    ),
    Labelled(
        _NAME,
        "KEEP",
        (
            *(
                "PO ~?",
                "purchase order ~?",
                "invoice ~?",
                "inv ~",
                "requisition ~?",
                "req ~",
                "work order ~?",
                "RFP ~?",
            ),
            *("RFQ ~?", "bid ~?", "contract ~?", "check ~", "warrant register ~", "quote ~", "order ~", "SKU", "ISBN"),
            *("ISSN", "barcode ~?", "asset tag ~?", "tracking ~", "UPC"),
            *("ticket ~?", "help desk ticket ~?", "model ~", "part ~", "lot ~", "batch ~"),
            *(
                "build ~",
                "revision ~",
                "commit",
                "UBI ~?",
                "DUNS ~?",
                "UEI",
                "grant ~",
                "award ~",
                "CFDA ~?",
                "vendor ~",
            ),
            *("factura ~?", "orden de compra ~?"),
        ),
        r"[A-Z]{0,4}-?\d{4,18}",
        _plain,
        score=0.5,
        reach="near",
        before=False,
    ),
    Labelled(
        _NAME,
        "KEEP",
        ("meeting ~", "zoom ~?", "zoom meeting ~?", "webinar ~", "webex ~?", "conference ~", "teams meeting ~?"),
        r"\d{3}[ -]?\d{3,4}[ -]?\d{4}",
        score=0.5,
        reach="near",
        before=False,
    ),
    Labelled(
        _NAME,
        "KEEP",
        (
            *("district code ~?", "county district ~", "CDS ~", "CDS code", "building code", "school code", "LEA ~"),
            *("district ~", "ESD ~?", "facility code", "NCES ~", "NCES school ~", "NCES district ~", "CEEB code"),
        ),
        r"\d{4,5}|\d{7}|\d{12}",
        score=0.5,
        reach="near",
        before=False,
    ),
)
