"""What differs between two forms of a tool: field by field, for the record and for the person who decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHOWN_CHARS: Final = 200
WRITTEN: Final = frozenset({"title", "owner", "purpose", "terms.region", "terms.sub_processors"})
"""Fields that hold text which people wrote: a record says that they changed, not what they say."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field: `before` and `after` as text, None where it was not there or is not shown."""

    field: str
    before: str | None
    after: str | None


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[Change, ...]:
    """The fields that differ between two plain forms (`form.plain`), in their order."""
    old, new = dict(_flat(before or {})), dict(_flat(after or {}))
    return tuple(
        Change(name, _shown(name, old.get(name)), _shown(name, new.get(name)))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    )


def _flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _shown(name: str, value: Any) -> str | None:  # noqa: ANN401 # a value of a form
    if value is None or name in WRITTEN:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "terms.documents":
        return ", ".join(str(each["sha256"])[:16] for each in value)[:SHOWN_CHARS]
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 3] + "..."
