"""What the record may know of a chat answer: the model, why each choice ended, token counts. Never free text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange.kept import Kind
from proxy.wire.openai_chat_shape import ANSWER, CHOICE
from proxy.wire.shape import STRUCTURAL, made_id

if TYPE_CHECKING:
    from proxy.exchange import Json

OTHER: Final = "other"
"""Stands for a finish reason that the API does not know: it could be anything."""


def model_name(value: Json) -> str | None:
    """The model's name, if it is one."""
    return value if isinstance(value, str) and ANSWER.fields["model"].string(value) is STRUCTURAL else None


def made_by(body: dict[str, Json]) -> tuple[tuple[Kind, str], ...]:
    """Under which id a completion lies at the provider, if it was to be stored."""
    name = body.get("id")
    return ((Kind.COMPLETION, name),) if isinstance(name, str) and made_id(name) is STRUCTURAL else ()


def reason_name(value: Json) -> str:
    """A finish reason as the record may hold it."""
    known = isinstance(value, str) and CHOICE.fields["finish_reason"].string(value) is STRUCTURAL
    return value if known else OTHER


def usage_tokens(usage: Json) -> tuple[int | None, int | None]:
    """Input and output tokens, as far as the provider says."""
    if not isinstance(usage, dict):
        return None, None
    return _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))


def _count(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
