"""The splitter gives the same events however the bytes were cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import ProviderGarbled
from proxy.wire.sse import Event, Splitter, encode


def split(*pieces: bytes) -> list[Event]:
    splitter = Splitter()
    return [event for piece in pieces for event in splitter.feed(piece)] + list(splitter.finish())


STREAM = (
    b"\xef\xbb\xbf: hello\n\ndata: one\n\r\ndata:two\r\ndata: three\rdata\r\r\n"
    b"event: e\nid: 7\nretry: 10\nfoo: bar\ndata: \xc3\xa9\n\n\n\ndata: x\r:c\rdata: y\r\revent: only\n\ndata: last"
)
EVENTS = [
    Event(comment=b" hello"),
    Event(b"one"),
    Event(b"two\nthree\n"),
    Event(b"\xc3\xa9", ((b"event", b"e"), (b"id", b"7"), (b"retry", b"10"))),
    Event(comment=b"c"),
    Event(b"x\ny"),
    Event(None, ((b"event", b"only"),)),
    Event(b"last"),
]


def test_whole() -> None:
    assert split(STREAM) == EVENTS


def test_byte_by_byte() -> None:
    assert split(*(bytes([byte]) for byte in STREAM)) == EVENTS


def test_every_split_in_three() -> None:
    for a, b in itertools.combinations(range(len(STREAM) + 1), 2):
        assert split(STREAM[:a], STREAM[a:b], STREAM[b:]) == EVENTS


def test_empty_pieces_between_the_bytes() -> None:
    assert split(*(piece for byte in STREAM for piece in (bytes([byte]), b""))) == EVENTS


@settings(max_examples=100, deadline=None)
@given(lines=st.lists(st.sampled_from([b"data: x", b"data", b"", b":c", b"id: 1", b"zzz", b"\xff:"])), data=st.data())
def test_line_ends_may_be_mixed(lines: list[bytes], data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.sampled_from([b"\r\n", b"\n"]), min_size=len(lines), max_size=len(lines)))
    mixed = b"".join(line + end for line, end in zip(lines, ends, strict=True))
    assert split(mixed) == split(b"".join(line + b"\n" for line in lines))
    assert split(b"".join(line + b"\r" for line in lines)) == split(b"".join(line + b"\n" for line in lines))


def test_unicode_line_separators_are_no_line_ends() -> None:
    data = "a\u2028b\x85c\x0bd\x0ce".encode()
    assert split(b"data: " + data + b"\n\n") == [Event(data)]


def test_an_event_leaves_as_soon_as_its_blank_line_came_even_when_it_ends_in_cr() -> None:
    splitter = Splitter()
    assert list(splitter.feed(b"data: x\r\r")) == [Event(b"x")]
    assert list(splitter.feed(b"\ndata: y\n\n")) == [Event(b"y")]


@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_a_line_over_the_cap_is_garbled(piece: int) -> None:
    splitter = Splitter(max_bytes=100)
    raw = b"data: " + b"x" * 101
    with pytest.raises(ProviderGarbled):
        list(itertools.chain(*(splitter.feed(raw[at : at + piece]) for at in range(0, len(raw), piece))))


def test_many_lines_of_one_event_over_the_cap_are_garbled() -> None:
    with pytest.raises(ProviderGarbled):
        list(Splitter(max_bytes=100).feed(b"data: xxxxxxxxxx\n" * 11))


def test_events_do_not_print_their_content() -> None:
    assert "secret" not in repr(Event(b"secret", ((b"id", b"secret"),), b"secret"))


def test_what_is_encoded_is_split_again() -> None:
    fields = ((b"event", b"e"), (b"id", b"1"))
    assert split(encode(b'{"a":1}', fields)) == [Event(b'{"a":1}', fields)]
