"""What a caller is told when the registry stops a call: a sentence with the day, and the card in two languages (pure).

The same members as the cards of the policy; those of `GET /v1/explanations` say the same without the day, because the
record holds no sentence.
"""

from __future__ import annotations

from typing import Final

from proxy.errors import NotApproved
from proxy.exchange import Said

ASK: Final = "Pick an approved one (GET /v1/models) or ask IT."
CLAUSE: Final = "Policy 5023, Tools approval"
_FOUND: Final = Said("Nothing was looked at.", "No se miró nada.")
_DONE: Final = Said("It was not sent.", "No se envió.")
_NEXT: Final = Said("Ask IT which tools are approved.", "Pregunte a informática qué puede usar usted.")
_WHO: Final = Said("IT can ask for its approval.", "El equipo de informática puede pedir su aprobación.")


def refused(why: Said, *, ask: str = ASK, model: bool = True, **more: str) -> NotApproved:
    """The error for a tool that may not be used.

    Args:
        why: the sentence, which names the day where there is one.
        ask: what the message adds to it.
        model: whether the model is to blame.
        more: further details, such as the provider.
    """
    said = {"found": _FOUND, "why": why, "done": _DONE, "next": _NEXT, "who": _WHO}
    card = {
        language: {"clause": CLAUSE, **{name: getattr(text, language) for name, text in said.items()}}
        for language in ("en", "es")
    }
    details = {"rule": "R02-unapproved", "clause": CLAUSE, "explanation": card, **more}
    return NotApproved(f"{why.en} {ask}".strip(), param="model" if model else None, details=details)


def may_not(what: Said, why: Said, *, provider: str) -> NotApproved:
    """The error for something that may not be used, with the reason."""
    en = f"This {what.en} may not be used: {why.en}."
    return refused(Said(en, f"No se puede usar {what.es}: {why.es}."), provider=provider)
