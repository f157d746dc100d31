"""XML parsed as events by expat, with nothing that could grow: no document type, no entities, no external anything."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NoReturn, Protocol
from xml.parsers import expat

from proxy.extract.reasons import Reason, Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

SEPARATOR: Final = "\x1f"
"""Between namespace and local name; may not stand in XML."""


class NotWellFormed(Exception):
    """The text is no XML; it may still be read as loose markup."""


class Handler(Protocol):
    """What receives the events."""

    def start(self, namespace: str, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; keys of attributes are local names, or namespace, `SEPARATOR`, local name."""

    def end(self, namespace: str, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Characters; a run of them may come in several pieces."""

    def remark(self, data: str) -> None:
        """A comment or a processing instruction."""


def parse(data: bytes, handler: Handler) -> None:
    """Send the events of an XML document.

    Raises:
        NotWellFormed: no XML.
        Unreadable: it declares a document type (office formats have none: ECMA-376 part 2, 6.2.5).
    """
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: handler.start(*_split(name), attributes)
    parser.EndElementHandler = lambda name: handler.end(*_split(name))
    parser.CharacterDataHandler = handler.text
    parser.CommentHandler = handler.remark
    parser.ProcessingInstructionHandler = lambda target, rest: handler.remark(f"{target} {rest}")
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003  expat's way to say the end
    except (expat.ExpatError, ValueError, LookupError):
        raise NotWellFormed from None


@lru_cache(maxsize=4096)  # there are few names, and each comes a hundred thousand times
def _split(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(SEPARATOR)
    return namespace, local


def _refuse(*_: object) -> NoReturn:
    raise Unreadable(Reason.DAMAGED)
