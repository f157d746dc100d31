"""What an identifier detector is: a name, the entities it can report, and `find`.

Most are a handful of patterns with an exact check behind each. They run on the folded view of a text
(`detectors.normalize`), with the label that stands outside the text, if any, written in front of it
(``"ssn: 536904399"``): a label in a JSON key and a label in a sentence are then the same thing.

Patterns are compiled by re2: linear time on any input, no look-around. What look-around would do is done by `accept`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import re2

from detectors.finding import Finding
from detectors.identifiers.linear import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Detector(Protocol):
    """Anything that finds entities in text. `name` and `version` enter the engine's version."""

    @property
    def name(self) -> str:
        """``identifiers.ssn``."""
        ...

    @property
    def version(self) -> int:
        """Raised whenever results may change: cached findings of another version are not used."""
        ...

    @property
    def entities(self) -> tuple[str, ...]:
        """Every entity it may report, suffix included."""
        ...

    @property
    def needs(self) -> tuple[str, ...]:
        """Cheap necessary conditions, any of which is enough: lower-case words or `identifiers.signals`."""
        ...

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text, in no order, possibly overlapping; offsets are in that text."""
        ...


Accept: TypeAlias = "Callable[[str, str, int, int], str | None]"
"""The exact check behind a pattern: called with (value, text, start, end), where ``value == text[start:end]``, it gives
the entity, perhaps with a suffix, or None for a look-alike."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern. Its group 1 is the value; without a group, the whole match is.

    Attributes:
        entity: what it reports when `accept` is None; else what a reader should expect.
        pattern: re2 syntax.
        why: reason code, ranked by `detectors.arbitration`: label, checksum, format or shape.
        score: confidence in 0..1.
        accept: exact check, or None.
    """

    entity: str
    pattern: str
    why: str
    score: float
    accept: Accept | None = None


class PatternDetector:
    """A detector made of rules."""

    def __init__(
        self,
        name: str,
        rules: tuple[Rule, ...],
        *,
        needs: tuple[str, ...],
        more: tuple[str, ...] = (),
        version: int = 1,
    ) -> None:
        self.name = name
        self.version = version
        self.needs = needs
        self.entities = tuple(dict.fromkeys((*(rule.entity for rule in rules), *more)))
        self.compiled = tuple(CompiledRule(name, rule) for rule in rules)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates of all rules."""
        for rule in self.compiled:
            yield from rule.find(text)


class CompiledRule:
    """A rule and its compiled pattern: the unit that `detectors.prefilter` decides to run or to skip."""

    def __init__(self, detector: str, rule: Rule) -> None:
        self._detector = detector
        self._rule = rule
        self._compiled = compile_pattern(rule.pattern)

    @property
    def pattern(self) -> str:
        """The pattern in re2's syntax."""
        return self._compiled.pattern

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates; a value glued to a letter or digit on either side is none."""
        rule = self._rule
        group = min(1, self._compiled.groups)
        for match in self._compiled.finditer(text):
            start, end = match.span(group)
            if start < end and isolated(text, start, end):
                entity = rule.entity if rule.accept is None else rule.accept(text[start:end], text, start, end)
                if entity is not None:
                    yield Finding(entity, start, end, rule.score, self._detector, rule.why)


# Unicode classes in full are thousands of ranges each; repeated in a pattern they cost seconds to compile and slow the
# automaton. These few ranges hold every letter (and a little more); what must begin with a capital is checked after.
_WIDE = (
    r"\x{2C00}-\x{2DFF}\x{3040}-\x{D7FF}\x{F900}-\x{FDFF}\x{FE70}-\x{FEFE}\x{FF21}-\x{FFDC}\x{10000}-\x{1EFFF}"
    r"\x{20000}-\x{3FFFF}"
)
_LETTERS = r"A-Za-z\x{AA}\x{B5}\x{BA}\x{C0}-\x{1FFF}" + _WIDE
_CAPITALS = r"A-Z\x{C0}-\x{DE}\x{100}-\x{1FFF}" + _WIDE
_SMALLS = r"a-z\x{DF}-\x{1FFF}" + _WIDE
_CLASSES = {r"\pL": _LETTERS, r"\p{Lu}": _CAPITALS, r"\p{Ll}": _SMALLS, r"\pN": "0-9"}
_CLASS = re.compile(r"\\(?:pL|pN|p\{Lu\}|p\{Ll\})|\\.|\[\^?|\]", re.DOTALL)


def portable(pattern: str) -> str:
    """The pattern with the classes of letters in their short form, inside and outside of brackets."""
    inside = False
    parts: list[str] = []
    position = 0
    for match in _CLASS.finditer(pattern):
        parts.append(pattern[position : match.start()])
        token = match.group()
        short = _CLASSES.get(token)
        if short is not None:
            parts.append(short if inside else f"[{short}]")
        else:
            parts.append(token)
            inside = (inside or token[0] == "[") and token != "]"  # noqa: S105  a piece of regex syntax
        position = match.end()
    return "".join(parts) + pattern[position:]


OPTIONS = re2.Options()
OPTIONS.log_errors = False
# The default budget (8 MB) makes long alternations with bounded repeats fall back from the DFA to the slow NFA.
OPTIONS.max_mem = 64 << 20


def compile_pattern(pattern: str) -> Pattern:
    """A pattern in re2's syntax, with the classes of `portable`; compiled once, when it is first asked.

    Raises:
        re2.error: (on first use) the pattern is not in re2's syntax.
    """
    return Pattern(pattern, OPTIONS, portable)


def isolated(text: str, start: int, end: int) -> bool:
    """Whether the slice is a word of its own: no letter or digit touches it where it begins or ends with one."""
    glued_before = start > 0 and text[start].isalnum() and text[start - 1].isalnum()
    return not glued_before and ends_alone(text, end)


def ends_alone(text: str, end: int) -> bool:
    """Whether no letter or digit touches what ends there with a letter or digit."""
    return not (0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def digits_of(value: str) -> str:
    """The ASCII digits of a folded value."""
    return "".join(char for char in value if "0" <= char <= "9")


def when(entity: str, test: Callable[[str], bool]) -> Accept:
    """An `Accept` from a test of the value alone."""

    def accept(value: str, _text: str, _start: int, _end: int) -> str | None:
        return entity if test(value) else None

    return accept
