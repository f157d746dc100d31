"""Identifiers that an agency declares itself, with examples that are tried when the file is read.

A pattern must be in RE2's syntax, which runs in linear time on any text; must not fit nothing or ordinary words, nor
(where no label announces it) ordinary numbers; and must do what its examples say. Examples are invented values.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, TypeAlias

import re2
from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator

from config.fields import LINE, Entity, FilledLine, FormatName, Label, Section, fault
from config.profiles import policy_table

_LONGEST = 200
_BUDGET = 1 << 20
"""Bytes that a compiled pattern may take: a long counted repeat would slow every text."""
_WORDS: Final = ("a", "is", "the", "student", "Monday", "unknown")
_NUMBERS: Final = ("7", "12", "304", "2026", "2026-2027", "11/23/2026", "5:30")

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.case_sensitive = False
_OPTIONS.max_mem = _BUDGET

Example: TypeAlias = Annotated[str, StringConstraints(pattern=LINE, min_length=1, max_length=80)]


def compiled(pattern: str) -> Any:  # noqa: ANN401 # re2 ships no types
    """The pattern as detection will use it, upper and lower case alike.

    Raises:
        re2.error: it is not in RE2's syntax, or takes too much memory.
    """
    return re2.compile(pattern, _OPTIONS)


def _pattern(pattern: str) -> str:
    try:
        regex = compiled(pattern)
    except re2.error:
        raise fault(
            "must be a regular expression in RE2's syntax (no look-around, no back-references), not too large"
        ) from None
    if regex.groups:
        raise fault("must not capture: write (?:...) for a group")
    if pattern.startswith(("^", r"\A", r"\b")) or pattern.endswith(("$", r"\z", r"\b")):
        raise fault("must describe the value alone, without ^, $ or \\b: word edges are checked anyway")
    if regex.fullmatch("") is not None:
        raise fault("must not match the empty text")
    if any(regex.fullmatch(each) for each in _WORDS):
        raise fault("must not match ordinary words: ask for a digit, or for letters that no word has")
    return pattern


Pattern: TypeAlias = Annotated[FilledLine, AfterValidator(_pattern)]


class IdentifierFormat(Section):
    """One identifier of the agency's own."""

    name: FormatName = Field(description="short name, which stands in findings as `district.NAME`")
    pattern: Pattern = Field(
        max_length=_LONGEST,
        description="the value alone, as an RE2 regular expression; upper and lower case are the same",
    )
    labels: tuple[Label, ...] = Field(
        default=(),
        max_length=50,
        description="phrases that stand beside the value (`kid key`); without any, the pattern alone is enough",
    )
    entity: Entity = Field(description="what it is: a label of the policy, best with a suffix (`STUDENT_ID.DISTRICT`)")
    must_match: tuple[Example, ...] = Field(min_length=1, max_length=50, description="invented values that it is")
    must_not_match: tuple[Example, ...] = Field(
        min_length=1, max_length=50, description="values of other things that look alike, which it is not"
    )

    @field_validator("entity")
    @classmethod
    def _known(cls, entity: str) -> str:
        known = policy_table("default").treatments
        if entity.partition(".")[0] not in known:
            raise fault(f"must be one of these, with or without a suffix: {', '.join(known)}")
        return entity

    @field_validator("labels")
    @classmethod
    def _says_enough(cls, labels: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        pattern = info.data.get("pattern")
        if not labels and pattern is not None and any(compiled(pattern).fullmatch(each) for each in _NUMBERS):
            raise fault("are needed, because `pattern` also matches ordinary numbers, dates or years")
        return labels

    @field_validator("must_match")
    @classmethod
    def _all_match(cls, examples: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        _tried(examples, info, expected=True, otherwise="is not matched by `pattern`")
        return examples

    @field_validator("must_not_match")
    @classmethod
    def _none_matches(cls, examples: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        _tried(examples, info, expected=False, otherwise="is matched by `pattern`, although it must not be")
        return examples


def _tried(examples: tuple[str, ...], info: ValidationInfo, *, expected: bool, otherwise: str) -> None:
    """Raise a fault that names the examples by number, never by value; silent when the pattern itself is broken."""
    pattern = info.data.get("pattern")
    if pattern is None:
        return
    regex = compiled(pattern)
    wrong = [number for number, each in enumerate(examples) if (regex.fullmatch(each) is not None) is not expected]
    if wrong:
        numbers = ", ".join(str(number + 1) for number in wrong)
        raise fault(f"example {numbers} {otherwise}")
