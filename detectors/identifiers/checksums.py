"""Check digits and number ranges, pure. Each takes the bare characters, without separators.

Sources: ISO/IEC 7812 (cards), ISO 13616 (IBAN), ABA routing number policy (3-7-1), 49 CFR 565.15 (VIN),
21 CFR 1301 practice (DEA), CMS MBI format, NANPA numbering rules.
"""

from __future__ import annotations

# fmt: off
IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18,
    "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SD": 18,
    "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22,
    "VG": 24, "XK": 20,
}
# fmt: on
"""Characters of an IBAN by country (ISO 13616 registry)."""

_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_MBI_LETTERS = frozenset("ACDEFGHJKMNPQRTUVWXY")
_TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})


def luhn(digits: str) -> bool:
    """ISO/IEC 7812 check digit."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        digit = int(char)
        if place % 2:
            digit = digit * 2 - 9 * (digit > 4)  # noqa: PLR2004  doubling 5 or more carries
        total += digit
    return total % 10 == 0


def card(digits: str) -> bool:
    """A payment card number: a known issuer range, its length, and the check digit."""
    return _issuer(digits) and len(set(digits)) > 1 and luhn(digits)


# fmt: off
_ISSUERS = (
    # (first prefix, last prefix, lengths)
    ("34", "34", (15,)), ("37", "37", (15,)),
    ("4", "4", (13, 16, 19)), ("51", "55", (16,)), ("2221", "2720", (16,)),
    ("6011", "6011", (16, 17, 18, 19)), ("644", "659", (16, 17, 18, 19)), ("3528", "3589", (16, 17, 18, 19)),
    ("300", "305", (14,)), ("36", "36", (14,)), ("38", "39", (14,)),
    ("62", "62", (16, 17, 18, 19)), ("50", "50", (16,)), ("56", "58", (16,)),
)
# fmt: on


def _issuer(digits: str) -> bool:
    return any(first <= digits[: len(first)] <= last and len(digits) in lengths for first, last, lengths in _ISSUERS)


def iban(compact: str) -> bool:
    """Country length and ISO 7064 mod 97; `compact` is upper-case without spaces."""
    if IBAN_LENGTHS.get(compact[:2]) != len(compact):
        return False
    return int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4])) % 97 == 1


def aba(digits: str) -> bool:
    """ABA routing number: nine digits, a Federal Reserve prefix, weights 3-7-1."""
    prefix = int(digits[:2])
    known = prefix <= 12 or 21 <= prefix <= 32 or 61 <= prefix <= 72 or prefix == 80  # noqa: PLR2004  the ranges of the policy
    return known and sum(int(d) * w for d, w in zip(digits, (3, 7, 1) * 3, strict=True)) % 10 == 0


def vin(value: str) -> bool:
    """49 CFR 565.15: 17 characters, weighted mod 11 at position 9."""
    try:
        total = sum(_vin_value(char) * weight for char, weight in zip(value, _VIN_WEIGHTS, strict=True))
    except (KeyError, ValueError):
        return False
    return value[8] == "0123456789X"[total % 11] and len(set(value)) > 1


def _vin_value(char: str) -> int:
    return int(char) if char.isdigit() else _VIN_VALUES[char]


def dea(value: str) -> bool:
    """DEA registration: a letter, a letter or 9, six digits and a check digit."""
    d = [int(char) for char in value[2:]]
    return (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6]


def mbi(value: str) -> bool:
    """Medicare beneficiary identifier, eleven characters: kinds by position, letters without S, L, O, I, B, Z."""
    kinds = "9AX9AX9AA99"
    return len(value) == len(kinds) and value[0] != "0" and all(map(_mbi_fits, value, kinds))


def _mbi_fits(char: str, kind: str) -> bool:
    return (kind != "A" and char.isdigit()) or (kind != "9" and char in _MBI_LETTERS)


def nanp(digits: str) -> bool:
    """Ten digits that the North American plan could assign: area and exchange from 2, neither N11."""
    area, exchange = digits[:3], digits[3:6]
    return area[0] >= "2" and exchange[0] >= "2" and area[1:] != "11" and exchange[1:] != "11"


def toll_free(digits: str) -> bool:
    """Ten digits of a toll-free line: an organisation's, never a family's."""
    return digits[:3] in _TOLL_FREE


def gtin(digits: str) -> bool:
    """GS1 check digit of a GTIN-14: weights 3 and 1 from the left."""
    return sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
