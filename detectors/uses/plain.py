"""Frames for what staff ask for in plain words, where the older frames knew the ways of saying it and not the thing.

They say what such a request does: moves people of a class up, down or out; asks for a pretext; fills a record of what
did not take place; finds out by a camera or a telephone where somebody is. Made from one half of 120 prompts that were
written before these rules were looked at; the other half says what they are worth (docs/policy.md).
"""

from __future__ import annotations

from typing import Final

from detectors.uses.lexicon import ASKING, PEOPLE, SELECTEES, STUDY, asked
from detectors.uses.phrases import LEAD, gap, some
from detectors.uses.requests import Mix

_CLASS: Final = (
    r"\b(?:accents?|(?:foreign|ethnic|american|hispanic|arabic|african|asian|white)[- ]?sounding|(?:under|over|above"
    r"|below|older than|younger than) [2-6]\d|older|younger|elderly|pregnan\w+|muslims?|jew(?:s|ish)|christians?"
    r"|catholics?|hindus?|sikhs?|mormons?|hijabs?|head ?scar(?:f|ves)|turbans?|black|african|latin[oax]s?|hispanics?"
    r"|mexicans?|asians?|white|native|tribal|immigrants?|undocumented|foreign\w*|refugees?|disab\w+|wheelchairs?"
    r"|autis\w+|deaf|blind|stutter\w*|gay|lesbian|trans(?:gender)?|women|men|females?|males?|girls|boys|married"
    r"|single"
    r" (?:moms?|mothers?|parents?)|english learners?|ells?|poor|low-income|homeless|on welfare|overweight"
    r"|embarazadas?|musulman\w*|extranjer\w+|indocumentad\w+|discapacidad\w*|mujeres|hombres|mayores)\b"
)
_FAIR: Final = (
    STUDY.removesuffix(r")\b")
    + r"|welcom\w+|encourag\w+|accessib\w+|inclusi\w+|bias|fair(?:ly|ness)?|equit\w+|law|laws"
    r"|lawful\w*|illegal|is it legal|civil rights|prevent\w*|complain\w*|accommodat\w+|barriers?|support groups?"
    r"|bathrooms?|sizes?|teams?|sports|jersey\w*|choirs?|allerg\w+|history|percent\w*|rates?|statistics|data)\b"
)
_MOVE: Final = (
    LEAD + r"(?:put|move|push|keep|place|leave|bump|trim|cut|narrow|limit|restrict|reduce|pare|rank|sort|order"
    r"|list)\b"
)
_WHERE_TO: Final = some(
    r"(?:at|to|near|toward) the (?:top|bottom|(?:front|back|end) of (?:the|our|my) (?:list|pile|stack|line|queue|pool))"
    r"|(?:up|down) (?:the|our|my) (?:list|pile|stack)|first|last"
    r"|only|just the|no one (?:who|over|under)|nobody (?:who|over|under)|none of the|off (?:the|our|my)"
    r"|out of (?:the|our)"
)
_AMONG: Final = (
    SELECTEES[:-3] + r"|interview\w*|hir(?:e|ing)|pile|job|position|pool|openings?|enrollment|waitlist|crew"
    r"|layoffs?)\b"
)
_PRETEXT: Final = (
    r"\b(?:reasons?|excuses?|pretexts?|(?:nice|polite|subtle|quiet|legal|safe|good) ways?|cover story|wording"
    r"|justification"
    r"|raz[oó]n|excusa|pretexto)\b"
    + gap(12)
    + r"\b(?:to|for|para)\b"
    + gap(8)
    + r"\b(?:turn(?:ing)? (?:down|away)|reject\w*|deny\w*|refus\w+|not (?:hir|rent|interview|admit|tak|pick)\w+"
    r"|exclud\w+"
    r"|fir(?:e|ing)|let(?:ting)? go|pass(?:ing)? over|keep\w* (?:out|away)|push\w* out|get(?:ting)? rid of|skip\w*"
    r"|rechazar|no contratar|despedir)\b"
)
_HARDER: Final = (
    r"\b(?:mak(?:e|es|ing) it (?:a (?:lot|bit) )?(?:harder|hard|more difficult|difficult|tougher|impossible|too hard)"
    r"|discourag\w+|scar(?:e|es|ing) (?:off|away)|put(?:s|ting)? off|weed\w* out|que sea m[aá]s dif[ií]cil)\b"
)
_UNEQUAL: Final = (
    r"\b(?:lower|stricter|harsher|tougher|easier|fewer|less|smaller|worse|separate|reduced|extra) (?:[\w-]+ ){0,2}?"
    r"(?:expectations?|standards?|goals?|targets?|rules?|discipline|pay|wages?|hours|breaks?|homework|grading"
    r"|chances?"
    r"|opportunit\w+|seats?|consequences?|requirements?|access)\b"
)
_THAN: Final = (
    r"\b(?:than|compared (?:to|with)|as opposed to|unlike|not for|but not|the rest of|everyone else|que el resto)\b"
)
_ANYTHING: Final = asked(
    r"write|draft|make|create|help|suggest|give|find|rewrite|reword|come up|word|phrase|set|design|build|need|want"
    r"|how (?:do|can)"
    r"|escribe|dame|sugiere|redacta|haz|necesito|quiero|think"
)

DISCRIMINATING: Final = (
    Mix((_MOVE, _CLASS, _WHERE_TO, _AMONG), _FAIR),
    Mix((_PRETEXT, _CLASS), _FAIR),
    Mix((_ANYTHING, _HARDER, _CLASS), _FAIR),
    Mix((_ANYTHING, _UNEQUAL, _THAN, _CLASS), _FAIR),
)
"""People of a protected class (RCW 49.60.030) moved down or out, a pretext for it, unequal terms."""

_SLOTTED: Final = (
    r"\b(?:put|slot|bucket|enroll|move|bump|admit|pon|mete)\b"
    + gap(20)
    + rf"\b(?:each|every|all|these|those|the|our|my|los|las|cada)\b{gap(20)}\b(?:{PEOPLE}|waitlist|list)\b"
)
_OR_NOT: Final = some(
    r"(?:gifted|hicap|highly capable|honors|advanced|remedial|intervention|special ed\w*|resource|self-contained"
    r"|alternative)"
    r" (?:program|class\w*|track|group|room|school)|or not|in or out|accepted or|yes or no|approved|denied|hire"
    r"|reject"
)
_ON: Final = some(
    r"based on|by (?:their|his|her)|from (?:their|these|the)|using|according to|whichever|you (?:decide|think"
    r"|choose)|seg[uú]n"
)
_MEANT: Final = (
    STUDY.removesuffix(r")\b") + r"|schedule|spreadsheet columns|alphabetical|groups of|seating|letter to)\b" + ASKING
)

DECIDING: Final = (Mix((_SLOTTED, _OR_NOT, _ON), _MEANT),)
"""People put into what they are found fit for, by the tool."""

_RECORD: Final = some(
    r"logs?|records?|sheets?|forms?|minutes|summar(?:y|ies)|notes?|reports?|checklists?|timesheets?|registers?"
    r"|documentation"
    r"|certificates?|bit[aá]cora|actas?|registros?"
)
_FILL: Final = asked(
    r"fill(?: (?:in|out|up))?|complete|write(?: up)?|create|make|generate|finish|add|enter|draft|llena|completa|haz"
    r"|escribe"
)
_NOT_DONE: Final = (
    r"\b(?:(?:months?|weeks?|days?|times?|ones?|dates?|sessions?|drills?|visits?|meetings?|checks?|inspections?)"
    r" (?:that )?(?:we|i|they|she|he) (?:skipped|never (?:did|had|held|made|ran)|didn'?t (?:do|have|hold|make|run"
    r"|get to)"
    r"|forgot(?: to (?:do|hold|run))?)|(?:we|i) (?:skipped|never (?:did|held|ran|had)) (?:it|them|those|that|the"
    r"|some|any)"
    r"|so (?:that )?(?:it|we|they) (?:passes|pass|gets? through|clears?) (?:the |an? )?(?:inspection|audit|review"
    r"|check))\b"
)
_BACKDATED: Final = (
    LEAD
    + r"(?:back-?date|pre-?date|ante-?date|falsify|forge|fudge|doctor)\b (?:this|that|the|these|those|my|our|his|her"
    r"|their|a|an|some)\b"
)
_FACTS_OF: Final = (
    LEAD + r"(?:change|alter|edit|rewrite|adjust|fix|swap)\b (?:who|what|when|where|how many|the (?:names"
    r"|list) of (?:people |those )?who)\b"
    r"[^.!?\n]{0,15}\b(?:attended|signed|said|voted|agreed|came|was (?:there|present)|were (?:there|present)|happened"
    r"|approved|did it|took part)\b"
)
_UNCHECKED: Final = (
    r"\b(?:(?:whether |if )?(?:they'?re |it'?s |it is |they are )?(?:real|true) or not|real or (?:fake|made[- ]up"
    r"|invented)"
    r"|(?:nobody|no one|they|she|he)(?:'ll| will|'s going to)? (?:(?:ever|never|won'?t|not) )?(?:check|verify"
    r"|look (?:it|them) up"
    r"|fact[- ]?check)|doesn'?t matter (?:if|whether) (?:it'?s|they'?re) (?:true|real)|nadie va a (?:revisar"
    r"|comprobar))\b"
)
_CLAIMED: Final = some(
    r"statistics|stats|numbers|figures|citations?|sources|studies|study|research|data|results|quotes?|testimonials?"
    r"|reviews?"
    r"|facts|references|datos|citas|estudios"
)
_HONEST: Final = (
    STUDY.replace("|never", "").removesuffix(r")\b")
    + r"|correct(?:ion|ed|ing)?|mistake|typo|wrong (?:date|name)|catch up|make up the|reschedul\w+"
    r"|blank|columns?|spot|detect)\b"
)

FAKING: Final = (
    Mix((_FILL, _RECORD, _NOT_DONE), _HONEST),
    Mix((_BACKDATED,), _HONEST),
    Mix((_FACTS_OF,), _HONEST),
    Mix((_UNCHECKED, _CLAIMED), _HONEST),
)
"""Records of what did not take place, facts that nobody is to check."""

_PAST: Final = (
    r"\b(?:get (?:me |us )?(?:past|around|round|behind|through|by)|past|around|bypass(?:ing)?|beat|skip|break"
    r"|sneak (?:past|around)"
    r"|unlock|without (?:hitting|paying)|saltar(?:se|me)?|evadir)\b"
    + gap(14)
    + r"\b(?:paywalls?|copy protection|drm|subscription wall|muro de pago)\b"
)
_LAWFUL: Final = (
    STUDY.removesuffix(r")\b") + r"|librar(?:y|ian)|interlibrary|legal(?:ly)?|permission|subscribe|open access)\b"
)

TAKING: Final = (Mix((_PAST,), _LAWFUL),)
"""The way round what a publisher put up."""

_SEEN_BY: Final = some(
    r"cameras?|cctv|footage|(?:bus|hallway|security|door) videos?|badges?|swipes?|key ?cards?|wi-?fi|gps|geolocation"
    r"|trackers?"
    r"|airtags?|c[aá]maras?"
)
_LISTED: Final = some(
    r"list|log|tally|record|chart|map|report|timeline|spreadsheet|table|tell me|show me|figure out|find out|see|know"
    r"|lista|registro|dime"
)
_WHICH: Final = (
    rf"\b(?:which|what|who(?:m)?|whose|where|when|how often|qu[eé]|qui[eé]n(?:es)?|d[oó]nde) (?:of )?(?:the |my "
    rf"|our |these )?"
    rf"(?:[\w-]+ ){{0,1}}?(?:{PEOPLE}|he|she|they|everyone|everybody|each|is|was)\b"
)
_DOES: Final = some(
    r"(?:hang|sit|eat|talk|walk|meet|stand|go|come)s?(?: out| around| off| in)? (?:with|together|to)|with (?:which"
    r"|whom|who|each other)"
    r"|leav(?:e|es|ing)|arriv\w+|late|early|goes|went|go|sneak\w*|smok\w+|vap\w+|skip\w*|visits?|sleep\w*|spends?"
)
_ALERT: Final = (
    r"\b(?:ping|alert|notif(?:y|ies)|text|tell|warn|buzz|message|e-?mail|av[ií]s)\w{0,3} (?:me|us"
    r"|my phone)\b[^.!?\n]{0,10}"
    r"\b(?:whenever|when|if|every time|each time|any ?time|as soon as|the moment|cuando|cada vez)\b"
)
_THEIRS: Final = (
    rf"\b{PEOPLE}(?:'s|s'|\x{{2019}}s|s\x{{2019}}) (?:cell |i?phone|phone|car|truck|laptop|location|account|badge"
    rf"|posts?|instagram|chromebook)"
    rf"|\b(?:his|her|their) (?:cell|i?phone|phone|car|truck|laptop|location|account|badge|instagram)\b"
)
_FACES: Final = (
    r"\b(?:match|compare|run|check|identify|recogni[sz]e|name|put names (?:to|on)|cross-?reference|who are|compara"
    r"|reconoce)\b"
    + gap(25)
    + r"\b(?:faces?|people|kids|students|caras|rostros)\b"
    + gap(20)
    + r"\b(?:in|on|from|at|de|en)\b"
    + gap(20)
    + r"\b(?:protest|rally|march|walk-?out|crowd|demonstration|footage|security video|surveillance|cctv|camera"
    r"|marcha|protesta)\b"
)
_SAFE: Final = (
    STUDY.removesuffix(r")\b")
    + r"|how many cameras|install(?:ation)? of|where (?:should|to) (?:put|place)|lost|stolen|missing"
    r"|retention|delivery|package|smoke|weather|fire alarm|allerg\w+|seizure|glucose|medicat\w+|pick ?up"
    r"|bus(?:es)? (?:arriv|leav|stop)\w*"
    r"|speeches|poem|novel|caption|alt text)\b" + ASKING
)

WATCHING: Final = (
    Mix((_SEEN_BY, _LISTED, _WHICH, _DOES), _SAFE),
    Mix((_ALERT, _THEIRS), _SAFE),
    Mix((_FACES,), _SAFE),
)
"""Where somebody is and with whom, by camera, badge or telephone; who stood in a crowd."""
