# ruff: noqa: RUF001  # the letters of another script are meant
"""Given names in Cyrillic letters, in all cases, and words that begin sentences."""

from __future__ import annotations

import pytest

from detectors.names.cyrillic import DETECTOR


def _found(text: str) -> set[str]:
    return {text[each.start : each.end] for each in DETECTOR.find(text)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Доброго дня! Соломія захворіла.", {"Соломія"}),
        ("Чи можна зателефонувати? Остап", {"Остап"}),
        ("Мы ждем Тимура и Ксению у школы.", {"Тимура", "Ксению"}),
        ("Передайте Богданові, що автобус запізниться.", {"Богданові"}),
        ("Прошу за Мар\u2019яну Коваль.", {"Мар\u2019яну Коваль"}),
        ("Сын говорит, что Слава его ударил.", {"Слава"}),
        ("Моя дочка Зоряна Левченко у 3 класі.", {"Зоряна Левченко"}),
    ],
)
def test_given_names(text: str, names: set[str]) -> None:
    assert _found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Доброго дня! Дякую за допомогу. Вітаю вас.",
        "Школа починається у вересні. Автобус о восьмій.",
        "Слава Україні. Надія є завжди. Роман треба прочитати.",
        "Україна, Київ, Москва, Львів, Вашингтон",
        "Мама и Папа придут завтра. Учитель ждет.",
        "",
    ],
)
def test_other_words(text: str) -> None:
    assert _found(text) == set()
