"""Printable pages: whole HTML, accessible, without anything from outside, and safe against what records hold."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path  # noqa: TC003 # fixtures are annotated with it
from typing import Any

import pytest
from report_log import STUDENT, filled

from proxy.audit.query import AuditLog
from proxy.audit.stores.sqlite import read_engine
from proxy.console import plots, reports
from proxy.services.audit.period import period_of
from proxy.services.exports.breach_scope import breach_scope
from proxy.services.exports.disclosures import ledger
from proxy.services.exports.pack import sections_of
from proxy.services.exports.pack_parts import PackSection, PackTable, Plot

HEAD = {"agency": "Educación <ESD> & Co", "made": "2026-11-23T08:42:00.000Z", "by": "auditor-1", "version": "0.1.0"}
TIME = {"since": "2026-10-01T00:00:00.000Z", "until": "2026-11-01T00:00:00.000Z"}
VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "line"}


class Outline(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.open: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.ids: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags[tag] += 1
        self.attributes.append((tag, found))
        if found.get("id"):
            self.ids[str(found["id"])] += 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} closes nothing"


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    assert found.open == []
    return found


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> AuditLog:
    folder: Path = tmp_path_factory.mktemp("log")
    return AuditLog(read_engine(filled(folder).path))


@pytest.fixture(scope="module")
def pages(log: AuditLog) -> dict[str, str]:
    head = HEAD | {"period": "2026-10", "log": "chaperone/default", "checkpoint": "a\n1\nb=\n", "case": "C-1", **TIME}
    return {
        "pack": reports.pack(head, sections_of(log, period_of("2026-10"), None)),
        "disclosures": reports.disclosures(head | {"student": [STUDENT]}, ledger(log, [STUDENT])),
        "breach": reports.breach_scope(head, breach_scope(log, "acme", **TIME)),
    }


@pytest.fixture(params=["pack", "disclosures", "breach"])
def page(request: pytest.FixtureRequest, pages: dict[str, str]) -> str:
    return pages[request.param]


def test_a_page_is_well_formed_and_says_its_language(page: str) -> None:
    found = outline(page)
    assert page.startswith("<!doctype html>")
    assert dict(found.attributes)["html"] == {"lang": "en"}
    assert (found.tags["h1"], found.tags["title"] >= 1, found.tags["main"]) == (1, True, 1)
    assert [each for each, count in found.ids.items() if count > 1] == []


def test_a_page_needs_nothing_from_outside_and_runs_nothing(page: str) -> None:
    found = outline(page)
    assert {"script", "link", "img", "iframe", "object", "form", "base"} & set(found.tags) == set()
    for tag, attributes in found.attributes:
        assert not [name for name in attributes if name.startswith("on") or name in {"src", "xlink:href"}], tag
        assert (attributes.get("href") or "#").startswith("#")
    assert re.search(r"https?://|url\(|@import", page) is None
    assert "default-src 'none'" in page


def test_every_table_has_a_caption_and_headings_with_a_scope(page: str) -> None:
    found = outline(page)
    assert found.tags["table"] > 0
    assert found.tags["caption"] == found.tags["table"]
    assert [a for tag, a in found.attributes if tag == "th" and a.get("scope") not in {"col", "row"}] == []


def test_headings_do_not_skip_a_level(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in outline(page).attributes if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_plot_has_words_for_those_who_do_not_see_it(pages: dict[str, str]) -> None:
    found = outline(pages["pack"])
    pictures = [attributes for tag, attributes in found.attributes if tag == "svg"]
    assert pictures
    for each in pictures:
        assert each["role"] == "img"
        assert all(found.ids[name] == 1 for name in str(each["aria-labelledby"]).split())
    assert found.tags["desc"] == len(pictures)


def test_colours_have_the_contrast_of_wcag_aa(page: str) -> None:
    """4.5 to 1 for text on the page and on its washes (WCAG 2.2, 1.4.3)."""
    styles = page[page.index("<style>") : page.index("</style>")]
    named = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", styles))
    for ink in (named["ink"], named["soft"], named["warn"], "#174a86", plots.INK):
        for ground in ("#ffffff", named["wash"], "#fdf3f1"):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(plots.FILL, "#ffffff") >= 3  # graphics (1.4.11)


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_page_can_be_printed(page: str) -> None:
    assert "@media print" in page
    assert "display: table-header-group" in page


def test_what_stands_in_records_is_text_on_the_page() -> None:
    evil = "<script>alert(1)</script>\"'><img src=x>"
    section = PackSection(
        "one", evil, evil, {evil: evil}, (PackTable(evil, (evil, evil), ((evil, 1),)),),
        (Plot(evil, evil, ((evil, 1), ("b", None))), Plot(evil, evil, ((evil, 1),), "columns")), (evil,),
    )  # fmt: skip
    head = dict.fromkeys(("agency", "period", "since", "until", "made", "version", "log", "checkpoint"), evil)
    found = outline(reports.pack(head, [section]))
    assert {"script", "img"} & set(found.tags) == set()


def test_masked_counts_are_shown_as_such_and_drawn_as_nothing(pages: dict[str, str]) -> None:
    assert "&lt;10" in pages["pack"]
    drawn = plots.bars("t", "calls", [("a", 100), ("b", None)], name="x")
    widths = re.findall(r'<rect [^>]*width="([\d.]+)"[^>]*stroke-dasharray', drawn)
    assert widths == ["12.0"]


def test_a_plot_of_nothing_and_of_noughts() -> None:
    for draw in (plots.bars, plots.columns):
        assert "<svg" in draw("t", "calls", [], name="a")
        assert 'height="0.0"' in draw("t", "calls", [("a", 0)], name="a") or 'width="0.0"' in draw(
            "t", "calls", [("a", 0)], name="a"
        )


def test_the_ledger_says_what_was_not_disclosed(pages: dict[str, str]) -> None:
    text = pages["disclosures"]
    assert "No personal information disclosed (what was left: none, score 1)." in text
    assert "none: pseudonymised" in text
    assert "34 CFR 99.32" in text
    assert "Educación &lt;ESD&gt; &amp; Co" in text


def test_the_breach_page_has_the_clock(log: AuditLog) -> None:
    from datetime import date  # noqa: PLC0415 # only here

    scope: dict[str, Any] = breach_scope(log, "acme", **TIME, discovered=date(2026, 10, 1), today=date(2026, 11, 23))
    page = reports.breach_scope(HEAD | {"case": "C-1"}, scope)
    assert "2026-10-31" in page
    assert '<dd class="warn">-23</dd>' in page
