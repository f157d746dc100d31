"""Lists of what has been kept at providers, each only of whoever put it there.

A list is that of every provider of the API, one after another, read page by page, with everything in it that is not
this caller's left out; it is never longer than what was asked, and its reading is bounded.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from proxy.batch import sending
from proxy.batch.kept_things import BATCHES, remember_outputs
from proxy.batch.sending import Parcel
from proxy.batch.visit import CHOICE
from proxy.departure import check_still_allowed
from proxy.errors import BadRequest, NotFound, ProviderGarbled, ProviderTimeout, ProviderUnreachable
from proxy.exchange.kept import Kind
from proxy.wire.deposits import ITEM
from proxy.wire.openai_files import PURPOSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.batch.kept_things import Shelfmark
    from proxy.batch.visit import Visit
    from proxy.exchange import Json, Tool
    from proxy.relay import Answer
    from proxy.upstream import ProviderAnswer

PAGE: Final = 100
PAGES: Final = 20
"""Of providers' lists, read for one of ours."""
_NO_SUCH_API: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})
"""Answers of a provider that keeps nothing: of several it is passed over."""
USUAL: Final = 20
MOST: Final = 1_000


async def listed(visit: Visit, mark: Shelfmark) -> Answer:
    """This caller's own, at one provider after another: the default's first, or those of the one that is asked for.

    Raises:
        BadRequest | NotFound: a limit that is none, or a cursor that is not the caller's.
        NotApproved: no provider of this API may be used, or none of the name that is asked for.
    """
    query = visit.errand.query
    limit, cursor = _limit(query.get("limit")), query.get(mark.after)
    if query.get("before_id"):
        raise BadRequest("Lists are read forwards here: leave `before_id` out.", param="before_id")
    tools = visit.tools()
    if cursor and mark.after != "page":  # any other cursor only the provider can read: its pages are read here
        tools = _from(tools, visit.tool_of(await visit.shelf.get(mark.kind, cursor, mark.dialect)))
    else:
        cursor = None
    listing = Listing(visit, mark, limit, several=len(tools) > 1)
    for tool in tools:
        refusal = await listing.read(tool, cursor)
        if refusal is not None:
            return refusal
        cursor = None
        if listing.full:
            break
    if listing.first is None:
        raise NotFound("No provider of this API keeps such things.")
    return sending.answered(visit, listing.first, HTTPStatus.OK, _list(mark, listing.own[:limit], more=listing.more))


def _from(tools: list[Tool], tool: Tool) -> list[Tool]:
    """Where a list goes on: at the provider of what it stopped at."""
    names = [each.provider for each in tools]
    return tools[names.index(tool.provider) :] if tool.provider in names else [tool]


class Listing:
    """A list on its way.

    Attributes:
        own: what was found.
        more: there may be more of it.
        first: what was asked for first, which the record speaks of.
    """

    def __init__(self, visit: Visit, mark: Shelfmark, limit: int, *, several: bool) -> None:
        self._visit, self._mark, self._limit, self._several = visit, mark, limit, several
        self._pages = 0
        self.own: list[dict[str, Json]] = []
        self.more = False
        self.first: Parcel | None = None

    @property
    def full(self) -> bool:
        """Whether nothing more is read."""
        return self.more

    async def read(self, tool: Tool, cursor: str | None) -> Answer | None:
        """All of one provider, after `cursor`; its refusal where it refuses.

        Raises:
            ProviderError: it did not answer; the sentence says which, and how to ask another one.
        """
        mark = self._mark
        asked = {"limit": str(PAGE), **_filters(self._visit.errand.query, mark)}
        following = cursor
        while True:
            query = urlencode({**asked, **({mark.after: following} if following else {})})
            parcel = Parcel(tool, "GET", f"{mark.path}?{query}")
            answer, tree = await self._asked(parcel)
            if answer.status in _NO_SUCH_API and self._several and following is None:
                return None
            if answer.status != HTTPStatus.OK and (following is None or following == cursor):
                return sending.refused(self._visit, parcel, answer.status, tree)
            if answer.status != HTTPStatus.OK:
                raise ProviderGarbled("The AI provider did not give the rest of its list.")
            self.own += await _own(self._visit, mark, tree, tool.provider)
            self._pages += 1
            following = _next(tree, mark)
            self.more = len(self.own) > self._limit or (following is not None and self._pages >= PAGES)
            if self.more or following is None:
                return None

    async def _asked(self, parcel: Parcel) -> tuple[ProviderAnswer, dict[str, Json]]:
        """A page. The first opens the record; the others are read under it: all that leaves is an id."""
        visit, tool = self._visit, parcel.tool
        try:
            if self.first is None:
                await sending.plainly(visit, tool)
                answer = await sending.send(visit, parcel)
                self.first = parcel
            else:
                check_still_allowed(visit.rooms, tool, visit.who)
                answer = await visit.rooms.upstream.send(tool.provider, parcel.path, b"", method="GET")
            return answer, await sending.read(visit, answer)
        except (ProviderUnreachable, ProviderTimeout, ProviderGarbled) as error:
            if not self._several:
                raise
            which = f"This is about {tool.provider}; the header `{CHOICE}` asks for the list of another one."
            raise type(error)(f"{error.message} {which}") from error


async def _own(visit: Visit, mark: Shelfmark, tree: dict[str, Json], provider: str) -> list[dict[str, Json]]:
    """Another provider may have given the same id to what is somebody else's."""
    found = []
    machines = sending.restoring(visit)
    for entry in tree["data"] if isinstance(tree.get("data"), list) else ():
        name = entry.get("id") if isinstance(entry, dict) else None
        card = await visit.shelf.find(mark.kind, name) if isinstance(name, str) and ITEM.fullmatch(name) else None
        if card is not None and (card.dialect, card.provider) == (mark.dialect, provider):
            if mark is BATCHES:
                await remember_outputs(visit, entry, card)
            found.append(mark.show(entry, card, machines))
    return found


def _next(tree: dict[str, Json], mark: Shelfmark) -> str | None:
    """What the provider calls its next page."""
    if mark.after == "page":
        given = tree.get("next_page")
    else:
        data = tree.get("data")
        last = data[-1] if isinstance(data, list) and data and tree.get("has_more") is True else {}
        given = last.get("id") if isinstance(last, dict) else None
    return given if isinstance(given, str) and given else None


def _list(mark: Shelfmark, own: list[dict[str, Json]], *, more: bool) -> dict[str, Json]:
    ids = {"first_id": own[0]["id"] if own else None, "last_id": own[-1]["id"] if own else None}
    if mark.after == "page":
        return {"data": own, "has_more": more, **ids, "next_page": None}
    head = {"object": "list"} if mark.dialect == "openai" else {}
    return {**head, "data": own, **ids, "has_more": more}


def _limit(given: str | None) -> int:
    if given is None:
        return USUAL
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(MOST)) * 2 and int(given) > 0):
        raise BadRequest(f"`limit` must be a number from 1 to {MOST}.", param="limit")
    return min(int(given), MOST)


def _filters(query: Mapping[str, str], mark: Shelfmark) -> dict[str, str]:
    """What is passed on of the caller's query: known words."""
    passed = {}
    if mark.kind is Kind.FILE and query.get("purpose") in {*PURPOSES, "batch_output"}:
        passed["purpose"] = query["purpose"]
    if mark.dialect == "openai" and query.get("order") in {"asc", "desc"}:
        passed["order"] = query["order"]
    return passed
