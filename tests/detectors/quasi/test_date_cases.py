"""The truth table of dates, with the names given: what the rules make of them, whatever the name model finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from date_cases import CALENDAR, NAMES, RECORDS

from detectors.finding import Finding

if TYPE_CHECKING:
    from detectors.engine import Engine

_NAMED = re.compile(rf"\b(?:{'|'.join(sorted(NAMES, key=len, reverse=True))})\b")


def dates(engine: Engine, text: str) -> set[str]:
    names = [Finding("PERSON_OTHER", *match.span(), 0.9, "names.model", "model") for match in _NAMED.finditer(text)]
    found = engine.resolve(text, "", [*engine.patterns(text), *names])
    return {text[each.start : each.end] for each in found if each.base == "DATE_PERSONAL"}


@pytest.mark.parametrize(("text", "expected"), RECORDS)
def test_dates_of_a_record_are_found_without_a_word_for_an_event(
    engine: Engine, text: str, expected: tuple[str, ...]
) -> None:
    assert set(expected) <= dates(engine, text)


@pytest.mark.parametrize("text", CALENDAR)
def test_dates_of_the_calendar_stay_whoever_hosts(engine: Engine, text: str) -> None:
    assert dates(engine, text) == set()
