"""The registry as a YAML file: written out to keep, compare or carry, and read in again, checked to the last field.

An approval does not travel in a file: what is read in and differs from what is in force becomes a request, which
others review and decide. That way a file can never do what two people must.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from proxy.errors import Conflict
from proxy.registry.form import FormError, ToolForm, plain, read

if TYPE_CHECKING:
    from proxy.services.tools.desk import Tools, Words

FORMAT: Final = "chaperone-tools/1"
MOST_CHARS: Final = 4_000_000
MOST_TOOLS: Final = 2_000
TOLD: Final = "in_force"
"""Member of a tool in a file that says what was decided: for people, and passed over when it is read."""


async def write(tools: Tools) -> str:
    """Everything that is in force, as YAML."""
    rows = []
    for shown in await tools.listing():
        entry = shown["in_force"]
        if entry is not None:
            told = {name: entry[name] for name in ("approval", "conditions", "standing", "tier") if name in entry}
            facts = {name: value for name, value in entry.items() if name in ToolForm.model_fields}
            rows.append(facts | {TOLD: told})
    return yaml.safe_dump({"format": FORMAT, "tools": rows}, sort_keys=False, allow_unicode=True, width=120)


def parse(text: str) -> list[ToolForm]:
    """The tools of a file.

    Raises:
        FormError: every problem of the whole file, each with its place; or what is wrong with the file itself.
    """
    if len(text) > MOST_CHARS:
        raise FormError((("", f"the file is longer than {MOST_CHARS:,} characters"),))
    try:
        tree = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise FormError(((f"line {mark.line + 1}" if mark else "", "is not YAML"),)) from None
    return checked(tree)


def checked(tree: Any) -> list[ToolForm]:  # noqa: ANN401 # whatever a file or body holds
    """The tools of a parsed file. Raises FormError."""
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise FormError((("format", f"must be {FORMAT}"),))
    rows = tree.get("tools")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_TOOLS or set(tree) > {"format", "tools"}:
        raise FormError((("tools", f"must be a list of 1 to {MOST_TOOLS:,} tools, and nothing else beside `format`"),))
    forms, problems, seen = [], [], set[str]()
    for index, row in enumerate(rows):
        facts = {name: value for name, value in row.items() if name != TOLD} if isinstance(row, dict) else row
        try:
            form = read(facts)
        except FormError as error:
            problems += [(f"tools[{index}].{place}".rstrip("."), message) for place, message in error.problems]
            continue
        if str(form.name) in seen:
            problems.append((f"tools[{index}].id", "stands twice in this file"))
        seen.add(str(form.name))
        forms.append(form)
    if problems:
        raise FormError(tuple(problems))
    return forms


async def bring_in(
    forms: list[ToolForm], tools: Tools, *, reason: str, by: str, written: Words
) -> list[dict[str, str | None]]:
    """Ask for each tool that differs from what is in force; what came of each.

    Raises:
        BadRequest: no reason.
        AuditUnavailable | StateUnavailable | ScanFailed: those before it were asked for.
    """
    in_force = {each.name: each for each in (await tools.snapshot()).entries}
    done: list[dict[str, str | None]] = []
    for form in forms:
        standing = in_force.get(form.name)
        row: dict[str, str | None] = {"kind": form.name.kind.value, "id": form.name.id}
        if standing is not None and plain(standing.name, standing.facts) == plain(form.name, form.facts):
            done.append(row | {"result": "unchanged", "case": None})
            continue
        try:
            case = await tools.request(form, reason=reason, by=by, written=written)
        except Conflict as conflict:
            done.append(row | {"result": "refused", "case": None, "why": conflict.message})
            continue
        done.append(row | {"result": "requested", "case": case["case"]})
    return done
