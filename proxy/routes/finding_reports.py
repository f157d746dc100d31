"""Telling the guard that it found something wrongly, or missed something: `POST /v1/reports`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response  # noqa: TC002 # as above

from proxy.routes.bodies import Strict, body_of, in_openapi
from proxy.routes.people import json_response
from proxy.services.quality.finding_reports import Complaint

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.house import House

CREATED = 201


class ComplaintMade(Strict):
    """What was wrong with one of your calls."""

    request_id: str = Field(max_length=100, description="id of the call, x-request-id")
    verdict: str = Field(description="false_positive: wrongly found; false_negative: missed")
    entity: str = Field(default="", max_length=80, description="label, STUDENT_NAME for instance")
    text: str = Field(default="", max_length=500, description="the words that are meant; only a keyed digest is kept")
    reason: str = Field(default="", max_length=200, description="in words; passes the detectors before it is kept")


def add_finding_report_routes(app: FastAPI, house: House) -> None:
    """One route, for whoever made the call."""

    async def report(request: Request) -> Response:
        """Report a wrong finding in one of your own calls; it is recorded and counted, and the words are not kept."""
        caller = house.pipeline.identify(dict(request.headers), to="own")
        made = await body_of(request, ComplaintMade)
        said = Complaint(made.request_id, made.verdict, made.entity, made.text, made.reason)
        stored = await house.finding_reports.report(said, caller=caller, channel="http")
        return json_response(stored, request, CREATED)

    app.add_api_route(
        "/v1/reports",
        report,
        methods=["POST"],
        response_model=None,
        summary="Report a wrong or missed finding",
        openapi_extra=in_openapi(ComplaintMade),
    )
