"""The equity audit: whether names are found alike, wherever they come from. Pure: cases in, hits in, figures out."""

from detectors.evaluation.equity.cases import Case, cases, digest_of
from detectors.evaluation.equity.figures import LIMITS, figures, shortfalls

__all__ = ["LIMITS", "Case", "cases", "digest_of", "figures", "shortfalls"]
