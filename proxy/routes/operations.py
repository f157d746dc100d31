"""Health and metrics: the paths that need no key and write no record (docs/audit.md lists them)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.house import House


def add_operation_routes(app: FastAPI, house: House) -> None:
    """`/healthz/live`, `/healthz/ready`, `/metrics`."""

    async def live(_request: Request) -> Response:
        return _json(200, {"status": "alive"})

    async def ready(_request: Request) -> Response:
        checks = await house.readiness()
        good = all(checks.values())
        return _json(200 if good else 503, {"status": "ready" if good else "not ready", "checks": checks})

    async def metrics(_request: Request) -> Response:
        return Response(house.metrics.render(), media_type="text/plain; version=0.0.4; charset=utf-8")

    for path, route in (("/healthz/live", live), ("/healthz/ready", ready), ("/metrics", metrics)):
        app.add_api_route(path, route, methods=["GET"], include_in_schema=False, response_model=None)


def _json(status: int, body: dict[str, object]) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json", headers={"cache-control": "no-store"})
