"""Why an attachment could not be read, as closed reasons, each with the sentence a member of staff reads."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Why no (complete) text could be had from an attachment. Never carries anything of the document."""

    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_DEEP = "too_deep"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    MACROS = "macros"
    NO_OCR = "no_ocr"
    CRASHED = "crashed"


SENTENCES: Final[dict[Reason, str]] = {
    Reason.ENCRYPTED: "The file is protected by a password. Save a copy without the password and attach that.",
    Reason.TOO_LARGE: "The file holds more than may be read. Attach only the pages or sheets that are needed.",
    Reason.TOO_SLOW: "The file took too long to read. Attach a smaller or simpler copy, or paste its text.",
    Reason.TOO_MANY_PARTS: "The file is made of too many parts. Save it again as a plain copy, or paste its text.",
    Reason.TOO_DEEP: "The file holds files inside files, too many levels deep. Attach the inner files one by one.",
    Reason.DAMAGED: "The file is damaged or not what it says. Open it, save it again, and attach the new copy.",
    Reason.UNSUPPORTED: "Files of this type cannot be read. Save it as PDF, DOCX, XLSX, PPTX or text and attach that.",
    Reason.MACROS: "The file contains macros, which cannot be read. Save it without macros and attach that copy.",
    Reason.NO_OCR: "Text in pictures cannot be read here. Paste the text instead of the picture.",
    Reason.CRASHED: "The file could not be read. Open it, save it again, and attach the new copy, or paste its text.",
}
"""One sentence or two for the person who attached the file: what is wrong, and what to do."""


class Unreadable(Exception):
    """An attachment that gives no text; `reason` says why, and nothing of the document is in it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.message = SENTENCES[reason]
