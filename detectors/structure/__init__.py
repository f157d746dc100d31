"""What the layout of a text says: which values stand under which label, and which values stand together.

Imports nothing of the other detectors, so that every one of them may use it.
"""

from __future__ import annotations

from detectors.structure.find import layout, regions
from detectors.structure.region import Cell, Kind, Layout, Region, Row

__all__ = ["Cell", "Kind", "Layout", "Region", "Row", "layout", "regions"]
