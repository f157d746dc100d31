"""YAML text to a tree of plain values, with the place of every key and value kept.

Stricter than YAML on purpose: one document, no aliases or anchors (so no expansion bombs), no tags, no duplicate keys,
bounded size and depth. Every scalar stays the text the operator wrote, except an unquoted ``null``, ``~`` or nothing,
which is None: YAML's own guesses (``on`` is true, ``12:30`` is 750, ``1e5`` is a number) never apply, and the setting's
type alone decides how its text is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from config.problems import ConfigError, Place, Problem, show_place

MAX_CHARS = 1_000_000
MAX_DEPTH = 20
NULLS = frozenset({"", "~", "null"})
QUOTED = re.compile(r"'([^']*)'")
"""What PyYAML quotes: single signs and token names (``'<block end>'``) may be shown, words come from the file."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A position, both numbers from 1."""

    line: int
    column: int
    file: str


@dataclass(slots=True)
class Document:
    """A configuration on its way from text to settings. `tree` is never printed: it holds secrets.

    Attributes:
        file: name for messages.
        tree: dicts, lists, strings and None.
        keys: place -> where its key stands.
        values: place -> where its value stands.
        problems: what was found wrong so far.
        referring: places whose text holds a reference to an environment variable without a default.
    """

    file: str
    tree: Any = field(default=None, repr=False)
    keys: dict[Place, Mark] = field(default_factory=dict, repr=False)
    values: dict[Place, Mark] = field(default_factory=dict, repr=False)
    problems: list[Problem] = field(default_factory=list)
    referring: set[Place] = field(default_factory=set)

    def problem(self, place: Place, message: str, *, at_key: bool = False, suggestion: str | None = None) -> Problem:
        """A problem at a place, or at the nearest enclosing place that stands in the file."""
        mark = self._mark(place, at_key=at_key)
        return Problem(mark.file, mark.line, mark.column, show_place(place), message, suggestion)

    def complain(self, place: Place, message: str, *, at_key: bool = False) -> None:
        """Add a problem."""
        self.problems.append(self.problem(place, message, at_key=at_key))

    def _mark(self, place: Place, *, at_key: bool) -> Mark:
        if at_key and place in self.keys:
            return self.keys[place]
        for length in range(len(place), -1, -1):
            if place[:length] in self.values:
                return self.values[place[:length]]
        return Mark(0, 0, self.file)


class _Refused(yaml.MarkedYAMLError):
    """YAML that a configuration has no use for."""

    def __init__(self, problem: str, event: yaml.Event) -> None:
        mark = event.start_mark
        super().__init__(None, None, problem, mark if isinstance(mark, yaml.Mark) else None)


class _Composer(yaml.SafeLoader):
    """Composes nodes, refusing what a configuration has no use for."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # noqa: ANN401 # as PyYAML has it
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call] # PyYAML's stubs leave it bare
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _Refused("anchors and aliases are not used here", event)
        if getattr(event, "tag", None) is not None:
            raise _Refused("tags are not used here", event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _Refused("nested too deeply", event)
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


def parse(text: str, file: str) -> Document:
    """Read YAML text.

    Raises:
        ConfigError: not YAML, or one of the refused constructs (a duplicate key is only noted in `problems`).
    """
    document = Document(file)
    if len(text) > MAX_CHARS:
        raise ConfigError([Problem(file, 0, 0, "", f"The file is longer than {MAX_CHARS:,} characters.")])
    node = _compose(text, file)
    if node is None:
        raise ConfigError([Problem(file, 1, 1, "", "The file is empty.")])
    document.tree = _plain(node, (), document)
    return document


def _compose(text: str, file: str) -> yaml.Node | None:
    try:
        loader = _Composer(text)
        try:
            return loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise ConfigError([_syntax_problem(error, file)]) from None
    except yaml.YAMLError:
        raise ConfigError([Problem(file, 0, 0, "", "The file holds a character that YAML does not allow.")]) from None


def _syntax_problem(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    message = QUOTED.sub(_harmless, error.problem or "not YAML")
    hint = " A ${REFERENCE} inside [ ] or { } needs quotes." if "'{'" in message else ""
    return Problem(file, line, column, "", f"This is not YAML as expected: {message}.{hint}")


def _harmless(match: re.Match[str]) -> str:
    return match[0] if len(match[1]) < 2 or match[1].startswith("<") else "'...'"  # noqa: PLR2004 # a single sign


def _plain(node: yaml.Node, place: Place, document: Document) -> Any:  # noqa: ANN401 # a YAML value
    document.values[place] = Mark(node.start_mark.line + 1, node.start_mark.column + 1, document.file)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, document)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, index), document) for index, item in enumerate(node.value)]
    unquoted = getattr(node, "style", None) is None
    return None if unquoted and node.value in NULLS else node.value


def _mapping(node: yaml.MappingNode, place: Place, document: Document) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key_node, value_node in node.value:
        mark = Mark(key_node.start_mark.line + 1, key_node.start_mark.column + 1, document.file)
        if not isinstance(key_node, yaml.ScalarNode):
            document.problems.append(
                Problem(document.file, mark.line, mark.column, show_place(place), "A key is text.")
            )
            continue
        here = (*place, key_node.value)
        if key_node.value in out:
            text = f"This key stands twice here, first on line {document.keys[here].line}."
            document.problems.append(Problem(document.file, mark.line, mark.column, show_place(here), text))
            continue
        document.keys[here] = mark
        out[key_node.value] = _plain(value_node, here, document)
    return out
