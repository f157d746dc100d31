"""The first reading of an upload: every record examined as the call that it would be, in order and without haste.

Each record is examined by itself (nothing of one is known in another, as with calls), and every value of the whole file
gets one placeholder. Findings are kept, texts are not; the second reading (`writing`) needs no more.

Few records are examined at once, in this process as a whole: the workers take turns between callers, so a person's
message waits for one job of a file, not for the file (`detectors.turns`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from proxy.batch.facts import Gathered
from proxy.batch.readings import Kept, Looked
from proxy.batch.report import FORWARDED, Row, failed_row, refuse_unless_allowed
from proxy.batch.visit import beside
from proxy.batch.writing import Writing
from proxy.errors import BadRequest, CallerError, NotApproved, TooLarge
from proxy.exchange import Action, Treatment
from proxy.outcome import refusal
from proxy.telemetry import log
from proxy.transform.replace import transform
from proxy.wire.kept import check_granted

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from proxy.batch.readings import Checked
    from proxy.batch.visit import Visit
    from proxy.examine import Examined
    from proxy.exchange import ParsedCall, Tool
    from proxy.wire.entries import Entry, Source

PROGRESS_EVERY: Final = 1_000
"""Records between two lines in the log."""
AHEAD: Final = 4
"""Records begun or ready for each that is examined: behind a slow one, which the order waits for, others go on."""


@dataclass(slots=True)
class Turns:
    """What all uploads of this process share.

    Attributes:
        records: how many records are examined at once.
        uploads: how many uploads are checked at once.
        waiting: records that were not examined yet, of all uploads.
    """

    records: asyncio.Semaphore
    uploads: asyncio.Semaphore
    waiting: int = 0


class Checking:
    """The check of one source.

    Args:
        visit: whose it is, and under which policy.
        source: the records.
        turns: shared by all uploads of this process.
    """

    def __init__(self, visit: Visit, source: Source, turns: Turns) -> None:
        self._visit, self._source, self._turns = visit, source, turns
        self._writing = Writing(visit, source)
        self.gathered = Gathered()
        """Facts for the audit record, also when the check ends in a refusal."""
        self._left_out = Gathered()
        self._ids: dict[str, int] = {}
        self._first: tuple[str, str] | None = None

    async def run(self) -> Checked:
        """Both readings.

        Raises:
            CallerError: nothing leaves; `error.details` hold the report.
            OwnFailure: detection did not finish.
        """
        numbers = self._source.numbers
        self._check_number(numbers)
        kept: list[Kept] = []
        async with aclosing(self._in_order(numbers)) as in_order:
            async for number, looked in in_order:
                kept.append(looked if isinstance(looked, Kept) else self._keep(number, looked))
                if len(kept) % PROGRESS_EVERY == 0:
                    log().info("upload", request_id=self._visit.errand.request_id, records=len(kept), of=len(numbers))
        if self._visit.terms.leave_out and not any(each.row.leaves for each in kept):
            self.gathered = self._left_out  # nothing goes, and the record says why
        refuse_unless_allowed([each.row for each in kept], leave_out=self._visit.terms.leave_out)
        return await self._writing.run(kept, self.gathered)

    def _check_number(self, numbers: Sequence[int]) -> None:
        most = self._visit.terms.records
        if not numbers:
            raise BadRequest("The upload holds no records.", param="file")
        if len(numbers) > most:
            raise TooLarge(
                f"The upload holds too many records; at most {most:,} are checked at once (batches.records). "
                "Send it in parts.",
                param="file",
            )

    # ------------------------------------------------------------------ looking

    async def _in_order(self, numbers: Sequence[int]) -> AsyncGenerator[tuple[int, Looked | Kept], None]:
        ahead: deque[tuple[int, asyncio.Task[Looked | Kept]]] = deque()
        left = len(numbers)
        self._turns.waiting += left
        try:
            for number in numbers:
                ahead.append((number, asyncio.create_task(self._look(number), name="upload-record")))
                if len(ahead) > AHEAD * self._visit.terms.at_once:
                    first, task = ahead.popleft()
                    yield first, await task
                    left, self._turns.waiting = left - 1, self._turns.waiting - 1
            while ahead:
                first, task = ahead.popleft()
                yield first, await task
                left, self._turns.waiting = left - 1, self._turns.waiting - 1
        finally:
            self._turns.waiting -= left
            for _, task in ahead:
                task.cancel()
            await asyncio.gather(*(task for _, task in ahead), return_exceptions=True)

    async def _look(self, number: int) -> Looked | Kept:
        async with self._turns.records:
            try:
                entry, tool, call = await beside(self._source.size(number), lambda: self._read(number))
                return Looked(entry, tool, *await self._visit.weigh(call, tool))
            except NotApproved as error:
                return Kept(failed_row(number, "not_approved", error))
            except CallerError as error:
                return Kept(failed_row(number, "malformed", error))

    def _read(self, number: int) -> tuple[Entry, Tool, ParsedCall]:
        most = self._visit.rooms.body_bytes
        if self._source.size(number) > most:
            raise BadRequest(f"The record is larger than a call may be ({most:,} bytes).")
        entry = self._source.entry(number)
        model = entry.body.get("model")
        if entry.custom_id is not None and (not isinstance(model, str) or not model):
            raise BadRequest("The record must name a model.")
        tool = self._visit.any_tool() if entry.custom_id is None else self._visit.resolve(model)
        call = entry.codec.parse(entry.body)
        if call.stream:
            raise BadRequest("A record of a batch does not stream: set `stream` to false.")
        check_granted(call.keeping)  # what a conversation at the provider would need cannot be known in a batch
        return entry, tool, call

    # ------------------------------------------------------------------ keeping

    def _keep(self, number: int, looked: Looked) -> Kept:
        """What is needed later of one record; in the order of the file, so that placeholders are numbered by it."""
        call, examined = looked.call, looked.examined
        wrong = self._out_of_line(number, looked)
        if wrong is not None:
            return Kept(wrong)
        row = _row(number, call, examined)
        facts = self.gathered if row.leaves or not self._visit.terms.leave_out else self._left_out
        facts.add(number, call, examined)
        if not row.leaves:
            return Kept(row)
        treatments = examined.decision.treatments
        transform(call.segments, examined.findings, treatments, key=self._visit.key, tokens=self._writing.tokens)
        self._writing.own.update(kept_values(call, examined))
        return Kept(row, looked.tool, examined.findings, treatments, call if call.files else None)

    def _out_of_line(self, number: int, looked: Looked) -> Row | None:
        """A record that does not go with those before it."""
        entry, tool = looked.entry, looked.tool
        if entry.custom_id is not None:
            before = self._ids.setdefault(entry.custom_id, number)
            if before != number:
                return Row(number, "malformed", f"It has the same custom_id as record {before}.")
        self._first = self._first or (tool.provider, entry.url)
        if self._first != (tool.provider, entry.url):
            return Row(number, "malformed", "All records of an upload go to one provider and one `url`.")
        return None


def kept_values(call: ParsedCall, examined: Examined) -> set[tuple[str, str]]:
    """Entity and value of what leaves as it is or not at all: an answer that repeats it is no news."""
    rows = zip(call.segments, examined.findings, examined.decision.treatments, strict=True)
    return {
        (finding.entity, segment.text[finding.start : finding.end])
        for segment, found, treated in rows
        for finding, treatment in zip(found, treated, strict=True)
        if treatment is not Treatment.PSEUDONYMIZE
    }


def _row(number: int, call: ParsedCall, examined: Examined) -> Row:
    leading = examined.decision.leading
    if leading.action is Action.FORWARD:
        replaced = dict(examined.transformed.replaced)
        return Row(number, FORWARDED, "", {"replaced": replaced} if replaced else {})
    error = refusal(call, examined, leading)
    facts = {key: error.details[key] for key in ("rule", "clause", "found", "unscanned", "where")}
    held = leading.action is Action.HOLD
    why = leading.sentence + (" Records of a batch cannot wait for a reviewer: send it as a call." if held else "")
    return Row(number, "held" if held else "blocked", f"{why} Rule {leading.rule} ({leading.clause}).", facts)
