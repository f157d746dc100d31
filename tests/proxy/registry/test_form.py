"""The form of a tool: what is read is what was written, and every problem has its place and no input."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.registry.changes import changes
from proxy.registry.form import FormError, plain, read

PROVIDER: dict[str, Any] = {
    "kind": "provider",
    "id": "openai-main",
    "owner": "Technology services",
    "purpose": "Drafting for staff",
    "models": ["gpt-4o-mini"],
}
CANARY = "sk-canary-0123456789"


def test_what_is_not_said_promises_nothing() -> None:
    form = read(PROVIDER)
    assert form.facts.terms.retention_days is None
    assert form.facts.title == "openai-main"
    assert {audience.value for audience in form.facts.audiences} == {""}


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "title": st.text(st.characters(categories=["L", "N"]), max_size=30),
            "terms": st.fixed_dictionaries(
                {},
                optional={
                    "no_training": st.booleans(),
                    "retention_days": st.none() | st.integers(0, 3650),
                    "sub_processors": st.none() | st.lists(st.sampled_from(["A Cloud", "B Mail"]), max_size=2),
                    "documents": st.lists(st.just({"name": "NDPA signed", "sha256": "0a" * 32}), max_size=1),
                },
            ),
            "ceiling": st.fixed_dictionaries(
                {"severity": st.sampled_from(["S0", "S4"])}, optional={"barred": st.just(["IDEA", "MH"])}
            ),
            "audiences": st.lists(st.sampled_from(["staff", "student_over13"]), min_size=1, max_size=2),
        },
    )
)
def test_a_form_that_was_written_out_reads_as_the_same_tool(more: dict[str, Any]) -> None:
    form = read({**PROVIDER, **more})
    again = read(plain(form.name, form.facts))
    assert (again.name, again.facts) == (form.name, form.facts)
    assert changes(plain(form.name, form.facts), plain(again.name, again.facts)) == ()


@pytest.mark.parametrize(
    ("change", "place", "says"),
    [
        ({"kind": "service"}, "kind", "must be one of"),
        ({"owner": ""}, "owner", "must not be empty"),
        ({"owner": "a\nb"}, "owner", "one line"),
        ({"models": []}, "models", "must name the models"),
        ({"models": ["m", "m"]}, "models", "twice"),
        ({"models": ["*"]}, "models.0", "name of a model"),
        ({"id": "a b"}, "id", "letters, digits"),
        ({"id": "openai-main\n"}, "id", "letters, digits"),
        ({"kind": "model", "models": []}, "id", "provider/model"),
        ({"kind": "model", "id": "a/b"}, "models", "belong to a provider"),
        ({"kind": "app", "models": [], "terms": {"dpa": "1"}}, "terms", "belong to a provider"),
        ({"terms": {"retention_days": -1}}, "terms.retention_days", "greater than or equal to 0"),
        ({"terms": {"api_key": CANARY}}, "terms.api_key", "is not a field here"),
        ({"api_key": CANARY}, "api_key", "is not a field here"),
        ({"base_url": f"https://{CANARY}"}, "base_url", "is not a field here"),
        ({"terms": {"documents": [{"name": "x", "sha256": CANARY}]}}, "terms.documents.0.sha256", "hexadecimal"),
        ({"ceiling": {"barred": ["idea"]}}, "ceiling.barred.0", "in capitals"),
        ({"audiences": []}, "audiences", "at least 1 item"),
        ({"audiences": [CANARY]}, "audiences.0", "must be one of"),
    ],
)
def test_a_problem_is_named_with_its_place_and_without_what_was_written(change, place, says) -> None:
    with pytest.raises(FormError) as caught:
        read({**PROVIDER, **change})
    found = dict(caught.value.problems)
    assert says in found[place]
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("tree", [None, [], "text", {"kind": "provider"}])
def test_what_is_no_form_is_refused(tree: Any) -> None:
    with pytest.raises(FormError):
        read(tree)


def test_a_difference_shows_values_but_no_text_that_people_wrote() -> None:
    before = read({**PROVIDER, "terms": {"retention_days": 30}})
    changed = {**PROVIDER, "purpose": "Grading by a named person", "terms": {"retention_days": 0, "no_training": True}}
    after = read(changed)
    found = {
        each.field: (each.before, each.after)
        for each in changes(plain(before.name, before.facts), plain(after.name, after.facts))
    }
    assert found == {"purpose": (None, None), "terms.no_training": ("no", "yes"), "terms.retention_days": ("30", "0")}
    assert all(each.before is None for each in changes(None, plain(after.name, after.facts)))
