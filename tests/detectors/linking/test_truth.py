"""Linked or topic: the same term beside a person and without one, for every family of regulation.md, section 2D."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detectors.finding import Records

Linked = Callable[..., Records]

RECORDS = [
    ("<STUDENT_NAME|Ilse>'s {IDEA|BIP}: leaves the room daily", {"IDEA"}),
    ("<STUDENT_NAME|Ilse Varga> was moved. He bites. His {IDEA|FBA} is due Friday.", {"IDEA"}),
    (
        "Student: <STUDENT_NAME:field|Ilse Varga>\nEligibility: {IDEA.category|Autism}\nService: {IDEA.service|SLP}",
        {"IDEA"},
    ),
    (
        "<STUDENT_NAME|Ilse> qualifies under {IDEA.category~0.5|ED}, with {IDEA|specially designed instruction}",
        {"IDEA"},
    ),
    (
        (
            "Name\tGr\tCategory\n<STUDENT_NAME:field|Ilse Varga>\t4\t{IDEA.category|SLD}\n"
            "<STUDENT_NAME:field|Odo Bram>\t9\t{IDEA.category|OHI}"
        ),
        {"IDEA", "UNDER13"},
    ),
    ('{"student": "<STUDENT_NAME:field|Ilse>", "plan": {"kind": "{IDEA|IEP}"}}', {"IDEA"}),
    ("My student has an {IDEA|IEP} and threw his shoes again today.", {"IDEA"}),
    ("J.V. had an {IDEA|FBA} last week", {"IDEA"}),
    ("mi alumno tiene un {IDEA|IEP} y no quiere entrar a clase", {"IDEA"}),
    ("<STUDENT_NAME|Ilse> gets {S504|extended time}", {"S504"}),
    ("Please format the {S504|504 plan} of <STUDENT_NAME|Ilse Varga>.", {"S504"}),
    ("<STUDENT_NAME|Ilse> moved to {MTSS|Tier 3} reading", {"MTSS"}),
    ("We met about <STUDENT_NAME|Ilse>. The student was referred to {MTSS|SST}.", {"MTSS"}),
    ("<PERSON_OTHER:model|Dev>'s {EL|WIDA} is 2.4", {"EL"}),
    ("<STUDENT_ID|4812093377> exited {EL|TBIP} in May", {"EL"}),
    ("<PERSON_OTHER:model|Kai>: {EDREC.score|SBAC} ELA 2391", {"EDREC"}),
    ("how do i tell mrs <FAMILY_NAME|vance> her son's {EDREC|absences} are at 17", {"EDREC"}),
    ("{DISC|suspend} <STUDENT_NAME|Theo> 5 days", {"DISC"}),
    ("this kid brought a {DISC|pocket knife} yesterday", {"DISC"}),
    ("<PERSON_OTHER:model|Lena> gets {FRL|free lunch}", {"FRL"}),
    ("<FAMILY_NAME|Berta> says they already get {FRL|SNAP}", {"FRL"}),
    ("the <STUDENT_NAME|Reyes> kids live in a {MCV|motel}", {"MCV"}),
    ("The Okonski twins are {MCV|doubled up} with an aunt since August", {"MCV"}),
    ("{CPS|CPS} visited <STUDENT_NAME|Ivy>'s home", {"CPS"}),
    ("a 4th grader at Larch Elementary whose mom was {CPS|arrested} last week", {"CPS", "UNDER13"}),
    ("<PERSON_OTHER:model|Luis> is {IMM|undocumented}", {"IMM"}),
    ("a 4th grader at Larch Elementary whose mom was {IMM|deported}", {"IMM", "UNDER13"}),
    ("<STUDENT_NAME|Odo> came with <IMMIGRATION_ID|N0047719238>", {"IMM"}),
    ("<STUDENT_NAME|Sam> is on a {MH|safety plan}", {"MH"}),
    ("<STUDENT_NAME|Sam> came to me. She said that she {MH|does not want to live}.", {"MH"}),
    ("<PERSON_OTHER:model|Ty> is in {P2|outpatient treatment}", {"P2"}),
    ("how do I support <PERSON_OTHER:model|Ty> now that he is back from {P2|rehab}?", {"P2"}),
    ("<PERSON_OTHER:model|Jo> is {SEXH|pregnant}", {"SEXH"}),
    ("<STUDENT_NAME|Jo> goes by Joan now, {SEXH|transgender}, and dad does not know", {"SEXH"}),
    ("<PERSON_OTHER:model|Noa> takes {HLTH.drug|Concerta}", {"HLTH"}),
    ("one of my students has a {HLTH|seizure plan} and fell on the playground this morning", {"HLTH"}),
    ("Pt <PATIENT_NAME|Olin Marsh> seen today. Plan: {HLTH|recheck BP}.", {"HLTH"}),
    ("<PERSON_OTHER|Pat>'s {EMP|FMLA leave}", {"EMP"}),
    ("Ms. <PERSON_OTHER:title|Castle> got a {EMP|letter of reprimand} over her phone", {"EMP"}),
    ("<PERSON_OTHER:model|Reva>, I understand that your {EMP|FMLA leave} runs through May.", {"EMP"}),
    ("{EMP|grievance} of Mr. <PERSON_OTHER:title|Castle>: his {MH|anxiety disorder} came up", {"EMP"}),
    ("Name\t{EMP|Salary}\n<STUDENT_NAME:field|Reva Castle>\t61,000\n<STUDENT_NAME:field|Abe Stone>\t58,200", {"EMP"}),
    ("la familia Okonski est\u00e1 {MCV|viviendo en un hotel}", {"MCV"}),
    ("he got {DISC|suspended} again", {"DISC"}),
    ("A 7-year-old in my class with {IDEA.category|Down syndrome} will not come in from recess", {"IDEA", "UNDER13"}),
    ("Our kindergarten teacher Ms. <PERSON_OTHER:title|Vance> is {SEXH|pregnant}", {"EMP"}),
    ("From: <PERSON_OTHER:model|Reva Castle>\nTo: HR\nSubject: leave\n\nI need {EMP|FMLA leave} in May.", {"EMP"}),
    (
        (
            "Last,First,{EDREC|GPA}\n<STUDENT_NAME:field|Varga>,<STUDENT_NAME:field|Ilse>,2.1\n"
            "<STUDENT_NAME:field|Bram>,<STUDENT_NAME:field|Odo>,3.8"
        ),
        {"EDREC"},
    ),
    ("{PRIV|Per counsel's advice}: settle before Monday.", {"PRIV"}),
    ("Summarise our {SECPLAN|lockdown plan} and where the {SECPLAN|blind spots} are", {"SECPLAN"}),
    ("Write a {PPRA~0.85|survey} for 6th graders on whether their parents drink", {"PPRA"}),
]

TOPICS = [
    "explain what a {IDEA|BIP} is",
    "what's the difference between an {IDEA|FBA} and a {IDEA|BIP}?",
    "The US {IDEA.category~0.5|ED} changed its guidance in {IDEA.category~0.5|ID} and {IDEA.category~0.5|OR}.",
    "Lesson plan for students with {IDEA|IEPs} in a {IDEA|resource room}",
    "What should a teacher do when a student has an {IDEA|IEP} and a {HLTH|seizure plan}?",
    "Suppose a child has {IDEA.category|autism}. Which accommodations help?",
    "a student who was {DISC|suspended} may appeal: draft the policy",
    "Section {S504|504} training for new paras",
    "Every teacher must follow the {S504|504 plan}",
    "design an {MTSS|MTSS} calendar for the district",
    "Explain {EL~0.5|ML} and LLM to our coaches",
    "Newcomer program design for {EL|multilingual learners}",
    "the class average on the {EDREC.score|SBAC} was 2450 with 41 tested",
    "Draft a policy on {DISC|suspension} for vaping",
    "Explain {FRL|CEP} eligibility rules to the board",
    "Slides on the {MCV|McKinney-Vento} Act for secretaries",
    "how do I file a report with {CPS|CPS}?",
    "{CPS~0.5|CPS} means cycles per second on this card",
    "Explain {IMM|DACA} in five bullets for families",
    "a lesson on {MH|anxiety} for grade 8",
    "our {P2|vaping} policy for grades 6 to 12",
    "curriculum on {SEXH|contraception}, grade 9, opt-out included",
    "storage policy for {HLTH.drug|EpiPens} in the office",
    "difference between {HLTH.drug|Concerta} and {HLTH.drug|Ritalin} for a staff slide, no real kids",
    "Polish this job posting: {EMP|union} position, 0.8 FTE",
    "in plain words: what is {PRIV|attorney-client privilege}?",
    "What does a {SECPLAN|vulnerability} assessment contain?",
    "grade 5 standards for fractions with {IDEA|accommodations}",
    "{IDEA|IEP} deadlines are in the handbook. Thanks, <PERSON_OTHER:model|Dana Ruhl>",
    "Hi <PERSON_OTHER:model|Dana>, can you send me your {IDEA.topic|IEP} template?",
    "<PERSON_OTHER:title|Dana Ruhl>, our school psychologist, leads the {IDEA|FBA} work group",
    "Mr. <PERSON_OTHER:title|Okafor> teaches the unit on {MH|depression} this week",
    "Who was <PERSON_OTHER:model|Judith Marlow> and how does she connect to {S504|Section 504}?",
    "Read-aloud of <PERSON_OTHER:model|Wonder Girl> by a local author for the {IDEA|resource room}",
    "Create a sample {IDEA|IEP} for a fictional student named <STUDENT_NAME|Alex Moor>, with {IDEA.category|dyslexia}",
    "Summarize the <PERSON_OTHER:form|Endrew F.> decision on {IDEA|FAPE}",
    "Job posting: nurse, {HLTH|care plans} and {HLTH|immunizations}. Contact <STUDENT_NAME:around|Dana Ruhl>, HR",
    "What are signs that a child may be {CPS|abused}? It is for a poster.",
    "The Mercer family band plays; keep a {HLTH|sick} child at home",
    "Any student with a {HLTH|peanut allergy} needs a plan.",
    "The student handbook explains {DISC|suspensions}.",
]


@pytest.mark.parametrize(("source", "tags"), RECORDS, ids=range(len(RECORDS)))
def test_a_term_about_a_person_is_a_record(linked: Linked, source: str, tags: set[str]) -> None:
    records = linked(source)
    about_people = tags - {"PRIV", "SECPLAN", "PPRA", "UNDER13"}
    assert tags <= records.tags
    assert about_people == {link.tag for link in records.links}
    assert bool(records.subjects) or not about_people


@pytest.mark.parametrize("source", TOPICS, ids=range(len(TOPICS)))
def test_a_term_without_a_person_is_a_topic(linked: Linked, source: str) -> None:
    records = linked(source)
    assert not records.links
    assert not records.signals
    assert records.tags <= {"PII"}
