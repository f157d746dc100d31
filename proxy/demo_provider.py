"""The embedded demo provider: a labelled stand-in for an AI provider that speaks Chat Completions on loopback.

It exists to make the guard visible: its answer quotes what it received, uses the placeholders in it as a real model
would, calls a tool when asked to, and streams word by word. It keeps nothing and knows nothing of the guard.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

MODEL: Final = "demo"
QUOTED_CHARS: Final = 2_000
LABEL: Final = "This is the Chaperone demo provider, not an AI."
HEADERS: Final = {"x-demo-provider": "1"}
PLACEHOLDER: Final = re.compile(r"\[[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\]")
"""What a placeholder looks like to someone who does not know the guard: a bracketed label of several parts."""
PERSON: Final = re.compile(r"STUDENT|FAMILY|PATIENT|STAFF|PERSON|NAME")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the demo says: a text, or a call of the caller's first tool."""

    text: str
    tool: str | None = None
    arguments: str = ""


class BadCall(Exception):
    """A request that is no Chat Completions call."""


# --------------------------------------------------------------------------- what it says


def reply_to(body: Any) -> Reply:  # noqa: ANN401 # parsed JSON
    """The answer to a request body.

    Raises:
        BadCall: not an object with a list of messages.
    """
    messages = body.get("messages") if isinstance(body, dict) else None
    if not isinstance(messages, list) or not all(isinstance(each, dict) for each in messages):
        raise BadCall("messages must be a list of objects")
    asked = next((_text(each) for each in reversed(messages) if each.get("role") == "user"), "")
    answered = bool(messages) and messages[-1].get("role") == "tool"
    tool = _first_tool(body)
    if tool is not None and not answered and re.search(r"\btool\b", asked, re.IGNORECASE):
        return Reply("", tool[0], json.dumps({tool[1]: asked}, ensure_ascii=False))
    return Reply(_answer(asked, _text(messages[-1]) if answered else ""))


def _answer(asked: str, result: str) -> str:
    parts = [f'{LABEL} As your AI provider I received: "{_shown(asked)}"']
    if result:
        parts.append(f'The tool returned: "{_shown(result)}"')
    if PLACEHOLDER.search(asked + result):
        parts.append("(I show placeholders with dots, or the guard would put your values back here as well.)")
    parts.append(_draft(asked))
    return "\n\n".join(parts)


def _shown(received: str) -> str:
    """What was received, with dots in its placeholders: they are to be seen, not restored."""
    return PLACEHOLDER.sub(lambda found: found[0].replace("_", "\N{MIDDLE DOT}"), received[:QUOTED_CHARS])


def _draft(asked: str) -> str:
    """A short letter that uses what it was given, as a model would."""
    tokens = list(dict.fromkeys(PLACEHOLDER.findall(asked)))
    people = [token for token in tokens if PERSON.search(token)]
    subject = people[0] if people else "your question"
    others = [token for token in tokens if token != subject][:2]
    details = f" I also noted {' and '.join(others)}." if others else ""
    return f"Draft reply: Thank you for writing about {subject}.{details} We will follow up by Friday."


def _text(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = (part.get("text") for part in parts if isinstance(part, dict))
    return "\n".join(text for text in texts if isinstance(text, str))


def _first_tool(body: dict[str, Any]) -> tuple[str, str] | None:
    """Name of the first function offered and of its first parameter."""
    match body.get("tools"):
        case [{"function": {"name": str(name), **rest}}, *_]:
            schema = rest.get("parameters")
            names = schema.get("properties") if isinstance(schema, dict) else None
            return name, next(iter(names)) if isinstance(names, dict) and names else "text"
        case _:
            return None


# --------------------------------------------------------------------------- how it says it


def _usage(body: Any, reply: Reply) -> dict[str, int]:  # noqa: ANN401 # parsed JSON
    """Words, for want of a tokenizer."""
    sent = sum(len(_text(message).split()) for message in body["messages"])
    said = len((reply.text or reply.arguments).split())
    return {"prompt_tokens": sent, "completion_tokens": said, "total_tokens": sent + said}


def _envelope(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-demo-{secrets.token_hex(6)}", "object": kind, "created": int(time.time()), "model": MODEL}


def _tool_call(reply: Reply) -> dict[str, Any]:
    function = {"name": reply.tool, "arguments": reply.arguments}
    return {"id": f"call_{secrets.token_hex(6)}", "type": "function", "function": function}


def whole(body: Any, reply: Reply) -> dict[str, Any]:  # noqa: ANN401 # parsed JSON
    """A plain Chat Completions answer."""
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None, "refusal": None}
    if reply.tool is not None:
        message["tool_calls"] = [_tool_call(reply)]
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": _finish(reply)}
    return {**_envelope("chat.completion"), "choices": [choice], "usage": _usage(body, reply)}


def events(body: Any, reply: Reply) -> Iterator[str]:  # noqa: ANN401 # parsed JSON
    """A streamed answer, as server-sent events: one word each, usage when asked for, and ``[DONE]``."""
    envelope = _envelope("chat.completion.chunk")
    options = body.get("stream_options")
    wants_usage = isinstance(options, dict) and options.get("include_usage") is True
    more = {"usage": None} if wants_usage else {}
    for delta in _deltas(reply):
        yield _event({**envelope, "choices": [{"index": 0, "delta": delta, "finish_reason": None}], **more})
    last = {"index": 0, "delta": {}, "finish_reason": _finish(reply)}
    yield _event({**envelope, "choices": [last], **more})
    if wants_usage:
        yield _event({**envelope, "choices": [], "usage": _usage(body, reply)})
    yield "data: [DONE]\n\n"


def _deltas(reply: Reply) -> Iterator[dict[str, Any]]:
    if reply.tool is None:
        yield {"role": "assistant", "content": ""}
        yield from ({"content": word} for word in _words(reply.text))
        return
    call = _tool_call(Reply("", reply.tool, ""))
    yield {"role": "assistant", "content": None, "tool_calls": [{"index": 0, **call}]}
    for word in _words(reply.arguments):
        yield {"tool_calls": [{"index": 0, "function": {"arguments": word}}]}


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _finish(reply: Reply) -> str:
    return "stop" if reply.tool is None else "tool_calls"


def _event(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


# --------------------------------------------------------------------------- the application


async def _chat(request: Request) -> Response:
    try:
        body = json.loads(await request.body())
        reply = reply_to(body)
    except (ValueError, BadCall):
        return _error(400, "The body is not a Chat Completions request.")
    if body.get("stream") is True:
        return StreamingResponse(events(body, reply), media_type="text/event-stream", headers=HEADERS)
    return JSONResponse(whole(body, reply), headers=HEADERS)


async def _models(_: Request) -> Response:
    model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "chaperone-demo"}
    return JSONResponse({"object": "list", "data": [model]}, headers=HEADERS)


async def _not_found(_: Request, __: Exception) -> Response:
    return _error(404, "The demo provider speaks /v1/chat/completions and /v1/models only.")


def _error(status: int, message: str) -> Response:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
    return JSONResponse({"error": error}, status, headers=HEADERS)


def demo_app() -> Starlette:
    """The demo provider as an ASGI application."""
    routes = [
        Route("/v1/chat/completions", _chat, methods=["POST"]),
        Route("/v1/models", _models, methods=["GET"]),
    ]
    return Starlette(routes=routes, exception_handlers={404: _not_found, 405: _not_found})


# --------------------------------------------------------------------------- running it


class _Server(uvicorn.Server):
    """A server inside another program, which keeps its own signal handlers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program around."""
        yield


class DemoServer:
    """A running demo provider.

    Attributes:
        url: its base URL, with the version: ``http://127.0.0.1:PORT/v1``.
    """

    def __init__(self, url: str, server: _Server, task: asyncio.Task[None]) -> None:
        self.url = url
        self._server = server
        self._task = task

    async def close(self) -> None:
        """Stop taking calls, end open ones at once, and wait until the port is free."""
        self._server.should_exit = True
        self._server.force_exit = True
        await self._task


async def start_demo(port: int = 0) -> DemoServer:
    """Start the demo provider on 127.0.0.1 in the running loop; port 0 takes a free one.

    Raises:
        OSError: the port is taken.
    """
    listener = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(
        demo_app(), lifespan="off", log_config=None, access_log=False, server_header=False, http="httptools", ws="none"
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="demo-provider")
    while not server.started:  # serve() binds nothing, so this takes a turn or two of the loop
        if task.done():
            listener.close()
            await task
            raise RuntimeError("the demo provider ended before it started")
        await asyncio.sleep(0)
    return DemoServer(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", server, task)
