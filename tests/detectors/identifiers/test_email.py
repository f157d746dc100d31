from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("to ann.lee@example.org.", "", [("EMAIL", "ann.lee@example.org")]),
        ("IFY.G@EXAMPLE.COM", "", [("EMAIL", "IFY.G@EXAMPLE.COM")]),
        ("o'neil_9+x@mail.k12.wa.us", "", [("EMAIL", "o'neil_9+x@mail.k12.wa.us")]),
        ("<mailto:jrmccalx@example.com>", "", [("EMAIL", "jrmccalx@example.com")]),
        ("jo\xe9rg@ex\xe4mple.de ok", "", [("EMAIL", "jo\xe9rg@ex\xe4mple.de")]),
        ("ann\uff20example\uff0eorg", "", [("EMAIL", "ann\uff20example\uff0eorg")]),
        ("\U0001f600\U0001f600 a_b@c-d.example", "", [("EMAIL", "a_b@c-d.example")]),
        ("help@psesd.example", "", []),
        ("no-reply@psesd.example", "", []),
        ("kitchen@psesd.example", "", []),
        ("kitchen@hotmail.co.uk", "", [("EMAIL", "kitchen@hotmail.co.uk")]),
        ("tips@mail.yahoo.fr", "", [("EMAIL", "tips@mail.yahoo.fr")]),
        ("kitchen@mail.psesd.example", "", []),
        ("logo@2x.png", "", []),
        ("@functools.cache", "", []),
        ("name@ is missing", "", []),
        ("a@b", "", []),
        ("x @ y.org", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """An address of a person; role mailboxes and file names are none."""
    assert found(text, context) == expected
