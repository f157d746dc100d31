"""The engine: all detectors behind three calls, `patterns`, `names` and `resolve`.

`patterns` and `names` produce candidates and run in worker processes, after `load`; `resolve` turns candidates into
findings and runs wherever it is needed: it is pure, needs no heavy library, and works without `load`. Importing this
file is cheap: spaCy and Presidio are imported by `load`.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from detectors import identifiers, names, quasi, records, uses
from detectors.arbitration import arbitrate
from detectors.cutting import cut
from detectors.district import detectors_of
from detectors.finding import is_mark
from detectors.label_words import without_labels
from detectors.names.lexicon import LEXICON_DIGEST
from detectors.names.repair import repair
from detectors.names.roles import assign_roles
from detectors.options import EngineOptions
from detectors.prefilter import Prefilter
from detectors.presidio_bridge import load_recognizers
from detectors.quasi.personal import keep_personal
from detectors.roster.whole_names import with_whole_names
from detectors.stream_scan import IDENTIFIERS, run_detectors
from detectors.tagger.session import REQUESTS, read_manifest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding
    from detectors.identifiers.pattern import Detector
    from detectors.roster.detector import RosterDetector
    from detectors.roster.source import RosterSource
    from detectors.tagger.model import NameModel
    from detectors.uses.classifier import RequestClassifier

_PLAIN = EngineOptions()
_RULES_VERSION = 11
"""Raised when arbitration, repair or role rules change what `resolve` returns."""


class Engine:
    """Detection over one text at a time. Not thread-safe after `load`; one per process."""

    def __init__(self, options: EngineOptions = _PLAIN) -> None:
        self.options = options
        own = (*names.ALL, *quasi.VALUES) if options.names else ()
        terms = (*records.ALL, *uses.ALL, *quasi.MARKS) if options.records else ()
        self._rosters = () if options.roster is None else (_roster(options.roster),)
        own = (*own, *detectors_of(options.formats))
        self._prefilters: tuple[Prefilter, ...] = (IDENTIFIERS, Prefilter((*own, *terms, *self._rosters)))
        self._model: NameModel | None = None
        self._judges = options.records and options.names
        self._requests: RequestClassifier | None = None
        every = (*identifiers.ALL, *own, *terms, *self._rosters)
        self.version = _version(every, names=options.names, point=options.point, requests=self._judges)

    def load(self) -> None:
        """Load the roster, the models and Presidio's recognizers: once per worker, before its first text.

        Raises:
            ImportError | OSError: a package is missing; the worker must not serve.
            RosterError: the roster cannot be used; the worker must not serve.
        """
        for roster in self._rosters:
            roster.load()
        if self.options.names:
            from detectors.tagger.model import NameModel  # noqa: PLC0415  numpy: workers only

            model = NameModel(self.options.point)
            model.load()
            self._model = model
        if self._judges:
            from detectors.uses.classifier import RequestClassifier  # noqa: PLC0415  as above

            requests = RequestClassifier()
            requests.load()
            self._requests = requests
        self._prefilters = (*self._prefilters[:2], Prefilter(load_recognizers()))

    def patterns(self, text: str, context: str = "") -> list[Finding]:
        """Candidates of all pattern detectors and the mark of the judge of requests; offsets in `text`.

        Unarbitrated, possibly overlapping. Before `load` rules alone, without Presidio's and the judge: for tests.

        Args:
            text: one text, of any length; linear time.
            context: label words outside the text: a JSON key, a column header.
        """
        found = run_detectors(self._prefilters, text, context, settle=self._settled)
        return found if self._requests is None else [*found, *self._requests.find(text)]

    def _settled(self, text: str, candidates: list[Finding], *, names: bool) -> Sequence[Finding]:
        """What a decoded text shows by itself; with names where it reads like prose."""
        chunks = cut(text) if names and self._model is not None else []
        if chunks:
            for (low, _), found in zip(chunks, self.names([text[low:high] for low, high in chunks]), strict=True):
                candidates += (replace(each, start=each.start + low, end=each.end + low) for each in found)
        return self.resolve(text, "", candidates)

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
        """Findings from candidates: names repaired, overlaps resolved once, roles assigned, dates judged; sorted.

        Behind them the marks (terms of records), sorted too: they protect nothing, so nothing competes with them.

        Pure: the same arguments give the same findings, in any process.
        """
        values = [each for each in candidates if not is_mark(each)]
        marks = {each for each in candidates if is_mark(each)}
        repaired = with_whole_names(text, repair(text, values))
        named = assign_roles(text, context, without_labels(text, arbitrate(text, repaired))) if values else ()
        found = keep_personal(text, named, tuple(marks))
        return (*found, *sorted(marks, key=attrgetter("start", "end", "entity")))


def _roster(source: RosterSource) -> RosterDetector:
    from detectors.roster.detector import RosterDetector  # noqa: PLC0415 # numpy: only where an engine runs

    return RosterDetector(source)


def _version(detectors: Sequence[Detector], *, names: bool, point: str, requests: bool) -> str:
    """A digest that changes with any detector, lexicon or model."""
    parts = [f"{detector.name}={detector.version}" for detector in detectors]
    parts += [
        f"rules={_RULES_VERSION}",
        f"lexicon={LEXICON_DIGEST}",
        f"model={read_manifest().version}-{point}" if names else "none",
        f"requests={read_manifest(REQUESTS).version}" if requests else "none",
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
