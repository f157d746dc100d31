"""Step 6: values out, placeholders in. Nothing round a value is touched, and what is replaced is spliced by offsets."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.exchange import Path, Segment, Spelling, Treatment
from proxy.transform.assign import Occurrence, TokenMap
from proxy.transform.generalize import generalize
from proxy.transform.own_values import OwnValues
from proxy.transform.placeholders import (
    LOOK_ALIKE_LABEL,
    Token,
    find_tokens,
    removed,
    removed_identifier,
    token_label,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detectors.finding import Finding
    from proxy.exchange.kept import Recalled

MESSAGES: Final = "messages"
LEARNED: Final = "memory"


@dataclass(frozen=True, slots=True)
class Transformed:
    """What a call becomes.

    Attributes:
        replacements: path -> new text, for segments that change.
        tokens: the call's placeholders.
        replaced: token label -> number of places replaced or removed.
        own_values: what the caller sent, for reading the answer.
    """

    replacements: Mapping[Path, str] = field(repr=False)
    tokens: TokenMap
    replaced: Mapping[str, int]
    own_values: OwnValues


@dataclass(frozen=True, slots=True)
class _Treated:
    """One segment with its findings and their treatments."""

    segment: Segment
    findings: Sequence[Finding]
    treatments: Sequence[Treatment]

    @property
    def turn(self) -> int:
        path = self.segment.path
        return path[1] if len(path) > 1 and path[0] == MESSAGES and isinstance(path[1], int) else -1

    def value(self, finding: Finding) -> str:
        return self.segment.text[finding.start : finding.end]

    def occurrences(self) -> Iterator[Occurrence]:
        for finding, treatment in zip(self.findings, self.treatments, strict=True):
            if treatment is Treatment.PSEUDONYMIZE:
                label = token_label(finding.entity)
                yield Occurrence(label, self.value(finding), self.turn, learned=finding.why == LEARNED)


def transform(
    segments: Sequence[Segment],
    findings: Sequence[Sequence[Finding]],
    treatments: Sequence[Sequence[Treatment]],
    *,
    key: bytes,
    tokens: TokenMap | None = None,
    recalled: Recalled | None = None,
) -> Transformed:
    """Replace what must not leave.

    Args:
        segments: of one call, in the order of its body.
        findings: per segment, sorted, never overlapping.
        treatments: per finding.
        key: the caller's key behind the placeholders' checks.
        tokens: placeholders that exist already, to go on with; new ones are added. None: a map of this call's own.
        recalled: what is known of earlier turns that are not among the segments; their placeholders go on.

    Raises:
        ValueError: findings overlap or reach outside their text.
    """
    treated = [_Treated(*each) for each in zip(segments, findings, treatments, strict=True)]
    for each in treated:
        _verify(each)
    in_order = sorted(treated, key=lambda each: each.turn)  # stable: fields first, then messages
    tokens = _tokens(key, recalled) if tokens is None else tokens
    tokens.assign([occurrence for each in in_order for occurrence in each.occurrences()])
    counts: Counter[str] = Counter()
    replacements = {
        each.segment.path: text for each in in_order if (text := _rewritten(each, tokens, counts)) is not None
    }
    values = [each.value(finding) for each in treated for finding in each.findings]
    values += [value for _, value in recalled.known] if recalled is not None else []
    own = OwnValues(values, [segment.text for segment in segments])
    return Transformed(replacements, tokens, dict(counts), own)


def _tokens(key: bytes, recalled: Recalled | None) -> TokenMap:
    if recalled is None:
        return TokenMap(key)
    return TokenMap.recalled(hmac.digest(key, recalled.salt, hashlib.sha256), recalled.entries)


def _verify(each: _Treated) -> None:
    end = 0
    for finding in each.findings:
        if not end <= finding.start < finding.end <= len(each.segment.text):
            raise ValueError("findings overlap or reach outside their text")
        end = finding.end


def _rewritten(each: _Treated, tokens: TokenMap, counts: Counter[str]) -> str | None:
    """The segment's new text, or None when nothing in it changes."""
    edits = [*_edits(each, tokens, counts), *_look_alikes(each, tokens)]
    if not edits:
        return None
    text, done = each.segment.text, 0
    parts: list[str] = []
    for start, end, new in sorted(edits):
        parts += (text[done:start], new)
        done = end
    return "".join([*parts, text[done:]])


def _edits(each: _Treated, tokens: TokenMap, counts: Counter[str]) -> Iterator[tuple[int, int, str]]:
    for finding, treatment in zip(each.findings, each.treatments, strict=True):
        if treatment is Treatment.KEEP:
            continue
        counts[token_label(finding.entity)] += 1
        yield finding.start, finding.end, _new_text(each, finding, treatment, tokens)


def _new_text(each: _Treated, finding: Finding, treatment: Treatment, tokens: TokenMap) -> str:
    label, spelling, value = token_label(finding.entity), each.segment.spelling, each.value(finding)
    if treatment is Treatment.PSEUDONYMIZE:
        return _spelled(tokens.token(label, value), spelling)
    if treatment is Treatment.GENERALIZE and (general := generalize(finding.entity, value)) is not None:
        return general
    return removed(label) if spelling is Spelling.TEXT else removed_identifier(label)


def _look_alikes(each: _Treated, tokens: TokenMap) -> Iterator[tuple[int, int, str]]:
    """Text of the caller that reads like one of this call's placeholders gets one of its own, so that it returns."""
    if not tokens:
        return
    text = each.segment.text
    for match in find_tokens(text):
        apart = all(match.end <= finding.start or finding.end <= match.start for finding in each.findings)
        if apart and tokens.resolve(match) is not None:
            token = tokens.assign_literal(LOOK_ALIKE_LABEL, text[match.start : match.end], each.turn)
            yield match.start, match.end, _spelled(token, each.segment.spelling)


def _spelled(token: Token, spelling: Spelling) -> str:
    return token.text if spelling is Spelling.TEXT else token.identifier
