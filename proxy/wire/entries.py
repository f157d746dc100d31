"""Many requests in one body: what a file of records or a list of requests offers to whoever checks it.

A source is read twice: once to check every record, once to write those that may leave. It holds the caller's bytes or
tree and nothing else; each record is parsed when it is asked for, so that no second copy of all of them is in memory.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from proxy.errors import BadRequest
from proxy.wire import strict_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proxy.exchange import Json
    from proxy.wire.codec import Codec


@dataclass(frozen=True, slots=True)
class Entry:
    """One record, which would be a call of its own.

    Attributes:
        number: as people count: the line of the file, or the place in the list, from 1.
        codec: who reads its body.
        body: the call's body.
        custom_id: by which the caller finds its answer; None where the form has none.
        url: the operation, as batches name it; empty where the form has none.
    """

    number: int
    codec: Codec
    body: Json = field(repr=False)
    custom_id: str | None = field(default=None, repr=False)
    url: str = ""


class Source(Protocol):
    """Records in the order in which they came."""

    dialect: str

    @property
    def numbers(self) -> list[int]:
        """Of all records, in order."""
        ...

    def size(self, number: int) -> int:
        """About how many bytes a record has."""
        ...

    def entry(self, number: int) -> Entry:
        """One record, parsed.

        Raises:
            BadRequest: it is not a record of this form; the sentence holds nothing of its text.
        """
        ...

    def written(self, entry: Entry, body: Json, custom_id: str | None) -> bytes:
        """The record with another body and id."""
        ...

    def original(self) -> bytes:
        """All records as they came."""
        ...

    def joined(self, written: Iterable[bytes]) -> bytes:
        """All records that leave, as one body."""
        ...


class Lines:
    """The lines of a JSONL file that are not blank. Splits at line feeds only, as JSON Lines has it.

    Args:
        raw: the file.
        most: lines that are held; reading ends with the next one, so that 50 MB of tiny lines cost no gigabytes.
    """

    def __init__(self, raw: bytes, most: int) -> None:
        stripped = ((number, line.rstrip(b"\n")) for number, line in enumerate(io.BytesIO(raw), start=1))
        self._lines = dict(islice((each for each in stripped if each[1].strip()), most + 1))

    @property
    def numbers(self) -> list[int]:
        """Of the lines, from 1."""
        return list(self._lines)

    def original(self) -> bytes:
        """The file, without blank lines."""
        return b"\n".join(self._lines.values())

    def size(self, number: int) -> int:
        """Bytes of a line."""
        return len(self._lines[number])

    def tree(self, number: int) -> dict[str, Json]:
        """The JSON object on a line. Raises BadRequest, without its text."""
        tree: dict[str, Json] = strict_json.parse(self._lines[number])
        return tree


LONGEST_ID: Final = 512
_BREAKS: Final = {b"\xc2\x85": rb"\u0085", b"\xe2\x80\xa8": rb"\u2028", b"\xe2\x80\xa9": rb"\u2029"}
"""Line ends of Unicode, in UTF-8 and as JSON escapes them; in JSON they stand in strings only."""


def as_line(value: Json) -> bytes:
    """One line of JSON, without its end, for readers that also take Unicode's line ends for one (`str.splitlines`)."""
    line = strict_json.serialise(value)
    for sign, escaped in _BREAKS.items():
        line = line.replace(sign, escaped)
    return line


def only(tree: dict[str, Json], known: frozenset[str]) -> None:
    """Refuse a record with members that its form does not have: nobody would look at them.

    Raises:
        BadRequest: it has some.
    """
    if not tree.keys() <= known:
        raise BadRequest(f"The record has a member that records do not have; known: {', '.join(sorted(known))}.")


def check_id(given: Json) -> str:
    """The custom id of a record. Raises BadRequest: missing, no text, or too long."""
    if not isinstance(given, str) or not given or len(given) > LONGEST_ID:
        raise BadRequest(f"The record needs a `custom_id`: text of at most {LONGEST_ID} characters.")
    return given
