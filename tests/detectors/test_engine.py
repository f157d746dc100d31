from __future__ import annotations

import base64
import pickle

import pytest

from detectors.engine import Engine
from detectors.finding import is_mark
from detectors.options import EngineOptions


@pytest.fixture(scope="module")
def engine() -> Engine:
    loaded = Engine()
    loaded.load()
    return loaded


def _scan(engine: Engine, text: str, context: str = "") -> list[tuple[str, str]]:
    candidates = [*engine.patterns(text, context), *engine.names([text])[0]]
    found = engine.resolve(text, context, candidates)
    return [(f.entity, text[f.start : f.end]) for f in found if not is_mark(f)]  # a term is a topic, not a finding


def test_one_sentence_end_to_end(engine: Engine) -> None:
    text = "Nadia Thornquist (gr 4), SSID 1234567893, born March 14, 2016; mom Berta 2535554102, b.thorn@example.org."
    assert _scan(engine, text) == [
        ("STUDENT_NAME", "Nadia Thornquist"),
        ("STUDENT_ID.WA_SSID", "1234567893"),
        ("DOB", "March 14, 2016"),
        ("FAMILY_NAME", "Berta"),
        ("PHONE", "2535554102"),
        ("EMAIL", "b.thorn@example.org"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Rewrite section 4 so it tracks RCW 28A.600.485. The Grace period ends August 31, 2027.",
        "What is the difference between an FBA and a BIP?",
        "Plan a lesson on Rosa Parks, Harriet Tubman and Martin Luther King Jr. for grade 3.",
        "Summarise Romeo and Juliet by William Shakespeare.",
        "Franklin Elementary and Lincoln Park are closed on Monday, March 3.",
        "Make a word search for Black History Month with 12 words.",
        "SELECT student_id, last_name FROM sis.student WHERE school_year = '2025-2026';",
        "Explain the McKinney-Vento Act and Section 504 to new paras in Room 12.",
        "Our IEP, SSID and BIP forms use version 1.2.3.4.",
        "[PERSON_1A_K7QM2] has an IEP and [PERSON_2A_QQ7M2] is the mom.",
    ],
)
def test_text_without_a_person_stays_untouched(engine: Engine, text: str) -> None:
    assert _scan(engine, text) == []


def test_names_of_other_scripts_in_labelled_fields(engine: Engine) -> None:
    text = '{"student": "\u674e\u601d\u8fdc", "guardian": "\u041e\u043b\u0435\u0441\u044f"}'
    assert _scan(engine, text) == [
        ("STUDENT_NAME", "\u674e\u601d\u8fdc"),
        ("FAMILY_NAME", "\u041e\u043b\u0435\u0441\u044f"),
    ]


def test_a_key_is_a_label(engine: Engine) -> None:
    assert _scan(engine, "nadia thornquist", "student_name") == [("STUDENT_NAME", "nadia thornquist")]
    assert _scan(engine, "Berta", "guardianName") == [("FAMILY_NAME", "Berta")]


def test_resolve_is_pure_and_needs_no_load(engine: Engine) -> None:
    text = "mom Berta, SSN 536-90-4399"
    candidates = [*engine.patterns(text), *engine.names([text])[0]]
    fresh = Engine()
    assert fresh.resolve(text, "", candidates) == engine.resolve(text, "", candidates)
    assert fresh.resolve(text, "", ()) == ()


def test_names_without_load_is_an_error() -> None:
    """An engine that is not ready must not answer that there is nobody."""
    with pytest.raises(RuntimeError):
        Engine().names(["Nadia"])


def test_names_can_be_off() -> None:
    off = Engine(EngineOptions(names=False))
    assert off.names(["Nadia", "x"]) == [[], []]
    assert _scan(off, "mom Berta, SSN 536-90-4399") == [("SSN", "536-90-4399")]


def test_the_version_is_stable_and_depends_on_the_options() -> None:
    assert Engine().version == Engine().version
    assert Engine().version != Engine(EngineOptions(names=False)).version


def test_options_travel_to_workers() -> None:
    assert pickle.loads(pickle.dumps(EngineOptions(names=False))) == EngineOptions(names=False)  # noqa: S301  our own bytes


def test_no_finding_prints_a_value(engine: Engine) -> None:
    for finding in engine.patterns("SSN 536-90-4399"):
        assert "536" not in repr(finding)


def test_a_name_far_into_an_encoded_text_is_found(engine: Engine) -> None:
    story = "The water cycle has four parts, and each is drawn on the board in blue chalk. " * 130
    plain, named = (
        base64.b64encode(f"{story}{end}".encode()).decode()
        for end in ("The bus was late again.", "Marisol Ochoa missed the bus again.")
    )
    assert not _scan(engine, f"Please read {plain} for me.")
    assert [kind for kind, _ in _scan(engine, f"Please read {named} for me.")] == ["STUDENT_NAME"]
