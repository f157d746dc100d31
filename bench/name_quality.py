"""How well a name model finds people: held-out public text, our own held-out text, origin groups, scripts, essays.

    .venv/bin/python bench/name_quality.py --data ../shared/data/ner --made .model/judging [--model spacy]

Judges the network alone, before the rules that repair and doubt its candidates. `exact` counts spans with both ends
right, `touch` counts a wanted span as found when any finding overlaps it. Intervals are 95 %: Wilson for shares, 1,000
bootstrap draws for the gap between groups.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

Spans = set[tuple[int, int]]
Row = dict[str, object]
Find = Callable[[list[str]], list[dict[str, Spans]]]
ISSUE_GROUPS = [
    "african",
    "british",
    "east_european",
    "french",
    "german",
    "hispanic",
    "indian",
    "italian",
    "japanese",
    "jewish",
    "muslim",
    "nordic",
    "native_american",
    "pacific_islander",
    "southeast_asian",
]


@dataclass
class Tally:
    """Counts of spans."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    touched: int = 0
    touching: int = 0

    def add(self, want: Spans, have: Spans) -> None:
        """One text."""
        self.right += len(want & have)
        self.found += len(have)
        self.wanted += len(want)
        self.touched += sum(any(a < d and c < b for c, d in have) for a, b in want)
        self.touching += sum(any(a < d and c < b for c, d in want) for a, b in have)

    def __str__(self) -> str:
        p, r = self.right / max(1, self.found), self.right / max(1, self.wanted)
        tp, tr = self.touching / max(1, self.found), self.touched / max(1, self.wanted)
        return (
            f"exact P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}   touch P {tp:.3f} R {tr:.3f}"
            f" F1 {2 * tp * tr / max(1e-9, tp + tr):.3f}   wanted {self.wanted}"
        )


def finder(name: str, folder: str, point: str) -> Find:
    """A model as a function from texts to spans by label."""
    if name == "spacy":
        from bench.spacy_small import NameModel as Spacy  # noqa: PLC0415  heavy

        spacy = Spacy()
        spacy.load()
        return lambda texts: [{"PERSON": {(f.start, f.end) for f in found}} for found in spacy.find(texts)]
    from detectors.tagger.model import NameModel  # noqa: PLC0415  heavy

    model = NameModel(point, Path(folder))
    model.load()

    def find(texts: list[str]) -> list[dict[str, Spans]]:
        out = []
        for found in model.spans(texts):
            by_label: dict[str, Spans] = defaultdict(set)
            for span in found:
                by_label[span.label].add((span.start, span.end))
            out.append(by_label)
        return out

    return find


def rows_of(path: Path, keep: Callable[[Row], bool] = lambda _: True) -> list[Row]:
    """Rows of a file of JSON lines."""
    return [row for line in path.read_text(encoding="utf-8").splitlines() if keep(row := json.loads(line))]


def cased(text: str, case: str) -> str:
    """The text in a case; characters that would change their number stay."""
    change = {"lower": str.lower, "upper": str.upper}.get(case, str)
    return "".join(new if len(new := change(char)) == 1 else char for char in text)


def judge(find: Find, rows: list[Row], label: str, case: str = "as is") -> Tally:
    """Counts over all rows."""
    tally = Tally()
    for first in range(0, len(rows), 64):
        part = rows[first : first + 64]
        for row, found in zip(part, find([cased(str(row["text"]), case) for row in part]), strict=True):
            text = str(row["text"])
            want = {
                (s["start"], s["end"])
                for s in row["spans"]  # type: ignore[attr-defined]
                if s["label"] == label and text[s["start"]] not in "@#"
            }
            tally.add(want, {s for s in found.get(label, set()) if text[s[0] - 1 : s[0]] not in {"@", "#"}})
    return tally


def held_out(data: Path, limit: int) -> Iterator[tuple[str, list[Row]]]:
    """The public sets that training never saw."""
    chosen = {
        "wnut17 dev": ("wnut17", lambda row: row.get("split") == "dev"),
        "btc g": ("btc", lambda row: row.get("section") == "g"),
        "meddocan test": ("meddocan_es", lambda row: row.get("split") == "test"),
    }
    for title, (name, keep) in chosen.items():
        rows = rows_of(data / f"{name}.jsonl", keep)
        random.Random(1).shuffle(rows)
        yield title, rows[:limit]


def wilson(hits: int, total: int) -> tuple[float, float]:
    """95 % interval of a share."""
    z, share = 1.96, hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return middle - half, middle + half


def groups(find: Find, rows: list[Row], case: str) -> None:
    """Recall (touch: every word of the name covered) per origin group, and the gap."""
    hits: dict[str, list[int]] = defaultdict(list)
    for first in range(0, len(rows), 128):
        part = rows[first : first + 128]
        for row, found in zip(part, find([cased(str(row["text"]), case) for row in part]), strict=True):
            span = row["spans"][0]  # type: ignore[index]
            covered = {i for a, b in found.get("PERSON", set()) for i in range(a, b)}
            whole = {i for i in range(span["start"], span["end"]) if str(row["text"])[i].isalpha()}
            hits[str(row["group"])].append(int(whole <= covered))
    for group in sorted(hits):
        low, high = wilson(sum(hits[group]), len(hits[group]))
        print(f"  {group:18}{sum(hits[group]) / len(hits[group]):.3f}  [{low:.3f}, {high:.3f}]  n={len(hits[group])}")
    named = [group for group in ISSUE_GROUPS if group in hits]
    if len(named) > 2:
        rng = random.Random(2)
        gaps = sorted(_gap([rng.choices(hits[g], k=len(hits[g])) for g in named]) for _ in range(1000))
        gap = _gap([hits[g] for g in named])
        print(f"  gap of {len(named)} groups, {case}: {gap:.3f}  [{gaps[25]:.3f}, {gaps[974]:.3f}]")


def _gap(hits: list[list[int]]) -> float:
    shares = [sum(each) / len(each) for each in hits]
    return max(shares) - min(shares)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--made", required=True)
    parser.add_argument("--model", default="ours", choices=["ours", "spacy"])
    parser.add_argument("--folder", default=str(ROOT / "detectors/names/model"))
    parser.add_argument("--point", default="balanced")
    parser.add_argument("--limit", type=int, default=700)
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    find, made = finder(args.model, args.folder, args.point), Path(args.made)
    for title, rows in [*held_out(Path(args.data), args.limit), ("made", rows_of(made / "made.jsonl")[: args.limit])]:
        for case in ("as is", "lower", "upper"):
            print(f"{title:14}{case:6} PERSON   {judge(find, rows, 'PERSON', case)}", flush=True)
        if args.model == "ours" and not args.quick:
            for label in ("LOCATION", "ADDRESS", "ORG"):
                if (tally := judge(find, rows, label)).wanted > 20:
                    print(f"{title:14}as is  {label:9}{tally}", flush=True)
    essays = (ROOT / "training/essays.txt").read_text(encoding="utf-8").split("\n\n")
    false = [
        essay[a:b] for essay, found in zip(essays, find(essays), strict=True) for a, b in found.get("PERSON", set())
    ]
    words = sum(len(essay.split()) for essay in essays)
    print(
        f"essays: {len(false)} false persons in {words} words ({1000 * len(false) / words:.2f} per 1,000): {false[:12]}"
    )
    print("scripts: ", end="")
    print(judge(find, rows_of(made / "scripts.jsonl"), "PERSON"))
    if args.model == "ours":
        print(f"addresses: {judge(find, rows_of(made / 'addresses.jsonl'), 'ADDRESS')}")
    rows = rows_of(made / "groups.jsonl")
    for case in ("as is", "lower", "upper") if not args.quick else ("as is", "lower"):
        groups(find, rows, case)
    if not args.quick:
        groups(find, rows_of(made / "scripts.jsonl"), "as is")


if __name__ == "__main__":
    main()
