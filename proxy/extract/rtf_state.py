"""What a group of a rich text file has set, and the texts that come out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from proxy.extract.views import Flag, Paragraph

if TYPE_CHECKING:
    from proxy.extract.gathering import Gathering

_FLAGS: Final = {b"v": Flag.HIDDEN, b"deleted": Flag.DELETED, b"revised": Flag.INSERTED}


@dataclass(slots=True)
class Group:
    """Settings that end with the group's brace.

    Attributes:
        place: ``body``, or ``aside`` for a destination that is not in the flow of the text.
        blob: the control word of the hexadecimal data that stands here, if any.
        flag: hidden, deleted, inserted.
        after_unicode: characters that follow a Unicode one for programs that know none.
        font: number of the font.
    """

    place: str
    blob: bytes = b""
    flag: Flag = Flag.NONE
    after_unicode: int = 1
    font: int = -1

    def copy(self) -> Group:
        """What an inner group starts with."""
        return replace(self)

    def set(self, word: bytes, *, on: bool) -> None:
        """Switch hidden, deleted or inserted."""
        self.flag = self.flag | _FLAGS[word] if on else self.flag & ~_FLAGS[word]


class Texts:
    """The body, paragraph by paragraph, and what stands aside of it."""

    def __init__(self) -> None:
        self._body: list[Paragraph] = [Paragraph()]
        self._aside: list[Paragraph] = [Paragraph()]

    def add(self, text: str, group: Group) -> None:
        """Take a piece of text where its group says."""
        lines = self._body if group.place == "body" else self._aside
        if text == "\n":
            lines.append(Paragraph())
        elif text:
            lines[-1].add(text, group.flag)

    def end_aside(self) -> None:
        """A destination ended: the next one is another line."""
        self._aside.append(Paragraph())

    def give(self, into: Gathering) -> None:
        """Add everything."""
        for lines, place in ((self._body, "text"), (self._aside, "beside the text")):
            into.add("\n".join(line.shown() for line in lines), place)
            for words, view in (
                ("before tracked changes", Paragraph.before_changes),
                ("with hidden text", Paragraph.with_hidden),
            ):
                into.add("\n".join(filter(None, map(view, lines))), f"{place}, {words}")
