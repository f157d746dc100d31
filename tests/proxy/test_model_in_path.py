"""Where a path names the model, only the approved name is asked for; each API gets its own credentials."""

from __future__ import annotations

from datetime import date

import pytest

from proxy.arrival import Arrival
from proxy.exchange import Approval, Tier, Tool
from proxy.upstream import Target, _credentials
from proxy.wire.gemini_generate import GENERATE

APPROVAL = Approval("IT", date(2026, 1, 1), date(2027, 1, 1), "Board 7")


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("gemini-2.5-flash", "/models/gemini-2.5-flash:generateContent"),
        ("say:hello", "/models/say%3Ahello:generateContent"),
        ("../a?b#c/d", "/models/..%2Fa%3Fb%23c%2Fd:generateContent"),
    ],
)
def test_the_approved_name_stands_in_the_path_and_cannot_leave_it(model: str, path: str) -> None:
    arrival = Arrival("req_1", "/r", GENERATE, "/models/{model}:generateContent", {}, b"", model="as the caller wrote")
    assert arrival.path_to(Tool("google", "gemini", model, Tier.T2, APPROVAL)) == path


def test_a_path_without_a_model_is_as_it_is() -> None:
    arrival = Arrival("req_1", "/r", GENERATE, "/chat/completions", {}, b"")
    assert arrival.path_to(Tool("main", "openai", "m", Tier.T2, APPROVAL)) == "/chat/completions"


def test_an_arrival_hides_the_key_of_its_query() -> None:
    arrival = Arrival("req_1", "/r", GENERATE, "/x", {}, b"", query={"key": "ck-secret"})
    assert "ck-secret" not in repr(arrival)


@pytest.mark.parametrize(
    ("dialect", "headers"),
    [
        ("openai", {"authorization": "Bearer k"}),
        ("anthropic", {"x-api-key": "k", "anthropic-version": "2023-06-01"}),
        ("gemini", {"x-goog-api-key": "k"}),
    ],
)
def test_each_api_has_its_own_header_for_the_providers_key(dialect: str, headers: dict[str, str]) -> None:
    assert _credentials(Target("p", "https://example.org/v1", "k", dialect=dialect)) == headers
