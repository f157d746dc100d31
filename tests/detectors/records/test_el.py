from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Dev's WIDA is 2.4",
        "her WIDA ACCESS speaking score dropped",
        "he is an ELL in 4th grade",
        "the newcomer from Honduras speaks no English",
        "ML student, WIDA level 2, needs sentence frames",
        "qualifies for TBIP until she is reclassified",
        "they speak Somali at home",
        "home language: Dari",
        "family doesn't speak English",
        "EL status: level 1, exited 2024",
        "aprendiz de inglés, no habla inglés todavía",
        "id,WIDA26\n1,2.2",
        "transitional bilingual services for Amina",
        '{"tbip": true, "gr": "05"}',
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """English learners; machine learning, access control and Spanish articles are none."""
    assert "EL" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "ML models need training data",
        "explain ML and LLM to coaches",
        "el niño come en el salón",
        "grant ACCESS to the shared drive",
        "access control list for the server",
        "El Centro is a city",
        "we need access to the building",
        "the ML pipeline failed",
        "ESL press for audio",
        "machine learning (ML) in schools",
        "token access denied",
        "WIDA training for teachers",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "EL" not in families(text)
