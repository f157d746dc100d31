"""Training: what is asked of oneself, confirming it, and keeping everybody's attestations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Query
from pydantic import Field
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response  # noqa: TC002 # as above

from proxy.errors import BadRequest
from proxy.routes.bodies import FileBody, Strict, body_of
from proxy.routes.body import read_body
from proxy.routes.people import json_response
from proxy.routes.policy import add
from proxy.services.tools.desk import person_of
from proxy.services.tools.training import CsvError
from proxy.services.written import Written

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxy.house import House

CREATED = 201
CSV_BYTES = 20_000_000
TRAINING_FILE = FileBody(
    "text/csv",
    "Attestations, one a line, in UTF-8: person, completed and, if need be, course, version, expires.",
    "person,completed\nmaya,2026-11-20\n",
)


class OwnAttestation(Strict):
    """That one has completed the required course."""

    completed: str = Field(default="", max_length=10, description="the day, YYYY-MM-DD; today by default")
    version: str = Field(default="", max_length=100, description="version of the course, where one is required")


class AttestationRecord(Strict):
    """That somebody has completed a course."""

    person: str = Field(max_length=64, description="id of the caller, or of the owner of the key")
    completed: str = Field(max_length=10, description="the day, YYYY-MM-DD")
    course: str = Field(default="", max_length=100, description="id of the course; the required one by default")
    version: str = Field(default="", max_length=100, description="version of the course; the required one by default")
    expires: str = Field(default="", max_length=10, description="last day for which it counts, YYYY-MM-DD")


class Withdrawal(Strict):
    """That somebody's attestation counts no longer."""

    person: str = Field(max_length=64, description="id of the caller, or of the owner of the key")
    reason: str = Field(max_length=2000, description="why; passes the detectors before it is stored")
    course: str = Field(default="", max_length=100, description="id of the course; the required one by default")
    until: str = Field(default="", max_length=10, description="last day for which it counts; by default at once")


def add_training_routes(app: FastAPI, house: House) -> None:
    """`/v1/training`."""

    async def own(request: Request) -> Response:
        """What is asked of the caller, and whether it is there."""
        caller = house.pipeline.identify(dict(request.headers), to="own")
        return json_response(await house.approvals.training.status(person_of(caller)), request)

    async def attest(request: Request) -> Response:
        """Confirm one's own training, where the policy allows that."""
        caller = house.pipeline.identify(dict(request.headers), to="own")
        said = await body_of(request, OwnAttestation)
        made = await house.approvals.training.attest(person_of(caller), kind=caller.kind, **said.model_dump())
        return json_response(made, request, CREATED)

    async def listing(
        request: Request,
        person: Annotated[str, Query(max_length=64, description="of this person only")] = "",
        course: Annotated[str, Query(max_length=100, description="of this course only")] = "",
    ) -> Response:
        """Attestations on record."""
        house.pipeline.identify(dict(request.headers), to="admin")
        found = await house.approvals.training.all(person=person, course=course)
        return json_response({"attestations": found}, request)

    async def record(request: Request) -> Response:
        """Record somebody's training."""
        caller = house.pipeline.identify(dict(request.headers), to="admin")
        said = await body_of(request, AttestationRecord)
        made = await house.approvals.training.record(said.model_dump(), by=person_of(caller), channel="http")
        return json_response(made, request, CREATED)

    async def bring_in(request: Request) -> Response:
        """Record everybody's training from CSV: person, completed, and if need be course, version, expires."""
        caller = house.pipeline.identify(dict(request.headers), to="admin")
        raw = await read_body(request, CSV_BYTES)
        try:
            text = raw.decode("utf-8-sig")
            done = await house.approvals.training.bring_in(text, by=person_of(caller), channel="http")
        except UnicodeDecodeError:
            raise BadRequest("The file is not UTF-8 text.") from None
        except CsvError as error:
            problems = [{"line": line, "message": message} for line, message in error.problems]
            first = error.problems[0]
            raise BadRequest(
                f"Line {first[0]}: {first[1]}. Nothing was recorded.", details={"problems": problems}
            ) from None
        return json_response(done, request)

    async def withdraw(request: Request) -> Response:
        """Let somebody's attestation end, at once or on an earlier day."""
        caller = house.pipeline.identify(dict(request.headers), to="admin")
        said = await body_of(request, Withdrawal)
        after = await house.approvals.training.withdraw(
            **said.model_dump(),
            by=person_of(caller),
            channel="http",
            written=Written(house.pipeline.examiner, caller.tenant),
        )
        return json_response(after, request)

    path = "/v1/training/attestations"
    add(app, ("GET", "/v1/training"), own, "One's own training")
    add(app, ("POST", path), attest, "Confirm one's own training", OwnAttestation)
    add(app, ("GET", path), listing, "Attestations on record")
    add(app, ("POST", "/v1/training/records"), record, "Record somebody's training", AttestationRecord)
    add(app, ("POST", "/v1/training/import"), bring_in, "Record training from CSV", TRAINING_FILE)
    add(app, ("POST", "/v1/training/withdrawals"), withdraw, "Withdraw somebody's training", Withdrawal)
