"""Row 3: names pass only when everything is known that the law asks for; one doubt, and they are replaced."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from detectors.finding import Finding, Link, Records, Signal, Subject
from proxy.exchange import Action, Audience, Circumstances, Hints, Tier, Treatment
from proxy.policy.decide import decide
from proxy.policy.facts import Table

DESIGNATED = Table(
    "default",
    {"STUDENT_NAME": Treatment.PSEUDONYMIZE, "DATE_PERSONAL": Treatment.GENERALIZE},
    gate=True,
    on_unscanned=Action.BLOCK,
    directory=frozenset({"student_name", "honors"}),
)
NAME = Finding("STUDENT_NAME", 0, 13, 0.99, "roster", "roster")
PUPIL = Subject("student", "identified")
HONORS = Records(subjects=(PUPIL,), tags=frozenset({"DIRECTORY"}))


def decided(*, names: tuple[Finding, ...] = (NAME,), table: Table = DESIGNATED, **changes: Any):
    asked: dict[str, Any] = {"unscanned": {}, "tier": Tier.T2, "records": HONORS, **changes}
    return decide([names], table, **asked)


def test_designated_names_of_students_who_did_not_opt_out_pass_and_the_person_is_told() -> None:
    for tier in (Tier.T2, Tier.T3, Tier.TL):
        decision = decided(tier=tier)
        assert decision.treatments == ((Treatment.KEEP,),)
        assert decision.action is Action.FORWARD
        assert decision.leading.rule == "R03-directory"
        assert decision.leading.sentence == "Only directory information was found. It may be sent as it is."


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"records": replace(HONORS, opted_out=((0, 0, 13),))}, id="one family opted out"),
        pytest.param({"names": (replace(NAME, detector="names.model"),)}, id="somebody who is not on the roster"),
        pytest.param({"names": (NAME, replace(NAME, detector="memory", start=20, end=26))}, id="a first name alone"),
        pytest.param({"names": (NAME, Finding("DATE_PERSONAL", 20, 30, 0.9, "roster", "x"))}, id="a date about them"),
        pytest.param({"tier": Tier.T1}, id="no agreement"),
        pytest.param({"table": replace(DESIGNATED, directory=frozenset({"honors"}))}, id="names are not designated"),
        pytest.param({"table": replace(DESIGNATED, gate=False)}, id="the profile for measurements"),
        pytest.param({"circumstances": Circumstances(audience=Audience.UNDER13)}, id="an app for children"),
        pytest.param({"circumstances": Circumstances(audience=Audience.OVER13)}, id="an app for students"),
        pytest.param({"circumstances": Circumstances(direction="response")}, id="an answer"),
        pytest.param({"hints": Hints(strict=True)}, id="the caller asks for the strictest"),
        pytest.param({"hints": Hints(tier=Tier.T1)}, id="the caller asks to be judged without an agreement"),
        pytest.param({"records": replace(HONORS, tags=frozenset({"PII"}))}, id="no directory information"),
        pytest.param(
            {"records": replace(HONORS, links=(Link("DISC", 0, (0, 20, 30), "sentence", 0.9),))}, id="a record beside"
        ),
        pytest.param({"records": replace(HONORS, signals=(Signal("PPRA", (0, 20, 30), 0.9),))}, id="a survey"),
    ],
)
def test_one_doubt_and_the_name_is_replaced(changes: dict[str, Any]) -> None:
    assert decided(**changes).treatments[0][0] >= Treatment.PSEUDONYMIZE


def test_the_designation_is_part_of_the_policy_hash() -> None:
    without = replace(DESIGNATED, directory=frozenset())
    assert decided().policy_hash != decided(table=without).policy_hash
