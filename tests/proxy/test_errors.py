"""The error tree: the drawing in the module's docstring, the classes and docs/headers.md say the same."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from typing import TYPE_CHECKING, NamedTuple, get_args

import pytest

import proxy
from proxy import errors
from proxy.callers.quotas import EXHAUSTED_RETRY_S
from proxy.errors import CallerError, GuardError, OwnFailure, ProviderError, ProviderRefused, Side

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINE = re.compile(r"^ {4}((?:\|   |    )*)(?:\|--|`--) (\w+) +(.+)$", re.MULTILINE)


class Row(NamedTuple):
    name: str
    parent: str
    columns: list[str]


def drawn() -> Iterator[Row]:
    """The lines of the drawing; a branch carries a sentence instead of columns."""
    parents = ["GuardError"]
    for indent, name, rest in LINE.findall(inspect.getdoc(errors) or ""):
        depth = len(indent) // 4 + 1
        del parents[depth:]
        yield Row(name, parents[-1], [] if rest.startswith("(") else rest.split(maxsplit=4))
        parents.append(name)


def below(base: type[GuardError], home: str = errors.__name__) -> Iterator[type[GuardError]]:
    """Every error class below `base` that the modules named `home...` have made."""
    for child in base.__subclasses__():
        if child.__module__.startswith(home):
            yield child
            yield from below(child, home)


TREE = list(below(GuardError))
LEAVES = [row for row in drawn() if row.columns]


def made(cls: type[GuardError]) -> GuardError:
    return cls("A sentence.", status=418) if cls is ProviderRefused else cls("A sentence.")


def documented(tree: Path) -> dict[str, str]:
    """Code -> status, as docs/headers.md tells them."""
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \| ([^|]+) \|", (tree / "docs" / "headers.md").read_text(), re.MULTILINE)
    return {code: status for codes, status in rows for code in re.findall(r"`([a-z_]+)`", codes)}


def test_the_drawing_shows_every_class_under_its_parent() -> None:
    drawing = {row.name: row.parent for row in drawn()}
    classes = {cls.__name__: cls.__mro__[1].__name__ for cls in TREE}
    assert drawing == classes


@pytest.mark.parametrize("row", LEAVES, ids=lambda row: row.name)
def test_the_drawing_s_columns_are_the_class_s(row: Row) -> None:
    code, side, status, *rest = row.columns
    error = made(getattr(errors, row.name))
    shown = "as" if isinstance(error, ProviderRefused) else str(error.status)
    assert (error.code, error.side, shown) == (code, side, status)
    assert " ".join(rest).removeprefix("it").split()[0] == ("yes" if error.retryable else "no")


def test_a_refusal_of_the_provider_carries_the_provider_s_status() -> None:
    assert ProviderRefused("no", status=418).status == 418


@pytest.mark.parametrize("cls", TREE, ids=lambda cls: cls.__name__)
def test_only_our_own_failures_may_be_repeated_and_they_say_when(cls: type[GuardError]) -> None:
    error = made(cls)
    assert error.side in get_args(Side)
    assert error.retryable == (error.side == "guard") == isinstance(error, OwnFailure)
    assert error.retry_after_s == (2 if error.retryable else None)


@pytest.mark.parametrize("base", [CallerError, ProviderError, OwnFailure])
def test_a_side_is_a_branch(base: type[GuardError]) -> None:
    assert {cls.side for cls in (base, *below(base))} == {base.side}


def test_retry_after_can_be_given() -> None:
    assert errors.Overloaded("busy", retry_after_s=5).retry_after_s == 5
    assert errors.InternalError("never", retry_after_s=None).retry_after_s is None
    assert errors.QuotaExceeded("used up", retry_after_s=EXHAUSTED_RETRY_S).retry_after_s > 120


def test_an_error_carries_its_sentence_and_its_public_facts() -> None:
    plain = errors.BadRequest("Mend it.")
    assert (str(plain), plain.message, plain.param, dict(plain.details)) == ("Mend it.", "Mend it.", None, {})
    full = errors.Blocked("No.", param="messages[0].content", details={"rule": "R18-credential"})
    assert (full.param, dict(full.details)) == ("messages[0].content", {"rule": "R18-credential"})


def test_codes_are_stable_words_and_no_two_leaves_share_one() -> None:
    codes = [row.columns[0] for row in LEAVES]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", cls.code) for cls in TREE)


def test_the_documentation_names_every_code_of_every_room_with_its_status(tree: Path) -> None:
    for module in pkgutil.walk_packages(proxy.__path__, "proxy."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:  # Alembic alone runs these
            importlib.import_module(module.name)
    everywhere = list(below(GuardError, "proxy."))
    assert set(TREE) < set(everywhere)
    expected = {cls.code: "as the provider's" if cls is ProviderRefused else str(cls.status) for cls in everywhere}
    assert documented(tree) == expected
