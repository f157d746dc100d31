"""What the PDF library raises over damaged files, besides its own errors.

NotImplementedError: over a filter or an encryption that it does not know. Either way the document cannot be read, and
the call is refused.
"""

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
