"""Identifiers of one agency: formats that its operator declares, as detectors beside the shipped ones.

A format with labels is looked for beside them, like any labelled identifier; one without stands alone, so its pattern
must say enough by itself. Formats are plain data and travel to the worker processes inside `EngineOptions`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detectors.identifiers.label_scan import LabelScan
from detectors.identifiers.labelled import Labelled
from detectors.identifiers.pattern import PatternDetector, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.identifiers.pattern import Detector

_SCORE = 0.99
"""Above every shipped label: the agency knows its own numbers."""
_ALWAYS = ("",)


@dataclass(frozen=True, slots=True)
class IdFormat:
    """One declared identifier.

    Attributes:
        name: short name, which stands in findings as ``district.<name>``.
        pattern: the value alone, in RE2's syntax, without groups that capture; upper and lower case are the same.
        entity: what it is reported as (``STUDENT_ID.DISTRICT``).
        labels: phrases that announce it (see `detectors.identifiers.phrases`), or none.
    """

    name: str
    pattern: str
    entity: str
    labels: tuple[str, ...] = ()


def detectors_of(formats: Sequence[IdFormat]) -> tuple[Detector, ...]:
    """Detectors for the declared formats; none for none.

    Raises:
        re2.error: a pattern is not in RE2's syntax. Configuration checks that before.
    """
    if not formats:
        return ()
    version = _version(formats)
    announced = [_labelled(each) for each in formats if each.labels]
    alone = [each for each in formats if not each.labels]
    return (
        *((LabelScan("district.labelled", announced, needs=_ALWAYS, version=version),) if announced else ()),
        *(PatternDetector(_name(each), (_rule(each),), needs=_ALWAYS, version=version) for each in alone),
    )


def _name(declared: IdFormat) -> str:
    return f"district.{declared.name}"


def _labelled(declared: IdFormat) -> Labelled:
    return Labelled(_name(declared), declared.entity, declared.labels, declared.pattern, score=_SCORE)


def _rule(declared: IdFormat) -> Rule:
    return Rule(declared.entity, f"(?i)({declared.pattern})", "label", _SCORE)


def _version(formats: Sequence[IdFormat]) -> int:
    """A number that changes with any format: cached findings of other formats are not used."""
    return int.from_bytes(hashlib.sha256(repr(tuple(formats)).encode()).digest()[:4])
