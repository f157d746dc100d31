"""Files with random damage are read or refused, and the worker lives on."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import mail_specimens
import office_specimens
import pdf_specimens
import pytest
import pytest_asyncio

from proxy.extract.limits import Limits
from proxy.extract.reader import Reader
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.sniff import Kind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytestmark = pytest.mark.asyncio(loop_scope="module")

VALUE = "219-09-9999"
FILES = {
    Kind.PDF: [data for _, data in pdf_specimens.hidden(VALUE.encode())],
    Kind.DOCX: [data for _, data in office_specimens.in_word(VALUE)],
    Kind.XLSX: [data for _, data in office_specimens.in_excel(VALUE)],
    Kind.EML: [data for _, data in mail_specimens.in_mail(VALUE)],
    Kind.RTF: [data for _, data in mail_specimens.in_rich_text(VALUE)],
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[Reader]:
    reader = Reader(Limits(wall_s=5))
    yield reader
    await reader.close()


def damaged(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        place = dice.randrange(len(out))
        match dice.randrange(3):
            case 0:
                out[place] = dice.randrange(256)
            case 1:
                del out[place : place + dice.randint(1, 50)]
            case _:
                out[place:place] = out[place - 30 : place]
        if not out:
            break
    return bytes(out)


@pytest.mark.parametrize("kind", FILES)
async def test_random_damage_never_kills_or_hangs_a_worker(reader: Reader, kind: Kind) -> None:
    dice = random.Random(kind.value)
    await reader.read(b"x", Kind.TEXT)
    pids = reader.pids
    for _ in range(60):
        data = damaged(dice.choice(FILES[kind]), dice)
        try:
            extracted = await reader.read(data, kind)
        except Unreadable as error:
            assert error.reason not in {Reason.CRASHED, Reason.TOO_SLOW}  # noqa: PT017  other outcomes are right
        else:
            assert extracted.kind is kind
    assert reader.pids == pids


async def test_importing_the_room_loads_no_parser() -> None:
    code = "import sys, proxy.extract.reader, proxy.extract.sniff, proxy.extract.images; print('pypdf' in sys.modules)"
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: ASYNC221  a short process

    assert done.stdout.strip() == "False"
    assert time.monotonic() - start < 30
