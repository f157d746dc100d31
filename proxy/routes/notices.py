"""The public notice about AI: open to everybody, in English and Spanish, as JSON or as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Query
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response

from proxy.routes.people import json_response

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.house import House


def add_notice_routes(app: FastAPI, house: House) -> None:
    """`/notices/ai`."""

    async def notice(
        request: Request,
        app: Annotated[str, Query(max_length=100, description="with what users of this app are told")] = "",
        lang: Annotated[Literal["en", "es"] | None, Query(description="plain text in this language")] = None,
    ) -> Response:
        """What the agency tells people about its use of AI, and which AI tools are in use today."""
        made, tools = house.notice()
        if lang is None:
            return json_response(made.shown(app=app, tools=tools), request)
        headers = {"x-request-id": request.state.request_id, "content-language": lang, "cache-control": "no-store"}
        text = made.text(lang, app=app, tools=tools)
        return Response(text, media_type="text/plain; charset=utf-8", headers=headers)

    app.add_api_route(
        "/notices/ai", notice, methods=["GET"], response_model=None, summary="Public AI-use notice", tags=["notices"]
    )
