from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "CPS visited Ivy's home",
        "I filed a CPS report about the bruises",
        "DCYF worker called about placement",
        "he is in foster care with his sister",
        "stepdad hits her with a belt",
        "bruises on both arms, said dad did it",
        "dependency hearing next month",
        "guardian ad litem wants the records",
        "made a mandated report today",
        "afraid to go home because of her uncle",
        "she disclosed that her uncle touched her",
        "mom has supervised visits only",
        "restraining order against dad",
        "dad is in jail",
        "kinship placement with an aunt",
        "su papá le pega en casa",
        "vive con una familia de crianza",
        "FamLink intake number is open",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Child welfare and harm at home; cycles per second and fostering growth are none."""
    assert "CPS" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "a 500 CPS tone on the audiometer",
        "foster a love of reading",
        "how to file a report in the budget tool",
        "child abuse hotline 1-866-363-4276",
        "we foster growth",
        "the board adopted the budget",
        "he hit a home run",
        "casa latina is a centre in Seattle",
        "clicks of 300 CPS",
        "neglect of maintenance on the roof",
        "custody of the keys stays with the custodian",
        "the drum beats loudly",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "CPS" not in families(text)
