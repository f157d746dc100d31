"""How a request body travels: as JSON, unless its codec says otherwise. What is scanned is always a tree.

A carriage reads the caller's bytes into a tree and writes the patched tree again; the bytes that came in are never
the bytes that leave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from proxy.wire import strict_json

if TYPE_CHECKING:
    from proxy.exchange import Json
    from proxy.wire.codec import Codec


class Carriage(Protocol):
    """One form of request bodies."""

    def read(self, raw: bytes, content_type: str) -> Json:
        """The tree that `raw` spells; `content_type` is the caller's header.

        Raises:
            BadRequest: not a strict body of this form.
            TooLarge: it holds more than one call may.
        """
        ...

    def write(self, body: Json) -> bytes:
        """The bytes that leave.

        Raises:
            InternalError: the tree cannot be written in this form.
        """
        ...

    def content_type(self, written: bytes) -> str:
        """The header for what `write` gave."""
        ...


class _Json:
    """Strict JSON, whatever the caller's header says: SDKs and hand-written clients differ in it."""

    def read(self, raw: bytes, content_type: str) -> Json:
        """See `strict_json.parse_call`."""
        del content_type
        return strict_json.parse_call(raw)

    def write(self, body: Json) -> bytes:
        """See `strict_json.serialise`."""
        return strict_json.serialise(body)

    def content_type(self, written: bytes) -> str:
        """The same for all."""
        del written
        return JSON_TYPE


JSON_TYPE: Final = "application/json"
JSON: Final[Carriage] = _Json()


def carriage_of(codec: Codec) -> Carriage:
    """The carriage that a codec names in ``carriage``, or JSON."""
    named: Carriage = getattr(codec, "carriage", JSON)
    return named


def passed_types(codec: Codec) -> tuple[str, ...]:
    """Media types of answers that are no text and pass as they are, under the cap for answers; most codecs have none.

    A name that ends with a slash stands for all of its kind: ``audio/``.
    """
    named: tuple[str, ...] = getattr(codec, "passes", ())
    return named
