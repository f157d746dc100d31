"""Passwords, keys and tokens (RCW 42.56.590, NIST SP 800-53 IA-5).

Issuers give their keys a prefix, so those are found by shape wherever they stand, "EXAMPLE" inside or not. Passwords
have no shape: a label says so, and the value must look like one where the sentence around it could be about passwords.
"""

from __future__ import annotations

from detectors.identifiers.credential_keys import KEY_NEEDS, KEY_RULES
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern

_LABELS = (
    r"(?:[\w-]{0,20}[_-])?(?:pass[ _]?(?:word|wd|code|phrase)|passwrd|passwd|psswd|pwd|pword|contrase[nñ]a"
    r"|contrasenia|clave(?: de"
    r" acceso)?|mot de passe|c[oó]digo de acceso)s?"
)
_IS = r"(?:is(?: now| still)?|was|es|era|to|are|set to|should be|changed to)"
_WHOSE = r"(?: (?:for|to|of|on|de|del|para)(?: [\w'.@/-]{1,16}){1,4}?)"
_CODES = (
    r"(?:pin|(?:door|gate|alarm|entry|keypad|lock ?box|safe|panic|garage|security|access|unlock|voice ?mail"
    r"|vm|verification|2fa|mfa|otp"
    r"|one[ -]time|backup|recovery)[ _-]?(?:code|pin|passcode)|combination|combo)"
)
_LUNCH = compile_pattern(
    r"(?i)\b(?:lunch|meal|cafeteria|student|pos|rx|parcel|map|bowling|zip|area|country|building|school|color"
    r"|hex|budget)[ _-]?$"
)
_KEY_LABELS = (
    r"(?:[\w-]{0,20}[_-])?(?:api[ _-]?key|secret(?:[ _-]?(?:access[ _-]?)?key)?|access[ _-]?(?:key"
    r"|token)|auth[ _-]?token"
    r"|client[ _-]?secret|private[ _-]?key|signing[ _-]?key|token)"
)
_RULES = frozenset({
    "characters", "expire", "expired", "expires", "forgot", "forgotten", "incorrect", "invalid", "minimum", "must",
    "need", "needs",
    "optional", "policy", "required", "requires", "reset", "resets", "rules", "should",
})  # fmt: skip
"""Words of sentences about passwords, which no passphrase is made of."""
_FIELD_LABELS = r"(?:[\w-]{0,20}[_-])?(?:pass(?:word|wd|code|phrase)|passwd|pwd|contrase[nñ]a|clave)s?"
"""Labels of a field whose whole value is the secret. `proxy.transform.attention` knows the same ones."""
_STOPS = ".,;:!?)"
_SHORTEST = 4
_MOST_WORDS = 6
_YEAR_OR_TIME = compile_pattern(r"^(?:(?:19|20)\d\d(?:-\d\d(?:\d\d)?)?|\d{1,2}:\d\d(?:[ap]m)?)[.,;:!?)]*$")
_PASSAGE = compile_pattern(
    r"(?i)\b(?:hall|bus|bathroom|library|day|season|boarding|guest|visitor|ferry|parking|ski|museum)[ -]pass\W*$"
)
_KEYWORD = compile_pattern(r"(?i)\b(?:punto|palabra|idea|concepto|elemento|tema|parte|frase)s?\s+claves?\W*$")
"""Spanish "clave" is a password, and the key point of a lesson."""
# fmt: off
_PROSE = frozenset({
    "and", "any", "are", "based", "bytes", "expected", "pass", "passwd", "password", "pw", "pwd", "secret",
    "text", "user", "xxx",
    "be", "been", "but", "change", "changed", "changes", "expire", "expired", "expires",
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
    "self.",
    "settings.",
    "args.",
    "env.",
)
_DOTTED = compile_pattern(r"^[a-z_]+(?:\.[a-z_]+)+[),;]*$")


def _looks_like_code(value: str) -> bool:
    lowered = value.lower()
    return (
        any(mark in lowered[:24] for mark in _CODE_MARKS)
        or lowered.startswith("$")
        or _DOTTED.search(value) is not None
    )


def _assigned(value: str, text: str, start: int, _end: int) -> str | None:
    """After ``:`` or ``=``: anything but prose, placeholders and code that fetches the secret."""
    word = value.strip("\"'.,;)]}").lower()
    if len(word) < _SHORTEST or word in _PROSE or _looks_like_code(value):
        return None
    return None if _KEYWORD.search(text[max(0, start - 24) : start]) else "CREDENTIAL.PASSWORD"


def _spoken(value: str, text: str, start: int, end: int) -> str | None:
    """After a space or "is": only what no word looks like, with a digit or a mark among its letters."""
    if not any(char.isdigit() or char in "!@#$%^&*_+=?~" for char in value.rstrip(_STOPS)) or _YEAR_OR_TIME.search(
        value
    ):
        return None
    return None if _PASSAGE.search(text[max(0, start - 20) : start]) else _assigned(value, text, start, end)


def _whole(value: str, text: str, start: int, _end: int) -> str | None:
    """The whole value of a field whose label is a password's: anything but code that fetches it, and sentences."""
    words = value.lower().split()
    prose = (
        len(words) > _MOST_WORDS or (len(words) > 1 and not _RULES.isdisjoint(words)) or _KEYWORD.search(text[:start])
    )
    return None if prose or _looks_like_code(value) else "CREDENTIAL.PASSWORD"


def _key(value: str, text: str, _start: int, end: int) -> str | None:
    if text[end : end + 1] in {"(", "["}:  # code: secret = base64.b64encode(
        return None
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return "CREDENTIAL.KEY" if mixed and not _looks_like_code(value) else None


def _user(value: str, _text: str, _start: int, _end: int) -> str | None:
    return None if value.lower() in _PROSE or _looks_like_code(value) else "USERNAME"


def _code(value: str, text: str, start: int, _end: int) -> str | None:
    """A door's or voice mail's code; a lunch PIN is a student's number, a ZIP or budget code nobody's secret."""
    before = text[max(0, start - 40) : start].lower()
    said = max(before.rfind("pin"), before.rfind("code"), before.rfind("combo"), before.rfind("combination"), 0)
    return None if _LUNCH.search(before[:said]) or _looks_like_code(value) else "CREDENTIAL.CODE"


DETECTOR = PatternDetector(
    "identifiers.credential",
    (
        *KEY_RULES,
        Rule(
            "CREDENTIAL.PRIVATE_KEY",
            r"(-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-[^-])*(?:-----END [A-Z0-9 ]{0,40}-----)?)",
            "format",
            0.99,
        ),
        Rule(
            "CREDENTIAL.PASSWORD",
            r"[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s:/@\"']{0,80}:([^\s@/\"']{1,120})@",
            "label",  # else "s3cret@db.example.org" would pass for a mail address, which blocks nothing
            0.97,
            _assigned,
        ),
        Rule(
            "CREDENTIAL.CODE",
            rf"(?i)\b{_CODES}\b(?:\s?(?:is|was|=|:|#|es|to)\s?){{1,2}}([*#]?\d{{4,10}}[*#]?|\d{{1,2}}-\d{{1,2}}-\d{{1,2}})",
            "label",
            0.85,
            _code,
        ),
        Rule(
            "CREDENTIAL.PASSWORD",
            r"(?i)\b(?:credentials?|creds|log ?in|user(?:name)?[ /]{0,3}(?:and |& )?pass(?:word)?"
            r"|credenciales)\s?(?:are|is|:|=|for \w{1,20}:)"
            r"\s{0,2}[\w.@-]{3,60}(?: ?[/|:,] ?| and | y )([^\s\"'`/]{4,64})",
            "label",
            0.9,
            _spoken,
        ),
        Rule(
            "CREDENTIAL.KEY",
            r"(?i)\b(?:set-cookie:|cookie:|phpsessid=|jsessionid=|asp\.net_sessionid=|connect\.sid=|session(?:_?id|_?token)?=|sess=|auth_token=|access_token=|id_token=|refresh_token=|xsrf-token=|csrftoken=)"
            r"\s?(?:[\w.-]{1,40}=)?([A-Za-z0-9%+/_.:~-]{12,}=*)",
            "label",
            0.96,
            _key,
        ),
        Rule(
            "USERNAME", r"[A-Za-z][A-Za-z0-9+.-]{1,20}://([^\s:/@\"']{2,80}):[^\s@/\"']{1,120}@", "format", 0.8, _user
        ),
        Rule("CREDENTIAL.KEY", r"(?i)\b(?:bearer|basic)\s+([A-Za-z0-9._~+/-]{16,}=*)", "label", 0.95, _key),
        Rule(
            "CREDENTIAL.PASSWORD",
            rf"(?i)\b(?:{_LABELS}|pw|psw)\b[\"'`*]{{0,3}}\s{{0,2}}(?::|=>?|->|\s-\s)\s{{0,2}}[\"'`*]{{0,3}}([^\s\"'`]{{4,128}})",
            "label",
            0.95,
            _assigned,
        ),
        Rule(
            "CREDENTIAL.PASSWORD",
            (
                rf"(?i)\b(?:(?:{_LABELS}|pw|psw)\b(?:{_WHOSE}(?:\s?[:=]| {_IS})|:?(?: {_IS})?)"
                rf"|pass\b(?:\s?[:=]| {_IS}))"
                r"(?: {1,2}|[:=]\s{0,2})[\"'`]?([^\s\"'`]{4,128})"
            ),
            "label",
            0.85,
            _spoken,
        ),
        Rule(
            "CREDENTIAL.PASSWORD",
            rf"(?i)\A(?:[\w ]{{0,40}} )?{_FIELD_LABELS}: ([^\n]{{4,128}})\z",
            "label",
            0.95,
            _whole,
        ),
        Rule(
            "CREDENTIAL.KEY",
            rf"(?i)\b{_KEY_LABELS}\b[\"']?\s{{0,2}}(?::|=>?)\s{{0,2}}[\"']?([A-Za-z0-9+/_.~-]{{10,}}=*)",
            "label",
            0.9,
            _key,
        ),
    ),
    needs=(
        *KEY_NEEDS,
        *(
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
            "digo de acceso",
        ),
        *(
            "pin",
            "code",
            "combo",
            "combination",
            "cookie",
            "session",
            "sess",
            "credential",
            "creds",
            "login",
            "user",
            "pword",
        ),
    ),
    more=("CREDENTIAL.CODE",),
    version=2,
)
