"""Every sentence of the rows and cards: English that grade 8 can read, Spanish that is plain."""

from __future__ import annotations

import re

import pytest
from readability import ease, grade

from proxy.exchange import Said
from proxy.policy import card, hints, people, refusals, relax, retell, speak, unread
from proxy.policy.rules import ROWS, always_removed, unscanned

SAID = {
    **{
        f"{row.id} {name}": said
        for row in ROWS
        for name, said in (
            ("sentence", row.sentence),
            ("next", row.next_step),
            ("who", row.decider),
            ("stopped", row.stopped or row.sentence),
        )
    },
    **{
        f"{module.__name__.rpartition('.')[2]}.{name}": said
        for module in (card, hints, people, refusals, relax, retell, speak, always_removed)
        for name, said in vars(module).items()
        if isinstance(said, Said)
    },
    **{f"refusal {code} {at}": said for code, parts in refusals._REFUSALS.items() for at, said in enumerate(parts[1:])},
    "unscanned.stopped": unscanned.stopped(["image", "remote_url"]),
    **{f"unscanned.stopped {kind}": unscanned.stopped([kind]) for kind in (*unread.KINDS, "values_in_pdf", "new_kind")},
}
FEWEST_WORDS = 4
"""A formula for prose says nothing of two words."""
TERMS = re.compile(
    r"special-education|education|information|immigration|privacy|identifiers?|officer|reviewers?|agreement"
    r"|student-data|business associate|associate|policy|FERPA|IDEA|HIPAA|substance-use|meal-benefit|AI"
    r"|human resources|directory|personnel",
    re.IGNORECASE,
)
"""Names of laws and words of the trade, which staff know and no plainer word replaces: counted as one short word."""


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("name", SAID)
def test_a_sentence_can_be_read_in_grade_8(name: str) -> None:
    text = SAID[name].en
    if len(words(text)) >= FEWEST_WORDS:
        assert grade(TERMS.sub("term", text)) <= 8.0, text


@pytest.mark.parametrize("name", SAID)
def test_a_spanish_sentence_is_plain(name: str) -> None:
    """At least 50 on the scale, and no sentence of more than 20 words."""
    text = SAID[name].es
    if len(words(text)) >= FEWEST_WORDS:
        assert ease(text) >= 50, text
    assert max(len(words(one)) for one in re.split(r"[.!?]\s", text)) <= 20, text


def test_the_formulas_give_the_grades_that_are_known() -> None:
    """The classic pair: a child's sentence, and a lawyer's."""
    assert grade("The cat sat on the mat. It was a fat cat.") < 1
    assert grade("Notwithstanding antecedent contractual stipulations, indemnification obligations persist.") > 15
    assert ease("El gato come pan. La casa es azul.") > 90
    assert (
        ease("La responsabilidad administrativa correspondiente condicionará indefectiblemente la autorización.") < 10
    )
