"""Files at OpenAI's and Anthropic's ``/v1/files``: the form of an upload, and what a file says of itself.

A file's name is where values hide ("IEP Maria Delgado.jsonl") and nothing that a provider needs, so none leaves: what
does is a fixed word with an ending that providers know. The name comes back from what the guard keeps.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.wire.multipart import parts
from proxy.wire.openai_chat_shape import ERROR
from proxy.wire.openai_common import FLAG, MADE_ID, PROSE, plain
from proxy.wire.shape import text

if TYPE_CHECKING:
    from collections.abc import Mapping

PURPOSES: Final = ("batch", "fine-tune", "user_data", "assistants", "vision", "evals")
"""What an upload may be for; others are refused."""
_SECONDS: Final = re.compile(r"[1-9][0-9]{1,6}")
_SETTINGS: Final[Mapping[str, Mapping[str, re.Pattern[str]]]] = {
    "openai": {
        "purpose": re.compile("|".join(PURPOSES)),
        "expires_after[anchor]": re.compile("created_at"),
        "expires_after[seconds]": _SECONDS,
    },
    "anthropic": {"expires_in_seconds": _SECONDS},
}
"""Fields of the form beside the file, and how they must read: words and short numbers, in which nothing hides."""
_ENDINGS: Final = {
    "jsonl": "application/jsonl",
    "json": "application/json",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "html": "text/html",
    "xml": "application/xml",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "eml": "message/rfc822",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
_NAME: Final = "upload"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as its caller sends it.

    Attributes:
        filename: as the caller calls it.
        media: as the caller declares it; not to be trusted.
        settings: the other fields of the form, checked.
    """

    filename: str = field(repr=False)
    media: str
    content: bytes = field(repr=False)
    settings: Mapping[str, str]

    @property
    def purpose(self) -> str:
        """What it is for; empty at Anthropic's, which does not ask."""
        return self.settings.get("purpose", "")

    @property
    def ending(self) -> str:
        """The ending of its name, where it is one that providers know; else empty."""
        ending = self.filename.rpartition(".")[2].lower()
        return ending if ending in _ENDINGS else ""


def read_upload(raw: bytes, content_type: str, dialect: str) -> Upload:
    """The form of an upload.

    Raises:
        BadRequest: not one unambiguous form with one file and the fields of this API.
    """
    settings: dict[str, str] = {}
    file: Upload | None = None
    for part in parts(raw, content_type):
        if part.filename is not None and part.name == "file" and file is None:
            file = Upload(part.filename, part.media, part.data, settings)
            continue
        known = _SETTINGS[dialect].get(part.name)
        if known is None or part.filename is not None or part.name in settings:
            raise BadRequest(f"An upload has one `file` and these fields, once each: {', '.join(_SETTINGS[dialect])}.")
        said = part.data.decode("ascii", "replace")
        if not known.fullmatch(said):
            raise BadRequest(_wrong(part.name), param=part.name)
        settings[part.name] = said
    if file is None:
        raise BadRequest("The form must have `file`, as a file.", param="file")
    if dialect == "openai" and not file.purpose:
        raise BadRequest(_wrong("purpose"), param="purpose")
    return file


def _wrong(name: str) -> str:
    known = f"one of {', '.join(PURPOSES)}" if name == "purpose" else "as the API has it"
    return f"The field `{name}` must be {known}."


def write_upload(upload: Upload, content: bytes, ending: str) -> tuple[bytes, str]:
    """The form that leaves, and its content type: checked fields, a name of ours, and other content."""
    boundary = secrets.token_hex(24).encode()
    while boundary in content:
        boundary = secrets.token_hex(24).encode()
    filename = f"{_NAME}.{ending}" if ending else _NAME
    media = _ENDINGS.get(ending, "application/octet-stream")
    fields = [
        b'--%b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (boundary, name.encode(), said.encode())
        for name, said in upload.settings.items()
    ]
    head = b'--%b\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\nContent-Type: %b\r\n\r\n' % (
        boundary,
        filename.encode(),
        media.encode(),
    )
    body = b"".join((*fields, head, content, b"\r\n--%b--\r\n" % boundary))
    return body, f"multipart/form-data; boundary={boundary.decode()}"


FILE: Final = plain(
    text,
    **dict.fromkeys(("id", "object", "type", "purpose", "status", "created_at", "mime_type", "expires_at"), MADE_ID),
    **dict.fromkeys(("bytes", "size_bytes", "deleted", "downloadable"), FLAG),
    status_details=PROSE,
    error=ERROR,
    request_id=MADE_ID,
)
"""What a file says of itself, in either API, also when it is deleted."""
