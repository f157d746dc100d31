"""Routes for people and their scripts: the page at `/`, the preview, and reading the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import Query
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response

from proxy import __version__
from proxy.errors import CallerError
from proxy.exchange import Tier
from proxy.routes.body import read_body
from proxy.services.preview import question
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
    """`/`, `/v1/preview`, `/audit/v1/records`, `/audit/v1/records/{request_id}`."""

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


def add_audit_routes(app: FastAPI, house: House) -> None:
    """Reading the audit: for the auditor role, and itself recorded."""

    async def records(
        request: Request,
        cursor: Annotated[str | None, Query(description="next_cursor of the page before")] = None,
        limit: Annotated[int, Query(ge=1, le=500, description="records per page")] = 50,
    ) -> Response:
        """Records, newest first: filters as query parameters (docs/audit.md), keyset pages by `cursor`."""
        caller = house.pipeline.identify(dict(request.headers), to="read_audit")
        asked: dict[str, str] = dict(request.query_params)
        for name in ("cursor", "limit"):
            asked.pop(name, None)
        page = await house.audit_reading.search(asked, cursor=cursor, limit=limit, reader=caller, channel="http")
        return json_response({"records": page.records, "next_cursor": page.next_cursor}, request)

    async def one_call(request: Request, request_id: str) -> Response:
        """All records of one call, in order."""
        caller = house.pipeline.identify(dict(request.headers), to="read_audit")
        found: list[dict[str, Any]] = await house.audit_reading.show(request_id, reader=caller, channel="http")
        if not found:
            raise NoSuchRecord("There is no record of this request id.")
        return json_response({"records": found}, request)

    app.add_api_route("/audit/v1/records", records, methods=["GET"], response_model=None, summary="Search the audit")
    app.add_api_route(
        "/audit/v1/records/{request_id}", one_call, methods=["GET"], response_model=None, summary="One call's records"
    )


class NoSuchRecord(CallerError):
    """Nothing under that id."""

    code = "not_found"
    status = 404
