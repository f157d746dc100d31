"""How commands speak: results on standard output, everything else on standard error, and four exit codes.

Colour only on a terminal and never with NO_COLOR; `rich`, which sees to that, is imported when it is needed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.text import Text

OK: Final = 0
"""Done, nothing to complain of."""
FINDING: Final = 1
"""Done, and something was found that needs a person."""
USAGE: Final = 2
"""The command or the configuration is wrong; nothing was done."""
UNREACHABLE: Final = 3
"""A service or database that the command needs did not answer."""

WIDE: Final = 200
"""Columns where there is no terminal: a pipe must not lose text to wrapping."""


def say_json(value: Any) -> None:  # noqa: ANN401 # any JSON value
    """One JSON object on one line of standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def note(text: str) -> None:
    """A line on standard error."""
    typer.echo(text, err=True)


def fail(message: str, code: int) -> NoReturn:
    """End the command with a message on standard error."""
    note(message)
    raise typer.Exit(code)


def say_texts(texts: Iterable[Text]) -> None:
    """Styled lines on standard output."""
    from rich.console import Console  # noqa: PLC0415 # 60 ms that `--help` and `--json` need not wait for

    console = Console(highlight=False, soft_wrap=True)
    for text in texts:
        console.print(_harmless(text))


def say_table(columns: Iterable[str], rows: Iterable[Iterable[str | Text]]) -> None:
    """A table on standard output."""
    from rich.console import Console  # noqa: PLC0415 # as above
    from rich.table import Table  # noqa: PLC0415 # as above
    from rich.text import Text  # noqa: PLC0415 # as above

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_harmless(Text(cell) if isinstance(cell, str) else cell) for cell in row))
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDE)
    console.print(table)


def _harmless(text: Text) -> Text:
    """The text with a mark for each character that a terminal would obey instead of showing; brackets stay brackets."""
    plain = "".join(char if char == "\n" or char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text.plain)
    shown = text.copy()
    shown.plain = plain
    return shown
