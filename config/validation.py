"""Pydantic's errors as problems: a place in the file, plain words, and what was probably meant. Never the input."""

from __future__ import annotations

import difflib
import re
import types
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from config.crossing import cross_check
from config.fields import MEANINGS
from config.models import Settings
from config.problems import shows

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from config.problems import Place, Problem
    from config.source import Document

WORDS = {
    "missing": "is required",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "must be a smaller number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "string_type": "must be a text",
    "model_type": "must be a section with settings of its own",
    "model_attributes_type": "must be a section with settings of its own",
    "dict_type": "must be a section with settings of its own",
    "tuple_type": "must be a list",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
    "extra_forbidden": "is not a setting here",
    "date_from_datetime_parsing": "must be a date of the calendar, written YYYY-MM-DD",
    "date_parsing": "must be a date of the calendar, written YYYY-MM-DD",
}


def validate(document: Document) -> Settings | None:
    """Settings from a document's tree, or None after noting every problem in the document."""
    settings: Settings | None = None
    try:
        settings = Settings.model_validate(document.tree)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        for detail in details:
            if detail["type"] != "crossing" and not _consequence(detail, details):
                _note(document, _problem(document, detail))
    if isinstance(document.tree, dict):
        for fault in cross_check(document.tree):
            document.complain(fault.place, fault.message)
    return settings


def _consequence(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether a list is only too short because its broken items were not counted."""
    place = detail["loc"]
    return detail["type"] == "too_short" and any(
        each["loc"][: len(place)] == place and len(each["loc"]) > len(place) for each in details
    )


def _note(document: Document, problem: Problem) -> None:
    """Add a problem, unless its place has one: a variable that is not set is also an empty key, which helps nobody."""
    if (problem.line, problem.path) not in {(each.line, each.path) for each in document.problems}:
        document.problems.append(problem)


def _problem(document: Document, detail: ErrorDetails) -> Problem:
    place: Place = tuple(step for step in detail["loc"] if step != "[key]")
    match detail["type"]:
        case "extra_forbidden":
            return document.problem(place, _unknown(place), at_key=True, suggestion=_nearest_key(place))
        case "literal_error":
            return _choice(document, place)
        case _:
            return document.problem(place, words(detail), at_key="[key]" in detail["loc"])


def words(detail: ErrorDetails) -> str:
    """What a value must be, without saying what it is."""
    context = detail.get("ctx", {})
    if detail["type"] == "string_pattern_mismatch":
        return MEANINGS[context["pattern"]]
    if detail["type"] == "literal_error":
        return f"must be one of: {context['expected']}"
    return WORDS.get(detail["type"]) or detail["msg"].replace("Input should", "must")


def _choice(document: Document, place: Place) -> Problem:
    choices = [str(choice) for choice in _choices(place)]
    value = _at(document.tree, place)
    lowered = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(value.lower(), lowered, 1) if isinstance(value, str) else []
    suggestion = lowered[near[0]] if near else None
    return document.problem(place, f"must be one of: {', '.join(choices)}", suggestion=suggestion)


def _unknown(place: Place) -> str:
    return WORDS["extra_forbidden"] if shows(str(place[-1])) else "this key (not shown) is not a setting here"


def _nearest_key(place: Place) -> str | None:
    annotation = annotation_at(place[:-1])
    fields = annotation.model_fields if isinstance(annotation, type) and issubclass(annotation, BaseModel) else {}
    wanted = re.sub(r"[^a-z0-9]+", "_", str(place[-1]).lower())
    return next(iter(difflib.get_close_matches(wanted, fields, 1, cutoff=0.6)), None)


def _choices(place: Place) -> tuple[Any, ...]:
    annotation = annotation_at(place)
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def annotation_at(place: Place) -> Any:  # noqa: ANN401 # a type, of any form
    """The type of the setting at a place, without None and metadata; None where there is no such setting."""
    annotation: Any = Settings
    for step in place:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            field = annotation.model_fields.get(str(step))
            annotation = _bare(field.annotation) if field else None
        else:
            arguments = get_args(annotation)
            inner = arguments[-1] if get_origin(annotation) is dict else next(iter(arguments), None)
            annotation = _bare(inner)
    return annotation


def _bare(annotation: Any) -> Any:  # noqa: ANN401 # a type, of any form
    if get_origin(annotation) in {types.UnionType, Union}:
        return next(each for each in get_args(annotation) if each is not type(None))
    return annotation


def _at(tree: Any, place: Place) -> Any:  # noqa: ANN401 # a YAML value
    for step in place:
        inside = (isinstance(tree, dict) and step in tree) or (isinstance(tree, list) and isinstance(step, int))
        tree = tree[step] if inside else None
    return tree
