"""The records officer's routes: retention and dispositions, legal holds, and kept text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Path, Query
from pydantic import Field
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response  # noqa: TC002 # as above

from proxy.routes.bodies import Strict, body_of, in_openapi
from proxy.routes.people import json_response
from proxy.services.written import Written

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import FastAPI

    from proxy.exchange import Caller
    from proxy.house import House

CREATED = 201
KEEP = "keep_records"
PREFIX = "/records/v1"

Why = Annotated[str, Field(max_length=2000, description="why; passes the detectors before it is stored")]
Case = Annotated[str, Field(max_length=60, description="case number")]
Scope = Annotated[
    dict[str, str],
    Field(
        default={},
        max_length=10,
        description="caller, unit, app, provider, since, until, request_ids, subject (LABEL:value); all that are given",
    ),
]
RequestId = Annotated[str, Path(pattern=r"^[A-Za-z0-9._:-]{1,100}$", description="request id of the call")]
EventId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$", description="id, as the list shows it")]


class PurgeAsked(Strict):
    """A purge of what a disposition report listed, exactly that."""

    retention_class: str = Field(max_length=40, description="conversations or originals")
    before: str = Field(max_length=40, description="as in the report")
    report: str = Field(max_length=64, description="digest of the report")
    reason: Why
    scope: Scope


class HoldAsked(Strict):
    """A legal hold to set."""

    matter: str = Field(max_length=60, description="number of the matter or of the records request")
    scope: Scope
    everything: bool = Field(default=False, description="the scope leaves nothing out")
    reason: Why


class Reason(Strict):
    """Why something is done."""

    reason: Why


class Look(Strict):
    """A look at the redacted text of a call."""

    case: Case
    reason: Why


class OpeningAsked(Strict):
    """A request to open the sealed originals of a call."""

    request_id: str = Field(max_length=100)
    case: Case
    reason: Why


def add_keeping_routes(app: FastAPI, house: House) -> None:
    """`/records/v1/retention`, `/dispositions`, `/purges`, `/holds`."""

    async def retention(request: Request) -> Response:
        """Each retention class with its rule, and how much of it is kept, due and on hold."""
        _caller(house, request)
        return json_response({"classes": await house.custody.retention.retention()}, request)

    async def disposition(
        request: Request,
        retention_class: Annotated[str, Query(max_length=40, description="conversations or originals")],
    ) -> Response:
        """The disposition report: what would go now, what a hold keeps back. The scope is query parameters."""
        _caller(house, request)
        scope = {name: text for name, text in request.query_params.items() if name != "retention_class"}
        return json_response(await house.custody.retention.disposition(retention_class, scope), request)

    async def purge(request: Request) -> Response:
        """Destroy what a disposition report listed. It is recorded, with the authority number."""
        caller = _caller(house, request)
        asked = await body_of(request, PurgeAsked)
        done = await house.custody.retention.purge(
            asked.retention_class,
            asked.scope,
            before=asked.before,
            report=asked.report,
            reason=asked.reason,
            by=caller,
            written=_written(house, caller),
        )
        return json_response(done, request)

    async def holds(
        request: Request, *, released: Annotated[bool, Query(description="also those that were released")] = False
    ) -> Response:
        """Legal holds, the newest first."""
        _caller(house, request)
        return json_response({"holds": await house.custody.holds.all(released=released)}, request)

    async def set_hold(request: Request) -> Response:
        """Set a legal hold: nothing in its scope can be destroyed until two people have released it."""
        caller = _caller(house, request)
        asked = await body_of(request, HoldAsked)
        done = await house.custody.holds.set(
            asked.matter,
            asked.scope,
            everything=asked.everything,
            reason=asked.reason,
            by=caller,
            written=_written(house, caller),
        )
        return json_response(done, request, CREATED)

    async def ask_release(request: Request, hold: EventId) -> Response:
        """The first of two people asks for a hold's release; it stands until the second agrees."""
        caller = _caller(house, request)
        asked = await body_of(request, Reason)
        done = await house.custody.holds.ask_release(
            hold, reason=asked.reason, by=caller, written=_written(house, caller)
        )
        return json_response(done, request)

    async def release(request: Request, hold: EventId) -> Response:
        """The second of two people releases a hold."""
        caller = _caller(house, request)
        return json_response(await house.custody.holds.release(hold, by=caller), request)

    _add(app, ("GET", "/retention"), retention, "Retention classes")
    _add(app, ("GET", "/dispositions"), disposition, "Disposition report")
    _add(app, ("POST", "/purges"), purge, "Purge what a report listed", PurgeAsked)
    _add(app, ("GET", "/holds"), holds, "List legal holds")
    _add(app, ("POST", "/holds"), set_hold, "Set a legal hold", HoldAsked)
    _add(app, ("POST", "/holds/{hold}/release-request"), ask_release, "Ask for a hold's release", Reason)
    _add(app, ("POST", "/holds/{hold}/release"), release, "Release a legal hold")


def add_content_routes(app: FastAPI, house: House) -> None:
    """`/records/v1/content` and `/records/v1/openings`."""

    async def view(request: Request, request_id: RequestId) -> Response:
        """The redacted prompt and answer of a call, under a case number; the look is recorded first."""
        caller = _caller(house, request)
        asked = await body_of(request, Look)
        parts = await house.custody.content.show(
            request_id, case=asked.case, reason=asked.reason, by=caller, written=_written(house, caller)
        )
        return json_response({"request_id": request_id, "parts": parts}, request)

    async def openings(request: Request) -> Response:
        """Who asked to open originals, who decided, until when."""
        _caller(house, request)
        return json_response({"openings": await house.custody.content.openings()}, request)

    async def ask(request: Request) -> Response:
        """Ask to open the sealed originals of a call; another person decides."""
        caller = _caller(house, request)
        asked = await body_of(request, OpeningAsked)
        done = await house.custody.content.ask(
            asked.request_id, case=asked.case, reason=asked.reason, by=caller, written=_written(house, caller)
        )
        return json_response(done, request, CREATED)

    async def approve(request: Request, opening: EventId) -> Response:
        """The second person allows it, for some hours."""
        caller = _caller(house, request)
        return json_response(await house.custody.content.decide(opening, approve=True, by=caller), request)

    async def refuse(request: Request, opening: EventId) -> Response:
        """The second person refuses it."""
        caller = _caller(house, request)
        return json_response(await house.custody.content.decide(opening, approve=False, by=caller), request)

    async def fetch(request: Request, opening: EventId) -> Response:
        """The originals of an approved opening, sealed: `chaperone content open` opens them with the private key."""
        caller = _caller(house, request)
        return json_response(await house.custody.content.fetch(opening, by=caller), request)

    _add(app, ("POST", "/content/{request_id}/view"), view, "See the redacted text of a call", Look)
    _add(app, ("GET", "/openings"), openings, "List openings of originals")
    _add(app, ("POST", "/openings"), ask, "Ask to open originals", OpeningAsked)
    _add(app, ("POST", "/openings/{opening}/approve"), approve, "Approve an opening")
    _add(app, ("POST", "/openings/{opening}/refuse"), refuse, "Refuse an opening")
    _add(app, ("POST", "/openings/{opening}/bundle"), fetch, "Fetch sealed originals")


def _add(
    app: FastAPI,
    route: tuple[str, str],
    endpoint: Callable[..., Awaitable[Response]],
    summary: str,
    body: type[Strict] | None = None,
) -> None:
    method, path = route
    app.add_api_route(
        PREFIX + path,
        endpoint,
        methods=[method],
        response_model=None,
        summary=summary,
        tags=["records"],
        openapi_extra=in_openapi(body) if body else None,
    )


def _caller(house: House, request: Request) -> Caller:
    return house.pipeline.identify(dict(request.headers), to=KEEP)


def _written(house: House, caller: Caller) -> Written:
    return Written(house.pipeline.examiner, caller.tenant)
