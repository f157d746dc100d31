"""A file pasted as base64, however it is wrapped or announced, is marked; text and small things are not."""

from __future__ import annotations

import base64
import json
import random

import pytest

from detectors.uses.unreadable import DETECTOR


def body(count: int, begins: bytes = b"") -> str:
    made = random.Random(7)  # invented bytes, always the same
    return base64.b64encode(begins + made.randbytes(count)).decode()


def wrapped(text: str, end: str = "\n", width: int = 76) -> str:
    return end.join(text[at : at + width] for at in range(0, len(text), width))


PDF, PNG = body(2300, b"%PDF-1.7\n"), body(2300, b"\x89PNG\r\n\x1a\n")
JPEG, ZIP = body(2300, b"\xff\xd8\xff\xe0"), body(2300, b"PK\x03\x04")
MEMO = base64.b64encode(b"This is a long memo about the copier lease. " * 60).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"[attachment: x.pdf; base64]\n{PDF}",
        f"[attachment: x.pdf; base64]\n{wrapped(PDF)}",
        f"[attachment: x.pdf; base64] {PDF}",
        json.dumps({"text": f"[attachment: s.png; base64]\n{wrapped(PNG)}"}),
        f"data:image/png;base64,{PNG}",
        f'<img src="data:image/jpeg;base64,{JPEG}">',
        f"data:application/pdf;base64,{PDF}",
        f"data:application/octet-stream;base64,{body(300)}",
        f"see {body(2300)}",
        wrapped(body(2300), width=64),
        f"Content-Transfer-Encoding: base64\n\n{wrapped(body(500))}",
        f"scan.tiff:\n{wrapped(body(400, b'II*'))}",
        "> [attachment: x.docx]\n> " + wrapped(ZIP, "\n> ", 72),
        f"attachment x.zip (base64)\n{ZIP}",
        base64.urlsafe_b64encode(base64.b64decode(body(1500))).decode(),
        wrapped(PDF, "\r\n"),
        json.dumps(wrapped(JPEG, "\r\n")),
        "Read the attached list.xlsx, it is password-protected.",
        "Uploaded notes.pdf (encrypted, key follows)",
        "El archivo adjunto lista.docx con contrase\xf1a",
    ],
)
def test_a_pasted_file_is_marked(text: str) -> None:
    assert {each.entity for each in DETECTOR.find(text)} == {"term.FAILCLOSED"}


@pytest.mark.parametrize(
    "text",
    [
        f"[attachment: x.txt; base64]\n{MEMO}",
        f"data:text/plain;base64,{MEMO}",
        "data:image/png;base64," + body(60, b"\x89PNG\r\n\x1a\n"),
        f"<img src='data:image/gif;base64,{body(300, b'GIF89a')}'>",
        "[attachment: roster.pdf]\nPlease look at it.",
        "sha256 " + "9fceb02d0ae598e95dc970b74767f19372d61af8" * 30,
        "A" * 3000,
        "How do I password-protect an attached list.xlsx?",
        "All attachments must be encrypted.",
        "See the attached list.xlsx.",
        "/usr/lib/python3/" + "site_packages/" * 60,
        f"-----BEGIN CERTIFICATE-----\n{wrapped(body(1200), width=64)}\n-----END CERTIFICATE-----",
        f"token: {body(48)}",
        f'integrity="sha512-{body(64)}"',
        wrapped(MEMO),
        " ".join(body(30) for _ in range(40)),
        "\n".join(f"some_long_identifier_name_number_{at}_that_goes_on_and_on" for at in range(30)),
        "\n".join("The-school-board-meets-in-the-library-and-the-gym-today" for _ in range(30)),
    ],
)
def test_what_can_be_read_or_is_small_is_not(text: str) -> None:
    assert list(DETECTOR.find(text)) == []
