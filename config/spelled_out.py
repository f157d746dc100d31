"""Secrets that stand in the configuration itself, where every reader and every backup of the file has them.

Which settings are secrets is read off the models: a new one of type `SecretStr` is looked at without a word here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, get_args
from urllib.parse import parse_qsl

from pydantic import BaseModel, SecretStr

if TYPE_CHECKING:
    from config.problems import Place, Problem
    from config.source import Document

ADVICE: Final = "a secret stands in this file: use a ${REFERENCE}"
FILES: Final = " or a secret file"
SUFFIX: Final = "_file"
PASSWORD: Final = re.compile(r"[^:/]*:[^@]*@")
"""What stands before the host where a password does, as SQLAlchemy reads it."""
SECRET_WORDS: Final = ("pass", "pwd", "secret", "token", "key", "signature")
"""In names of parameters: password, sslpassword, api_key, sas_token, x-amz-signature."""
PATHS: Final = frozenset({"passfile", "sslkey"})
"""Parameters of libpq called so that name a file."""


def spelled_out(document: Document, top: type[BaseModel]) -> list[Problem]:
    """Warnings for secrets that the file spells out; call it before secret files are read.

    Args:
        document: its references are replaced already.
        top: the model of the whole file.
    """
    return [
        document.problem(place, ADVICE + (FILES if has_file else ""))
        for place, has_file, text in _secrets(top, document.tree, ())
        if text and place not in document.referring and not _is_open_address(text)
    ]


def _secrets(model: type[BaseModel], tree: object, place: Place) -> Iterator[tuple[Place, bool, str]]:
    """Every secret of a section and of those below: its place, whether a file may hold it, its text."""
    if not isinstance(tree, Mapping):
        return
    for name, field in model.model_fields.items():
        value, kinds = tree.get(name), set(_kinds(field.annotation))
        if SecretStr in kinds and isinstance(value, str):
            yield (*place, name), name + SUFFIX in model.model_fields, value
        for below in (each for each in kinds if issubclass(each, BaseModel)):
            for step, item in _items(value):
                yield from _secrets(below, item, (*place, name, *step))


def _items(value: object) -> Iterator[tuple[Place, object]]:
    """The value itself and what it holds: a section stands alone, in a list or under names of the operator's."""
    yield (), value
    if isinstance(value, list):
        yield from (((index,), item) for index, item in enumerate(value))
    elif isinstance(value, Mapping):
        yield from (((key,), item) for key, item in value.items() if isinstance(item, Mapping))


def _kinds(annotation: Any) -> Iterator[type]:  # noqa: ANN401 # whatever stands behind the colon
    """The classes that an annotation is made of."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for each in get_args(annotation):
        yield from _kinds(each)


def _is_open_address(text: str) -> bool:
    """An address without a password (a database that knows its clients otherwise) tells nothing.

    A password may stand before the host or in the query, where libpq and most drivers take every parameter; the word
    for it varies, so whatever is called like a secret counts. Read as drivers do: "#", "/" and "?" end no password.
    """
    _, mark, rest = text.partition("://")
    try:
        named = {name.lower() for name, value in parse_qsl(rest.partition("?")[2]) if value} - PATHS
    except ValueError:
        return False
    signed_in = PASSWORD.match(rest) is not None
    return bool(mark) and not signed_in and not any(word in name for name in named for word in SECRET_WORDS)
