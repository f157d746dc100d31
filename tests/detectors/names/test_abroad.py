"""Names behind words of kin and greetings in the languages of families, and everyday words that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.finding import Finding
from detectors.names.abroad.everyday import without_everyday

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bonjour, ma fille Aminata a de la fièvre depuis hier.", "Aminata"),
        ("Je suis la maman de Thibault, il sera absent demain.", "Thibault"),
        ("Boa tarde, o meu filho Davi não vai hoje.", "Davi"),
        ("A minha filha Larissa tem três anos.", "Larissa"),
        ("Guten Tag, unser Sohn Jannik ist krank.", "Jannik"),
        ("Buongiorno, mia figlia Ginevra non sta bene.", "Ginevra"),
        ("Добрый день, моя дочь Злата болеет.", "Злата"),
        ("Мій син Зіновій сьогодні не прийде.", "Зіновій"),
        ("Con gái tôi Ngọc Diệp bị sốt.", "Ngọc Diệp"),
        ("Magandang umaga po, ang anak kong si Jhoanna ay may lagnat.", "Jhoanna"),
        ("Mwanangu Baraka ni mgonjwa leo.", "Baraka"),
        ("Moja córka Jagoda jest chora.", "Jagoda"),
    ],
)
def test_a_name_behind_kin_is_found(people: Callable[..., list[tuple[str, str]]], text: str, name: str) -> None:
    assert name in [found for _, found in people(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, ma fille est malade et reste à la maison.",
        "La maman de trois enfants attend devant l'école.",
        "Boa tarde, o meu filho está com febre.",
        "Unser Sohn ist krank und bleibt zu Hause.",
        "Mia figlia non sta bene oggi.",
        "Моя дочь болеет, мы остаёмся дома.",
        "Мій син сьогодні не прийде до школи.",
        "Con gái tôi bị sốt từ hôm qua.",
        "Ang anak ko ay may lagnat.",
    ],
)
def test_kin_without_a_name_is_nobody(people: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert people(text) == []


def model(text: str, value: str) -> Finding:
    start = text.index(value)
    return Finding("PERSON_OTHER", start, start + len(value), 0.8, "model", "model")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Meine Tochter hat Fieber und war gestern im Krankenhaus.", "Krankenhaus"),
        ("Bonjour, nous sommes restés à la maison avec les enfants.", "Bonjour"),
        ("Obrigada pela ajuda, não temos mais febre em casa.", "Obrigada"),
        ("Спасибо, мы завтра придём в школу.", "Спасибо"),
    ],
)
def test_everyday_words_are_no_names_in_their_language(text: str, value: str) -> None:
    assert without_everyday(text, [model(text, value)]) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Meine Tochter Jette war gestern im Krankenhaus.", "Jette"),
        ("Bonjour, nous sommes les parents et Clémence reste à la maison.", "Clémence"),
        ("Fieber is what we call our cat, says Ana at school today.", "Ana"),
    ],
)
def test_names_beside_them_stay(text: str, value: str) -> None:
    found = [model(text, value)]
    assert without_everyday(text, found) == found
