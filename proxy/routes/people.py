"""Routes for people and their scripts: the page at `/` and the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response

from proxy import __version__
from proxy.exchange import Tier
from proxy.routes.body import read_body
from proxy.services.quality.preview import question
from proxy.wire import strict_json

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.house import House

PREVIEW_BODY_BYTES = 4_000_000
PAGE_SECURITY = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


def json_response(body: object, request: Request, status: int = 200) -> Response:
    """A JSON answer with the call's id."""
    headers = {"x-request-id": request.state.request_id, "cache-control": "no-store"}
    return Response(orjson.dumps(body), status, media_type="application/json", headers=headers)


def add_people_routes(app: FastAPI, house: House) -> None:
    """`/`, `/assets/{name}`, `/v1/preview`."""

    async def page(request: Request) -> Response:
        del request
        return Response(house.page.render(__version__), media_type="text/html; charset=utf-8", headers=PAGE_SECURITY)

    async def asset(name: str) -> Response:
        content, media_type = house.page.asset(name)
        return Response(content, media_type=media_type, headers=PAGE_SECURITY)

    async def preview(request: Request) -> Response:
        """What the guard would do with `{"text", "tier"?, "context"?}`; nothing is sent or stored."""
        caller = house.pipeline.identify(dict(request.headers), to="preview")
        raw = await read_body(request, PREVIEW_BODY_BYTES)
        asked = question(strict_json.parse(raw), tier=Tier.T2)
        return json_response(await house.previewer(caller).preview(asked), request)

    app.add_api_route("/", page, methods=["GET"], include_in_schema=False, response_model=None)
    app.add_api_route("/assets/{name}", asset, methods=["GET"], include_in_schema=False, response_model=None)
    app.add_api_route("/v1/preview", preview, methods=["POST"], response_model=None, summary="Preview a text")
