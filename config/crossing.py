"""Rules that look at several settings at once, over plain data, so that the loader can say where each one is broken.

They read text from a file that may be wrong in other ways too; what does not have the expected shape is passed over
here, because the models complain about it. Messages name places, never values.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from config.review import job_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from config.problems import Place

TRUE = frozenset({"true", "yes", "on", "y", "t", "1"})
ANY_MODEL = "*"
DIALECT = "openai"
"""Of a provider that names none, as in `config.providers`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken rule and the place that should change."""

    place: Place
    message: str


def cross_check(tree: Mapping[str, Any]) -> list[Fault]:
    """All faults of a tree of settings, whether parsed (dates, tuples) or as read from a file (text, lists)."""
    providers = list(_items(tree, "providers"))
    callers = list(_items(tree, "callers"))
    return [
        *_twice("providers", "id", providers),
        *_twice("callers", "id", callers),
        *_twice("callers", "key_hash", callers),
        *_formats_twice(tree),
        *_ambiguous(providers),
        *_slashes(providers),
        *_wildcards(tree, providers),
        *(Fault(("callers", at, name), text) for at, name, text in job_faults(callers, tree.get("policy"))),
    ]


def _items(tree: Mapping[str, Any], section: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    found = tree.get(section)
    if isinstance(found, list | tuple):
        yield from ((index, item) for index, item in enumerate(found) if isinstance(item, dict))


def _models(provider: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    found = provider.get("models")
    if isinstance(found, list | tuple):
        yield from ((index, name) for index, name in enumerate(found) if isinstance(name, str))


def _twice(section: str, key: str, items: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for index, item in items:
        value = item.get(key)
        if isinstance(value, str) and (first := seen.setdefault(value, index)) != index:
            yield Fault((section, index, key), f"must differ from {section}[{first}].{key}")


def _formats_twice(tree: Mapping[str, Any]) -> Iterator[Fault]:
    """Names of declared identifiers stand in findings, so that each must mean one."""
    detection = tree.get("detection")
    formats = list(_items(detection, "identifiers")) if isinstance(detection, dict) else []
    for each in _twice("identifiers", "name", formats):
        yield Fault(("detection", *each.place), each.message.replace("identifiers[", "detection.identifiers["))


def _ambiguous(providers: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Fault]:
    """A model name must lead to one provider, or calls would go where nobody decided that they should.

    The path of a call says its API before its model is looked up, so only providers of one API can be confused.
    """
    served: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for index, provider in providers:
        for position, name in _models(provider):
            served[str(provider.get("dialect", DIALECT)), name].append((index, position))
    marked = {index for index, provider in providers if str(provider.get("default", "")).lower() in TRUE}
    for places in served.values():
        owners = {index for index, _ in places}
        last = ("providers", places[-1][0], "models", places[-1][1])
        if len(owners) < len(places):
            yield Fault(last, "stands twice in this list")
        elif len(owners) > 1 and len(owners & marked) != 1:
            others = ", ".join(f"providers[{index}]" for index in sorted(owners))
            yield Fault(last, f"is offered by {others}: exactly one of them must have `default: true`")


def _slashes(providers: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Fault]:
    """`a/b` must not mean both model b of provider a and a model called a/b elsewhere."""
    ids = {provider.get("id"): index for index, provider in providers if isinstance(provider.get("id"), str)}
    for index, provider in providers:
        for position, name in _models(provider):
            before, slash, _ = name.partition("/")
            if slash and ids.get(before, index) != index:
                text = f"begins with the id of providers[{ids[before]}] and could be read as its model: rename that one"
                yield Fault(("providers", index, "models", position), text)


def _wildcards(tree: Mapping[str, Any], providers: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Fault]:
    policy = tree.get("policy")
    restoring = isinstance(policy, dict) and policy.get("profile") == "restore"
    if restoring and str(tree.get("bench", "")).lower() in TRUE:
        return
    for index, provider in providers:
        for position, name in _models(provider):
            if name == ANY_MODEL:
                text = "approves any model, which needs `bench: true` and `policy.profile: restore`"
                yield Fault(("providers", index, "models", position), text)
