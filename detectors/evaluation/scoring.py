"""What one labelled prompt shows: which marked values would have left, which words were damaged, what was right.

A value is judged by what the provider would receive, not by offsets: it leaked when it still stands there as a whole
word more often than in the parts of the text that may stay. So the month May does not count as a leaked child May, and
a value that is found once and stands twice does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.evaluation.labelled import Marked, Row

_WORD = re.compile(r"[^\W_]+")
_SHORTEST_PART: Final = 3
NAMES: Final = frozenset({"STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "STAFF_NAME_SENSITIVE", "PERSON_OTHER"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding as scoring needs it: where, what, and whether the text was changed there."""

    start: int
    end: int
    entity: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """One row, judged.

    Attributes:
        leaked: protected spans whose value the provider would receive.
        partly: names of several words of which a word of three letters or more would leave (those leaked included).
        damaged: KEEP spans that did not survive.
        touched: whether a row without protected spans was changed at all.
        right, wrong, unmarked: labels of changed findings that overlap a protected span, only KEEP spans, or no span.
        named: how many protected spans were found under their own label.
    """

    leaked: tuple[Marked, ...]
    partly: tuple[Marked, ...]
    damaged: tuple[Marked, ...]
    touched: bool
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    unmarked: tuple[str, ...]
    named: int


def occurrences(value: str, text: str) -> int:
    """How often `value` stands in `text` as whole words."""
    return len(re.findall(r"(?<!\w)" + re.escape(value) + r"(?!\w)", text))


def judge(row: Row, sent: str, findings: Sequence[Seen]) -> Judged:
    """Judge what `sent`, the text after transformation, shows of `row`."""
    protected = row.protected
    rest = _without(row.text, protected)
    leaked = tuple(span for span in protected if _more(row.value(span), sent, rest))
    gone = frozenset(leaked)
    partly = tuple(span for span in protected if span in gone or _part_left(row, span, sent, rest))
    damaged = tuple(
        span for span in row.kept if occurrences(row.value(span), sent) < occurrences(row.value(span), rest)
    )
    changed = [each for each in findings if each.changed]
    right, wrong, unmarked = _sorted_out(row, changed)
    return Judged(
        leaked=leaked,
        partly=tuple(span for span in partly if span.label in NAMES),
        damaged=damaged,
        touched=not protected and sent != row.text,
        right=right,
        wrong=wrong,
        unmarked=unmarked,
        named=sum(
            any(_overlap(span, each) and _same(span.label, each.entity) for each in findings) for span in protected
        ),
    )


def _without(text: str, spans: Sequence[Marked]) -> str:
    """What may stay: the text with every protected span blanked, its length kept."""
    parts, position = [], 0
    for span in spans:
        parts += [text[position : span.start], "\0" * (span.end - span.start)]
        position = span.end
    return "".join([*parts, text[position:]])


def _more(value: str, sent: str, rest: str) -> bool:
    return occurrences(value, sent) > occurrences(value, rest)


def _part_left(row: Row, span: Marked, sent: str, rest: str) -> bool:
    if span.label not in NAMES:
        return False
    words = [word for word in _WORD.findall(row.value(span)) if len(word) >= _SHORTEST_PART]
    return len(words) > 1 and any(_more(word, sent, rest) for word in words)


def _sorted_out(row: Row, changed: Sequence[Seen]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    right: list[str] = []
    wrong: list[str] = []
    unmarked: list[str] = []
    for each in changed:
        labels = {span.protected for span in row.spans if _overlap(span, each)}
        (right if True in labels else wrong if False in labels else unmarked).append(each.entity.partition(".")[0])
    return tuple(right), tuple(wrong), tuple(unmarked)


def _overlap(span: Marked, each: Seen) -> bool:
    return span.start < each.end and each.start < span.end


def _same(label: str, entity: str) -> bool:
    return label.partition(".")[0] == entity.partition(".")[0]
