"""One request about files or batches, on its way: who asks, under which policy, and with which record.

Its first step is a call's (`proxy.admission`), and what it brings is examined exactly as a call would be
(`proxy.examination`).
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from proxy.admission import tool_named
from proxy.errors import NotApproved
from proxy.examination import Examination
from proxy.exchange import ParsedCall, Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import ExitStack

    from proxy.admission import Admitted
    from proxy.batch.cards import Shelf
    from proxy.batch.terms import Terms
    from proxy.errors import GuardError
    from proxy.examine import Examined
    from proxy.exchange import Caller, Tool
    from proxy.records import CallRecord
    from proxy.registry.tools import Provider
    from proxy.rooms import Rooms
    from proxy.vault.cards import Card

T = TypeVar("T")
LARGE: Final = 65_536
"""Bytes of one record from which on it is read in a thread: smaller ones take less than a millisecond."""
PATIENCE_S: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Pauses of a record that finds the queue of detection full: people who wait come first."""

CHOICE: Final = "x-chaperone-provider"
"""Header of a request that names no model: which provider is meant."""


class Body:
    """A request's body, which is handed over once: an upload is large, and is soon held in another form."""

    __slots__ = ("_raw", "size")

    def __init__(self, raw: bytes = b"") -> None:
        self._raw, self.size = raw, len(raw)

    def __repr__(self) -> str:
        return f"Body(<{self.size} bytes>)"

    def take(self) -> bytes:
        """The bytes; nothing is left here."""
        raw, self._raw = self._raw, b""
        return raw


@dataclass(frozen=True, slots=True)
class Errand:
    """A request as the faces hand it in.

    Attributes:
        operation: as the list of routes names it (``files.create``).
        route: the path's template.
        dialect: the API family that its caller speaks.
        item: the id in the path; empty where there is none.
        query: of the address; nothing of it is passed on unread.
    """

    request_id: str
    operation: str
    route: str
    dialect: str
    headers: Mapping[str, str] = field(repr=False)
    body: Body = field(default_factory=Body)
    item: str = field(default="", repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    client: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """An errand after the first steps."""

    errand: Errand
    rooms: Rooms
    terms: Terms
    who: Admitted
    shelf: Shelf
    record: CallRecord
    held: ExitStack
    """What must be given back at the very end (the caller's place in the quota)."""

    @property
    def caller(self) -> Caller:
        """Whose it is."""
        return self.who.caller

    @property
    def key(self) -> bytes:
        """Behind this caller's placeholders."""
        return self.who.key

    def resolve(self, model: str) -> Tool:
        """The tool for a model's name, for this caller. Raises NotApproved."""
        return tool_named(self.rooms, self.errand.dialect, model, self.who)

    def tool_of(self, card: Card) -> Tool:
        """Where something lies, if all that its records ask for may still be used. Raises NotApproved."""
        tools = [self.resolve(f"{card.provider}/{model}") for model in card.models]
        return tools[0]

    def any_tool(self) -> Tool:
        """The provider for a request that names no model: the one that is asked for, the only one, or the default.

        Raises:
            NotApproved: there is none, or several.
        """
        usable = self.tools()
        marked = [each for each in self._providers() if each.default and not self.errand.headers.get(CHOICE)]
        if len(marked) == 1:  # also one that was stopped: nothing goes elsewhere without being asked to
            return self._tool_at(marked[0]) or self._refused(marked[0])
        if len(usable) != 1:
            names = ", ".join(each.provider for each in usable)
            raise NotApproved(
                f"Several approved providers keep files ({names}). Say which one you mean with the header "
                f"`{CHOICE}`; IT can also mark one as the default."
            )
        return usable[0]

    def tools(self) -> list[Tool]:
        """One tool of each provider of this API that this caller may use, the default first.

        The header `x-chaperone-provider` names one of them: then it is the only one.

        Raises:
            NotApproved: there is none, or none of that name.
        """
        found = [tool for each in self._providers() if (tool := self._tool_at(each)) is not None]
        named = self.errand.headers.get(CHOICE)
        chosen = [each for each in found if each.provider == named] if named else found
        if not found:
            for each in self._providers():
                self._refused(each)
            raise NotApproved("No approved provider keeps files of this API. Ask IT.")
        if not chosen:
            names = ", ".join(each.provider for each in found)
            raise NotApproved(f"The header `{CHOICE}` must name an approved provider of this API: {names}.")
        return chosen

    def _providers(self) -> list[Provider]:
        today, dialect = self.rooms.today(), self.errand.dialect
        usable = [
            each
            for each in self.rooms.registry.providers
            if each.dialect == dialect and each.tier is not Tier.T0 and not each.lapsed(today)
        ]
        return sorted(usable, key=lambda each: not each.default)

    def _tool_at(self, provider: Provider) -> Tool | None:
        """The first model there that may be used: a model may be stopped, or not be for this caller."""
        for model in provider.models:
            with suppress(NotApproved):
                tool = self.resolve(f"{provider.id}/{model}")
                if tool.provider == provider.id:  # a default may offer a model whose name is all of this
                    return tool
        return None

    def _refused(self, provider: Provider) -> Tool:
        """Why no model of it may be used: a stop, or an approval that has ended. Raises NotApproved."""
        return self.resolve(f"{provider.id}/{next(iter(provider.models), '')}")

    async def weigh(self, call: ParsedCall, tool: Tool) -> tuple[ParsedCall, Examined]:
        """Steps 3 to 6 of a call that was parsed: its files opened, and weighed as unread where they must change.

        Raises:
            TooLarge: more files, or larger ones, than one call may hold.
            OwnFailure: as `Examiner.examine`.
        """
        rooms, who = self.rooms, self.who
        call = await rooms.files.open(call)
        examination = Examination(
            rooms.examiner, who.caller, tool, who.circumstances, who.hints, rooms.today(), PATIENCE_S
        )
        return await examination.examine(call)

    def end(self, outcome: str, *, status: int, error: GuardError | None = None) -> None:
        """Step 10: close the record and give back what was held. Synchronous; later calls do nothing."""
        self.record.close(outcome, status=status, error=error)
        self.held.close()


def empty_call(dialect: str, operation: str) -> ParsedCall:
    """A request that says nothing but what it wants."""
    return ParsedCall(dialect, operation, "", False, (), (), {})  # noqa: FBT003 # streams nothing


async def beside(size: int, work: Callable[[], T]) -> T:
    """Do the work in turn with everything else: at once when it is small, in a thread when it is large."""
    if size > LARGE:
        return await asyncio.to_thread(work)
    await asyncio.sleep(0)
    return work()
