"""Values made less exact: a date becomes its year, a ZIP code its first three digits, a great age "90+".

After 45 CFR 164.514(b)(2)(i)(B) and (C). Where no safe general form can be read, the answer is None, and the value is
removed instead.
"""

from __future__ import annotations

import re
from typing import Final

RESTRICTED_ZIP3: Final = frozenset(
    "036 059 063 102 203 205 369 556 692 753 772 790 821 823 830 831 878 879 884 890 893".split()  # noqa: SIM905 # reads as a list of codes
)
"""Areas with 20,000 people or fewer: the union of the 2000, 2010 and (reported) 2020 census lists, as of 2026-11."""
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ZIP: Final = re.compile(r"\s*(\d{3})\d{2}(?:-\d{4})?\s*\Z")


def generalize(entity: str, value: str) -> str | None:
    """The general form of a value, or None when it has none."""
    base = entity.partition(".")[0]
    if base in {"DOB", "DATE_PERSONAL"}:
        years = _YEAR.findall(value)
        return years[0] if len(years) == 1 else None
    if base == "GEO" and (match := _ZIP.match(value)):
        return "000" if match[1] in RESTRICTED_ZIP3 else match[1] + "**"
    return "90+" if base == "AGE_OVER_89" else None
