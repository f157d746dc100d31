"""The format: golden bytes, a closed grammar, ids that sort."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from audit_examples import ADDED, CALL, DETAILS, ID
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.audit import event as schema
from proxy.audit.event import canonical, new_event_id, parse, printable_name
from proxy.audit.grammar import GrammarError
from proxy.audit.kinds import _INTENT_CORE as INTENT_CORE
from proxy.exchange import AuditEvent, EventKind

GOLDEN = Path(__file__).with_name("golden_v1.jsonl")
CANARY = "Zyxwanda Quillfeather 123-45-6789"
AT = datetime(2026, 11, 23, 8, 42, 0, 123_456, tzinfo=UTC)


def event_of(kind: EventKind, **changes: object) -> AuditEvent:
    made = AuditEvent(kind, ID, AT, "i-0123", "default", "req-1", "caller-1", DETAILS[kind])
    return replace(made, **changes)


def fields_of(kind: EventKind) -> list[str]:
    return sorted(schema.DETAIL[kind])


# --------------------------------------------------------------------------- bytes


def test_every_kind_has_a_grammar_and_a_golden_example() -> None:
    assert set(schema.DETAIL) == set(EventKind) == set(DETAILS)


@pytest.mark.parametrize("kind", EventKind)
def test_the_canonical_bytes_of_version_1_never_change(kind: EventKind) -> None:
    """A failure here means that stored records would no longer hash to what was signed: make a version 2 instead."""
    golden = dict(line.split("\t") for line in GOLDEN.read_text(encoding="utf-8").splitlines())
    assert canonical(event_of(kind)).decode() == golden[kind]


def test_the_golden_file_itself_begins_with_what_was_released() -> None:
    released = b"".join(GOLDEN.read_bytes().splitlines(keepends=True)[:8])
    digest = hashlib.sha256(released).hexdigest()
    assert digest == "33e7734b9d183dbcaca766352ce4f84cf2e2f9270e2a1784d593d0cb03a51854"


@pytest.mark.parametrize("kind", EventKind)
def test_examples_use_every_field_of_their_kind(kind: EventKind) -> None:
    if kind is not EventKind.STOP:  # its fields are those of START
        assert sorted({**DETAILS[kind], **ADDED.get(kind, {})}) == fields_of(kind)


@pytest.mark.parametrize("kind", ADDED)
def test_fields_that_were_added_are_stored_and_read_back(kind: EventKind) -> None:
    body = canonical(event_of(kind, detail={**DETAILS[kind], **ADDED[kind]}))
    assert canonical(parse(body)) == body
    assert ADDED[kind].items() <= parse(body).detail.items()


@pytest.mark.parametrize("kind", EventKind)
def test_parse_gives_back_the_event_and_the_same_bytes(kind: EventKind) -> None:
    body = canonical(event_of(kind))
    assert canonical(parse(body)) == body
    assert parse(body).kind is kind
    assert rfc8785.dumps(json.loads(body)) == body


def test_times_are_utc_with_milliseconds() -> None:
    there = AT.astimezone(timezone(timedelta(hours=-8)))
    assert canonical(event_of(EventKind.STOP, at=there)) == canonical(event_of(EventKind.STOP))
    assert parse(canonical(event_of(EventKind.STOP))).at == AT.replace(microsecond=123_000)
    with pytest.raises(GrammarError, match="time zone"):
        canonical(event_of(EventKind.STOP, at=AT.replace(tzinfo=None)))


def test_enums_tuples_and_mappings_become_plain_json() -> None:
    class Word(StrEnum):
        REDACT = "redact"

    detail = {
        **CALL,
        "tags": ("IDEA", "COPPA-APPLIES"),
        "findings": (CALL["findings"][0], {**CALL["findings"][1], "treatment": Word.REDACT}),
    }
    assert canonical(event_of(EventKind.INTENT, detail=detail)) == canonical(event_of(EventKind.INTENT))


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.floats(0, 1e9), max_size=5))
@settings(max_examples=100, deadline=None)
def test_any_times_are_canonical_json(times: dict[str, float]) -> None:
    body = canonical(event_of(EventKind.FINAL, detail={"intent_id": ID, "outcome": "completed", "times_ms": times}))
    assert rfc8785.dumps(json.loads(body)) == body


# --------------------------------------------------------------------------- the grammar refuses


@pytest.mark.parametrize("kind", EventKind)
def test_an_unknown_field_is_refused_by_name(kind: EventKind) -> None:
    with pytest.raises(GrammarError, match=r"detail\.prompt_text: is not a field"):
        canonical(event_of(kind, detail={**DETAILS[kind], "prompt_text": CANARY}))


def test_an_unknown_field_that_could_be_a_value_is_not_named() -> None:
    with pytest.raises(GrammarError) as caught:
        canonical(event_of(EventKind.FINAL, detail={**DETAILS[EventKind.FINAL], CANARY: 1}))
    assert CANARY not in str(caught.value)
    assert caught.value.place == "detail.*"


def _refusals() -> list[Any]:
    human = {
        *("approval", "clause", "unit", "app", "reason", "reference", "tool", "course", "course_version", "conditions"),
        "regimes",
    }
    return [
        pytest.param(kind, field, id=f"{kind}-{field}") for kind in EventKind for field in fields_of(kind)
        if field not in human and (kind, field) != (EventKind.LOG_READ, "purpose")
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "field"), _refusals())
def test_text_and_wrong_types_are_refused_in_every_field_without_being_shown(kind: EventKind, field: str) -> None:
    # In a loop: as tests of their own they were one in seven of all there are.
    for wrong in (CANARY, [CANARY], {CANARY: CANARY}, {CANARY: 1}, -1, 1.5j, float("nan"), b"x"):
        with pytest.raises(ValueError) as caught:
            canonical(event_of(kind, detail={**DETAILS[kind], field: wrong}))
        assert field in str(caught.value), type(wrong)
        assert "Zyxwanda" not in str(caught.value), type(wrong)


@pytest.mark.parametrize("nested", ["findings", "reasons", "unscanned", "masked"])
def test_text_is_refused_inside_lists(nested: str) -> None:
    kind = EventKind.FINAL if nested == "masked" else EventKind.REFUSED
    good = DETAILS[kind][nested][0]
    for name in good:
        if name != "clause":
            with pytest.raises(GrammarError) as caught:
                canonical(event_of(kind, detail={**DETAILS[kind], nested: [good, {**good, name: CANARY}]}))
            assert caught.value.place == f"detail.{nested}[1].{name}"


def test_human_text_is_one_short_line() -> None:
    for wrong in ("x" * 201, "two\nlines", "\x1b[2J", "\ud800"):
        with pytest.raises(GrammarError, match=r"detail\.approval: must be one line"):
            canonical(event_of(EventKind.INTENT, detail={**CALL, "approval": wrong}))


@pytest.mark.parametrize("field", INTENT_CORE)
def test_the_core_of_an_intent_is_required(field: str) -> None:
    without = {name: value for name, value in CALL.items() if name != field}
    with pytest.raises(GrammarError, match=rf"detail\.{field}: is missing"):
        canonical(event_of(EventKind.INTENT, detail=without))
    with pytest.raises(GrammarError, match=rf"detail\.{field}: must be"):
        canonical(event_of(EventKind.INTENT, detail={**CALL, field: None}))


@pytest.mark.parametrize("kind", sorted(schema.OF_A_CALL))
def test_records_of_a_call_name_the_request(kind: EventKind) -> None:
    with pytest.raises(GrammarError, match="request_id: is missing"):
        canonical(event_of(kind, request_id=None))
    assert b'"request_id":null' in canonical(event_of(EventKind.STOP, request_id=None, caller=None))


@pytest.mark.parametrize("field", ["event_id", "instance", "tenant", "request_id", "caller"])
def test_the_envelope_is_checked_too(field: str) -> None:
    with pytest.raises(GrammarError, match=rf"event\.{field}: must be") as caught:
        canonical(event_of(EventKind.INTENT, **{field: CANARY}))
    assert CANARY not in str(caught.value)


def test_booleans_are_no_numbers_and_large_integers_are_refused() -> None:
    for wrong in (True, 2**53, 1.0):
        with pytest.raises(GrammarError, match=r"detail\.segments"):
            canonical(event_of(EventKind.INTENT, detail={**CALL, "segments": wrong}))


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"v":2}', b"\xff", b'{"v":1,"kind":"request.intent"}'],
)
def test_parse_refuses_what_is_no_record(body: bytes) -> None:
    with pytest.raises(GrammarError):
        parse(body)


def test_parse_refuses_a_newer_version() -> None:
    newer = {**json.loads(canonical(event_of(EventKind.STOP))), "v": 2}
    with pytest.raises(GrammarError, match=r"event\.v"):
        parse(json.dumps(newer).encode())


# --------------------------------------------------------------------------- ids and names


def test_event_ids_are_uuids_of_version_7_that_sort_by_time() -> None:
    ids = [new_event_id() for _ in range(200)]
    assert {uuid.UUID(one).version for one in ids} == {7}
    assert {uuid.UUID(one).variant for one in ids} == {uuid.RFC_4122}
    assert len(set(ids)) == 200
    assert [one[:18] for one in ids] == sorted(one[:18] for one in ids)


@pytest.mark.parametrize(
    "name",
    [
        "gpt-5", "gpt-4o-2024-08-06", "claude-sonnet-4-20250514", "demo/llama-3.1-405b", "@cf/meta/llama-3",
        "gemini-2.5-pro-preview-06-05", "gpt-4.1-2025-04-14", "mistral-small-2409",
    ],
)  # fmt: skip
def test_ordinary_model_names_are_printable(name: str) -> None:
    assert printable_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "", "Maria Delgado", "x" * 101, "gpt-1234567", "gpt-123-45-6789", "1234567893", "tel:206-555-0142",
        "gpt-5\n", "dana.w@quillfern.example",
        "gpt-\uff12\uff10\uff12\uff14\uff11\uff12", "born-2016-03-14", "\u202egpt", "gpt-2024-08-06-1234567",
    ],
)  # fmt: skip
def test_names_that_could_hold_a_value_are_not_stored(name: str) -> None:
    assert printable_name(name) == schema.UNPRINTABLE


@given(st.text(max_size=120))
@settings(max_examples=100, deadline=None)
def test_whatever_printable_name_gives_the_grammar_takes(text: str) -> None:
    detail = {**CALL, "model_requested": printable_name(text), "model": printable_name(text)}
    assert canonical(event_of(EventKind.INTENT, detail=detail))


def test_no_name_stays_no_name() -> None:
    assert printable_name(None) is None
