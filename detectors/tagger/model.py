"""The name model as the engine sees it: texts in, findings out. docs/model-card.md says what it is and is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from detectors.finding import Finding
from detectors.tagger import decoding
from detectors.tagger.session import FOLDER, VOCABULARY, WEIGHTS, Network, checked, read_manifest
from detectors.tagger.windows import Window, arrays, windows
from detectors.tagger.wordpiece import WordPiece, read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from detectors.tagger.decoding import Span
    from detectors.tagger.wordpiece import Units

BALANCED = "balanced"
_HINT_SCORE = 0.3
_SQUEEZED_ABOVE = 0.8
"""Probabilities above it are squeezed into half their range: a label beside a value is surer than any model, and yet
`names.judge` must see how sure this one is."""
_STREET = re.compile(
    r"#?\d|(?:p\.? ?o\.? |apt|unit|box|calle|avenida|av\.|c/|lot|rr |route|hwy|highway)", re.IGNORECASE
)
_NO_STREET = re.compile(
    r"\d+ (?!(?:NE|NW|SE|SW)\b)[A-Z]{2,5}$|unit (?:tag|cost|price|test|plan)\b"
    r"|\d+ (?:U\.? ?S\.? ?C|C\.? ?F\.? ?R|RCW|WAC|Stat|Fed)\b"
)
"""A score and its subject ("2473 ELA"), a thing that has units, a law ("42 USC 11432")."""
_LEAST_ADDRESS = 0.8
_SHORTEST_ADDRESS = 8


class NameModel:
    """People in texts, with places, bodies and addresses as hints. Not thread-safe; one per worker process.

    Args:
        point: the operating point: ``recall``, ``balanced`` or ``precision``.
        folder: where the model lies.
    """

    def __init__(self, point: str = BALANCED, folder: Path = FOLDER) -> None:
        self._folder, self._point = folder, point
        self._network: Network | None = None

    def load(self) -> None:
        """Check the files, load the weights, run them once: about a third of a second.

        Raises:
            ModelFileError: a file is missing or not the one shipped; nothing is fetched in its place.
            KeyError: there is no such operating point.
        """
        manifest = read_manifest(self._folder)
        self._least = manifest.points[self._point]
        vocabulary = checked(self._folder, VOCABULARY, manifest).decode()
        self._pieces = WordPiece(read_vocabulary(vocabulary))
        self._network = Network(checked(self._folder, WEIGHTS, manifest))
        self.find(["Warm up the caches for Maria Delgado."])

    def find(self, texts: Sequence[str]) -> list[list[Finding]]:
        """Findings of each text, sorted. People have ``why="model"``; places and bodies, ``model.other``, are hints."""
        return [
            [_finding(span) for span in found if span.label != "ADDRESS" or _is_address(text, span)]
            for text, found in zip(texts, self.spans(texts), strict=True)
        ]

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """Labelled spans of each text, as the network sees them.

        Raises:
            RuntimeError: `load` was not called.
        """
        units = [self._units(text) for text in texts]
        every = [each for number, text in enumerate(texts) for each in windows(number, text, units[number])]
        tags = [np.zeros((len(each.starts), len(decoding.TAGS)), dtype=np.float32) for each in units]
        for window in every:
            self._run(window, tags[window.text])
        return [
            decoding.spans(text, each, rows, self._least) for text, each, rows in zip(texts, units, tags, strict=True)
        ]

    def _units(self, text: str) -> Units:
        if self._network is None:
            raise RuntimeError("NameModel.find needs NameModel.load")
        return self._pieces.units(text)

    def _run(self, window: Window, tags: NDArray[np.float32]) -> None:
        """Write probabilities into the rows of the units that the window keeps.

        One window at a time: int8 scales are taken over all that is run together, so a neighbour would move the
        scores, and findings must depend on nothing but the text. It costs nothing: 24 ms per 250 pieces alone,
        25 in fours.
        """
        assert self._network is not None  # noqa: S101  _units refused before
        ids, kinds = arrays(window)
        logits = self._network.logits(ids=ids, kinds=kinds)
        low, high = window.keep
        heads = list(window.heads[low - window.first : high - window.first])
        tags[low:high] = decoding.probabilities(logits[0, heads])


def _is_address(text: str, span: Span) -> bool:
    """A street line begins with a number, a box or a unit and has a word; the rules guess better than the rest."""
    value = text[span.start : span.end]
    return (
        span.score >= _LEAST_ADDRESS
        and len(value) >= _SHORTEST_ADDRESS
        and _STREET.match(value) is not None
        and _NO_STREET.match(value) is None
        and any(map(str.isdigit, value))
        and any(map(str.isalpha, value))
    )


def _finding(span: Span) -> Finding:
    if span.label == "ADDRESS":
        return Finding("ADDRESS", span.start, span.end, round(min(span.score, 0.6), 3), "names.model", "model.address")
    if span.label == "PERSON":
        return Finding("PERSON_OTHER", span.start, span.end, squeezed(span.score), "names.model", "model")
    return Finding("PERSON_OTHER", span.start, span.end, _HINT_SCORE, "names.model", "model.other")


def squeezed(probability: float) -> float:
    """The score of a name: its probability, from 0.5 to 0.9."""
    within = probability if probability < _SQUEEZED_ABOVE else (_SQUEEZED_ABOVE + probability) / 2
    return round(max(within, 0.5), 3)
