"""What a record says of a Cohere answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.cohere_shape import FINISH
from proxy.wire.openai_chat_facts import OTHER
from proxy.wire.shape import STRUCTURAL

if TYPE_CHECKING:
    from proxy.exchange import Json

BROKEN: Final = frozenset(("ERROR", "TIMEOUT"))
"""Reasons of an answer that is not whole."""


def reason_of(value: Json) -> str | None:
    """Why the answer ended; a word that the API does not know is not repeated."""
    if value is None:
        return None
    return value if isinstance(value, str) and FINISH.string(value) is STRUCTURAL else OTHER


def token_counts(usage: Json) -> tuple[int | None, int | None]:
    """Input and output tokens, as far as the provider says; it writes them as 7.0."""
    counted = usage.get("tokens") if isinstance(usage, dict) else None
    pair = [counted.get(key) if isinstance(counted, dict) else None for key in ("input_tokens", "output_tokens")]
    return _whole(pair[0]), _whole(pair[1])


def _whole(value: Json) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value % 1 == 0 else None
