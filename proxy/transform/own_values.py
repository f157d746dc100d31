"""What the caller sent themself, so that an answer which repeats it is not masked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_SIGNS: Final = re.compile(r"[\W_]+")


def canonical(value: str) -> str:
    """Letters and digits only, case folded: ``536-90-4399`` and ``536 90 4399`` are one value."""
    return _SIGNS.sub("", value.casefold())


class OwnValues:
    """The values found in a request, and its texts. Prints neither."""

    __slots__ = ("_known", "_texts", "_values")

    def __init__(self, values: Iterable[str] = (), texts: Sequence[str] = ()) -> None:
        self._values = tuple(values)
        self._texts = tuple(texts)
        self._known: frozenset[str] | None = None  # made when first asked: most answers ask never

    def __repr__(self) -> str:
        return f"OwnValues({len(self._values)} values, {len(self._texts)} texts)"

    def holds(self, value: str) -> bool:
        """Whether the caller sent this value, in this or another spelling."""
        if self._known is None:
            self._known = frozenset(canonical(each) for each in self._values)
        return canonical(value) in self._known or any(value in text for text in self._texts)
