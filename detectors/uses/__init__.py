"""Restricted and prohibited uses: requests that the agency's AI policy stops whatever they hold.

Rules with evidence: each reports the words that ask for it, as a mark (`detectors.finding.is_mark`) that needs no
person. What is written *about* such a use (a lesson, a policy, a question of method) is none.
Beside them stands what nobody can read, which the policy stops for the same reason: it cannot be judged.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from detectors.uses import copying_cues, deception_cues, oversight_cues, surveillance_cues, unreadable
from detectors.uses.requests import RequestDetector

if TYPE_CHECKING:
    from detectors.identifiers.pattern import Detector

FOLDER: Final = Path(__file__).parent / "model"
"""Where the network lies that judges requests beside the rules (`detectors.uses.classifier`)."""

USES = (oversight_cues.USE, surveillance_cues.USE, deception_cues.USE, copying_cues.USE)
"""Each use with its phrases and cues."""

ALL: tuple[Detector, ...] = (RequestDetector(USES), unreadable.DETECTOR)
"""The detectors of this room."""
