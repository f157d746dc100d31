"""Anthropic's batches: ``/v1/messages/batches``, whose requests stand in one body, and the lines of their results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.wire import strict_json
from proxy.wire.anthropic_messages import AnthropicMessages
from proxy.wire.anthropic_shape import ERROR
from proxy.wire.entries import Entry, check_id, only
from proxy.wire.openai_batches import own_id
from proxy.wire.openai_common import FLAG, MADE_ID, plain
from proxy.wire.rewrite import rewrite
from proxy.wire.shape import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from proxy.exchange import Json, MachineFactory

MESSAGES: Final = AnthropicMessages()
_RECORD: Final = frozenset(("custom_id", "params"))


class BatchRequests:
    """The list of a batch; implements `entries.Source`."""

    dialect: str = "anthropic"

    def __init__(self, body: Json) -> None:
        requests = body.get("requests") if isinstance(body, dict) else None
        if not isinstance(requests, list) or not requests:
            raise BadRequest("The batch must have `requests`, as a list that is not empty.", param="requests")
        if body.keys() != {"requests"}:
            raise BadRequest("The batch may have `requests` and nothing else.")
        self._requests = requests

    @property
    def numbers(self) -> list[int]:
        """Of the requests, from 1."""
        return list(range(1, len(self._requests) + 1))

    def original(self) -> bytes:
        """The list."""
        return strict_json.serialise({"requests": self._requests})

    def size(self, number: int) -> int:
        """Bytes of a request."""
        return len(strict_json.serialise(self._requests[number - 1]))

    def entry(self, number: int) -> Entry:
        """One request. Raises BadRequest."""
        tree = self._requests[number - 1]
        if not isinstance(tree, dict):
            raise BadRequest("The record must be a JSON object.")
        only(tree, _RECORD)
        if not isinstance(tree.get("params"), dict):
            raise BadRequest("The record's `params` must be an object.")
        return Entry(number, MESSAGES, tree["params"], check_id(tree.get("custom_id")), "/v1/messages")

    def written(self, entry: Entry, body: Json, custom_id: str | None) -> bytes:
        """The request as JSON."""
        del entry
        return strict_json.serialise({"custom_id": custom_id, "params": body})

    def joined(self, written: Iterable[bytes]) -> bytes:
        """The body of the batch."""
        return b'{"requests":[' + b",".join(written) + b"]}"


_TIMES: Final = ("archived_at", "cancel_initiated_at", "created_at", "ended_at", "expires_at")
BATCH: Final = plain(
    text,
    **dict.fromkeys(("id", "type", "processing_status", *_TIMES), MADE_ID),
    request_counts=plain(text, **dict.fromkeys(("canceled", "errored", "expired", "processing", "succeeded"), FLAG)),
    error=ERROR,
    request_id=MADE_ID,
)
"""What a batch says of itself; the address of its results is ours, see `proxy.batch`."""
_RESULT: Final = plain(text, type=MADE_ID, error=plain(text, type=MADE_ID, error=ERROR, request_id=MADE_ID))


def restored_result(line: Json, ids: Mapping[str, str], machines: MachineFactory) -> Json:
    """A line of the results, as its caller may read it.

    Args:
        line: the parsed line.
        ids: custom ids as the provider knows them -> as the caller wrote them.
        machines: of the batch.

    Raises:
        ProviderGarbled: the answer in it is no message.
    """
    out: dict[str, Json] = {}
    for key, value in line.items():
        if key == "custom_id":
            out[key] = own_id(value, ids, machines)
        elif key == "result" and isinstance(value, dict) and isinstance(message := value.get("message"), dict):
            rest = {name: each for name, each in value.items() if name != "message"}
            out[key] = {**rewrite(rest, _RESULT, machines), "message": MESSAGES.answer(message, machines)[0]}
        elif key == "result":
            out[key] = rewrite(value, _RESULT, machines)
        else:
            out |= rewrite({key: value}, plain(text), machines)
    return out
