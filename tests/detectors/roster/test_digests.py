from __future__ import annotations

import pytest

from detectors.roster.digests import Digests

ONE, OTHER = Digests(b"1" * 32), Digests(b"2" * 32)


def test_a_name_has_one_digest_in_any_order_of_its_words() -> None:
    assert ONE.name(("thessaly", "quillfern")) == ONE.name(("quillfern", "thessaly"))


def test_joining_words_otherwise_gives_another_digest() -> None:
    assert ONE.name(("ab", "c")) != ONE.name(("a", "bc"))


def test_another_key_gives_other_digests() -> None:
    assert ONE.name(("thessaly", "quillfern")) != OTHER.name(("thessaly", "quillfern"))
    assert ONE.check != OTHER.check


def test_a_word_an_identifier_and_a_person_of_one_spelling_have_different_digests() -> None:
    assert len({ONE.word("7700123"), ONE.token("7700123"), ONE.owner("7700123"), ONE.name(("7700123",))}) == 4


def test_a_digest_has_64_bits() -> None:
    assert max(ONE.word(str(number)) for number in range(200)).bit_length() > 58
    assert all(0 <= ONE.word(str(number)) < 2**64 for number in range(200))


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 33])
def test_a_key_of_another_length_is_refused(key) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Digests(key)


def test_the_key_is_not_shown() -> None:
    assert "111" not in repr(ONE)
