"""Uploads: a file of records, or one content, checked, written anew and kept at the provider; and Anthropic's batches.

The provider gets the records that may leave, under a name and custom ids that say nothing. What stands behind them is
in the vault before its caller hears of the file.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from proxy.batch import sending
from proxy.batch.checking import Checking
from proxy.batch.objects import batch_object, file_object, made_id
from proxy.batch.sending import Parcel
from proxy.batch.wholes import checked_whole
from proxy.errors import CallerError, GuardError, Overloaded, ProviderGarbled
from proxy.exchange.kept import Kind
from proxy.stored_files import terms_of
from proxy.vault.cards import Card
from proxy.wire import content_coding, strict_json
from proxy.wire.anthropic_batches import BatchRequests
from proxy.wire.openai_batches import BatchLines, TuningLines
from proxy.wire.openai_files import read_upload, write_upload

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.batch.cards import Values
    from proxy.batch.checking import Turns
    from proxy.batch.readings import Checked
    from proxy.batch.report import Report
    from proxy.batch.visit import Visit
    from proxy.exchange import Json, Tool
    from proxy.kept_content import CallContent
    from proxy.relay import Answer
    from proxy.upstream import ProviderAnswer
    from proxy.wire.entries import Source
    from proxy.wire.openai_files import Upload

RECORDS: Final[Mapping[str, Callable[[bytes, int], Source]]] = {"batch": BatchLines, "fine-tune": TuningLines}
"""Purposes whose files are records."""


async def create_file(visit: Visit, turns: Turns) -> Answer:
    """``POST /v1/files``.

    Raises:
        CallerError: the form, or some of what it holds, may not leave.
    """
    upload = await asyncio.to_thread(_form, visit)
    source = RECORDS.get(upload.purpose)
    if source is None:
        return await _whole(visit, upload)
    lines: Source = await asyncio.to_thread(source, upload.content, visit.terms.records)
    upload = replace(upload, content=b"")  # the lines are a copy of it
    checked = await _checked(visit, lines, turns)
    body, kind = write_upload(upload, checked.body, "jsonl")
    content = _content(visit, checked.tool, checked.redacted, lines.original)
    parcel = Parcel(
        checked.tool, "POST", "/files", body, kind, checked.replaced, content=content, beside=checked.tools, makes=True
    )
    card = Card(
        checked.tool.dialect,
        checked.tool.provider,
        checked.models,
        url=checked.url,
        purpose=upload.purpose,
        filename=upload.filename,
    )
    return await _kept(visit, parcel, Kind.FILE, card, checked.values, report=checked.report)


async def create_message_batch(visit: Visit, turns: Turns) -> Answer:
    """``POST /v1/messages/batches``: its requests stand in the body. Raises CallerError."""
    source = BatchRequests(await asyncio.to_thread(lambda: strict_json.parse(_decoded(visit))))
    checked = await _checked(visit, source, turns)
    content = _content(visit, checked.tool, checked.redacted, source.original)
    parcel = Parcel(
        checked.tool,
        "POST",
        "/messages/batches",
        checked.body,
        replaced=checked.replaced,
        content=content,
        beside=checked.tools,
        makes=True,
    )
    card = Card("anthropic", checked.tool.provider, checked.models, url=checked.url, purpose="batch")
    return await _kept(visit, parcel, Kind.BATCH, card, checked.values, report=checked.report)


def _decoded(visit: Visit) -> bytes:
    errand = visit.errand
    coding = errand.headers.get("content-encoding")
    return content_coding.decode_body(errand.body.take(), coding, max_bytes=visit.terms.upload_bytes)


def _form(visit: Visit) -> Upload:
    return read_upload(_decoded(visit), visit.errand.headers.get("content-type", ""), visit.errand.dialect)


async def _checked(visit: Visit, source: Source, turns: Turns) -> Checked:
    """Every record examined, and what they come to noted in the record, whether they may leave or not."""
    if turns.uploads.locked():
        raise Overloaded("Other uploads are being checked. Try again in a moment.", retry_after_s=5)
    checking = Checking(visit, source, turns)
    async with turns.uploads:
        try:
            checked = await checking.run()
        except CallerError as error:
            _note(visit, checking, error.details.get("records"))
            if checking.gathered.allowed:
                visit.record.gathered({"decision": "refuse"})  # no policy's: the upload as a whole is no good
            raise
    sending.named(visit, checked.tool)
    _note(visit, checking, checked.report.counts(sent=True))
    visit.record.lap("examine")
    return checked


def _note(visit: Visit, checking: Checking, counts: Json) -> None:
    gathered, record = checking.gathered, visit.record
    decision = gathered.whole()
    if decision is not None:
        record.examined(gathered.findings, decision, gathered.new_chars, gathered.places)
    keys = visit.rooms.standing.subject_keys
    about = {"dialect": visit.errand.dialect, "operation": visit.errand.operation, "stream": False}
    record.gathered({**about, **gathered.detail(keys), **({"records": counts} if counts else {})})


async def _whole(visit: Visit, upload: Upload) -> Answer:
    """A file that is one content: read, replaced and kept, or refused."""
    tool = visit.any_tool()
    checked = await checked_whole(visit, upload, tool)
    body, kind = write_upload(upload, checked.content, upload.ending)
    content = _content(visit, tool, checked.redacted, lambda: upload.content)
    parcel = Parcel(tool, "POST", "/files", body, kind, checked.replaced, checked.files, content, makes=True)
    card = Card(
        tool.dialect,
        tool.provider,
        (tool.model,),
        role="whole",
        purpose=upload.purpose,
        filename=upload.filename,
        terms="" if checked.excepted else _terms(visit, tool),
    )
    return await _kept(visit, parcel, Kind.FILE, card, checked.values)


def _terms(visit: Visit, tool: Tool) -> str:
    rooms, who = visit.rooms, visit.who
    return terms_of(tool, rooms.examiner.table, who.circumstances, who.hints, rooms.today())


def _content(visit: Visit, tool: Tool, redacted: bytes, original: Callable[[], bytes]) -> CallContent | None:
    """What is kept of an upload's text, where text is kept."""
    contents = visit.rooms.contents
    if contents is None:
        return None
    content = contents.of(visit.errand.request_id, visit.caller, tool, visit.record.subjects)
    visit.record.prompt_kept(content.upload(redacted, original()))
    return content


async def _kept(
    visit: Visit, parcel: Parcel, kind: Kind, card: Card, values: Values, *, report: Report | None = None
) -> Answer:
    """Send it, keep what stands behind it, and answer."""
    answer = await sending.send(visit, parcel)
    return await sending.shielded(_kept_here(visit, parcel, answer, _Kept(kind, card, values, report)))


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is to be remembered of something new."""

    kind: Kind
    card: Card
    values: Values = field(repr=False)
    report: Report | None


async def _kept_here(visit: Visit, parcel: Parcel, answer: ProviderAnswer, new: _Kept) -> Answer:
    kind, card, values = new.kind, new.card, new.values
    tree = await sending.read(visit, answer)
    if answer.status != HTTPStatus.OK:
        return sending.refused(visit, parcel, answer.status, tree, values)
    name = made_id(tree)
    card = replace(card, values=secrets.token_hex(16))  # an id may come again: of a batch, or of what is gone
    try:
        taken = await visit.shelf.find(kind, name) is not None
        if not taken:
            await visit.shelf.put(kind, name, card, values)
    except GuardError:
        await _take_back(visit, parcel, kind, name)
        raise
    if taken:  # and may be what that is: it stays
        raise ProviderGarbled("The AI provider gave an id that another file or batch has.")
    show = file_object if kind is Kind.FILE else batch_object
    shown: dict[str, Json] = show(tree, card, sending.restoring(visit, values))
    if new.report is not None:
        shown["chaperone"] = new.report.told(sent=True)
    return sending.answered(visit, parcel, answer.status, shown)


async def _take_back(visit: Visit, parcel: Parcel, kind: Kind, name: str) -> None:
    path = f"{parcel.path}/{name}"
    if kind is Kind.FILE:
        await sending.take_back(visit, parcel, "DELETE", path)
    else:
        await sending.take_back(visit, parcel, "POST", f"{path}/cancel")
