"""The shared nouns: they print no text, a path shows no key that a caller chose, and "stricter" is "greater"."""

from __future__ import annotations

import dataclasses
import inspect
import re

import pytest
from canary import CANARIES
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy import exchange
from proxy.audit.sorts import param
from proxy.exchange import (
    SHOWN_KEYS,
    Action,
    Decision,
    Forward,
    Mark,
    ParsedCall,
    Reason,
    Segment,
    Severity,
    Spelling,
    Treatment,
    Unscanned,
    show_path,
)

NOUNS = [
    noun for _, noun in inspect.getmembers(exchange, dataclasses.is_dataclass) if noun.__module__ == exchange.__name__
]
TEXT = " ".join(canary.value for canary in CANARIES)
KEY = CANARIES[0].value


def call() -> ParsedCall:
    segments = (
        Segment(("messages", 0, "content"), TEXT, "user", context=TEXT, scope=TEXT),
        Segment(("metadata", KEY), TEXT, "field", Spelling.IDENTIFIER),
        Segment(("metadata", KEY, Mark.KEY), KEY, "field", Spelling.IDENTIFIER),
    )
    unscanned = (Unscanned(("messages", 0, "content", 1, "image_url"), "image"),)
    body = {"messages": [{"content": TEXT}]}
    return ParsedCall("openai", "chat", "small", stream=True, segments=segments, unscanned=unscanned, body=body)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_nouns_are_frozen_and_slotted(noun) -> None:
    assert noun.__dataclass_params__.frozen
    assert "__dict__" not in dir(noun)


def test_a_segment_prints_where_and_how_much_and_no_text(assert_no_leak) -> None:
    first, under_key, key = call().segments
    assert repr(first) == f"Segment(messages[0].content, <{len(TEXT)} chars>, user)"
    assert repr(under_key) == f"Segment(metadata.*, <{len(TEXT)} chars>, field)"
    assert repr(key) == f"Segment(metadata.*~key, <{len(KEY)} chars>, field)"
    assert_no_leak([repr(segment) for segment in call().segments])


def test_a_parsed_call_prints_no_text_and_not_its_body(assert_no_leak) -> None:
    assert_no_leak([repr(call()), str(call()), f"{call()!r:>10}"])
    assert "body" not in repr(call())


def test_what_is_about_to_leave_prints_counts_only(assert_no_leak) -> None:
    shown = repr(Forward(TEXT.encode(), {"PERSON": 2}))
    assert_no_leak([shown])
    assert shown == "Forward(replaced={'PERSON': 2})"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ((), ""),
        (("messages", 2, "content"), "messages[2].content"),
        (("metadata", KEY), "metadata.*"),
        ((KEY, "name"), "*.name"),
        (("metadata", KEY, Mark.KEY), "metadata.*~key"),
        (
            ("messages", 0, "tool_calls", 1, "function", "arguments", Mark.JSON, KEY, 3),
            "messages[0].tool_calls[1].function.arguments~json.*[3]",
        ),
    ],
)
def test_a_path_reads_as_people_write_it(path, shown) -> None:
    assert show_path(path) == shown


STEPS = st.lists(
    st.one_of(st.text(), st.sampled_from(sorted(SHOWN_KEYS)), st.integers(0, 9999), st.sampled_from(Mark)),
    max_size=8,
)
IN_NO_FILE = STEPS.filter(lambda steps: Mark.FILE not in steps)


@pytest.mark.parametrize(
    ("step", "shown"),
    [("page-2", "page-2"), ("embedded-file-1-comment-12", "embedded-file-1-comment-12"), ("head", "head")]
    + [(odd, "*") for odd in ("Maria", "maria delgado", "536904399", "page-536904399", "", "a" * 61)],
)
def test_a_place_in_a_file_shows_in_the_form_of_our_names_alone(step, shown) -> None:
    assert show_path(("input", 0, "file_data", Mark.FILE, step, 7)) == f"input[0].file_data~file.{shown}[7]"
    assert show_path(("input", 0, "file_data", Mark.FILE, Mark.JSON, step)) == "input[0].file_data~file~json.*"


@given(IN_NO_FILE)
@settings(max_examples=100, deadline=None)
def test_a_path_shows_keys_of_the_api_and_nothing_else(steps) -> None:
    shown = show_path(tuple(steps))
    words = re.findall(r"[^\[\].*~\d]+", re.sub(r"~(key|json)", "", shown))
    assert set(words) <= SHOWN_KEYS
    assert shown.count("*") == sum(isinstance(step, str) and step not in SHOWN_KEYS for step in steps)


@given(STEPS.filter(bool))
@settings(max_examples=100, deadline=None)
def test_a_shown_path_may_stand_in_a_record(steps) -> None:
    shown = show_path(tuple(steps))[:200]
    assert param("detail.param_kind", shown) == shown


def test_keys_that_may_be_shown_are_words_of_an_api() -> None:
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+|[A-Z][a-z]+)*", key) for key in SHOWN_KEYS)


@pytest.mark.parametrize(
    ("order", "strictest"),
    [
        ([Treatment.KEEP, Treatment.GENERALIZE, Treatment.PSEUDONYMIZE, Treatment.REDACT], Treatment.REDACT),
        ([Action.FORWARD, Action.HOLD, Action.BLOCK], Action.BLOCK),
        ([Severity.S0, Severity.S1, Severity.S2, Severity.S3, Severity.S4], Severity.S4),
    ],
)
def test_the_stricter_of_two_is_their_max(order, strictest) -> None:
    assert sorted(type(strictest)) == order == list(type(strictest))
    assert max(order) is strictest


def test_the_leading_reason_is_the_first_of_the_strictest() -> None:
    actions = (Action.FORWARD, Action.HOLD, Action.BLOCK, Action.BLOCK, Action.HOLD)
    reasons = tuple(Reason(f"R{number}", "clause", "Sentence.", action) for number, action in enumerate(actions))
    decision = Decision(Action.BLOCK, (), reasons, Severity.S2, (), "ab" * 32)
    assert decision.leading.rule == "R2"
