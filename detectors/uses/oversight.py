"""Decisions about a person that the tool is asked to make: hire, discipline, eligibility, placement, rank.

Policy 5023, Human oversight and Prohibited: discrimination (RCW 49.60, RCW 28A.642). Under 34 CFR 300.306 and 300.327 a
team decides on eligibility and placement. The rule asks for a definite person or group: "should we suspend students
for vaping" is a question of policy, "should we suspend him" is a decision.
"""

from __future__ import annotations

from detectors.identifiers.pattern import Rule
from detectors.uses.phrases import LEAD, TEACHING, gap, some, unless

MARK = "term.OVERSIGHT"
_INNOCENT = (
    TEACHING + r"|\b(?:rubric|template|criteria for|interview questions|job posting|checklist"
    r"|bias|equity audit|sample data|"
    r"camera|clips?|footage|fairly|best practices?|law say|wac say|rules? say|ejemplo)\b"
)
_APPLICANTS = some(
    r"applicants?|candidates?|finalists?|interviewees?|resum[eé]s?|r[eé]sum[eé]s?|cvs|applications"
    r"|cover letters"
)
_ENTRY = some(
    r"gifted|highly capable|hicap|admission|admit|scholarships?|retention|suspension|expulsion"
    r"|special ed(?:ucation)?|alternative school|layoffs?|lay off|promotion|non-?renewal|bonus(?:es)?"
    r"|the job|the position|to cut|to fire|to keep"
)
_FATE = (
    r"(?:hir(?:e|ed|ing)|fir(?:e|ed|ing)|promot(?:e|ed|ion)|demot(?:e|ed)"
    r"|lay(?:ing)? off|laid off|let go|terminat(?:e|ed|ion)"
    r"|non-?renew(?:ed)?|dismiss(?:ed)?|reject(?:ed)?|interview(?:ed)?"
    r"|shortlist(?:ed)?|suspend(?:ed)?|suspension|expel(?:led)?"
    r"|disciplin(?:e|ed)|punish(?:ed)?|hold back|held back|retain(?:ed)?|qualif(?:y"
    r"|ies|ied)|eligib(?:le|ility)|admit(?:ted)?"
    r"|excluded?|writ(?:e|ten) up|cut from|placed? in|get(?:s)? the (?:job|position"
    r"|promotion|spot|offer|scholarship))"
)
_ONE = (
    r"(?:him|her|them|he|she|they|this|that|these|those|my|our|the|each|(?:mr|ms|mrs"
    r"|dr|coach)\.?|number \d+|(?-i:[A-Z][a-z\x{DF}-\x{1FFF}]{2,}))"
)
_CALL = (
    r"(?:yes or no|just decide|you decide|your call|final (?:answer|decision)"
    r"|make the call|only answer|one[- ]word answer)"
)
_S_PEOPLE = some(r"candidat[oa]s?|solicitantes?|aspirantes?|postulantes?|curr[ií]culos?|hojas de vida|solicitudes")
_S_FATE = (
    r"(?:contrat(?:ar|amos|o)|despid(?:o|e|a|ir)|despedir|suspend(?:er|emos|o)"
    r"|expuls(?:ar|amos|o)|rechaz(?:ar|amos|o)|ascender"
    r"|entrevistar|califica|es elegible|cumple|sancionar|castigar|reprobar|retener|colocar)"
)


def _rule(pattern: str) -> Rule:
    return Rule(MARK, "(?i)" + pattern, "phrase", 0.9, unless(MARK, _INNOCENT))


_RANK = (
    r"(?:rank|score|rate|grade|sort|order|short-?list|stack[- ]rank|screen"
    r"|compare and rank|evaluate|assess|narrow down)"
)
_ASK = (
    r"(?:tell (?:me|us)|say|decide|choose|pick|select|recommend|determine|suggest"
    r"|judge|name|advise(?: me| us)?)"
)

PHRASES: tuple[Rule, ...] = (
    _rule(LEAD + rf"({_RANK}\b" + gap(60) + _APPLICANTS + ")"),
    _rule(LEAD + rf"({_RANK} (?:these|those|the|our|my|each|all|every)\b" + gap(60) + _ENTRY + ")"),
    _rule(
        r"\b(rank (?:them|these|those|everyone|all of them)\b"
        + gap(40)
        + r"\b(?:best|worst|strongest|weakest|top|first)\b)"
    ),
    _rule(
        LEAD
        + rf"({_ASK}\b"
        + gap(14)
        + r"\b(?:who|whom|which (?:one|ones|two|three|four|five|\d+|of them|person|people"
        r"|applicants?|candidates?"
        r"|employees?|teachers?|paras?|students?|kids?|staff))\b" + gap(45) + rf"\b{_FATE}\b)"
    ),
    _rule(LEAD + rf"({_ASK}\b" + gap(40) + rf"\b(?:if|whether) {_ONE}\b" + gap(60) + rf"\b{_FATE}\b)"),
    _rule(
        LEAD
        + r"((?:should|do|can) (?:we|i|the (?:district|school|principal|team|committee))"
        + r" (?:hire|fire|promote|demote|lay off|let go|terminate|non-?renew|dismiss|reject"
        r"|suspend|expel|discipline|punish"
        rf"|hold back|retain|exclude|write up) {_ONE}\b)"
    ),
    _rule(
        r"\b((?:does|do|did|is|are|should|would) "
        + _ONE
        + r"\b"
        + gap(60)
        + rf"\b{_FATE}\b"
        + gap(90)
        + rf"\b{_CALL}\b)"
    ),
    _rule(rf"\b({_FATE}\b[^\n]{{0,140}}?\b{_CALL}\b)"),
    _rule(
        LEAD + rf"({_ASK} (?:the |a |an |his |her |their |on )?(?:best |right |final |appropriate "
        rf"|fair )?(?:special ed(?:ucation)? )?"
        r"(?:placement|eligibility|consequence|punishment|discipline|suspension|penalty"
        r"|diagnosis|sanction)s? (?:for|of)"
        rf" {_ONE}\b)"
    ),
    _rule(
        r"\b(how (?:many days|long) (?:should|do|can) (?:we|i|the school) (?:suspend|expel"
        r"|exclude) " + _ONE + r"\b)"
    ),
    _rule(
        r"\b((?:auto(?:matically)?[- ]?(?:reject|deny|approve|decide|disqualify"
        r"|screen out)|(?:model|script|formula|algorithm|macro|bot|tool"
        r"|spreadsheet) (?:that|to|which) (?:automatically )?(?:decides?|ranks?|scores?"
        r"|rejects?|picks?|selects?))\b"
        + gap(50)
        + some(r"applicants?|candidates?|students?|employees?|teachers?|families|resumes?")
        + ")"
    ),
    _rule(
        LEAD + r"((?:ordena|clasifica|punt[uú]a|califica|eval[uú]a|compara|ordene|clasifique"
        r"|califique|eval[uú]e)\w{0,3}\b" + gap(60) + _S_PEOPLE + ")"
    ),
    _rule(
        LEAD + r"((?:dime|decide|decida|elige|elija|escoge|recomienda|recomiende|determina"
        r"|d[ií]game|di)\b"
        + gap(50)
        + r"\b(?:a qui[eé]n|qui[eé]n(?:es)?|cu[aá]l(?:es)?|si)\b"
        + gap(50)
        + rf"\b{_S_FATE}\b)"
    ),
    _rule(
        LEAD + r"((?:debemos|debo|deber[ií]amos|tenemos que) (?:suspender|expulsar|despedir"
        r"|contratar|rechazar|sancionar)(?:l[oae]s?| a) ?" + r"(?:[^\s?]{1,30})?)"
    ),
)
