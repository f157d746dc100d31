"""The registry of AI tools: request, reviews, decision, expiry, emergency stop, export and import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Query
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response

from proxy.errors import BadRequest
from proxy.routes.bodies import LIMIT, FileBody, body_of
from proxy.routes.body import read_body
from proxy.routes.people import json_response
from proxy.routes.policy import add
from proxy.routes.tool_bodies import (
    CaseId,
    Decided,
    Kinds,
    Named,
    Reviewed,
    Shortened,
    Stopped,
    ToolAsked,
    ToolId,
    Why,
)
from proxy.services.tools import file as tools_file
from proxy.services.tools.desk import FormError, ToolForm, named, person_of, read
from proxy.services.written import Written
from proxy.wire import strict_json

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.house import House

CREATED = 201
FILE_BYTES = 4_000_000
TOOLS_FILE = FileBody(
    "application/yaml",
    "Tools as `GET /v1/tools/export` writes them, in UTF-8; `in_force` is passed over. Each tool is as in "
    "`POST /v1/tools/requests`.",
    "format: chaperone-tools/1\ntools:\n- kind: app\n  id: reading-tutor\n  owner: Library\n  purpose: Reading\n",
)
TO = "manage_tools"


def add_tool_routes(app: FastAPI, house: House) -> None:
    """`/v1/tools`."""
    for add_some in (_add_looking, _add_asking, _add_stops, _add_files, _add_case_routes):
        add_some(app, house)


def _acting(request: Request, house: House) -> dict[str, Any]:
    """Who acts, and what reads the words that they write. Raises Unauthenticated, Forbidden."""
    caller = house.pipeline.identify(dict(request.headers), to=TO)
    return {"by": person_of(caller), "written": Written(house.pipeline.examiner, caller.tenant)}


def _add_looking(app: FastAPI, house: House) -> None:
    async def listing(request: Request) -> Response:
        """Every tool of the registry with its standing."""
        _acting(request, house)
        return json_response({"tools": await house.approvals.tools.listing()}, request)

    async def dossier(request: Request, kind: Kinds, id: ToolId) -> Response:  # noqa: A002 # its name in the API
        """Everything about one tool: what is in force, its cases, reviews and decisions."""
        _acting(request, house)
        return json_response(await house.approvals.tools.show(named(kind, id)), request)

    add(app, ("GET", "/v1/tools"), listing, "List AI tools")
    add(app, ("GET", "/v1/tools/dossier"), dossier, "Everything about one tool")


def _add_asking(app: FastAPI, house: House) -> None:
    async def ask(request: Request) -> Response:
        """Ask for a tool to be approved; others review it, and a second person decides."""
        acting = _acting(request, house)
        form, reason = _asked(strict_json.parse(await read_body(request, LIMIT)))
        return json_response(await house.approvals.tools.request(form, reason=reason, **acting), request, CREATED)

    async def renew(request: Request) -> Response:
        """Ask for a re-review of what is in force, as it is."""
        acting = _acting(request, house)
        asked = await body_of(request, Named)
        case = await house.approvals.tools.renew(named(asked.kind, asked.id), reason=asked.reason, **acting)
        return json_response(case, request, CREATED)

    async def shorten(request: Request) -> Response:
        """Let an approval end earlier."""
        acting = _acting(request, house)
        asked = await body_of(request, Shortened)
        name = named(asked.kind, asked.id)
        entry = await house.approvals.tools.shorten(name, expires=asked.expires, reason=asked.reason, **acting)
        return json_response(entry, request)

    add(app, ("POST", "/v1/tools/requests"), ask, "Ask for a tool to be approved", ToolAsked)
    add(app, ("POST", "/v1/tools/renewals"), renew, "Ask for a re-review", Named)
    add(app, ("POST", "/v1/tools/expiry"), shorten, "Let an approval end earlier", Shortened)


def _add_stops(app: FastAPI, house: House) -> None:
    async def disable(request: Request) -> Response:
        """Emergency stop: in force in this process when this answers, everywhere within a second.

        `known` is false when no tool here has this name: then nothing was stopped by it.
        """
        acting = _acting(request, house)
        asked = await body_of(request, Stopped)
        name = named(asked.kind, asked.id)
        done = await house.approvals.tools.disable(name, reason=asked.reason, **acting)
        return json_response(done | {"known": house.pipeline.registry.knows(name)}, request)

    async def enable(request: Request) -> Response:
        """End an emergency stop; what is not approved stays refused."""
        acting = _acting(request, house)
        asked = await body_of(request, Stopped)
        name = named(asked.kind, asked.id)
        return json_response(await house.approvals.tools.enable(name, reason=asked.reason, **acting), request)

    add(app, ("POST", "/v1/tools/disable"), disable, "Emergency stop", Stopped)
    add(app, ("POST", "/v1/tools/enable"), enable, "End an emergency stop", Stopped)


def _add_files(app: FastAPI, house: House) -> None:
    async def export(request: Request) -> Response:
        """What is in force, as YAML."""
        _acting(request, house)
        headers = {"x-request-id": request.state.request_id, "cache-control": "no-store"}
        return Response(await tools_file.write(house.approvals.tools), media_type="application/yaml", headers=headers)

    async def bring_in(
        request: Request, reason: Annotated[str, Query(max_length=2000, description="why; is stored")]
    ) -> Response:
        """Take in a YAML file of tools: what differs becomes a request."""
        acting = _acting(request, house)
        raw = await read_body(request, FILE_BYTES)
        try:
            forms = tools_file.parse(raw.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise BadRequest("The file is not UTF-8 text.") from None
        except FormError as error:
            raise refused(error) from None
        done = await tools_file.bring_in(forms, house.approvals.tools, reason=reason, **acting)
        return json_response({"tools": done}, request)

    add(app, ("GET", "/v1/tools/export"), export, "Export the registry")
    add(app, ("POST", "/v1/tools/import"), bring_in, "Import tools as requests", TOOLS_FILE)


def _add_case_routes(app: FastAPI, house: House) -> None:
    async def show(request: Request, case: CaseId) -> Response:
        """One case: what is asked for, its reviews, what is missing, the tier that its terms come to."""
        _acting(request, house)
        return json_response(await house.approvals.tools.case(case), request)

    async def review(request: Request, case: CaseId) -> Response:
        """Add a review; who asked for the tool may not."""
        acting = _acting(request, house)
        asked = await body_of(request, Reviewed)
        return json_response(await house.approvals.tools.review(case, **asked.model_dump(), **acting), request)

    async def decide(request: Request, case: CaseId) -> Response:
        """Approve or deny; who asked for the tool may not."""
        acting = _acting(request, house)
        asked = await body_of(request, Decided)
        tools = house.approvals.tools
        if not asked.approve:
            return json_response(await tools.deny(case, reason=asked.reason, **acting), request)
        terms = asked.model_dump(exclude={"approve"})
        return json_response(await tools.approve(case, **terms, **acting), request)

    async def withdraw(request: Request, case: CaseId) -> Response:
        """Close a case without a decision."""
        acting = _acting(request, house)
        asked = await body_of(request, Why)
        return json_response(await house.approvals.tools.withdraw(case, reason=asked.reason, **acting), request)

    path = "/v1/tools/cases/{case}"
    add(app, ("GET", path), show, "One case")
    add(app, ("POST", f"{path}/reviews"), review, "Review a case", Reviewed)
    add(app, ("POST", f"{path}/decision"), decide, "Decide a case", Decided)
    add(app, ("POST", f"{path}/withdrawal"), withdraw, "Withdraw a case", Why)


def refused(error: FormError) -> BadRequest:
    """Every problem of a form, in one sentence and as data."""
    first = error.problems[0]
    more = f" ({len(error.problems) - 1} more under `problems`)" if len(error.problems) > 1 else ""
    return BadRequest(
        f"`{first[0] or 'body'}` {first[1]}{more}.",
        param=first[0] or None,
        details={"problems": [{"path": place, "message": message} for place, message in error.problems]},
    )


def _asked(tree: Any) -> tuple[ToolForm, str]:  # noqa: ANN401 # a parsed body
    if not isinstance(tree, dict) or set(tree) != {"tool", "reason"} or not isinstance(tree["reason"], str):
        raise BadRequest("Send an object with the members `tool` and `reason`.")
    try:
        return read(tree["tool"]), tree["reason"]
    except FormError as error:
        raise refused(error) from None
