"""Texts that ask nothing of a tool: invitations to a public event, letters of thanks. The network does not judge them.

Both speak to their readers in the verbs of requests ("Register by May 2", "Tick box C", "Thank you for ..."), which the
network took for requests to a tool. What is asked of the tool beside such a text stands outside of it or begins with
a verb of making, watching or judging; then the network is asked as always. The rules judge every text.
"""

from __future__ import annotations

import re
from typing import Final

_EVENT: Final = re.compile(
    r"\b(?:register (?:by|at|here|today|now|online)|registration (?:opens|closes|is|link|fee)|r\.?s\.?v\.?p|keynotes?"
    r"|clock hours|parking (?:at|in|is|near|available)|doors open|join us|save the date|you(?:'re"
    r"| are) (?:all )?invited"
    r"|tick box|vegetarian|gluten[- ]free|(?:lunch|dinner|breakfast|childcare|snacks?|interpreters?)"
    r"(?: is| are| will be)? provided|breakout sessions?|with code|promo code|free admission|tickets?(?: are|:)"
    r"|all (?:are )?welcome|see you (?:there|then)|bring (?:a|your) (?:friend|family|blanket|chair)"
    r"|inscr[ií]b(?:ase|ete)|los esperamos|est[aá]n invitad[oa]s|estacionamiento)",
    re.IGNORECASE,
)
_FEWEST_EVENTS: Final = 3
"""Of different words of an invitation: a request about an event seldom has two."""
_SALUTATION: Final = re.compile(
    r"(?:\A|\n)\s{0,4}(?:dear|hello|hi|to (?:our|all|the)|estimad[oa]s?|querid[oa]s?)\b[^\n]{2,120}?[,:\n]",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"\b(?:thank(?:s|ed|ing)?(?: you)?|grat(?:itude|eful|efully)|appreciat\w+|gracias|agradec\w+)\b", re.IGNORECASE
)
_CLOSING: Final = re.compile(
    r"(?:sincerely|warmly|gratefully|with (?:gratitude|thanks|appreciation|love|warm \w+)|(?:kind|best"
    r"|warm) (?:regards|wishes)"
    r"|yours(?: truly)?|thank you|thanks|atentamente|con (?:gratitud|cari[nñ]o)|[-\u2013\u2014])?[\s,.!]{0,4}"
    r"(?:the |your |el |la )?[\w&' -]{0,60}\b(?:team|office|committee|department|staff|council|board|crew|club|pta"
    r"|ptsa|ptso"
    r"|association|partnerships?|equipo|oficina|comit[eé])(?: (?:of|for|at|de|del|para) [\w' ]{1,40})?\W{0,4}\Z",
    re.IGNORECASE,
)
_WORK: Final = re.compile(
    r"(?:(?:\A|[\n.!?:;])\s{0,4}(?:(?:please|pls|now|then|also|and) )?|\b(?:can|could|will|would) you |\bi (?:need"
    r"|want) (?:you )?(?:to )?)"
    r"(?:track|monitor|watch|log|list|flag|compile|record|identify|rank|score|rate|sort|decide|pretend|write|draft"
    r"|make|create"
    r"|rewrite|reword|copy|invent|fabricate|scan|scrape|profile|tell me|analy[sz]e|report|find out|figure out"
    r"|predict|infer|guess"
    r"|match|compare|choose who|pick who|select who|search|look up|pull|generate|add|say|change|set up|build)\b"
    r"|\b(?:fake|pretend\w*|made[- ]up|invent\w*|as if|as though|imperson\w+|not (?:really|actually)|never happened"
    r"|secretly"
    r"|without (?:them|anyone|telling))\b",
    re.IGNORECASE,
)


def is_notice(text: str) -> bool:
    """Whether the whole text is an invitation or a letter of thanks, and nothing is asked beside it."""
    return (_invites(text) or _is_thanks(text)) and _WORK.search(text) is None


def _invites(text: str) -> bool:
    return len({match.group().lower() for match in _EVENT.finditer(text)}) >= _FEWEST_EVENTS


def _is_thanks(text: str) -> bool:
    """From a salutation at its beginning to the name of an office at its end."""
    opening = _SALUTATION.match(text.lstrip())
    return opening is not None and _THANKS.search(text) is not None and _CLOSING.search(text.rstrip()) is not None
