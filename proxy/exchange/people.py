"""When two people are two: on every face the same person is the same (NIST SP 800-53 AC-3(2), AC-5).

Over HTTP people are known by the person behind their key (`Caller.person`), on the guard's own machine by the name of
their account there. An account that is called like a person is that person's, or one person could ask on one face and
agree on the other.
"""

from __future__ import annotations

from typing import Final

OPERATOR: Final = "operator:"
"""What stands before the name of an account of the guard's machine."""


def same_person(one: str, other: str) -> bool:
    """Whether two names, as requests keep them, stand for one person."""
    return one.removeprefix(OPERATOR).casefold() == other.removeprefix(OPERATOR).casefold()
