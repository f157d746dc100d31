"""The report of an evaluation as one HTML file: tables, and every prompt with its misses marked.

It holds the prompts in full. Whoever asks for it is told so, and the file is readable by its owner alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detectors.evaluation.figures import Result
    from detectors.evaluation.labelled import Marked, Row
    from detectors.evaluation.scoring import Judged

CLASSES: Final = ("leaked", "damaged", "kept-back", "survived", "extra")
"""From the worst to the plainest: a character takes the first that covers it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a prompt that is shown alike. `title` says what it is."""

    text: str = field(repr=False)
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One prompt of the report."""

    id: str
    kind: str
    misses: int
    unlike: str
    stretches: tuple[Stretch, ...] = field(repr=False)


def render(results: Sequence[Result], measured: Mapping[str, Any], *, least: Mapping[str, float]) -> str:
    """The page. Prompts with misses stand first."""
    environment = Environment(
        loader=PackageLoader("proxy.console"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    shown = sorted((_shown(result) for result in results), key=lambda each: -each.misses)
    return environment.get_template("evaluation.html").render(measured=measured, prompts=shown, least=least)


def _shown(result: Result) -> Shown:
    judged = result.judged()
    misses = 0 if judged is None else len(judged.leaked) + len(judged.damaged) + judged.touched
    unlike = ", ".join(
        f"{tier}: {result.actions[tier]}, expected {want}"
        for tier, want in result.row.actions.items()
        if want not in ("any", result.actions[tier])
    )
    spans = list(_spans(result, judged))
    return Shown(result.row.id, result.row.kind, misses, unlike, tuple(_stretches(result.row, spans)))


def _spans(result: Result, judged: Judged | None) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, class and title of everything that is marked in a prompt."""
    for span in result.row.spans:
        css = _class(span, judged)
        yield span.start, span.end, css, f"{span.label}: {css.replace('-', ' ')}"
    for found in result.findings:
        if found.changed:
            yield found.start, found.end, "extra", f"{found.entity}: changed, not marked in the set"


def _class(span: Marked, judged: Judged | None) -> str:
    if judged is not None and span in judged.leaked:
        return "leaked"
    if judged is not None and span in judged.damaged:
        return "damaged"
    return "kept-back" if span.protected else "survived"


def _stretches(row: Row, spans: Sequence[tuple[int, int, str, str]]) -> Iterator[Stretch]:
    """The text in order, cut wherever a mark begins or ends; where marks overlap, the worst is shown."""
    edges = sorted({0, len(row.text), *(edge for start, end, _, _ in spans for edge in (start, end))})
    ranked = sorted(spans, key=lambda span: CLASSES.index(span[2]))
    for start, end in pairwise(edges):
        css, title = next(((css, title) for low, high, css, title in ranked if low <= start and end <= high), ("", ""))
        yield Stretch(row.text[start:end], css, title)
