"""Frames of infringement: the whole of a work that somebody sells, its marks taken off, its licence got round."""

from __future__ import annotations

from typing import Final

from detectors.uses.lexicon import asked
from detectors.uses.phrases import gap, some
from detectors.uses.requests import Mix

_FREE: Final = (
    r"\b(?:vocabulary|word list|flash ?cards|comprehension|our footer|public domain|dominio p[uú]blico|rcw|wac"
    r"|cfr|usc|constitution|preamble|gettysburg|declaration of independence"
    r"|bill of rights|first amendment|shakespeare|statute|ordinance|(?:i|we) (?:wrote|made|took|own|drew"
    r"|recorded)|that we own"
    r"|my own|our own (?:handbook|slides|logo|school|district|manual|newsletter|photos?|book|work|materials)|mine below"
    r"|our (?:handbook|newsletter|school song|bell schedule)|my (?:slides|paper|notes|draft|syllabus|lesson|permission"
    r"|newsletter|quiz|worksheet|page)|draft watermark|creative commons|cc[- ]by|openly licensed|open (?:license"
    r"|educational"
    r"|source)|oer|openstax|permission to|with permission|asks? (?:the publisher )?for permission|fair use|short quote"
    r"|quote two|cite|citation|summar(?:y|ize|ise)|resumen|discussion questions|study guide|original (?:song"
    r"|practice|story"
    r"|questions|poem)|canci[oó]n original|parody|review of|recommend|suggest|titles?|inventory|explain|explica"
    r"|remind\w*"
    r"|renew|vendor|lesson on|policy|what (?:is|are|does)|how many pages|list of (?:textbooks|supplies|books)"
    r"|supplies|[uú]tiles"
    r"|schedule|python|program with|minutes|goals|iep|template|handwritten|deaf student|difference between|may copy)\b"
)
_COPY: Final = asked(
    r"type(?:d)?(?: out| up)?|retype|copy|cop(?:ies|ied)|reproduce|recreate|transcribe|write (?:out|down)|paste"
    r"|print|recite"
    r"|scan(?:ned)?|digiti[sz]e|convert|dump|export|put|send (?:me|us)|give (?:me|us)|get (?:me|us)|need|want"
    r"|output|generate"
    r"|make|translate|turn|rip|download|post|upload|share|email|show (?:me|us)|find (?:me|us)|clean (?:it )?up"
    r"|reprint|spit out"
    r"|photographed|copia|transcribe|escribe|dame|p[aá]same|m[aá]ndame|imprime|traduce|haz|quiero|necesito"
)
_WHOLE: Final = some(
    r"p[aá]ginas? \d+|"
    r"start to finish|beginning to end|front to back|every (?:song|card|poem|test)|the words to|its \w+ (?:into"
    r"|in) a file|todo el|toda la|de principio a fin|exact (?:prompts?|wording|words|items|questions)|without"
    r" (?:logging|signing)|"
    r"whole|entire|full|complete|in full|cover to cover|all (?:\d+|of (?:it|the))|every (?:page|part|item"
    r"|question|episode"
    r"|word|verse|line|chapter|scene|lesson|slide|video|one)|word[- ](?:for|by)[- ]word|verbatim|exact(?:ly)?"
    r"|pages? \d+"
    r"|chapters? (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)|(?:first|last) (?:two|three|four|five"
    r"|six|\d+|ten) chapters"
    r"|first chapter|from memory|for all (?:nine|\d+)|test questions|items? and all|all the (?:verses|lyrics"
    r"|questions|items|test)"
    r"|answer key|test bank|questions and answers|with the (?:answers|scoring)|con las respuestas|scoring rules"
    r"|complet[oa]"
    r"|enter[oa]|tod[oa]s? (?:el|la|los|las)|palabra por palabra|minus|free download|lyrics|letra|sheet music|script of"
)
_WORK: Final = some(
    r"(?:poem|song|story|book|novel|play|essay)s? [\x22\x{201C}]\w|"
    r"kit|cards?|series|cuentos?|singalong|songs? in|soundtrack|manuals?|worksheets? from|purchased|protected"
    r" pdf|teacher manual|workbook pages|poems? by|stories by|anthology|album|handouts? from|"
    r"books?|novels?|textbooks?|workbooks?|chapters?|chapters|lyrics|songs?|scripts? (?:of|from) (?-i:[A-Z])"
    r"|(?:play|movie|film) script|screenplay|musical|teacher'?s? (?:guides?|editions?"
    r"|manuals?)|answer keys?|test bank|exams?|magazines?|issue of|news below|scholastic news|sheet music"
    r"|curriculum|audiobooks?|e-?books?|readers|graphic novels?"
    r"|picture books?|comics?|podcasts?|episodes?|article|new york times|(?:rating|parent|teacher) (?:form"
    r"|scale)s?|movie|clip|film"
    r"|pearson|scholastic|publisher'?s?|disney|eureka math|paid (?:site|course|podcast|app|slides|content)"
    r"|subscription (?:site|service)"
    r"|teachers pay teachers|tpt|kit|story|text of (?-i:[A-Z])|libros?|novela|cap[ií]tulos?|canci[oó]n|himno"
    r"|letra|examen|cuento|pel[ií]cula"
    r"|cuaderno de trabajo|videos|verses|assessment"
)
_TESTS: Final = (
    r"\b(?:wisc|wiat|wppsi|wais|wj|woodcock[- ]johnson|ktea|basc|conners|celf|ppvt|vineland|ados"
    r"|stanford[- ]binet|kabc|brigance"
    r"|ctopp|abas|dial|peabody|iowa test|cogat|sbac|ap (?:biology|calculus|english|chemistry|history)|mmpi"
    r"|phq)(?:[- ]?[\dvi]{1,3})?\b"
)
_ITEMS: Final = some(
    r"prompts?|wording|cards?|stimuli|manual|norms|tables|module|subtests?|"
    r"items?|questions?|answers?|respuestas|preguntas|scoring|stimulus|word list|test booklet|rating form|form,"
    r" items|all of it"
    r"|examen|full test|whole test|protocol|record form"
)
_MARK: Final = some(
    r"the publisher'?s(?: at| on| name| logo| mark)?|la marca(?: del?| de la)?|photographer'?s? (?:name|mark"
    r"|credit)|signature on the (?:art|picture|drawing)|"
    r"watermarks?|copyright (?:notice|page|line|mark|symbol|info\w*|footer|statement)|author'?s names?|credits?"
    r"|shutterstock|getty"
    r"|stock (?:photo )?(?:logo|mark)|publisher'?s? (?:name|logo|mark)|license (?:notice|header|text)"
    r"|marca(?:s)? de agua"
    r"|logo de la editorial|derechos de autor|nombre del autor|artist'?s signature"
)
_OFF: Final = asked(
    r"cover|paint over|saca(?:r)?|scrub|wipe|replace|disappear|make our logo|"
    r"remov(?:e|ing)|strip(?:ping)?|eras(?:e|ing)|delet(?:e|ing)|crop(?:ping)?|get(?:ting)? (?:rid of"
    r" )?[^.!?\n]{0,25}\boff|get rid of|take off"
    r"|tak(?:e|ing) (?:the|out)|clean (?:off|up)|white out|blur|edit out|hide|minus|without the|swap\w*"
    r"|photoshop out|cover up|quita(?:r|le|les)?"
    r"|qu[ií]tale(?:s)?|borra(?:r|le)?|elimina(?:r)?|get the watermark"
)
_EVADE: Final = some(
    r"unlock(?:ing)? (?:this|the|a|my|our)|protected pdf|password[- ]protected|without (?:logging|signing|a"
    r" login|a licen[cs]e|permission)|only borrowed|borrowed (?:this|the|a)|before (?:i|we) (?:return|give it"
    r" back)|we could sell|share it around|keep (?:it )?for (?:ourselves|free)|share (?:one|a) (?:login|account)"
    r"|get (?:it|this) for nothing|"
    r"crack(?:ed|ing)?|keygen|key generator|pirat\w+|torrents?|serial (?:number|key)|activation (?:code|key)"
    r"|get(?:ting)? (?:around|past|round|behind)"
    r"|can'?t get behind|behind (?:the|a) paywall|paywall|bypass\w*|drm|without (?:paying|buying|accounts|an"
    r" account|subscrib\w+|a license|royalties)"
    r"|(?:don'?t|do not|doesn'?t) (?:have|need|want) to (?:order|buy|pay|subscribe|purchase)|can'?t afford"
    r"|instead of (?:buying|ordering|paying)"
    r"|free download|libgen|rip|normally pay|license (?:lapsed|expired)|one copy|only (?:has|have) (?:\w+"
    r" )?cop(?:y|ies)|sin pagar|sin comprar|gratis"
    r"|but it'?s \$\d+|for paying guests|never paid|stop (?:buying|paying)"
)
_PASS: Final = some(
    r"looks? like (?:we|i) (?:authored|wrote|made|created)|(?:we|i) (?:authored|wrote) it|call it (?:ours|mine)"
    r"|pass it off|nobody (?:knows|can tell|notices)|under (?:my|our) name|"
    r"turnitin|plagiari\w+|copyright (?:checker|check|owner|strike|detector)|won'?t (?:catch|notice|know|detect)"
    r"|(?:upload|submit|publish|sell|post)"
    r" (?:it|this|them) as (?:mine|ours|my own|our own)|as (?:mine|ours|my own|our own)|names? (?:swapped"
    r"|changed)|into our own|our logo on it|basically the real"
    r"|put (?:my|our) (?:name|logo)|como m[ií]o|no se den cuenta"
)
_REWORD: Final = asked(
    r"redo|rework|revise|refresh|make|"
    r"rephras\w+|reword\w*|rewrit\w+|paraphras\w+|plagiari[sz]e|change (?:a few|some|the)|swap\w*|spin|disguise"
    r"|tweak|turn|take this|take|write|strip|cambia"
)
_SOURCE: Final = some(
    r"purchased|bought|borrowed|someone'?s|another (?:teacher|district)'?s|from the (?:web|internet)|poem|slides|"
    r"article|blog|unit|book|chapter|worksheet|publisher'?s?|readers?|teachers pay teachers|tpt|curriculum|novel"
    r"|essay|page|diary|lesson|song|story|art[ií]culo|libro"
)
_MADE_OF: Final = (
    r"\b(?:full text|text|pdf|script|lyrics|letra|audiobook|sheet music"
    r"|screenplay)\b[^.!?\n]{0,12}?\b(?:of|for|de|to)\b[^.!?\n]{0,12}?[\x22\x{201C}]?(?-i:[A-Z])"
)

_EXACT: Final = some(
    r"exact|verbatim|word[- ](?:for|by)[- ]word|all|every|list|full|complete|memori[sz]e|rehearse|practi[sc]e with"
)
_ABOUT_IT: Final = (
    r"\b(?:measures?|what (?:is|does) the|who may|explain|interpret\w*|scores? (?:mean|of)|report|summar\w+|results?)\b"
)
_THROUGH: Final = (
    r"\b(?:start to finish|cover to cover|beginning to end|front to back|word[- ](?:for"
    r"|by)[- ]word|in full|verbatim|every word|from memory)\b"
)
_TITLE: Final = r"(?-i:\b[A-Z][a-z]* (?:(?:of|the|and|a|in|to|for|[A-Z][a-z]*) ){0,4}[A-Z][a-z]+\b)"

MIXES: Final = (
    Mix((_TESTS, _ITEMS, _EXACT), _ABOUT_IT),
    Mix((_COPY, _THROUGH, _TITLE), _FREE),
    Mix((_COPY, _WHOLE, _WORK), _FREE),
    Mix((_TESTS, _ITEMS, _COPY), _FREE),
    Mix((_MARK, _OFF), _FREE),
    Mix((_EVADE, _WORK), _FREE),
    Mix(
        (
            r"\b(?:crack(?:ed)?|keygen|key generator|serial number|torrent|bypass the license)\b"
            + gap(60)
            + r"\b(?:software|program|app|yearbook|license|game|patch)\b",
        ),
        _FREE,
    ),
    Mix(
        (some(r"license (?:for|of|on)"), some(r"key generator|patch|crack|serial|lapsed")),
        r"\b(?:renew|vendor|policy)\b",
    ),
    Mix((_PASS, _REWORD, _SOURCE), _FREE),
    Mix((_MADE_OF, _COPY), _FREE),
)
"""Each is enough."""
