"""What a provider's breach exposed, and the clock of RCW 42.56.590."""

from __future__ import annotations

from datetime import date
from pathlib import Path  # noqa: TC003 # fixtures are annotated with it

import pytest
from report_log import filled

from proxy.audit.query import AuditLog
from proxy.audit.stores.sqlite import read_engine
from proxy.errors import BadRequest
from proxy.services.exports.breach_scope import breach_scope, day, notification

OCTOBER = {"since": "2026-10-01T00:00:00.000Z", "until": "2026-11-01T00:00:00.000Z"}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> AuditLog:
    folder: Path = tmp_path_factory.mktemp("log")
    return AuditLog(read_engine(filled(folder).path))


def test_calls_people_and_kinds_of_data(log: AuditLog) -> None:
    found = breach_scope(log, "acme", **OCTOBER)
    assert (found["calls"], found["calls_with_breach_law_data"]) == (63, 1)
    assert found["people"] == {"at_least": 41, "at_most": 42, "by_label": {"STUDENT_ID": 41, "STUDENT_NAME": 1}}
    assert found["people_sent_as_written"]["by_label"] == {"STUDENT_ID": 1, "STUDENT_NAME": 1}
    assert found["people_to_notify"]["at_least"] == 1
    assert found["by"]["category"] == {"STUDENT_ID": 60}
    assert found["by"]["tier"] == {"T2": 62, "T1": 1}
    assert found["first"] < found["last"] < OCTOBER["until"]


def test_only_that_provider_and_time(log: AuditLog) -> None:
    assert breach_scope(log, "acme", since=OCTOBER["until"], until=None)["calls"] == 1
    assert breach_scope(log, "other", **OCTOBER)["calls"] == 1
    nothing = breach_scope(log, "unknown", **OCTOBER)
    assert (nothing["calls"], nothing["first"], nothing["people"]["at_most"]) == (0, None, 0)


def test_the_clock_runs_from_discovery() -> None:
    few = {"at_least": 3, "at_most": 9}
    found = notification(few, date(2026, 11, 3), date(2026, 11, 23))
    assert (found["deadline"], found["days_left"]) == ("2026-12-03", 10)
    assert notification(few, date(2026, 10, 1), date(2026, 11, 23))["days_left"] == -23
    assert notification(few, None, date(2026, 11, 23))["deadline"] is None


@pytest.mark.parametrize(
    ("least", "most", "said"), [(501, 600, "yes"), (500, 501, "perhaps"), (500, 500, "not by"), (0, 0, "not by")]
)
def test_the_attorney_general_above_500(least: int, most: int, said: str) -> None:
    assert notification({"at_least": least, "at_most": most}, None, None)["attorney_general"].startswith(said)


def test_a_date_that_is_none_is_named() -> None:
    assert day("2026-11-03", "discovered") == date(2026, 11, 3)
    assert day(None, "discovered") is None
    with pytest.raises(BadRequest, match="discovered"):
        day("3 Nov", "discovered")
