"""Frames of deciding about somebody: choosing among applicants, a fate put to the tool, a verdict handed over to it."""

from __future__ import annotations

from typing import Final

from detectors.uses.lexicon import ASKING, DEFINITE, PEOPLE, SELECTEES, STUDY, TITLED, asked
from detectors.uses.phrases import LEAD, gap, some
from detectors.uses.requests import Mix

_HARMLESS: Final = (
    STUDY
    + ASKING
    + r"|\b(?:(?:do not|don'?t|not to|without) (?:rank|scor|rat|decid|reject)\w*|cameras?|footage|clips|badges?"
    r"|(?:we|they|team|committee|panel|board|group|mdt) (?:[\w']+ ){0,9}(?:and|to|then|will)(?: then)? (?:decide"
    r"|determine|discuss)|alphabetical(?:ly)?|interview (?:times|schedule|slots?)|schedule|agenda|thank(?:-| )you"
    r"|reminder|announcement|flow ?chart|proofread|translate|traduce|the (?:team|committee|panel|board|mdt|district)"
    r" (?:has |have |already |will |all )?(?:decid|pick|chose|choos|vot|rank|hir|select|score)\w*|bids?|vendors?"
    r"|products?"
    r"|curricul\w+|fonts?|themes?|forms? do|raters|budget|sides|criteria for|survey|bus pass|transit|last name"
    r"|reading groups?|partners?|tables|raffle|paragraphs?|essays?|titles?|wording|books?|snacks?|process|steps"
    r"|plazo|horario|alternatives?|summari[sz]e|strategies|accommodations? (?:would|help)|goals?)\b"
)
_CHOOSE: Final = asked(
    r"bin|discard|settle on|single out|judge|pare|cull|vote|crown|appoint|say (?:who|which)|work out (?:who"
    r"|which)|figure out (?:who|which)|thumbs|put a (?:thumbs|yes|check|mark|score|number)|make (?:the|an?)"
    r" (?:\w+[ /-])?(?:admit|decline|accept|reject|hire|cut)\w*|pasa o|separa|"
    r"rank|score|rate|grade|short-?list|screen(?: out)?|eliminate|narrow|whittle|weed|rule out|throw out|toss|winnow"
    r"|drop|cut|disqualify|prioriti[sz]e|stack|recommend (?:a|one|the|who|which|two|three)|evaluate|assess"
    r"|pick|choose|select|decide|determine|name|sort|filter|flag|reject|hand me|put [\w ,]{0,40} in order"
    r"|descart(?:a|amos|e|ar)|eval[uú]a|clasifica|ordena|califica|elige|escoge|selecciona|punt[uú]a|calificaci[oó]n"
)
_WEAK: Final = asked(r"tell (?:me|us)|give (?:me|us)|show (?:me|us)|find|list|highlight|keep|hand|dime|read|which|who")
_BEST: Final = some(
    r"keep (?:\w+ )?(?:one|two|three|four|five|\d+)|the rest|the remainder|thumbs|up or down|next to each|stand"
    r" out|fit(?:s|test)?|suited|qualified|goes? without|has earned|admit|decline|list the order|"
    r"best|strongest|top \w+|worst|weakest|winner|worth|deserv\w+|fit score|who(?:'s| is)|whom|hire|reject|denied|deny"
    r"|turn down|not bother|left|going (?:to )?get|should (?:get|be)|who we should|a qui[eé]n(?:es)?|merece|se"
    r" queda(?:n)? con|se lleva"
)
_FATE_VERB: Final = (
    r"(?:hire|fire|promote|demote|lay off|let go(?: of)?|terminate|(?:non-?|not )?renew|dismiss|reject|suspend|expel"
    r"|reinstate|discipline|punish|hold back|retain|exclude|write up|deny|approve|turn down|admit|evict|place|transfer"
    r"|remove|give (?:him|her) another chance|contratar|despedir|suspender|expulsar|rechazar|ascender|sancionar)"
)
_FATE: Final = some(
    r"written up|write up|"
    r"goes? without|off the team|kick(?:ed)? (?:him|her|them|off|out)|thrown out|sent home|bench(?:ed)?|flunk"
    r"|fail(?:s|ed)?|held over|saturday school|days out|foster home|custody|disturbed|contract|raise|bonus"
    r"|earned it|earned|boot(?:ed)?|sack(?:ed)?|axe|let her go|let him go|removed from|parole|guilty|contrato"
    r"|expulsado|castigo|"
    r"hir(?:e|ed|ing)|fire[ds]?|firing|promot(?:e|ed|ion)|demot\w+|la(?:y|id) off|layoffs?|let go|terminat\w+"
    r"|non-?renew\w*|renewed|dismiss(?:al|ed)?|suspend(?:ed)?|suspensions?|expel(?:led)?|expulsion|reinstated?"
    r"|disciplin(?:e|ed|ary)|punish(?:ed|ment)?|consequences?|sanctions?|penalt(?:y|ies)|held back|retain(?:ed)?"
    r"|retention|repeats? (?:\w+ )?(?:grade|year)|move(?:d)? (?:up|on|to)|exit(?:ed)? from|eligib(?:le|ility)"
    r"|qualif(?:y|ies|ied)|meets? (?:the )?criteria|placement|placed|get(?:s)? (?:in|into|the)|admitted|admission"
    r"|accepted|denied|deny|reject(?:ed)?|approv(?:e|ed)|tenure|probation|scholarship|subsid\w+|benefits?|custody"
    r"|visitation|last bed|bed in|the seat|seats|the spot|spots|alternative school|detention|evict\w*|fund"
    r"|the (?:contract|position|job|grant|award)|her position|his position|services|contrat(?:o|ar|amos)"
    r"|desp(?:ido|edir|edimos)|suspensi[oó]n|expuls\w+|repit[ae]|repetir|pasa a|reprobar|elegib\w+|califica|la plaza"
    r"|el puesto|la beca|entra(?:n)? al?|se queda(?:n)? con|otra oportunidad"
)
_HANDED_OVER: Final = some(
    r"what(?:'s| is) your (?:ruling|verdict|call|pick|choice|decision|vote)|tu veredicto|your vote|you (?:rule"
    r"|determine|judge)|rule on|definite answer|a straight answer|you choose how|settle (?:it|this)|(?:yes"
    r"|thumbs up|stay|keep|in|pass) or (?:no|thumbs down|go|cut|out|fail)|or not|be the judge|break the tie|say"
    r" who|work out a (?:penalty|punishment|consequence)|how would you (?:rule|decide)|make up my mind|torn"
    r" (?:on|between)|"
    r"(?:make|making|issue|write(?: up)?|give (?:me|us)|reach|render) (?:the|a|your|our|us a) (?:[\w-]+"
    r" )?(?:decision|call"
    r"|determination|ruling|verdict)|you (?:decide|choose|pick|be the|make the|judge)|you'?re the (?:judge|panel)"
    r"|your (?:call|verdict|ruling|decision)|(?:please|just|simply) (?:choose|decide|pick)|decide for|pick (?:one|for)"
    r"|i'?ll go with|whatever you (?:say|pick|decide)|yes ?(?:or|/) ?no|s[ií] o no|just (?:answer|tell me)"
    r"|one[- ]word|only answer|or not\?|our official|final (?:decision|answer|determination)|act as the"
    r"|you (?:pick|choose) the|tell me straight|decide t[uú]|t[uú] decide"
)
_WHO: Final = (
    r"(?:\A|[.!?:;,\n\x{2014}\x{BF}-]\s{0,2}|\b(?:tell (?:me|us)|decide|say|choose|pick|know|name|see|dime"
    r"|determine|explain|judge|rule|find)"
    r"[\w ]{0,20}? )(?:who(?:m|'s)?|(?:of (?:these|the|our|my) [\w ]{2,30}, )?which (?:one|ones|two|three|of"
    r"|client|family|families"
    r"|students?|kids?|child|children|teachers?|para\w*|candidates?|applicants?|employees?|parents?|person|nurse"
    r"|driver|home|household|house|applicant"
    r"|requests?)|(?:a )?qui[eé]n(?:es)?|(?:a )?cu[aá]l(?:es)?)\b"
)
_GETS: Final = some(
    r"goes without|go without|should the \w+ go|has earned|earned (?:it|the)|do we (?:keep|cut|drop|hire|deny)"
    r"|les negamos|negamos|damos|"
    r"(?:would|do|should|did) you (?:\w+ )?(?:pick|choose|hire|offer|keep|cut|select|go with|recommend|promote|fire)"
    r"|should (?:i|we|get|be|lose|win|go|have|keep|receive|not)|gets (?:the|a|it|in|this|to|into)|deserves?"
    r"|loses?|lose|goes first|would be cut"
    r"|is (?:the|a) (?:hire|winner|(?:better|best|stronger|right) (?:pick|choice|hire|candidate|fit|person|one"
    r" for))|the hire|to (?:hire|cut|keep|fire|promote|lay|turn down"
    r"|deny|approve|reject|interview|drop|give)|'s denied|is denied|denied|'s left|merecen?|descartamos|despedimos"
    r"|contratamos|se queda"
)
_STAKE: Final = some(
    r"boxes|households?|foster|baby|child|conference|home|room|teachers|famil(?:y|ies)|applicants?|candidates?"
    r"|staff|kids?|students?|employees?|driver|client|patients?|becas?|"
    r"job|position|contract|scholarship|seat|spot|bed|grant money|award|promotion|role|tenure|plaza|beca"
    r"|fund|services|subsidy|housing|assistance|assistant coach|interview(?:ing|ed)?|laid off|lay off|layoffs?"
    r"|cut one|lose (?:her|his|their)|denied|turn down|non-?renew|fte|the program|speech minutes|give the money"
    r"|permanent|puesto|programa"
)
_SORT: Final = (
    r"\b(?:assign|place|sort|label|classify|divide|split|rank|order|asigna|clasifica|coloca)\b"
    + gap(25)
    + rf"\b(?:each|every|all|these|those|the|our|my|this|incoming|los|las|cada)\b{gap(25)}\b(?:{PEOPLE}|waitlist"
    rf"|list)\b"
)
_INTO: Final = some(
    r"(?:regular|intervention|honors|remedial|gifted|advanced|self-contained|resource|alternative|special) (?:class\w*"
    r"|track|program|group|room|english|math)|(?:in)?to (?:\w+ )?tracks?|placement|needs placement|hire|reject"
    r"|denied|approved|eligible"
    r"|ineligible|worth|deserves?|deserving|risk|keep or|goes first|which families|by who|talento"
)
_GRANT: Final = (
    r"(?:\b(?:approve|deny|reject|grant|turn down|decline|accept)(?:,)? ?(?:or|and|/) ?(?:approve|deny|reject"
    r"|grant|turn"
    r" down|decline|accept)\b|\b(?:which|who)\b[^.!?\n]{0,40}\bto (?:turn down|deny|approve|reject|grant|decline)\b"
    r"|\bshould (?:i|we) (?:deny|approve|reject|grant|turn down)\b)"
)
_ASKED_FOR: Final = some(
    r"requests?|applications?|transfers?|appeals?|waivers?|exceptions?|subsid\w+|tenure|claims?|petitions?|leave"
    r"|assistance|aid|benefits?|accommodations?|solicitud(?:es)?"
)
_QUESTION: Final = (
    r"\b(?:(?:should|shall|must|do) (?:i|we|the (?:school|district|principal))|debo|debemos|deber[ií]amos|tengo que) "
    rf"(?:now |just |really )?{_FATE_VERB} (?:him|her|them|this|that|the|these|my|our|a la|al|a|{TITLED}|(?-i:[A-Z]))"
)
_DOES: Final = (
    rf"(?:(?:{LEAD}|, ?|\x{{BF}})(?:does|do|did|is|will|should|can)|"
    + asked(
        r"(?:decide|determine|tell (?:me|us)|judge|figure out|say|dime|decide|determina|see|need to know|know)"
        r"(?: (?:is|only|just|me|us))? ?(?:if|whether|si)"
    )
    + r") (?:he|she|they|this|that|the|my|our|este|esta|(?:mr|ms|mrs|dr)\.? ?|(?-i:[A-Z]))"
)
_JUDGED: Final = some(
    r"definite|straight answer|can put in|under the law|in your (?:view|opinion|judgment)|what(?:'s| is) your"
    r"|your (?:view|opinion|verdict|ruling)|"
    r"decide|determine|dime|determina|decide si|yes ?(?:or|/) ?no|or not|tell (?:me|us)|based on (?:his|her|their)"
    r"|con estos datos|from the (?:[\w-]+ )?(?:notes|file|report|scores|data)|scores?:|need a|only need to know"
    r"|a good candidate"
)
_HARSH: Final = (
    r"\b(?:impose|choose|set|pick|hand out|decide(?: on)?|determine|what|which|how (?:many days|long|much)"
    r"|cu[aá]ntos d[ií]as|qu[eé])\b"
    + gap(25)
    + r"\b(?:consequences?|punishments?|penalt(?:y|ies)|sanctions?|suspension"
    r"|suspensi[oó]n|castigo|sanci[oó]n|discipline)\b"
)
_RATED: Final = (
    r"\b(?:grade|rate|score|rank|evaluate|assess|califica|eval[uú]a|punt[uú]a)\b"
    + gap(15)
    + r"\b(?:each|every|all|our|my|these|the|this|mis|los|las|cada)\b"
    + gap(15)
    + r"\b(?:teachers?|employees?|paras?\w*|staff|nurses?|drivers?|workers?|counselors?|principals?|maestr[oa]s"
    r"|emplead[oa]s)\b" + gap(40) + r"\b(?:performance|effectiveness|evaluations?|productivity|from (?:a|best|worst|1)"
    r"|laid off|let go|a to f|loyalty|desempe[nñ]o)\b"
)
_MACHINE: Final = (
    r"\b(?:algorithm|model|script|macro|formula|filter|rule|query|tool|bot|app|spreadsheet|program|code|system"
    r"|prompt|f[oó]rmula)s? "
    r"(?:that|which|to|que)" + gap(20) + r"\b(?:decides?|determines?|flags?|rejects?|ranks?|scores?|selects?|picks?"
    r"|approves?|denies|sorts?|admits?|chooses?|drops?|excludes?|removes?|skips?|hides?|decida|rechace|clasifique)\b"
    + gap(50)
    + rf"\b(?:{PEOPLE}|any(?:body|one)|every(?:body|one)|people|resum[eé]s?|applications)\b"
)

_LETTERS: Final = (
    r"\b(?:letters?|templates?|explain|polic(?:y|ies)|how (?:do|does|should|can|to)|what (?:is"
    r"|are)|notice|law|role-?play)\b"
)
_WHICH: Final = (
    asked(
        r"figure out|find out|identify|say|decide|determine|elige|escoge|choose|pick|select|tell me|dime"
        r"|determina|decida"
    )
    + r" (?:which|who|what|qu[eé]|cu[aá]l(?:es)?|a qu[eé]) ?(?:of (?:the|these|our|my) )?(?:[\w-]+ ){0,2}?"
    + rf"(?:{PEOPLE}|ones?|two|of them)\b"
)

_WHETHER_TO: Final = (
    asked(
        r"let me know|tell (?:me|us)|decide|say|advise(?: me| us)?|judge|recommend|determine|figure out|give me"
        r" your opinion|dime|opina"
    )
    + r" ?(?:on )?(?:if|whether|si) (?:(?:we|i|they|the \w+) (?:should|ought to|can|must|need to|have to) |to "
    r"|debemos |debo )" + rf"{_FATE_VERB} (?:him|her|them|this|that|the|these|my|our|a|al|{TITLED}|(?-i:[A-Z]))"
)
_HOW_LONG: Final = (
    r"\b(?:how (?:long|many days|much time)|cu[aá]ntos d[ií]as|cu[aá]nto tiempo)\b[^.!?\n]{0,25}"
    rf"\b(?:suspend\w*|expel|exclude|ban|bench|sit out|detention|suspende\w*|expuls\w*)\b[^.!?\n]{{0,12}}?(?:him"
    rf"|her|them|this (?:student|kid|boy|girl)|{TITLED}|(?-i:[A-Z][a-z]+))"
)
_WEIGHED: Final = asked(r"compare|weigh|look at|look over|consider|review|read|go through|compara|revisa")
_PICKED: Final = asked(r"pick|choose|select|name|recommend|decide|rank|elige|escoge|recomienda")

MIXES: Final = (
    Mix((_WHO, _GETS, SELECTEES), _HARMLESS),
    Mix((_WHETHER_TO,), _HARMLESS),
    Mix((_HOW_LONG,), _HARMLESS),
    Mix((_WEIGHED, SELECTEES, _PICKED), _HARMLESS),
    Mix((_WHICH, _FATE), _HARMLESS),
    Mix((_CHOOSE, SELECTEES, _BEST), _HARMLESS),
    Mix(
        (
            _WEAK,
            SELECTEES,
            _BEST,
            some(
                r"hire|interview\w*|reject|bother|denied|deny|job|position|opening|role|winner|choose|pick|descart\w+"
            ),
        ),
        _HARMLESS,
    ),
    Mix(
        (
            r"\b(?:rank|score|rate|shortlist|eliminate|winnow|disqualify|whittle down|weed out|stack[- ]rank)\b"
            + gap(45)
            + SELECTEES,
        ),
        _HARMLESS,
    ),
    Mix((_WHO, _GETS, _STAKE), _HARMLESS),
    Mix((_HANDED_OVER, _FATE, DEFINITE), _HARMLESS),
    Mix((_SORT, _INTO), _HARMLESS),
    Mix((_GRANT, _ASKED_FOR), _LETTERS),
    Mix((_QUESTION,), _HARMLESS),
    Mix((_DOES, _JUDGED, _FATE), _HARMLESS),
    Mix((_HARSH, DEFINITE), _HARMLESS),
    Mix((_RATED,), _HARMLESS),
    Mix((_MACHINE,), _HARMLESS),
)
"""Each is enough."""
