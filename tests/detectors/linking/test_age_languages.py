# ruff: noqa: RUF001  # the letters of other scripts are meant
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.linking.age_languages import stated
from detectors.linking.age_words import in_sentence
from detectors.linking.words import Triggers

_UNDER = (
    "va en 3ro|está en 3.er grado|segundo de primaria|va al kínder|entra a cuarto|3º de primaria|8 años|fasalka 4aad"
    "|fasalka labaad|9 jir|lớp 4|mẫu giáo|bé 6 tuổi|в 3 классе|первый класс|во втором классе|у 4 класі|ему 6 лет"
    "|їй 7 років|grade 3 siya|8 taong gulang|三年级|他上二年級|今年8岁|الصف الثالث|عمره 7 سنوات|2nd gr|gr. K|PreK|4 yo"
)
_OVER = (
    "lớp 11|в 10 классе|الصف العاشر|الصف الثاني عشر|十年级|grade 11 siya|15 лет|16 años|17岁|fasalka 11aad"
    "|va en primer lugar|hace 8 años|6 лет назад|segundo piso|cuarto de baño"
)


def _under13(text: str) -> bool:
    return any(said.under13 for said in in_sentence(text, Triggers(text), 0, len(text)))


@pytest.mark.parametrize("text", _UNDER.split("|"))
def test_a_young_child_in_any_spelling(text: str) -> None:
    assert _under13(text)


@pytest.mark.parametrize("text", _OVER.split("|"))
def test_older_students_and_other_numbers(text: str) -> None:
    assert not _under13(text)


@given(st.text(alphabet="0123456789٣ годалет岁年级十三 klasфasalka الصف третий", max_size=60))
def test_any_text_gives_valid_places(text: str) -> None:
    for said in stated(text, 0, len(text)):
        assert 0 <= said.start < said.end <= len(text)
        assert (said.grade is None) != (said.years is None)
