"""Days that have names: "died on Ash Wednesday" (45 CFR 164.514(b)(2)(i)(C)).

A feast is everybody's; it is a date of a record where the words before it tell what happened to somebody.
"""

from __future__ import annotations

from typing import Final

from detectors.identifiers.date_feasts import FEAST

HAPPENED: Final = (
    r"(?:died|dies|passed(?: away)?|lost (?:his|her|their)|was born|born|buried|placed|removed|moved|came to"
    r"|arrived|left"
    r"|hurt|injured|fell|broke|bit|bitten|hit|burned|crashed|arrested|detained|deported|hospitali[sz]ed|admitted"
    r"|discharged|diagnosed|relapsed|overdosed|seizure|surgery|fainted|collapsed|attacked|assaulted|stabbed|shot|raped"
    r"|evicted|ran away|run away|went missing|kicked out|suspended|expelled|fired|hired|resigned|absent|out (?:sick"
    r"|since)|missed|sick|threw up|hurt (?:him|her)self|cut (?:him|her)self|disclosed|told me|visited|visit|last seen"
    r"|moved in|enrolled|withdrew|started|separated|divorced|married|muri[oó]|falleci[oó]|naci[oó]|lleg[oó]|se cay[oó]"
    r"|enferm[oó]|d[ée]c[ée]d[ée]e?|est mort|n[ée]e? le|namatay|nasaktan)"
)
"""What befalls one person; stands in the sentence before the day."""
_ON: Final = r"[^\pL.!?\n](?:[^.!?\n]{0,60}?[^\pL.!?\n])?"
"""No word boundary: re2's is one of ASCII, and "cayó" ends with none."""
TOLD: Final = rf"\b{HAPPENED}{_ON}({FEAST})(?:[^\pL\pN]|$)"
AGAIN: Final = (
    rf"\b{HAPPENED}[^\pL.!?\n][^.!?\n]{{0,80}}? (?:and|or|y|&)(?: again| also)? (?:on |el )?({FEAST})(?:[^\pL\pN]|$)"
)
