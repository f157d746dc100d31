"""The second reading of an upload: the records that leave are written, with placeholders and without their ids.

Only now are all placeholders known, so that a text which merely looks like one of them comes back as it was.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from proxy.attachments.closing import put_back
from proxy.batch.cards import Values
from proxy.batch.readings import Checked
from proxy.batch.report import Report, failed_row, refuse_unless_allowed
from proxy.batch.visit import beside
from proxy.errors import Blocked
from proxy.kept_content import raised_to_replace
from proxy.transform.assign import TokenMap
from proxy.transform.replace import transform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.batch.facts import Gathered
    from proxy.batch.readings import Kept
    from proxy.batch.report import Row
    from proxy.batch.visit import Visit
    from proxy.exchange import ParsedCall, Tool, Treatment
    from proxy.transform.replace import Transformed
    from proxy.wire.entries import Source

_COUNTER: Final = re.compile(
    r"(?:request|req|task|row|record|item|line|prompt|job|question|example|chunk)[-_]?0{0,6}([1-9][0-9]{0,5}|0)",
    re.IGNORECASE,
)
"""A plain word and a number; it says nothing as long as the number only counts the records."""
OURS: Final = "chaperone-{}"


class Writing:
    """The records of one source, written anew.

    Attributes:
        tokens: the placeholders of all records, which share one map.
        own: entity and value of what leaves as it is or not at all.
    """

    def __init__(self, visit: Visit, source: Source) -> None:
        self._visit, self._source = visit, source
        self.tokens = TokenMap(visit.key)
        self.own: set[tuple[str, str]] = set()
        self._ids: dict[str, str] = {}
        self._replaced: Counter[str] = Counter()
        self._first: tuple[Tool, str] | None = None
        self._redacted: list[bytes] = []

    async def run(self, kept: Sequence[Kept], gathered: Gathered) -> Checked:
        """All that leaves.

        Raises:
            CallerError: a value stands where the API allows no placeholder, and so nothing leaves.
        """
        lines: list[bytes] = []
        rows: list[Row] = []
        for each in kept:
            row = each.row
            if each.tool is not None:
                try:
                    size = self._source.size(row.record)
                    lines.append(await beside(size, partial(self._write, each, each.tool, len(kept))))
                except Blocked as error:
                    row = failed_row(row.record, "blocked", error)
            rows.append(row)
        refuse_unless_allowed(rows, leave_out=self._visit.terms.leave_out)
        report = Report(rows)
        if self._first is None:
            raise report.refusal()
        sent = tuple(row.record for row in rows if row.leaves)
        places = () if sent == tuple(range(1, len(sent) + 1)) else sent
        values = Values(self.tokens, tuple(sorted(self.own)), self._ids, places)
        tools = tuple({each.tool.model: each.tool for each in kept if each.tool is not None}.values())
        body = await asyncio.to_thread(self._source.joined, lines)
        redacted = await asyncio.to_thread(self._source.joined, self._redacted) if self._redacted else b""
        return Checked(*self._first, tools, report, values, gathered, body, self._replaced, redacted)

    def _write(self, kept: Kept, tool: Tool, records: int) -> bytes:
        entry = self._source.entry(kept.row.record)
        call = self._visit.rooms.continuity.told(tool, kept.call or entry.codec.parse(entry.body))
        done = self._transformed(call, kept, kept.treatments)
        model = call.model if entry.custom_id is None else tool.model
        body = put_back(entry.codec, call, done.replacements, model=model)
        custom_id = entry.custom_id
        if custom_id is not None and not innocent(custom_id, records):
            ours = OURS.format(entry.number)
            self._ids[ours] = custom_id
            custom_id = ours
        written = self._source.written(entry, body, custom_id)
        if self._visit.rooms.contents is not None:
            redacted, raised = written, raised_to_replace(kept.treatments)
            if raised is not None:
                stricter = self._transformed(call, kept, raised).replacements
                redacted = self._source.written(entry, put_back(entry.codec, call, stricter, model=model), custom_id)
            self._redacted.append(redacted)
        self._replaced.update(done.replaced)
        self._first = self._first or (tool, entry.url)
        return written

    def _transformed(self, call: ParsedCall, kept: Kept, treatments: Sequence[Sequence[Treatment]]) -> Transformed:
        return transform(call.segments, kept.findings, treatments, key=self._visit.key, tokens=self.tokens)


def innocent(custom_id: str, records: int) -> bool:
    """Whether a custom id can say nothing of anybody: a plain word and a number that counts the records."""
    found = _COUNTER.fullmatch(custom_id)
    return found is not None and int(found[1]) <= records
