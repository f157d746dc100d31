"""The incremental machine for a JSON document that streams as text (the arguments of a tool call).

It works on the document's view (`json_view`): escapes undone, so that what is written with them is found too, and cut
also behind every comma, colon and bracket outside strings, so that arguments stream member by member. What replaces a
value is escaped again; outside a string it becomes one, so that a valid document stays valid whatever is replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.transform.json_view import JsonView, escaped
from proxy.transform.machine import Machine
from proxy.transform.masking import MASKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.transform.masking import Edit, Treatment

_NO_LITERAL: Final = frozenset(' \t\r\n,:{}[]"')


class JsonMachine(Machine):
    """See the file's docstring."""

    def __init__(self, treatment: Treatment, context: str = "") -> None:
        super().__init__(treatment, context)
        self._secret_line = False
        self._view = JsonView()

    def feed_each(self, pieces: Sequence[str]) -> list[str]:
        """As `feed` for one after the other."""
        return [self.feed(piece) for piece in pieces]

    def _take(self, text: str) -> None:
        self._view.add(text)
        self._pending = self._view.text

    def _end(self) -> None:
        self._view.end()
        self._pending = self._view.text

    def _forget(self, count: int) -> None:
        self._view.drop(count)
        self._pending = self._view.text

    def _plain_end(self, start: int) -> int:  # noqa: ARG002  a comma may end a unit of a document
        return 0

    def _run_end(self, start: int) -> int:  # noqa: ARG002  as above
        return 0

    def _structural(self, start: int) -> int | None:
        """Behind the next structural character, but for the bracket of a placeholder that stands outside strings."""
        cuts, pending = self._view.cuts, self._pending
        while cuts:
            cut = cuts[0]
            if cut > start:
                if pending[cut - 1] != "[":
                    return cut
                if cut == len(pending):
                    return None
                if not pending[cut].isalpha():
                    return cut
            cuts.popleft()
        return None

    def _string_end(self, start: int) -> int | None:
        outside = self._view.inside.find(0, start)
        return None if outside < 0 else outside

    def _raw(self, start: int, end: int) -> str:
        return "".join(self._view.raws[start:end])

    def _emitted(self, start: int, end: int, edits: Sequence[Edit]) -> str:
        parts: list[str] = []
        position = start
        for edit in edits:
            if edit.text is None:
                continue
            first, after, quote = self._fitted(max(position, start + edit.start), start + edit.end, (start, end), edit)
            if first < after:
                parts += (self._raw(position, first), quote, escaped(edit.text), quote)
                position = after
        return "".join([*parts, self._raw(position, end)])

    def _fitted(self, first: int, after: int, unit: tuple[int, int], edit: Edit) -> tuple[int, int, str]:
        """The edit's span without the quotes round a string, or widened to a whole literal, and the quotes it needs."""
        inside = self._view.inside
        content = inside.find(1, first, after)
        if content >= 0:
            closing = inside.find(0, content, after)
            return content, after if closing < 0 else closing, ""
        if edit.event == MASKED:
            while first < after and self._pending[first] in _NO_LITERAL:
                first += 1
            while first < after and self._pending[after - 1] in _NO_LITERAL:
                after -= 1
            while first > unit[0] and self._pending[first - 1] not in _NO_LITERAL:
                first -= 1
            while after < unit[1] and self._pending[after] not in _NO_LITERAL:
                after += 1
        return first, after, '"'
