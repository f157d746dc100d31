"""What the inverted index holds of a record: everything a search can ask for that has no column of its own.

Terms of a call stand with its intent or its refusal; its final has those of the answer. The index can be rebuilt from
the bytes, so a field may be added here at any time (`chaperone audit rebuild`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from proxy.exchange import Json

NAMED: Final = (
    "tier",
    "dialect",
    "operation",
    "role",
    "approval",
    "conversation",
    "purpose",
    "auth_method",
    "residual",
)
"""Fields of a call whose value is a term as it stands."""
ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "hold": ("hold", "ticket"),
    "override": ("override",),
    "tool": ("tool",),
    "matter": ("matter",),
    "person": ("person", "for_caller"),
}
"""Term -> fields of the other kinds of record that hold it."""
OK: Final = 200


def terms_of(detail: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Field and term of everything in a record's detail that can be searched for; each pair once."""
    yield from sorted({pair for pair in _pairs(detail) if pair[1]})


def _pairs(detail: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    yield from _labels(detail)
    yield from ((name, value) for name in NAMED if isinstance(value := detail.get(name), str))
    for term, names in ELSEWHERE.items():
        yield from ((term, value) for name in names if isinstance(value := detail.get(name), str))
    yield from (("flag", flag) for flag in flags(detail))
    for subject in detail.get("subjects") or ():
        yield "subject_part" if subject.get("part") else "subject", str(subject["digest"])
    yield from (("override", str(each["id"])) for each in detail.get("overrides") or ())
    status = detail.get("status")
    if isinstance(status, int) and status != OK:
        yield "status", str(status)


def _labels(detail: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    for item in (*(detail.get("findings") or ()), *(detail.get("masked") or ())):
        label = str(item["entity"])
        yield "entity", label
        yield "entity", label.partition(".")[0]
    yield from (("tag", str(tag)) for tag in detail.get("tags") or ())
    yield from (("regime", str(regime)) for regime in detail.get("regimes") or ())


def flags(detail: Mapping[str, Json]) -> Iterator[str]:
    """What is true of a record."""
    for name, flag in (("wa_breach_pi", "wa_breach"), ("under13", "under13"), ("subjects_cut", "subjects_cut")):
        if detail.get(name) is True:
            yield flag
    if detail.get("training_valid") is False:
        yield "untrained"
    if detail.get("overrides"):
        yield "overridden"
