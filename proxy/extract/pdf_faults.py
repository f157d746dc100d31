"""What the PDF library raises over damaged files, besides its own errors."""

from __future__ import annotations

from typing import Final

from pypdf.errors import PyPdfError

FAULTS: Final = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
)
