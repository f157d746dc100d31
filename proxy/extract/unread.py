"""What inside a document could not be read, in closed words, each with what a member of staff can do about it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Unread(StrEnum):
    """A kind of content that may hold text which nobody here has seen."""

    IMAGE = "image"
    FONT = "font"
    MACROS = "macros"
    OBJECT = "embedded object"
    ARCHIVE = "archive"
    ENCRYPTED = "encrypted file"
    MEDIA = "audio or video"
    BINARY = "binary data"
    DAMAGED = "damaged part"


SENTENCES: Final[dict[Unread, str]] = {
    Unread.IMAGE: "It contains pictures, whose text cannot be read here. Remove them, or paste the text.",
    Unread.FONT: "It uses a font that does not say which letters it draws. Save it again from the original program.",
    Unread.MACROS: "It contains macros. Save it without them (as .docx, .xlsx or .pptx).",
    Unread.OBJECT: "It contains an embedded object that cannot be read. Remove the object, or attach it as a file.",
    Unread.ARCHIVE: "It contains an archive. Attach the files in it one by one.",
    Unread.ENCRYPTED: "It contains a file or part protected by a password. Remove the protection first.",
    Unread.MEDIA: "It contains sound or video. Remove it.",
    Unread.BINARY: "It contains binary data of an unknown kind. Save it again as a plain copy, or paste its text.",
    Unread.DAMAGED: "A part of it is damaged. Open it, save it again, and attach the new copy.",
}
"""Sentences that follow "The file could not be read completely."."""
