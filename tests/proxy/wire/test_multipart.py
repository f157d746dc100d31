"""A form is read so that no two readers could differ, and written anew; everything odd is refused."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import BadRequest, InternalError
from proxy.wire.multipart import FORM, MAX_PARTS

TYPE = "multipart/form-data; boundary=abc"


def part(name: str, text: bytes = b"x", *headers: bytes, filename: str | None = None) -> bytes:
    named = f'; filename="{filename}"' if filename is not None else ""
    head = f'Content-Disposition: form-data; name="{name}"{named}'.encode()
    return b"\r\n".join([b"--abc", head, *headers, b"", text]) + b"\r\n"


def form(*parts: bytes, end: bytes = b"--abc--\r\n") -> bytes:
    return b"".join(parts) + end


def test_fields_files_and_lists() -> None:
    raw = form(
        part("model", b"m"),
        part("prompt", "Zoë\r\nRuiz".encode()),
        part("stream", b"true"),
        part("include[]", b"logprobs"),
        part("image[]", b"\x89PNG\r\n--ab", b"Content-Type: image/png", filename="Marisol.png"),
    )
    tree = FORM.read(raw, TYPE)
    assert tree == {
        "model": "m",
        "prompt": "Zoë\r\nRuiz",
        "stream": True,
        "include[]": ["logprobs"],
        "image[]": [
            {
                "filename": "Marisol.png",
                "content_type": "image/png",
                "data": "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n--ab").decode(),
            }
        ],
    }
    written = FORM.write(tree)
    kind = FORM.content_type(written)
    assert written != raw
    assert b"--abc\r" not in written
    assert FORM.read(written, kind) == tree


def test_a_quoted_boundary_and_no_newline_at_the_end() -> None:
    raw = form(part("model"), end=b"--abc--")
    assert FORM.read(raw, 'Multipart/Form-Data; boundary="abc"') == {"model": "x"}


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=abc; boundary=x",
        "multipart/form-data; charset=utf-16; boundary=abc",
        "multipart/form-data; boundary=abc, multipart/form-data; boundary=x",
        "multipart/mixed; boundary=abc",
        f"multipart/form-data; boundary={'a' * 71}",
        'multipart/form-data; boundary="abc',
    ],
)
def test_the_header_must_name_one_boundary(content_type: str) -> None:
    with pytest.raises(BadRequest, match="with one boundary"):
        FORM.read(form(part("model")), content_type)


ODD = {
    "text before": b"SSN 536-22-8765\r\n" + form(part("a")),
    "text behind": form(part("a")) + b"536-22-8765",
    "cut short": part("a"),
    "no parts": b"",
    "no end": form(part("a"), end=b"--abc"),
    "bare newlines": form(part("a")).replace(b"\r\n", b"\n"),
    "boundary inside": form(part("a", b"1 --abc 2")),
    "a second form behind": form(part("a")) + form(part("b")),
    "name twice": form(part("a"), part("a")),
    "file and field of one name": form(part("a"), part("a", filename="x")),
    "encoded": form(part("a", b"NTM2", b"Content-Transfer-Encoding: base64")),
    "header twice": form(part("a", b"x", b"Content-Type: text/plain", b"content-type: image/png")),
    "two dispositions": form(part("a", b"x", b'Content-Disposition: form-data; name="b"')),
    "header nobody knows": form(part("a", b"x", b"X-Name: Marisol")),
    "no disposition": b"--abc\r\nContent-Type: text/plain\r\n\r\nx\r\n--abc--\r\n",
    "no name": b'--abc\r\nContent-Disposition: form-data; filename="x"\r\n\r\nx\r\n--abc--\r\n',
    "name without quotes": b"--abc\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--abc--\r\n",
    "extended file name": (
        b"--abc\r\nContent-Disposition: form-data; name=\"a\"; filename*=utf-8''x\r\n\r\nx\r\n--abc--\r\n"
    ),
    "two file names": (
        b'--abc\r\nContent-Disposition: form-data; name="a"; filename="x"; filename="y"\r\n\r\nx\r\n--abc--\r\n'
    ),
    "escapes in a name": b'--abc\r\nContent-Disposition: form-data; name="a\\"b"\r\n\r\nx\r\n--abc--\r\n',
    "attachment": b'--abc\r\nContent-Disposition: attachment; name="a"\r\n\r\nx\r\n--abc--\r\n',
    "odd name": form(part("a b")),
    "folded header": b'--abc\r\nContent-Disposition: form-data;\r\n name="a"\r\n\r\nx\r\n--abc--\r\n',
    "not utf-8": form(part("a", b"\xff\xfe5\x003\x00")),
    "another charset": form(part("a", b"x", b"Content-Type: text/plain; charset=utf-16")),
    "file type with more in it": form(part("a", b"x", b"Content-Type: image/png; name=Marisol", filename="x")),
    "a long header": form(part("a" * 99, b"x", b"Content-Type: text/" + b"x" * 2000)),
    "many parts": form(*[part(f"a{number}") for number in range(MAX_PARTS + 1)]),
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD.keys())
def test_what_two_readers_could_read_differently_is_refused(raw: bytes) -> None:
    with pytest.raises(BadRequest) as caught:
        FORM.read(raw, TYPE)
    assert not any(value in str(caught.value) for value in ("536", "Marisol"))
    assert caught.value.__cause__ is None


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.from_regex(r"[A-Za-z_]{1,12}", fullmatch=True),
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
            st.builds(
                lambda name, raw: {
                    "filename": name,
                    "content_type": "image/png",
                    "data": "data:image/png;base64," + base64.b64encode(raw).decode(),
                },
                st.from_regex(r"[A-Za-z0-9 ._-]{0,20}", fullmatch=True),
                st.binary(max_size=60),
            ),
        ),
        min_size=1,
        max_size=6,
    ).filter(lambda tree: "stream" not in tree)
)
def test_what_is_written_reads_the_same(tree: dict) -> None:
    written = FORM.write(tree)
    assert FORM.read(written, FORM.content_type(written)) == tree


def test_a_name_cannot_break_out_of_its_quotes() -> None:
    sly = {"filename": 'x"\r\nX-Evil: 1', "content_type": "image/png", "data": "data:image/png;base64,eA=="}
    written = FORM.write({"image": sly})
    assert b'filename="x%22%0D%0AX-Evil: 1"' in written


@pytest.mark.parametrize("value", [3, {"a": 1}, None])
def test_what_is_no_form_is_not_written(value) -> None:
    with pytest.raises(InternalError):
        FORM.write({"a": value})
