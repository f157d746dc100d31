"""Watching or profiling individuals, and inferring what they feel, believe or are.

Policy 5023, Prohibited: integrity; adopted from SB 5956 (2026): no individual risk scores or watch lists, no inference
from faces or voices. Monitoring of progress, attendance or devices is none: the rule asks for intrusive data
(whereabouts, messages, footage), for a trait, or for a list of suspects.
"""

from __future__ import annotations

from detectors.identifiers.pattern import Rule
from detectors.uses.phrases import LEAD, TEACHING, gap, some, unless

MARK = "term.SURVEIL"
_FICTION = (
    r"|\b(?:poems?|characters?|chapter|story|author|narrator|speaker of the|passage"
    r"|protagonist|film|painting|song|data set of stars)\b"
)
_OWN = (
    r"|\b(?:retention (?:rule|schedule)|consent form|phishing|malware|outage"
    r"|packet loss|lost (?:phone|device|laptop)|stolen)\b"
    r"|\b(?:e-?mails?|messages?|letters?|drafts?|wording|tone|paragraphs?)[^.!?]{0,30}(?:sounds?|seems?|looks?|reads?)\b"
)
_INNOCENT = TEACHING + _FICTION + _OWN
_PERSON = (
    r"(?:employees?|teachers?|students?|staff|kids?|parents?|paras?|union|workers?"
    r"|principals?|drivers?|mom|dad|him|her|them|he|she"
    r"|they|who(?:ever)?|(?-i:[A-Z][a-z\x{DF}-\x{1FFF}]{2,}))"
)
_INTRUSIVE = some(
    r"location|whereabouts|gps|keystrokes?|keylogger|browsing|browser history|search history"
    r"|private messages?|dms|social media|instagram|tiktok|facebook|snapchat"
    r"|personal (?:phones?|e-?mails?)|text messages|webcams?|movements?|bathroom (?:trips?|breaks|visits)"
    r"|after[- ]hours activity|union (?:activity|meetings?)|private (?:e-?mails?|chats?|accounts?)"
    r"|where (?:he|she|they) (?:go|goes|is|are)"
)
_LOOKS = (
    r"(?:autistic|adhd|high|drunk|stoned|gay|lesbian|queer|trans(?:gender)?|pregnant"
    r"|depressed|lying|liars?|guilty|undocumented|illegal"
    r"|suspicious|nervous|angry|anxious|dangerous|violent|radical(?:ized)?|in a gang"
    r"|a gang member|a? ?threat|mentally ill|on drugs"
    r"|(?:a )?union \w+|a? ?troublemakers?|disloyal|muslim|jewish|religious)"
)
_IS = (
    r"(?:gay|lesbian|queer|trans(?:gender)?|undocumented|illegal|here illegally|muslim"
    r"|jewish|christian|catholic|republican|democrat"
    r"|conservative|liberal|pro-?union|in the union|a gang member|disloyal|lying)"
)
_TRAIT = some(
    r"religion|sexual orientation|sexuality|gender identity"
    r"|political (?:views?|leanings?|beliefs?|affiliation)|immigration status|citizenship status|ethnicity"
    r"|moods?|emotions?|emotional states?|personality types?|honesty|loyalty|trustworthiness"
    r"|attention levels?|engagement from (?:their )?faces"
)
_FOOTAGE = (
    r"(?:badge|door|camera|cctv|keycard|key card|swipe|gps|wi-?fi|vpn|hallway|security"
    r"|login|classroom|bus) (?:\w+ ){0,2}"
    r"(?:logs?|data|clips?|footage|records?|feeds?|videos?|history)"
)
_WRITE = (
    r"(?:build|make|create|compile|put together|write|keep|generate|assemble|start"
    r"|give me|design|set up|draw up|develop|code)"
)
_DETECT = (
    r"(?:tell (?:me|us)|say|guess|infer|figure out|detect|predict|determine|work out"
    r"|flag|score[sd]?|analy[sz]e|identify|spot|find out|check|see)"
)


def _rule(pattern: str, innocent: str = _INNOCENT) -> Rule:
    return Rule(MARK, "(?i)" + pattern, "phrase", 0.9, unless(MARK, innocent))


PHRASES: tuple[Rule, ...] = (
    _rule(
        LEAD + r"((?:track|monitor|spy on|watch|log|surveil|follow|record|keep tabs on"
        r"|snoop(?: on| through)?|trace|pull|scrape|go through|read|check)\b"
        + gap(50)
        + rf"\b{_PERSON}\b"
        + gap(50)
        + _INTRUSIVE
        + ")"
    ),
    _rule(
        LEAD
        + r"((?:track|monitor|spy on|surveil|trace|scrape|snoop(?: on| through)?|pull|log)\b"
        + gap(40)
        + _INTRUSIVE
        + gap(40)
        + rf"\b(?:of|from|for|on) (?:each |every |all |our |the |my |this |that "
        rf"|these )?(?:\w+ )?{_PERSON}\b)"
    ),
    _rule(
        LEAD
        + rf"((?:{_WRITE}|use|run|apply|deploy|train|install|turn on|add)\b"
        + gap(40)
        + r"\b(?:facial recognition|face recognition|face match(?:ing)?"
        r"|emotion(?:al)? (?:recognition|detection|ai|analysis|tracking)"
        r"|gait (?:recognition|analysis)|voice stress analysis|lie detect(?:or|ion)"
        r"|affect recognition|sentiment tracking)\b)"
    ),
    _rule(
        rf"\b({_DETECT}\b" + gap(80) + rf"\b(?:looks?|seems?|appears?|sounds?|acts?)(?: to be| like| kind of"
        rf"| a bit)? {_LOOKS}\b)"
    ),
    _rule(
        LEAD
        + rf"({_DETECT}\b"
        + gap(40)
        + r"\b(?:if|whether|who|which) "
        + gap(40)
        + rf"\b(?:is|are|might be|could be) {_IS}\b)"
    ),
    _rule(
        LEAD + r"((?:infer|guess|predict|detect|estimate|deduce|figure out|work out|read"
        r"|determine|identify)\b"
        + gap(50)
        + _TRAIT
        + gap(50)
        + r"\b(?:from|of|based on|using|by)\b"
        + gap(60)
        + rf"\b(?:{_PERSON}|each|his|their|photos?|pictures?|posts?|faces?|names?|voice"
        rf"|writing|video)\b)"
    ),
    _rule(
        LEAD
        + rf"((?:{_WRITE}|put (?:him|her|them|these|those)|add (?:him|her|them))\b"
        + gap(70)
        + r"\b(?:watch ?list|black ?list|dossiers?|secret files?|(?:individual |student "
        r"|personal )?(?:risk|threat|danger|loyalty|trust) scores?"
        r"|psychological profiles?|personality profiles?|behaviou?ral profiles?"
        r"|list of (?:troublemakers|suspects|agitators|complainers))\b)"
    ),
    _rule(
        LEAD + rf"({_WRITE} (?:me )?(?:a |an |the )?(?:full |detailed |complete "
        rf"|background )?(?:profile|file|report|background check) (?:of|on|about)\b"
        + gap(40)
        + r"\b(?:social media|private|personal life|friends|habits|weakness(?:es)?|political"
        r"|family life|online activity|who (?:she|he|they) (?:talks?|meets?))\b)"
    ),
    _rule(
        LEAD
        + r"((?:find|dig up|get|collect|gather)\b"
        + gap(20)
        + r"\b(?:everything (?:you can|there is)|dirt|compromising \w+|anything embarrassing)\b"
        + gap(30)
        + r"\b(?:about|on|against)\b)"
    ),
    _rule(
        LEAD + r"((?:predict|forecast|flag|identify|score|rank|figure out|tell (?:me|us)|guess"
        r"|work out)\b" + gap(40) + r"\b(?:which|who|what) (?:of (?:my|our|the|these) )?(?:students?|employees?"
        r"|teachers?|kids?|staff|parents?|workers?|of them)?"
        + gap(40)
        + r"\b(?:will|is likely to|are likely to|might|may|could|is going to|are going to"
        r"|is about to|plans? to) (?:\w+ )?"
        r"(?:quit|strike|unioni[sz]e|sue|complain|become violent|turn violent"
        r"|bring a (?:gun|weapon)|offend|commit|shoot|join a gang|leave for)\b)"
    ),
    _rule(
        r"\b((?:go through|look (?:through|at)|scan|analy[sz]e|use|check|review|mine"
        r"|comb(?: through)?|search|pull|cross-?reference|match)\b" + gap(25) + rf"\b{_FOOTAGE}\b[^\n]{{0,100}}?"
        r"\b(?:who (?:is|was|came|left|comes|leaves|arrive[sd]?)|which (?:students?"
        r"|employees?|teachers?|staff|kids?)"
        r"|(?:if|whether|when|where|how (?:long|often)) (?:he|she|they"
        r"|(?-i:[A-Z][a-z\x{DF}-\x{1FFF}]{2,}))|lying|slacking|loitering"
        r"|troublemakers?)\b)"
    ),
    _rule(
        r"\b((?:scores?|rates?|flags?|ranks?|scans?|watches"
        r"|tracks?) (?:\w+ ){0,5}(?:clips?|footage|faces?|photos?|videos?|voices?|cameras?"
        r"|feeds?)\b" + gap(60) + rf"\b(?:{_PERSON})\b)"
    ),
    _rule(
        LEAD
        + r"((?:rastre|vigil|monitore|esp[ií]|sig|registr|revis)(?:a|e|ar|en|ue|uen)\b"
        + gap(70)
        + some(
            r"ubicaci[oó]n|redes sociales|celular(?:es)?|mensajes privados|c[aá]maras?|gps|movimientos"
            r"|actividad sindical|historial de navegaci[oó]n"
        )
        + ")"
    ),
    _rule(
        LEAD
        + r"((?:haz|crea|arma|prepara|usa|genera|haga|cree|use|pon|ponl[oa]s?|desarrolla)\b"
        + gap(50)
        + some(
            r"lista negra|lista de vigilancia|expediente secreto|perfil psicol[oó]gico|reconocimiento facial"
            r"|puntaje de riesgo|detecci[oó]n de emociones"
        )
        + ")"
    ),
    _rule(
        r"\b((?:dime|adivina|averigua|detecta|predice|d[ií]game|infiere)\b"
        + gap(60)
        + r"\b(?:parecen?|se ven?|lucen?|son|es|est[aá]n?) (?:gay|lesbiana|drogad[oa]s?"
        r"|borrach[oa]s?|nervios[oa]s?|enojad[oa]s?|mintiendo"
        r"|indocumentad[oa]s?|sospechos[oa]s?|peligros[oa]s?|autistas?|del sindicato"
        r"|culpables?)\b)"
    ),
)
