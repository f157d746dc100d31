"""Devices (45 CFR 164.514(b)(2)(i)(M), 16 CFR 312.2): MAC, IMEI, MEID, medical devices, serial and advertising numbers.

A medical device's UDI (21 CFR 801, GS1) names the model; its serial number, behind ``(21)``, names the one that a
person wears, if the GTIN before it passes its check digit.
"""

from __future__ import annotations

import re

from detectors.identifiers import checksums
from detectors.identifiers.labelled import Labelled
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern, when
from detectors.identifiers.signals import DIGIT

_NAME = "identifiers.device"
_GTIN = re.compile(r"\(01\) ?(\d{14})")
_CALLED_UDI = re.compile(r"(?i)\bUDI\b|\bserial\b")
_HARMLESS_MAC = ("000000000000", "ffffffffffff")
_DOCUMENTATION_MAC = ("00005e0053", "01005e9010")  # RFC 7042
_LAST_MINUTE = 59
_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_SERIAL = r"[A-Z0-9][A-Z0-9-]{6,39}"
_REACH = 90
_FEWEST_DIGITS = _FEWEST_LETTERS = 2
_MADE = (
    r"(?i:\b(?:chromebook|laptop|notebook|macbook|ipad|iphone|tablet|hotspot|thinkpad|surface|kindle|computer|device"
    r"|phone|aac device|tableta|port[aá]til|computadora))(?i:,? (?:is|was|no\.?|number|tag|with|called))?"
    r"[ ,:(#]{1,3}([A-Z0-9]{9,14})"
)
"""The number of one device right behind the word for it: "from Chromebook 5CD9031LKT"."""
_DEVICE = compile_pattern(
    r"(?i)\b(?:ipad|iphone|phone|tablet|chromebook|laptop|computer|pc|device|hotspot|modem|sim|imei|meid|udid|iccid|imsi|android|pump"
    r"|monitor|sensor|cgm|implant|pacemaker|hearing aid|aac|wheelchair|nebulizer|host|machine|advertising|ad"
    r"|dispositivo|tableta)"
)


_OFFICE_THING = compile_pattern(
    r"(?i)\b(?:copiers?|printers?|plotters?|projectors?|scanners?|shredders?|laminators?|routers?|switch(?:es)?|servers?"
    r"|access points?|fax(?: machine)?|toner|smart ?boards?|displays?|thermostats?|boilers?|furnaces?|mowers?|tractors?"
    r"|forklifts?|ovens?|freezers?|refrigerators?|dishwashers?|vending|copiadora|impresora|proyector)\b"
)
_SOMEBODYS = compile_pattern(
    r"(?i)\b(?:his|her|hers|their|my|student|child|kid|patient|loan(?:ed|er)?|assigned"
    r"|checked out|issued to|at home|su)\b|'s\b"
)
_NEAR = 50


def _of_office(text: str, start: int) -> bool:
    """Whether the nearest words say that it is a machine of an office, and nobody's."""
    before = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    return _OFFICE_THING.search(before) is not None and _SOMEBODYS.search(before) is None and not _DEVICE.search(before)


def _mac(value: str) -> bool:
    """Not all zeros or ones, multicast, set aside for documentation, or a row of times."""
    compact = re.sub(r"[^0-9a-f]", "", value.lower())
    pairs = [compact[place : place + 2] for place in range(0, 12, 2)]
    timelike = all(pair.isdigit() and int(pair) <= _LAST_MINUTE for pair in pairs)
    listed = compact in _HARMLESS_MAC or compact.startswith(_DOCUMENTATION_MAC)
    return not (listed or timelike or int(pairs[0], 16) & 1)


def _mixed(value: str) -> bool:
    """A dotted or bare MAC needs letters and digits: four-digit groups with dots are also versions."""
    return _mac(value) and any(map(str.isalpha, value)) and any(map(str.isdigit, value))


def _imei(value: str) -> bool:
    """Fifteen digits with Luhn (IMEI), sixteen with a software version (IMEISV), fourteen hexadecimal (MEID)."""
    compact = re.sub(r"[\s-]", "", value)
    imei, imeisv, meid = 15, 16, 14
    if compact.isdigit() and len(compact) == imei:
        return checksums.luhn(compact)
    return len(compact) in {imeisv, meid}


def _serial(value: str) -> bool:
    return any(map(str.isdigit, value)) and not re.fullmatch(r"(?:19|20)\d\d-\d\d?-\d\d?|\d{4}-\d{4}", value)


def _device(value: str, text: str, start: int, _end: int) -> str | None:
    """Digits alone are a serial number only beside a device: reports and receipts have serial numbers too."""
    if not _serial(value) or (value.isdigit() and _DEVICE.search(text[max(0, start - _REACH) : start]) is None):
        return None
    return None if _of_office(text, start) else "DEVICE_ID"


def _unlabelled(value: str, _text: str, _start: int, _end: int) -> str | None:
    """Letters and digits in such a mixture as makers number single devices, not models ("A2602", "11MKG9EE")."""
    digits = sum(map(str.isdigit, value))
    return "DEVICE_ID" if _FEWEST_DIGITS <= digits <= len(value) - _FEWEST_LETTERS else None


def _udi_serial(_value: str, text: str, start: int, _end: int) -> str | None:
    """A GTIN that passes its check digit, or one that is written wrong but called what it is."""
    before = text[max(0, start - _REACH) : start]
    found = _GTIN.findall(before)
    called = _CALLED_UDI.search(before) is not None
    return "DEVICE_ID.UDI" if found and (called or checksums.gtin(found[-1])) else None


LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "DEVICE_ID.IMEI",
        ("IMEI ~?", "MEID ~?", "IMEISV", "ESN", "device IMEI", "phone IMEI"),
        r"\d{2}-\d{6}-\d{6}-\d{1,2}|\d{15,16}|[A-F0-9]{14}",
        when("DEVICE_ID.IMEI", _imei),
        score=0.95,
    ),
    Labelled(
        _NAME,
        "DEVICE_ID.MAC",
        ("MAC ~?", "mac address ~?", "wifi address", "wi-fi address", "bluetooth address", "hwaddr", "ether"),
        r"[0-9a-f]{12}|[0-9a-f]{2}(?:[ :.-]?[0-9a-f]{2}){5}|[0-9a-f]{4}[.:-][0-9a-f]{4}[.:-][0-9a-f]{4}",
        when("DEVICE_ID.MAC", _mac),
        score=0.9,
    ),
    Labelled(
        _NAME,
        "DEVICE_ID",
        (
            *(
                "serial ~?",
                "ser ~",
                "s/n",
                "device serial ~?",
                "device ~?",
                "hardware ~",
                "UDID",
                "IDFA",
                "adid",
                "gps adid",
                "MAID",
                "OAID",
                "IDFV",
                "GAID",
            ),
            *(
                "AAID",
                "advertising ~?",
                "android ~",
                "android device ~",
                "ad ~",
                "installation ~",
                "install ~",
                "visitor ~",
                "IDFV ~?",
                "chromebook serial ~?",
            ),
            *("ipad serial ~?", "laptop serial ~?", "imei/serial", "insulin pump serial ~?", "pump serial ~?", "EID"),
            *(
                "hearing aid serial ~?",
                "aac device ~?",
                "pacemaker ~",
                "implant ~",
                "ICCID",
                "IMSI",
                "sim ~?",
                "telemetry ~",
            ),
            *(
                "número de serie",
                "serie ~",
                "fingerprint ~",
                "browser fingerprint",
                "machine ~",
                "host ~",
                "kid device ~?",
            ),
        ),
        rf"{_UUID}|{_SERIAL}",
        _device,
        score=0.7,
        reach="near",
    ),
    Labelled(
        _NAME,
        "DEVICE_ID.COOKIE",
        (
            *("cookie ~?", "session cookie", "session ~", "visitor ~", "fbp cookie"),
            *("ga client ~", "distinct ~", "anonymous ~", "persistent ~"),
        ),
        rf"{_UUID}|GA\d\.\d\.\d{{6,12}}\.\d{{6,12}}|[0-9a-f]{{16,64}}",
        when("DEVICE_ID.COOKIE", _serial),
        score=0.7,
        reach="near",
    ),
)

DETECTOR = PatternDetector(
    _NAME,
    (
        Rule(
            "DEVICE_ID.MAC",
            r"(?i)([0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5})",
            "format",
            0.85,
            when("DEVICE_ID.MAC", _mac),
        ),
        Rule(
            "DEVICE_ID.MAC",
            r"(?i)([0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})",
            "format",
            0.8,
            when("DEVICE_ID.MAC", _mixed),
        ),
        Rule("DEVICE_ID", _MADE, "label", 0.7, _unlabelled),
        Rule(
            "DEVICE_ID.UDI",
            (
                r"(?i)\(01\) ?\d{14}(?:[ ,;]{0,2}\(1[017]\) ?[A-Z0-9]{1,20})*[ ,;]{0,2}"
                r"(?:s/?n|ser(?:ial)?(?: ?(?:no\.?|number|#))?)?:? ?\(21\) ?([A-Z0-9-]{3,20})"
            ),
            "format",
            0.9,
            _udi_serial,
        ),
    ),
    needs=(DIGIT,),
    version=3,
)
