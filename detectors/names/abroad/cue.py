"""What a cue is: words of one language before a name, and who is named there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["kin", "of", "name", "end", "title"]
"""Kin or role before a name; whose kin somebody is; "my name is"; thanks and regards above a signature; a title."""

CHILD, ADULT, OTHER = "STUDENT_NAME", "FAMILY_NAME", "PERSON_OTHER"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words before a name.

    Attributes:
        language: code of two letters, as in the list of everyday words.
        entity: who is named.
        pattern: the words, in re2's syntax without groups that capture; case does not matter.
        kind: how they stand to the name.
        told: whether the words alone could be of another language, so that two others of this one must stand near.
    """

    language: str
    entity: str
    pattern: str
    kind: Kind = "kin"
    told: bool = False


def kin(language: str, child: str, adult: str, of: str, *, told: bool = False) -> tuple[Cue, ...]:
    """The cues of kin of a language: those with "of" behind them first, since the first that fits is taken.

    Args:
        language: its code.
        child: words for children, pattern.
        adult: words for grown-up kin and those who look after children, pattern.
        of: what makes the name behind it the other person's, a space before it included; empty when nothing does.
        told: whether the words for grown-ups could be of another language ("mama").
    """
    named = (Cue(language, CHILD, child), Cue(language, ADULT, adult, told=told))
    if not of:
        return named
    of_adult = Cue(language, CHILD, f"(?:{adult})(?:{of})", "of", told=told)
    return (of_adult, Cue(language, ADULT, f"(?:{child})(?:{of})", "of"), *named)
