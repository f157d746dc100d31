"""The only importer of presidio-analyzer (and so of spaCy, which comes with it), in `load_recognizers` only.

Two parts: three of Presidio's recognizers (e-mail, card, IBAN) as detectors behind our prefilter, and
`from_presidio`, through which anybody's `EntityRecognizer` becomes a detector of ours. Names are found by our own
model (`detectors.tagger`). docs/decisions/0003 and 0012 have the measurements.

Nothing here may download. `SpacyNlpEngine`, which would fetch a model that it does not know, is never made.
Presidio's e-mail recognizer calls `tldextract.extract`, which would fetch a list at first use: `_pin_suffix_list`
puts an extractor in its place that only reads the bundled snapshot.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Protocol

from detectors.finding import Finding
from detectors.identifiers.signals import LONG_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detectors.identifiers.pattern import Detector


class EntityRecognizer(Protocol):
    """The part of `presidio_analyzer.EntityRecognizer` that the adapter uses."""

    name: str
    supported_entities: list[str]

    def analyze(self, text: str, entities: list[str], nlp_artifacts: None) -> Sequence[Any]:
        """Results with entity_type, start, end and score."""
        ...


class _PresidioDetector:
    """One Presidio recognizer in the shape of `detectors.identifiers.pattern.Detector`."""

    def __init__(
        self, recognizer: EntityRecognizer, entities: Mapping[str, str], needs: tuple[str, ...], min_score: float
    ) -> None:
        self._recognizer = recognizer
        self._entities = dict(entities)
        self._min_score = min_score
        self.name = f"presidio.{recognizer.name}"
        self.version = 1
        self.entities = tuple(entities.values())
        self.needs = needs

    def find(self, text: str) -> Iterator[Finding]:
        """The recognizer's results of the mapped types, at or above the least score."""
        for result in self._recognizer.analyze(text, list(self._entities), None) or ():
            entity = self._entities.get(result.entity_type)
            if entity is not None and result.score >= self._min_score and result.start < result.end:
                yield Finding(entity, result.start, result.end, min(result.score, 0.9), self.name, "format")


_ALWAYS = ("",)
"""The empty word stands in every text."""


def from_presidio(
    recognizer: EntityRecognizer,
    entities: Mapping[str, str] | None = None,
    *,
    needs: tuple[str, ...] = _ALWAYS,
    min_score: float = 0.5,
) -> Detector:
    """Any Presidio recognizer as a detector.

    Args:
        recognizer: anything with Presidio's `EntityRecognizer` contract that works without `nlp_artifacts`.
        entities: Presidio's entity types to our labels; by default each becomes ``OTHER_ID.<TYPE>``.
        needs: cheap necessary conditions, as in `Detector.needs`; by default it runs on every text.
        min_score: results below are dropped. Presidio gives 0.4 to bare shapes.
    """
    mapping = entities or {kind: f"OTHER_ID.{kind}" for kind in recognizer.supported_entities}
    return _PresidioDetector(recognizer, mapping, needs, min_score)


def load_recognizers() -> tuple[Detector, ...]:
    """Presidio's e-mail, card and IBAN recognizers: import Presidio, pin the suffix list, wrap."""
    _pin_suffix_list()
    recognizers = importlib.import_module("presidio_analyzer.predefined_recognizers")

    return (
        from_presidio(recognizers.EmailRecognizer(), {"EMAIL_ADDRESS": "EMAIL"}, needs=("@",)),
        from_presidio(recognizers.CreditCardRecognizer(), {"CREDIT_CARD": "CARD"}, needs=(LONG_DIGITS,)),
        from_presidio(recognizers.IbanRecognizer(), {"IBAN_CODE": "BANK_ACCOUNT.IBAN"}, needs=(LONG_DIGITS,)),
    )


def _pin_suffix_list() -> None:
    """Put an extractor without addresses to fetch from, and without a cache, in place of tldextract's default one."""
    tldextract: Any = importlib.import_module("tldextract")
    module: Any = importlib.import_module("tldextract.tldextract")

    extractor = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    tldextract.extract = extractor
    module.TLD_EXTRACTOR = extractor
    module.extract = extractor
