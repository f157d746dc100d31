"""Estimates of energy: EcoLogits's own figures, as ranges with warnings, and none for what it does not know."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from ecologits.model_repository import models
from ecologits.tracers.utils import llm_impacts

from proxy.audit.event import canonical, new_event_id
from proxy.energy import Estimator
from proxy.exchange import AuditEvent, EventKind

OURS = {"wh": "energy", "gco2e": "gwp", "ml": "wcf"}


@pytest.fixture(scope="module")
def estimator() -> Estimator:
    made = Estimator()
    made.load()
    return made


@pytest.mark.parametrize(
    ("dialect", "vendor", "model"),
    [
        ("openai", "openai", "gpt-4o-mini"),
        ("openai", "openai", "gpt-4o"),
        ("anthropic", "anthropic", "claude-sonnet-4-5"),
        ("gemini", "google_genai", "gemini-2.5-flash"),
    ],
)
@pytest.mark.parametrize("tokens", [0, 1, 400, 123_456])
def test_the_figures_are_those_of_ecologits(estimator, dialect, vendor, model, tokens) -> None:
    said = estimator.estimate("any", dialect, [None, model], tokens)["energy"]
    theirs = llm_impacts(vendor, model, tokens, float("inf"))
    for name, impact in OURS.items():
        value = getattr(theirs, impact).value
        ends = [getattr(value, end, value) * 1000 for end in ("min", "max")]
        assert said[name] == pytest.approx(ends, rel=1e-6, abs=1e-6)
        assert said[name][0] <= said[name][1]
    assert said["warnings"] == sorted(warning.code for warning in theirs.warnings or ())


def test_every_model_that_it_knows_gets_a_range_that_grows_with_the_answer(estimator) -> None:
    for model in models.list_models():
        cost = estimator._measured(model.provider.value, model.name)
        short, long = cost.lines["wh"].at(100), cost.lines["wh"].at(1_000)
        assert 0 < short[0] <= short[1] < long[1]


def test_what_is_not_known_is_said_and_not_guessed(estimator) -> None:
    assert estimator.estimate("a", "openai", ["our-own-model"], 10) == {"energy_missing": "unknown_model"}
    assert estimator.estimate("a", "openai", ["gpt-4o"], None) == {"energy_missing": "no_usage"}
    assert estimator.estimate("a", "ollama", ["gpt-4o"], 10) == {"energy_missing": "unknown_model"}
    assert Estimator().estimate("a", "openai", ["gpt-4o"], 10) == {"energy_missing": "not_ready"}
    assert ("openai", "our-own-model") not in estimator._known


def test_the_model_that_answered_goes_before_the_one_that_was_asked_for(estimator) -> None:
    small = estimator.estimate("a", "openai", ["gpt-4o-mini", "gpt-4o"], 400)
    assert small == estimator.estimate("a", "openai", ["gpt-4o-mini"], 400)
    assert small != estimator.estimate("a", "openai", ["unheard-of", "gpt-4o"], 400)


def test_a_provider_of_open_models_is_found_by_name_or_by_setting(estimator) -> None:
    assert "energy" in estimator.estimate("vllm", "openai", ["mistral-large-latest"], 10)
    only = Estimator(vendors={"vllm": "cohere"})
    only.load()
    assert only.estimate("vllm", "openai", ["mistral-large-latest"], 10) == {"energy_missing": "unknown_model"}


def test_another_country_has_another_footprint(estimator) -> None:
    french = Estimator(zone="FRA")
    french.load()
    here, there = (each.estimate("a", "openai", ["gpt-4o"], 400)["energy"] for each in (estimator, french))
    assert there["wh"] == here["wh"]
    assert there["gco2e"][1] < here["gco2e"][0]
    nowhere = Estimator(zone="XXX")
    nowhere.load()
    assert nowhere.estimate("a", "openai", ["gpt-4o"], 400) == {"energy_missing": "unknown_model"}


def test_an_estimate_fits_into_a_record(estimator) -> None:
    detail = {"intent_id": new_event_id(), "outcome": "completed"}
    for fields in (
        estimator.estimate("a", "openai", ["gpt-4o"], 10**12),
        estimator.estimate("a", "openai", ["nobody"], 10),
    ):
        event = AuditEvent(
            EventKind.FINAL, new_event_id(), datetime.now(UTC), "i-1", "d", "req_1", None, detail | fields
        )
        assert json.loads(canonical(event))["detail"].keys() > detail.keys()


def test_loading_touches_no_sdk_and_leaves_the_loggers_alone() -> None:
    code = (
        "import logging, sys; before = logging.getLoggerClass(); from proxy.energy import Estimator; "
        "assert 'ecologits' not in sys.modules; Estimator().load(); assert logging.getLoggerClass() is before; "
        "print([n for n in sys.modules if n.split('.')[0] in "
        "{'openai', 'anthropic', 'cohere', 'mistralai', 'opentelemetry', 'litellm', 'google'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""
    assert logging.getLoggerClass() is not None
