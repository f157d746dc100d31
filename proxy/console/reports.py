"""Printable pages: the audit pack, the record of disclosures of a student, the scope of a breach.

One HTML file each, without script and without anything from outside; made for A4 and letter paper, screen readers and
contrast of WCAG 2.2 AA.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from proxy.console import plots

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from proxy.services.exports.disclosures import Disclosure
    from proxy.services.exports.pack_parts import PackSection


def pack(head: Mapping[str, Any], sections: Sequence[PackSection]) -> str:
    """The audit pack.

    Args:
        head: ``agency``, ``period``, ``since``, ``until``, ``made``, ``version``, ``log``, ``checkpoint``.
        sections: its parts, in order.
    """
    return _page("report_pack.html", head=head, sections=sections)


def disclosures(head: Mapping[str, Any], rows: Sequence[Disclosure]) -> str:
    """The record of disclosures.

    Args:
        head: ``agency``, ``case``, ``student`` (digests), ``since``, ``until``, ``made``, ``by``, ``version``.
        rows: oldest first.
    """
    return _page("report_disclosures.html", head=head, rows=rows)


def breach_scope(head: Mapping[str, Any], scope: Mapping[str, Any]) -> str:
    """The scope of a breach.

    Args:
        head: ``agency``, ``case``, ``made``, ``by``, ``version``.
        scope: as `proxy.services.exports.breach_scope.breach_scope` gives it.
    """
    return _page("report_breach.html", head=head, scope=scope)


def _page(template: str, **facts: Any) -> str:  # noqa: ANN401 # what the template shows
    environment = Environment(
        loader=PackageLoader("proxy.console"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["plot"] = _plot
    environment.filters["cell"] = _cell
    environment.filters["when"] = _when
    return environment.get_template(template).render(**facts)


def _plot(found: Any, name: str) -> Markup:  # noqa: ANN401 # a Plot of a section
    draw = plots.columns if found.kind == "columns" else plots.bars
    return draw(found.title, found.unit, found.values, name=name)


def _cell(value: Any) -> str:  # noqa: ANN401 # any JSON value
    """A cell in words: a masked count is ``<10``, thousands have commas."""
    if value is None:
        return plots.MASKED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return str(value)


def _when(stamp: str | None) -> str:
    """A stamp to the minute, or where the range is open."""
    return stamp[:16].replace("T", " ") + " UTC" if stamp else "not limited"
