"""What a worker may say: findings that fit the text, or the type of its error. Everything else fails the scan."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.finding import Finding
from detectors.jobs import PONG, Item, Job, checked, pack, pack_failure, pack_found, pack_ping, read_found, unpack
from detectors.pool_errors import ScanFailedError

JOB = Job((Item("0123456789"),))
GOOD = ["SSN", 0, 10, 0.9, "identifiers.ssn", "label"]


def reply(*rows: object) -> bytes:
    return json.dumps({"found": [list(rows)]}).encode()


def test_findings_come_back_as_they_went() -> None:
    found = [Finding("STUDENT_ID.WA_SSID", 2, 5, 0.5, "identifiers.student_id", "label")]
    assert read_found(pack_found([found]), JOB) == (tuple(found),)


@pytest.mark.parametrize(
    "row",
    [
        ["SSN", 0, 11, 0.9, "d", "w"],
        ["SSN", -1, 5, 0.9, "d", "w"],
        ["SSN", 5, 5, 0.9, "d", "w"],
        ["SSN", 6, 5, 0.9, "d", "w"],
        ["SSN", 0.0, 5, 0.9, "d", "w"],
        ["SSN", False, 5, 0.9, "d", "w"],
        ["SSN", 0, 5, float("nan"), "d", "w"],
        ["SSN", 0, 5, 1.1, "d", "w"],
        ["SSN", 0, 5, "1", "d", "w"],
        ["", 0, 5, 0.9, "d", "w"],
        [None, 0, 5, 0.9, "d", "w"],
        ["SSN", 0, 5, 0.9, "d", "w" * 65],
        ["SSN", 0, 5, 0.9, "d"],
        "SSN",
    ],
)
def test_a_finding_that_cannot_be_is_refused(row: object) -> None:
    with pytest.raises(ScanFailedError) as caught:
        read_found(reply(GOOD, row), JOB)
    assert caught.value.kind == "InvalidFinding"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=40))
def test_garbage_is_refused(garbage: bytes) -> None:
    with pytest.raises(ScanFailedError):
        read_found(garbage, JOB)


@pytest.mark.parametrize(
    "garbage",
    [b"[]", b"{}", b'{"found":[]}', b'{"found":[[],[]]}', b'{"found":[3]}', b'{"failed":"a b"}', PONG, b"[" * 100_000],
)
def test_a_reply_of_the_wrong_shape_is_refused(garbage: bytes) -> None:
    with pytest.raises(ScanFailedError) as caught:
        read_found(garbage, JOB)
    assert caught.value.kind == "InvalidReply"


def test_a_resolved_item_may_not_have_overlapping_findings() -> None:
    rows = reply(["SSN", 0, 6, 0.9, "d", "w"], ["SSN", 5, 9, 0.9, "d", "w"])
    assert len(read_found(rows, JOB)[0]) == 2
    with pytest.raises(ScanFailedError):
        read_found(rows, Job((Item("0123456789", resolve=True),)))


def test_an_error_says_its_type_and_nothing_else() -> None:
    packed = pack_failure(ValueError("canary-5512"))
    assert b"canary" not in packed
    with pytest.raises(ScanFailedError) as caught:
        read_found(packed, JOB)
    assert caught.value.kind == "ValueError"
    assert pickle.loads(pickle.dumps(caught.value)).kind == "ValueError"  # noqa: S301  # our own bytes


def test_requests_arrive_whole() -> None:
    finding = Finding("SSN", 0, 3, 0.9, "d", "w")
    job = Job((Item("\ud800a", "label", patterns=False, names=((0, 2),), candidates=(finding,), resolve=True),))
    assert unpack(pack(job, 1.5)) == (job.items, 1.5)
    assert unpack(pack_ping())[0] is None


def test_nothing_of_a_text_prints() -> None:
    assert "canary" not in repr(Job((Item("canary text", "canary label"),)))


def test_checked_drops_the_cause_of_an_error() -> None:
    def fail() -> list[Finding]:
        raise KeyError("canary-5512")

    with pytest.raises(ScanFailedError) as caught:
        checked(fail, 10)
    assert caught.value.kind == "KeyError"
    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None


def test_checked_refuses_what_lies_outside_the_text() -> None:
    with pytest.raises(ScanFailedError):
        checked(lambda: [Finding("SSN", 0, 11, 0.9, "d", "w")], 10)
