"""Frames of discrimination: keeping people of a protected class out, or preferring one (RCW 49.60, RCW 28A.642)."""

from __future__ import annotations

from typing import Final

from detectors.uses.lexicon import asked
from detectors.uses.phrases import some
from detectors.uses.requests import Mix

_CLASS: Final = (
    r"\b(?:older (?:people|workers|applicants|candidates|staff|teachers)|over (?:4|5|6)\d|elderly|pregnan\w+"
    r"|plans? to have (?:kids|children)|young mothers|(?:single )?(?:moms|mothers|parents) with|muslims?|jew(?:s|ish)"
    r"|christians?|catholics?|hindus?|sikhs?|religious|black|african|latin[oax]s?|hispanics?|mexicans?|asians?|whites?"
    r"|native|immigrants?|undocumented|foreign\w*|refugees?|disab\w+|wheelchairs?|autis\w+|deaf|blind|ieps?"
    r"|special (?:ed\w*|needs)|behavior problems|gay|lesbian|queer|trans(?:gender)?|lgbt\w*|women|men|females?"
    r"|males?|girls|boys"
    r"|accents?|non-?native|english learners?|ells?|poor (?:kids|families)|low-income|homeless|on welfare|veterans"
    r"|(?:names|surnames) that (?:sound|look)|(?:american|foreign|ethnic|arabic|hispanic|african)[- ]sounding"
    r"|mayores(?: de)?|embarazadas?|musulman\w*|apellidos? (?:latin|extranj|[aá]rab)\w*|latinos?|extranjer\w+"
    r"|indocumentad\w+|discapacidad\w*|mujeres|hombres|acento)\b"
)
_OUT: Final = (
    r"\b(?:keep(?:s|ing)? [^.!?\n]{0,40}\b(?:from|out|away)|discourag\w+|screen(?:s|ing)?[^.!?\n]{0,20} out"
    r"|weed(?:s|ing)? out"
    r"|filter(?:s|ing)?(?: out)?|exclud\w+|leave out|avoid (?:hiring|choosing|admitting|picking|taking|calling|renting)"
    r"|turn(?:ing)? (?:down|away)|get(?:ting)? rid of|push(?:ing)? out|(?:not|never|avoid|refuse to|without)"
    r" (?:rent\w*|sell\w*|serv\w+|enroll\w*|accept\w*|allow\w*|offer\w*|lett?\w*)|not (?:hire|admit|pick|choose"
    r"|call|take|have)"
    r"|reject\w*|den(?:y|ies) |remove|don'?t (?:include|pick|choose|hire|admit|call|want)|won'?t (?:make it|get"
    r" in|apply"
    r"|qualify|be picked)|so (?:that )?(?:only|no|we (?:only|can skip))|only (?:women|men|see|hire|call)|preference to"
    r"|favou?rs? |prefers? |quietly|skip (?:them|her|him)|without (?:mentioning|saying|it looking)|rather not"
    r" (?:have|hire)"
    r"|find out who|quita|rechazar|no se presenten|descart\w+|excluy\w+|evitar contratar|sin que se note)\b"
)
_WHERE: Final = some(
    r"rent(?:al)?|lease|apartment|cottage|house|loan|daycare|child care|preschool|serve|service|camp|club|filter|"
    r"applicants?|candidates?|hir\w+|jobs?|positions?|posting|enroll\w*|sign(?:ing)? up|apply(?:ing)?|admissions?"
    r"|auditions?|choose|choir|team|housing|tenants?|renters?|roles?|short ?list|list|programs?|announcers?|teachers"
    r"|interview\w*|promot\w+|lay ?offs?|laid off|seats?|rules|screening|chaperones?|volunteers?|field trip|class"
    r"|anuncio|trabajo|solicitantes?|candidat[oa]s?|inscripci[oó]n|lista"
)
_FAIR: Final = (
    r"\b(?:welcom\w+|encourag\w+|anime|accessible|inclusi\w+|take part|feel safe|bias|anti-|fair(?:ly|ness)?|equit\w+"
    r"|lesson|training|law(?:s|ful)?|illegal|is it legal|must not|may not|prohibit\w*|never|prevent\w*|stop"
    r" (?:people|us)"
    r"|avoid (?:bias|leaving|excluding|discriminat\w+)|without (?:excluding|discriminat\w+|leaving)|complain\w*"
    r"|explain|explica|history|civil rights|research|statistics|percent|rate of|barriers?|reach(?:es|ing)? (?:more )?"
    r"|recruit more|support(?:s|ing)?|accommodat\w+ (?:plan|for|so)|allerg\w+|bathrooms?|novel|story)\b"
)

_ASKED: Final = asked(
    r"write|draft|make|create|help|suggest|filter|remove|give|find|rewrite|reword|come up|word|phrase|don'?t|how"
    r" (?:do|can)"
    r"|exclude|screen|sort|order|rank|pick|choose|keep|leave|skip|turn|get|reject|set|design|build|i'?d rather"
    r"|rather|need"
    r"|want|avoid|drop|cut|list|quita|escribe|sugiere|redacta|haz|excluye|descarta|evita|ponle|arma"
)

MIXES: Final = (Mix((_ASKED, _OUT, _CLASS, _WHERE), _FAIR),)
"""A way of keeping out, a class of people, and something that they are kept out of."""
