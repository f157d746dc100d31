"""What the record may know of a Gemini answer: the model, why it ended, token counts. Never free text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.gemini_answer_shape import BLOCK_REASON, FINISH_REASON
from proxy.wire.shape import STRUCTURAL, made_id

if TYPE_CHECKING:
    from proxy.exchange import Json
    from proxy.wire.shape import Shape

OTHER: Final = "other"
"""Stands for a reason that the API does not know: it could be anything."""


def member(value: Json, key: str) -> Json:
    """A member of what may be an object, else None."""
    return value.get(key) if isinstance(value, dict) else None


def model_name(answer: Json) -> str | None:
    """The model that answered, if it is named as one."""
    value = member(answer, "modelVersion")
    return value if isinstance(value, str) and made_id(value) is STRUCTURAL else None


def finish_reason(candidate: Json) -> str | None:
    """Why a candidate ended, or None when it has not."""
    return _reason(member(candidate, "finishReason"), FINISH_REASON)


def block_reason(answer: Json) -> str | None:
    """Why the provider would not answer the prompt, or None."""
    return _reason(member(member(answer, "promptFeedback"), "blockReason"), BLOCK_REASON)


def _reason(value: Json, known: Shape) -> str | None:
    if value is None:
        return None
    return value if isinstance(value, str) and known.string(value) is STRUCTURAL else OTHER


def token_counts(answer: Json) -> tuple[int | None, int | None]:
    """Input and output tokens, as far as the provider says; thoughts are output."""
    usage = member(answer, "usageMetadata")
    said, thought = _count(usage, "candidatesTokenCount"), _count(usage, "thoughtsTokenCount")
    return _count(usage, "promptTokenCount"), said if thought is None else (said or 0) + thought


def count_of(answer: Json, key: str) -> int | None:
    """A count at the top of an answer."""
    return _count(answer, key)


def _count(value: Json, key: str) -> int | None:
    found = member(value, key)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
