"""Internet addresses (45 CFR 164.514(b)(2)(i)(O), 16 CFR 312.2): what could be a person's line.

A four-part version number looks like IPv4, so loopback, private, documentation and low addresses are left alone, and so
are the public name servers that every manual prints.
"""

from __future__ import annotations

import ipaddress

from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern, when
from detectors.identifiers.signals import DIGIT

_USER_LINE = compile_pattern(r"(?i)\b(?:user(?:name)?|login|account|student)\s?[=:]\s?\"?[\pL\d]")
"""A line of a log that names who was at that address: then a private one is a person's too."""
_LINE_REACH = 200
_LOWEST_FIRST_OCTET = 11
# fmt: off
_NAME_SERVERS = frozenset({
    "64.6.64.6", "64.6.65.6", "76.76.2.0", "76.76.19.19", "94.140.14.14", "94.140.15.15", "149.112.112.112",
    "185.228.168.9", "185.228.169.9", "208.67.220.220", "208.67.222.222", "2001:4860:4860::8844",
    "2001:4860:4860::8888", "2606:4700:4700::1001", "2606:4700:4700::1111", "2620:fe::9", "2620:fe::fe",
})
# fmt: on
_VERSIONED = (
    "v",
    "v.",
    "version ",
    "version: ",
    "driver ",
    "release ",
    "build ",
    "firmware ",
    "ver ",
    "ver. ",
    "section ",
)


def _public_address(value: str) -> bool:
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address) and address.packed[0] < _LOWEST_FIRST_OCTET:
        return False
    return address.is_global and not address.is_multicast and str(address) not in _NAME_SERVERS


def _private_address(value: str) -> bool:
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    return address.is_private and not (address.is_loopback or address.is_unspecified or value.endswith(".0"))


def _line(text: str, at: int) -> str:
    """The line round `at`, 200 characters to either side at most."""
    low, high = text.rfind("\n", max(0, at - _LINE_REACH), at) + 1, text.find("\n", at, at + _LINE_REACH)
    return text[max(low, at - _LINE_REACH) : high if high >= 0 else at + _LINE_REACH]


def _version_like(value: str, text: str, start: int, _end: int) -> str | None:
    before = text[max(0, start - 10) : start].lower()
    if _USER_LINE.search(_line(text, start)) is not None and _private_address(value):
        return "IP"
    return "IP" if not before.endswith(_VERSIONED) and _public_address(value) else None


DETECTOR = PatternDetector(
    "identifiers.network",
    (
        Rule("IP", r"(\d{1,3}(?:\.\d{1,3}){3})", "format", 0.7, _version_like),
        Rule("IP", r"(?i)([0-9a-f]{1,4}:[0-9a-f:]{3,38}[0-9a-f])", "format", 0.8, when("IP", _public_address)),
    ),
    needs=(DIGIT,),
    version=2,
)
