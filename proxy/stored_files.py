"""Files at a provider that a call names by their ids.

Nobody can read such a file here again, so it must have been examined when it was uploaded: through the guard, by this
caller, as one content, for this provider, and under the very terms that hold for the call. Then its placeholders go on
in the call (a value of the file has the same one in what is typed, and comes back in the answer), and what was found in
it is looked for. Any other id is refused here, whatever the policy says of content that cannot be read: it could be
somebody else's file.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.exchange import show_path
from proxy.exchange.kept import Kind, Recalled
from proxy.policy.decide import policy_hash
from proxy.vault import payload
from proxy.vault.cards import card_of, values_name
from proxy.vault.nouns import Owner
from proxy.wire.deposits import ITEM
from proxy.wire.shape import STORED_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from proxy.exchange import Caller, Circumstances, Hints, Json, ParsedCall, Path, Tool
    from proxy.exchange.kept import Entry, Known
    from proxy.policy.facts import Table
    from proxy.vault.cards import Card
    from proxy.vault.store import Vault

SALT_BYTES: Final = 16
_INSTEAD: Final = "Or attach the file itself."
KEEPING: Final = frozenset({"openai", "anthropic"})
"""APIs whose files go through the guard (`proxy.batch`)."""
_NO_API: Final = (
    "Files of this API do not go through the guard, so nobody can say what is in this one. Attach the file itself."
)
_UNKNOWN: Final = (
    "There is no file under this id that was uploaded through the guard with your key and is still remembered. Upload "
    f"it to /v1/files here first. {_INSTEAD}"
)
_RECORDS: Final = (
    "This file holds records of a batch or examples, which a call cannot name. Upload it as one content, with the "
    f"purpose `user_data`. {_INSTEAD}"
)
_CHANGED: Final = (
    "The rules for this AI tool are not those under which this file was examined. Delete it and upload it again. "
    f"{_INSTEAD}"
)
_EXCEPTED: Final = (
    "Nobody can say that this call may hold what is in this file: an exception let the file out, or it was uploaded "
    "when calls could not name files yet. Attach the file itself."
)


def terms_of(tool: Tool, table: Table, circumstances: Circumstances, hints: Hints, today: date) -> str:
    """A digest of what decided about a text, but for the text: the same terms, the same digest.

    Rows on trial are part of it: what one of them let pass is not let in after its last day. Overrides are none, as
    they end at any time: what left under one has no terms.
    """
    barred = None if tool.ceiling is None else (tool.ceiling.severity.value, sorted(tool.ceiling.barred))
    trial = [] if hints.strict else sorted(table.on_trial(today))
    said = (tool.tier.value, barred, policy_hash(table), trial, repr(circumstances), repr(hints))
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def fresh() -> Recalled:
    """For an upload: placeholders that no other file of the caller's, and no call, has for something else."""
    return Recalled((), (), secrets.token_bytes(SALT_BYTES))


async def with_stored_files(
    call: ParsedCall, vault: Vault | None, caller: Caller, tool: Tool, terms: str
) -> ParsedCall:
    """The call, in which files of the caller's are no longer unscanned.

    Args:
        call: as it was parsed.
        vault: where cards of files are kept; None: there are none, and every id stays unscanned.
        caller: who calls.
        tool: whom they call.
        terms: `terms_of` of this call.

    Raises:
        BadRequest: an id is not that of such a file; the sentence says what to do.
        StateUnavailable: the vault does not answer.
    """
    named = [item.path for item in call.unscanned if item.kind == STORED_FILE]
    if not named or vault is None:
        return call
    if tool.dialect not in KEEPING:
        raise BadRequest(_NO_API, param=show_path(named[0]))
    owner = Owner(caller.tenant, caller.id)
    entries: list[Entry] = []
    known: list[Known] = []
    places = {_at(call.body, path): path for path in reversed(named)}  # one that is named often is looked up once
    for name, path in places.items():
        card = await _card(vault, owner, name, path)
        _check(card, tool, terms, path)
        kept = await vault.recall(owner, Kind.FILE, values_name(card))
        if kept is None:
            raise BadRequest(_UNKNOWN, param=show_path(path))
        remembered = payload.read(kept)
        entries += remembered.entries
        known += (*remembered.known, *((entity, value) for entity, value in json.loads(kept).get("found", ())))
    return replace(
        call,
        unscanned=tuple(item for item in call.unscanned if item.path not in named),
        segments=tuple(each for each in call.segments if each.path not in named),  # ids that the provider made
        recalled=_joined(call.recalled, entries, known),
        lodged=tuple(named),
    )


async def _card(vault: Vault, owner: Owner, name: Json, path: Path) -> Card:
    kept = await vault.recall(owner, Kind.FILE, name) if isinstance(name, str) and ITEM.fullmatch(name) else None
    if kept is None:
        raise BadRequest(_UNKNOWN, param=show_path(path))
    return card_of(kept)


def _check(card: Card, tool: Tool, terms: str, path: Path) -> None:
    """Raises BadRequest: it lies elsewhere, holds something else, or was examined under other terms."""
    wrong = ""
    if card.provider != tool.provider:
        wrong = (
            f"This file lies at {card.provider}, and the model of this call is {tool.provider}'s. Upload it again with "
            f"the header `x-chaperone-provider: {tool.provider}`. {_INSTEAD}"
        )
    elif card.role != "whole":
        wrong = _RECORDS
    elif not card.terms:
        wrong = _EXCEPTED
    elif card.terms != terms:
        wrong = _CHANGED
    if wrong:
        raise BadRequest(wrong, param=show_path(path))


def _joined(before: Recalled | None, entries: Sequence[Entry], known: Sequence[Known]) -> Recalled:
    """One map of a conversation and of files; a placeholder that stands for two values stays literal."""
    earlier = (before.entries, before.known) if before is not None else ((), ())
    salt = before.salt if before is not None else secrets.token_bytes(SALT_BYTES)
    return Recalled(payload.agreed((*earlier[0], *entries)), tuple(dict.fromkeys((*earlier[1], *known))), salt)


def _at(body: Json, path: Path) -> Json:
    for step in path:
        body = body[step]
    return body
