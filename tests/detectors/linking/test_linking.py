"""How a term finds its person, what follows from it, and the laws that hold whatever the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.finding import Finding, Piece, Records
from detectors.linking import link, relabelled, residual

if TYPE_CHECKING:
    import random

Linked = Callable[..., Records]


def hows(records: Records) -> set[str]:
    return {each.how for each in records.links}


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("<STUDENT_NAME|Ilse> has an {IDEA|IEP}. Thanks!", "sentence"),
        ("- <STUDENT_NAME|Ilse>, {IDEA|IEP} due", "line"),
        (
            "Name\tPlan\tNext\n<STUDENT_NAME:field|Ilse>\t{IDEA|IEP}\tMay\n<STUDENT_NAME:field|Odo>\t504\tJune",
            "row",
        ),
        ('{"n": "<STUDENT_NAME:field|Ilse>", "x": "{IDEA|IEP}"}', "object"),
        ("<STUDENT_NAME|Ilse> is new. He likes trains. His {IDEA|IEP} is due.", "chain"),
        (
            "<STUDENT_NAME|Ilse> is new.\n\nMeeting in May.\nRoom 4 is free.\nAgenda is open.\nBring the {IDEA|IEP}.",
            "only",
        ),
    ],
)
def test_says_what_ties_a_term_to_its_person(linked: Linked, source: str, how: str) -> None:
    assert hows(linked(source)) == {how}


def test_a_header_speaks_for_every_row(linked: Linked) -> None:
    records = linked("Name\t{EL|WIDA}\n<STUDENT_NAME:field|Ilse Varga>\t2.4\n<STUDENT_NAME:field|Odo Bram>\t3.1")
    assert {each.subject for each in records.links} == {0, 1}


def test_rows_of_a_table_do_not_lend_terms_to_each_other(linked: Linked) -> None:
    records = linked(
        "Name\tPlan\tRoom\n<STUDENT_NAME:field|Ilse Varga>\t{IDEA|IEP}\t4\n<STUDENT_NAME:field|Odo Bram>\t\t5\n"
        "<STUDENT_NAME:field|Una Falk>\t{HLTH|T1D}\t6"
    )
    assert {(each.tag, each.subject) for each in records.links} == {("IDEA", 0), ("HLTH", 2)}


def test_forms_of_one_name_are_one_person(linked: Linked) -> None:
    records = linked(
        "<STUDENT_NAME|Marisol Ochoa> came. <STUDENT_NAME|Marisol>'s {IDEA|IEP}, Ms. <STUDENT_NAME|Ochoa>, "
        "<STUDENT_NAME|M. Ochoa>, <STUDENT_NAME|M.O.>"
    )
    assert [len(subject.mentions) for subject in records.subjects] == [5]


def test_first_and_last_name_of_a_row_are_one_person(linked: Linked) -> None:
    records = linked(
        "Last,First,{EDREC|GPA}\n<STUDENT_NAME:field|Varga>,<STUDENT_NAME:field|Ilse>,2.1\n"
        "<STUDENT_NAME:field|Bram>,<STUDENT_NAME:field|Odo>,3.8"
    )
    assert [len(subject.mentions) for subject in records.subjects] == [2, 2]


def test_a_named_person_who_asks_makes_an_event_a_targeted_request(linked: Linked) -> None:
    source = "the girl who fell on stage had {HLTH|asthma}"
    assert [each.identifiability for each in linked(source).subjects] == ["watch"]
    asked = linked(f"{source}, asks Mr. <FAMILY_NAME|Vance>")
    assert "linkable" in {each.identifiability for each in asked.subjects}


def test_two_people_stay_two(linked: Linked) -> None:
    records = linked("<STUDENT_NAME|Marisol Ochoa> and <STUDENT_NAME|Rosa Ochoa> have {IDEA|IEPs}")
    assert len(records.subjects) == 2
    assert {each.subject for each in records.links} == {0, 1}


def test_a_pronoun_in_a_later_message_means_the_child_of_an_earlier_one(linked: Linked) -> None:
    records = linked("<STUDENT_NAME|Ilse> is in my class.", "he got {DISC|suspended} again")
    assert [(each.tag, each.how, each.place[0]) for each in records.links] == [("DISC", "turn", 1)]


def test_my_student_in_a_later_message_is_the_one_named_before(linked: Linked) -> None:
    records = linked("<STUDENT_NAME|Ilse> is in my class.", "My student got {DISC|suspended} today.")
    assert len(records.subjects) == 1
    assert hows(records) == {"turn"}


def test_a_topic_in_a_later_message_stays_a_topic(linked: Linked) -> None:
    records = linked("<STUDENT_NAME|Ilse> is in my class.", "Explain {DISC|suspension} policy.")
    assert not records.links


def test_a_pronoun_does_not_reach_over_three_sentences_without_one(linked: Linked) -> None:
    records = linked(
        "<STUDENT_NAME|Ilse> and <STUDENT_NAME|Odo> came. It rained. The gym was shut. The bus left. Lunch was soup. "
        "His {IDEA|IEP} is due."
    )
    assert "chain" not in hows(records) or all(each.score < 0.7 for each in records.links)


def test_an_ambiguous_term_needs_company(linked: Linked) -> None:
    assert not linked("<STUDENT_NAME|Ilse> wrote to the {IDEA~0.5|ED} yesterday").links
    assert linked("<STUDENT_NAME|Ilse>: {IDEA~0.5|ED}, {IDEA|IEP} due").tags >= {"IDEA"}


def test_staff_matters_are_personnel_matters_and_their_names_are_sensitive(linked: Linked, marked: type) -> None:
    source = "Ms. <PERSON_OTHER:title|Castle> is on {EMP|medical leave}. Her {HLTH|surgery} is Monday."
    records = linked(source)
    assert {each.tag for each in records.links} == {"EMP"}
    assert [each.role for each in records.subjects] == ["staff"]
    assert [each.entity for each in relabelled([marked(source).findings], records)[0]] == ["STAFF_NAME_SENSITIVE"]
    assert "WA_BREACH" in records.tags


def test_the_names_of_a_family_keep_their_label(linked: Linked, marked: type) -> None:
    source = "mom <FAMILY_NAME|Berta> says <STUDENT_NAME|Ilse> has {HLTH|asthma}"
    findings = [marked(source).findings]
    assert relabelled(findings, linked(source)) == findings


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<STUDENT_NAME|Ilse>, grade 3, reads well", True),
        ("<STUDENT_NAME|Ilse> (gr 7) reads well", True),
        ("<STUDENT_NAME|Ilse> is in 8th grade", False),
        ("<STUDENT_NAME|Ilse>, an 11th grader", False),
        ("<STUDENT_NAME|Ilse> is a 2nd grader", True),
        ("<STUDENT_NAME|Ilse>, first grade, loves maps", True),
        ("<STUDENT_NAME|Ilse> started kindergarten", True),
        ("<STUDENT_NAME|Ilse> is 9 years old", True),
        ("<STUDENT_NAME|Ilse> is 15 years old", False),
        ("<STUDENT_NAME|Ilse>, DOB <DOB|3/14/2016>", True),
        ("<STUDENT_NAME|Ilse>, born <DOB|March 14, 2010>", False),
        ("<STUDENT_NAME|Ilse>, born <DOB|20180302>", True),
        ("<STUDENT_NAME|Ilse> goes to Larch Elementary", True),
        ("<STUDENT_NAME|Ilse> joined {EARLY|ECEAP}", True),
        ("<STUDENT_NAME|Ilse> is in 10th grade at Larch Academy", False),
        ("Name\tGrade\n<STUDENT_NAME:field|Ilse Varga>\tK\n<STUDENT_NAME:field|Odo Bram>\t12", True),
        ("<STUDENT_NAME|Ilse>, 4to grado, lee bien", True),
        ("Use grade 6 reading level for the note to <STUDENT_NAME|Ilse>", False),
        ("grade 5 standards for fractions", False),
        ("<PERSON_OTHER|Dana Ruhl>, our nurse, teaches 2nd grade health", False),
        ("<STUDENT_NAME|Ilse>'s GPA is 3.8", False),
    ],
)
def test_knows_a_child_under_thirteen(linked: Linked, source: str, expected: bool) -> None:  # noqa: FBT001
    assert ("UNDER13" in linked(source).tags) is expected


def test_a_child_in_early_learning_is_a_child(linked: Linked) -> None:
    records = linked("<STUDENT_NAME|Ilse> had a great day in {EARLY|Head Start}")
    assert records.subjects[0].role == "child"
    assert {"EARLY", "UNDER13"} <= records.tags
    assert "PII" not in records.tags


def test_early_learning_without_a_person_is_a_topic(linked: Linked) -> None:
    assert not linked("Compare {EARLY|Head Start} standards and FERPA").tags


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("<STUDENT_NAME|Ilse Varga> picks up at 3", {"PII"}),
        ("yearbook caption: <STUDENT_NAME|Ilse Varga>, varsity wrestling", {"DIRECTORY"}),
        ("yearbook caption: <STUDENT_NAME|Ilse Varga>, id <STUDENT_ID|4811>", {"PII", "WA_BREACH"}),
        ("the SSN is <SSN|536-22-0199>", {"GOVID", "PII"}),
        ("our card <CARD|4111111111111111>", {"GOVID"}),
        ("password <CREDENTIAL|Tulip77>", {"SECRET"}),
        ("<PERSON_OTHER|Abe Stone>, licence <LICENCE|WDLBXKR472P9>", {"GOVID", "PII", "WA_BREACH"}),
        ("<STUDENT_NAME|Ilse> has {HLTH|asthma}", {"HLTH", "WA_BREACH"}),
        ("<STUDENT_NAME|Ilse> has an {IDEA|IEP}", {"IDEA"}),
        ("nothing here", set()),
    ],
)
def test_tags_follow_from_findings_links_and_people(linked: Linked, source: str, tags: set[str]) -> None:
    assert linked(source).tags == tags


_SMALL = (
    "School\tGroup\tK-2\t3-5\nLarch Elementary\t{IDEA.category|Autism}\t6\t14\n"
    "Fir Elementary\t{IDEA.category|Deaf}\t2\t11"
)
_OWN = (
    "Grade 7\t2025\t2026\n{DISC|suspended}, Native American\t2\t4\n{DISC|suspended}, Hispanic\t3\t1\n"
    "{DISC|suspended}, White\t12\t15"
)
_LARGE = _SMALL.replace("\t6\t", "\t16\t").replace("\t2\t", "\t<10\t")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (_SMALL, True),
        (_LARGE, False),
        (_OWN, True),
        (_OWN.replace("Native American", "fall").replace("Hispanic", "spring"), False),
        (f"Statewide, for comparison:\n\n{_OWN}", False),
        ("Only three {MCV|homeless} students at Larch Elementary passed", True),
        ("100% of the {EL|multilingual} students at Larch Elementary failed", True),
        ("The room has 8 students, two with {IDEA|IEPs}", False),
        ("Item\tPar\tOn hand\ngloves\t4\t2\ncups\t5\t1", False),
        (
            (
            "Name\tSchool\t{IDEA|SLP}\n<STUDENT_NAME:field|Ilse Varga>\tLarch Elementary\t6\n"
            "<STUDENT_NAME:field|Odo Bram>\tLarch Elementary\t3"
            ),
            False,
        ),
    ],
)  # fmt: skip
def test_sees_small_cells(linked: Linked, source: str, expected: bool) -> None:  # noqa: FBT001
    assert ("SMALLCELL" in linked(source).tags) is expected


def test_three_headings_about_a_child_are_a_whole_document(linked: Linked) -> None:
    form = "{FULLDOC.iep|Present levels}: reads\n{FULLDOC.iep|Goals}: more\n{FULLDOC.iep|Services}: some"
    assert "FULLDOC" in linked(f"Student: <STUDENT_NAME|Ilse Varga>\n{form}").tags
    assert "FULLDOC" not in linked(form).tags
    assert "FULLDOC" not in linked("<STUDENT_NAME|Ilse>: {FULLDOC.iep|Goals} and {FULLDOC.iep|Services}").tags


def test_a_title_and_two_thousand_characters_are_a_whole_document(linked: Linked) -> None:
    start = "{FULLDOC.title|Evaluation report}\nStudent: <STUDENT_NAME|Ilse Varga>\n"
    assert "FULLDOC" in linked(start + "She reads. " * 200).tags
    assert "FULLDOC" not in linked(start + "She reads. " * 20).tags


@pytest.mark.parametrize(
    ("source", "identifiability"),
    [
        ("My student has an {IDEA|IEP}.", "none"),
        ("J.V. in 4th grade has an {IDEA|IEP}", "watch"),
        ("the 4th grader at Larch Elementary who broke her arm at the assembly has an {IDEA|IEP}", "linkable"),
        ("<STUDENT_NAME|Ilse> has an {IDEA|IEP}", "identified"),
        ("the Okonski twins have {IDEA|IEPs}", "linkable"),
    ],
)
def test_weighs_how_surely_a_person_can_be_told(linked: Linked, source: str, identifiability: str) -> None:
    assert [subject.identifiability for subject in linked(source).subjects] == [identifiability]


def test_what_is_left_after_treatment_is_weighed_again(linked: Linked) -> None:
    records = linked("<STUDENT_NAME|Ilse>, grade 4 at Larch Elementary, broke her arm. {HLTH|Asthma} plan due.")
    name = records.subjects[0].mentions[0]
    assert residual(records, []) == records.subjects
    (left,) = residual(records, [name])
    assert left.identifiability == "watch"
    assert left.weight == 4
    assert all(each.place != name for each in left.evidence)


def test_a_name_that_stays_somewhere_still_identifies(linked: Linked) -> None:
    records = linked("<STUDENT_NAME|Ilse> has an {IDEA|IEP}. <STUDENT_NAME|Ilse> reads.")
    (left,) = residual(records, [records.subjects[0].mentions[0]])
    assert left.identifiability == "identified"


_LONG = (
    "<STUDENT_NAME|Ilse Varga> is in grade 3. She reads. Her {IDEA|IEP} is due in May.\n"
    "- <STUDENT_NAME|Odo>: {HLTH|asthma}, inhaler\n- nothing new here, he said\n"
    "Mr. <PERSON_OTHER:title|Castle> is on {EMP|leave}."
)


@pytest.mark.parametrize("cut", range(0, 190, 7))
def test_does_not_depend_on_how_a_message_is_cut_into_parts(marked: type, cut: int) -> None:
    whole = marked(_LONG)
    spans = [(each.start, each.end) for each in (*whole.findings, *whole.marks)]
    if cut >= len(whole.text) or any(start < cut < end for start, end in spans):
        return
    pieces = [Piece(whole.text[:cut], scope="m"), Piece(whole.text[cut:], scope="m")]
    parted = link(pieces, _parted(whole.findings, cut), _parted(whole.marks, cut), year=2026)
    plain = whole.linked()
    assert parted.tags == plain.tags
    assert [(each.tag, each.subject, each.how) for each in parted.links] == [
        (each.tag, each.subject, each.how) for each in plain.links
    ]


def _parted(found: tuple[Finding, ...], cut: int) -> list[tuple[Finding, ...]]:
    head = tuple(each for each in found if each.end <= cut)
    tail = tuple(
        Finding(each.entity, each.start - cut, each.end - cut, each.score, each.detector, each.why)
        for each in found
        if each.start >= cut
    )
    return [head, tail]


_LABELS = st.sampled_from(
    ("STUDENT_NAME", "FAMILY_NAME", "PERSON_OTHER", "STUDENT_ID", "DOB", "EMAIL", "CREDENTIAL", "IMMIGRATION_ID")
)
_TERMS = st.sampled_from(
    ("term.IDEA", "term.EMP", "term.HLTH.drug", "term.IDEA.topic", "term.Q.school", "term.EARLY", "term.FULLDOC.iep")
)
_TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(
        st.sampled_from(
            (
                "he",
                "my student",
                "J.V.",
                "the Reyes kids",
                "grade 3",
                "\n",
                "\t",
                ". ",
                "|",
                ", ",
                "{",
                '"a": ',
                "is 4",
                "Larch Elementary",
                "İ",
                "😀",
            )
        ),
        max_size=30,
    ).map(" ".join),
)


@st.composite
def _scanned(draw: st.DrawFn) -> tuple[str, tuple[Finding, ...], tuple[Finding, ...]]:
    text = draw(_TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    found: list[Finding] = []
    marks: list[Finding] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        why = draw(st.sampled_from(("cue", "model")))
        if draw(st.booleans()):
            found.append(Finding(draw(_LABELS), start, end, 0.9, "test", why))
        else:
            marks.append(Finding(draw(_TERMS), start, end, draw(st.sampled_from((0.5, 0.9))), "test", why))
    return text, tuple(found), tuple(marks)


@settings(max_examples=150, deadline=None)
@given(st.lists(_scanned(), min_size=1, max_size=3), st.booleans())
def test_never_fails_and_every_place_lies_in_its_piece(scanned: list, one_message: bool) -> None:  # type: ignore[type-arg]  # noqa: FBT001
    pieces = [Piece(text, scope="" if one_message else str(n)) for n, (text, _, _) in enumerate(scanned)]
    records = link(pieces, [found for _, found, _ in scanned], [marks for _, _, marks in scanned], year=2026)
    places = [place for subject in records.subjects for place in subject.mentions]
    places += [each.place for subject in records.subjects for each in subject.evidence]
    places += [each.place for each in (*records.links, *records.signals)]
    for piece, start, end in places:
        assert 0 <= start < end <= len(pieces[piece].text)
    assert all(0 <= each.subject < len(records.subjects) for each in records.links)
    assert len(residual(records, places)) == len(records.subjects)


@settings(max_examples=60, deadline=None)
@given(_scanned(), st.randoms(use_true_random=False))
def test_the_order_of_marks_is_irrelevant(scanned: tuple, order: random.Random) -> None:  # type: ignore[type-arg]
    text, found, marks = scanned
    shuffled = list(marks)
    order.shuffle(shuffled)
    assert link([Piece(text)], [found], [marks]) == link([Piece(text)], [found], [shuffled])


def test_no_repr_shows_what_was_read(linked: Linked) -> None:
    assert "Ilse" not in repr(linked("<STUDENT_NAME|Ilse> has an {IDEA|IEP}"))


def test_nothing_found_means_nothing_said() -> None:
    assert link([Piece("hello")], [()], [()]) == Records()


def test_a_child_whom_the_roster_knows_to_be_young_is_under_thirteen() -> None:
    text = "Juno Paxfield asked for a book."
    name = Finding("STUDENT_NAME", 0, 13, 0.99, "roster", "roster")
    marks = tuple(Finding(f"term.{tag}", 0, 13, 0.99, "roster", "roster") for tag in ("UNDER13.roster", "OPTOUT"))
    records = link([Piece(text)], [(name,)], [marks], year=2026)
    assert "UNDER13" in records.tags
    assert "OPTOUT" not in records.tags
    assert "UNDER13" not in link([Piece(text)], [(name,)], [()], year=2026).tags


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("its <FAMILY_NAME|Denn>, <STUDENT_NAME|Amo> n <STUDENT_NAME|Kie> mom. we {MCV|lost the apt} friday.", {"MCV"}),
        ("Soy mamá de <STUDENT_NAME|Amo>. A nuestra familia {IMM|le llegó una orden}.", {"IMM"}),
        ("<STUDENT_NAME|Amo> likes maths. The shelter list for {MCV|homeless families} is attached.", set()),
        ("We wrote a guide on {MCV|homelessness} for the district.", set()),
    ],
)
def test_what_befalls_a_family_is_about_the_children_named_before(linked: Linked, source: str, tags: set[str]) -> None:
    assert linked(source).tags & {"MCV", "IMM"} == tags
