"""Copying of protected work: whole chapters and tests, marks of ownership taken off, licences gone round.

Policy 5023, Prohibited: infringement; 17 USC 106 (reproduction), 17 USC 1202 (copyright management information).
Quoting with a source, summaries, own work, laws and works in the public domain are none (17 USC 107 and 105).
"""

from __future__ import annotations

from detectors.identifiers.pattern import Rule
from detectors.uses.phrases import LEAD, TEACHING, gap, some, unless

MARK = "term.IPCOPY"
_FREE = (
    r"|\b(?:(?:lists?|schedules?|inventory|catalog(?:ue)?|outline|counts?|index) (?:of|from)|titles"
    r"|syllabus|that we own"
    r"|public domain|rcw|wac|cfr|usc|constitution|gettysburg"
    r"|declaration of independence|bill of rights|shakespeare|statute|ordinance"
    r"|(?:our|my)(?: own| district'?s| school'?s)? (?:\w+ )?(?:book|song|poem|chapter"
    r"|handbook|newsletter|manual|report|draft|logo|photos?|document|pdf|slides)"
    r"|i wrote|we wrote|i took|we made|draft watermark"
    r"|creative commons|cc[- ]by|openly licensed|open (?:license|educational|source)"
    r"|oer|openstax|permission from|with permission|licensed copy"
    r"|alternatives?|library|borrow|short quote|brief quote|cite|citation|summar(?:y"
    r"|ize|ise)|dominio p[uú]blico|resumen|resume)\b"
)
INNOCENT = TEACHING.replace("|novel", "") + _FREE
_COPY = (
    r"(?:type (?:out|up)?|retype|give (?:me|us)|copy|reproduce|transcribe|write (?:out"
    r"|down)?|paste|print(?: out)?|send (?:me|us)|recite|list|provide"
    r"|output|show (?:me|us)|get (?:me|us)|dump|make (?:me )?(?:a )?(?:copy|copies) of"
    r"|recreate|post|share|upload|scan|i need|i want)"
)
_WHOLE = (
    r"(?:whole|entire|full|complete|word[- ]for[- ]word|verbatim"
    r"|exact|letter[- ]for[- ]letter|line[- ]by[- ]line|(?:chapters?|pages?) (?:\d+"
    r"|one|two|three|four|five|i+))"
)
_WORK = some(
    r"chapters?|novels?|textbooks?|books?|workbooks?|lyrics|sheet music|screenplays?|teacher'?s editions?"
    r"|answer keys?|item lists?|magazines?|audiobooks?|songs?|graphic novels?|comic books?|picture books?"
    r"|test booklets?|article from|new york times article|movie script|poem by|play by|worksheets from"
)
_MASS = some(r"lyrics|chapters?|answer keys?|item lists?|pages of|sheet music|verses|scenes")
_WORDWISE = (
    r"(?:word[- ]for[- ]word|verbatim|letter[- ]for[- ]letter|line[- ]by[- ]line"
    r"|every word of|all of it|in full|cover to cover|start to finish|(?:whole|entire) thing"
    r"|exactly as (?:printed|published|written in))"
)
_TESTS = (
    r"(?:wisc|wiat|wppsi|wais|wj[- ]?(?:iv|v|iii)|woodcock[- ]johnson|ktea|basc"
    r"|conners|celf|ppvt|vineland|ados|stanford[- ]binet|kabc|brigance|ctopp"
    r"|gort|towl|sat|psat|act|ap exam|sbac|smarter balanced|iready|i-ready|map growth"
    r"|wida|fountas|beery|abas|leiter)"
)
_ITEMS = (
    r"(?:items?|item list|questions?|protocols?|booklets?|record forms?"
    r"|stimulus (?:book|cards?)|answer keys?|test forms?|prompts?|passages?)"
)


def _rule(pattern: str, innocent: str = INNOCENT) -> Rule:
    return Rule(MARK, "(?i)" + pattern, "phrase", 0.9, unless(MARK, innocent))


PHRASES: tuple[Rule, ...] = (
    _rule(LEAD + rf"({_COPY}\b" + gap(30) + rf"\b{_WHOLE}\b" + gap(40) + _WORK + ")"),
    _rule(LEAD + rf"({_COPY}\b" + gap(20) + r"\b(?:all(?: of)?|every)\b" + gap(25) + _MASS + ")"),
    _rule(LEAD + rf"({_COPY}\b" + gap(50) + _WORK + gap(60) + rf"\b{_WORDWISE}\b)"),
    _rule(LEAD + rf"({_COPY}\b" + gap(40) + rf"\b{_TESTS}(?:[- ]?(?:\d|v|iv|iii))?\b" + gap(40) + rf"\b{_ITEMS}\b)"),
    _rule(LEAD + rf"({_COPY}\b" + gap(40) + rf"\b{_ITEMS} (?:of|from|on|in) (?:the )?{_TESTS}\b)"),
    _rule(
        LEAD + r"((?:remove|strip|delete|crop|erase|get rid of|take (?:off|out)|hide|bypass|crack"
        r"|blur|cut off|white out|edit out|scrub|cover)\b"
        + gap(30)
        + some(
            r"watermarks?|copyright (?:page|notice|line|symbol|mark|statement|footer|info\w*)s?|drm"
            r"|license (?:notice|header|key|check|text)|licence notice|paywall|publisher'?s? (?:name|logo|mark)"
            r"|credit line|stock photo (?:logo|mark)"
        )
        + ")"
    ),
    _rule(
        r"\b((?:skip|avoid|without|instead of|rather than|get (?:around|out of)"
        r"|so (?:that )?(?:we|i) (?:don'?t|do not|won'?t|can (?:skip|avoid)"
        r"|never)(?: have to| need to)?|not have to|save us from)"
        r" (?:\w+ )?(?:buy(?:ing)?|pay(?:ing)?(?: for)?|purchas(?:e|ing)|licens(?:e|ing))\b"
        + gap(30)
        + some(
            r"books?|kits?|tests?|curriculum|licen[cs]es?|copies|workbooks?|textbooks?|set|scale|publisher"
            r"|subscription|it|them|royalties|script"
        )
        + ")"
    ),
    _rule(
        LEAD + r"((?:find|get|give (?:me|us)|send|download|link|where can i (?:find|get|download)"
        r"|make|generate|i need)\b"
        + gap(40)
        + r"\b(?:pirated?|cracked|torrents?|libgen|z-?library|sci-?hub|keygen|serial key"
        r"|activation (?:code|key) generator|(?:free |illegal |bootleg )+(?:pdf|copy"
        r"|download|version|scan) of (?:the |a |this |that )?(?:\w+ ){0,5}(?:textbook"
        r"|novel|book|workbook|movie|album|test))\b)"
    ),
    _rule(
        r"\b((?:reword|rewrite|paraphrase|change|tweak|alter|disguise"
        r"|rephrase)\b[^.!?\n]{0,100}?"
        r"\b(?:so|to)\b" + gap(40) + r"\b(?:plagiarism (?:checker|detector|software)|turnitin|publisher"
        r"|copyright (?:owner|holder|check|strike)|(?:no one|nobody|they) (?:can|will"
        r"|could|would)(?:n'?t)? (?:tell|notice|know|recogni[sz]e))\b" + gap(60) + ")",
        TEACHING + r"|\b(?:(?:which|what|whose) (?:student|child|person|family|kid)|who it is|anonym\w+|de-?identif\w+"
        r"|recogni[sz]e (?:him|her|them|the (?:student|child|family)))\b",
    ),
    _rule(
        LEAD
        + r"((?:copi|transcrib|escrib|d[ae]|dame|deme|reprodu|reproduzc|imprim|p[aá]sa)\w{0,5}\b"
        + gap(30)
        + r"\b(?:tod[oa]|enter[oa]|complet[oa]|palabra por palabra|[ií]ntegr[oa])\b"
        + gap(30)
        + some(r"libro|cap[ií]tulo|novela|canci[oó]n|letra|cuento|examen|prueba|cuaderno")
        + ")"
    ),
    _rule(
        LEAD
        + r"((?:copi|transcrib|escrib|dame|deme|reprodu|imprim)\w{0,5}\b"
        + gap(30)
        + some(r"libro|cap[ií]tulo|novela|canci[oó]n|letra|cuento|examen|prueba|cuaderno")
        + gap(40)
        + r"\b(?:enter[oa]|complet[oa]|palabra por palabra|[ií]ntegr[oa])\b)"
    ),
    _rule(
        LEAD
        + r"((?:quit|elimin|borr|tap)(?:a|e|ar|en|ue)\b"
        + gap(30)
        + some(r"marcas? de agua|derechos de autor|aviso de copyright|logo de la editorial")
        + ")"
    ),
)
