"""What may stand between the groups of one number, and the words that call for a number."""

from __future__ import annotations

from typing import Final

LABEL: Final = (
    r"ssns?|ss#?|soc(?:ial)?(?:[ ._-]?sec(?:urity)?)?|seguro social|itin|ssid|sid|student|estudiante|alumn[oa]"
    r"|matr[ií]cula|id|identifier|number|num|no|n[uú]mero|#|(?:tele)?phone|call|text|cell|celular|tel|tel[eé]fono|fax"
    r"|mobile|dob|d\.? ?o\.? ?b\.?|born|birth(?:day|date)?|nacimiento|nacid[oa]|account|acct|cuenta|routing|aba|card"
    r"|tarjeta|visa|mastercard|mrn|record|chart|expediente|medicaid|provider ?one|passport|pasaporte|licen[cs]e|plates?"
    r"|placas?|case|policy|member|memb|mbr|pin|zip|lunch"
)
"""Words after which a number is looked at twice. The detectors decide what it is; this only decides where to look."""

MARK: Final = r"[!-/:-@\[-`{-~\x{B7}\x{2022}\x{2023}\x{25AA}\x{25CF}\x{2026}]"
"""A punctuation mark or bullet. re2 syntax."""

APART: Final = rf"(?:(?:[ \t]|{MARK}){{1,7}}|[ \t]{{0,3}}(?:\r?\n){{1,2}}[ \t]{{0,3}}(?:{MARK}[ \t]{{0,3}})?)"
"""Between two groups: up to seven marks and spaces, or a line break, perhaps with a bullet. re2 syntax."""
