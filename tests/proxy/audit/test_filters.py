"""Filters are a closed set; what is typed is never echoed."""

from __future__ import annotations

from dataclasses import fields

import pytest

from proxy.audit.filters import BadFilter, Filters, parse_filters
from proxy.audit.kinds import FILTER_FIELDS
from proxy.errors import BadRequest

CANARY = "Zyxwanda Quillfeather"


def test_the_filters_are_those_that_a_record_of_a_search_can_hold() -> None:
    assert [field.name for field in fields(Filters)] == list(FILTER_FIELDS)


def test_every_filter_is_parsed() -> None:
    given = {
        "kinds": "request.intent, request.refused",
        "since": "2026-11-01",
        "until": "2026-11-23T08:00:00-08:00",
        "caller": "caller-1",
        "unit": "Special Education",
        "app": "webui",
        "provider": "demo",
        "model": "gpt-5",
        "decision": "block",
        "severity": "S3",
        "rule": "idea.record",
        "outcome": "client_closed",
        "error_code": "scan_failed",
        "request_id": "req-1",
        "tag": "COPPA-APPLIES",
        "entity": "STUDENT_ID.WA_SSID",
        "tier": "T2",
        "conversation": "0a" * 16,
        "regime": "RCW 42.56.590",
        "approval": "Board 7/2026",
        "dialect": "openai",
        "operation": "chat.completions",
        "role": "staff",
        "purpose": "lesson_planning",
        "auth_method": "bearer",
        "residual": "linkable",
        "status": "503",
        "wa_breach": "yes",
        "under13": "yes",
        "untrained": "yes",
        "overridden": "yes",
        "subjects_cut": "yes",
        "reviewer": "reviewer-1",
        "override": "ov-1",
        "hold": "hold-1",
        "tool": "tool-1",
        "matter": "2026-PRR-7",
        "person": "caller-9",
        "event_id": "0190c0de-0000-7000-8000-000000000001",
    }
    people = {"subject": f"0a1b2c3d:{'5e' * 16}, 0a1b2c3d:{'6f' * 16}"}
    assert given.keys() | people.keys() == FILTER_FIELDS.keys()
    assert parse_filters(people).subject == (f"0a1b2c3d:{'5e' * 16}", f"0a1b2c3d:{'6f' * 16}")
    parsed = parse_filters(given)
    assert parsed.kinds == ("request.intent", "request.refused")
    assert (parsed.since, parsed.until) == ("2026-11-01T00:00:00.000Z", "2026-11-23T16:00:00.000Z")
    rest = {name: value for name, value in given.items() if name not in {"kinds", "since", "until"}}
    assert {name: getattr(parsed, name) for name in rest} == rest
    assert set(parsed.asked()) == set(given)


def test_a_bare_date_includes_its_whole_day() -> None:
    parsed = parse_filters({"since": "2026-11-23", "until": "2026-11-23"})
    assert (parsed.since, parsed.until) == ("2026-11-23T00:00:00.000Z", "2026-11-24T00:00:00.000Z")


def test_empty_values_ask_for_nothing() -> None:
    assert parse_filters({"caller": "", "kinds": " "}) == Filters()
    assert Filters().asked() == {}


@pytest.mark.parametrize("name", list(FILTER_FIELDS))
def test_a_wrong_value_names_the_filter_and_what_is_allowed_and_not_the_value(name: str) -> None:
    named_by_operators = {"unit", "app", "regime", "approval"}
    wrong = CANARY + "\x00x" if name in named_by_operators else CANARY
    with pytest.raises(BadFilter) as caught:
        parse_filters({name: wrong})
    assert caught.value.name == name
    assert caught.value.allowed
    assert caught.value.status == 400
    assert CANARY not in str(caught.value)
    assert isinstance(caught.value, BadRequest)
    assert isinstance(caught.value, ValueError)


def test_closed_sets_are_listed() -> None:
    with pytest.raises(BadFilter, match="forward, hold, block, refuse"):
        parse_filters({"decision": "maybe"})


def test_an_unknown_filter_is_refused_without_its_name() -> None:
    with pytest.raises(BadFilter, match="one of kinds, since") as caught:
        parse_filters({CANARY: "x"})
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("wrong", ["2026-13-01", "yesterday", "2026-11-23T08:00:00", "9999-12-31", "0001-01-01T00:00"])
def test_times_need_a_zone_and_must_exist(wrong: str) -> None:
    with pytest.raises(BadFilter, match="a time with a zone"):
        parse_filters({"until": wrong})


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(BadFilter, match="after since"):
        parse_filters({"since": "2026-11-24", "until": "2026-11-23"})


def test_a_mistyped_name_is_answered_with_the_nearest_and_not_repeated() -> None:
    with pytest.raises(BadFilter, match="did you mean decision") as caught:
        parse_filters({"decison": "block"})
    assert "decison" not in caught.value.message
    with pytest.raises(BadFilter, match=r"that was given\. Use one of kinds"):
        parse_filters({"4812093377": "x"})
