"""The policy in force, its overrides, and keys: reading for everybody with a key, changing for who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Path, Query
from pydantic import Field
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response  # noqa: TC002 # as above

from proxy.routes.bodies import FileBody, Strict, body_of, in_openapi
from proxy.routes.people import json_response
from proxy.services.people.keys import Wanted
from proxy.services.policy.overrides import Asked, shown
from proxy.services.written import Written

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import FastAPI

    from proxy.exchange import Caller
    from proxy.house import House

CREATED = 201


class OverrideAsked(Strict):
    """An override to grant; at least one of unit, app, role and caller."""

    rule: str = Field(max_length=60, description="row of the decision table that has a permit")
    action: str = Field(max_length=10, description="forward or hold")
    expires: str = Field(max_length=40, description="a day, YYYY-MM-DD, or a time with its zone")
    reason: str = Field(max_length=2000, description="why; passes the detectors before it is stored")
    unit: str = Field(default="", max_length=100)
    app: str = Field(default="", max_length=100)
    role: str = Field(default="", max_length=20)
    caller: str = Field(default="", max_length=100)


class KeyAsked(Strict):
    """A key to issue."""

    id: str = Field(max_length=64, description="name of the caller in records")
    role: str = Field(default="staff", max_length=20)
    expires: str = Field(max_length=10, description="last day, YYYY-MM-DD")
    unit: str = Field(default="", max_length=100)
    app: str = Field(default="", max_length=100)


class Why(Strict):
    """The reason for ending something."""

    reason: str = Field(max_length=2000, description="why; passes the detectors before it is stored")


class SimulationAsked(Strict):
    """A policy to try on recorded calls."""

    policy: dict[str, Any] = Field(description="the `policy` section of a configuration, whole, as JSON")
    since: str = Field(default="", max_length=40, description="first day or time; by default 30 days before `until`")
    until: str = Field(default="", max_length=40, description="last day or time; by default now")


OverrideId = Annotated[str, Path(pattern=r"^ov_[0-9a-f]{16}$", description="id of the override")]
KeyName = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$", description="prefix of the key, ck-xxxxxxxx")]


def add_policy_routes(app: FastAPI, house: House) -> None:
    """`/v1/policy` and `/v1/policy/overrides`."""

    async def policy(request: Request) -> Response:
        """The decision table in force with its hash: rows, treatments, trials, permits."""
        house.pipeline.identify(dict(request.headers), to="preview")
        return json_response(house.policy, request)

    async def simulate(request: Request) -> Response:
        """What another policy would have done with recorded calls, in sums; the look is recorded."""
        caller = house.pipeline.identify(dict(request.headers), to="manage_policy")
        asked = await body_of(request, SimulationAsked)
        return json_response(await house.simulate(asked.policy, asked.since, asked.until, who=caller), request)

    async def overrides(
        request: Request, *, ended: Annotated[bool, Query(description="also those that have ended")] = False
    ) -> Response:
        """Overrides in force, or all that ever were."""
        house.pipeline.identify(dict(request.headers), to="manage_policy")
        found = await house.governing.overrides.all(ended=ended)
        return json_response({"overrides": [shown(each) for each in found]}, request)

    async def grant(request: Request) -> Response:
        """Grant an override; it is recorded before it takes effect."""
        caller = house.pipeline.identify(dict(request.headers), to="manage_policy")
        asked = await body_of(request, OverrideAsked)
        granted = await house.governing.overrides.grant(
            Asked(**asked.model_dump()), by=caller.id, person=caller.person, written=_written(house, caller)
        )
        return json_response(shown(granted), request, CREATED)

    async def revoke(request: Request, override: OverrideId) -> Response:
        """End an override at once."""
        caller = house.pipeline.identify(dict(request.headers), to="manage_policy")
        why = await body_of(request, Why)
        ended = await house.governing.overrides.revoke(
            override, reason=why.reason, by=caller.id, written=_written(house, caller)
        )
        return json_response(shown(ended), request)

    path, one = "/v1/policy/overrides", "/v1/policy/overrides/{override}/revoke"
    add(app, ("GET", "/v1/policy"), policy, "The policy in force")
    add(app, ("POST", "/v1/policy/simulate"), simulate, "Try a policy on recorded calls", SimulationAsked)
    add(app, ("GET", path), overrides, "List overrides")
    add(app, ("POST", path), grant, "Grant an override", OverrideAsked)
    add(app, ("POST", one), revoke, "Revoke an override", Why)


def add_key_routes(app: FastAPI, house: House) -> None:
    """`/v1/keys`."""

    async def keys(request: Request) -> Response:
        """All keys that are known, without their digests."""
        house.pipeline.identify(dict(request.headers), to="admin")
        return json_response({"keys": house.governing.keys.all()}, request)

    async def issue(request: Request) -> Response:
        """Issue a key: it stands in this answer and nowhere else, and is valid from now on."""
        caller = house.pipeline.identify(dict(request.headers), to="admin")
        asked = await body_of(request, KeyAsked)
        minted, record = await house.governing.keys.issue(
            Wanted(**asked.model_dump()), by=caller.id, person=caller.person
        )
        last = record.expires.isoformat() if record.expires else None
        body = {"key": minted.key, "prefix": f"ck-{minted.prefix}", "caller": record.caller.id, "expires": last}
        return json_response(body, request, CREATED)

    async def revoke(request: Request, name: KeyName) -> Response:
        """End a key at once, also one of the configuration."""
        caller = house.pipeline.identify(dict(request.headers), to="admin")
        why = await body_of(request, Why)
        ended = await house.governing.keys.revoke(
            name, reason=why.reason, by=caller.id, written=_written(house, caller)
        )
        return json_response({"caller": ended.caller.id, "prefix": ended.prefix, "standing": "revoked"}, request)

    add(app, ("GET", "/v1/keys"), keys, "List keys")
    add(app, ("POST", "/v1/keys"), issue, "Issue a key", KeyAsked)
    add(app, ("POST", "/v1/keys/{name}/revoke"), revoke, "Revoke a key", Why)


def add(
    app: FastAPI,
    route: tuple[str, str],
    endpoint: Callable[..., Awaitable[Response]],
    summary: str,
    body: type[Strict] | FileBody | None = None,
) -> None:
    """One route (method and path) with its summary, and the shape of its body for /openapi.json."""
    method, path = route
    app.add_api_route(
        path,
        endpoint,
        methods=[method],
        response_model=None,
        summary=summary,
        tags=[path.split("/")[2]],
        openapi_extra=in_openapi(body) if body else None,
    )


def _written(house: House, caller: Caller) -> Written:
    return Written(house.pipeline.examiner, caller.tenant)
