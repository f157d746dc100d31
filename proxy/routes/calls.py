"""The provider APIs: one route per codec, and the refusal of every other path."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

import anyio
from starlette.requests import Request
from starlette.responses import Response

from proxy.arrival import Arrival
from proxy.errors import BadRequest, UnknownRoute
from proxy.routes.access import REST
from proxy.routes.body import read_body
from proxy.wire import dialects, envelopes, strict_json

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
            route.path.replace("{model}", "{model:path}"),  # the name may be ``provider/model``
            _call_route(house, route),
            methods=[route.method],
            include_in_schema=False,
            response_model=None,
        )
    for path in dialects.MODEL_LISTS:
        app.add_api_route(
            path, _models_route(house, path), methods=["GET"], include_in_schema=False, response_model=None
        )
    for path in dialects.MODEL_ENTRIES:
        app.add_api_route(path, _model_route(house), methods=["GET"], include_in_schema=False, response_model=None)
    app.add_api_route(
        dialects.MODEL_QUESTION, _shown_route(house), methods=["POST"], include_in_schema=False, response_model=None
    )
    for path, body in dialects.FIXED.items():
        app.add_api_route(
            path, _fixed_route(house, body), methods=["GET"], include_in_schema=False, response_model=None
        )


def add_refusal_of_the_rest(app: FastAPI, house: House) -> None:
    """Must be added last: every other path is refused and recorded, whatever its method."""

    async def unknown(request: Request) -> Response:
        error = UnknownRoute(
            dialects.refusal_of(request.url.path),
            details={"method": request.method if request.method in METHODS else "other"},
        )
        query = query_key(request, dialects.dialect_of(request.url.path))
        await house.pipeline.refuse_route(request.state.request_id, dict(request.headers), error, query)
        raise error

    app.add_api_route(REST, unknown, methods=METHODS, include_in_schema=False, response_model=None)


def _call_route(house: House, route: Route) -> Handler:
    async def call(request: Request) -> Response:
        pipeline = house.pipeline
        try:
            address = route.address(request.query_params.getlist("api-version"))
        except BadRequest as error:
            query = query_key(request, route.dialect)
            await pipeline.refuse_route(request.state.request_id, dict(request.headers), error, query)
            raise
        arrival = Arrival(
            request_id=request.state.request_id,
            route=route.path,
            codec=route.reader(request.query_params.get("alt")),
            upstream_path=address,
            headers=single(request),
            body=await read_body(request, pipeline.body_bytes),
            model=request.path_params.get("model"),
            query=query_key(request, route.dialect),
            client=request.client.host if request.client else "",
        )
        return CallResponse(pipeline, arrival)

    return call


def _models_route(house: House, path: str) -> Handler:
    async def models(request: Request) -> Response:
        pipeline, headers = house.pipeline, single(request)
        dialect = dialects.dialect_of(path, headers)
        pipeline.identify(headers, query_key(request, dialect))
        approved = pipeline.registry.models(dialect, today=pipeline.today())
        entries = [envelopes.ModelEntry(model, owned_by=provider) for model, provider in approved]
        return Response(
            envelopes.models_list(dialect, entries),
            media_type="application/json",
            headers={envelopes.id_header(dialect): request.state.request_id},
        )

    return models


def _model_route(house: House) -> Handler:
    """One model of the list, as SDKs ask for it."""

    async def model(request: Request) -> Response:
        pipeline, headers = house.pipeline, single(request)
        dialect = dialects.dialect_of(request.url.path, headers)
        pipeline.identify(headers, query_key(request, dialect))
        tool = pipeline.registry.resolve(dialect, request.path_params["model"], today=pipeline.today())
        return Response(
            envelopes.model(dialect, envelopes.ModelEntry(tool.model, owned_by=tool.provider)),
            media_type="application/json",
            headers={envelopes.id_header(dialect): request.state.request_id},
        )

    return model


def _shown_route(house: House) -> Handler:
    """One model of Ollama's, asked for in a body; nothing of it is passed on."""

    async def shown(request: Request) -> Response:
        pipeline = house.pipeline
        pipeline.identify(single(request))
        asked = strict_json.parse(await read_body(request, pipeline.body_bytes))
        name = (asked.get("model") or asked.get("name")) if isinstance(asked, dict) else None
        if not isinstance(name, str):
            raise BadRequest("The request must name a model, as a string.", param="model")
        tool = pipeline.registry.resolve("ollama", name, today=pipeline.today())
        return Response(
            envelopes.shown_model(envelopes.ModelEntry(tool.model, owned_by=tool.provider)),
            media_type="application/json",
        )

    return shown


def _fixed_route(house: House, body: bytes) -> Handler:
    """What clients ask before they call, and the guard says the same to all who have a key."""

    async def fixed(request: Request) -> Response:
        house.pipeline.identify(single(request))
        return Response(body, media_type="application/json")

    return fixed


def query_key(request: Request, dialect: str) -> dict[str, str]:
    """The caller's key from the query, where the API takes one there.

    Raises:
        BadRequest: it holds two different ones.
    """
    found = set(request.query_params.getlist("key")) if dialect == "gemini" else set()
    if len(found) > 1:
        raise BadRequest("The request carries two different keys; send one.")
    return dict.fromkeys(("key",), found.pop()) if found else {}


def single(request: Request) -> dict[str, str]:
    """Headers with lower-case names; a name that came twice is joined, as RFC 9110 section 5.3 has it."""
    joined: dict[str, str] = {}
    for name, value in request.headers.items():
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


class WatchedResponse(Response):
    """Runs a call while watching for the client to leave; then the call is cancelled at once."""

    def __init__(self, serve: Callable[[], Awaitable[Answer]]) -> None:
        super().__init__()
        self._serve = serve

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
                    await send_answer(await self._serve(), send)
                except Exception as error:  # noqa: BLE001 # carried out of the group as itself, not as a group
                    failure.append(error)
                group.cancel_scope.cancel()

            group.start_soon(watch)
            group.start_soon(work)
        if failure:
            raise failure[0]


class CallResponse(WatchedResponse):
    """A call through the pipeline."""

    def __init__(self, pipeline: Pipeline, arrival: Arrival) -> None:
        super().__init__(lambda: pipeline.serve(arrival))


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
