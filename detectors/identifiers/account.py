"""Names of accounts and pages of persons (RCW 42.56.590, 16 CFR 312.2, 45 CFR 164.514(b)(2)(i)(N)).

A handle or user name has its label, or stands behind ``@`` beside a site or a person. Pages of persons are known by
their host; films, groups, companies and search pages on the same hosts are nobody's.
"""

from __future__ import annotations

import re

from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern
from detectors.identifiers.signals import DIGIT

_SITES = (
    r"facebook|fb|instagram|insta|finsta|ig|tiktok|tik tok|snapchat|snap|twitter|youtube|linkedin|roblox"
    r"|discord|reddit|threads"
    r"|twitch|pinterest|tumblr|bluesky|bsky|mastodon|vsco|telegram|kik|venmo|cash ?app|steam|xbox|psn"
    r"|minecraft|fortnite|epic games"
    r"|soundcloud|strava|scratch|khan academy|whatsapp"
)
_HOSTS = (
    r"facebook|fb|instagram|tiktok|snapchat|twitter|x|youtube|linkedin|roblox|discord|reddit|threads|twitch|pinterest|tumblr|bsky"
    r"|vsco|t|venmo|cash|steamcommunity|soundcloud|strava|gofundme|onlyfans|patreon|ask|wattpad|deviantart|letterboxd"
)
_NOBODYS = compile_pattern(
    r"(?i)^https?://[^/]+/(?:watch|playlist|embed|results|search|hashtag|explore|events?|groups?|company|school|learning|jobs|r/"
    r"|shorts/|tag/|help|about|policies|legal|privacy|terms|p/|reel/|pulse/|games?/|discover|intent|sharer?\b|share\?)"
)
_LABELS = (
    r"user[ _-]?(?:name|id)?|login(?:[ _-]?(?:name|id))?|handle|screen[ _-]?name|gamer ?tag|usuari[oa]"
    r"|nombre de usuario|account name"
)
_KEYS = (
    r"(?:nick(?:[ _-]?names?)?|gamer[ _-]?tag|screen[ _-]?name|player[ _-]?(?:name|id)|display[ _-]?name"
    r"|actor|principal|initiator|subject[ _-]?user(?:[ _-]?name)?|target[ _-]?user(?:[ _-]?name)?|requester"
    r"|(?:created|updated|modified|changed|performed|submitted|entered|uploaded|posted|graded|approved)[ _-]?by"
    r"|usr(?:[ _-]?(?:name|id))?|uname|acct(?:[ _-]?name)?|from[ _-]?user|to[ _-]?user"
    r"|sam[ _-]?account[ _-]?name|upn|user[ _-]?principal(?:[ _-]?name)?|uid|login[ _-]?id|cs[ _-]?username)"
)
"""Keys of log lines, games and directories (Windows events, Active Directory, OneRoster) under which accounts stand."""
_PLAYERS = compile_pattern(r"(?i)(?:nick|gamer|screen|player)[a-z _-]{0,6}[\"']{0,2}\s{0,2}[:=]\s{0,2}[\"']?$")
_SERVICES = compile_pattern(
    r"(?i)^(?:system|main|master|root|admin|anonymous|unknown|none|null|true|false|undefined|n/a|string|bot|cron"
    r"|scheduler|default|localhost|service|guest|public|self|user|player|test)\d{0,3}$"
    r"|(?:^|[._-])(?:bot|svc|service|agent|daemon|runner|worker|job|cron|sync|backup|deploy|actions?|api|webhook|queue|node|host|server|prod|dev"
    r"|stag(?:e|ing)|v\d+)(?:\d{0,3}$|[._-])"
)
_VERSION = compile_pattern(r"^v?[\d._-]+$|^[0-9a-f-]{24,}$")
_NO_NAME = compile_pattern(
    r"(?i)^(?:string|str|text|varchar|char|null|none|true|false|required|optional|unknown|same|the|your|his|her|their|my|is|not|and"
    r"|or|at|in|on|with|for|page|name|password|email|account|accounts|guide|admin|root|user|username|test|guest|student|teacher|staff"
    r"|parent|policy|manual|story|stories|experience|interface|agreement|request|failed|error|info|help|tbd|na|n/a|see|via|only)$"
)
_WRITTEN = compile_pattern(r"""[:=]["'\s]{0,4}$""")
_SITE_BEFORE = compile_pattern(rf"(?i)\b(?:{_SITES})\b[^\pL]{{0,6}}$")
_BESIDE = compile_pattern(
    rf"(?i)\b(?:{_SITES}|handle|username|dm(?:'?ed|s|ing)?|posted|posts?|post(?:ing)? as|tagged|tags"
    rf"|follow(?:s|ed|er|ers|ing)?|account"
    r"|profile|stream(?:s|ing)?|her|his|their|student|kid|cuenta|estudiante|screenshot)\b"
)
_OURS = compile_pattern(r"(?i)\b(?:us|our|we|official|district'?s?|school'?s?|agency'?s?)\b[^\n]{0,20}$")
# fmt: off
_DECORATORS = frozenset({
    "abstractmethod", "app", "author", "babel", "cached_property", "classmethod", "component", "contextmanager",
    "dataclass",
    "deprecated", "deprecate", "everyone", "fixture", "flaky", "font-face", "given", "here", "import", "include",
    "injectable",
    "keyframes", "layer", "media", "namespace", "overload", "override", "param", "property", "pytest",
    "return", "returns",
    "see", "since", "staticmethod", "supports", "test", "throws", "type", "types", "use", "validates", "wraps",
})
# fmt: on
_REACH = 60
_LETTERS_OF = re.compile(r"[^A-Za-z]+")
_CAPITALISED = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{3,20}(?![A-Za-z])")
_INITIALS = 3
_CUT_SURNAME = 5
"""Letters of a name that was cut to the length that a system allows: "ericciar30" of Enzo Ricciardelli."""


def _account(value: str, text: str, start: int, end: int) -> str | None:
    """A word of prose after a label ("user accounts") has neither digit nor mark in it, unless written as a value."""
    if text[end : end + 1] in {"(", "["}:  # code: handle = os.open(
        return None
    written = _WRITTEN.search(text[max(0, start - 6) : start]) is not None
    if value.isdigit() and not written:
        return None
    marked = any(not char.isalpha() and (written or char != "-") for char in value)
    plain = written and _NO_NAME.search(value) is None and _SITE_BEFORE.search(text[max(0, start - 20) : start]) is None
    return "USERNAME" if marked or plain else None


def _under_key(value: str, text: str, start: int, _end: int) -> str | None:
    """One word with a digit or a mark in it, or any word where players have their names; no service, no version."""
    if _SERVICES.search(value) is not None or _VERSION.search(value) is not None:
        return None
    marked = any(char.isdigit() or char in "_." for char in value) and any(map(str.isalpha, value))
    players = _PLAYERS.search(text[max(0, start - 24) : start]) is not None and value[0].islower()
    return "USERNAME" if marked or players else None


def _of_name(value: str, text: str, start: int, end: int) -> str | None:
    """The name of somebody beside it with an initial and a number: "jvance07" near "Jon Vance"; "python3" is none."""
    letters = _LETTERS_OF.sub("", value).lower()
    around = text[max(0, start - _REACH) : start] + " " + text[end : end + _REACH]
    parts = sorted({word.lower() for word in _CAPITALISED.findall(around)}, key=len, reverse=True)
    if len(letters) > _CUT_SURNAME and any(
        part.startswith(letters[1:]) and other[0] == letters[0] for part in parts for other in parts if other != part
    ):
        return "USERNAME"
    named = [part for part in parts if part in letters]
    for part in named:
        letters = letters.replace(part, "", 1)
    return "USERNAME" if named and len(letters) <= _INITIALS and (letters or len(named) > 1) else None


def _handle(value: str, text: str, start: int, end: int) -> str | None:
    """Not a decorator of code, not the agency's own, and beside a site or a person."""
    alone = not text[max(0, start - _REACH) : start].rpartition("\n")[2].strip()
    if value[1:].lower() in _DECORATORS or text[start - 1 : start] == "`":
        return None
    decorator = text[end : end + 1] == "(" or (alone and text[end : end + 1] in {"", "\n"})
    around = text[max(0, start - _REACH) : start] + " " + text[end : end + _REACH]
    if decorator or _OURS.search(text[max(0, start - _REACH) : start]) or _BESIDE.search(around) is None:
        return None
    return "USERNAME.HANDLE"


def _page(value: str, _text: str, _start: int, _end: int) -> str | None:
    return None if _NOBODYS.search(value) else "URL_PERSONAL"


DETECTOR = PatternDetector(
    "identifiers.account",
    (
        Rule(
            "USERNAME",
            rf"(?i)\b(?:{_LABELS}|{_SITES})\b"
            r"""["']?(?: (?:is|its|it's|as|under|name|handle|user|username|es|account|acct|id)){0,3}[:= "']{1,4}"""
            r"(@?[\pL\d][\pL\d._-]{2,31}[\pL\d_])",
            "label",
            0.8,
            _account,
        ),
        Rule(
            "USERNAME",
            rf"(?i)(?:^|[^\pL\pN]){_KEYS}[\"']?\s{{0,2}}[:=]\s{{0,2}}[\"']?(?:[A-Za-z0-9-]{{2,16}}\\{{1,2}})?"
            r"([\pL\d][\w.-]{3,31})(?:[\"'\s,;}&]|$)",
            "label",
            0.78,
            _under_key,
        ),
        Rule(
            "USERNAME",
            r"(?:^|[^\w@./-])([a-z][a-z._-]{3,24}[a-z]\d{1,4})(?:[^\w@./-]|[.](?:\s|$)|$)",
            "shape",
            0.7,
            _of_name,
        ),
        Rule("USERNAME.HANDLE", r"(?:^|[^\w@./])(@[A-Za-z0-9_][A-Za-z0-9_.]{1,28}[A-Za-z0-9_])", "shape", 0.6, _handle),
        Rule(
            "URL_PERSONAL",
            rf"(?i)((?:https?://)(?:[\w-]+\.)*(?:{_HOSTS})\.[a-z.]{{2,12}}/[^\s\"'<>)]{{2,80}})",
            "format",
            0.8,
            _page,
        ),
        Rule(
            "URL_PERSONAL",
            r"(?i)(?:^|[^\w/.@])((?:www\.)?(?:facebook|instagram|tiktok|snapchat|linkedin|roblox|venmo)\.com/[^\s\"'<>)]{2,80})",
            "format",
            0.75,
            lambda value, text, start, end: _page(f"https://{value}", text, start, end),
        ),
        Rule(
            "URL_PERSONAL",
            r"(?i)(https?://(?:photos|albums?|drive|share)\.[^\s/\"'<>]{3,60}/[^\s\"'<>)]{2,80})",
            "format",
            0.6,
        ),
        Rule(
            "URL_PERSONAL",
            r"(?i)\b(?:portfolio|her|his|their|my|personal|student|blog|homepage)(?: \w+){0,3}:? (?:is |at |page ){0,3}"
            r"(https?://[^\s\"'<>)]{6,100})",
            "label",
            0.7,
            _page,
        ),
    ),
    needs=(
        DIGIT,
        *(
            "@",
            "user",
            "login",
            "handle",
            "usuari",
            "http",
            "www.",
            ".com/",
            "roblox",
            "insta",
            "tiktok",
            "discord",
            "snap",
        ),
        *("nick", "actor", "principal", "player", "display", "initiator", "_by", "edby", "ed by", "ed-by"),
        *("requester", "upn", "uid", "usr", "uname", "acct"),
        *("gamer", "account", "screen", "facebook", "twitter", "youtube", "reddit", "twitch", "minecraft", "fortnite"),
        *("telegram", "kik", "venmo", "steam", "xbox", "psn", "scratch", "whatsapp", "ig ", "fb ", "vsco", "tumblr"),
    ),
    version=5,
)
