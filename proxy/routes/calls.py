"""The provider APIs: one route per codec, and the refusal of every other path."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

import anyio
from starlette.requests import Request
from starlette.responses import Response

from proxy.errors import UnknownRoute
from proxy.relay import Arrival
from proxy.routes.body import read_body
from proxy.wire import dialects, envelopes

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.house import House
    from proxy.pipeline import Pipeline
    from proxy.relay import Answer
    from proxy.routes.edge import Message, Receive, Scope, Send
    from proxy.wire.dialects import Route

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def add_call_routes(app: FastAPI, house: House) -> None:
    """One POST route per codec."""
    for route in dialects.CODECS:
        app.add_api_route(
            route.path, _call_route(house, route), methods=[route.method], include_in_schema=False, response_model=None
        )
    app.add_api_route("/v1/models", _models_route(house), methods=["GET"], include_in_schema=False, response_model=None)


def add_refusal_of_the_rest(app: FastAPI, house: House) -> None:
    """Must be added last: every other path is refused and recorded, whatever its method."""

    async def unknown(request: Request) -> Response:
        error = UnknownRoute(
            "The guard does not know this address and passes nothing through that it cannot check. "
            "Known: POST /v1/chat/completions, GET /v1/models.",
            details={"method": request.method if request.method in METHODS else "other"},
        )
        await house.pipeline.refuse_route(request.state.request_id, dict(request.headers), error)
        raise error

    app.add_api_route("/{path:path}", unknown, methods=METHODS, include_in_schema=False, response_model=None)


def _call_route(house: House, route: Route) -> Handler:
    async def call(request: Request) -> Response:
        pipeline = house.pipeline
        arrival = Arrival(
            request_id=request.state.request_id,
            route=route.path,
            codec=route.codec,
            upstream_path=route.path.removeprefix("/v1"),  # a provider's base URL ends with its version
            headers=_single(request),
            body=await read_body(request, pipeline.body_bytes),
        )
        return CallResponse(pipeline, arrival)

    return call


def _models_route(house: House) -> Handler:
    async def models(request: Request) -> Response:
        pipeline = house.pipeline
        pipeline.identify(_single(request))
        approved = pipeline.registry.models("openai", today=pipeline.today())
        entries = [envelopes.ModelEntry(model, owned_by=provider) for model, provider in approved]
        return Response(
            envelopes.models_list("openai", entries),
            media_type="application/json",
            headers={"x-request-id": request.state.request_id},
        )

    return models


def _single(request: Request) -> dict[str, str]:
    """Headers with lower-case names; a name that came twice is joined, as RFC 9110 section 5.3 has it."""
    joined: dict[str, str] = {}
    for name, value in request.headers.items():
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


class CallResponse(Response):
    """Runs a call through the pipeline while watching for the client to leave; then the call is cancelled at once."""

    def __init__(self, pipeline: Pipeline, arrival: Arrival) -> None:
        super().__init__()
        self._pipeline = pipeline
        self._arrival = arrival

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, send, and make sure that the record is closed."""
        del scope
        failure: list[BaseException] = []
        async with anyio.create_task_group() as group:

            async def watch() -> None:
                while (await receive())["type"] != "http.disconnect":
                    pass
                group.cancel_scope.cancel()

            async def work() -> None:
                try:
                    await send_answer(await self._pipeline.serve(self._arrival), send)
                except Exception as error:  # noqa: BLE001 # carried out of the group as itself, not as a group
                    failure.append(error)
                group.cancel_scope.cancel()

            group.start_soon(watch)
            group.start_soon(work)
        if failure:
            raise failure[0]


async def send_answer(answer: Answer, send: Send) -> None:
    """Send a plain or streamed answer; a stream is always closed, which closes its record."""
    if answer.stream is None:
        headers = _encoded(answer)
        body = answer.body or b""
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
        return
    try:
        headers = [*_encoded(answer), (b"cache-control", b"no-store")]
        start: Message = {"type": "http.response.start", "status": answer.status, "headers": headers}
        await send(start)
        async for chunk in answer.stream.chunks():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        await answer.stream.aclose()


def _encoded(answer: Answer) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
