"""Forms with files (RFC 7578), read strictly, so that what is scanned is all that a reader downstream could see.

A form becomes a tree: a field is a string, a file an object with its name, its type and its content as a data URL,
several under one name a list. What two readers could read differently is refused: text before or behind the parts, a
name twice, encoded parts, a second form of a file's name, odd characters in names, text that is not UTF-8. What leaves
is written anew, with a boundary of its own.
"""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

from proxy.errors import BadRequest, InternalError

if TYPE_CHECKING:
    from proxy.exchange import Json

MAX_PARTS: Final = 128
MAX_HEADERS: Final = 8
MAX_HEADER_BYTES: Final = 1024
_BOUNDARY: Final = re.compile(
    r'multipart/form-data\s*;\s*boundary=(?:"([0-9A-Za-z\'()+_,./:=? -]{0,69}[0-9A-Za-z\'()+_,./:=?-])"'
    r"|([0-9A-Za-z'+_.-]{1,70}))\s*",
    re.IGNORECASE,
)
"""One parameter, a boundary as RFC 2046 section 5.1.1 allows it."""
_DISPOSITION: Final = re.compile(
    rb'form-data\s*;\s*name="(?P<name>[^"\\\x00-\x1f]{1,100})"(?:\s*;\s*filename="(?P<filename>[^"\\\x00-\x1f]{0,255})")?',
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[A-Za-z0-9_.\[\]-]{1,100}")
_TYPE: Final = re.compile(rb"([A-Za-z0-9.+-]{1,64}/[A-Za-z0-9.+-]{1,64})(?:\s*;\s*charset=\"?utf-8\"?)?", re.IGNORECASE)
_PLAIN_ENCODINGS: Final = (b"7bit", b"8bit", b"binary")
_LIST: Final = "[]"
_FLAGS: Final = {"true": True, "false": False}
_SWITCH: Final = "stream"
"""The one field that the guard itself reads as true or false."""
_DATA: Final = "data:{};base64,{}"


@dataclass(slots=True)
class _Part:
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    data: bytearray = field(default_factory=bytearray, repr=False)


@dataclass(slots=True)
class _Collector:
    """Takes the parser's callbacks."""

    parts: list[_Part] = field(default_factory=list)
    ended: bool = False
    _field: bytearray = field(default_factory=bytearray, repr=False)
    _value: bytearray = field(default_factory=bytearray, repr=False)

    def begin(self) -> None:
        if len(self.parts) >= MAX_PARTS:
            raise BadRequest(f"The form has more than {MAX_PARTS} parts.")
        self.parts.append(_Part())

    def header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header_end(self) -> None:
        self.parts[-1].headers.append((bytes(self._field).strip().lower(), bytes(self._value).strip()))
        self._field.clear()
        self._value.clear()

    def data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].data += data[start:end]

    def end(self) -> None:
        self.ended = True


class Multipart:
    """Implements `carriage.Carriage`."""

    def read(self, raw: bytes, content_type: str) -> Json:
        """The tree of a form.

        Raises:
            BadRequest: not one unambiguous form.
        """
        tree: dict[str, Json] = {}
        for part in _parts(raw, _boundary(content_type)):
            name, value = _read(part)
            _put(tree, name, value)
        return tree

    def write(self, body: Json) -> bytes:
        """The tree as a form with a new boundary.

        Raises:
            InternalError: the tree is no form.
        """
        parts = [_written(name, value) for name, given in body.items() for value in _listed(given)]
        boundary = secrets.token_hex(24).encode()
        while any(boundary in part for part in parts):
            boundary = secrets.token_hex(24).encode()
        lines = [b"--%b\r\n%b\r\n" % (boundary, part) for part in parts]
        return b"".join(lines) + b"--%b--\r\n" % boundary

    def content_type(self, written: bytes) -> str:
        """The header with the boundary that `write` chose."""
        boundary = written[2 : written.index(b"\r")].decode()
        return f"multipart/form-data; boundary={boundary}"


FORM: Final = Multipart()


@dataclass(frozen=True, slots=True)
class FormPart:
    """One part of a form, unread: large files need no second copy as text."""

    name: str
    filename: str | None = field(repr=False)
    media: str
    data: bytes = field(repr=False)


def parts(raw: bytes, content_type: str) -> list[FormPart]:
    """The parts of a form, as strict as `Multipart.read`. Raises BadRequest: not one unambiguous form."""
    return [FormPart(*_headed(part), bytes(part.data)) for part in _parts(raw, _boundary(content_type))]


def _boundary(content_type: str) -> bytes:
    found = _BOUNDARY.fullmatch(content_type.strip())
    if found is None:
        raise BadRequest("This operation takes a form: send `multipart/form-data` with one boundary.")
    return (found[1] or found[2]).encode()


# --------------------------------------------------------------------------- reading


def _parts(raw: bytes, boundary: bytes) -> list[_Part]:
    line = b"--" + boundary
    if not raw.startswith(line) or not raw.rstrip(b"\r\n").endswith(line + b"--"):
        raise BadRequest("The form must begin with its boundary and end with it; nothing may stand around the parts.")
    taken = _Collector()
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": taken.begin,
            "on_header_field": taken.header_field,
            "on_header_value": taken.header_value,
            "on_header_end": taken.header_end,
            "on_part_data": taken.data,
            "on_end": taken.end,
        },
        max_header_count=MAX_HEADERS,
        max_header_size=MAX_HEADER_BYTES,
    )
    try:
        parser.write(raw)
        parser.finalize()
    except FormParserError:
        # Its message may hold bytes of the body, so it is not chained.
        taken.ended = False
    # A boundary inside the parts would end the form early for one reader and not for another.
    if not taken.ended or raw.count(line) != len(taken.parts) + 1:
        raise BadRequest("The form is damaged: a part does not end as it should.")
    return taken.parts


def _headed(part: _Part) -> tuple[str, str | None, str]:
    """A part's name, the name of its file if it is one, and its media type. Raises BadRequest."""
    names = [name for name, _ in part.headers]
    if len(set(names)) != len(names) or not set(names) <= _HEADERS:
        raise BadRequest("A part of the form has a header twice, or one that forms do not have.")
    headers = dict(part.headers)
    found = _DISPOSITION.fullmatch(headers.get(b"content-disposition", b""))
    if found is None:
        raise BadRequest(
            'Each part of the form needs one header such as `Content-Disposition: form-data; name="prompt"`, '
            "names in quotes, without `filename*`."
        )
    if headers.get(b"content-transfer-encoding", b"binary").lower() not in _PLAIN_ENCODINGS:
        raise BadRequest("A part of the form is encoded (Content-Transfer-Encoding); send it as it is.")
    name = _text(found["name"])
    if not _NAME.fullmatch(name):
        raise BadRequest("A field of the form has a name with unusual characters.")
    given = headers.get(b"content-type")
    kind = None if given is None else _TYPE.fullmatch(given)
    if given is not None and kind is None:
        raise BadRequest("A part of the form has a content type that cannot be read; text must be UTF-8.")
    media = "application/octet-stream" if kind is None else kind[1].decode().lower()
    return name, None if found["filename"] is None else _text(found["filename"]), media


def _read(part: _Part) -> tuple[str, Json]:
    name, filename, media = _headed(part)
    if filename is None:
        said = _text(bytes(part.data))
        return name, _FLAGS.get(said, said) if name == _SWITCH else said
    content = base64.b64encode(part.data).decode()
    return name, {"filename": filename, "content_type": media, "data": _DATA.format(media, content)}


_HEADERS: Final = {b"content-disposition", b"content-type", b"content-transfer-encoding", b"content-length"}


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise BadRequest("A field of the form is not UTF-8 text.") from None


def _put(tree: dict[str, Json], name: str, value: Json) -> None:
    if name.endswith(_LIST):
        tree.setdefault(name, []).append(value)
    elif name in tree:
        raise BadRequest("A field of the form appears twice; lists have names that end with `[]`.")
    else:
        tree[name] = value


# --------------------------------------------------------------------------- writing


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _quoted(text: str) -> bytes:
    """A name inside quotes, as browsers write it."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").encode()


def _written(name: str, value: Json) -> bytes:
    head = b'Content-Disposition: form-data; name="%b"' % _quoted(name)
    if isinstance(value, bool):
        return b"%b\r\n\r\n%b" % (head, b"true" if value else b"false")
    if isinstance(value, str):
        return b"%b\r\n\r\n%b" % (head, value.encode())
    if not isinstance(value, dict) or value.keys() != {"filename", "content_type", "data"}:
        raise InternalError("The form could not be written.")
    content = base64.b64decode(value["data"].partition(",")[2], validate=True)
    return b'%b; filename="%b"\r\nContent-Type: %b\r\n\r\n%b' % (
        head,
        _quoted(value["filename"]),
        _quoted(value["content_type"]),
        content,
    )
