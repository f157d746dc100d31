"""``POST /v1/batches``: a batch of a file that its caller put there through us, and of no other."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from proxy.batch import sending
from proxy.batch.kept_things import remember_outputs
from proxy.batch.objects import batch_object, made_id
from proxy.batch.sending import Parcel
from proxy.errors import BadRequest, GuardError, ProviderGarbled
from proxy.exchange import Action
from proxy.exchange.kept import Kind
from proxy.outcome import refusal
from proxy.wire import content_coding, strict_json
from proxy.wire.openai_batches import OpenAIBatchCreate

if TYPE_CHECKING:
    from proxy.batch.visit import Visit
    from proxy.relay import Answer
    from proxy.upstream import ProviderAnswer
    from proxy.vault.cards import Card

CREATE: Final = OpenAIBatchCreate()


async def create_batch(visit: Visit) -> Answer:
    """Check what the caller says of the batch, and that the file is theirs; keep what its results need.

    Raises:
        NotFound: the file is not this caller's; the provider is not asked.
        BadRequest | Blocked: the request itself may not leave.
    """
    errand = visit.errand
    raw = content_coding.decode_body(
        errand.body.take(), errand.headers.get("content-encoding"), max_bytes=visit.rooms.body_bytes
    )
    call = await asyncio.to_thread(lambda: CREATE.parse(strict_json.parse(raw)))
    file = await visit.shelf.get(Kind.FILE, call.body["input_file_id"], "openai")
    if file.purpose != "batch" or file.role != "records":
        raise BadRequest("This file was not uploaded with the purpose `batch`.", param="input_file_id")
    if call.body["endpoint"] != file.url:
        raise BadRequest(f"The records of this file are for {file.url}: say so in `endpoint`.", param="endpoint")
    tool = visit.tool_of(file)
    call, examined = await sending.weighed(visit, call, tool)
    leading = examined.decision.leading
    if leading.action is not Action.FORWARD:
        raise refusal(call, examined, leading)
    done = examined.transformed
    body = strict_json.serialise(CREATE.put_back(call, done.replacements))
    parcel = Parcel(tool, "POST", "/batches", body, replaced=done.replaced, makes=True)
    if not file.batched:  # before anything is sent: what deletes the file meanwhile must leave its values
        await visit.shelf.put(Kind.FILE, call.body["input_file_id"], replace(file, batched=True))
    answer = await sending.send(visit, parcel)
    card = replace(file, metadata=call.body.get("metadata"), filename="")
    return await sending.shielded(_kept_here(visit, parcel, answer, card))


async def _kept_here(visit: Visit, parcel: Parcel, answer: ProviderAnswer, card: Card) -> Answer:
    tree = await sending.read(visit, answer)
    if answer.status != HTTPStatus.OK:
        return sending.refused(visit, parcel, answer.status, tree)
    name = made_id(tree)
    try:
        taken = await visit.shelf.find(Kind.BATCH, name) is not None
        if not taken:
            await visit.shelf.put(Kind.BATCH, name, card)
            await remember_outputs(visit, tree, card)
    except GuardError:
        await sending.take_back(visit, parcel, "POST", f"{parcel.path}/{name}/cancel")
        raise
    if taken:
        raise ProviderGarbled("The AI provider gave an id that another batch has.")
    return sending.answered(visit, parcel, answer.status, batch_object(tree, card, sending.restoring(visit)))
