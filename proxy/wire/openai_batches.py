"""OpenAI's batches: ``/v1/batches``, the records of their files, and the lines of their results.

A record is a call of its own: its body is read by the codec of its address. What a batch says of itself is an answer
like any other; its `metadata` comes back from what the guard keeps, see `proxy.batch`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.exchange import ParsedCall
from proxy.wire.entries import Entry, Lines, as_line, check_id, only
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_chat_shape import ERROR
from proxy.wire.openai_common import FLAG, LABELLED, MADE_ID, MODEL, PROSE, enum, plain
from proxy.wire.openai_completions import OPENAI_COMPLETIONS
from proxy.wire.openai_images import OPENAI_IMAGES
from proxy.wire.openai_responses import OpenAIResponses
from proxy.wire.openai_small import OPENAI_EMBEDDINGS, OPENAI_MODERATIONS
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite
from proxy.wire.shape import Numbers, Shape, name, text
from proxy.wire.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from proxy.exchange import Json, MachineFactory, Path
    from proxy.wire.codec import Codec

ENDPOINTS: Final[Mapping[str, Codec]] = {
    "/v1/chat/completions": OpenAIChat(),
    "/v1/responses": OpenAIResponses(),
    "/v1/embeddings": OPENAI_EMBEDDINGS,
    "/v1/completions": OPENAI_COMPLETIONS,
    "/v1/moderations": OPENAI_MODERATIONS,
    "/v1/images/generations": OPENAI_IMAGES,
}
"""Operations that a batch may hold, and who reads their bodies."""
_RECORD: Final = frozenset(("custom_id", "method", "url", "body"))


class BatchLines(Lines):
    """A batch file; implements `entries.Source`."""

    dialect: str = "openai"

    def entry(self, number: int) -> Entry:
        """One record. Raises BadRequest."""
        tree = self.tree(number)
        only(tree, _RECORD)
        url = tree.get("url")
        codec = ENDPOINTS.get(url) if isinstance(url, str) else None
        if codec is None:
            raise BadRequest(f"The record's `url` must be one of {', '.join(ENDPOINTS)}.")
        if tree.get("method") != "POST":
            raise BadRequest("The record's `method` must be POST.")
        if not isinstance(tree.get("body"), dict):
            raise BadRequest("The record's `body` must be an object.")
        return Entry(number, codec, tree["body"], check_id(tree.get("custom_id")), str(url))

    def written(self, entry: Entry, body: Json, custom_id: str | None) -> bytes:
        """The record as a line."""
        return as_line({"custom_id": custom_id, "method": "POST", "url": entry.url, "body": body})

    def joined(self, written: Iterable[bytes]) -> bytes:
        """The file."""
        return b"".join(line + b"\n" for line in written)


class TuningLines(Lines):
    """A fine-tuning file: each line a conversation, read like a chat without a model; implements `entries.Source`."""

    dialect: str = "openai"

    def entry(self, number: int) -> Entry:
        """One record. Raises BadRequest."""
        tree = self.tree(number)
        if "model" in tree:
            raise BadRequest("An example for fine-tuning names no model.")
        return Entry(number, _EXAMPLE, tree)

    def written(self, entry: Entry, body: Json, custom_id: str | None) -> bytes:
        """The record as a line."""
        del entry, custom_id
        return as_line(body)

    def joined(self, written: Iterable[bytes]) -> bytes:
        """The file."""
        return b"".join(line + b"\n" for line in written)


_EXAMPLE: Final = OpenAIChat(in_path=True)

# --------------------------------------------------------------------------- making a batch

_SETTING: Final = Shape(number=Numbers.SETTING, label=False)
CREATE: Final = Shape(
    fields={
        "input_file_id": MODEL,  # looked up among the caller's own files before anything leaves
        "endpoint": MODEL,  # compared with the file's
        "completion_window": enum("24h"),
        "metadata": Shape(name, others=LABELLED, label=False),
        "output_expires_after": plain(name, anchor=enum("created_at"), seconds=_SETTING),
    },
    label=False,
)


class OpenAIBatchCreate:
    """Reads the request for a batch; its two names are checked by whoever knows the caller's files."""

    operation: Final = "batches.create"

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in it. Raises BadRequest: no object, or one of its two names is missing."""
        if not isinstance(body, dict):
            raise BadRequest("The body must be a JSON object.")
        for key in ("input_file_id", "endpoint"):
            if not isinstance(body.get(key), str) or not body[key]:
                raise BadRequest(f"The request must have `{key}`, as text.", param=key)
        walked = walk(body, CREATE)
        return ParsedCall("openai", self.operation, "", False, walked.segments, walked.unscanned, body)  # noqa: FBT003 # streams nothing

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str]) -> Json:
        """A copy with segments replaced. Raises Blocked."""
        return patch(call.body, CREATE, replacements)


# --------------------------------------------------------------------------- what comes back

BATCH: Final = plain(
    text,
    **dict.fromkeys(("id", "object", "endpoint", "input_file_id", "completion_window", "status", "model"), MADE_ID),
    **dict.fromkeys(("output_file_id", "error_file_id"), MADE_ID),
    **dict.fromkeys((f"{what}_at" for what in ("created", "in_progress", "expires", "finalizing", "completed")), FLAG),
    **dict.fromkeys((f"{what}_at" for what in ("failed", "expired", "cancelling", "cancelled")), FLAG),
    errors=plain(text, object=MADE_ID, data=ERROR),
    error=ERROR,
    request_counts=plain(text, total=FLAG, completed=FLAG, failed=FLAG),
    usage=plain(text),
    metadata=PROSE,
)
"""What a batch says of itself."""
_RESULT: Final = plain(text, id=MADE_ID, error=ERROR, status_code=FLAG, request_id=MADE_ID)


def restored_result(line: Json, codec: Codec, ids: Mapping[str, str], machines: MachineFactory) -> Json:
    """A line of a result or error file, as its caller may read it.

    Args:
        line: the parsed line.
        codec: who reads the answers of this batch.
        ids: custom ids as the provider knows them -> as the caller wrote them.
        machines: of the batch.

    Raises:
        ProviderGarbled: the answer in it is not one of this operation.
    """
    out: dict[str, Json] = rewrite(
        {key: value for key, value in line.items() if key not in {"custom_id", "response"}}, _RESULT, machines
    )
    given, response = line.get("custom_id"), line.get("response")
    if "custom_id" in line:
        out["custom_id"] = own_id(given, ids, machines)
    if isinstance(response, dict) and isinstance(body := response.get("body"), dict):
        rest = {key: value for key, value in response.items() if key != "body"}
        out["response"] = {**rewrite(rest, _RESULT, machines), "body": codec.answer(body, machines)[0]}
    elif "response" in line:
        out["response"] = rewrite(response, _RESULT, machines)
    return {key: out[key] for key in sorted(out, key=list(line).index)} if out.keys() <= line.keys() else out


def own_id(given: Json, ids: Mapping[str, str], machines: MachineFactory) -> Json:
    """A custom id as the caller wrote it; one that the guard does not know is text like any other."""
    known = ids.get(given) if isinstance(given, str) else None
    return rewrite(given, PROSE, machines) if known is None else known
