"""Files and batches that lie at a provider: one route for each operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response  # noqa: TC002 # as above

from proxy.batch.visit import Body, Errand
from proxy.errors import GuardError
from proxy.routes.body import read_body
from proxy.routes.calls import WatchedResponse, single
from proxy.wire import deposits, dialects

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import FastAPI

    from proxy.house import House
    from proxy.wire.deposits import DepositRoute

_ASKED = ("limit", "after", "after_id", "before_id", "order", "purpose", "page")


def add_file_routes(app: FastAPI, house: House) -> None:
    """All of `deposits.ROUTES`."""
    for route in deposits.ROUTES:
        app.add_api_route(
            route.path, _route(house, route), methods=[route.method], include_in_schema=False, response_model=None
        )


def _route(house: House, route: DepositRoute) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        headers = single(request)
        errand = Errand(
            request_id=request.state.request_id,
            operation=route.operation,
            route=route.path,
            dialect=dialects.dialect_of(request.url.path, headers if route.shared else None),
            headers=headers,
            body=Body(await _body(house, request, route, headers)),
            item=request.path_params.get("item", ""),
            query={name: request.query_params[name] for name in _ASKED if name in request.query_params},
            client=request.client.host if request.client else "",
        )
        return WatchedResponse(lambda: house.batches.serve(errand))

    return serve


async def _body(house: House, request: Request, route: DepositRoute, headers: dict[str, str]) -> bytes:
    """What a known caller sends; of anybody else nothing is read: their refusal is recorded like any other.

    Raises:
        TooLarge | BadRequest: as `read_body`.
    """
    if not route.takes_body:
        return b""
    try:
        house.pipeline.identify(headers)
    except GuardError:
        return b""
    return await read_body(request, house.batches.terms.upload_bytes if route.large else house.pipeline.body_bytes)
