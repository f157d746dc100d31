"""What could not be read, in words: what each kind is called, and what the person can do about it.

The kinds are those of `exchange.Unscanned`; tests keep the list complete. What stands behind ``values_in_`` was read,
but what was found in it cannot be replaced there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PASTE: Final = Said("Paste the text instead.", "Pegue el texto.")
_AGAIN: Final = Said(
    "Open the file, save it again and attach the new copy.", "Abra el archivo, guárdelo otra vez y adjunte esa copia."
)
_LESS: Final = Said("Attach only the pages that you need.", "Adjunte solo las páginas que necesita.")
_UNPACK: Final = Said("Attach the files one by one, not packed.", "Adjunte los archivos uno por uno, sin comprimir.")
_PLAIN: Final = Said("Save it without them, or paste the text.", "Guárdelo sin eso, o pegue el texto.")

KINDS: Final[Mapping[str, tuple[Said, Said]]] = {
    "image": (Said("image", "imagen"), PASTE),
    "audio": (
        Said("audio", "audio"),
        Said("Write down what is said and paste it.", "Escriba lo que se dice y péguelo."),
    ),
    "video": (
        Said("video", "video"),
        Said("Write down what matters and paste it.", "Escriba lo que importa y péguelo."),
    ),
    "file": (Said("file", "archivo"), PASTE),
    "archive": (Said("packed files", "archivos comprimidos"), _UNPACK),
    "encrypted_file": (
        Said("file with a password", "archivo con contraseña"),
        Said("Save a copy without the password and attach that.", "Guarde una copia sin contraseña y adjunte esa."),
    ),
    "legacy_office": (
        Said("old Office file", "archivo viejo de Office"),
        Said("Save it as .docx, .xlsx or .pptx and attach that.", "Guárdelo como .docx, .xlsx o .pptx y adjunte eso."),
    ),
    "unknown_file": (
        Said("file of a type we cannot read", "archivo de un tipo que no leemos"),
        Said("Save it as PDF, .docx, .xlsx or text.", "Guárdelo como PDF, .docx, .xlsx o texto."),
    ),
    "file_too_large": (Said("file that holds too much", "archivo con demasiado contenido"), _LESS),
    "file_too_slow": (Said("file that took too long to read", "archivo que tardó demasiado"), _LESS),
    "file_too_deep": (Said("files inside files", "archivos dentro de archivos"), _UNPACK),
    "file_damaged": (Said("damaged file", "archivo dañado"), _AGAIN),
    "file_with_macros": (Said("file with macros", "archivo con macros"), _PLAIN),
    "file_partly_read": (
        Said("file with images or other parts we cannot read", "archivo con imágenes u otras partes que no leemos"),
        _PLAIN,
    ),
    "stored_file": (
        Said("file kept by the AI service", "archivo guardado en el servicio de IA"),
        Said("Attach the file itself, or paste its text.", "Adjunte el archivo mismo, o pegue el texto."),
    ),
    "remote_url": (
        Said("remote url", "enlace a otro sitio"),
        Said("Attach the file itself, or paste the text.", "Adjunte el archivo mismo, o pegue el texto."),
    ),
    "remote_server": (
        Said("server of somebody else", "servidor de otra empresa"),
        Said("Ask IT to take it out.", "Pida a informática que lo quite."),
    ),
    "token_ids": (Said("text as numbers", "texto en números"), Said("Send it as text.", "Envíelo como texto.")),
    "conversation": (
        Said("chat kept by the AI service", "chat guardado por el servicio de IA"),
        Said("Start a new chat.", "Empiece otro chat."),
    ),
}
"""Kind -> what it is called, and what to do."""
VALUES_IN: Final = "values_in_"
_DETAILS: Final = Said("details in a {} file", "datos en un archivo {}")
_CANNOT: Final = Said(
    "We cannot replace them inside the file: paste the text.", "No los podemos cambiar dentro: pegue el texto."
)
_MOST: Final = 2
"""Things to do that one sentence names; the rest comes up when these are done."""


def called(kind: str) -> Said:
    """What a kind is called; one that nobody described is called by its own name."""
    if kind.startswith(VALUES_IN):
        name = kind.removeprefix(VALUES_IN).replace("_", " ")
        name = name if name in _WORDS else name.upper()
        return Said(_DETAILS.en.format(name), _DETAILS.es.format(name))
    plain = kind.replace("_", " ")
    return KINDS.get(kind, (Said(plain, plain), PASTE))[0]


_WORDS: Final = frozenset({"text", "markdown", "image"})
"""Names of formats that are no abbreviations."""


def advice(kinds: Iterable[str]) -> Said:
    """What the person can do about all of these: at most two sentences."""
    steps = dict.fromkeys(
        _CANNOT if kind.startswith(VALUES_IN) else KINDS.get(kind, (PASTE, PASTE))[1] for kind in sorted(kinds)
    )
    chosen = list(steps or {PASTE: None})[:_MOST]
    return Said(" ".join(step.en for step in chosen), " ".join(step.es for step in chosen))
