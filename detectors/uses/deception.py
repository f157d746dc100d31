"""Impersonation, invented reviews and evidence, cloned voices and faces, and machines that pass for people.

Policy 5023, Prohibited: deception. "As if you were" is a common school assignment ("a soldier at Gettysburg"), so the
rule asks for a paper that somebody would take for real (a review, a letter, a note) and for a living role behind it.
"""

from __future__ import annotations

from detectors.identifiers.pattern import Rule
from detectors.uses.phrases import LEAD, TEACHING, gap, some, unless

MARK = "term.DECEPTION"
_INNOCENT = TEACHING + (
    r"|\b(?:practice|mock|sample|example|placeholder|dummy|fictional|fictitious|lorem"
    r"|test data|spot|detect|recogni[sz]e|warn"
    r"|report(?:ing)? (?:a |an )?fake|propaganda|satire|play script|drama club|improv"
    r"|costume|ejemplo|ficticio|obra de teatro)\b"
)
_MAKE = (
    r"(?:write|make|create|generate|post|draft|compose|invent|fabricate|produce"
    r"|prepare|forge|send|leave|put together|come up with|give me|type up|record|do)"
)
_FEW = (
    r"(?:(?:me|us|a|an|some|the|few|several|many|more|two|three|four|five|six|eight"
    r"|ten|twenty|\d{1,4}|lots of|bunch of|positive|glowing|good|nice|convincing"
    r"|realistic|short) ){0,4}"
)
_PAPER = (
    r"(?:reviews?|testimonials?|ratings?|comments?|posts?|replies|petitions?"
    r"|survey (?:answers?|responses?)|letters?|e-?mails?|notes?"
    r"|messages?|texts?|statements?|memos?|permission slips?|references?"
    r"|recommendations?|complaints?|tweets?|voicemails?)"
)
_LIVING = some(
    r"parents?|moms?|mothers?|dads?|fathers?|guardians?|principals?|superintendent|teachers?|doctors?"
    r"|dr\.?|nurses?|pediatrician|employees?|board members?|neighbou?rs?|colleagues?|customers?"
    r"|famil(?:y|ies)|vendors?|the bank|grandm\w+|residents?|voters?|community members?|coach|director"
    r"|real (?:person|people|students?|human)|written by|signed by|sent by|came from|comes from|was from"
    r"|is from|wrote it|did it|someone else|different people"
)
_AS_IF = (
    r"(?:as if|as though|pretending|posing as|to look like|that looks? like"
    r"|looks? like (?:it|they)|look(?:s|ing)? as (?:if|though)"
    r"|so (?:that )?(?:it|they) (?:looks?|seems?|appears?)|(?:seem|appear)(?:s"
    r"|ing)? to (?:be|come|have)|made to look|in the name of|passing (?:it )?off as)"
)
_FAKE = (
    r"(?:fake|phony|bogus|made-?up|invented|forged|fabricated"
    r"|false) (?:\w+ ){0,2}(?:reviews?|testimonials?|quotes?|quotations?|evidence|data"
    r"|results?"
    r"|survey (?:answers?|responses?)|signatures?|letters?|references?|notes?"
    r"|screenshots?|minutes|e-?mails?|petitions?|comments?|accounts?"
    r"|profiles?|citations?|sources|receipts?|records?|transcripts?|diplomas?"
    r"|certificates?|invoices?|documents?|id|ids|news)"
)
_RECORD = (
    r"(?:signatures?|(?:attendance|service|training|medical|time) (?:records?|logs?"
    r"|sheets?)|minutes|evidence|quotes?|quotations?|grades|transcripts?"
    r"|consent(?: forms?)?|timesheets?|receipts?|evaluations?|citations?|dates?"
    r"|test scores|survey results|progress notes?|documents?|records?|notes?|logs?)"
)
_BOT = (
    r"(?:an? |the )?(?:ai|bot|chat ?bot|robot|machine|computer|chatgpt|automated|llm"
    r"|language model)"
)


def _rule(pattern: str, innocent: str = _INNOCENT) -> Rule:
    return Rule(MARK, "(?i)" + pattern, "phrase", 0.9, unless(MARK, innocent))


PHRASES: tuple[Rule, ...] = (
    _rule(LEAD + rf"({_MAKE} {_FEW}{_FAKE}\b)"),
    _rule(LEAD + rf"({_MAKE}\b" + gap(60) + rf"\b{_PAPER}\b" + gap(60) + rf"\b{_AS_IF}\b" + gap(60) + _LIVING + ")"),
    _rule(
        LEAD
        + rf"({_MAKE}\b"
        + gap(40)
        + (
            rf"\b{_PAPER} (?:from|by) (?:\w+ ){{0,3}}(?:fake|made-?up|imaginary|different happy"
            rf"|pretend|nonexistent)\b"
        )
        + gap(30)
        + _LIVING
        + ")"
    ),
    _rule(
        LEAD
        + (
            rf"((?:forge|fake|falsify|fabricate|backdate|back-date|alter|doctor(?: up)?"
            rf"|photoshop|invent|make up|fudge"
            rf"|pad)\b(?: \w+['\x{{2019}}]?s?){{0,5}} {_RECORD}\b)"
        )
    ),
    _rule(
        LEAD
        + (
            r"((?:impersonat(?:e|ing)|pose as|pretend (?:to be|you are|you're|that you are)"
            r"|act as if you (?:are|were))\b"
        )
        + gap(40)
        + _LIVING
        + gap(60)
        + some(
            r"e-?mail|text|call|message|reply|reply to|write|letter|tell|ask(?:s|ing)?|convince"
            r"|get (?:him|her|them)|post|request"
        )
        + ")"
    ),
    _rule(
        r"\b((?:sign|send|post|submit|publish)(?:ed)? (?:it |this |them |the \w+ )?(?:as"
        r"|with|under|from|in) (?:(?:his|her|their|someone else'?s|another \w+'?s?"
        r"|the (?:parent|mom|dad|father|mother|principal|teacher|doctor)'?s"
        r"|(?-i:[A-Z][a-z]{2,})(?: (?-i:[A-Z][a-z]{2,}))?['\x{2019}]s) )(?:name|account"
        r"|signature|e-?mail)\b)"
    ),
    _rule(
        LEAD
        + r"((?:make|create|generate|produce|record|do|build|clone|mimic|copy|imitate|fake)\b"
        + gap(50)
        + (
            r"\b(?:deep ?fakes?|voice clone|cloned voice|face ?swap|(?:'s|s'|his|her|their"
            r"|the \w+'s) voice)\b)"
        )
    ),
    _rule(LEAD + r"((?:clone|mimic|imitate|fake)\b" + gap(40) + r"\bvoice\b)"),
    _rule(
        (
            r"\b((?:don'?t|do not|never|without|not|nobody|no one|so (?:that )?(?:they|parents"
            r"|families|people|students) (?:don'?t|do not|won'?t|never)|keep (?:them|parents"
            r"|families|people) from)"
            r" (?:\w+ ){0,4}?(?:tell(?:ing)?|say(?:ing)?|reveal(?:ing)?|disclos(?:e|ing)"
            r"|mention(?:ing)?|admit(?:ting)?|know(?:ing|s)?|reali[sz](?:e|ing|es)"
            r"|let(?:ting)?)\b"
        )
        + gap(50)
        + (
            rf"\b(?:is|was|are|it's|they're|you're|you are|written by|made by|talking (?:to"
            rf"|with)|chatting with|from|came from|used) {_BOT}\b)"
        ),
        r"(?!)",
    ),
    _rule(
        (
            r"\b((?:pretend|claim|say|insist|act like|pass)(?:ing)? (?:you(?:'re| are)|to be"
            r"|it(?:'s| is)|as|that you are|for) (?:a |an )?(?:real |actual |live "
            r"|human )+(?:person|human|counselor|teacher|staff|nurse|student|parent|agent"
            r"|being)?\b)"
        ),
        TEACHING,
    ),
    _rule(
        LEAD
        + r"((?:escrib|redact|haz|crea|invent|public|gener|prepar)\w{0,3}\b"
        + gap(40)
        + (
            r"\b(?:rese[nñ]as?|cartas?|testimonios?|comentarios?|mensajes?|notas?|correos?"
            r"|firmas?)\b"
        )
        + gap(30)
        + (
            r"\b(?:fals[oa]s?|inventad[oa]s?|como si (?:fuera[sn]?|fu[eé]ramos)"
            r"|que parezcan? (?:escrit|firmad|enviad|de)\w*|haci[eé]ndo(?:te|se) pasar"
            r"|a nombre de)\b)"
        )
    ),
    _rule(
        LEAD
        + (
            r"((?:hazte pasar por|h[aá]gase pasar por|finge (?:ser|que eres)|finja (?:ser"
            r"|que es)|suplanta(?:r)? a|falsifica(?:r)?|falsifique)\b"
        )
        + gap(40)
        + r"\b\w+)"
    ),
)
