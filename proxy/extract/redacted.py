"""A document as plain text, with its passages replaced: for dialects that may take text instead of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.extract.passages import Extracted


def redacted_text(extracted: Extracted, replaced: Sequence[str]) -> str:
    """Put the replaced passages together as Markdown: a heading for each place, the text under it.

    Args:
        extracted: the document.
        replaced: one text for each of its passages, in their order, with what had to go replaced.

    Raises:
        ValueError: not as many texts as passages; a passage must never fall back to what stood there before.
    """
    if len(replaced) != len(extracted.passages):
        raise ValueError("as many replaced texts as passages are needed")
    pieces = [f"# Text of an attached {extracted.kind.value.upper()} file"]
    above = ""
    for passage, text in zip(extracted.passages, replaced, strict=True):
        if not text.strip():
            continue
        if passage.place != above:
            pieces.append(f"## {passage.place[:1].upper()}{passage.place[1:]}")
            above = passage.place
        pieces.append(text.strip("\n"))
    return "\n\n".join(pieces) + "\n"
