"""What lies at a provider: conversations and answers that it keeps, one route for each operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time

from proxy.arrival import Arrival
from proxy.errors import BadRequest
from proxy.routes.body import read_body
from proxy.routes.calls import CallResponse, query_key, single
from proxy.wire.dialects import Route
from proxy.wire.stored_routes import STORED

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.house import House
    from proxy.routes.calls import Handler
    from proxy.wire.stored_routes import StoredRoute

HOW: Final = frozenset({"api-version", "key", "alt"})
"""Members of a query that say how something is asked, and not what."""


def add_stored_routes(app: FastAPI, house: House) -> None:
    """All of `stored_routes.STORED`."""
    for route in STORED:
        app.add_api_route(
            route.path, _route(house, route), methods=[route.method], include_in_schema=False, response_model=None
        )


def _route(house: House, route: StoredRoute) -> Handler:
    async def serve(request: Request) -> CallResponse:
        pipeline, key = house.pipeline, query_key(request, route.dialect)
        try:
            below = _address(request, route)
        except BadRequest as error:
            await pipeline.refuse_route(request.state.request_id, dict(request.headers), error, key)
            raise
        asked = [(name, value) for name, value in request.query_params.multi_items() if name not in HOW]
        arrival = Arrival(
            request_id=request.state.request_id,
            route=route.path,
            codec=route.codec.resumed(asked),
            upstream_path=below,
            headers=single(request),
            # Without a body, what is asked for stands in the query.
            body=await read_body(request, pipeline.body_bytes) if route.has_body else urlencode(asked).encode(),
            query=key,
            client=request.client.host if request.client else "",
            method=route.method,
            lying=route.names(request.path_params),
        )
        return CallResponse(pipeline, arrival)

    return serve


def _address(request: Request, route: StoredRoute) -> str:
    """The path below the provider's base URL. Raises BadRequest as `Route.address`."""
    below = route.address(request.path_params)
    known = Route(route.method, route.path, route.dialect, route.codec, versioned=route.versioned, below=below)
    return known.address(request.query_params.getlist("api-version"))
