"""The parts of one message as one text: linking must not depend on how a client cuts a message into content parts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.finding import Finding, Piece, Place


@dataclass(frozen=True, slots=True)
class Message:
    """Neighbouring pieces of one scope.

    Attributes:
        text: their texts, joined.
        findings: protected values, offsets in `text`; sorted.
        marks: terms, offsets in `text`; sorted.
        numbers: number of each piece in the call.
        starts: where each piece begins in `text`.
        lengths: characters of each piece.
    """

    text: str
    findings: tuple[Finding, ...]
    marks: tuple[Finding, ...]
    numbers: tuple[int, ...]
    starts: tuple[int, ...]
    lengths: tuple[int, ...]

    def place(self, start: int, end: int) -> Place:
        """The span in its piece; of a span over several pieces, the part in the first."""
        index = max(bisect_right(self.starts, start) - 1, 0) if len(self.starts) > 1 else 0
        low = self.starts[index]
        end = min(end - low, self.lengths[index])
        return self.numbers[index], min(start - low, end), end

    def __repr__(self) -> str:
        return f"Message(<{len(self.text)} chars>, {len(self.findings)} findings, {len(self.marks)} marks)"


def messages(
    pieces: Sequence[Piece], findings: Sequence[Sequence[Finding]], marks: Sequence[Sequence[Finding]]
) -> Iterator[Message]:
    """The messages of a call, in order; those without findings and marks are left out: nothing can be linked."""
    numbered = list(enumerate(pieces))
    for _, group in groupby(numbered, key=lambda each: each[1].scope):
        numbers = [number for number, _ in group]
        if any(findings[number] or marks[number] for number in numbers):
            yield _joined(pieces, findings, marks, numbers)


def _joined(
    pieces: Sequence[Piece],
    findings: Sequence[Sequence[Finding]],
    marks: Sequence[Sequence[Finding]],
    numbers: Sequence[int],
) -> Message:
    parts: list[str] = []
    starts: list[int] = []
    position = 0
    for index, number in enumerate(numbers):
        joint = _joint(pieces[numbers[index - 1]], pieces[number]) if index else ""
        parts += (joint, pieces[number].text)
        starts.append(position + len(joint))
        position += len(joint) + len(pieces[number].text)
    return Message(
        "".join(parts),
        _merged(_moved(findings[number], start) for number, start in zip(numbers, starts, strict=True)),
        _merged(_moved(marks[number], start) for number, start in zip(numbers, starts, strict=True)),
        tuple(numbers),
        tuple(starts),
        tuple(len(pieces[number].text) for number in numbers),
    )


def _joint(before: Piece, after: Piece) -> str:
    """Nothing between halves of running text; a line break between fields, and between finished sentences."""
    if not (before.prose and after.prose) or before.context or after.context:
        return "\n"
    head, tail = before.text[-2:], after.text[:1]
    finished = len(head) == 2 and head[1] in ".!?:" and head[0].islower()  # noqa: PLR2004  a letter and a stop
    return "\n" if finished and tail.isalpha() else ""


def _moved(found: Sequence[Finding], offset: int) -> tuple[Finding, ...]:
    if not offset:
        return tuple(found)
    return tuple(replace(each, start=each.start + offset, end=each.end + offset) for each in found)


def _merged(groups: Iterator[tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """All of them, sorted; two halves of one value that touch at a joint are one."""
    out: list[Finding] = []
    for group in groups:
        for number, each in enumerate(group):
            last = out[-1] if out and not number else None
            if last is not None and last.end == each.start and last.entity == each.entity:
                out[-1] = replace(last, end=each.end)
            else:
                out.append(each)
    return tuple(sorted(out, key=lambda each: (each.start, each.end, each.entity)))
