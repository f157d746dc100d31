"""Watching or profiling somebody, by what such a request is made of: a verb of looking, a private source, an aim."""

from __future__ import annotations

from detectors.uses import plain, prying, surveillance, watching
from detectors.uses.phrases import TEACHING, some
from detectors.uses.requests import Mix, Use

PRIVATE = some(
    r"keystrokes?|personal (?:phones?|cell ?phones?|e-?mails?|accounts?|devices?|laptops?)"
    r"|browsing history|search history|private (?:messages?|chats?|accounts?|posts?)|facebook|instagram"
    r"|tiktok|snapchat|discord|group chats?|dms|gps|geolocation"
    r"|their (?:phones?|texts|e-?mails?|messages|posts|accounts|whereabouts)"
    r"|(?:his|her) (?:phone|texts|e-?mails?|messages|posts|accounts?|location|whereabouts|car)|texts on"
    r"|read receipts|(?:laptop|chromebook|tablet) cameras?|bathroom|kids'? chats?|publicaciones|webcams?"
    r"|redes sociales|ubicaci[oó]n|celular(?:es)? personal(?:es)?"
)
SOURCE = some(
    r"cameras?|cctv|footage|(?:bus|hallway|security|classroom) videos?|badge(?:s| (?:logs?|data|swipes?))?"
    r"|wi-?fi|photos?|pictures?|selfies?|faces?|voice(?:mail|s)?|essays?|journals?|voice memos?|phones?"
    r"|chats?|doors?|zip codes?|instagram|clothes|publicaciones|diar(?:y|ies)|chat logs?|e-?mails?"
    r"|messages|posts|search(?:es)?|logs?|sign-?in sheets?|names?|last names?|c[aá]maras?|fotos?"
)
WATCH = some(
    r"track|monitor|spy|watch|log|scrape|record|see (?:who|where|what|which|the|when|if)|find out"
    r"|figure out|tell me|tell us|analy[sz]e|scan|flag|identify|detect|predict"
    r"|know (?:what|who|where|when)|install|read|check (?:who|where|if|whether|when)"
    r"|is (?:this|that) (?:kid|student|boy|girl|child|teacher|person|man|woman|parent)"
    r"|does (?:he|she|this (?:kid|student|teacher|person))|guess|infer|who (?:is|was|might be|are)|pull up"
    r"|go through|can you tell|map|match|turn on|reads?|reports? (?:anyone|who)|decirme"
    r"|look (?:at|through)|keep a (?:secret )?(?:log|record|file)|profile|collect|follow|keep an eye on"
    r"|catch|rastrea|vigila|dime|averigua|saber"
)
WATCHED = some(
    r"employees?|teachers?|students?|staff|kids?|parents?|paras?|workers?|drivers?|families|colleagues?"
    r"|coaches|principal|reporter|board member|maestr[oa]s?|counselors?|mothers?|fathers?|anyone|everyone"
    r"|ms|mr|mrs|estudiantes?|empleados?|padres|alumn[oa]s?|him|her"
)
AIM = (
    r"\b(?:gay|lesbian|queer|trans(?:gender)?|undocumented|illegal(?:ly)?|on drugs|drunk|stoned"
    r"|pregnant|in a gang|gang members?|depressed|autistic|lying|suspicious|disloyal"
    r"|(?:for|in|about) the union|union (?:organi[sz]ers?|supporters?|meetings?)|organi[sz]ing (?:for"
    r"|a)|unioni[sz]e|hangs? out with|hanging out with|who .{1,25} (?:talks?|meets?|sits?|eats?) with"
    r"|sleeping with|dating"
    r"|skips?|skipping|slacking|(?:leaves?|leaving|left|came|comes|coming|arriv\w+) (?:in )?(?:late"
    r"|early)|at work|where (?:he|she|they|each|every|everyone)\b|bad ?mouth\w*|protest(?:s|ers?"
    r"|ing)?|drinking|home income|bathroom|cause trouble|trouble they|everything (?:he|she|they"
    r"|(?-i:[A-Z])[a-z]+) (?:says?|does)|psychological profile|where each|talks? about the"
    r"|del sindicato|say(?:s|ing)? about (?:us|me|the)"
    r"|complain(?:s|ing|ers)?|political(?:ly)?|religio(?:n|us)|muslim|jewish|republican|democrat"
    r"|angry|nervous|emotions?|moods?|drogad[oa]s?|sindicato|embarazad[oa]|indocumentad[oa]s?|gay)\b"
)
LIKELY = some(
    r"likely (?:\w+ )?(?:to be|to become|to turn|they (?:are|will))|will (?:become|turn) violent"
    r"|be violent|risk of (?:violence|offending|quitting|radicali[sz]ation)|danger score|threat score"
    r"|likelihood (?:of|that) (?:\w+ ){0,4}(?:violen\w+|crime|quit\w*|gang|suicide|cheat\w*)|propensity"
    r"|trustworth(?:y|iness) score|(?:how much )?trouble they(?:'ll| will)"
)
SCORE = some(r"scores?|rank|rate|predict|flag|sort|list|identify|model|assign")
INNOCENT = (
    TEACHING + r"|\b(?:poems?|characters?|chapter|story|author|narrator|protagonist|painting|song|novel|phishing"
    r"|malware|outage|lost (?:phone|laptop|device)|stolen|retention|consent form|newsletter"
    r"|how (?:do|does|can|should|to)|what (?:is|are)|signs of|stars?|typos?|spelling|template|caption"
    r"|flyer|directory|yearbook|help (?:him|her|a student|students) (?:with|feel)|our page"
    r"|follower count|(?:health|medical|cumulative|cum|student|iep|nurse'?s?) files?|health (?:plan|room))\b"
    r"|\b(?:e-?mails?|messages?|letters?|drafts?|wording|tone|paragraphs?)[^.!?]{0,30}(?:sounds?|seems?|looks?|reads?)\b"
)

USE = Use(
    "uses.surveillance",
    surveillance.MARK,
    surveillance.PHRASES + prying.PHRASES,
    (
        Mix((PRIVATE, WATCH, WATCHED)),
        Mix((AIM, WATCH, SOURCE)),
        Mix((LIKELY, SCORE, WATCHED)),
        Mix(
            (
                r"\b(?:secret|hidden|covert) (?:log|file|record|list|camera|recording|notes?)\b",
                some(r"keep|make|start|install|put|record"),
            )
        ),
        *watching.MIXES,
        *plain.WATCHING,
    ),
    INNOCENT,
)
