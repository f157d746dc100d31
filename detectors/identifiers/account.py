"""Names of accounts and pages of persons (RCW 42.56.590, 16 CFR 312.2, 45 CFR 164.514(b)(2)(i)(N))."""

from __future__ import annotations

from detectors.identifiers.pattern import PatternDetector, Rule

_SITES = r"facebook|instagram|tiktok|snapchat|twitter|youtube|linkedin|roblox|discord|reddit|threads"


def _account(value: str, _text: str, _start: int, _end: int) -> str | None:
    """A word of prose after a label ("user accounts") has neither digit nor mark in it."""
    return "USERNAME" if any(not char.isalpha() for char in value) else None


DETECTOR = PatternDetector(
    "identifiers.account",
    (
        Rule(
            "USERNAME",
            rf"(?i)\b(?:user[ _-]?(?:name|id)?|login|handle|screen[ _-]?name|{_SITES}|gamertag|usuario)"
            r"""\b["']?(?: (?:is|name|handle))?[:= "']{1,4}(@?[\pL\d][\pL\d._-]{2,31}[\pL\d_])""",
            "label",
            0.8,
            _account,
        ),
        Rule(
            "URL_PERSONAL",
            rf"(?i)(https?://(?:[\w-]+\.)*(?:{_SITES})\.[a-z.]{{2,12}}/[^\s\"'<>)]{{2,80}})",
            "format",
            0.8,
        ),
        Rule(
            "URL_PERSONAL",
            r"(?i)(https?://(?:photos|albums?|drive|share)\.[^\s/\"'<>]{3,60}/[^\s\"'<>)]{2,80})",
            "format",
            0.6,
        ),
        Rule(
            "URL_PERSONAL",
            (
                r"(?i)\b(?:portfolio|her|his|their|my|personal)(?: \w+){0,3} (?:is |at "
                r"|page ){1,3}(https?://[^\s\"'<>)]{6,100})"
            ),
            "label",
            0.7,
        ),
    ),
    needs=("@", "user", "login", "handle", "usuario", "http", "roblox", "insta", "tiktok", "discord", "gamertag"),
)
