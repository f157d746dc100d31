"""The explanation card: what was found, why it matters, what was done, what to do next, who can decide otherwise.

The same five lines in English and Spanish, with types and counts and never a value (34 CFR 99.31(b): what was relied
on can be shown without showing the person). It goes into the error body and the preview.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from proxy.exchange import Action, Said
from proxy.policy.people import EDIT
from proxy.policy.unread import called
from proxy.policy.words import LABELS, TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Decision, Reason

Card: TypeAlias = "dict[str, dict[str, str]]"
"""Language (``en``, ``es``) -> ``found``, ``why``, ``clause``, ``done``, ``next``, ``who``."""

NO_QUEUE: Final = Said(
    "It needs a reviewer's approval, and this installation has no review queue, so it stops here.",
    "Necesita la aprobación de otra persona, y esta instalación no tiene cola de revisión, así que se detiene aquí.",
)
_NOTHING: Final = Said("Nothing protected.", "Nada protegido.")
_DONE: Final = {
    Action.BLOCK: Said("It was not sent.", "No se envió."),
    Action.HOLD: Said(f"It was not sent. {NO_QUEUE.en}", f"No se envió. {NO_QUEUE.es}"),
}
_SENT: Final = Said("It may be sent as it is.", "Se puede enviar así.")
_REPLACED: Final = Said("It may be sent with these details replaced.", "Se puede enviar con estos datos cambiados.")
_WAS_SENT: Final = Said("It was sent as it is.", "Se envió así.")
_WAS_REPLACED: Final = Said("It was sent with these details replaced.", "Se envió con estos datos cambiados.")
QUEUED: Final = Said("It was not sent. It waits for a reviewer.", "No se envió. Espera a que una persona lo revise.")
AGAIN: Final = Said(
    "Chats send old messages again, so edit the message or start a new chat.",
    "Los chats reenvían los mensajes anteriores: cambie el mensaje o empiece otro chat.",
)
"""What a blocked person needs to know, since the history would be blocked for ever."""
_ABOUT_THE_TOOL: Final = frozenset({"R02-unapproved"})
"""Rows that no edit of the message helps against."""


def card(
    decision: Decision,
    found: Mapping[str, int],
    unscanned: Mapping[str, int],
    *,
    queued: bool = False,
    sent: bool = False,
) -> Card:
    """The card of a decision.

    Args:
        decision: what was decided.
        found: base label -> number of values that were or would be replaced.
        unscanned: kind -> number of places that could not be read.
        queued: whether a held call waits for a reviewer; else it stops there.
        sent: whether a call that may go has gone (a card told from a record).
    """
    leading = decision.leading
    done = _done(decision.action, replaced=bool(found), queued=queued, sent=sent)
    following = _next(leading)
    why = Said(leading.sentence, leading.sentence_es)
    what = _found(decision.tags, found, unscanned)
    return {
        language: {
            "found": getattr(what, language),
            "why": getattr(why, language),
            "clause": leading.clause,
            "done": getattr(done, language),
            "next": getattr(following, language),
            "who": getattr(leading.decider, language),
        }
        for language in ("en", "es")
    }


def _done(action: Action, *, replaced: bool, queued: bool, sent: bool) -> Said:
    if queued and action is Action.HOLD:
        return QUEUED
    going = (_WAS_REPLACED if replaced else _WAS_SENT) if sent else (_REPLACED if replaced else _SENT)
    return _DONE.get(action, going)


def _next(leading: Reason) -> Said:
    """The row's own advice, and for a block what to do about the history that a chat sends along."""
    step = leading.next_step
    if leading.action is not Action.BLOCK or leading.rule in _ABOUT_THE_TOOL or step == EDIT:
        return step
    return Said(f"{step.en} {AGAIN.en}", f"{step.es} {AGAIN.es}")


def _found(tags: tuple[str, ...], found: Mapping[str, int], unscanned: Mapping[str, int]) -> Said:
    """Types and counts in words: ``Student names (2), dates of birth (1), special-education details``."""
    counted = [(LABELS.get(label, Said(label, label)), count) for label, count in found.items()]
    kinds = [(called(kind), count) for kind, count in unscanned.items()]
    en = [f"{said.en} ({count})" for said, count in (*counted, *kinds)]
    es = [f"{said.es} ({count})" for said, count in (*counted, *kinds)]
    told = [TAGS[tag] for tag in tags if tag in TAGS]
    return Said(
        _sentence([*en, *(said.en for said in told)], _NOTHING.en),
        _sentence([*es, *(said.es for said in told)], _NOTHING.es),
    )


def _sentence(parts: list[str], nothing: str) -> str:
    joined = ", ".join(parts)
    return f"{joined[0].upper()}{joined[1:]}." if joined else nothing
