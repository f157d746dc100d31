from __future__ import annotations

import importlib
import pkgutil

from detectors import identifiers, names
from detectors.entities import is_entity


def _detectors_of(package: object) -> set[str]:
    """Names of every object with the detector protocol in the package's modules."""
    found = set()
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if hasattr(value, "find") and hasattr(value, "needs") and isinstance(getattr(value, "name", None), str):
                found.add(value.name)
    return found


def test_the_lists_are_complete() -> None:
    """Registration is a list one can read; no detector is written and forgotten."""
    named = _detectors_of(identifiers) | {identifiers.LABELLED.name}
    assert named == {detector.name for detector in identifiers.ALL}
    assert _detectors_of(names) == {detector.name for detector in names.ALL}


def test_every_labelled_kind_is_looked_for() -> None:
    declared = [
        kind
        for module in pkgutil.iter_modules(identifiers.__path__, f"{identifiers.__name__}.")
        for kind in getattr(importlib.import_module(module.name), "LABELS", ())
    ]
    assert sorted(map(repr, declared)) == sorted(map(repr, identifiers.LABELS))


def test_every_detector_reports_known_labels_only() -> None:
    for detector in (*identifiers.ALL, *names.ALL):
        assert detector.version >= 1
        for entity in detector.entities:
            assert entity == "KEEP" or is_entity(entity)
