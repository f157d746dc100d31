"""What a mark says of itself: its family, how sure it is, and what kind of family that is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from detectors.finding import TERM

if TYPE_CHECKING:
    from detectors.finding import Finding

USES: Final = frozenset({"OVERSIGHT", "SURVEIL", "DECEPTION", "IPCOPY", "FAILCLOSED"})
"""Restricted uses and unreadable content (detectors.uses): whoever asks, whatever the sentence."""
SIGNALS: Final = USES | {"PPRA", "PRIV", "SECPLAN"}
"""Families that speak of a text rather than of a person."""
NOT_LINKED: Final = SIGNALS | {
    "HIPAA",
    "Q",
    "EARLY",
    "HEADING",
    "FULLDOC",
    "SMALLCELL",
    "UNDER13",
    "DIRECTORY",
    "OPTOUT",
}
"""Families that are not tied to a person as a term is: `ages`, `tags` and others read them in their own way."""
ROSTER_UNDER13: Final = "term.UNDER13.roster"
"""At the name of a child whose year of birth the roster knows."""
MEDICAL: Final = frozenset({"HLTH", "MH", "P2", "SEXH", "DISC", "S504", "IMM"})
"""What is a personnel matter when it is about staff."""
SCHOOLING: Final = frozenset({"IDEA", "S504", "MTSS", "EL", "EDREC", "HLTH"})
SURE: Final = 0.6
"""Below it a term is ambiguous and needs company (detectors.records: 0.4 to 0.6)."""


def family(mark: Finding) -> str:
    """``IDEA`` for ``term.IDEA.category``."""
    return _family(mark.entity)


@cache
def _family(entity: str) -> str:
    return entity.removeprefix(TERM).partition(".")[0]


def is_topic(mark: Finding) -> bool:
    """Whether the detector saw that the term heads a topic ("IEP training")."""
    return mark.entity.endswith(".topic")


def is_sure(mark: Finding) -> bool:
    """Whether it is a term of a record by itself: neither ambiguous nor a topic."""
    return mark.score >= SURE and not is_topic(mark) and family(mark) not in NOT_LINKED
