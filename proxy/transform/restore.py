"""Step 9: the way back. Opens, per text stream of an answer, the one incremental machine that restores and masks.

How a machine works is told in `machine`; here is only what the rest of the house needs to open one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.transform.machine import Machine
from proxy.transform.machine_json import JsonMachine
from proxy.transform.masking import Treatment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from proxy.exchange import MachineFactory, StreamScanner, TextKind, TextMachine
    from proxy.transform.assign import TokenMap
    from proxy.transform.own_values import OwnValues


def machines(
    tokens: TokenMap,
    *,
    scan: StreamScanner | None,
    own: OwnValues,
    url_hosts: frozenset[str] | None,
    on_event: Callable[[str, str], None],
) -> MachineFactory:
    """A factory of machines for the texts of one answer.

    Args:
        tokens: the call's placeholders.
        scan: finds structured identifiers, pure; None when answers are not scanned.
        own: what the caller sent: values in it are left alone.
        url_hosts: hosts (lower case) into whose addresses values may be put; None restores everywhere.
        on_event: told ``restored`` or ``unrestored_url`` with a token label, ``masked`` with an entity,
            ``unknown_token`` with nothing. Never told a value.
    """
    treatment = Treatment(tokens, scan, own, url_hosts, on_event)
    idle = scan is None and len(tokens) == 0

    def open_machine(kind: TextKind = "text", context: str = "") -> TextMachine:
        if idle:
            return Identity()
        return JsonMachine(treatment, context) if kind == "json" else Machine(treatment, context)

    return open_machine


def whole(machine: TextMachine, text: str) -> str:
    """A text that is already complete, through a fresh machine."""
    return machine.feed(text) + machine.finish()


class Identity:
    """Where there is nothing to restore and nothing to mask, nothing is held back."""

    def feed(self, text: str) -> str:
        """The text itself."""
        return text

    def feed_each(self, pieces: Sequence[str]) -> list[str]:
        """The texts themselves."""
        return list(pieces)

    def finish(self) -> str:
        """Nothing is left."""
        return ""
