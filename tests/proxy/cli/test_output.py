"""What commands print is shown, never obeyed: neither by the terminal nor by the library that draws tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from proxy.cli.output import say_table, say_texts

if TYPE_CHECKING:
    import pytest

HOSTILE = "a\x1b[2J\x9b31m [/nope] [red]b[/red] \u202eend"
SHOWN = "a\ufffd[2J\ufffd31m [/nope] [red]b[/red] \ufffdend"


def test_tables_show_what_they_are_given(capsys: pytest.CaptureFixture[str]) -> None:
    say_table(("x", "y"), [(HOSTILE, Text(HOSTILE, style="red"))])
    assert capsys.readouterr().out.count(SHOWN) == 2


def test_lines_show_what_they_are_given(capsys: pytest.CaptureFixture[str]) -> None:
    say_texts([Text(HOSTILE), Text("two\nlines")])
    assert capsys.readouterr().out == f"{SHOWN}\ntwo\nlines\n"
