"""Passwords and accounts as people tell them: "the pass Maple-Run7Fast!", "local admin labtech22 / R1ver$tone_88".

RCW 42.56.590, NIST SP 800-53 IA-5. No colon and no equals sign says which word is the secret; its own look does, in a
sentence about signing in. A hall pass, a pass rate and an admin building have no such word beside them.
"""

from __future__ import annotations

import re
from typing import Final

from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern
from detectors.structure.labels import word_set

_SIGNING: Final = compile_pattern(
    r"(?i)\b(?:log(?:ged|ging|s)?[ -]?(?:in|on)(?:to)?|login|sign(?:ed|ing|s)?[ -]?in(?:to)?|signin|pass(?:word"
    r"|code|phrase|wd)?s?"
    r"|pw|pwd|creds?|credentials?|admin|administrator|root|sudo|wi-?fi|ssid|vpn|rdp|ssh|username|user|accounts?"
    r"|typed|gets? in (?:as|with)"
    r"|gets? in(?:to)? (?:as|with)|autologin|locked out|unlock|contrase[nñ]a|clave|usuario|mot de passe"
    r"|identifiant|senha|пароль|mật khẩu|furaha)\b"
)
_SAID_PASS: Final = compile_pattern(
    r"(?i)\b(?:pass(?:word|code|phrase|wd)?|pw|pwd|psw|contrase[nñ]a|clave|mot de passe|senha|пароль|mật khẩu)\b"
    r"[^.\n]{0,25}$"
)
_PASSAGE: Final = compile_pattern(
    r"(?i)\b(?:hall|bus|bathroom|library|day|season|boarding|guest|visitor|ferry|parking|ski|museum|orca|train|metro"
    r"|hallway|late|library|nurse|lunch|free)[ -]pass(?:es)?\b"
)
_MARKS: Final = "!@#$%^&*?~+"
_SOFT: Final = "-_."
_SHORTEST, _LONGEST = 8, 64
_NOT_SECRET: Final = re.compile(
    r"://|^[\w.-]+=|^www\.|[\\<>{}()\[\];|]|\.(?:com|org|net|edu|gov|us|example|html?|pdf|docx?)\b|^[@#]\w+$"
)
_MAIL: Final = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)*$")
_STOPS: Final = ".,;:!?)\"'"
_REACH: Final = 120


def _letters_and_digit(value: str) -> bool:
    return any(map(str.isalpha, value)) and any(map(str.isdigit, value))


def is_strong(value: str) -> bool:
    """Whether it looks like nothing but a password: eight characters, letters, a digit and a sign among them."""
    inner = value.rstrip(_STOPS)
    return (
        _SHORTEST <= len(value) <= _LONGEST
        and _NOT_SECRET.search(value) is None
        and _MAIL.match(value) is None
        and any(char in _MARKS for char in inner[1:])
        and _letters_and_digit(value)
    )


def is_likely(value: str) -> bool:
    """Whether it may be one where the word password stands before it: both cases and a digit, or a sign at its end."""
    mixed = any(map(str.isupper, value)) and any(map(str.islower, value))
    signed = any(char in _MARKS + _SOFT for char in value)
    return (
        _SHORTEST <= len(value) <= _LONGEST
        and _NOT_SECRET.search(value) is None
        and _MAIL.match(value) is None
        and _letters_and_digit(value)
        and mixed
        and signed
    )


def _secret(value: str, text: str, start: int, _end: int) -> str | None:
    before = text[max(0, start - _REACH) : start]
    if text[start - 1 : start] not in {"", " ", "\n", "\t", '"', "'", "`", "/", ":", "(", "\u201c", "*"}:
        return None
    if is_strong(value) and _SIGNING.search(before) is not None and _code_like(before) is False:
        return "CREDENTIAL.PASSWORD"
    if is_likely(value) and _SAID_PASS.search(before) is not None and _PASSAGE.search(before) is None:
        return "CREDENTIAL.PASSWORD"
    return None


def _code_like(before: str) -> bool:
    """Whether the line is a statement: "$" and "&" are operators there."""
    line = before.rpartition("\n")[2]
    return any(mark in line for mark in ("= ", "=$", "==", "{", "$(", "&&", "||", "function", "echo ", "curl ", "http"))


_USER: Final = r"[A-Za-z][\w.@-]{2,40}"
_SIGNED_WORD: Final = r"[^\s\"'`/,:|(\x{201C}*]{1,60}[!@#$%^&*?~+_-](?:[^\s\"'`/,:|]{0,62}[^\s\"'`/,:|.;?)])?"
"""A word with a sign in it: few words of prose are, so little is left to the check."""
_BETWEEN: Final = (
    r"(?:\s?[/|:]\s?|,?\s(?:with|and|y|et|con)\s(?:(?:the |a )?(?:pass(?:word)?|pw|contrase[nñ]a)\s)?|\s)[\"'`]?"
)
_BEHIND: Final = re.compile(_BETWEEN + r"([^\s\"'`/,:|]{8,64})")
_COMMON: Final = word_set(
    "admin administrator root user guest local account accounts password pass with using into domain the new old and"
    " from for then that this kiosk wifi login creds credentials was are"
)


def _user(value: str, text: str, start: int, end: int) -> str | None:
    """The name of an account: its secret stands right behind it, and no common word is a name."""
    behind = _BEHIND.match(text, end)
    if behind is None or not is_strong(behind.group(1)):
        return None
    if value.lower() in _COMMON or text[start - 1 : start] in {"/", ":", "@", ".", "="}:
        return None
    signing = _SIGNING.search(text[max(0, start - _REACH) : behind.start(1)]) is not None
    return "USERNAME" if signing and any(char.isdigit() or char in "_.@" for char in value) else None


DETECTOR = PatternDetector(
    "identifiers.credential_prose",
    (
        Rule("CREDENTIAL.PASSWORD", rf"({_SIGNED_WORD})", "label", 0.86, _secret),
        Rule("USERNAME", rf"(?i)({_USER}){_BETWEEN}{_SIGNED_WORD}", "label", 0.8, _user),
    ),
    needs=(
        *(
            "pass",
            "login",
            "log in",
            "logon",
            "log on",
            "logged",
            "sign in",
            "signin",
            "signed in",
            "pw",
            "cred",
            "admin",
        ),
        *(
            "root",
            "wifi",
            "wi-fi",
            "vpn",
            "ssh",
            "user",
            "account",
            "typed",
            "get in",
            "gets in",
            "contrase",
            "clave",
            "usuario",
            "senha",
        ),
        *("identifiant", "пароль", "mật khẩu", "autologin", "locked out", "unlock", "ssid", "rdp", "furaha"),
    ),
)
