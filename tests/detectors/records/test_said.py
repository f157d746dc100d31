"""Sensitive facts in the words of families, drivers and children, and near-misses of the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

_SAID = [
    ("MCV", "they lost the apartment and they're at the Super 8 now"),
    ("MCV", "dad said they are in an RV behind the church"),
    ("MCV", "landlord kicked them out on Friday"),
    ("MCV", "the kids are bouncing between relatives"),
    ("CPS", "a caseworker came to the house about Lena"),
    ("CPS", "he has bruises and said his dad did it"),
    ("CPS", "the state placed her with grandma"),
    ("MH", "she doesn't want to be here anymore"),
    ("MH", "she makes herself throw up after lunch"),
    ("P2", "he came to school high"),
    ("P2", "mom is using again"),
    ("SEXH", "her period is late and she is scared"),
    ("SEXH", "a boy touched her inappropriately"),
    ("IMM", "he has no papers"),
    ("IMM", "ICE took his dad"),
    ("FRL", "she can't pay for lunch"),
    ("FRL", "his lunch account is negative"),
    ("HLTH", "she has been throwing up all morning"),
    ("DISC", "he got sent home for fighting"),
    ("DISC", "he spit on a kid"),
    ("EDREC", "he can't read yet"),
    ("EDREC", "he has all Fs"),
    ("EDREC", "has WISC 84"),
    ("IDEA", "he gets pulled out for speech"),
    ("IDEA", "category: Other Health Impairment"),
    ("EL", "he is still learning English"),
    ("EMP", "we are going to non-renew the new teacher"),
    ("EMP", "thinking of letting our custodian go"),
]

_NOT_SAID = [
    ("MCV", "the team sleeps in a tent on outdoor ed week"),
    ("MCV", "book the Days Inn for the conference presenters"),
    ("MCV", "he got kicked out of the group chat"),
    ("CPS", "he is scared of ICE coming"),
    ("CPS", "foster... no wait, host mom"),
    ("CPS", "the kids got taken to the gym"),
    ("MH", "he was admitted to inpatient treatment for fentanyl"),
    ("MH", "cutting out shapes with the kids"),
    ("P2", "mom is using the app again"),
    ("P2", "the cart is full of laptops"),
    ("SEXH", "they came out to me with the signed form"),
    ("SEXH", "she missed her period 3 class"),
    ("IMM", "I have no papers to grade"),
    ("FRL", "free lunch for presenters at the workshop"),
    ("HLTH", "he has a dentist appointment tomorrow"),
    ("HLTH", "category: Other Health Impairment"),
    ("HLTH", "ent of the line"),
    ("DISC", "he threw a party"),
    ("EDREC", "counts to 6 with one prompt"),
    ("EDREC", "IEP goal: 80% accuracy across 3 trials"),
    ("EDREC", "Report Card"),
    ("IDEA", "a one on one with my boss"),
    ("EL", "he is learning English history"),
    ("EMP", "leave the forms on the table"),
]

_ELSEWHERE = [
    ("MCV", "no tienen donde vivir"),
    ("MCV", "нам негде жить"),
    ("MCV", "ليس لدينا مكان ننام فيه"),
    ("MCV", "他们没有地方住"),
    ("CPS", "su papá le pega"),
    ("CPS", "отец бьёт её"),
    ("MH", "em ấy muốn chết"),
    ("MH", "gusto na niyang mamatay"),
    ("P2", "cháu hút cần sa"),
    ("SEXH", "она беременна"),
    ("SEXH", "way uur leedahay"),
    ("IMM", "gia đình không có giấy tờ"),
    ("IMM", "wala silang papeles"),
    ("FRL", "no puede pagar el lonche"),
    ("HLTH", "لديه حساسية من الفول السوداني"),
    ("HLTH", "他对花生过敏"),
    ("DISC", "lo sacaron de la clase"),
    ("EDREC", "он не умеет читать"),
    ("IDEA", "他有自闭症"),
    ("EL", "ma ku hadlo Ingiriisi"),
    ("EMP", "lo corrieron del trabajo"),
]


@pytest.mark.parametrize(("family", "text"), _SAID)
def test_plain_words_say_it_too(families: Callable[..., set[str]], family: str, text: str) -> None:
    assert family in families(text)


@pytest.mark.parametrize(("family", "text"), _NOT_SAID)
def test_the_same_words_may_say_something_else(families: Callable[..., set[str]], family: str, text: str) -> None:
    assert family not in families(text)


@pytest.mark.parametrize(("family", "text"), _ELSEWHERE)
def test_other_languages_of_the_families(families: Callable[..., set[str]], family: str, text: str) -> None:
    assert family in families(text)
