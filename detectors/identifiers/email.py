"""E-mail addresses (45 CFR 164.514(b)(2)(i)(F), 16 CFR 312.2).

Role mailboxes (info@, help@) belong to an office, not to a person: they are reported as KEEP, so that no other
recognizer takes them. File names with an @ (``logo@2x.png``) are no addresses.
"""

from __future__ import annotations

import re

from detectors.identifiers.pattern import PatternDetector, Rule

# fmt: off
_ROLES = frozenset({
    "abuse", "accounting", "accountspayable", "admin", "admissions", "ap", "attendance", "benefits", "billing", "board",
    "careers", "communityrelations", "curriculum", "custodial", "enroll", "facilities", "finance", "foodservice",
    "frontoffice", "grants", "health", "healthservices", "hrdept", "maintenance", "nutrition", "operations",
    "publicrecords", "purchasing", "risk", "schoolboard", "specialed", "sped", "techsupport", "titleix",
    "communications", "contact", "donotreply",
    "enrollment", "enrolment", "events", "feedback", "frontdesk", "hello", "help", "helpdesk", "hr", "info",
    "information", "inquiries", "it", "jobs", "library", "mail", "mailer-daemon", "media", "newsletter", "no-reply",
    "nobody", "noreply", "notifications", "office", "payroll", "postmaster", "press", "privacy", "records",
    "registrar", "root", "sales", "security", "service", "services", "staff", "support", "team", "transportation",
    "webmaster", "bookings", "childfind", "compliance", "confirmations", "copycenter", "dispatch", "ethics",
    "familysupport",
    "kitchen", "legal", "meals", "network", "orders", "printshop", "publicinfo", "receiving", "registration",
    "reservations",
    "safety", "servicedesk", "studentservices", "subdesk", "substitutes", "tips", "travel", "warehouse", "webteam",
})
_PROVIDERS = frozenset({
    "126", "163", "aim", "aol", "att", "bellsouth", "centurylink", "centurytel", "charter", "comcast", "cox", "daum",
    "duck", "earthlink", "fastmail", "free", "frontier", "gmail", "gmx", "googlemail", "hanmail", "hey", "hotmail",
    "hushmail", "icloud", "inbox", "juno", "laposte", "libero", "live", "mac", "mail", "me", "msn", "naver", "netzero",
    "optonline", "orange", "outlook", "pm", "proton", "protonmail", "qq", "rediffmail", "roadrunner", "rocketmail",
    "sbcglobal", "spectrum", "t-online", "tds", "tuta", "tutanota", "ukr", "verizon", "wanadoo", "wavecable", "web",
    "windstream", "xfinity", "yahoo", "yandex", "ymail", "zoho",
})
"""Where people have their own mail, under whatever country: a role's name before it ("kitchen@") is somebody's."""
_SECOND = frozenset({"ac", "co", "com", "ne", "net", "org"})
"""What stands before a country's domain: "yahoo.co.uk"."""
_FILE_ENDINGS = frozenset({
    "bmp", "css", "csv", "doc", "docx", "gif", "html", "ico", "jpeg", "jpg", "js", "json", "map", "pdf", "png", "py",
    "svg", "ts", "txt", "webp", "xlsx", "yaml", "yml",
})
# fmt: on


_USER_INFO = re.compile(r"://[^\s/@]{0,80}:\Z")
"""Before a password in an address of the web: "https://user:secret@host" holds no mail address."""
_REACH = 100


def _accept(value: str, text: str, start: int, _end: int) -> str | None:
    if _USER_INFO.search(text[max(0, start - _REACH) : start]):
        return None
    local, _, host = value.rpartition("@")
    if host.rpartition(".")[2].lower() in _FILE_ENDINGS:
        return None
    return "KEEP" if local.lower() in _ROLES and _registered(host.lower()) not in _PROVIDERS else "EMAIL"


def _registered(host: str) -> str:
    """The word that somebody registered: "yahoo" of "mail.yahoo.co.uk"."""
    labels = host.split(".")
    deep = len(labels) > 2 and labels[-2] in _SECOND  # noqa: PLR2004  a word, its second level and the country
    return labels[-3] if deep else labels[-2]


DETECTOR = PatternDetector(
    "identifiers.email",
    (
        Rule(
            "EMAIL",
            r"([\pL\d][\pL\d._%+'&-]*@(?:[\pL\d][\pL\d-]*\.)+\pL+)",
            "format",
            0.95,
            _accept,
        ),
    ),
    needs=("@",),
    version=3,
    more=("KEEP",),
)
