"""Blind search for people: keyed digests of the identifiers and names in a call, and of what an auditor types.

A record never holds an identifier. It holds HMAC-SHA256 digests of them, so that "every call about student 1234567893"
can be answered by whoever has the installation's key, and nobody can read a person out of the log. Digests leave the
guard in no call: as codes derived from personal data they would be no de-identification (45 CFR 164.514(c)).

Spellings of one value fall together: identifiers by their letters and digits, names by their folded words in any order.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from proxy.exchange import Json

MAX_SUBJECTS: Final = 250
"""Digests in one record (about 20 kB): a pasted roster must not make a giant record. What is left out is counted."""
DIGEST: Final = re.compile(r"[0-9a-f]{8}:[0-9a-f]{32}")
"""Key id, and the first 128 bits of the digest."""
TREATMENTS: Final = ("keep", "generalize", "pseudonymize", "redact")
"""Weakest first: a subject's treatment is the weakest that one of its mentions had."""

NAMES: Final = frozenset({"STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "STAFF_NAME_SENSITIVE", "PERSON_OTHER"})
"""One class: whether a detector took a name for a student's or for another person's must not hide it from a search."""
WRITTEN: Final = frozenset({"EMAIL", "USERNAME", "URL_PERSONAL", "IP", "DEVICE_ID"})
"""Identifiers whose punctuation counts."""
_RANK: Final = {
    label: rank
    for rank, label in enumerate(
        ("STUDENT_ID", "STUDENT_NAME", "PATIENT_NAME", "MRN", "MEDICAID_ID", "PLAN_ID", "SSN", "PERSON_OTHER")
    )
}
"""Who is kept first where there are too many: children and patients, by number before name."""
_NAME_WORDS: Final = 4
_WORD: Final = re.compile(r"[^\W_]+")
_POSSESSIVE: Final = re.compile("['\u2019\u02bc]s\\b")
_APOSTROPHE: Final = re.compile("['\u2019\u02bc`]")
_TITLES: Final = frozenset({"mr", "mrs", "ms", "mx", "dr", "miss", "jr", "sr"})


@dataclass(frozen=True, slots=True)
class SubjectKey:
    """One key of the index. Its id stands before every digest, so that older records stay searchable after a change."""

    key: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Eight hexadecimal digits that tell keys apart and nothing about them."""
        return _key_id(self.key)

    def digest(self, kind: str, normal: str) -> str:
        """The digest of a normalised value of one class."""
        return f"{self.id}:{hmac.digest(self.key, f'{kind}|{normal}'.encode(), hashlib.sha256)[:16].hex()}"


@lru_cache(maxsize=64)  # of the installation's few keys; it stands before each of the digests of a call
def _key_id(key: bytes) -> str:
    return hmac.digest(key, b"subject key id", hashlib.sha256)[:4].hex()


@dataclass(frozen=True, slots=True)
class SubjectKeys:
    """The keys in use: digests are written under the current one, and searched for under all."""

    current: SubjectKey
    older: tuple[SubjectKey, ...] = ()

    def searched(self, entity: str, text: str) -> tuple[str, ...]:
        """Digests of records about this value, under every key; empty where the text holds nothing to go by.

        A name of three or more words is looked for by each two of them: "Jordan Lee Smith" is found as "Jordan Smith".
        """
        kind, normals = _class(entity), _spelled(entity, text)
        wanted = normals[1:] or normals
        return tuple(key.digest(kind, each) for key in (self.current, *self.older) for each in wanted)


@dataclass(frozen=True, slots=True)
class SubjectIndex:
    """What a record says of the people in a call.

    Attributes:
        subjects: ``{entity, digest, treatment}``, and ``part`` where two words stand for a longer name.
        total: how many different identifiers and names there were.
        cut: whether some of them were left out.
    """

    subjects: tuple[dict[str, Json], ...] = ()
    total: int = 0
    cut: bool = False

    def detail(self) -> dict[str, Json]:
        """As fields of a record; nothing for a call about nobody."""
        if not self.total:
            return {}
        return {"subjects": list(self.subjects), "subjects_total": self.total, "subjects_cut": self.cut}


def index(values: Iterable[tuple[str, str, str]], keys: SubjectKeys) -> SubjectIndex:
    """Digests of the identifiers and names of one call.

    Args:
        values: entity label (its suffix does not count), the text as the caller wrote it, and what happened to it (one
            of `TREATMENTS`).
        keys: of the tenant.
    """
    weakest: dict[tuple[str, str], tuple[int, str, tuple[str, ...]]] = {}
    for entity, text, treatment in values:
        spelled = _spelled(entity, text)
        if not spelled:
            continue
        place, rank = (_class(entity), spelled[0]), TREATMENTS.index(treatment)
        known = weakest.get(place)
        base = entity.partition(".")[0] if known is None else known[1]
        weakest[place] = (rank if known is None else min(rank, known[0]), base, spelled)
    found = sorted(weakest.items(), key=lambda item: _RANK.get(item[1][1], len(_RANK)))
    subjects: list[dict[str, Json]] = []
    whole = 0
    for (kind, _), (rank, base, spelled) in found:
        rows = _rows(keys.current, kind, base, TREATMENTS[rank], spelled)
        if len(subjects) + len(rows) > MAX_SUBJECTS:
            break
        subjects += rows
        whole += 1
    return SubjectIndex(tuple(subjects), len(found), whole < len(found))


def _rows(key: SubjectKey, kind: str, entity: str, treatment: str, spelled: Sequence[str]) -> list[dict[str, Json]]:
    first, *parts = ({"entity": entity, "digest": key.digest(kind, each), "treatment": treatment} for each in spelled)
    return [first, *(part | {"part": True} for part in parts)]


def _class(entity: str) -> str:
    base = entity.partition(".")[0]
    return "NAME" if base in NAMES else base


def _spelled(entity: str, text: str) -> tuple[str, ...]:
    """The normalised value first; then, for a name of three or more words, each two of them."""
    base = entity.partition(".")[0]
    if base in NAMES:
        words = name_words(text)
        pairs = combinations(words, 2) if len(words) > 2 else ()  # noqa: PLR2004 - two words are a pair already
        return (" ".join(words), *(" ".join(pair) for pair in pairs)) if words else ()
    normal = identifier(text, written=base in WRITTEN)
    if base == "PHONE" and len(normal) == 11 and normal.startswith("1"):  # noqa: PLR2004 - +1 and ten digits (NANP)
        normal = normal[1:]
    return (normal,) if normal else ()


def identifier(text: str, *, written: bool = False) -> str:
    """Letters and digits of an identifier, folded; with `written`, everything but spaces and invisible characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        _digit(char)
        for char in folded
        if char.isalnum() or (written and not char.isspace() and unicodedata.category(char)[0] in "PS")
    )


def name_words(text: str) -> tuple[str, ...]:
    """The folded words of a name, sorted: no accents, case, order, initials, titles or possessive.

    At most four: of a longer one the first two and the last two.
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    if not folded.isascii():
        folded = "".join(char for char in folded if unicodedata.category(char) not in {"Mn", "Cf"})
    words = _WORD.findall(_APOSTROPHE.sub("", _POSSESSIVE.sub("", folded)))
    long = [word for word in words if word not in _TITLES and (len(word) > 1 or not word.isascii())] or words
    if len(long) > _NAME_WORDS:
        long = [*long[:2], *long[-2:]]
    return tuple(sorted(dict.fromkeys(long)))


def _digit(char: str) -> str:
    """One digit for all scripts: an Arabic-Indic number is the same number."""
    return str(unicodedata.digit(char)) if char.isdecimal() else char
