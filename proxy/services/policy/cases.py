"""Cases that an agency writes for its own policy: a text, a tier, and what must come of it. `chaperone policy test`.

A file is YAML (a list, or an object with ``cases:``) or JSONL. A case: ``text``, and optionally ``name``, ``tier``,
``context`` (as in a preview), ``action``, ``rules`` (that must speak), ``not_rules``, ``tags``, ``severity``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import yaml

from proxy.errors import BadRequest
from proxy.exchange import Severity, Tier
from proxy.services.quality.preview import question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from proxy.services.quality.preview import Previewer, Question

_ALLOWED: Final = frozenset({"name", "text", "tier", "context", "action", "rules", "not_rules", "tags", "severity"})
_WORDS: Final = ("rules", "not_rules", "tags")


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """One case. Its text is not printed."""

    name: str
    asked: Question = field(repr=False)
    action: str | None = None
    rules: frozenset[str] = frozenset()
    not_rules: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a case: its name, and in words what differs; nothing where all is as it must be."""

    name: str
    action: str
    rules: tuple[str, ...]
    faults: tuple[str, ...]


def read_cases(content: str, *, lines: bool) -> list[PolicyCase]:
    """The cases of a file.

    Args:
        content: the file's text.
        lines: JSONL rather than YAML.

    Raises:
        BadRequest: naming the case and what is wrong with it; nothing of its text is repeated.
    """
    try:
        tree = [json.loads(line) for line in content.splitlines() if line.strip()] if lines else yaml.safe_load(content)
    except (ValueError, yaml.YAMLError):
        raise BadRequest(f"The file is not {'JSONL' if lines else 'YAML'}.") from None
    found = tree.get("cases") if isinstance(tree, dict) else tree
    if not isinstance(found, list) or not found:
        raise BadRequest("The file holds no cases: write a list of objects with `text` and what must come of it.")
    return [_case(each, number) for number, each in enumerate(found, start=1)]


def _case(given: Any, number: int) -> PolicyCase:  # noqa: ANN401 # whatever the file holds
    if not isinstance(given, dict) or not given.keys() <= _ALLOWED:
        raise BadRequest(f"Case {number}: may hold {', '.join(sorted(_ALLOWED))} and nothing else.")
    try:
        asked = question({"text": given.get("text"), "context": given.get("context")}, tier=_tier(given))
    except BadRequest as error:
        raise BadRequest(f"Case {number}: {error.message}") from None
    words = {name: _words(given, name, number) for name in _WORDS}
    action, severity = given.get("action"), given.get("severity")
    if action not in {None, "forward", "hold", "block"}:
        raise BadRequest(f"Case {number}: `action` must be forward, hold or block.")
    if severity not in {None, *Severity}:
        raise BadRequest(f"Case {number}: `severity` must be one of {', '.join(Severity)}.")
    if action is None and severity is None and not any(words.values()):
        raise BadRequest(f"Case {number}: says nothing of what must come of it.")
    return PolicyCase(str(given.get("name") or f"case {number}"), asked, action, severity=severity, **words)


def _tier(given: Mapping[str, Any]) -> Tier:
    named = given.get("tier", "T2")
    if named not in set(Tier):
        raise BadRequest(f"`tier` must be one of {', '.join(Tier)}.")
    return Tier(named)


def _words(given: Mapping[str, Any], name: str, number: int) -> frozenset[str]:
    found = given.get(name) or []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise BadRequest(f"Case {number}: `{name}` must be a list of words.")
    return frozenset(found)


async def try_cases(previewer: Previewer, cases: Sequence[PolicyCase]) -> list[Tried]:
    """Preview every case and compare. Raises GuardError when one could not be checked."""
    return [_compared(case, await previewer.preview(case.asked)) for case in cases]


def _compared(case: PolicyCase, came: Mapping[str, Any]) -> Tried:
    rules = tuple(each["rule"] for each in came["reasons"])
    faults = []
    for what, wanted, got in (("action", case.action, came["action"]), ("severity", case.severity, came["severity"])):
        if wanted is not None and wanted != got:
            faults.append(f"{what} is {got}, not {wanted}")
    faults += [f"{rule} did not speak" for rule in sorted(case.rules - set(rules))]
    faults += [f"{rule} spoke" for rule in sorted(case.not_rules & set(rules))]
    faults += [f"no tag {tag}" for tag in sorted(case.tags - set(came["tags"]))]
    return Tried(case.name, came["action"], rules, tuple(faults))
