"""`/records/v1/vault`: how much the vault holds, and emptying it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response  # noqa: TC002 # as above

from proxy.errors import BadRequest
from proxy.routes.bodies import Strict, body_of, in_openapi
from proxy.routes.people import json_response

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.house import House


class What(Strict):
    """What to destroy: a caller's, a kind, or everything."""

    caller: str | None = Field(default=None, max_length=100, description="id of a caller")
    kind: str | None = Field(default=None, max_length=40, description="as the status names it")
    everything: bool = Field(default=False, description="all of it")


def add_vault_routes(app: FastAPI, house: House) -> None:
    """For the records role."""

    async def status(request: Request) -> Response:
        """Counts, sizes and times by kind; no value."""
        house.pipeline.identify(dict(request.headers), to="keep_records")
        return json_response(await house.vault_keeping.status(), request)

    async def purge(request: Request) -> Response:
        """Destroy what is kept for a caller, of a kind, or all: those conversations cannot be continued."""
        who = house.pipeline.identify(dict(request.headers), to="keep_records")
        what = await body_of(request, What)
        if what.everything == bool(what.caller or what.kind):
            raise BadRequest("Say what to destroy: `caller`, `kind` or both, or `everything`: true.")
        done = await house.vault_keeping.purge(by=who.id, channel="http", caller=what.caller, kind=what.kind)
        return json_response(done, request)

    app.add_api_route(
        "/records/v1/vault",
        status,
        methods=["GET"],
        response_model=None,
        tags=["records"],
        summary="How much the vault holds",
    )
    app.add_api_route(
        "/records/v1/vault/purge",
        purge,
        methods=["POST"],
        response_model=None,
        tags=["records"],
        summary="Empty the vault",
        openapi_extra=in_openapi(What),
    )
