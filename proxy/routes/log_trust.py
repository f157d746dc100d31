"""What others need to hold the log to its word: its newest checkpoint, proofs, and our cosignature under theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Query
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response

from proxy.routes.body import read_body
from proxy.routes.people import json_response

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.house import House

NOTE_TYPE = "text/plain; charset=utf-8"
MOST_BYTES = 16_384


def add_log_trust_routes(app: FastAPI, house: House) -> None:
    """`/audit/v1/checkpoint`, `/audit/v1/consistency`, `/witness/v1/add-checkpoint`."""

    async def checkpoint(request: Request) -> Response:
        """The newest signed checkpoint (C2SP tlog-checkpoint). No key: it is what everybody should keep."""
        headers = {"x-request-id": request.state.request_id, "cache-control": "no-store"}
        return Response(await house.trust.checkpoint(), media_type=NOTE_TYPE, headers=headers)

    async def consistency(
        request: Request,
        old: Annotated[int, Query(ge=0, le=2**53, description="size of a checkpoint that was seen before")],
    ) -> Response:
        """A proof (RFC 6962 section 2.1.2) that the log under its newest checkpoint begins with an older one."""
        house.pipeline.identify(dict(request.headers), to="read_audit")
        return json_response(await house.trust.consistency(old), request)

    async def add_checkpoint(request: Request) -> Response:
        """Cosign another log's checkpoint (C2SP tlog-witness). No key: the log's own signature is looked at."""
        said = await house.trust.cosign(await read_body(request, MOST_BYTES))
        headers = {"content-type": said.content_type, "cache-control": "no-store"}
        return Response(said.body, said.status, headers)

    for path, endpoint, method, summary in (
        ("/audit/v1/checkpoint", checkpoint, "GET", "The newest signed checkpoint"),
        ("/audit/v1/consistency", consistency, "GET", "Prove that the log only grew"),
        ("/witness/v1/add-checkpoint", add_checkpoint, "POST", "Cosign another log's checkpoint"),
    ):
        app.add_api_route(path, endpoint, methods=[method], response_model=None, summary=summary, tags=["audit"])
