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


@pytest.mark.parametrize(
    "text",
    [
        "ATTORNEY-CLIENT, do not copy. Notes of the call",
        "call with our lawyer about the appeal",
        "other side wants fees, offered 6,000 before the hearing",
        "Mr. K drops the claim if we settle, lawyer says",
        "do not put anything in writing, our counsel said",
    ],
)
def test_advice_told(families: Callable[..., set[str]], text: str) -> None:
    assert "PRIV" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "you may bring a lawyer to the hearing",
        "the attorney general visited the school",
        "the other side of the gym is open",
        "they settle in the shelter for the night",
    ],
)
def test_not_advice_told(families: Callable[..., set[str]], text: str) -> None:
    assert "PRIV" not in families(text)
