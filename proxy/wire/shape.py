"""The language in which a codec describes a body: what may stand where, and how a string or number there is read.

A `Shape` describes one place. Its default is the safe one: everything is scanned, the keys too. A codec only names
the exceptions, so a field that a vendor invents tomorrow is scanned without a change here. What contradicts its
description (an object where text belongs) is scanned in the same way. Nothing here walks; see `walk`, `patch` and
`rewrite`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from proxy.exchange import Json, Spelling
from proxy.wire.seals import looks_random

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# --------------------------------------------------------------------------- how a string is read


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one string is accounted for; with neither spelling nor kind it is a known structural value."""

    spelling: Spelling | None = None
    """Scanned, and how a placeholder in it must be spelled."""
    kind: str = ""
    """Not readable as text: the kind of `Unscanned`. May be combined with a spelling (a remote URL is both)."""
    embedded: bool = False
    """A JSON document in the string, if it is one."""
    carries: bool = False
    """The string is a file's content in base64 or a data URL: an `Attachment`."""


Reading: TypeAlias = "Callable[[str], Verdict]"
"""From a string to its verdict."""

STRUCTURAL: Final = Verdict()
TEXT: Final = Verdict(Spelling.TEXT)
NAME: Final = Verdict(Spelling.IDENTIFIER)
EMBEDDED: Final = Verdict(Spelling.TEXT, embedded=True)


def text(_: str) -> Verdict:
    """Free text."""
    return TEXT


def name(_: str) -> Verdict:
    """A name, URL or schema value: scanned, replaced in the identifier form."""
    return NAME


def document(_: str) -> Verdict:
    """Text that may be a JSON document (tool-call arguments, tool results)."""
    return EMBEDDED


def exempt(_: str) -> Verdict:
    """Structural whatever it says; only for the model name, which the registry checks against its list."""
    return STRUCTURAL


_INLINE: Final = Verdict(Spelling.IDENTIFIER, "file", carries=True)


def unknown(value: str) -> Verdict:
    """A string nobody described: one word may be an identifier, several are text, a data URL is a file too."""
    if value[:5].lower() == "data:" and ";base64," in value[:128].lower():
        return _INLINE
    return TEXT if len(value.split(maxsplit=1)) > 1 else NAME


def one_of(*values: str) -> Reading:
    """Structural when it is one of `values`, scanned otherwise."""
    known = frozenset(values)

    def read(value: str) -> Verdict:
        return STRUCTURAL if value in known else unknown(value)

    return read


_DATED: Final = re.compile(r"_20(?:2[4-9]|3\d)_?(?:0[1-9]|1[0-2])_?(?:0[1-9]|[12]\d|3[01])\Z")
"""The version that APIs put behind the type of a tool: ``web_search_20250305``."""


def versioned(*values: str) -> Reading:
    """As `one_of`, also with the date of a version behind it."""
    known = frozenset(values)

    def read(value: str) -> Verdict:
        return STRUCTURAL if value in known or _DATED.sub("", value) in known else unknown(value)

    return read


_ID: Final = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9_.:-]{1,64}")
_MANY_DIGITS: Final = re.compile(r"(?:\d[_.:-]?){7}")
_MADE_ID: Final = re.compile(r"(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_.:/+=-]{1,256}")


def reference(value: str) -> Verdict:
    """An id in a request. It must round-trip, so it is structural; but scanned when it could carry a value.

    That is: white space, ``@`` or any other unusual character, seven digits, which separators do not hide, or no digit
    at all: made ids have one (98 of 100 of 24 random letters and digits), names of people have none.
    """
    return STRUCTURAL if _ID.fullmatch(value) and not _MANY_DIGITS.search(value) else unknown(value)


_SEALED: Final = re.compile(r"[A-Za-z0-9+/_=-]{64,}")
_SEPARATE: Final = re.compile(r"[+/_=-]")
_NUMBER_APART: Final = re.compile(r"(?<![A-Za-z0-9])(?:\d[_/+=-]?){7,}(?![A-Za-z0-9])")
_LEAST_LETTERS: Final = 8
"""Of so many characters of base64 at most one is no letter or digit; in random bytes it is one of 32."""
_SEALED_VERDICT: Final = Verdict(kind="sealed")


def sealed(value: str) -> Verdict:
    """What a provider signed or encrypted, base64: it goes back to whoever made it, unread. Text is no such thing.

    What is too short, holds white space, a number that stands alone, words between separators, or text in its letters
    or below them (`seals`) is scanned.
    """
    return _SEALED_VERDICT if _is_base64(value) and looks_random(value) else unknown(value)


def _is_base64(value: str) -> bool:
    if not _SEALED.fullmatch(value) or _NUMBER_APART.search(value):
        return False
    return len(_SEPARATE.findall(value)) * _LEAST_LETTERS <= len(value)


def made_id(value: str) -> Verdict:
    """An id, model or fingerprint in an answer: structural with any digits, if it has a letter and no odd character."""
    return STRUCTURAL if _MADE_ID.fullmatch(value) else unknown(value)


def opaque(kind: str) -> Reading:
    """Encoded content (base64) that is not text."""
    verdict = Verdict(kind=kind)
    return lambda _: verdict


def inline(kind: str) -> Reading:
    """A file's content, in base64 or as a data URL: an attachment, and `kind` while nobody has opened it."""
    verdict = Verdict(kind=kind, carries=True)
    return lambda _: verdict


def tensor(kind: str) -> Reading:
    """Base64 of numbers that a model reads in place of text: not readable here, and scanned too when it may be text."""

    def read(value: str) -> Verdict:
        return Verdict(None if _is_base64(value) else unknown(value).spelling, kind)

    return read


STORED_FILE: Final = "stored_file"
"""The kind of a file that lies at the provider and is named by its id."""


def stored(kind: str) -> Reading:
    """The id of content that lies at the provider: not readable here, and scanned too when it is not a plain id."""
    plain, odd = Verdict(kind=kind), Verdict(Spelling.IDENTIFIER, kind)
    return lambda value: plain if reference(value) is STRUCTURAL else odd


REMOTE: Final = "remote_url"
"""The kind of content that the provider would fetch from somewhere else."""
_SERVER: Final = Verdict(Spelling.IDENTIFIER, "remote_server")


def link(kind: str) -> Reading:
    """A URL to content: data URLs are attachments; anything else is a remote URL and scanned as text as well."""
    within, remote = Verdict(kind=kind, carries=True), Verdict(Spelling.IDENTIFIER, REMOTE)
    # A data URL that is not base64 spells its content in clear: scan that as well.
    clear = Verdict(Spelling.IDENTIFIER, kind, carries=True)

    def read(value: str) -> Verdict:
        head = value[:128].lower()
        if not head.startswith("data:"):
            return remote
        return within if ";base64," in head else clear

    return read


def server(_: str) -> Verdict:
    """The address of a server that the provider will call: what it answers nobody reads here."""
    return _SERVER


# --------------------------------------------------------------------------- how a number is read


class Numbers(Enum):
    """What a number at a place is."""

    VALUE = "value"
    """A value like any other: scanned; replaced, it becomes a string."""
    BOUND = "bound"
    """Scanned; but a string is not allowed there, so a call that needs it replaced is refused."""
    SETTING = "setting"
    """A setting of the API: structural up to seven characters, longer as BOUND. 0.7 and 16384 pass, an SSN does not."""
    SEED = "seed"
    """Structural whatever it is: drawn at random by clients, read by nobody."""
    SAID = "said"
    """In an answer: a word of the model's, in the arguments of a tool. Scanned; masked, it becomes a string."""


SETTING_CHARS: Final = 7


# --------------------------------------------------------------------------- a place in a body


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What may stand at one place of a body."""

    string: Reading = unknown
    number: Numbers = Numbers.VALUE
    fields: Mapping[str, Shape] = field(default_factory=dict)
    """Members whose keys belong to the API; those keys are structural."""
    others: Shape | None = None
    """Members under any other key, which is scanned; None: `ANYTHING`."""
    items: Shape | None = None
    """Entries of an array; None: as this very shape."""
    role: str = ""
    """Role of what stands here and below; empty: as above."""
    label: bool = True
    """Whether the key (one of `fields`) that leads here labels the text below: "city" does, "content" does not."""
    kind: str = ""
    """Not empty: an object or array here cannot be read as text, and is `Unscanned` of this kind as a whole."""
    choose: Callable[[Json], Shape] | None = None
    """The shape depends on what stands here: ask this first."""

    def of(self, value: Json) -> Shape:
        """The shape for `value` standing here."""
        return self.choose(value) if self.choose is not None else self

    def member(self, key: str) -> tuple[Shape, bool]:
        """The shape under `key`, and whether the key is one of the API."""
        known = self.fields.get(key)
        if known is not None:
            return known, True
        return self.others or ANYTHING, False

    def item(self) -> Shape:
        """The shape of an array's entries."""
        return self.items or self


ANYTHING: Final = Shape()
"""Nobody described it: every string, number and key is scanned."""


def _deeper(_: Json) -> Shape:
    return _SAID


_SAID: Final = Shape(number=Numbers.SAID, others=Shape(choose=_deeper))
SAID: Final = Shape(text, number=Numbers.SAID, others=_SAID, label=False)
"""An object that the model made, whatever it is called and however deep: its numbers are scanned too. Other numbers
of answers are counts and settings of the API, and stay."""
