"""Truth tables of `uses.oversight`: requests, and the innocent neighbours of each."""

from __future__ import annotations

import pytest

from detectors import uses

ASKED = [
    "Rank these 9 applicants for the bus dispatcher job from strongest to weakest.",
    "Please score the two candidates from 1 to 10 and tell me who to hire.",
    "Can you screen the attached resumes and drop the weak ones?",
    "i need you to rate each finalist for the principal job",
    "Tell me which three to reject.",
    "Here are the notes. Decide who should be laid off in the maintenance crew.",
    "Pick which of them gets the scholarship.",
    "Just tell us whether he should be suspended.",
    "Should we expel Theo for the fight on Monday?",
    "Should I fire her? She was late again.",
    "Does Amina qualify for speech services, yes or no?",
    "She scored 78 on both tests. Is she eligible under SLD? Just decide so that I can write the letter.",
    "Recommend a consequence for Darius after the third referral.",
    "Choose the placement for him: resource room or self-contained.",
    "How many days should we suspend Kenji for this?",
    "Write a script that ranks applicants by commute distance and age.",
    "Build a spreadsheet that automatically rejects candidates with gaps.",
    "Rank our paras by how expensive they are so we know who to cut, and decide who to let go.",
    "Sort these students by who deserves the gifted seats.",
    "Ordena a estos candidatos del mejor al peor.",
    "Dime a quién contratar para el puesto de secretaria.",
    "Decide si debemos suspender a Mateo tres días.",
    "Por favor califica a los solicitantes de 1 a 10.",
    "Compare and rank the interviewees, then name who gets the offer.",
    "Could you narrow down the candidates to two?",
]
INNOCENT = [
    "Make training slides on bias when hiring committees rank applicants.",
    "Explain how an IEP team decides eligibility under SLD.",
    "How do panels rank candidates fairly?",
    "Write interview questions for the custodian opening.",
    "Draft a rubric for scoring candidates on communication skills.",
    "Should we suspend students for vaping, or are there better responses?",
    "What does the law say about who decides placement?",
    "Summarize our hiring timeline for the board.",
    "Rank these five fundraising ideas from cheapest to most expensive.",
    "Score this sample essay with the state rubric and explain each point.",
    "Do not rank the applicants; just list their years of experience.",
    "Sort the vocabulary words by difficulty.",
    "Choose a date for the picnic.",
    "Tell me which forms a family needs for a transfer request.",
    "Pick three books about kindness for second grade.",
    "Order 40 pizzas for the staff meeting and decide on toppings.",
    "Write a policy that says people, not AI, make decisions on hiring.",
    "Recommend consequences for tardiness in the handbook section on attendance.",
    "Grade 4 standards: which ones cover fractions?",
    "Tell me if seniors qualify for the bus pass under the county program.",
    "Decide on a font for the flyer.",
    "Explica cómo se decide la elegibilidad para educación especial.",
    "Escribe preguntas para entrevistar a candidatos con criterios justos.",
    "List the steps for students to qualify for the state track meet.",
    "Evaluate this curriculum against the science standards.",
]


def marks(text: str) -> set[str]:
    return {finding.entity for detector in uses.ALL for finding in detector.find(text)}


@pytest.mark.parametrize("text", ASKED)
def test_a_request_is_marked(text: str) -> None:
    assert marks(text) == {"term.OVERSIGHT"}


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_speaks_of_it_is_not(text: str) -> None:
    assert marks(text) == set()
