"""A record as one row of plain cells, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proxy.audit.mapping.source import Source
    from proxy.exchange import Json

_ENVELOPE: Final = ("at", "kind", "event_id", "request_id", "tenant", "instance", "caller")
_TEXTS: Final = (
    "role", "unit", "app", "auth_method", "purpose", "conversation", "provider", "model_requested", "model",
    "model_answered", "tier", "approval", "dialect", "operation", "decision", "rule", "clause", "severity", "outcome",
    "error_code", "residual", "intent_id", "policy_hash", "config_hash",
)  # fmt: skip
_NUMBERS: Final = ("status", "body_bytes", "outbound_bytes", "restored", "residual_score")
_LISTS: Final = ("tags", "regimes", "finish_reasons")
COLUMNS: Final[dict[str, str]] = {
    "seq": "int",
    **dict.fromkeys((*_ENVELOPE, *_TEXTS), "text"),
    **dict.fromkeys(_NUMBERS, "int"),
    **dict.fromkeys((*_LISTS, "findings", "subjects"), "text"),
    "wa_breach_pi": "flag",
    "under13": "flag",
    "input_tokens": "int",
    "output_tokens": "int",
    "total_ms": "float",
    "detail": "text",
    "leaf_hash": "text",
}
"""Column -> sort. ``detail`` is the record's whole own part as JSON; ``leaf_hash`` its leaf in the log."""

FORMULA: Final = frozenset("=+-@\t\r\n")
"""First characters by which spreadsheets take a cell for a formula (OWASP, CSV Injection)."""


def row(source: Source) -> dict[str, Json]:
    """The cells of a record, by column; None for an empty one."""
    record, detail = source.record, source.detail
    usage = detail.get("usage") or {}
    findings = [f"{each['entity']} x{each['count']} {each['treatment']}" for each in detail.get("findings") or ()]
    return {
        "seq": source.seq,
        **{name: record[name] for name in _ENVELOPE},
        **{name: detail.get(name) for name in (*_TEXTS, *_NUMBERS)},
        **{name: _joined(detail.get(name)) for name in _LISTS},
        "findings": _joined(findings),
        "subjects": _joined(source.subjects),
        "wa_breach_pi": detail.get("wa_breach_pi"),
        "under13": detail.get("under13"),
        "input_tokens": usage.get("input_tokens"),
        "output_tokens": usage.get("output_tokens"),
        "total_ms": source.total_ms,
        "detail": json.dumps(record["detail"], ensure_ascii=False, sort_keys=True),
        "leaf_hash": source.leaf.hex(),
    }


def csv_line(cells: Iterable[Json]) -> bytes:
    """One line of RFC 4180, every cell in quotes, none of them a formula; UTF-8."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return out.getvalue().encode()


def harmless(cell: Json) -> str:
    """The cell as text that no spreadsheet computes: a quote mark goes before what could begin a formula.

    Also where a white space or an invisible character stands before it, and for full-width signs, which some programs
    fold. Numbers stay as they are.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return str(cell)
    text = str(cell)
    if text[:1] in FORMULA:
        return "'" + text
    first = next((char for char in text if not char.isspace() and unicodedata.category(char) != "Cf"), "")
    return "'" + text if unicodedata.normalize("NFKC", first) in FORMULA else text


def _joined(values: Json) -> str | None:
    return "; ".join(str(each) for each in values) if values else None
