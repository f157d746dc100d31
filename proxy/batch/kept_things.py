"""What has been kept at a provider: asked about, listed, cancelled and deleted, each only by whoever put it there.

A list is the provider's, read page by page, with everything in it that is not this caller's left out; it is never
longer than what was asked, and its reading is bounded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from proxy.batch import sending
from proxy.batch.objects import batch_object, file_object, with_own_lines
from proxy.batch.sending import Parcel
from proxy.departure import check_still_allowed
from proxy.errors import BadRequest, ProviderGarbled
from proxy.exchange.kept import Kind
from proxy.wire.deposits import ITEM
from proxy.wire.openai_files import PURPOSES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.batch.cards import Card, Values
    from proxy.batch.visit import Visit
    from proxy.exchange import Json, MachineFactory
    from proxy.relay import Answer

PAGE: Final = 100
PAGES: Final = 20
"""Of a provider's list, read for one of ours."""
USUAL: Final = 20
MOST: Final = 1_000
OUTPUTS: Final = ("output_file_id", "error_file_id")
"""Files that a batch makes."""


@dataclass(frozen=True, slots=True)
class Shelfmark:
    """One kind of thing of one API.

    Attributes:
        path: below the provider's base URL.
        after: what a list's cursor is called in its query.
    """

    dialect: str
    kind: Kind
    path: str
    after: str
    show: Callable[[dict[str, Json], Card, MachineFactory], dict[str, Json]]


FILES: Final[Mapping[str, Shelfmark]] = {
    "openai": Shelfmark("openai", Kind.FILE, "/files", "after", file_object),
    "anthropic": Shelfmark("anthropic", Kind.FILE, "/files", "page", file_object),
}
BATCHES: Final = Shelfmark("openai", Kind.BATCH, "/batches", "after", batch_object)
MESSAGE_BATCHES: Final = Shelfmark("anthropic", Kind.BATCH, "/messages/batches", "after_id", batch_object)


async def one(visit: Visit, mark: Shelfmark, *, method: str = "GET", behind: str = "") -> Answer:
    """Ask about one thing, or cancel or delete it.

    Raises:
        NotFound: it is not there for this caller; the provider is not asked.
    """
    item = visit.errand.item
    card = await visit.shelf.get(mark.kind, item, mark.dialect)
    parcel = Parcel(visit.tool_of(card), method, f"{mark.path}/{item}{behind}")
    await sending.plainly(visit, parcel.tool)
    answer = await sending.send(visit, parcel)
    tree = await sending.read(visit, answer)
    if answer.status != HTTPStatus.OK:
        return sending.refused(visit, parcel, answer.status, tree)
    if method == "DELETE":
        await visit.shelf.forget(mark.kind, item)
    if mark is BATCHES:
        await remember_outputs(visit, tree, card)
    values: Values | None = await visit.shelf.values(card) if tree.get("errors") else None
    own = tree if values is None else with_own_lines(tree, values.places)
    shown = mark.show(own, card, sending.restoring(visit, values))
    return sending.answered(visit, parcel, answer.status, shown)


async def remember_outputs(visit: Visit, tree: dict[str, Json], card: Card) -> None:
    """The files that a batch made belong to whoever made the batch, and hold its placeholders."""
    for key in OUTPUTS:
        name = tree.get(key)
        if isinstance(name, str) and ITEM.fullmatch(name) and await visit.shelf.find(Kind.FILE, name) is None:
            results = replace(card, role="results", purpose="batch_output", filename="", metadata=None)
            await visit.shelf.put(Kind.FILE, name, results)


# --------------------------------------------------------------------------- lists


async def listed(visit: Visit, mark: Shelfmark) -> Answer:
    """This caller's own.

    Raises:
        BadRequest | NotFound: a limit that is none, or a cursor that is not the caller's.
    """
    query = visit.errand.query
    limit, cursor = _limit(query.get("limit")), query.get(mark.after)
    if query.get("before_id"):
        raise BadRequest("Lists are read forwards here: leave `before_id` out.", param="before_id")
    if cursor and mark.after != "page":
        await visit.shelf.get(mark.kind, cursor, mark.dialect)
    asked = {"limit": str(PAGE), **_filters(query, mark), **({mark.after: cursor} if cursor else {})}
    asked.pop("page", None)  # a cursor that only the provider can read is never passed on: its pages are read here
    parcel = Parcel(visit.any_tool(), "GET", f"{mark.path}?{urlencode(asked)}")
    await sending.plainly(visit, parcel.tool)
    answer = await sending.send(visit, parcel)
    tree = await sending.read(visit, answer)
    if answer.status != HTTPStatus.OK:
        return sending.refused(visit, parcel, answer.status, tree)
    own: list[dict[str, Json]] = []
    more = False
    for page in range(1, PAGES + 1):
        own += await _own(visit, mark, tree, parcel.tool.provider)
        following = _next(tree, mark)
        more = len(own) > limit or (following is not None and page == PAGES)
        if len(own) > limit or following is None or page == PAGES:
            break
        tree = await _page(visit, parcel, f"{mark.path}?{urlencode({**asked, mark.after: following})}")
    return sending.answered(visit, parcel, answer.status, _list(mark, own[:limit], more=more))


async def _page(visit: Visit, parcel: Parcel, path: str) -> dict[str, Json]:
    """A further page, under the record that is open."""
    tool = parcel.tool
    check_still_allowed(visit.rooms, tool, visit.who)
    answer = await visit.rooms.upstream.send(tool.provider, path, b"", method="GET")
    tree = await sending.read(visit, answer)
    if answer.status != HTTPStatus.OK:
        raise ProviderGarbled("The AI provider did not give the rest of its list.")
    return tree


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
