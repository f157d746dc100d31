"""What files and batches say of themselves, as their caller may read it: names, metadata and addresses are its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.errors import ProviderGarbled
from proxy.wire import anthropic_batches, openai_batches
from proxy.wire.deposits import ITEM, RESULTS_PATH
from proxy.wire.openai_files import FILE
from proxy.wire.rewrite import rewrite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.exchange import Json, MachineFactory
    from proxy.vault.cards import Card
    from proxy.wire.shape import Shape


def made_id(tree: dict[str, Json]) -> str:
    """The id that the provider gave.

    Raises:
        ProviderGarbled: none, or none that can stand in a path.
    """
    given = tree.get("id")
    if not isinstance(given, str) or not ITEM.fullmatch(given):
        raise ProviderGarbled("The AI provider gave no id for what it stored.")
    return given


def file_object(tree: dict[str, Json], card: Card, machines: MachineFactory) -> dict[str, Json]:
    """A file, under the name that its caller gave it; what a batch made has its provider's."""
    own = {} if card.role == "results" else {"filename": card.filename}
    return _with(tree, own, FILE, machines)


def with_own_lines(tree: dict[str, Json], places: Sequence[int]) -> dict[str, Json]:
    """A batch whose errors name lines of the file that left, naming the caller's own lines in their place."""
    errors = tree.get("errors")
    if not places or not isinstance(errors, dict) or not isinstance(data := errors.get("data"), list):
        return tree
    moved = [{**each, "line": _own_line(each.get("line"), places)} if isinstance(each, dict) else each for each in data]
    return {**tree, "errors": {**errors, "data": moved}}


def _own_line(line: Json, places: Sequence[int]) -> Json:
    known = isinstance(line, int) and not isinstance(line, bool) and 1 <= line <= len(places)
    return places[line - 1] if known else line


def batch_object(tree: dict[str, Json], card: Card, machines: MachineFactory) -> dict[str, Json]:
    """A batch, with the metadata that its caller gave it."""
    if card.dialect == "anthropic":
        own = {"results_url": RESULTS_PATH.format(item=made_id(tree))} if tree.get("results_url") else {}
        return _with(tree, own, anthropic_batches.BATCH, machines)
    own = {"metadata": card.metadata} if tree.get("metadata") else {}
    return _with(tree, own, openai_batches.BATCH, machines)


def _with(tree: dict[str, Json], own: dict[str, Json], shape: Shape, machines: MachineFactory) -> dict[str, Json]:
    """The rewritten object, its members in their order, with some that are not the provider's to say."""
    bare = {key: (None if key in own else value) for key, value in tree.items()}
    out: dict[str, Json] = rewrite(bare, shape, machines)
    return {**out, **{key: value for key, value in own.items() if key in out}}
