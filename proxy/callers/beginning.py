"""Who may begin a conversation: a person with a key of their own, or a job for which a person answers (Policy 5023)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.errors import Forbidden
from proxy.exchange import CallerKind

if TYPE_CHECKING:
    from proxy.exchange import Caller


def check_beginning(caller: Caller) -> None:
    """Pass, or raise Forbidden: a program calls, and nobody answers for it or nobody approved what it is for."""
    if caller.kind is CallerKind.JOB and not (caller.owner and caller.purpose):
        raise Forbidden(
            "A program may call an AI tool only with a named owner and an approved purpose. "
            "Ask IT to add `owner` and `purpose` to its key.",
            details={"caller_kind": caller.kind.value},
        )
