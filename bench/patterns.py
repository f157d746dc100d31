"""The pattern engine by itself: time per 1,000 characters, folded only and decoded, growth to 10 MB, beside Presidio.

    .venv/bin/python bench/patterns.py [--megabytes 10] [--without-presidio]

Presidio is its stock analyzer with all its pattern recognizers for English on a blank spaCy pipeline, in the same run
on the same texts. Ours is one pass of every identifier detector; names and records are not in these figures. Times are
processor time, so that a busy machine changes them little.
"""

from __future__ import annotations

import argparse
import base64
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

TREE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TREE), str(TREE / "tests" / "support")]

from clean_text import own_files  # noqa: E402  found on the path above

from detectors.decoding import second_looks  # noqa: E402  found on the path above
from detectors.presidio_bridge import load_recognizers  # noqa: E402  found on the path above
from detectors.stream_scan import joint_scan, stream_scan  # noqa: E402  found on the path above

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORDS = [
    "the",
    "student",
    "reads",
    "with",
    "care",
    "and",
    "writes",
    "about",
    "what",
    "the",
    "class",
    "saw",
    "at",
    "the",
    "river",
    "while",
    "a",
    "teacher",
    "takes",
    "notes",
    "for",
    "next",
    "week",
    "because",
    "every",
    "group",
    "will",
    "share",
    "its",
    "plan",
    "before",
    "lunch",
    "and",
    "then",
    "we",
    "count",
    "how",
    "many",
    "of",
    "us",
    "liked",
    "the",
    "story",
]
SENTENCES_WITH_VALUES = (
    "Call (253) {a}-{b} after four.",
    "The SSID is {b}{c} in our file.",
    "Her mother wrote from maple{a}@example.org on Monday.",
)
SIZE = 1_000


def prose(rng: random.Random, size: int) -> str:
    """Sentences of plain words; one in twelve has a value."""
    parts: list[str] = []
    length = 0
    while length < size:
        if rng.random() < 1 / 12:
            line = rng.choice(SENTENCES_WITH_VALUES).format(
                a=rng.randint(220, 989), b=rng.randint(1000, 9999), c=rng.randint(100_000, 999_999)
            )
        else:
            line = " ".join(rng.choices(WORDS, k=rng.randint(8, 18))).capitalize() + "."
        parts.append(line)
        length += len(line) + 1
    return " ".join(parts)[:size]


def samples(rng: random.Random) -> dict[str, list[str]]:
    """Texts of about 1,000 characters by kind."""
    own = list(own_files(TREE))
    return {
        "prose": [prose(rng, SIZE) for _ in range(200)],
        "documents": [chunk for chunk in own if chunk.count(" ") > len(chunk) / 8][:200],
        "code": [chunk for chunk in own if chunk.count("    ") > len(chunk) / 60][:200],
        "base64 images": [base64.b64encode(b"\x89PNG\r\n\x1a\n" + rng.randbytes(7_500)).decode() for _ in range(20)],
    }


def per_1000(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Microseconds per 1,000 characters, after one pass to warm up; the better of two passes."""
    for text in texts:
        work(text)
    times = []
    for _ in range(2):
        started = time.process_time()
        for text in texts:
            work(text)
        times.append(time.process_time() - started)
    return min(times) * 1e9 / sum(map(len, texts))


def presidio() -> Callable[[str], object]:
    """Stock Presidio: every predefined recognizer for English, a blank pipeline, nothing downloaded."""
    load_recognizers()  # puts Presidio's reader of top-level domains to its bundled list: nothing is fetched
    import spacy  # noqa: PLC0415  heavy, and only here
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry  # noqa: PLC0415  as above
    from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine  # noqa: PLC0415  as above

    class Blank(NlpEngine):  # type: ignore[misc]  # presidio ships partial types
        """A tokenizer and nothing else."""

        def __init__(self) -> None:
            self.nlp = spacy.blank("en")

        def load(self) -> None:
            """Nothing to load."""

        def is_loaded(self) -> bool:
            """Always."""
            return True

        def process_text(self, text: str, language: str) -> NlpArtifacts:
            """Tokens, no entities."""
            doc = self.nlp(text)
            return NlpArtifacts([], doc, [t.idx for t in doc], [t.lower_ for t in doc], self, language)

        def process_batch(self, texts: Any, language: str, **_: Any) -> Any:  # noqa: ANN401  presidio's signature
            """One by one."""
            return ((text, self.process_text(text, language)) for text in texts)

        def is_stopword(self, word: str, language: str) -> bool:  # noqa: ARG002  presidio's signature
            """By spaCy's list."""
            return bool(self.nlp.vocab[word].is_stop)

        def is_punct(self, word: str, language: str) -> bool:  # noqa: ARG002  presidio's signature
            """By spaCy's rule."""
            return bool(self.nlp.vocab[word].is_punct)

        def get_supported_entities(self) -> list[str]:
            """None."""
            return []

        def get_supported_languages(self) -> list[str]:
            """English."""
            return ["en"]

    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    registry.remove_recognizer("SpacyRecognizer")
    engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en"])
    return lambda text: engine.analyze(text, language="en")


def growth(name: str, megabytes: int, work: Callable[[str], object], make: Callable[[int], str]) -> None:
    """Seconds for one megabyte and for many, and their ratio."""
    small, large = make(1_000_000), make(1_000_000 * megabytes)
    work(make(50_000))
    seconds = []
    for text in (small, large):
        started = time.process_time()
        work(text)
        seconds.append(time.process_time() - started)
    ratio = seconds[1] / seconds[0]
    print(f"{name:34}{seconds[0]:>10.2f} s{seconds[1]:>10.2f} s{ratio:>8.1f} (at most {1.2 * megabytes:.0f})")


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=10)
    parser.add_argument("--without-presidio", action="store_true")
    args = parser.parse_args()
    rng = random.Random(20261123)
    stock = None if args.without_presidio else presidio()
    print(f"{'us per 1,000 characters':24}{'folded':>10}{'decoded':>10}{'prefilter':>11}{'Presidio':>10}")
    for kind, texts in samples(rng).items():
        folded, decoded = per_1000(stream_scan, texts), per_1000(joint_scan, texts)
        looks = per_1000(lambda text: list(second_looks(text)), texts)
        theirs = f"{per_1000(stock, texts[:40]):>10.0f}" if stock is not None and kind != "base64 images" else ""
        print(f"{kind:24}{folded:>10.0f}{decoded:>10.0f}{looks:>11.0f}{theirs}")
    print(f"\n{'growth':34}{'1 MB':>12}{f'{args.megabytes} MB':>12}{'ratio':>8}")
    growth("prose, folded", args.megabytes, stream_scan, lambda size: prose(random.Random(1), size))
    growth("prose, decoded", args.megabytes, joint_scan, lambda size: prose(random.Random(1), size))
    growth("percent-encoded, decoded", args.megabytes, joint_scan, lambda size: "a%20reader%27s " * (size // 15))
    growth(
        "base64 of bytes",
        args.megabytes,
        joint_scan,
        lambda size: base64.b64encode(rng.randbytes(size * 3 // 4)).decode(),
    )
    growth(
        "base64 of prose",
        args.megabytes,
        joint_scan,
        lambda size: base64.b64encode(prose(rng, size * 3 // 4).encode()).decode(),
    )
    growth("digits and marks", args.megabytes, joint_scan, lambda size: "1 - 2 _ 3, " * (size // 11))
    return 0


if __name__ == "__main__":
    sys.exit(main())
