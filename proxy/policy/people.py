"""Who can decide otherwise, and the next steps that several rows share. Plain words, in English and Spanish."""

from __future__ import annotations

from typing import Final

from proxy.exchange import Said

NOBODY: Final = Said("Nobody can allow this one.", "Nadie puede autorizar esto.")
PRIVACY: Final = Said(
    "The privacy officer can decide otherwise.", "La persona encargada de privacidad puede decidir otra cosa."
)
TWO_PEOPLE: Final = Said(
    "Two privacy reviewers can decide otherwise.", "Dos personas que revisan la privacidad pueden decidir otra cosa."
)
IT: Final = Said("IT can decide otherwise.", "El equipo de informática puede decidir otra cosa.")
COUNSEL: Final = Said(
    "The agency's lawyer can allow it.", "La abogada o el abogado de la agencia puede decidir otra cosa."
)
HR: Final = Said(
    "The head of human resources can decide otherwise.", "La dirección de recursos humanos puede decidir otra cosa."
)
POLICY: Final = Said(
    "The owner of the AI-use policy can decide otherwise.",
    "La persona responsable de la política de uso de IA puede decidir otra cosa.",
)
REPORT: Final = Said(
    "If this is a mistake, tell the privacy officer.", "Si es un error, avise a la persona encargada de privacidad."
)

GO_ON: Final = Said("You can go on.", "Puede continuar.")
CHECK_ANSWER: Final = Said(
    "You can go on. Check the answer before you use it.", "Puede continuar. Revise la respuesta antes de usarla."
)
TAKE_OUT: Final = Said(
    "Take out what points to the person, or use a tool with a student-data agreement.",
    "Quite lo que señala a la persona, o use una herramienta con acuerdo de datos estudiantiles.",
)
TAKE_OUT_OR_ASK: Final = Said(
    "Take this part out, or ask a privacy reviewer to look at it.",
    "Quite esta parte, o pida que alguien de privacidad la revise.",
)
EDIT: Final = Said("Edit the message or start a new chat without it.", "Cambie el mensaje o empiece otro chat sin eso.")
