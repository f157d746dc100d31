"""Keyed digests by which a held call is known again: of the content as a whole, and of each text in it.

A release counts for one caller and one tool, so both are in every digest. The content is known by the last user turn,
the model and the tools (a chat app that sends the same again changes nothing of these), and by the texts that were
held: two chats that both end in "please summarise" are not one content.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from proxy.exchange import Caller, Segment, Tool

HEX: Final = 32
"""Hexadecimal digits of a text's digest: 128 bits, keyed, so that nobody can make two texts share one."""
SPOKEN: Final = frozenset({"user", "tool"})


@dataclass(frozen=True, slots=True)
class Digester:
    """Digests under one installation's key, for one caller and tool."""

    key: bytes = field(repr=False)
    tenant: str
    caller: str
    provider: str
    model: str

    @classmethod
    def of(cls, key: bytes, caller: Caller, tool: Tool) -> Digester:
        """For what this caller sends to this tool."""
        return cls(key, caller.tenant, caller.id, tool.provider, tool.model)

    def text(self, text: str) -> str:
        """Digest of one text."""
        return self._digest("text", text)[:HEX]

    def answer(self, text: str) -> str:
        """Digest of an answer, whatever white space a client took off it or put between its parts."""
        return self._digest("answer", _bare(text))[:HEX]

    def said(self, text: str) -> str:
        """Digest of what a caller said, by which it is known in whatever white space it comes back as an answer."""
        return self._digest("said", _bare(text))[:HEX]

    def content(self, segments: Sequence[Segment], held: Collection[str]) -> str:
        """Digest of a call.

        Args:
            segments: all of them, in order.
            held: digests of the texts in which something is held.
        """
        tools = [segment.text for segment in segments if segment.role == "definition"]
        return self._digest("content", [segment.text for segment in last_turn(segments)], tools, sorted(held))

    def _digest(self, *parts: object) -> str:
        about = [self.tenant, self.caller, self.provider, self.model, *parts]
        return hmac.digest(self.key, json.dumps(about).encode(), hashlib.sha256).hex()


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def last_turn(segments: Sequence[Segment]) -> list[Segment]:
    """What the caller says now: user texts and tool results behind the last answer, or all that is no definition.

    Operations without turns (embeddings, completions) have none of these roles.
    """
    last = max((at for at, segment in enumerate(segments) if segment.role == "assistant"), default=-1)
    turn = [segment for segment in segments[last + 1 :] if segment.role in SPOKEN]
    return turn or [segment for segment in segments if segment.role != "definition"]
