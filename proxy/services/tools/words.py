"""What the use cases of the registry need of names and words: who acts, which tool is meant, text that was read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from proxy.errors import BadRequest
from proxy.registry.nouns import EVERYTHING, Kind, Name
from proxy.services.written import LONGEST, SHORTEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.exchange import Caller
    from proxy.registry.nouns import Facts

_TOOL: Final = re.compile(r"[\w.:@/&+()'~* -]{1,170}")
"""As records have it: a stop is in force before it is recorded, so its name must be one that a record can hold."""
LONGEST_LINE: Final = 200
"""As the form has it: a label in place of a value may be longer than the value."""


class Words(Protocol):
    """Takes protected values out of what people write: `Written`, or one that starts the detectors when it is asked."""

    async def reason(self, text: object, *, what: str = "reason") -> str:
        """As `Written.reason`."""
        ...

    async def lines(self, texts: Sequence[str]) -> list[str]:
        """As `Written.lines`."""
        ...


def person_of(caller: Caller) -> str:
    """Who acts: the person behind the key, the same on all keys of one person."""
    return caller.owner or caller.id


def named(kind: str, tool: str) -> Name:
    """A tool by the words of a command line or an address; ``everything`` stands for all of them.

    Raises:
        BadRequest: no such kind, or no name.
    """
    if kind == "everything":
        return Name(Kind.PROVIDER, EVERYTHING)
    if kind not in set(Kind):
        raise BadRequest(f"`kind` must be one of {', '.join(Kind)}, or `everything` for a stop.", param="kind")
    if not _TOOL.fullmatch(tool):
        raise BadRequest(
            "Say which one: its id must be letters, digits, spaces or . : @ / & + ( ) ' ~ * _ - , at most 170.",
            param="id",
        )
    return Name(Kind(kind), tool)


def check_length(reason: object) -> None:
    """Raises BadRequest: there is no reason worth storing; asked before anything is done."""
    if not isinstance(reason, str) or not SHORTEST <= len(reason.strip()) <= LONGEST:
        raise BadRequest(
            f"Say why, in {SHORTEST} to {LONGEST} characters: it is stored with what you do.", param="reason"
        )


async def cleaned(facts: Facts, written: Words) -> Facts:
    """The facts, with what people wrote in them read by the detectors."""
    terms = facts.terms
    others = terms.sub_processors or ()
    lines = [facts.title, facts.owner, facts.purpose, terms.region, *others, *(each.name for each in terms.documents)]
    clean = [line[:LONGEST_LINE] for line in await written.lines(lines)]
    papers = zip(terms.documents, clean[4 + len(others) :], strict=True)
    return replace(
        facts,
        title=clean[0],
        owner=clean[1],
        purpose=clean[2],
        terms=replace(
            terms,
            region=clean[3],
            sub_processors=None if terms.sub_processors is None else tuple(clean[4 : 4 + len(others)]),
            documents=tuple(replace(paper, name=name) for paper, name in papers),
        ),
    )
