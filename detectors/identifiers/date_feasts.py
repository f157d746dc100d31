"""Days that have names instead of numbers: feasts and holidays.

The federal and Washington's holidays (5 USC 6103, RCW 1.16.050), days of obligation, and feasts of families here.

A pattern for re2 and `re`, to be used without regard to case.
"""

from __future__ import annotations

from typing import Final

FEAST: Final = (
    r"(?:new year'?s(?: eve| day)?|(?:martin luther king|mlk)(?:,? jr\.?)?(?:'s birthday| day)|valentine'?s(?: day)?"
    r"|presidents'? day|groundhog day|leap day|mardi gras|shrove tuesday|ash wednesday|palm sunday|maundy thursday"
    r"|good friday|holy (?:thursday|saturday|week)|easter(?: sunday| monday)?|st\.? patrick'?s day"
    r"|april fools'?(?: day)?"
    r"|earth day|(?:orthodox )?easter|cinco de mayo|mother'?s day|memorial day|juneteenth|father'?s day"
    r"|(?:the )?(?:fourth|4th) of july|independence day|labor day|patriot day|columbus day|indigenous peoples?'?'? day"
    r"|halloween|all (?:saints'?|souls'?)(?: day)?|(?:day of the dead|d[ií]a de (?:los )?muertos)|veterans'? day"
    r"|thanksgiving(?: day)?|black friday|christmas(?: eve| day)?|boxing day|kwanzaa|han?nukkah|chanukah|rosh hashanah"
    r"|yom kippur|sukkot|purim|passover|pesach|eid(?: al-?(?:fitr|adha))?|(?:the first (?:day"
    r"|night) of )?ramadan|ashura"
    r"|diwali|holi|vaisakhi|navratri|lunar new year|chinese new year|t[eế]t|seollal|chuseok|now ?ruz|nochebuena"
    r"|navidad|a[nñ]o nuevo|noche vieja|semana santa|viernes santo|mi[eé]rcoles de ceniza|domingo de ramos"
    r"|pascua|d[ií]a de (?:las madres|los reyes|la independencia|acci[oó]n de gracias)|super bowl sunday"
    r"|vendredi saint|mercredi des cendres|p[aâ]ques|no[eë]l)(?: (?:weekend|morning|night|break|\d{4}))?"
)
