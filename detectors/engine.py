"""The engine: all detectors behind three calls, `patterns`, `names` and `resolve`.

`patterns` and `names` produce candidates and run in worker processes, after `load`; `resolve` turns candidates into
findings and runs wherever it is needed: it is pure, needs no heavy library, and works without `load`. Importing this
file is cheap: spaCy and Presidio are imported by `load`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detectors import identifiers, names
from detectors.arbitration import arbitrate
from detectors.names.lexicon import LEXICON_DIGEST
from detectors.names.repair import repair
from detectors.names.roles import assign_roles
from detectors.prefilter import Prefilter
from detectors.presidio_bridge import MODEL, MODEL_VERSION, NameModel, load_recognizers
from detectors.stream_scan import IDENTIFIERS, run_detectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding
    from detectors.identifiers.pattern import Detector

_RULES_VERSION = 1
"""Raised when arbitration, repair or role rules change what `resolve` returns."""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What may differ between engines. Picklable: worker processes build theirs from it.

    Attributes:
        names: whether names of people are looked for.
    """

    names: bool = True


class Engine:
    """Detection over one text at a time. Not thread-safe after `load`; one per process."""

    def __init__(self, options: EngineOptions = EngineOptions()) -> None:
        self.options = options
        own = names.ALL if options.names else ()
        self._prefilters: tuple[Prefilter, ...] = (IDENTIFIERS, Prefilter(own))
        self._model: NameModel | None = None
        self.version = _version((*identifiers.ALL, *own), names=options.names)

    def load(self) -> None:
        """Load the name model and Presidio's recognizers: once per worker, before its first text.

        Raises:
            ImportError | OSError: a package is missing; the worker must not serve.
        """
        if self.options.names:
            model = NameModel()
            model.load()
            self._model = model
        self._prefilters = (*self._prefilters[:2], Prefilter(load_recognizers()))

    def patterns(self, text: str, context: str = "") -> list[Finding]:
        """Candidates of all pattern detectors, unarbitrated, possibly overlapping; offsets in `text`.

        Args:
            text: one text, of any length; linear time.
            context: label words outside the text: a JSON key, a column header.
        """
        return run_detectors(self._prefilters, text, context)

    def names(self, texts: Sequence[str]) -> list[list[Finding]]:
        """Candidates of the name model, one list per text; offsets in that text.

        Args:
            texts: chunks cut at sentence ends; batched inside, so many at once are cheaper than one by one.

        Raises:
            RuntimeError: `load` was not called: answering "no names" would let every name through.
        """
        if not self.options.names:
            return [[] for _ in texts]
        if self._model is None:
            raise RuntimeError("Engine.names needs Engine.load")
        return self._model.find(texts)

    def resolve(self, text: str, context: str, candidates: Sequence[Finding]) -> tuple[Finding, ...]:
        """Findings from candidates: names repaired, overlaps resolved once, roles assigned; sorted, never overlapping.

        Pure: the same arguments give the same findings, in any process.
        """
        if not candidates:
            return ()
        return assign_roles(text, context, arbitrate(text, repair(text, candidates)))


def _version(detectors: Sequence[Detector], *, names: bool) -> str:
    """A digest that changes with any detector, lexicon or model."""
    parts = [f"{detector.name}={detector.version}" for detector in detectors]
    parts += [
        f"rules={_RULES_VERSION}",
        f"lexicon={LEXICON_DIGEST}",
        f"model={MODEL}-{MODEL_VERSION}" if names else "none",
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
