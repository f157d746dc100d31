"""Cards of refusals that no row decides: what staff read when a call ended before or beside the decision table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said
from proxy.policy.people import IT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.policy.card import Card

_NOTHING: Final = Said("Nothing was looked at.", "No se miró nada.")
_NOT_SENT: Final = Said("It was not sent.", "No se envió.")
_SHORTLY: Final = Said(
    "Try again in a moment. If it goes on, tell IT.", "Intente otra vez. Si sigue, avise a informática."
)
_ASK_IT: Final = Said("Ask IT which tools are approved.", "Pregunte a informática qué puede usar usted.")
_LESS: Final = Said("Send it in smaller parts.", "Envíelo en partes más pequeñas.")
_WAIT: Final = Said("Wait a minute and try again.", "Espere un minuto e intente otra vez.")
_FAILED: Final = Said(
    "The guard could not check this, so it did not let it through.",
    "El sistema no pudo revisar esto, así que no lo dejó pasar.",
)
_REFUSALS: Final[Mapping[str, tuple[str, Said, Said, Said]]] = {
    "model_not_allowed": (
        "Policy 5023, Tools approval",
        Said(
            "This AI tool is not on the approved list, or its approval has ended.",
            "Esta herramienta de IA no está aprobada, o su aprobación terminó.",
        ),
        _ASK_IT,
        Said("IT can ask for its approval.", "El equipo de informática puede pedir su aprobación."),
    ),
    "permission_denied": (
        "Policy 5023, Scope",
        Said("Your key may not be used for this.", "Su clave no se puede usar para esto."),
        Said("Use the key that you were given for this work.", "Use la clave que recibió para este trabajo."),
        IT,
    ),
    "request_too_large": (
        "Policy 5023, Data handling",
        Said("There was more text than can be checked at once.", "Había más texto del que se puede revisar a la vez."),
        _LESS,
        IT,
    ),
    "scan_timed_out": (
        "Policy 5023, Data handling",
        Said("Checking it took too long.", "Revisarlo tardó demasiado."),
        Said(
            "Send it in smaller parts. If it is short, try again in a moment.",
            "Envíelo en partes más pequeñas. Si es corto, intente otra vez en un momento.",
        ),
        IT,
    ),
    "rate_limit_exceeded": (
        "Policy 5023, General use",
        Said("You made more calls than are allowed in a minute.", "Hizo más llamadas de las permitidas por minuto."),
        _WAIT,
        IT,
    ),
    "invalid_request": (
        "Policy 5023, General use",
        Said("The request was not written as the AI service expects it.", "La solicitud no estaba bien escrita."),
        Said("Ask IT to look at the app that sent it.", "Pida a informática que revise la aplicación."),
        IT,
    ),
    "training_required": (
        "Policy 5023, Training",
        Said("Your AI training is missing or has ended.", "Falta su capacitación sobre IA, o ya terminó."),
        Said("Take the course, then try again.", "Haga el curso y vuelva a intentar."),
        IT,
    ),
}
_OURS: Final = ("Policy 5023, Data handling", _FAILED, _SHORTLY, IT)


def refusal_card(error_code: str, clause: str | None = None) -> Card:
    """The card of a refusal by its error code; one that is not known is told as our own failure."""
    law, why, step, who = _REFUSALS.get(error_code, _OURS)
    return {
        language: {
            "found": getattr(_NOTHING, language),
            "why": getattr(why, language),
            "clause": clause or law,
            "done": getattr(_NOT_SENT, language),
            "next": getattr(step, language),
            "who": getattr(who, language),
        }
        for language in ("en", "es")
    }
