from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "attorney-client privileged memo",
        "per counsel's advice we should settle",
        "our lawyer said to settle this case",
        "outside counsel recommends mediation",
        "PRIVILEGED AND CONFIDENTIAL",
        "attorney work product",
        "settlement authority is 50k in mediation, counsel says",
        "general counsel thinks the claim is weak",
        "legal advice from our attorney on this case",
        "admit no liability, settle the claim",
        "privileged communication with the district's lawyer",
        "nuestra abogada recomienda negociar",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Advice of counsel; fees and questions about privilege are none."""
    assert "PRIV" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "what is attorney-client privilege?",
        "the attorney general visited",
        "attorney fees are capped",
        "the clinic gives no legal advice",
        "it is a privilege to serve",
        "a legal pad",
        "the school counselor advised a schedule change",
        "settle down, class",
        "the students' council says hi",
        "privileged access to the admin panel",
        "lawyer jokes",
        "this is not legal advice",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "PRIV" not in families(text)
