from __future__ import annotations

import pytest

from detectors.names.line_lists import DETECTOR


def _found(text: str, entity: str = "STUDENT_NAME") -> set[str]:
    return {text[each.start : each.end] for each in DETECTOR.find(text) if each.entity == entity}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("data:\nIlse 22 wcpm\nSefina 47\nZayd 61\nQuang 55\n", {"Ilse", "Sefina", "Zayd", "Quang"}),
        ("Odin - 3/4\nMabel - 3/19\nCruz - 5/30\n", {"Odin", "Mabel", "Cruz"}),
        ("1. Noor: 14\n2. Ty: 11\n3. Bea: 9\n", {"Noor", "Ty", "Bea"}),
        ("jin 4/10 bea 9/10 ty 7/10", {"jin", "bea", "ty"}),
        ("lupe got 12/20, mo got 18/20, eli got 9/20", {"lupe", "mo", "eli"}),
        ("call home: brooklyn 41%, xochitl 88%, angel 73%", {"brooklyn", "xochitl", "angel"}),
        (
            "conferences:\n3:30 Pham\n3:50 Ostrander/Diaz\n4:10 Abukar (interp)\n",
            {"Pham", "Ostrander", "Diaz", "Abukar"},
        ),
        ("visits: 4:00 Ahmadi / 4:20 Bergstrom / 4:40 Chea", {"Ahmadi", "Bergstrom", "Chea"}),
        ("log\n9:15 Marigold tylenol\n9:40 Thi vomited\n12:10 JJ seizure\n", {"Marigold", "Thi", "JJ"}),
    ],
)
def test_names_of_a_list_are_found(text: str, names: set[str]) -> None:
    assert _found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Sept 94.1\nOct 93.0\nApril 92.2\n",
        "math 4/10 reading 9/10 science 7/10",
        "Dell 12\nLenovo 14\nAcer 9\n",
        "schools:\nLincoln 402\nGrant 377\nAdams 298\n",
        "Room 101\nRoom 102\nRoom 103\n",
        "9:00 Assembly\n9:40 Recess\n10:10 Library\n",
        "presidents: Andrew 1829, Abraham 1861, Ulysses 1869",
        "Ilse 22\nZayd 61\n",
        "june 5/10 july 7/10 may 3/10",
        "",
    ],
)
def test_other_lists_hold_no_names(text: str) -> None:
    assert _found(text) == set()


def test_numbers_behind_names_are_telephones_where_two_stand_together() -> None:
    text = "subs: Tish 2537770142, Carol Ann 2534418890, Bev 3608812214"
    assert _found(text, "PHONE") == {"2537770142", "2534418890", "3608812214"}
    assert _found(text) == {"Tish", "Carol Ann", "Bev"}


@pytest.mark.parametrize("text", ["Office 2537770142", "Order 2537770142, Invoice 2537770143", "Ann 2537770142"])
def test_a_lone_number_or_a_thing_is_left_to_others(text: str) -> None:
    assert _found(text, "PHONE") == set()


def test_a_long_text_of_lines_is_read_in_linear_time() -> None:
    assert len(list(DETECTOR.find("Ilse 22\nZayd 61\nNoor 14\n" * 600))) == 1_800


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Name,Score\nShelton,64\nLacey,81\nCarson,77", {"Shelton", "Lacey", "Carson"}),
        ("Student | wcpm\nKent | 88\nEverett | 71\nElma | 60", {"Kent", "Everett", "Elma"}),
        ("Town,Slots\nShelton,64\nLynden,81\nChelan,77", set()),
    ],
)
def test_a_head_that_says_names_makes_surnames_and_towns_people(text: str, names: set[str]) -> None:
    assert {text[each.start : each.end] for each in DETECTOR.find(text)} == names
