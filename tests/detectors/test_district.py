from __future__ import annotations

import pickle

import pytest

from detectors.district import IdFormat, detectors_of
from detectors.engine import Engine
from detectors.options import EngineOptions
from detectors.stream_scan import joint_scan, scanners, stream_scan

FORMATS = (
    IdFormat("kid-key", r"[A-Z]{2}\d{4}", "STUDENT_ID.DISTRICT", ("kid key", "scholar tag ~")),
    IdFormat("grant", r"ZQ-\d{3}-[A-Z]", "OTHER_ID.DISTRICT"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kid key AB1234", [("STUDENT_ID.DISTRICT", "AB1234")]),
        ("scholarTagNumber: ab1234", [("STUDENT_ID.DISTRICT", "ab1234")]),
        ("AB1234 is his kid key", [("STUDENT_ID.DISTRICT", "AB1234")]),
        ("see ZQ-123-K", [("OTHER_ID.DISTRICT", "ZQ-123-K")]),
        ("AB1234", []),
        ("XZQ-123-K", []),
    ],
)
def test_declared_identifiers_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    """In workers, in answers and across joints alike."""
    engine = Engine(EngineOptions(names=False, records=False, formats=FORMATS))
    found = engine.resolve(text, "", engine.patterns(text))
    for each in (found, *(scan(text, "") for scan in scanners(detectors_of(FORMATS)))):
        assert [(one.entity, text[one.start : one.end]) for one in each] == expected


def test_a_declared_label_outranks_a_shipped_one() -> None:
    """The agency knows its own numbers."""
    formats = (IdFormat("pin", r"\d{5}", "OTHER_ID.DOOR", ("lunch pin",)),)
    stream, _ = scanners(detectors_of(formats))
    assert [each.entity for each in stream("lunch PIN 48213", "")] == ["OTHER_ID.DOOR"]


def test_without_formats_nothing_changes() -> None:
    assert detectors_of(()) == ()
    assert scanners(()) == (stream_scan, joint_scan)


def test_formats_travel_to_workers_and_change_the_version() -> None:
    options = EngineOptions(names=False, formats=FORMATS)
    assert pickle.loads(pickle.dumps(options)) == options  # noqa: S301  our own bytes
    versions = {Engine(EngineOptions(names=False, formats=each)).version for each in ((), FORMATS[:1], FORMATS)}
    assert len(versions) == 3
