"""Taking records out over HTTP: exports that a second person approves, public records, and reports for people.

Whoever may export asks; another one agrees; then it is fetched once, as a ZIP archive that leaves while it is made. An
identifier of a person stands in a body, never in an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import Path
from pydantic import Field
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response, StreamingResponse

from proxy.console import reports as pages
from proxy.routes.bodies import Strict, body_of, in_openapi
from proxy.routes.people import json_response
from proxy.services.exports.disclosures import as_csv, as_json
from proxy.services.exports.source import shown
from proxy.services.written import Written

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.exchange import Caller
    from proxy.house import House

CREATED: Final = 201
EXPORT: Final = "export_audit"
KEEP: Final = "keep_records"
PAGE: Final = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
ExportId = Annotated[str, Path(pattern=r"^x-[0-9a-f]{12}$", description="id of the request")]
Filters = Annotated[dict[str, str], Field(default_factory=dict, max_length=40, description="filters as in a search")]


class ExportAsked(Strict):
    """An export to ask for."""

    format: str = Field(default="jsonl", max_length=20, description="jsonl, csv, parquet, ocsf, ecs or otel")
    filters: Filters
    purpose: str = Field(max_length=500, description="why, in 10 to 500 characters; passes the detectors first")
    case: str = Field(default="", max_length=60, description="case number; one person's records need one")


class Reasoned(Strict):
    """Why somebody agrees or refuses."""

    reason: str = Field(max_length=500, description="why, in 10 to 500 characters; passes the detectors first")


class PublicRecordsScope(Strict):
    """What a public-records request is about, and what is withheld."""

    number: str = Field(max_length=60, description="number of the public-records request")
    filters: Filters
    withhold: dict[str, str] = Field(
        default={}, max_length=40, description="part of a record -> exemption: 230(1), 230(2), 230(3), 70.02, 420, 290"
    )
    usual: bool = Field(default=True, description="also withhold what usually is exempt")


class PublicRecordsAsked(PublicRecordsScope):
    """A public-records export to ask for."""

    purpose: str = Field(max_length=500, description="why, in 10 to 500 characters; passes the detectors first")


class DisclosuresAsked(Strict):
    """One student's disclosures."""

    subject: str = Field(max_length=200, description='an identifier with its label ("SSID 1234567893"), or NAME=...')
    case: str = Field(max_length=60, description="case number")
    since: str = Field(default="", max_length=40)
    until: str = Field(default="", max_length=40)
    form: Literal["json", "html", "csv"] = Field(default="json")


class BreachAsked(Strict):
    """The scope of a provider's breach."""

    provider: str = Field(max_length=100)
    case: str = Field(max_length=60, description="case number")
    since: str = Field(default="", max_length=40)
    until: str = Field(default="", max_length=40)
    discovered: str = Field(default="", max_length=10, description="day of discovery, YYYY-MM-DD")
    form: Literal["json", "html"] = Field(default="json")


class PackAsked(Strict):
    """An audit pack."""

    period: str = Field(max_length=10, description="2026-10, 2026-Q4 or 2026")
    verify: bool = Field(default=True, description="verify the whole log for it")
    form: Literal["json", "html"] = Field(default="json")


def add_export_routes(app: FastAPI, house: House) -> None:
    """`/audit/v1/exports`, `/records/v1/public-records`, `/audit/v1/reports-for-people`."""
    _add_exports(app, house)
    _add_public_records(app, house)
    _add_reports(app, house)


def _written(house: House, caller: Caller) -> Written:
    return Written(house.pipeline.examiner, caller.tenant)


def _who(request: Request, house: House, to: str) -> Caller:
    return house.pipeline.identify(dict(request.headers), to=to)


def _add_exports(app: FastAPI, house: House) -> None:
    def answer(found: Any, request: Request, status: int = 200) -> Response:  # noqa: ANN401 # a request
        return json_response(shown(found, house.outgoing.exports.now()), request, status)

    async def ask(request: Request) -> Response:
        """Ask for records of the log; a second person must agree before they can be fetched."""
        by, asked = _who(request, house, EXPORT), await body_of(request, ExportAsked)
        found = await house.outgoing.exports.ask(
            asked.filters, form=asked.format, purpose=asked.purpose, case=asked.case or None, by=by, channel="http",
            written=_written(house, by),
        )  # fmt: skip
        return answer(found, request, CREATED)

    async def listed(request: Request) -> Response:
        """The newest requests first."""
        _who(request, house, EXPORT)
        return json_response(
            {"exports": [shown(each, house.outgoing.exports.now()) for each in await house.outgoing.exports.all()]},
            request,
        )

    async def one(request: Request, export: ExportId) -> Response:
        """One request and where it stands."""
        _who(request, house, EXPORT)
        return answer(await house.outgoing.exports.one(export), request)

    async def approve(request: Request, export: ExportId) -> Response:
        """Agree to somebody else's export."""
        return await decide(request, export, approve=True)

    async def refuse(request: Request, export: ExportId) -> Response:
        """Refuse an export, or withdraw one's own."""
        return await decide(request, export, approve=False)

    async def decide(request: Request, export: str, *, approve: bool) -> Response:
        by, said = _who(request, house, EXPORT), await body_of(request, Reasoned)
        found = await house.outgoing.exports.decide(
            export, approve=approve, reason=said.reason, by=by, channel="http", written=_written(house, by)
        )
        return answer(found, request)

    async def fetch(request: Request, export: ExportId) -> Response:
        """The approved export, once, as a ZIP archive: records, proofs, verifier, signed manifest."""
        by = _who(request, house, EXPORT)
        parts = await house.outgoing.exports.fetching.to_stream(export, by=by, channel="http")
        headers = {
            "x-request-id": request.state.request_id,
            "cache-control": "no-store",
            "content-disposition": f'attachment; filename="chaperone-export-{export}.zip"',
        }
        return StreamingResponse(parts, media_type="application/zip", headers=headers)

    base = "/audit/v1/exports"
    app.add_api_route(base, ask, methods=["POST"], response_model=None, status_code=CREATED,
                      summary="Ask for an export", openapi_extra=in_openapi(ExportAsked))  # fmt: skip
    app.add_api_route(base, listed, methods=["GET"], response_model=None, summary="List exports")
    app.add_api_route(f"{base}/{{export}}", one, methods=["GET"], response_model=None, summary="One export")
    for name, work in (("approve", approve), ("refuse", refuse)):
        app.add_api_route(f"{base}/{{export}}/{name}", work, methods=["POST"], response_model=None,
                          summary=f"{name.capitalize()} an export", openapi_extra=in_openapi(Reasoned))  # fmt: skip
    app.add_api_route(f"{base}/{{export}}/fetch", fetch, methods=["POST"], response_model=None,
                      summary="Fetch an approved export, once")  # fmt: skip


def _add_public_records(app: FastAPI, house: House) -> None:
    async def preview(request: Request) -> Response:
        """What a release would hold and withhold, as counts; nothing is stored but the look."""
        by, asked = _who(request, house, KEEP), await body_of(request, PublicRecordsScope)
        found = await house.outgoing.public_records.preview(
            asked.number, asked.filters, asked.withhold, usual=asked.usual, by=by, channel="http"
        )
        return json_response(found, request)

    async def ask(request: Request) -> Response:
        """Take a request in: a legal hold on its scope, and an export that waits for a second person."""
        by, asked = _who(request, house, KEEP), await body_of(request, PublicRecordsAsked)
        found = await house.outgoing.public_records.ask(
            asked.number, asked.filters, asked.withhold, usual=asked.usual, purpose=asked.purpose, by=by,
            channel="http", written=_written(house, by),
        )  # fmt: skip
        return json_response(shown(found, house.outgoing.exports.now()), request, CREATED)

    base = "/records/v1/public-records"
    app.add_api_route(f"{base}/preview", preview, methods=["POST"], response_model=None,
                      summary="Preview a release", openapi_extra=in_openapi(PublicRecordsScope))  # fmt: skip
    app.add_api_route(base, ask, methods=["POST"], response_model=None, status_code=CREATED,
                      summary="Ask for a release", openapi_extra=in_openapi(PublicRecordsAsked))  # fmt: skip


def _add_reports(app: FastAPI, house: House) -> None:
    def page(text: str, request: Request) -> Response:
        headers = {**PAGE, "x-request-id": request.state.request_id}
        return Response(text, media_type="text/html; charset=utf-8", headers=headers)

    async def disclosures(request: Request) -> Response:
        """The record of disclosures of one student (34 CFR 99.32), as JSON, CSV or a printable page."""
        by, asked = _who(request, house, EXPORT), await body_of(request, DisclosuresAsked)
        given = {"subject": asked.subject, "case": asked.case, "since": asked.since, "until": asked.until}
        made = await house.outgoing.reports.disclosures(given, by=by, channel="http")
        if asked.form == "html":
            return page(pages.disclosures(made.head, made.rows), request)
        if asked.form == "csv":
            headers = {"x-request-id": request.state.request_id, "cache-control": "no-store"}
            return Response(as_csv(made.rows), media_type="text/csv; charset=utf-8", headers=headers)
        return json_response(as_json(made.rows, made.head["student"], made.head["case"]), request)

    async def breach(request: Request) -> Response:
        """What a provider's breach exposed, with the clock of RCW 42.56.590, as JSON or a printable page."""
        by, asked = _who(request, house, EXPORT), await body_of(request, BreachAsked)
        given = {"provider": asked.provider, "case": asked.case, "since": asked.since, "until": asked.until}
        made = await house.outgoing.reports.breach(given, discovered=asked.discovered or None, by=by, channel="http")
        if asked.form == "html":
            return page(pages.breach_scope(made.head, made.scope), request)
        return json_response(made.scope | made.head, request)

    async def pack(request: Request) -> Response:
        """The audit pack of a month, a quarter or a year, as JSON or a printable page; small counts are masked."""
        by, asked = _who(request, house, EXPORT), await body_of(request, PackAsked)
        made = await house.outgoing.reports.pack(asked.period, by=by, channel="http", verify=asked.verify)
        if asked.form == "html":
            return page(pages.pack(made.head, made.sections), request)
        return json_response(made.shown(), request)

    base = "/audit/v1/pages"
    for name, work, shape, summary in (
        ("disclosures", disclosures, DisclosuresAsked, "One student's disclosures"),
        ("breach-scope", breach, BreachAsked, "The scope of a provider's breach"),
        ("pack", pack, PackAsked, "The audit pack of a period"),
    ):
        app.add_api_route(f"{base}/{name}", work, methods=["POST"], response_model=None, summary=summary,
                          openapi_extra=in_openapi(shape))  # fmt: skip
