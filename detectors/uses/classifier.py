"""The judge of requests as the engine sees it: a small network beside the rules, for wordings that no rule foresaw.

Rules know what was written down: of 110 requests by another hand they found 41 %, with the network 88 %. docs/policy.md
has the figures, `training.asking` makes it, `model.json` names its files and its least probability. It judges a whole
text at once, so what it reports spans the text.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from detectors.finding import TERM, Finding
from detectors.normalize import fold
from detectors.tagger.ends import pieces, reach
from detectors.tagger.session import REQUESTS, VOCABULARY, WEIGHTS, Network, checked, read_manifest
from detectors.tagger.wordpiece import WordPiece, read_vocabulary
from detectors.uses.believing import believed
from detectors.uses.notices import is_notice
from detectors.uses.signs import may_ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TAGS: Final = ("NONE", "OVERSIGHT", "DECEPTION", "IPCOPY", "SURVEIL")
"""The network's answers, in order."""


class RequestClassifier:
    """Judges whether a text asks for a restricted use. Not thread-safe; one per worker process.

    Not one detector among the others: it reads a text once, as it stands, without the label words that detectors get
    in front of it and without the decoded views of it.

    Args:
        folder: where the network lies.
    """

    name: Final = "uses.model"

    def __init__(self, folder: Path = REQUESTS) -> None:
        self._folder = folder
        self._network: Network | None = None

    def load(self) -> None:
        """Check the files and load the weights.

        Raises:
            ModelFileError: a file is missing or not the one shipped; nothing is fetched in its place.
        """
        manifest = read_manifest(self._folder)
        self._least = manifest.points["balanced"]
        self._pieces = WordPiece(read_vocabulary(checked(self._folder, VOCABULARY, manifest).decode()))
        self._network = Network(checked(self._folder, WEIGHTS, manifest))

    def find(self, text: str) -> Iterator[Finding]:
        """At most one mark, over the text without the blanks round it.

        Raises:
            RuntimeError: `load` was not called.
        """
        seen = fold(reach(text)).text
        if not may_ask(seen) or is_notice(seen):
            return
        odds = self.odds(seen)
        if not odds[0] > 1 - self._least:  # what is no number marks too
            tag = TAGS[1 + int(np.argmax(odds[1:]))]
            if not believed(tag, seen):
                return
            start = len(text) - len(text.lstrip())
            yield Finding(TERM + tag, start, len(text.rstrip()), _sure(odds[0]), self.name, "model")

    def odds(self, text: str) -> tuple[float, ...]:
        """Probability of each of `TAGS` for a folded text.

        Raises:
            RuntimeError: `load` was not called.
        """
        if self._network is None:
            raise RuntimeError("RequestClassifier.find needs RequestClassifier.load")
        logits = self._network.logits(ids=np.array([pieces(self._pieces, text)], dtype=np.int64))[0]
        raised = np.exp(logits - logits.max())
        return tuple(float(each) for each in raised / raised.sum())


def _sure(nothing: float) -> float:
    return 1.0 if math.isnan(nothing) else round(1 - nothing, 3)
