"""Token counts, in the words that Messages and Responses share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proxy.exchange import Json


def usage_tokens(usage: Json) -> tuple[int | None, int | None]:
    """Input and output tokens, as far as the provider says."""
    if not isinstance(usage, dict):
        return None, None
    return _count(usage.get("input_tokens")), _count(usage.get("output_tokens"))


def _count(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
