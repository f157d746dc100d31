"""The ASGI application: the routes, the edge round them, and one error shape for everything."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from proxy import __version__
from proxy.errors import BadRequest, GuardError, InternalError, UnknownRoute
from proxy.records import new_request_id
from proxy.routes.access import GatedApi
from proxy.routes.audit import add_audit_routes
from proxy.routes.calls import add_call_routes, add_refusal_of_the_rest
from proxy.routes.edge import Edge, ErrorResponse
from proxy.routes.explanations import add_explanation_routes
from proxy.routes.exports import add_export_routes
from proxy.routes.files import add_file_routes
from proxy.routes.finding_reports import add_finding_report_routes
from proxy.routes.keeping import add_content_routes, add_keeping_routes
from proxy.routes.log_trust import add_log_trust_routes
from proxy.routes.notices import add_notice_routes
from proxy.routes.operations import add_operation_routes
from proxy.routes.people import add_people_routes
from proxy.routes.policy import add_key_routes, add_policy_routes
from proxy.routes.reviews import add_hold_routes, add_review_ack_routes, add_review_routes
from proxy.routes.stored import add_stored_routes
from proxy.routes.tools import add_tool_routes
from proxy.routes.training import add_training_routes
from proxy.routes.vault import add_vault_routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from proxy.house import House

ROUTES: Final[tuple[Callable[[FastAPI, House], None], ...]] = (
    add_operation_routes,
    add_call_routes,
    add_file_routes,
    add_stored_routes,
    add_people_routes,
    add_audit_routes,
    add_export_routes,
    add_explanation_routes,
    add_finding_report_routes,
    add_policy_routes,
    add_key_routes,
    add_tool_routes,
    add_training_routes,
    add_notice_routes,
    add_review_routes,
    add_hold_routes,
    add_review_ack_routes,
    add_log_trust_routes,
    add_keeping_routes,
    add_content_routes,
    add_vault_routes,
    add_refusal_of_the_rest,  # last: it answers what nobody else does
)


def create_app(house: House) -> Edge:
    """The application over a house; starting and stopping it starts and closes the house."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with house:
            yield

    app = GatedApi(
        house,
        title="Chaperone",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.add_exception_handler(GuardError, _guard_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unforeseen)
    for add_routes in ROUTES:
        add_routes(app, house)
    return Edge(
        app,
        allowed_hosts=lambda: house.allowed_hosts,
        header_bytes=lambda: house.header_bytes,
        new_request_id=new_request_id,
    )


def _guard_error(request: Request, error: Exception) -> Response:
    """Our own errors, in the envelope of the API that the path belongs to."""
    known = error if isinstance(error, GuardError) else _failure()
    return ErrorResponse(known, request.url.path, request.state.request_id, request.headers)


def _invalid(request: Request, error: Exception) -> Response:
    """Instead of FastAPI's ``{"detail"}``: names the parameter and never its value."""
    where, missing, expected = "", False, ""
    if isinstance(error, RequestValidationError) and error.errors():
        first = error.errors()[0]
        where, missing = ".".join(str(step) for step in first["loc"][1:]), first["type"] == "missing"
        expected = str(first.get("ctx", {}).get("expected", ""))  # of a closed set; never what was sent
    fault = "is missing" if missing else f"is not valid{f': use {expected}' if expected else ''}"
    return _guard_error(request, BadRequest(f"The parameter `{where}` {fault}.", param=where or None))


def _http_error(request: Request, error: Exception) -> Response:
    """Starlette's own refusals (an unusual method, for instance), in our words."""
    del error
    return _guard_error(request, UnknownRoute("The guard does not know this address or method."))


def _unforeseen(request: Request, error: Exception) -> Response:
    """Anything else. Starlette raises it again after this answer, and the edge logs its type."""
    del error
    return _guard_error(request, _failure())


def _failure() -> InternalError:
    return InternalError("The guard failed while handling this request. Try again or tell IT.")
