"""Passwords, keys and tokens (RCW 42.56.590, NIST SP 800-53 IA-5).

Issuers give their keys a prefix, so those are found by shape wherever they stand, "EXAMPLE" inside or not. Passwords
have no shape: a label says so, and the value must look like one where the sentence around it could be about passwords.
"""

from __future__ import annotations

from detectors.identifiers.pattern import PatternDetector, Rule

_LABELS = r"(?:[\w-]{0,20}[_-])?(?:pass(?:word|wd|code|phrase)|passwd|pwd|contrase[nñ]a|clave)s?"
_KEY_LABELS = (
    r"(?:[\w-]{0,20}[_-])?(?:api[ _-]?key|secret(?:[ _-]?(?:access[ _-]?)?key)?|access[ _-]?(?:key"
    r"|token)|auth[ _-]?token"
    r"|client[ _-]?secret|private[ _-]?key|signing[ _-]?key|token)"
)
_SHORTEST = 4
# fmt: off
_PROSE = frozenset({
    "and", "are", "be", "been", "but", "change", "changed", "changes", "expire", "expired", "expires",
    "expiry", "false", "for", "forgotten", "from", "has", "have", "here", "http", "https", "incorrect",
    "invalid", "later", "length", "locked", "manager", "must", "needs", "none", "not", "null", "only", "or",
    "page", "policy", "prompt", "protected", "required", "reset", "resets", "rules", "should", "str",
    "string", "that", "the", "they", "this", "true", "undefined", "was", "when", "will", "with", "wrong",
    "you", "your",
})
# fmt: on
_CODE_MARKS = (
    "${",
    "{{",
    "os.environ",
    "getenv",
    "process.env",
    "<",
    "***",
    "(",
    "[",
    "secrets.",
    "xxxx",
    "$(",
    "config.",
)


def _looks_like_code(value: str) -> bool:
    lowered = value.lower()
    return any(mark in lowered[:24] for mark in _CODE_MARKS) or lowered.startswith("$")


def _assigned(value: str, _text: str, _start: int, _end: int) -> str | None:
    """After ``:`` or ``=``: anything but prose, placeholders and code that fetches the secret."""
    word = value.strip("\"'.,;").lower()
    return None if len(word) < _SHORTEST or word in _PROSE or _looks_like_code(value) else "CREDENTIAL.PASSWORD"


def _spoken(value: str, text: str, start: int, end: int) -> str | None:
    """After a space or "is": only what no word looks like, with a digit or a mark among its letters."""
    if not any(char.isdigit() or char in "!@#$%^&*_+=?~" for char in value[:-1]):
        return None
    return None if value.isdigit() and len(value) < _SHORTEST else _assigned(value, text, start, end)


def _whole(value: str, _text: str, _start: int, _end: int) -> str | None:
    """The whole value of a field whose label is a password's: anything but code that fetches it."""
    return None if _looks_like_code(value) else "CREDENTIAL.PASSWORD"


def _key(value: str, _text: str, _start: int, _end: int) -> str | None:
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return "CREDENTIAL.KEY" if mixed and not _looks_like_code(value) else None


def _prefixed(pattern: str) -> Rule:
    return Rule("CREDENTIAL.KEY", pattern, "format", 0.99)


DETECTOR = PatternDetector(
    "identifiers.credential",
    (
        _prefixed(r"\b(sk-[A-Za-z0-9_-]{16,250})"),
        _prefixed(r"\b((?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16})"),
        _prefixed(r"\b((?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,250})"),
        _prefixed(r"\b(xox[abeoprs]-[A-Za-z0-9-]{10,250}|xapp-[A-Za-z0-9-]{10,250})"),
        _prefixed(r"\b(AIza[A-Za-z0-9_-]{30,60}|ya29\.[A-Za-z0-9_-]{20,250})"),
        _prefixed(
            r"\b(glpat-[A-Za-z0-9_-]{16,60}|npm_[A-Za-z0-9]{30,60}|pypi-[A-Za-z0-9_-]{30,250}"
            r"|hf_[A-Za-z0-9]{30,60})"
        ),
        _prefixed(r"\b((?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,250}|SG\.[A-Za-z0-9_-]{16,60}\.[A-Za-z0-9_-]{16,60})"),
        _prefixed(r"\b(eyJ[A-Za-z0-9_-]{8,1000}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?)"),
        Rule(
            "CREDENTIAL.PRIVATE_KEY",
            r"(-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-[^-])*(?:-----END [A-Z0-9 ]{0,40}-----)?)",
            "format",
            0.99,
        ),
        Rule(
            "CREDENTIAL.PASSWORD",
            r"[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s:/@\"']{0,80}:([^\s@/\"']{1,120})@",
            "format",
            0.97,
        ),
        Rule("USERNAME", r"[A-Za-z][A-Za-z0-9+.-]{1,20}://([^\s:/@\"']{2,80}):[^\s@/\"']{1,120}@", "format", 0.8),
        Rule("CREDENTIAL.KEY", r"(?i)\b(?:bearer|basic)\s+([A-Za-z0-9._~+/-]{16,1000}=*)", "label", 0.95, _key),
        Rule(
            "CREDENTIAL.PASSWORD",
            rf"(?i)\b{_LABELS}\b[\"']?\s{{0,2}}(?::|=>?|->)\s{{0,2}}[\"']?([^\s\"'`]{{4,128}})",
            "label",
            0.95,
            _assigned,
        ),
        Rule(
            "CREDENTIAL.PASSWORD",
            (
                rf"(?i)\b(?:{_LABELS}|pw|pass)\b:?(?: (?:is|was|es|to"
                r"|are))?[ ]{1,2}[\"']?([^\s\"'`]{4,128})"
            ),
            "label",
            0.85,
            _spoken,
        ),
        Rule("CREDENTIAL.PASSWORD", rf"(?i)\A(?:[\w ]{{0,40}} )?{_LABELS}: ([^\n]{{4,128}})\z", "label", 0.95, _whole),
        Rule(
            "CREDENTIAL.KEY",
            rf"(?i)\b{_KEY_LABELS}\b[\"']?\s{{0,2}}(?::|=>?)\s{{0,2}}[\"']?([A-Za-z0-9+/_.~-]{{10,1000}}=*)",
            "label",
            0.9,
            _key,
        ),
    ),
    needs=(
        "sk-",
        "akia",
        "asia",
        "abia",
        "acca",
        "gh",
        "github_pat_",
        "xox",
        "xapp-",
        "aiza",
        "ya29.",
        "glpat-",
        "npm_",
        "pypi-",
        "hf_",
        "k_live_",
        "k_test_",
        "sg.",
        "eyj",
        "private key",
        "://",
        "bearer",
        "basic",
        "pass",
        "pwd",
        "pw",
        "contrase",
        "clave",
        "key",
        "secret",
        "token",
    ),
)
