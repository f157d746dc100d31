"""Memory learns what stands for a person, recalls it as findings, and has a digest of exactly its contents."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detectors.cache import Digester
from detectors.entities import ENTITIES
from detectors.finding import Finding
from detectors.memory import IDENTIFIER_ENTITIES, NAME_ENTITIES, Memory

DIGEST = Digester(b"k" * 32)


def memory(*known: tuple[str, str]) -> Memory:
    made = Memory()
    for entity, value in known:
        made.learn(value, [Finding(entity, 0, len(value), 0.9, "d", "label")])
    return made


def test_a_recalled_finding_carries_the_entity_of_its_source() -> None:
    known = memory(("STUDENT_NAME", "Maria Delgado"), ("STUDENT_ID.WA_SSID", "4812093377"))
    found = {(f.entity, f.start, f.end, f.detector, f.why) for f in known.recall("Maria: 4812093377", prose=True)}
    assert found == {
        ("STUDENT_NAME", 0, 5, "memory", "memory"),
        ("STUDENT_ID.WA_SSID", 7, 17, "memory", "memory"),
    }


def test_dates_ages_and_places_are_not_remembered() -> None:
    assert not memory(("DOB", "3/14/2016"), ("GEO", "98055"), ("AGE_OVER_89", "93"), ("SSN_LAST4", "4399"))


def test_only_labels_that_exist_are_remembered() -> None:
    assert set(ENTITIES) >= NAME_ENTITIES | IDENTIFIER_ENTITIES


def test_the_digest_tells_contents_apart() -> None:
    same = [memory(("EMAIL", "a@kestrelmail.org")).digest(DIGEST) for _ in range(2)]
    assert same[0] == same[1]
    others = [memory(("USERNAME", "a@kestrelmail.org")), memory(("EMAIL", "b@kestrelmail.org")), Memory()]
    assert len({same[0], *(each.digest(DIGEST) for each in others)}) == 4


def test_the_digest_does_not_show_the_value() -> None:
    assert b"canary" not in memory(("EMAIL", "canary@kestrelmail.org")).digest(DIGEST)


NAMES = ["Maria Delgado", "DELGADO", "Tavio Obuya-Ruiz", "O'Neil", "May", "Li", "Ana de la Cruz", "\u0130pek Aydin"]
NUMBERS = ["4812093377", "1 253 555 2947", "(253) 555-2947", "48213", "AB-1234.5", "kim@kestrelmail.org", "12 Elm St"]
WORDS = [
    "maria",
    "delgado",
    "MariaDelgado",
    "tavio_obuya",
    "obuya",
    "oneil",
    "may",
    "May's",
    "li",
    "the",
    "12535552947",
]
TEXTS = st.lists(st.sampled_from([*NAMES, *NUMBERS, *WORDS, "481209", "3377", "ab12345", ",", "-"]), max_size=9)


@given(
    st.lists(st.sampled_from(NAMES), max_size=4),
    st.lists(st.sampled_from(NUMBERS), max_size=4),
    TEXTS.map(" ".join) | TEXTS.map("".join),
    st.booleans(),
)
def test_what_a_memory_knows_about_a_text_recalls_the_same_in_it(
    names: list[str],
    numbers: list[str],
    text: str,
    prose: bool,  # noqa: FBT001  hypothesis draws it
) -> None:
    whole = memory(*(("STUDENT_NAME", each) for each in names), *(("PHONE", each) for each in numbers))
    assert whole.about(text).recall(text, prose=prose) == whole.recall(text, prose=prose)


def test_a_new_name_elsewhere_leaves_what_is_known_about_a_text_as_it_was() -> None:
    text = "Maria Delgado moved to Tier 3."
    before = memory(("STUDENT_NAME", "Maria Delgado"))
    after = memory(("STUDENT_NAME", "Maria Delgado"), ("STUDENT_NAME", "Tavio Obuya"), ("PHONE", "253 555 2947"))
    assert after.about(text).digest(DIGEST) == before.about(text).digest(DIGEST)
