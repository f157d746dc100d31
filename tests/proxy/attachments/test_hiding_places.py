"""A value in every place of a document where one can hide: read by real workers, and none of them leaves."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import mail_specimens
import office_specimens
import pdf_specimens
import pytest
from attached import PLACES, take

from detectors.conversation import ScanResult
from detectors.finding import Finding
from proxy.attachments.opening import Opener, stuck
from proxy.attachments.wrapping import unpacked
from proxy.errors import Blocked
from proxy.extract.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detectors.finding import Piece

SSN = "219-09-9999"
"""The one that some specimens spell in pieces."""
SPECIMENS: dict[str, Iterable[tuple[str, bytes]]] = {
    "pdf": pdf_specimens.hidden(SSN.encode()),
    "docx": office_specimens.in_word(SSN),
    "xlsx": office_specimens.in_excel(SSN),
    "pptx": office_specimens.in_powerpoint(SSN),
    "eml": mail_specimens.in_mail(SSN),
    "rtf": mail_specimens.in_rich_text(SSN),
}
ANYWHERE = re.compile(r"-?".join(SSN.split("-")))


class Everywhere:
    """In place of the workers: finds the value between any letters, for what is tried here is where texts come from."""

    async def scan(self, pieces: Sequence[Piece], *, tenant: str) -> ScanResult:
        del tenant
        found = [
            tuple(
                Finding("SSN", match.start(), match.end(), 1.0, "test", "test") for match in ANYWHERE.finditer(p.text)
            )
            for p in pieces
        ]
        return ScanResult(found, 1, 1, 0)


TAKING = PLACES["anthropic document"]
FIXED = PLACES["form"]


@pytest.mark.parametrize("kind", SPECIMENS)
async def test_no_value_leaves_from_any_hiding_place(kind: str) -> None:
    specimens, reader = list(SPECIMENS[kind]), Reader()
    opener = Opener(reader=reader)
    try:
        for _where, data in specimens:
            body = TAKING.body(data, "application/pdf", f"a.{kind}")
            taken = await take(TAKING.codec, body, opener, Everywhere())
            if not taken.call.unscanned:
                out = taken.out(TAKING.codec)
                assert TAKING.carried(out) != TAKING.carried(body)
                assert not ANYWHERE.search(json.dumps(out))
            fixed = await take(FIXED.codec, FIXED.body(data, "image/png", "a"), opener, Everywhere())
            if not fixed.call.unscanned:
                assert stuck(fixed.call, fixed.examined.transformed.replacements)
                with pytest.raises(Blocked):
                    fixed.out(FIXED.codec)
    finally:
        await reader.close()
    assert len(specimens) > 5


async def test_a_document_without_a_value_leaves_as_it_came_after_a_real_reading() -> None:
    reader = Reader()
    try:
        for data in (
            pdf_specimens.page_file(pdf_specimens.CLEAN),
            office_specimens.word(office_specimens.run("Lunch.")),
        ):
            body = TAKING.body(data, "", "a")
            taken = await take(TAKING.codec, body, Opener(reader=reader))
            assert unpacked(TAKING.carried(taken.out(TAKING.codec)))[1] == data
    finally:
        await reader.close()
