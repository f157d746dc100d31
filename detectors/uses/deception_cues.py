"""Deception, by what such a request is made of: a paper or recording, a way to pass it off, somebody else's name."""

from __future__ import annotations

from detectors.uses import deception, faking, plain
from detectors.uses.phrases import LEAD, TEACHING, some
from detectors.uses.requests import Mix, Use

MAKE = some(
    r"write|make|create|generate|post|draft|compose|produce|change|edit|fill|give me|reply|say|swap"
    r"|convince|pose|record|send|prepare|fill (?:out|in)|sign|type|haz|escribe|redacta|crea|cambia"
)
PASSED_OFF = (
    r"\b(?:(?:make it|so (?:that )?(?:it|they)|to|that|it) (?:looks?|sounds?|seems?|appears?) (?:like"
    r"|as if|as though|exactly|that)[^.!?]{0,40}\b(?:wrote|said|sent|signed|came|happened|was|were|did|agreed|approved"
    r"|attended|support(?:s|ed)?|saying|notice|from)|sounds? (?:exactly|just) like"
    r"|indistinguishable from|pass (?:it|this|them) off|so (?:that )?(?:the \w+|they|everyone|people"
    r"|parents|families) (?:thinks?|believes?)|(?:that )?never (?:happened|existed|used|took place"
    r"|attended)|under (?:different|other|fake|false|made-?up) names|fool (?:the|them|people|parents"
    r"|everyone|him|her)|trick (?:the|them|people|parents|him|her|everyone)"
    r"|(?:no one|nobody|they) (?:will|can|should|would) (?:ever )?(?:know|suspect|notice|realize)"
    r"|que parezca[n]?|believe (?:it|that) (?:is|was|came))\b"
)
REAL = (
    r"\b(?:make (?:it|them|this)|so (?:that )?(?:it|they)|to|that|it) (?:looks?|sounds?|seems?"
    r"|appears?) (?:real|authentic"
    r"|legit(?:imate)?|genuine|convincing|believable)\b"
)
SOMEBODY = (
    r"\b(?:parents?|moms?|dads?|mothers?|fathers?|guardians?|doctors?|nurses?|dentists?|principal|superintendent|teachers?"
    r"|bank|judge|police|lawyer|vendor|therapist|signature|signed|coach|(?-i:[A-Z][a-z]+)['\x{2019}]s)\b"
)
PAPER = some(
    r"notes?|letters?|e-?mails?|texts?|messages?|reviews?|timestamps?|dates?|recordings?|audio|videos?"
    r"|photos?|screenshots?|documents?|minutes|forms?|memos?|receipts?|invoices?|comments?|tweets?|posts?"
    r"|statements?|certificates?|records?|logs?|parents (?:wrote|said|signed)|petition|conversations?"
    r"|testimonials?|notes|observations?|data|clips?|families|story|signatures?|ballots?|cartas?|notas?"
    r"|correos?|fechas?"
)
FROM_OTHER = (
    r"\b(?:from|as|under|using) (?:the |our |my |her |his |their |a |an )?(?:\w+ )?(?:principal"
    r"|superintendent|teacher|parent|mother|father|mom|dad|guardian|doctor|nurse|director|student"
    r"|neighbor|colleague|boss|board member|secretary|vendor)['\x{2019}]s? "
    r"(?:account|name|e-?mail|address|letterhead|phone|signature|voice)\b|\b(?:from|by"
    r"|of) (?-i:[A-Z][\w]{1,20})['\x{2019}]s (?:mom|dad|mother|father|parents?|guardian|doctor"
    r"|grandm\w+|boss|therapist)\b"
)
FAKED = (
    r"\b(?:fake|phony|bogus|made-?up|fabricated|forged|invented) (?:\w+ ){0,2}(?:texts?|text messages"
    r"|messages|chats?|recordings?|posts?|photos?|pictures?|videos?|audio|studies|study|statistics"
    r"|stats|research|sources|experts?|news|awards?|certificates?"
    r"|doctor'?s? notes?|parents|students|names|accounts?|invoices?|emails?|letters?|reviews?)\b"
)
INVENT = some(r"make up|invent|fabricate|come up with (?:fake|false)|inventa")
EVIDENCE = some(
    r"studies|stud(?:y|ies)|statistics|stats|research|findings|survey results|data|quotes?|sources"
    r"|experts?|numbers|results|testimonials?|estudios|datos|citas"
)
PURPOSE = some(
    r"prove[sd]?|show(?:s|ing)? that|support(?:s|ing)?|convince|grant|levy|bond|board|audit(?:ors?)?"
    r"|report|press|state|demuestr\w+|informe|subvenci[oó]n"
)
FORGED = (
    LEAD + r"(?:forge (?:my|his|her|their|the|a|an|our|(?-i:[A-Z])\w+)|pose as|photoshop (?:his|her|their"
    r"|the|my)|swap (?:my|his|her|their|the|a) face|inventa(?:r)? (?:citas|datos|firmas|testimonios)"
    r"|give (?:me|us) (?:a |an )?(?:fake|believable|convincing|realistic) (?:\w+ )?(?:excuse|note"
    r"|letter|receipt|alibi|story))\b"
)
HUMAN = (
    r"\b(?:real (?:person|human|people)|actual (?:person|human)|human being|a human|not (?:a bot"
    r"|an ai|a robot))\b"
)
INNOCENT = (
    TEACHING + r"|\b(?:practice|mock|sample|examples?|placeholder|dummy|fictional|fictitious|test data|spot"
    r"|detect|recogni[sz]e|warn|propaganda|satire|drama|improv|pirate|dragon|myth|diary entry"
    r"|how (?:do|does|can|should|to)|what (?:is|are)"
    r"|more (?:friendly|professional|formal)|friendlier|sounds? (?:friendl\w+|better|warmer|clearer"
    r"|professional|more)|logo|slide|website look|math|simulat\w+|word problems?)\b"
)

USE = Use(
    "uses.deception",
    deception.MARK,
    deception.PHRASES,
    (
        Mix((PASSED_OFF, MAKE, PAPER)),
        Mix((REAL, MAKE, PAPER, SOMEBODY)),
        Mix((FROM_OTHER, MAKE, PAPER)),
        Mix((LEAD + r"\w+ (?:\w+ ){0,4}?" + FAKED, MAKE)),
        Mix((INVENT, EVIDENCE, PURPOSE)),
        Mix((FORGED,)),
        Mix(
            (
                HUMAN,
                some(r"convince|pretend|claim|say|tell|make|act|let|act as"),
                some(r"users?|students?|families|parents?|people|them|kids|callers?"),
            )
        ),
        *faking.MIXES,
        *plain.FAKING,
    ),
    INNOCENT,
)
