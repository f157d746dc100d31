"""What stands beside a name and makes it a mayor, a firm, a street, an author, a pet; and people in like places."""

from __future__ import annotations

import pytest

from detectors.names.judge import Judge


def _is_name(text: str, value: str, why: str = "model") -> bool:
    start = text.index(value)
    return Judge(text).is_name(start, start + len(value), why=why, score=0.87)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We invited Mayor Odette Kranz to the fair.", "Odette Kranz"),
        ("We invited Mayor Odette Kranz to the fair.", "Mayor Odette Kranz"),
        ("A letter to State Senator Tomas Brill about buses.", "Tomas Brill"),
        ("Rep. Ines Whitlow votes on the levy.", "Ines Whitlow"),
        ("Write to Councilmember Dara Voss.", "Dara Voss"),
        ("The architect Brunvold shows option C.", "Brunvold"),
        ("Our roofer Haugstad comes on Monday.", "Haugstad"),
        ("Then CleanPro came with fans.", "CleanPro"),
        ("We log it in SafeTrack today.", "SafeTrack"),
        ("stop at garfield and sixth at 7:05", "garfield"),
        ("turn left on Harrison then stop", "Harrison"),
        ("the corner of Marion & 3rd", "Marion"),
        ('Chapter 2 of "Teaching Well"? Ostergard argues for walls.', "Ostergard"),
        ("Invite el grupo Rosa del Monte a cantar.", "Rosa del Monte"),
        ("We moved the gecko Professor Wiggles to room 2.", "Wiggles"),
        ("The therapy dog Bristow comes on Friday.", "Bristow"),
        ("Use a fictional family: Marisol has two jobs.", "Marisol"),
    ],
)
def test_others_than_people_of_the_call(text: str, value: str) -> None:
    assert not _is_name(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Odette Kranz, whose aunt is mayor, was absent.", "Odette Kranz"),
        ("The union rep Ines Whitlow called.", "Ines Whitlow"),
        ("The architect Lena Brunvold has a son here.", "Lena Brunvold"),
        ("The contractor Dave was late.", "Dave"),
        ("Today DeShawn came with fans.", "DeShawn"),
        ("Today LaToya came with fans.", "LaToya"),
        ("Look at Garfield and Amira, they sit together.", "Amira"),
        ("Give it to Marion and Odell.", "Marion"),
        ("Ostergard argues with his teacher every day.", "Ostergard"),
        ("En el grupo de Rosalinda hay ruido.", "Rosalinda"),
        ("The dog bit Jasper at recess.", "Jasper"),
        ("Her cat is at home. Jasper cried.", "Jasper"),
        ("I drove with Montgomery to the clinic.", "Montgomery"),
    ],
)
def test_people_in_like_places(text: str, value: str) -> None:
    assert _is_name(text, value)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("She was arrested in Selah in 1955.", "Selah", False),
        ("The trip to Victoria is on Friday.", "Victoria", False),
        ("I gave it to Lacey on Friday.", "Lacey", True),
        ("Quincy was absent.", "Quincy", True),
    ],
)
def test_a_town_is_a_place_where_only_a_list_of_names_speaks_for_a_person(
    text: str,
    value: str,
    expected: bool,  # noqa: FBT001  a column of the table above
) -> None:
    assert _is_name(text, value, "lexicon") is expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("After he lost his dog, Aiden stopped eating.", "Aiden"),
        ("Without her dog Nadia cannot sleep.", "Nadia"),
        ("He threw a rock right at Marcus today.", "Marcus"),
        ("We spoke to Aiden at first bell.", "Aiden"),
        ("ASB Senator Kiana has asthma.", "Kiana"),
        ("Class Rep. Priya Shah cried.", "Priya Shah"),
        ("En la escuela Camila llora.", "Camila"),
    ],
)
def test_a_child_beside_such_words_is_a_child(text: str, value: str) -> None:
    start = text.index(value)
    assert Judge(text).is_name(start, start + len(value), why="model", score=0.9)


@pytest.mark.parametrize(
    ("text", "value", "person"),
    [
        ("lesson: Wendell the Worry Wizard by Marla Finch, two parts", "Wendell", False),
        ("lesson: Wendell the Worry Wizard by Marla Finch, two parts", "Marla Finch", False),
        ("retype Wordly Path 3000 by Karel Hodkins for the sub", "Karel Hodkins", False),
        ("Behavior Plan 2 by Marla Finch is due", "Marla Finch", True),
        ("the test in Room 4 by Marla Finch went well", "Marla Finch", True),
        ("Wendell the new boy reads a report by Marla Finch", "Wendell", True),
        ("see Wendell Okoye and Tim Rowe by Friday Noon", "Wendell Okoye", True),
        ("Wendell Needs Glasses, a referral by Marla Finch", "Wendell", True),
    ],
)
def test_a_title_goes_on_to_its_author(text: str, value: str, *, person: bool) -> None:
    start = text.index(value)
    assert Judge(text).is_name(start, start + len(value), why="model", score=0.9) is person
