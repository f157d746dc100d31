"""The list of routes to what lies at a provider: responses, conversations, chat completions, cached contents.

Lists of everything (``GET /v1/chat/completions``, ``GET /v1beta/cachedContents``) are not among them: they show what
all who share the provider's account have stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from proxy.errors import BadRequest
from proxy.exchange.kept import Kind, Lying
from proxy.wire.gemini_answer_shape import USAGE
from proxy.wire.gemini_parts import both
from proxy.wire.gemini_shape import REQUEST as GEMINI
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_chat_shape import ANSWER as COMPLETION
from proxy.wire.openai_chat_shape import ANSWER_MESSAGE, ERROR
from proxy.wire.openai_common import FLAG, LABELLED, MADE_ID, PROSE, plain
from proxy.wire.openai_copies import mend_item
from proxy.wire.openai_responses import OpenAIResponses
from proxy.wire.openai_responses_shape import ANSWER, OUTPUT, REQUEST
from proxy.wire.openai_responses_stream import ResponsesStream
from proxy.wire.shape import STRUCTURAL, Numbers, Shape, Verdict, exempt, text, unknown
from proxy.wire.stored import Stored
from proxy.wire.stored_query import ITEM_ID, PAGE, STREAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from proxy.exchange import Json, MachineFactory


@dataclass(frozen=True, slots=True)
class StoredRoute:
    """One operation on something that lies at a provider.

    Attributes:
        method: of the request, both ways.
        path: as the caller asks for it; ``{id}`` is the thing, ``{item}`` something in it.
        codec: who reads it.
        kind: of the thing that the path names; None where it names none yet.
        below: the path below a provider's base URL.
        prefix: what stands before the id in the thing's own name.
        versioned: takes an ``api-version``, which Azure wants.
    """

    method: str
    path: str
    codec: Stored
    kind: Kind | None
    below: str
    prefix: str = ""
    versioned: bool = False

    @property
    def dialect(self) -> str:
        """Which API family."""
        return self.codec.dialect

    @property
    def has_body(self) -> bool:
        """Whether the caller's body is read; else the query says what is asked for."""
        return self.method != "GET" and self.codec.query is None

    def names(self, ids: Mapping[str, str]) -> Lying | None:
        """What at the provider these ids of the path name."""
        return None if self.kind is None else Lying(self.kind, self.prefix + ids["id"])

    def address(self, ids: Mapping[str, str]) -> str:
        """The path below the provider's base URL, for these ids of the path.

        Raises:
            BadRequest: `item` is no id. Unlike `id` it is looked up nowhere, so nothing else may stand there.
        """
        if "item" in ids and not ITEM_ID.fullmatch(ids["item"]):
            raise BadRequest("Ask for an item by the id that the provider gave it, such as `msg_67ccd3acc8d4`.")
        out = self.below
        for name, given in ids.items():
            out = out.replace(f"{{{name}}}", quote(given, safe=""))
        return out


def _mend_items(before: Json, after: Json, machines: MachineFactory) -> None:
    pairs = zip(before.get("data") or [before], after.get("data") or [after], strict=True)
    for one, other in pairs:
        if isinstance(one, dict) and isinstance(other, dict):
            mend_item(one, other, machines)


_COMMON: Final = {"id": MADE_ID, "object": MADE_ID, "created_at": FLAG, "deleted": FLAG, "error": ERROR}
_METADATA: Final = Shape(
    fields={"metadata": REQUEST.fields["metadata"]}, others=Shape(number=Numbers.BOUND), label=False
)
_THING: Final = plain(text, **_COMMON, metadata=REQUEST.fields["metadata"])
_PAGE: Final = {"object": MADE_ID, "first_id": MADE_ID, "last_id": MADE_ID, "has_more": FLAG, "error": ERROR}
_ITEMS: Final = plain(text, **_PAGE, data=OUTPUT)


def _one_item(body: Json) -> Shape:
    """An item has members of its own by any name, an error has one."""
    return _THING if isinstance(body, dict) and "error" in body else OUTPUT.of(body)


_ITEM: Final = Shape(choose=_one_item, label=False)
_MESSAGE: Final = Shape(
    text,
    label=False,
    fields={
        **ANSWER_MESSAGE.fields,
        "id": MADE_ID,
        "name": LABELLED,
        "content_parts": ANSWER_MESSAGE.fields["content"],
    },
)
_MESSAGES: Final = plain(text, **_PAGE, data=_MESSAGE)
_NEW_ITEMS: Final = Shape(
    fields={"items": REQUEST.fields["input"], "metadata": REQUEST.fields["metadata"]},
    others=Shape(number=Numbers.BOUND),
    label=False,
)


def _responses(dialect: str, path: str, below: str, *, versioned: bool = False) -> Iterator[StoredRoute]:
    whole = OpenAIResponses(dialect)
    get = Stored("responses_get", ANSWER, query=STREAM, whole=whole, opens=ResponsesStream, dialect=dialect)
    one, at = f"{path}/{{id}}", f"{below}/{{id}}"
    for method, more, codec in (
        ("GET", "", get),
        ("DELETE", "", Stored("responses_delete", _THING, query={}, ends=True, dialect=dialect)),
        ("POST", "/cancel", Stored("responses_cancel", ANSWER, whole=whole, dialect=dialect)),
        ("GET", "/input_items", Stored("input_items", _ITEMS, query=PAGE, mend=_mend_items, dialect=dialect)),
    ):
        yield StoredRoute(method, one + more, codec, Kind.RESPONSE, at + more, versioned=versioned)


def _conversations(dialect: str, path: str, below: str, *, versioned: bool = False) -> Iterator[StoredRoute]:
    one, at = f"{path}/{{id}}", f"{below}/{{id}}"
    makes = (Kind.CONVERSATION, "id")
    create = Stored("conversations_create", _THING, takes=_NEW_ITEMS, makes=makes, dialect=dialect)
    yield StoredRoute("POST", path, create, None, below, versioned=versioned)
    for method, more, codec in (
        ("GET", "", Stored("conversations_get", _THING, query={})),
        ("POST", "", Stored("conversations_update", _THING, takes=_METADATA, adds=True)),
        ("DELETE", "", Stored("conversations_delete", _THING, query={}, ends=True)),
        ("GET", "/items", Stored("conversations_items", _ITEMS, query=PAGE, mend=_mend_items)),
        ("POST", "/items", Stored("conversations_add", _ITEMS, takes=_NEW_ITEMS, adds=True, mend=_mend_items)),
        ("GET", "/items/{item}", Stored("conversations_item", _ITEM, query={}, mend=_mend_items)),
        ("DELETE", "/items/{item}", Stored("conversations_item_delete", _THING, query={})),
    ):
        named = replace(codec, dialect=dialect)
        yield StoredRoute(method, one + more, named, Kind.CONVERSATION, at + more, versioned=versioned)


def _completions() -> Iterator[StoredRoute]:
    one, at, whole = "/v1/chat/completions/{id}", "/chat/completions/{id}", OpenAIChat()
    for method, more, codec in (
        ("GET", "", Stored("chat_get", COMPLETION, query={}, whole=whole)),
        ("POST", "", Stored("chat_update", COMPLETION, takes=_METADATA, adds=True, whole=whole)),
        ("DELETE", "", Stored("chat_delete", _THING, query={}, ends=True)),
        ("GET", "/messages", Stored("chat_messages", _MESSAGES, query=PAGE)),
    ):
        yield StoredRoute(method, one + more, codec, Kind.COMPLETION, at + more)


_LIFE: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,9})?s|20[2-9][0-9]-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}Z")


def _life(value: str) -> Verdict:
    """A length of time, or a moment to come; whatever reads otherwise is scanned."""
    return STRUCTURAL if _LIFE.fullmatch(value) else unknown(value)


_WHEN: Final = plain(_life)
_TIMES: Final = both(**dict.fromkeys(("create_time", "update_time", "expire_time"), MADE_ID))
_CACHE: Final = Shape(
    label=False,
    fields={
        **{key: shape for key, shape in GEMINI.fields.items() if key not in {"store", "labels"}},
        **both(display_name=PROSE, ttl=_WHEN, expire_time=_WHEN, model=plain(exempt)),
    },
    others=Shape(number=Numbers.BOUND),
)
_CACHED: Final = plain(
    text, **_TIMES, **both(display_name=PROSE, usage_metadata=USAGE), name=MADE_ID, model=MADE_ID, error=ERROR
)
_CACHE_TIME: Final = Shape(fields={"ttl": _WHEN, **both(expire_time=_WHEN)}, label=False)


def _cached(version: str) -> Iterator[StoredRoute]:
    path, below = f"{version}/cachedContents", "/cachedContents"
    kind, prefix = Kind.CACHED_CONTENT, "cachedContents/"
    made = Stored("cached_create", _CACHED, takes=_CACHE, makes=(kind, "name"), dialect="gemini")
    yield StoredRoute("POST", path, made, None, below)
    for method, codec in (
        ("GET", Stored("cached_get", _CACHED, query={}, dialect="gemini")),
        ("PATCH", Stored("cached_update", _CACHED, takes=_CACHE_TIME, adds=True, dialect="gemini")),
        ("DELETE", Stored("cached_delete", _CACHED, query={}, ends=True, dialect="gemini")),
    ):
        yield StoredRoute(method, f"{path}/{{id}}", codec, kind, below + "/{id}", prefix=prefix)


STORED: Final[tuple[StoredRoute, ...]] = (
    *_responses("openai", "/v1/responses", "/responses"),
    *_conversations("openai", "/v1/conversations", "/conversations"),
    *_completions(),
    *_responses("azure", "/openai/v1/responses", "/v1/responses", versioned=True),
    *_responses("azure", "/openai/responses", "/responses", versioned=True),
    *_conversations("azure", "/openai/v1/conversations", "/v1/conversations", versioned=True),
    *(route for version in ("/v1beta", "/v1") for route in _cached(version)),
)
"""Every route to what lies at a provider. What was not made through the guard with the caller's key is not found."""
