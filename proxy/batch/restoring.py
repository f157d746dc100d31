"""What comes back, rewritten part by part: results and records a line at a time, one text as its machine allows."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Protocol

from proxy.errors import ProviderGarbled
from proxy.wire import anthropic_batches, openai_batches
from proxy.wire.entries import as_line
from proxy.wire.event_stream import loaded
from proxy.wire.ndjson import LineSplitter
from proxy.wire.openai_common import plain
from proxy.wire.rewrite import rewrite
from proxy.wire.shape import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from proxy.batch.cards import Values
    from proxy.exchange import Json, MachineFactory
    from proxy.vault.cards import Card


class Restorer(Protocol):
    """Rewrites one content. What leaves depends on its bytes alone, never on how they were cut."""

    def feed(self, data: bytes) -> list[bytes]:
        """The parts that can be restored with the next bytes."""
        ...

    def finish(self) -> list[bytes]:
        """What the end left."""
        ...

    def restored(self, part: bytes) -> bytes:
        """One part, as it may leave. Raises ProviderGarbled."""
        ...


def restorer_of(card: Card, values: Values, machines: MachineFactory, line_bytes: int) -> Restorer:
    """Who rewrites the content of a file or batch; no line may be longer than `line_bytes`."""
    if card.role == "whole":
        return Whole(machines)
    return JsonLines(_line_of(card, values, machines), line_bytes)


def _line_of(card: Card, values: Values, machines: MachineFactory) -> Callable[[dict[str, Json]], Json]:
    """How a line of this file is restored; an answer that no codec can read becomes an error of its own record."""
    if card.dialect == "anthropic":
        return lambda line: _or_error(
            line, lambda: anthropic_batches.restored_result(line, values.ids, machines), values, machines, _errored
        )
    if card.role == "results":
        codec = openai_batches.ENDPOINTS[card.url]
        return lambda line: _or_error(
            line, lambda: openai_batches.restored_result(line, codec, values.ids, machines), values, machines, _failed
        )
    return lambda line: _own_record(line, values, machines)


def _own_record(line: dict[str, Json], values: Values, machines: MachineFactory) -> Json:
    """A record as the caller uploaded it, as far as the guard can tell."""
    out: dict[str, Json] = rewrite(line, plain(text), machines)
    if "custom_id" in line:
        out["custom_id"] = openai_batches.own_id(line["custom_id"], values.ids, machines)
    return out


def _or_error(
    line: dict[str, Json],
    work: Callable[[], Json],
    values: Values,
    machines: MachineFactory,
    instead: Callable[[Json, str], Json],
) -> Json:
    try:
        return work()
    except ProviderGarbled as error:
        return instead(openai_batches.own_id(line.get("custom_id"), values.ids, machines), error.message)


def _failed(custom_id: Json, message: str) -> Json:
    return {
        "id": None,
        "custom_id": custom_id,
        "response": None,
        "error": {"code": ProviderGarbled.code, "message": message},
    }


def _errored(custom_id: Json, message: str) -> Json:
    error = {"type": "error", "error": {"type": "api_error", "message": message}}
    return {"custom_id": custom_id, "result": {"type": "errored", "error": error}}


class JsonLines:
    """Implements `Restorer` for JSON lines."""

    def __init__(self, line: Callable[[dict[str, Json]], Json], line_bytes: int) -> None:
        self._line = line
        self._splitter = LineSplitter(line_bytes)

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that end in `data`. Raises ProviderGarbled: one is longer than any answer may be."""
        return [event.data or b"" for event in self._splitter.feed(data)]

    def finish(self) -> list[bytes]:
        """A last line without its end."""
        return [event.data or b"" for event in self._splitter.finish()]

    def restored(self, part: bytes) -> bytes:
        """One line. Raises ProviderGarbled: no JSON object."""
        return as_line(self._line(loaded(part))) + b"\n"


class Whole:
    """Implements `Restorer` for one text."""

    def __init__(self, machines: MachineFactory) -> None:
        self._machine = machines()
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._ended = False

    def feed(self, data: bytes) -> list[bytes]:
        """The bytes themselves: the machine knows where it may cut."""
        return [data]

    def finish(self) -> list[bytes]:
        """Nothing more than what the machine holds."""
        self._ended = True
        return [b""]

    def restored(self, part: bytes) -> bytes:
        """What may leave with these bytes. Raises ProviderGarbled: no text."""
        try:
            said = self._decoder.decode(part, final=self._ended)
        except UnicodeDecodeError:
            raise ProviderGarbled("The file that came back is no text.") from None
        out = self._machine.feed(said)
        return (out + self._machine.finish() if self._ended else out).encode()
