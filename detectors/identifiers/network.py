"""Addresses of machines (45 CFR 164.514(b)(2)(i)(M), (O), 16 CFR 312.2): IP, MAC, IMEI, device ids, profile pages.

A four-part version number looks like IPv4, so loopback, private, documentation and low addresses are left alone.
"""

from __future__ import annotations

import ipaddress

from detectors.identifiers import checksums
from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, when
from detectors.identifiers.signals import DIGIT

_LOWEST_FIRST_OCTET = 11
_HARMLESS_MAC = frozenset({"000000000000", "ffffffffffff"})


def _public_address(value: str) -> bool:
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address) and address.packed[0] < _LOWEST_FIRST_OCTET:
        return False
    return address.is_global and not address.is_multicast


def _version_like(value: str, text: str, start: int, _end: int) -> str | None:
    before = text[max(0, start - 10) : start].lower()
    versioned = before.endswith(("v", "version ", "driver ", "release ", "build "))
    return "IP" if not versioned and _public_address(value) else None


def _mac(value: str) -> bool:
    pairs = value.lower().replace("-", ":").replace(":", "")
    multicast = int(pairs[:2], 16) & 1
    return pairs not in _HARMLESS_MAC and not multicast and any(map(str.isalpha, pairs))


DETECTOR = PatternDetector(
    "identifiers.network",
    (
        Rule("IP", r"(\d{1,3}(?:\.\d{1,3}){3})", "format", 0.7, _version_like),
        Rule("IP", r"(?i)([0-9a-f]{1,4}:[0-9a-f:]{3,38}[0-9a-f])", "format", 0.8, when("IP", _public_address)),
        Rule("DEVICE_ID.MAC", r"(?i)([0-9a-f]{2}(?:[:-][0-9a-f]{2}){5})", "format", 0.8, when("DEVICE_ID.MAC", _mac)),
        Rule(
            "DEVICE_ID.IMEI", labelled(r"imei|meid", r"\d{15}"), "label", 0.95, when("DEVICE_ID.IMEI", checksums.luhn)
        ),
        Rule(
            "DEVICE_ID",
            labelled(r"(?:ipad |device |laptop |chromebook )?serial|device(?:[ _-]?id)?", r"[A-Z0-9][A-Z0-9-]{7,39}"),
            "label",
            0.7,
            when("DEVICE_ID", lambda value: any(map(str.isdigit, value))),
        ),
        Rule("DEVICE_ID.UDI", r"(?i)\(01\)\d{14}(?:\(1[017]\)[A-Z0-9]{4,12})*\(21\)([A-Z0-9-]{4,20})", "format", 0.9),
    ),
    needs=(DIGIT,),
)
