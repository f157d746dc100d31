"""The page: only its own script runs, nothing comes from elsewhere, and keys show in a demonstration only."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib import resources

import pytest

from proxy.console.page import MEDIA_TYPES, DemoKeys, Page
from proxy.errors import UnknownRoute

BASE_URL = "http://127.0.0.1:8080/v1"
KEYS = DemoKeys("ck-staff-of-the-demo", "ck-auditor-of-the-demo")
VOID = {"meta", "link", "input", "br", "img", "hr"}
LOADING = {"src", "href", "action", "formaction", "data", "poster", "srcset", "background", "ping", "manifest"}


class Reading(HTMLParser):
    """The elements of a page with their attributes and text; fails on tags that do not fit."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.texts.append((self._open[-1], data))

    def text(self, tag: str) -> list[str]:
        return [data for found, data in self.texts if found == tag]


def page(*, base_url: str = BASE_URL, tenant: str = "North School District", demo: DemoKeys | None = None) -> str:
    return Page(base_url=base_url, tenant=tenant, demo=demo).render("1.2.3")


@pytest.mark.parametrize("demo", [None, KEYS])
def test_the_page_says_where_tools_point_and_whose_it_is(demo) -> None:
    reading = Reading(page(demo=demo))
    assert BASE_URL in reading.text("code")
    assert reading.text("title") == ["Chaperone · North School District"]
    assert any("Chaperone 1.2.3." in text for text in reading.text("p"))


def test_keys_are_shown_in_a_demonstration_only() -> None:
    shown, hidden = page(demo=KEYS), page()
    assert KEYS.staff in shown
    assert KEYS.auditor in shown
    assert "Demonstration" in shown
    assert "Demonstration" not in hidden
    assert "Bearer" not in hidden
    (field,) = [attrs for tag, attrs in Reading(hidden).elements if attrs.get("id") == "key"]
    assert "value" not in field
    assert KEYS.staff not in repr(KEYS)
    assert KEYS.auditor not in repr(KEYS)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "A & B's"]
)
def test_what_an_operator_typed_is_text_and_never_markup(name) -> None:
    reading = Reading(page(tenant=name, base_url=f"http://{name}/v1", demo=DemoKeys(name, name)))
    plain = Reading(page(tenant="x", demo=DemoKeys("x", "x")))
    assert [tag for tag, _ in reading.elements] == [tag for tag, _ in plain.elements]
    assert [set(attrs) for _, attrs in reading.elements] == [set(attrs) for _, attrs in plain.elements]
    assert reading.text("title") == [f"Chaperone · {name}"]
    assert reading.text("code").count(name) == 2


def test_an_agency_without_a_name_has_no_empty_place_for_it() -> None:
    assert Reading(page(tenant="")).text("title") == ["Chaperone"]


@pytest.mark.parametrize("demo", [None, KEYS])
def test_the_page_holds_no_script_or_style_of_its_own(demo) -> None:
    """Its Content-Security-Policy allows none, so such a thing would silently do nothing."""
    html = page(demo=demo)
    reading = Reading(html)
    assert reading.text("script") == reading.text("style") == []
    for _, attrs in reading.elements:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
    assert "javascript:" not in html.lower()


@pytest.mark.parametrize("demo", [None, KEYS])
def test_the_page_loads_its_own_assets_and_nothing_from_elsewhere(demo) -> None:
    reading = Reading(page(demo=demo))
    loaded = [value or "" for _, attrs in reading.elements for name, value in attrs.items() if name in LOADING]
    assert sorted(loaded) == sorted(f"/assets/{name}" for name in MEDIA_TYPES)
    addresses = re.findall(r"https?://[^/\s\"<]+", page(demo=demo))
    assert set(addresses) == {"http://127.0.0.1:8080"}


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_an_asset_is_ours_and_points_nowhere_else(name) -> None:
    content, media_type = Page.asset(name)
    text = content.decode()
    assert text.strip()
    assert media_type.split(";")[0] in {"text/css", "text/javascript", "image/svg+xml"}
    assert not re.search(r"https?:|url\(|@import|//\w", text.replace("http://www.w3.org/2000/svg", ""))
    assert "<script" not in text


def test_the_list_of_assets_is_the_folder() -> None:
    folder = resources.files("proxy.console").joinpath("assets")
    assert {file.name for file in folder.iterdir()} == set(MEDIA_TYPES)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../page.py", "page.html", "page.css ", "PAGE.CSS", "/etc/passwd", "page.css/", "icon.svg\0"],
)
def test_nothing_else_can_be_asked_for(name) -> None:
    with pytest.raises(UnknownRoute):
        Page.asset(name)


def test_the_script_never_makes_markup_of_what_was_typed() -> None:
    script = Page.asset("page.js")[0].decode()
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert sink not in script


def test_every_field_has_a_label_and_what_changes_is_announced() -> None:
    elements = Reading(page(demo=KEYS)).elements
    labelled = {attrs["for"] for tag, attrs in elements if tag == "label"}
    assert labelled == {attrs["id"] for tag, attrs in elements if tag in {"textarea", "input", "select"}}
    ids = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = {attrs["aria-labelledby"] for _, attrs in elements if "aria-labelledby" in attrs}
    assert named <= set(ids)
    by_id = {attrs["id"]: attrs for _, attrs in elements if "id" in attrs}
    assert by_id["result"]["aria-live"] == "polite"
    assert by_id["problem"]["role"] == "alert"
