"""The explanation card: what was found, why it matters, what was done, what to do next, who can decide otherwise.

The same five lines in English and Spanish, with types and counts and never a value (34 CFR 99.31(b): what was relied
on can be shown without showing the person). It goes into the error body and the preview.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from proxy.exchange import Action, Said
from proxy.policy.words import LABELS, TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Decision

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


def card(decision: Decision, found: Mapping[str, int], unscanned: Mapping[str, int]) -> Card:
    """The card of a decision.

    Args:
        decision: what was decided.
        found: base label -> number of values that were or would be replaced.
        unscanned: kind -> number of places that could not be read.
    """
    leading = decision.leading
    done = _DONE.get(decision.action, _REPLACED if found else _SENT)
    why = Said(leading.sentence, leading.sentence_es)
    what = _found(decision.tags, found, unscanned)
    return {
        language: {
            "found": getattr(what, language),
            "why": getattr(why, language),
            "clause": leading.clause,
            "done": getattr(done, language),
            "next": getattr(leading.next_step, language),
            "who": getattr(leading.decider, language),
        }
        for language in ("en", "es")
    }


def _found(tags: tuple[str, ...], found: Mapping[str, int], unscanned: Mapping[str, int]) -> Said:
    """Types and counts in words: ``Student names (2), dates of birth (1), special-education details``."""
    counted = [(LABELS.get(label, Said(label, label)), count) for label, count in found.items()]
    kinds = [(Said(kind.replace("_", " "), kind.replace("_", " ")), count) for kind, count in unscanned.items()]
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
