"""Reading the audit over HTTP: for the auditor role, and itself recorded. Filters are query parameters.

An identifier of a person never stands in an address: `POST /audit/v1/subjects` takes it in its body and gives the
digests to search with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import Path, Query
from pydantic import Field
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response  # noqa: TC002 # as above

from proxy.errors import NotFound
from proxy.routes.bodies import Strict, body_of, in_openapi
from proxy.routes.people import json_response
from proxy.services.audit.catalogue import REPORT_FILTERS, parameters, reports

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.exchange import Caller
    from proxy.house import House

CREATED: Final = 201
ASKED: Final = frozenset(each["name"] for each in parameters())
Cursor = Annotated[str | None, Query(description="next_cursor of the page before")]
Limit = Annotated[int, Query(ge=1, le=500, description="records per page")]
Saved = Annotated[str | None, Query(description="name of a saved search; other filters go over it")]
SavedName = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$", description="name of the saved search")]
ReportName = Annotated[str, Path(pattern=r"^[a-z-]{1,40}$", description="name of the report")]


class SubjectAsked(Strict):
    """A person to look for."""

    subject: str = Field(max_length=200, description='an identifier with its label ("SSID 1234567893"), or NAME=...')
    case: str = Field(max_length=60, description="case number")
    why: str = Field(default="", max_length=200, description="purpose, in words; passes the detectors first")


class SearchKept(Strict):
    """A search to keep."""

    filters: dict[str, str] = Field(description="filters as in an address", max_length=40)
    case: str = Field(default="", max_length=60)


def add_audit_routes(app: FastAPI, house: House) -> None:
    """`/audit/v1/records`, `facets`, `timeline`, `reports`, `subjects` and `searches`."""
    _add_records(app, house)
    _add_summaries(app, house)
    _add_searches(app, house)


def _reader(request: Request, house: House) -> Caller:
    return house.pipeline.identify(dict(request.headers), to="read_audit")


def _given(request: Request, *others: str) -> dict[str, str]:
    """The query without what the route itself takes; an unknown name is refused by the reading."""
    return {name: text for name, text in request.query_params.items() if name not in others}


def _add_records(app: FastAPI, house: House) -> None:
    async def records(request: Request, cursor: Cursor = None, limit: Limit = 50, saved: Saved = None) -> Response:
        """Records, newest first: filters as query parameters, keyset pages by `cursor`."""
        reader = _reader(request, house)
        asked = _given(request, "cursor", "limit", "saved")
        if saved:
            asked = await house.saved_searches.given(saved, asked, reader=reader)
        page = await house.audit_reading.search(asked, cursor=cursor, limit=limit, reader=reader, channel="http")
        return json_response({"records": page.records, "next_cursor": page.next_cursor}, request)

    async def one_call(
        request: Request, request_id: Annotated[str, Path(max_length=100, description="id of the call")]
    ) -> Response:
        """All records of one call, in order."""
        reader = _reader(request, house)
        found: list[dict[str, Any]] = await house.audit_reading.show(request_id, reader=reader, channel="http")
        if not found:
            raise NotFound("There is no record of this request id.")
        return json_response({"records": found}, request)

    async def subject(request: Request) -> Response:
        """The digests under which records hold a person; the question is recorded, the identifier is not."""
        reader = _reader(request, house)
        asked = await body_of(request, SubjectAsked)
        more = {"case": asked.case, "why": asked.why}
        found = await house.audit_reading.subject(asked.subject, more, reader=reader, channel="http")
        return json_response({"subject": ",".join(found)}, request)

    add = _adder(app)
    add("/audit/v1/records", records, "Search the audit", openapi_extra=_filters())
    add("/audit/v1/records/{request_id}", one_call, "One call's records")
    add("/audit/v1/subjects", subject, "Digests of a person", methods=["POST"], openapi_extra=in_openapi(SubjectAsked))


def _add_summaries(app: FastAPI, house: House) -> None:
    async def facets(
        request: Request, by: Annotated[str, Query(description="fields to count by, separated by commas")] = ""
    ) -> Response:
        """How many matching records have which value; small counts are masked (null)."""
        fields = [name.strip() for name in by.split(",") if name.strip()]
        asked = _given(request, "by")
        found = await house.audit_reading.facets(asked, fields, reader=_reader(request, house), channel="http")
        return json_response(found, request)

    async def timeline(
        request: Request, step: Annotated[Literal["hour", "day", "month"], Query(description="step, in UTC")] = "day"
    ) -> Response:
        """Matching records by hour, day or month; small counts are masked (null)."""
        asked = _given(request, "step")
        found = await house.audit_reading.timeline(asked, step, reader=_reader(request, house), channel="http")
        return json_response(found, request)

    async def catalogue(request: Request) -> Response:
        """The named reports, what each answers and needs."""
        _reader(request, house)
        return json_response({"reports": reports()}, request)

    async def report(request: Request, name: ReportName, cursor: Cursor = None, limit: Limit = 50) -> Response:
        """A named report: facts, tables and a page of the records behind them; small counts are masked (null)."""
        found = await house.audit_reading.report(
            name,
            _given(request, "cursor", "limit"),
            cursor=cursor,
            limit=limit,
            reader=_reader(request, house),
            channel="http",
        )
        return json_response(found, request)

    add = _adder(app)
    add("/audit/v1/facets", facets, "Count records by value", openapi_extra=_filters())
    add("/audit/v1/timeline", timeline, "Count records over time", openapi_extra=_filters())
    add("/audit/v1/reports", catalogue, "Named reports")
    add("/audit/v1/reports/{name}", report, "A named report", openapi_extra=_filters(REPORT_FILTERS | {"case", "why"}))


def _add_searches(app: FastAPI, house: House) -> None:
    async def searches(request: Request) -> Response:
        """The saved searches of the tenant."""
        return json_response({"searches": await house.saved_searches.all(reader=_reader(request, house))}, request)

    async def keep(request: Request, name: SavedName) -> Response:
        """Keep a search under a name; it is recorded."""
        reader = _reader(request, house)
        asked = await body_of(request, SearchKept)
        given = {**asked.filters, "case": asked.case}
        kept = await house.saved_searches.keep(name, given, reader=reader, channel="http")
        return json_response(kept, request, CREATED)

    async def drop(request: Request, name: SavedName) -> Response:
        """Drop a saved search; it is recorded."""
        dropped = await house.saved_searches.drop(name, reader=_reader(request, house), channel="http")
        return json_response(dropped, request)

    add = _adder(app)
    add("/audit/v1/searches", searches, "Saved searches")
    path = "/audit/v1/searches/{name}"
    add(path, keep, "Keep a search", methods=["PUT"], openapi_extra=in_openapi(SearchKept))
    add(path, drop, "Drop a saved search", methods=["DELETE"])


def _adder(app: FastAPI) -> Any:  # noqa: ANN401 # FastAPI's own method, with what all routes here share
    def add(path: str, endpoint: Any, summary: str, **how: Any) -> None:  # noqa: ANN401 # as above
        app.add_api_route(path, endpoint, response_model=None, summary=summary, **{"methods": ["GET"], **how})

    return add


def _filters(names: frozenset[str] = ASKED) -> dict[str, Any]:
    """The filters as query parameters for OpenAPI; they are parsed by the reading, with its own messages."""
    return {
        "parameters": [
            {
                "name": each["name"],
                "in": "query",
                "required": False,
                "description": each["words"],
                "schema": {"type": "string"} | ({"enum": each["allowed"]} if _closed(each) else {}),
            }
            for each in parameters()
            if each["name"] in names
        ]
    }


def _closed(parameter: dict[str, Any]) -> bool:
    """Whether it takes one of a closed set of values (several kinds may be given)."""
    return bool(parameter["allowed"]) and parameter["name"] != "kinds"
