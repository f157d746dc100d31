"""When two people are two: on every face the same person is the same (NIST SP 800-53 AC-3(2), AC-5).

Over HTTP people are known by the person behind their key (`Caller.person`), on the guard's own machine by the name of
their account there. An account that is called like a person is that person's, or one person could ask on one face and
agree on the other.

A key that was made at run time stands for whoever its issuer says. Nobody can know whether there is such a person, so
beside its issuer, and beside whatever else that issuer made, it is no second one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OPERATOR: Final = "operator:"
"""What stands before the name of an account of the guard's machine."""
_UNWRITTEN: Final = re.compile(r"[^a-z0-9._-]")
"""What records write as "_" in the name of an account: the "@" of a directory's, which a person's name may hold too."""


def same_person(one: str, other: str) -> bool:
    """Whether two names, as requests keep them, stand for one person."""
    return _plain(one) == _plain(other)


@dataclass(frozen=True, slots=True)
class People:
    """Who may stand behind whom, as far as keys made at run time go.

    Attributes:
        issuers: name of the caller of such a key -> the persons who made keys of that name. Spelling is as
            `same_person` has it: case and the mark of an account do not count.
    """

    issuers: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def same(self, one: str, other: str) -> bool:
        """Whether two names stand, or may stand, for one person."""
        return not self._behind(one).isdisjoint(self._behind(other))

    def _behind(self, name: str) -> set[str]:
        made: defaultdict[str, set[str]] = defaultdict(set)
        for caller, by in self.issuers.items():
            made[_plain(caller)].update(map(_plain, by))
        found, new = set[str](), {_plain(name)}
        while new:  # a key may have been made with a key that was itself made so
            found |= new
            new = {by for each in new for by in made.get(each, ())} - found
        return found


def _plain(name: str) -> str:
    return _UNWRITTEN.sub("_", name.removeprefix(OPERATOR).casefold())
