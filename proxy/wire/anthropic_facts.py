"""What the record may know of a message: the model, why it ended, token counts. Never free text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.anthropic_shape import STOP_REASON
from proxy.wire.shape import STRUCTURAL, made_id

if TYPE_CHECKING:
    from proxy.exchange import Json

OTHER: Final = "other"
"""Stands for a stop reason that the API does not know: it could be anything."""


def model_name(value: Json) -> str | None:
    """The model's name, if it is one."""
    return value if isinstance(value, str) and made_id(value) is STRUCTURAL else None


def stop_reason(value: Json) -> str:
    """A stop reason as the record may hold it."""
    known = isinstance(value, str) and STOP_REASON.string(value) is STRUCTURAL
    return value if known else OTHER
