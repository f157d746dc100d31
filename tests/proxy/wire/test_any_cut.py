"""The law of all streams: what leaves depends on the provider's bytes, never on how they were cut.

`bench/cuttings.py` tries every cut in two and 10,000 random cuttings of each; here are fewer.
"""

from __future__ import annotations

import random

import pytest
from answer_machines import Call, small_scan
from streamed_answers import STREAMS, checked_whole, rewritten, said

CUTS = 25
"""Random cuttings of each stream; beside them every eleventh cut in two, and one byte at a time."""


@pytest.mark.parametrize("name", STREAMS)
def test_any_cutting_gives_the_same_bytes(name: str) -> None:
    codec, made = STREAMS[name]
    call = Call(scan=small_scan)
    raw = made(said(call))
    whole = checked_whole(codec, raw, call)
    draw = random.Random(11)
    for at in range(1, len(raw), 11):
        assert rewritten(codec, raw, call, [at]) == whole
    assert rewritten(codec, raw, call, range(1, len(raw))) == whole
    for _ in range(CUTS):
        assert rewritten(codec, raw, call, [draw.randrange(1, len(raw)) for _ in range(draw.randint(1, 40))]) == whole
