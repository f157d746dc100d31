"""A game's turn of a child: telemetry with an identifier that persists, words typed, and what a child says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

_ID = "<DEVICE_ID|7c1e22b0-1d33-4a4e>"


@pytest.mark.parametrize(
    "source",
    [
        f'{{"game":"letters","adId":"{_ID}","player":{{"nick":"fox8","says":"my name is Juno, make it dinos"}}}}',
        f'{{"app":"moles","deviceId":"{_ID}","user":{{"grade":2,"chat":"can you help me now"}}}}',
        f'{{"world":"reef","installId":"{_ID}","nickname":"shark8","message":"im 7 and my teacher said more"}}',
        '{"game":"fractions","sessionId":31,"ip":"<IP|50.47.118.203>","text":"i go to room 16 make it easy","age":8}',
    ],
)
def test_a_childs_turn_is_signalled(linked: Callable[..., object], source: str) -> None:
    records = linked(source)
    assert "COPPA-APPLIES" in {signal.tag for signal in records.signals}  # type: ignore[attr-defined]
    assert "COPPA-APPLIES" in records.tags  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "source",
    [
        '{"game":"letters","session":4,"level":7,"rev":"6.0.1"}',
        f'{{"app":"payroll","deviceId":"{_ID}","message":"my check for the stipend is late"}}',
        f'{{"evt":"grade.changed","mac":"{_ID}","student":"<STUDENT_NAME|Tola>","from":"C-"}}',
        f"The game uses {_ID} as an id. My name is on the list and I teach grade 2.",
        f'{{"game":"letters","adId":"{_ID}","player":{{"nick":"fox8"}},"score":12}}',
    ],
)
def test_other_objects_are_not(linked: Callable[..., object], source: str) -> None:
    assert "COPPA-APPLIES" not in linked(source).tags  # type: ignore[attr-defined]
