"""Why a call was decided as it was: `GET /v1/explanations/{request_id}`, for whoever made the call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Path
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response  # noqa: TC002 # as above

from proxy.routes.people import json_response
from proxy.services.policy.explanations import explain

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.house import House


def add_explanation_routes(app: FastAPI, house: House) -> None:
    """One route; an auditor reads explanations in the audit itself."""

    async def explanation(
        request: Request,
        request_id: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$", description="id of the call, x-request-id")],
    ) -> Response:
        """The card of one of your own calls: what was found, why, what was done, what to do, who can decide."""
        caller = house.pipeline.identify(dict(request.headers), to="own")
        records = await house.audit_reading.show(request_id, reader=caller, channel="http")
        told = explain(records, caller.id)
        review = await house.reviewing.acks.standing(caller.tenant, request_id)
        return json_response({**told, "review": review}, request)

    app.add_api_route(
        "/v1/explanations/{request_id}",
        explanation,
        methods=["GET"],
        response_model=None,
        summary="Why one of your calls was decided as it was",
        tags=["policy"],
    )
