"""Steps 4 to 6 for one call: how what this caller says to this tool is examined, its files among it.

`examine` knows no files: one in which something would have to be replaced that cannot be counts as unread, and the call
is examined once more with that known.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from proxy.attachments.opening import stuck
from proxy.errors import Overloaded
from proxy.examine import places_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from proxy.examine import Examined, Examiner
    from proxy.exchange import Caller, Circumstances, Hints, ParsedCall, Tool
    from proxy.records import CallRecord


@dataclass(frozen=True, slots=True)
class Examination:
    """What does not change while one call is on its way.

    Attributes:
        hints: what the caller asks for beyond the policy.
        today: the day by which trials of rows end.
        patience: pauses in seconds, after each of which a queue of detection that was full is tried again.
    """

    examiner: Examiner
    caller: Caller
    tool: Tool
    circumstances: Circumstances
    hints: Hints
    today: date
    patience: tuple[float, ...] = ()

    async def examine(
        self, call: ParsedCall, changed: Callable[[ParsedCall], None] = lambda _call: None
    ) -> tuple[ParsedCall, Examined]:
        """The call as it was weighed in the end, and what is known of it; `changed` is told when that is another.

        Raises:
            TooLarge | OwnFailure: as `Examiner.examine`.
        """
        examined = await self.once(call)
        unread = stuck(call, examined.transformed.replacements)
        if not unread:
            return call, examined
        call = replace(call, unscanned=(*call.unscanned, *unread))
        changed(call)
        return call, await self.once(call)

    async def once(self, call: ParsedCall) -> Examined:
        """Detect, decide, transform. Raises as `Examiner.examine`."""
        for pause in self.patience:
            try:
                return await self._examined(call)
            except Overloaded:
                await asyncio.sleep(pause)
        return await self._examined(call)

    async def _examined(self, call: ParsedCall) -> Examined:
        return await self.examiner.examine(
            call,
            tenant=self.caller.tenant,
            caller=self.caller.id,
            tier=self.tool.tier,
            approval_ends=self.tool.approval.expires,
            circumstances=self.circumstances,
            who=self.caller,
            hints=self.hints,
            today=self.today,
            ceiling=self.tool.ceiling,
        )


def note(record: CallRecord, call: ParsedCall, examined: Examined) -> None:
    """What the record says of it."""
    record.examined(examined.findings, examined.decision, examined.new_chars, places_of(call, examined))
    record.weighed(call, examined.findings, examined.decision, examined.left)
