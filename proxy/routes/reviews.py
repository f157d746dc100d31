"""Held calls and reviews of answers: the queue for reviewers, one's own tickets for callers, acknowledgements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Path, Query
from pydantic import Field
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time
from starlette.responses import Response  # noqa: TC002 # as above

from proxy.errors import GuardError
from proxy.routes.bodies import Strict, body_of, in_openapi
from proxy.routes.calls import CallResponse
from proxy.routes.edge import ErrorResponse
from proxy.routes.people import json_response
from proxy.services.review.words import Edit, Word
from proxy.services.written import Written

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import FastAPI

    from proxy.arrival import Arrival
    from proxy.exchange import Caller
    from proxy.house import House
    from proxy.pipeline import Pipeline
    from proxy.routes.edge import Message, Receive, Scope, Send

DECISION_BYTES = 8_000_000
"""Room for the texts of an edited release."""

Ticket = Annotated[str, Path(pattern=r"^hold_[0-9a-f]{32}$", description="ticket of a held call")]
RequestId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$", description="id of the call, x-request-id")]


class EditAsked(Strict):
    """A text in place of another one."""

    segment: int = Field(ge=0, description="number of the text in the view")
    text: str = Field(description="what is sent instead; placeholders of the view stand for their values")


class DecisionAsked(Strict):
    """What a reviewer decides."""

    decision: str = Field(max_length=10, description="release or deny")
    reason: str = Field(max_length=2000, description="why; passes the detectors before it is stored")
    mode: str = Field(default="", max_length=10, description="as_is, redacted or edited, for a release")
    edits: tuple[EditAsked, ...] = Field(default=(), max_length=1000, description="for an edited release")
    agree: str = Field(default="", max_length=64, description="proposal of another reviewer, instead of mode and edits")
    responsible: str = Field(default="", max_length=100, description="who answers for the decision, where row 22 asks")


class Why(Strict):
    """The reason for looking at the original, or for ending a release."""

    reason: str = Field(max_length=2000, description="why; passes the detectors before it is stored")


def add_review_routes(app: FastAPI, house: House) -> None:
    """`/v1/reviews`: for the reviewer role; an administrator may end a release."""

    def reviewer(request: Request) -> Caller:
        return house.pipeline.identify(dict(request.headers), to="review")

    async def queue(
        request: Request,
        state: Annotated[str, Query(max_length=100, description="states, separated by commas")] = "pending",
        limit: Annotated[int, Query(ge=1, le=500, description="calls at most")] = 100,
        after: Annotated[str, Query(max_length=100, description="`next` of the page before")] = "",
    ) -> Response:
        """A page of held calls without their content: undecided ones oldest first; `next` leads to the next page."""
        who = reviewer(request)
        return json_response(
            await house.reviewing.reviews.queue(who, state.split(","), limit=limit, after=after), request
        )

    async def view(request: Request, ticket: Ticket) -> Response:
        """One held call with its texts as they would leave; the look is recorded."""
        return json_response(await house.reviewing.reviews.view(reviewer(request), ticket), request)

    async def reveal(request: Request, ticket: Ticket) -> Response:
        """The original texts, for a reason that is recorded."""
        who, why = reviewer(request), await body_of(request, Why)
        shown = await house.reviewing.reviews.reveal(who, ticket, why.reason, written=_written(house, who))
        return json_response(shown, request)

    async def decide(request: Request, ticket: Ticket) -> Response:
        """Release the call as it is, redacted or edited, or deny it."""
        who, asked = reviewer(request), await body_of(request, DecisionAsked, limit=DECISION_BYTES)
        told = await house.reviewing.reviews.decide(who, ticket, _word(asked), written=_written(house, who))
        return json_response(told, request)

    async def end(request: Request, ticket: Ticket) -> Response:
        """End a release that was wrong: from now on it counts nowhere, and its answer cannot be collected."""
        who = house.pipeline.identify(dict(request.headers), to="end_release")
        why = await body_of(request, Why)
        told = await house.reviewing.reviews.end(who, ticket, why.reason, written=_written(house, who))
        return json_response(told, request)

    one = "/v1/reviews/{ticket}"
    _add(app, ("GET", "/v1/reviews"), queue, "The queue of held calls")
    _add(app, ("GET", one), view, "One held call")
    _add(app, ("POST", one + "/reveal"), reveal, "See the original of a held call", Why)
    _add(app, ("POST", one + "/decision"), decide, "Release or deny a held call", DecisionAsked)
    _add(app, ("POST", one + "/end"), end, "End a release", Why)


def add_hold_routes(app: FastAPI, house: House) -> None:
    """`/v1/holds`: for whoever's call was held."""

    def owner(request: Request) -> Caller:
        return house.pipeline.identify(dict(request.headers), to="own")

    async def holds(request: Request) -> Response:
        """Your held calls, newest first."""
        return json_response({"holds": await house.reviewing.own.all(owner(request))}, request)

    async def one_hold(request: Request, ticket: Ticket) -> Response:
        """How one of them stands."""
        return json_response(await house.reviewing.own.one(owner(request), ticket), request)

    async def withdraw(request: Request, ticket: Ticket) -> Response:
        """Take one back."""
        return json_response(await house.reviewing.own.withdraw(owner(request), ticket), request)

    async def collect(request: Request, ticket: Ticket) -> Response:
        """The provider's answer to a released call, in the words of the API that was called."""
        headers = dict(request.headers)
        who = house.pipeline.identify(headers)
        arrival = await house.reviewing.own.collect(
            who,
            ticket,
            headers,
            request_id=request.state.request_id,
            client=request.client.host if request.client else "",
        )
        return CollectedResponse(house.pipeline, arrival)

    one = "/v1/holds/{ticket}"
    _add(app, ("GET", "/v1/holds"), holds, "Your held calls")
    _add(app, ("GET", one), one_hold, "How one of your held calls stands")
    _add(app, ("POST", one + "/withdraw"), withdraw, "Take a held call back")
    _add(app, ("POST", one + "/collect"), collect, "Collect the answer to a released call")


def add_review_ack_routes(app: FastAPI, house: House) -> None:
    """`/v1/review-acks`."""

    async def acknowledge(
        request: Request,
        request_id: RequestId,
        result: Annotated[str, Query(max_length=20, description="used, corrected or discarded")] = "used",
    ) -> Response:
        """Record that a person has reviewed the answer to one of your or your department's calls."""
        who = house.pipeline.identify(dict(request.headers), to="own")
        return json_response(await house.reviewing.acks.acknowledge(who, request_id, result), request)

    async def report(
        request: Request,
        since: Annotated[str, Query(max_length=10, description="first day, YYYY-MM-DD")] = "",
        until: Annotated[str, Query(max_length=10, description="last day, YYYY-MM-DD")] = "",
    ) -> Response:
        """How many answers were reviewed, by department; never by person."""
        who = house.pipeline.identify(dict(request.headers), to="read_audit")
        return json_response(await house.reviewing.acks.report(who, since, until), request)

    _add(app, ("POST", "/v1/review-acks/{request_id}"), acknowledge, "Say that a person reviewed an answer")
    _add(app, ("GET", "/v1/review-acks"), report, "Reviews of answers by department")


class CollectedResponse(CallResponse):
    """As `CallResponse`; an error is told in the words of the API that was called, whatever this path is."""

    def __init__(self, pipeline: Pipeline, arrival: Arrival) -> None:
        super().__init__(pipeline, arrival)
        self._route, self._request_id = arrival.route, arrival.request_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve and send."""
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await super().__call__(scope, receive, watched)
        except GuardError as error:
            if started:
                raise
            await ErrorResponse(error, self._route, self._request_id)(scope, receive, send)


def _word(asked: DecisionAsked) -> Word:
    edits = tuple(Edit(each.segment, each.text) for each in asked.edits)
    return Word(asked.decision, asked.reason, asked.mode, edits, asked.agree, asked.responsible)


def _written(house: House, who: Caller) -> Written:
    return Written(house.pipeline.examiner, who.tenant)


def _add(
    app: FastAPI,
    route: tuple[str, str],
    endpoint: Callable[..., Awaitable[Response]],
    summary: str,
    body: type[Strict] | None = None,
) -> None:
    method, path = route
    extra: dict[str, Any] | None = in_openapi(body) if body else None
    app.add_api_route(
        path,
        endpoint,
        methods=[method],
        response_model=None,
        summary=summary,
        tags=["reviews"],
        openapi_extra=extra,
    )
