"""Figures of a whole labelled set, as one plain object that can be written as JSON, compared and shown.

Every share comes as ``{"hits", "total", "share", "low", "high"}`` with its Wilson interval, because small counts say
little. No figure holds text: misses are named by row, label and offsets.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import quantiles
from typing import TYPE_CHECKING, Any, Final

from detectors.evaluation.labelled import ACTIONS, ANY
from detectors.evaluation.scoring import NAMES, Judged, judge
from detectors.evaluation.wilson import Share

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from detectors.evaluation.labelled import Marked, Row
    from detectors.evaluation.scoring import Seen

SPECIAL: Final = ("S3", "S4")
_SCALE: Final = 4


@dataclass(frozen=True, slots=True)
class Result:
    """What the guard made of a row.

    Attributes:
        row: the labelled prompt.
        sent: the text after transformation; None when it is never released (a password).
        findings: what was found.
        tags: what the decision says.
        severity: what the decision says.
        actions: contract tier -> action.
        seconds: time to examine the row the first time.
    """

    row: Row
    sent: str | None = field(repr=False)
    findings: Sequence[Seen]
    tags: frozenset[str]
    severity: str
    actions: Mapping[str, str]
    seconds: float

    def judged(self) -> Judged | None:
        """The row, scored; None where nothing would ever be sent."""
        return None if self.sent is None else judge(self.row, self.sent, self.findings)


def figures(results: Sequence[Result]) -> dict[str, Any]:
    """The figures of a run: see docs/evaluation.md for each."""
    scored = [(result, judged) for result in results if (judged := result.judged()) is not None]
    return {
        "rows": len(results),
        "never_released": len(results) - len(scored),
        "kept_back": _kept_back(scored),
        "keep_intact": _share(
            sum(len(r.row.kept) - len(j.damaged) for r, j in scored), sum(len(r.row.kept) for r, _ in scored)
        ),
        "clean_untouched": _untouched(scored),
        "rows_without_leak": _share(
            sum(not j.leaked for r, j in scored if r.row.protected), sum(bool(r.row.protected) for r, _ in scored)
        ),
        "names_whole": _names(scored),
        "labels": _labels(scored),
        "kinds": _grouped(scored, lambda result: result.row.kind or "(none)"),
        "severities": _grouped(scored, lambda result: result.row.severity or "(none)", only=SPECIAL),
        "tags": _tags(results),
        "severity": _share(
            sum(r.severity == r.row.severity for r in results), sum(r.row.severity is not None for r in results)
        ),
        "actions": _actions(results),
        "latency_ms": _latency(results),
        "misses": _misses(scored),
    }


def _share(hits: int, total: int) -> dict[str, Any]:
    share = Share(hits, total)
    low, high = share.interval
    value = None if share.value is None else round(share.value, _SCALE)
    return {"hits": hits, "total": total, "share": value, "low": round(low, _SCALE), "high": round(high, _SCALE)}


def _kept_back(scored: Sequence[tuple[Result, Judged]]) -> dict[str, Any]:
    total = sum(len(result.row.protected) for result, _ in scored)
    return _share(total - sum(len(judged.leaked) for _, judged in scored), total)


def _untouched(scored: Sequence[tuple[Result, Judged]]) -> dict[str, Any]:
    clean = [judged for result, judged in scored if not result.row.protected]
    return _share(sum(not judged.touched for judged in clean), len(clean))


def _names(scored: Sequence[tuple[Result, Judged]]) -> dict[str, Any]:
    total = sum(span.label in NAMES for result, _ in scored for span in result.row.protected)
    return _share(total - sum(len(judged.partly) for _, judged in scored), total)


def _labels(scored: Sequence[tuple[Result, Judged]]) -> dict[str, Any]:
    """Recall by value for each label; precision by finding: wrong ones overlap words that must survive."""
    total, leaked = Counter[str](), Counter[str]()
    right, wrong, unmarked = Counter[str](), Counter[str](), Counter[str]()
    for result, judged in scored:
        total.update(span.label for span in result.row.protected)
        leaked.update(span.label for span in judged.leaked)
        right.update(judged.right)
        wrong.update(judged.wrong)
        unmarked.update(judged.unmarked)
    return {
        label: {
            "recall": _share(total[label] - leaked[label], total[label]),
            "precision": _share(right[label], right[label] + wrong[label]),
            "unmarked": unmarked[label],
        }
        for label in sorted({*total, *right, *wrong, *unmarked})
    }


def _grouped(
    scored: Sequence[tuple[Result, Judged]], by: Callable[[Result], str], only: Sequence[str] = ()
) -> dict[str, Any]:
    groups: defaultdict[str, list[tuple[Result, Judged]]] = defaultdict(list)
    for result, judged in scored:
        groups[by(result)].append((result, judged))
    return {name: _kept_back(each) for name, each in sorted(groups.items()) if not only or name in only}


def _tags(results: Sequence[Result]) -> dict[str, Any]:
    right, said, expected = Counter[str](), Counter[str](), Counter[str]()
    for result in results:
        if result.row.tags is not None:
            right.update(result.tags & result.row.tags)
            said.update(result.tags)
            expected.update(result.row.tags)
    return {
        tag: {"precision": _share(right[tag], said[tag]), "recall": _share(right[tag], expected[tag])}
        for tag in sorted({*said, *expected})
    }


def _actions(results: Sequence[Result]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for tier in sorted({tier for result in results for tier in result.row.actions}):
        pairs = Counter(
            (result.row.actions[tier], result.actions[tier])
            for result in results
            if result.row.actions.get(tier, ANY) != ANY
        )
        total = sum(pairs.values())
        stricter = sum(count for (want, got), count in pairs.items() if ACTIONS.index(got) > ACTIONS.index(want))
        looser = sum(count for (want, got), count in pairs.items() if ACTIONS.index(got) < ACTIONS.index(want))
        out[tier] = {
            "right": _share(total - stricter - looser, total),
            "stricter": _share(stricter, total),
            "looser": _share(looser, total),
            "pairs": {f"{want} -> {got}": count for (want, got), count in sorted(pairs.items())},
        }
    return out


def _latency(results: Sequence[Result]) -> dict[str, float | None]:
    """Milliseconds to examine a row that was never seen before, several being under way at a time."""
    times = [1000 * result.seconds for result in results]
    if len(times) < 2:  # noqa: PLR2004  quantiles need two
        return {"p50": round(times[0], 1) if times else None, "p95": None}
    cuts = quantiles(times, n=20)
    return {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1)}


def _misses(scored: Sequence[tuple[Result, Judged]]) -> dict[str, list[dict[str, Any]]]:
    return {
        "leaked": [_place(result, span) for result, judged in scored for span in judged.leaked],
        "damaged": [_place(result, span) for result, judged in scored for span in judged.damaged],
        "touched": [{"id": result.row.id} for result, judged in scored if judged.touched],
    }


def _place(result: Result, span: Marked) -> dict[str, Any]:
    return {"id": result.row.id, "label": span.label, "start": span.start, "end": span.end}
