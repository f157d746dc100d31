"""One labelled prompt, and the checks that a line of a labelled set must pass. Format: docs/evaluation.md."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from detectors.entities import ENTITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

KEEP: Final = "KEEP"
"""Label of a span that must survive unchanged."""
ACTIONS: Final = ("forward", "hold", "block")
"""From loose to strict."""
ANY: Final = "any"
TIERS: Final = ("T1", "T2", "T3")
SEVERITIES: Final = ("S0", "S1", "S2", "S3", "S4")

_TAG = re.compile(r"[A-Z][A-Z0-9_-]{0,39}")
_SUFFIX = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_FIELDS = frozenset({"id", "text", "spans", "tags", "severity", "action", "kind", "context", "note"})
_LONGEST_NAME = 100


class LabelledSetError(ValueError):
    """A line cannot be used. The message names the field and what it must be, never the text."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A labelled span; ``0 <= start < end <= len(text)``, in code points."""

    start: int
    end: int
    label: str

    @property
    def protected(self) -> bool:
        """Whether it must not reach the provider."""
        return self.label != KEEP


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled prompt.

    Attributes:
        id: name in reports.
        text: the prompt as typed.
        spans: sorted, never overlapping.
        tags: data categories and signals of the whole prompt; None when the set does not say.
        severity: ``S0`` to ``S4``; None when the set does not say.
        actions: contract tier -> expected action; tiers that are not named are not judged.
        kind: form of the text (``csv``, ``email``), for the breakdown.
        context: what the text cannot show, as `proxy.services.quality.preview` takes it.
    """

    id: str
    text: str = field(repr=False)
    spans: tuple[Marked, ...] = ()
    tags: frozenset[str] | None = None
    severity: str | None = None
    actions: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    context: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def value(self, span: Marked) -> str:
        """The marked text."""
        return self.text[span.start : span.end]

    @property
    def protected(self) -> tuple[Marked, ...]:
        """Spans that must not reach the provider."""
        return tuple(span for span in self.spans if span.protected)

    @property
    def kept(self) -> tuple[Marked, ...]:
        """Spans that must survive."""
        return tuple(span for span in self.spans if not span.protected)


def row(given: object) -> Row:
    """A row from one parsed JSON object.

    Raises:
        LabelledSetError: naming the field and what it must be.
    """
    if not isinstance(given, dict):
        raise LabelledSetError("must be a JSON object")
    unknown = sorted(str(name) for name in given.keys() - _FIELDS)
    if unknown:
        raise LabelledSetError(f"has a field that no labelled prompt has; allowed: {', '.join(sorted(_FIELDS))}")
    text = given.get("text")
    if not isinstance(text, str):
        raise LabelledSetError("`text` must be a string")
    tags = given.get("tags")
    return Row(
        id=_name(given, "id", required=True),
        text=text,
        spans=_spans(given.get("spans", []), len(text)),
        tags=None if tags is None else _tags(tags),
        severity=_severity(given.get("severity")),
        actions=_actions(given.get("action")),
        kind=_name(given, "kind", required=False),
        context=_context(given.get("context")),
    )


def _name(given: Mapping[str, Any], name: str, *, required: bool) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST_NAME or (required and not value) or not value.isprintable():
        # Names are shown in terminals and reports: an escape sequence in one would be obeyed there.
        raise LabelledSetError(
            f"`{name}` must be a string of {1 if required else 0} to {_LONGEST_NAME} printable characters"
        )
    return value


def _spans(given: object, length: int) -> tuple[Marked, ...]:
    if not isinstance(given, list):
        raise LabelledSetError("`spans` must be a list")
    spans = tuple(_span(each, number, length) for number, each in enumerate(given))
    for number, (left, right) in enumerate(pairwise(spans), start=1):
        if left.end > right.start:
            raise LabelledSetError(
                f"`spans[{number}]` begins before the one before it ends; sort them, none may overlap"
            )
    return spans


def _span(given: object, number: int, length: int) -> Marked:
    if not isinstance(given, dict):
        raise LabelledSetError(f"`spans[{number}]` must be an object with start, end and label")
    start, end, label = given.get("start"), given.get("end"), given.get("label")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
        raise LabelledSetError(f"`spans[{number}]` must have 0 <= start < end <= {length} (characters of the text)")
    if not isinstance(label, str) or (label != KEEP and not _is_entity(label)):
        raise LabelledSetError(f"`spans[{number}].label` must be {KEEP} or one of {', '.join(sorted(ENTITIES))}")
    return Marked(start, end, label)


def _is_entity(label: str) -> bool:
    base, dot, suffix = label.partition(".")
    return base in ENTITIES and (not dot or _SUFFIX.fullmatch(suffix) is not None)


def _tags(given: object) -> frozenset[str]:
    if not isinstance(given, list) or not all(isinstance(tag, str) and _TAG.fullmatch(tag) for tag in given):
        raise LabelledSetError("`tags` must be a list of upper-case words such as IDEA")
    return frozenset(given)


def _severity(given: object) -> str | None:
    if given is None or given in SEVERITIES:
        return given if isinstance(given, str) else None
    raise LabelledSetError(f"`severity` must be one of {', '.join(SEVERITIES)}")


def _actions(given: object) -> Mapping[str, str]:
    if given is None:
        return {}
    allowed = (*ACTIONS, ANY)
    if not isinstance(given, dict) or not all(tier in TIERS and action in allowed for tier, action in given.items()):
        raise LabelledSetError(f"`action` must give {', '.join(TIERS)} one of {', '.join(allowed)}")
    return dict(given)


def _context(given: object) -> Mapping[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise LabelledSetError("`context` must be an object")
    return dict(given)
