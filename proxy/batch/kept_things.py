"""What has been kept at a provider: asked about, cancelled and deleted, each only by whoever put it there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from proxy.batch import sending
from proxy.batch.objects import batch_object, file_object, with_own_lines
from proxy.batch.sending import Parcel
from proxy.exchange.kept import Kind
from proxy.wire.deposits import ITEM

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.batch.cards import Values
    from proxy.batch.visit import Visit
    from proxy.exchange import Json, MachineFactory
    from proxy.relay import Answer
    from proxy.vault.cards import Card

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
