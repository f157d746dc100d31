"""A decision about somebody, by what such a request is made of: a verdict, a fate, a person."""

from __future__ import annotations

from detectors.uses import deciding, excluding, handing, oversight, plain
from detectors.uses.phrases import TEACHING, some
from detectors.uses.requests import Mix, Use

FATE = some(
    r"hir(?:e|ed|ing)|fire(?:d)?|promot(?:e|ed|ion)|demot(?:e|ed)|la(?:y|id) off|let go|non-?renew(?:ed)?"
    r"|not renew|renew (?:his|her|their) contract|keep (?:him|her|them|this \w+)? ?next year|tenure"
    r"|sit out|hireab\w+|employab\w+|has a disability|transfer request|whittle|shortlist"
    r"|(?:better|best|right) (?:pick|fit|choice|hire|candidate) for"
    r"|terminat(?:e|ed)|suspend(?:ed)?|expel(?:led)?|disciplined?|reprimand(?:ed)?|punish(?:ed)?|detention"
    r"|repeats? (?:\w+ )?grade|held back|hold (?:him|her|them) back|retain(?:ed)?|retain or promote"
    r"|regular or honors|despedimos|despido|contratamos|gifted"
    r"|hicap|honors (?:class|track)|remedial|advanced track|qualif(?:y|ies|ied)|eligib(?:le|ility)"
    r"|ineligible|placement|self-contained|general ed(?:ucation)?|meets? (?:the )?criteria|scholarship"
    r"|admit(?:ted)?|reject(?:ed)?|deny|denied|get(?:s)? the (?:job|spot|raise|bonus)"
    r"|cut (?:everyone|anyone|the rest|those|them)|best to worst|worst to best|strongest to weakest"
    r"|top (?:three|five|ten|\d+)|out of (?:10|100)|contrat(?:ar|amos|o)|despedir|expulsar|suspender"
    r"|elegible|puesto|beca|reprobar"
)
VERDICT = some(
    r"decide|determine"
    r"|(?:make|issue|give(?: me)?|write) (?:the|a|your) (?:final )?(?:decision|call|determination"
    r"|ruling|verdict)"
    r"|whittle|narrow|deny or approve|approve or deny|(?:the )?better (?:pick|fit|choice|hire|candidate)"
    r"|one[- ]word|with one word|number of days|deserves?|place (?:every|each|these|all)|good enough"
    r"|whichever you|cu[aá]l de|assign (?:a|an) \w+|pick|choose|select|which (?:of|one|ones|two|three)"
    r"|who (?:should|do|does|would|deserves|gets|is the)"
    r"|which (?:\w+ )?(?:teachers?|employees?|students?|applicants?|candidates?|kids?|paras?"
    r"|finalists?) (?:should|deserves?|gets?|do|is)"
    r"|should (?:we|i|he|she|they|this (?:student|kid|child|teacher|employee|para))|would you"
    r"|give me (?:one|a|the) name"
    r"|assign (?:each|every|him|her|them|these|this)|rank|rate|score|sort (?:these|the|my|our|them)"
    r"|yes or no|s[ií] o no|weed out|tell me (?:if|whether|who|which)"
    r"|your (?:decision|verdict|ruling|recommendation)|recommend|debemos|merece|decide|elige|decida"
)
PERSON = (
    r"\b(?:he|she|him|her|his|them|they|mr\.?|ms\.?|mrs\.?|this (?:student|kid|child|teacher|employee"
    r"|boy|girl|applicant|candidate|para|parent|family|list|person)"
    r"|these (?:two|three|four|five|\d+|students?|kids|teachers?|employees?|applicants?|candidates?"
    r"|paras|finalists|families|people|names|evaluations?)"
    r"|(?:each|every) (?:kid|student|child|applicant|candidate|teacher|employee|one of them|person)"
    r"|which (?:teacher|student|employee|kid|para|applicant|candidate)"
    r"|(?:the|our|my) (?:\w+ )?(?:applicants|candidates|finalists|interviewees)"
    r"|between (?-i:[A-Z])[a-z]+ (?:and|or) (?-i:[A-Z])[a-z]+|(?-i:[A-Z])[a-z]+ or (?-i:[A-Z])[a-z]+"
    r"|(?:every|each|\d+) (?:incoming |new )?(?:\w+ )?(?:grader|freshman|resume|application"
    r"|applicants?|applications)s?|this family|(?:kids|students|teachers|people) (?:in|on) (?:this"
    r"|the) list|los dos|las dos|estos|este|esta (?:alumna|maestra|candidata)|a (?-i:[A-Z])[a-z]+"
    r"|(?:does|did|is|if|whether|should|suspend|expel|hire|fire|promote) (?-i:[A-Z][a-z\x{DF}-\x{1FFF}]{2,}))\b"
)
INNOCENT = (
    TEACHING
    + r"|\b(?:(?:we|they|team|committee|panel|board|group|mdt|district|who) (?:\w+ ){0,7}(?:decides?|determines?)"
    r"|how (?:do|does|can|to|should)|who decides|what (?:questions|happens|is|are|does)|template"
    r"|proofread|pros and cons|summari[sz]e|rubric"
    r"|criteria for (?:evaluating|the)|checklist|procedure|timeline|difference between|bias|fairly"
    r"|do not (?:rank|decide|score)|process for|survey|form letter|bids?"
    r"|vendors?|products?|curriculum|fonts?|sample|rewrite|translate|reschedule|raffle|states by)\b"
)

USE = Use(
    "uses.oversight",
    oversight.MARK,
    oversight.PHRASES,
    (
        Mix((FATE, VERDICT, PERSON)),
        *deciding.MIXES,
        *excluding.MIXES,
        *handing.HANDING,
        *plain.DECIDING,
        *plain.DISCRIMINATING,
    ),
    INNOCENT,
)
