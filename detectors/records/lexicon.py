"""The record families' lexicons: read once, checked, and put into one index. Their README says where facts are from."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from detectors.records.grammar import Entry, parse_line
from detectors.records.index import PhraseIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "lexicons"
_CLASSES = "classes"
_OTHER = frozenset({_CLASSES, "chinese", "columns", "headings", "icd10cm_categories", "icd10cm_families", "not_typos"})
"""Files with a notation of their own."""

_FILES = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.txt"))}
DIGEST = hashlib.sha256(b"\n".join(_FILES[name] for name in sorted(_FILES))).hexdigest()
"""Changes with any file; part of every term detector's version."""

VERSION = int(DIGEST[:8], 16)
_SECTION = re.compile(r"\[((?:[~+]?[A-Za-z0-9]+(?:\.[a-z]+)?)+)(?: (0\.\d+))?\]")
_DEFAULT_SCORE = "0.9"


def lines(name: str) -> Iterator[str]:
    """The lines of a file, without comments and blank ones."""
    for line in _FILES[name].decode().split("\n"):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield stripped


def _read_classes() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in lines(_CLASSES):
        name, _, members = line.partition("=")
        found[name.strip()] = frozenset(members.split())
    return found


CLASSES = _read_classes()
"""Named lists of words: ``kin``, ``she``, ``topichead``."""


def _read_phrases() -> Iterator[tuple[str, Entry]]:
    for name in sorted(_FILES.keys() - _OTHER):
        sections: list[Entry] = []
        for line in lines(name):
            match = _SECTION.fullmatch(line)
            if match is not None:
                score = float(match.group(2) or _DEFAULT_SCORE)
                sections = [Entry(tag, score) for tag in match.group(1).split("+")]
            elif not sections:
                raise ValueError(f"a phrase stands before the first section of {name}.txt")
            yield from (parse_line(line, section, CLASSES) for section in sections if match is None)


PHRASES = tuple(_read_phrases())
INDEX = PhraseIndex(PHRASES, CLASSES)
TAGS = tuple(sorted({entry.tag for _, entry in PHRASES if entry.tag != "NONE" and not entry.tag.startswith("~")}))
"""Every tag that a phrase may report, with its detail."""
