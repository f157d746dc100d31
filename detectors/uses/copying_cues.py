"""Copying, by what such a request is made of: a verb of copying, the whole of it, a work that somebody sells."""

from __future__ import annotations

from detectors.uses import copying, plain, taking
from detectors.uses.copying import INNOCENT
from detectors.uses.phrases import some
from detectors.uses.requests import Mix, Use

COPY = some(
    r"copy|type|typed (?:up|out)|retype|give (?:me|us)|put|reproduce|transcribe|write out|paste|print"
    r"|send (?:me|us)|recite|scan|upload|post|share|make (?:me|us)?|i need|convert|spit out|digiti[sz]e"
    r"|recreate|export|download|save|list|write down|p[aá]same|email|dump|photocopy|reprint|copia"
    r"|transcribe|escribe|dame|imprime"
)
WHOLE = some(
    r"whole|entire|all \w+ (?:chapters|pages|questions|items|videos|slides)"
    r"|all the (?:videos|slides|songs)|questions \d+ (?:to|through|-) \d+|our (?:one|only|single) copy"
    r"|full|complete|every (?:page|item|question|chapter|word|line)"
    r"|all (?:the )?(?:pages|items|questions|chapters|lyrics|verses)|word[- ]for[- ]word|verbatim"
    r"|palabra por palabra|enter[oa]|complet[oa]|todo el|toda la"
)
WORK = some(
    r"chapters?|novels?|textbooks?|workbooks?|lyrics|sheet music|screenplay"
    r"|teacher'?s? (?:editions?|guides?|manuals?)|answer keys?|magazines?|audiobooks?|graphic novels?"
    r"|picture books?|best-?sell\w+|parent form|cookbooks?|teachers pay teachers|tpt"
    r"|paid (?:site|slides|course|app|version|content)|assessment kit|conners form|song score|rating scale"
    r"|test booklet|publisher'?s?|e-?books?|scholastic|pearson|mcgraw|houghton|disney|movie|libro"
    r"|cap[ií]tulo|novela|canci[oó]n"
)
OUT = some(
    r"hand (?:it|them|this) out|stop buying|(?:post|share|put) (?:it |this |them )?online"
    r"|print (?:\d+ )?copies|for (?:other|all|the other) (?:districts?|schools?|teachers?|classes)|sell"
    r"|instead of buying|without (?:buying|paying)|for everyone|for free"
    r"|(?:all|every|the whole|the entire) (?:\d+ )?(?:staff|classrooms?|team|department|schools?|grade)"
    r"|rest of (?:my|the|our) (?:team|staff|school)|for our server|lost my copy|en texto"
    r"|(?:don'?t|do not) want to pay"
)
OFF = some(
    r"remov(?:e|ing)|strip(?:ping)?|tak(?:e|ing)|crack(?:ing)?|bypass(?:ing)?"
    r"|get(?:ting)? (?:around|past|rid of)|break(?:ing)?|defeat(?:ing)?|circumvent(?:ing)?|eras(?:e|ing)"
    r"|delet(?:e|ing)|unlock|quita|elimina|borra"
)
OWNED = some(
    r"watermarks?|drm|copyright (?:notice|page|line|mark|symbol|info\w*)|paywall|copy protection"
    r"|licen[cs]e (?:check|key|lock|server)|(?:the )?licen[cs]e on|activation (?:lock|check|server|code)|marca de agua"
    r"|derechos de autor"
)
REWORD = some(r"rewrite|reword|paraphrase|spin|take this|change|tweak|disguise|rephrase|cambia")
UNSEEN = (
    r"\b(?:(?:no one|nobody|no ?body|they|teacher|publisher|turnitin|it) (?:can|will|could|would"
    r"|won'?t|can'?t|ever )?(?:\w+ )?(?:notice|notices|tell|know|knows|recogni[sz]e[sd]?|detect(?:s"
    r"|ed)?|find out|flag(?:s|ged)?)"
    r"|pass(?:es)? (?:the |a )?plagiarism|avoid (?:plagiarism|copyright|detection)|past (?:turnitin"
    r"|the plagiarism|a plagiarism|copyright))\b"
)
TAKEN = some(
    r"cop(?:y|ied)|publisher'?s?|turnitin|plagiari\w+|blog post|put my name on|copyright\w*|stole"
    r"|someone else'?s|from the (?:book|textbook|website)|purchased|original author"
)

USE = Use(
    "uses.copying",
    copying.MARK,
    copying.PHRASES,
    (
        Mix((WHOLE, WORK, COPY, OUT)),
        Mix((OWNED, OFF)),
        Mix(
            (
                r"\b(?:(?:don'?t|do not) want to|without|rather than|not going to) (?:pay|buy)\w*\b",
                COPY,
                some(
                    r"assessments?|tests?|books?|kits?|questions|licen[cs]e|subscription|curriculum|app|program|videos"
                ),
            )
        ),
        Mix(
            (
                r"\b(?:working|valid|free|stolen) (?:serial|licen[cs]e|product|activation) (?:number|key|code)\b",
                some(r"give|find|get|need|send"),
            )
        ),
        Mix(
            (
                r"\b(?:logo|watermark|signature|name|credit)s? (?:disappear|vanish|go away|gone) from\b",
                some(r"make|get|let"),
            )
        ),
        Mix((UNSEEN, REWORD, TAKEN)),
        *taking.MIXES,
        *plain.TAKING,
    ),
    INNOCENT,
)
