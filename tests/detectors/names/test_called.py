"""Things that are called like people, against people who are called like things: the second must always win."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.names.called import Called
from detectors.names.called_phrases import Phrases, is_like_person
from detectors.names.called_tables import cells_of_things
from detectors.names.lexicon import called
from detectors.structure.region import Region

if TYPE_CHECKING:
    from collections.abc import Callable


def _holds(text: str, value: str) -> bool:
    start = text.index(value)
    return Called(text).holds(start, start + len(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("indoor recess: Simon Says, Red Rover", "Simon"),
        ("can we play simon says with a child who cannot jump", "simon"),
        ("choices: Mother May I and Uncle Wiggily", "Wiggily"),
        ("Breakfast: Eggs Benedict and fruit", "Benedict"),
        ("Granny Smith apple slices on Thursday", "Smith"),
        ("snack cart: Baby Ruth, Mike and Ike", "Ruth"),
        ("plant Sweet William along the fence", "William"),
        ("seed order: Black-eyed Susan, Creeping Jenny", "Susan"),
        ("perennials wanted: Veronica 'Royal Candles', Geum", "Veronica"),
        ("herb tubs: Rosemary 4, Angelica 2", "Angelica"),
        ("twelve elmer's glue sticks", "elmer's"),
        ("one melissa and doug puzzle and two bob books", "melissa"),
        ("shirts: Hanes 5.10, Gildan 4.90, Russell hoodies 19.00", "Hanes"),
        ("order caps in Kelly green for field day", "Kelly"),
        ("WISC-V 92, Beery VMI 81", "Beery"),
        ("Conners 4 T = 70, Beck Youth Inventories T 66", "Beck"),
        ("cots to willow room and not to aspen charge the grant", "aspen"),
        ("the Aspen room leaks, Juniper and Hazel rooms are fine", "Hazel"),
        ("el grupo Girasol cambia con el grupo Margarita", "Margarita"),
        ("our printers are named Ruby, Pearl and Rosie", "Rosie"),
        ('=IF(B2>5, "Frank", "Ernest")', "Ernest"),
        ("book: Nate the Great is on the cart", "Nate"),
    ],
)
def test_things_are_nobody(text: str, value: str) -> None:
    assert _holds(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("simon says he hates recess", "simon"),
        ("Simon says he is sick and plays no games", "Simon"),
        ("Granny Smith picks up Tobin at noon", "Smith"),
        ("my student William planted a tree", "William"),
        ("Lily and Iris planted the bulbs", "Lily"),
        ("Garden helpers: Rosemary, Marcus and Deja", "Rosemary"),
        ("Violet waters the plants on Monday", "Violet"),
        ("Heather was stung by a bee in the garden", "Heather"),
        ("Rosemary's mom asked about seeds", "Rosemary"),
        ("Rosemary 'Rosie' Hernandez planted a tree", "Rosemary"),
        ("lunch: Graham choked on a cracker", "Graham"),
        ("Lunch helpers: Marcus, Reuben, Deja", "Reuben"),
        ("Melissa and Doug are fighting over the blocks", "Melissa"),
        ("Levi's shoes are in the lost and found", "Levi"),
        ("email Herman Miller about the order", "Herman Miller"),
        ("Shirt sizes: Paul Mitchell M, Omar Haddad L", "Paul Mitchell"),
        ("order a backpack for Kelly, she has none", "Kelly"),
        ("my student Bracken scored 77 on the reading test", "Bracken"),
        ("Test scores: Holland 78, Marcus 81", "Holland"),
        ("Students: Barton 12, Gray 14 on the test", "Barton"),
        ("The Willow room: Hazel, Omar and Deja", "Hazel"),
        ("Aspen goes to room 4", "Aspen"),
        ("Hazel in the Robin room bit Jay", "Hazel"),
        ("reading groups are called Otter, and Levi leads", "Levi"),
        ('=COUNTIF(B:B,"Frank")', "Frank"),
        ('the kid list =IF(B2>5, "Frank", "Ernest")', "Frank"),
        ("I met with Julia Child about the flower beds", "Julia"),
        ("Willow room: Hazel, Juniper and Iris", "Hazel"),
        ("Willow room (Ruby, Jade, Violet)", "Jade"),
        ("Sala Luna: Rosa, Celeste, Iris", "Celeste"),
        ("The team named Hazel, Ruby and Violet as captains", "Ruby"),
        ("Our team named Maya, and all were thrilled", "Maya"),
        ("Annie Mae has kickball today", "Annie Mae"),
        ("Tommy Tucker and Jenny Wren had tag", "Tommy Tucker"),
        ("David Austin plants things in the garden beds", "David Austin"),
        ("Garden club: Graham Thomas, David Austin", "Graham Thomas"),
        ("Planting Tuesday with Graham Thomas, Julia Child", "Graham Thomas"),
        ("plants: Violet, Daisy, Iris, Maya", "Violet"),
        ("Violet 'Vi'; Iris 'Izzy'; Omar 'O'", "Violet"),
        ("Lunch orders: Graham pizza, Charlotte salad", "Graham"),
        ("Levi's jeans were torn at recess", "Levi"),
    ],
)
def test_people_stay_people(text: str, value: str) -> None:
    assert not _holds(text, value)


@pytest.mark.parametrize(
    ("text", "things"),
    [
        (
            "| Area | 2024 | 2025 |\n|---|---|---|\n| Lacey | 118 | 131 |\n| Roy and Elma | 64 | 59 |",
            {"Lacey", "Roy and Elma"},
        ),
        ("Plant\tQty\tEach\nRosemary\t6\t1.00\nViolet\t4\t2.00", {"Rosemary", "Violet"}),
        ("route,name,riders\nA1,Lake Joy,31\nA2,Joy Lake,20", {"A1", "A2", "Lake Joy"}),
        ("School,Enrolled,Aides\nLincoln,410,2\nGarfield,388,3", {"Lincoln", "Garfield"}),
    ],
)
def test_the_head_of_a_column_says_that_things_stand_under_it(text: str, things: set[str]) -> None:
    found = {text[start:end] for start, end in cells_of_things(text)}
    assert found - {"A1", "A2"} == things - {"A1", "A2"}


@pytest.mark.parametrize(
    "text",
    [
        "Student,Score,Days\nKent,64,1\nElma,81,2",
        "Site contact,Score,Days\nKent Lacey,64,1\nElma Shelton,81,2",
        "Area,Visits,Days\nDana Ruiz,64,1\nOmar Haddad,81,2",
        "School nurse,Visits,Days\nLacey Roy,64,1\nElma Kent,81,2",
        "| Seeds | Sold |\n|---|---|\n| Emma | 3 |\n| Omar | 4 |",
    ],
)
def test_columns_of_people_hold_no_things(text: str) -> None:
    assert cells_of_things(text) == []


def test_the_labels_of_a_table_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    monkeypatch.setattr(Region, "labels", property(lambda region: read.append(region) or ()))
    cells_of_things("| Plant | Each |\n|---|---|\n" + "| Violet | 4 |\n" * 50)
    assert 1 <= len(read) < 10


def test_a_label_and_a_cue_outrank_the_list(people: Callable[..., list[tuple[str, str]]]) -> None:
    assert ("STUDENT_NAME", "Rosemary") in people("Student: Rosemary\nClub: garden, seeds and herbs")
    assert ("STUDENT_NAME", "Graham") in people("lunch menu notes: my student Graham has a peanut allergy")


def test_only_names_of_people_ask_for_company() -> None:
    assert is_like_person("herman miller")
    assert is_like_person("uncle wiggily")
    assert not is_like_person("simon says")
    assert not is_like_person("lily of the valley")
    assert not is_like_person("eggs benedict")


def test_the_list_is_in_lower_case_and_long_enough() -> None:
    assert len(called()) > 1_500
    assert all(phrase == phrase.lower().strip() for phrase in called())


def test_the_longest_phrase_counts() -> None:
    assert [(hit.kind, hit.phrase) for hit in Phrases("Mary Wore Her Red Dress").near(0, 4)] == [
        ("game", "mary wore her red dress")
    ]


@settings(max_examples=50)
@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 30))
def test_any_text_and_span_can_be_asked(text: str, start: int, size: int) -> None:
    start = min(start, len(text))
    assert Called(text).holds(start, min(len(text), start + size)) in {True, False}
