"""The public notice: the agency's words where it has some, ours elsewhere, and only tools that are in use."""

from __future__ import annotations

import re
from datetime import date

from proxy.exchange import Approval, Said, Tier
from proxy.registry.nouns import Kind, Name, Snapshot, Stop
from proxy.registry.tools import Provider, decided
from proxy.services.tools.notices import SHIPPED, Notice, tools_in_use

TODAY = date(2026, 11, 23)
TOOLS = [{"provider": "main", "model": "small"}]


def test_the_shipped_text_names_the_agency_in_both_languages() -> None:
    notice = Notice("Kestrel School District")
    assert notice.text("en").startswith("Kestrel School District uses artificial intelligence (AI)")
    assert notice.text("es").startswith("Kestrel School District usa herramientas")
    shown = notice.shown(tools=TOOLS)
    assert shown["tools"] == TOOLS
    assert "{" not in shown["en"]["public"] + shown["es"]["public"]


def test_the_agency_s_own_words_take_their_place_one_language_at_a_time() -> None:
    notice = Notice("D", Said("Our own words {agency}.", ""), {"tutor": Said("A computer.", "Una computadora.")})
    assert notice.text("en", app="tutor") == "Our own words {agency}.\n\nA computer.\n"
    assert notice.text("es", app="tutor").endswith("Una computadora.\n")
    assert notice.text("en", app="other") == "Our own words {agency}.\n"
    assert notice.shown(app="other")["app"] is None


def test_facts_stand_below_the_text_and_the_list_can_be_left_out() -> None:
    notice = Notice("D", contact="IT, 555-0100", policy_url="https://d.example.org/5023")
    text = notice.text("es", tools=TOOLS)
    assert "Herramientas de IA en uso:\n- main: small" in text
    assert text.endswith("Preguntas: IT, 555-0100\n\nNuestra política: https://d.example.org/5023\n")
    assert Notice("D", list_tools=False).shown(tools=TOOLS)["tools"] is None
    assert "small" not in Notice("D", list_tools=False).text("en", tools=TOOLS)


def test_only_tools_that_may_be_used_today_are_named() -> None:
    def provider(name: str, until: str) -> Provider:
        approval = Approval("IT", date(2026, 1, 1), date.fromisoformat(until), "Board 7")
        return Provider(name, "openai" if name != "claude" else "anthropic", (f"{name}-1",), Tier.T2, approval)

    seeds = [provider("main", "2026-12-31"), provider("lapsed", "2026-11-22"), provider("claude", "2026-12-31")]
    assert tools_in_use(decided(seeds, Snapshot()), TODAY) == [
        {"provider": "claude", "model": "claude-1"},
        {"provider": "main", "model": "main-1"},
    ]
    stop = Stop(Name(Kind.PROVIDER, "main"), "ana", "2026-11-23T09:00:00.000Z", "Breach.")
    assert [each["provider"] for each in tools_in_use(decided(seeds, Snapshot(1, (), (stop,))), TODAY)] == ["claude"]


def test_the_english_reads_at_grade_eight_or_below() -> None:
    """Flesch-Kincaid, with vowel groups for syllables."""
    words = re.findall(r"[A-Za-z]+", SHIPPED.en.replace("{agency}", "Our district"))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    sentences = SHIPPED.en.count(".")
    assert 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59 <= 8.0
