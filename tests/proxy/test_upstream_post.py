"""Small posts of the audit: one request, an answer of bounded size and time, no redirect, and an OSError otherwise."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from proxy import upstream
from proxy.upstream import post

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED: list[tuple[str, bytes, dict[str, str]]] = []


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        ASKED.append((self.path, body, {name.lower(): value for name, value in self.headers.items()}))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("location", "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()
            return
        answer = b"x" * 300_000 if self.path == "/long" else b"said: " + body
        self.send_response(503 if self.path == "/busy" else 200)
        self.send_header("content-type", "text/plain")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_the_answer_comes_whole_whatever_its_status(origin: str) -> None:
    for path, status in (("/good", 200), ("/busy", 503)):
        answer = post(origin + path, b"hello", "text/x-test")
        assert (answer.status, answer.content_type, answer.body) == (status, "text/plain", b"said: hello")
    path, body, headers = ASKED[-1]
    assert (path, body, headers["content-type"]) == ("/busy", b"hello", "text/x-test")
    assert "hello" not in repr(answer)
    assert {"cookie", "authorization"} & headers.keys() == set()


def test_a_redirect_is_not_followed(origin: str) -> None:
    ASKED.clear()
    assert post(f"{origin}/moved", b"", "text/plain").status == 302
    assert [path for path, _, _ in ASKED] == ["/moved"]


def test_what_is_too_long_or_not_there_is_an_error(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OSError, match="too long"):
        post(f"{origin}/long", b"", "text/plain")
    with pytest.raises(OSError, match="no answer"):
        post("http://127.0.0.1:9/", b"", "text/plain")
    clock = iter(range(0, 10_000, 60))
    monkeypatch.setattr(upstream.time, "monotonic", lambda: float(next(clock)))
    with pytest.raises(OSError, match="too slow"):
        post(f"{origin}/good", b"x", "text/plain")
