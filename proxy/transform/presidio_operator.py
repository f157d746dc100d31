"""Our placeholders as an operator of presidio-anonymizer, for people who already run a Presidio pipeline.

The guard itself splices (`replace`): docs/decisions/0002 has the measurements. This module is the only importer of
presidio_anonymizer, and nothing on a call's way imports it, because that import alone brings Presidio's analyzer and
spaCy into the process. Each finding travels under a name of its own, because the engine would otherwise merge two
findings of one type that only a space separates, and so change what stands between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import OperatorConfig, RecognizerResult
from presidio_anonymizer.operators import Operator, OperatorType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding

NAME: Final = "chaperone_placeholder"


class PlaceholderOperator(Operator):
    """Puts in the text that was decided for each finding."""

    def operate(self, text: str | None = None, params: dict[str, Any] | None = None) -> str:
        """The replacement for the finding whose number is its entity type."""
        del text
        if params is None:
            raise ValueError("the operator needs its replacements")
        replacements: Sequence[str] = params["replacements"]
        return replacements[int(params["entity_type"])]

    def validate(self, params: dict[str, Any] | None = None) -> None:
        """Check that replacements were given.

        Raises:
            ValueError: they were not.
        """
        if not params or "replacements" not in params:
            raise ValueError("the operator needs its replacements")

    def operator_name(self) -> str:
        """Its name in an `OperatorConfig`."""
        return NAME

    def operator_type(self) -> OperatorType:
        """An anonymizer."""
        return OperatorType.Anonymize


def apply_with_presidio(text: str, findings: Sequence[Finding], replacements: Sequence[str]) -> str:
    """The text with each finding replaced, by Presidio's engine.

    Args:
        text: the original.
        findings: sorted, never overlapping.
        replacements: one per finding.
    """
    engine = AnonymizerEngine()  # type: ignore[no-untyped-call]  # Presidio's is not annotated
    engine.add_anonymizer(PlaceholderOperator)
    results = [RecognizerResult(str(number), f.start, f.end, f.score) for number, f in enumerate(findings)]
    operators = {"DEFAULT": OperatorConfig(NAME, {"replacements": list(replacements)})}
    return str(engine.anonymize(text, results, operators).text)
