"""Every route asked by every role, without a key and with an expired one; the page shows the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from proxy.app import create_app
from proxy.batch.service import Batches
from proxy.batch.terms import Terms
from proxy.callers import keys
from proxy.callers.directory import CallerRecord, Directory
from proxy.callers.noise import NoiseLid
from proxy.callers.quotas import Quotas
from proxy.callers.roles import MAY
from proxy.exchange import Caller, Role
from proxy.pipeline import Pipeline
from proxy.records import Standing
from proxy.routes.access import ACCESS, CALL, OPEN, REST, GatedApi
from proxy.routes.matrix import as_markdown, matrix
from proxy.services.tools import file as tools_file

if TYPE_CHECKING:
    from pathlib import Path

TODAY = datetime.now(UTC).date()
LATER = TODAY + timedelta(days=30)
MINTED = {role: keys.mint() for role in Role}
EXPIRED = keys.mint()
QUERY = {"api-version": "2024-10-21"}
"""Azure's addresses are refused without one before anything else."""


class Sink:
    """Takes records and keeps nothing."""

    async def record(self, event: Any) -> None:
        pass

    def submit(self, event: Any) -> None:
        pass


def directory() -> Directory:
    records = [
        CallerRecord(Caller(role.value, "default", role), minted.key_hash, minted.prefix, LATER)
        for role, minted in MINTED.items()
    ]
    gone = CallerRecord(
        Caller("gone", "default", Role.ADMIN), EXPIRED.key_hash, EXPIRED.prefix, TODAY - timedelta(days=1)
    )
    return Directory([*records, gone])


class Nowhere:
    """Everything behind the gate: any use of it is a failure of ours, which is neither 401 nor 403."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)


def house() -> Any:
    """A house with real callers, roles and pipeline, and nothing behind them."""
    standing = Standing("i", "default", "0" * 64, NoiseLid(singly=1_000, clock=lambda: 0.0), b"k" * 32)
    pipeline = Pipeline(
        directory=directory(),
        quotas=Quotas(calls_per_minute=None, concurrency=None, clock=lambda: 0.0),
        registry=Nowhere(),
        examiner=Nowhere(),
        sink=Sink(),
        standing=standing,
        upstream=Nowhere(),
        relay=Nowhere(),
        body_bytes=1_000,
    )
    hosts = frozenset({"127.0.0.1"})
    batches = Batches(lambda: pipeline, Terms, Nowhere())
    return SimpleNamespace(pipeline=pipeline, batches=batches, allowed_hosts=hosts, header_bytes=8_000)


APP = create_app(house())
ROUTES = sorted({(method, route.path) for route in APP._app.routes for method in route.methods if method != "HEAD"})
OURS = [entry for entry in ROUTES if entry[1] != REST]


async def answer(method: str, path: str, key: str | None) -> int:
    filled = re.sub(r"\{[^}]*\}", "x", path)
    headers = {"authorization": f"Bearer {key}"} if key else {}
    transport = httpx.ASGITransport(APP, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return (await client.request(method, filled, headers=headers, content=b"{}", params=QUERY)).status_code


def test_every_route_declares_its_permission_in_the_one_place_and_nothing_else_stands_there() -> None:
    undeclared = sorted(set(OURS) - set(ACCESS))
    assert undeclared == [], "declare these in proxy/routes/access.py, then `make roles`"
    assert sorted(set(ACCESS) - set(OURS)) == []
    assert {permission for permission in ACCESS.values() if permission != OPEN} <= {
        each.value for may in MAY.values() for each in may
    }


@pytest.mark.parametrize(("method", "path"), [entry for entry in sorted(ACCESS) if ACCESS[entry] != OPEN])
async def test_a_route_lets_in_whom_the_matrix_names_and_nobody_else(method: str, path: str) -> None:
    permission = ACCESS[method, path]
    assert await answer(method, path, None) == 401
    assert await answer(method, path, "ck-unknown") == 401
    assert await answer(method, path, EXPIRED.key) == 401
    for role, minted in MINTED.items():
        status = await answer(method, path, minted.key)
        if permission in MAY[role]:
            assert status not in {401, 403}, role
        else:
            assert status == 403, role


@pytest.mark.parametrize(("method", "path"), [entry for entry in sorted(ACCESS) if ACCESS[entry] == OPEN])
async def test_an_open_route_asks_nobody(method: str, path: str) -> None:
    assert await answer(method, path, None) not in {401, 403}


@pytest.mark.parametrize("role", Role)
async def test_any_other_path_is_refused_to_everybody(role: Role) -> None:
    status = await answer("GET", "/v1/nothing", MINTED[role].key)
    assert status == (404 if CALL in MAY[role] else 403)
    assert await answer("GET", "/v1/nothing", None) == 401


def test_the_page_shows_the_matrix(tree: Path) -> None:
    assert (tree / "docs" / "roles.md").read_text(encoding="utf-8") == as_markdown(matrix()), "run `make roles`"


async def test_every_route_of_ours_is_in_the_description_with_a_summary() -> None:
    transport = httpx.ASGITransport(APP)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        described = (await client.get("/openapi.json")).json()["paths"]
    hidden = {"/", "/assets/{name}", "/healthz/live", "/healthz/ready", "/metrics", "/openapi.json"}
    for (method, path), permission in ACCESS.items():
        if permission != CALL and path not in hidden:
            assert described[path.replace(":path}", "}")][method.lower()]["summary"]


async def test_a_file_that_a_route_takes_is_described_as_its_body() -> None:
    transport = httpx.ASGITransport(APP)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        described = (await client.get("/openapi.json")).json()["paths"]
    for path, media in (("/v1/tools/import", "application/yaml"), ("/v1/training/import", "text/csv")):
        body = described[path]["post"]["requestBody"]
        assert (body["required"], list(body["content"]), bool(body["description"])) == (True, [media], True)
    content = described["/v1/tools/import"]["post"]["requestBody"]["content"]
    forms = tools_file.parse(content["application/yaml"]["example"])
    assert [form.id for form in forms] == ["reading-tutor"]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_route_nobody_declared_cannot_be_added(method: str) -> None:
    api = GatedApi(SimpleNamespace())  # type: ignore[arg-type] # never asked
    with pytest.raises(LookupError, match=rf"{method} /v1/quiet has no permission"):
        api.add_api_route("/v1/quiet", lambda: None, methods=[method])
