"""Facts of tools as people and files write them, checked field by field: every problem is named with its place.

The same form is the body of the HTTP API, the YAML of export and import, and the JSON of the database. A provider's
key, address or password is no field of it, and an unknown field is refused, so that none can come in by accident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from proxy.exchange import Audience, Ceiling, Severity
from proxy.registry.nouns import Facts, Kind, Name
from proxy.registry.terms import LONGEST_RETENTION_DAYS, Document, Terms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

_ID: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
_MODEL: Final = r"^[A-Za-z0-9][A-Za-z0-9._:/@()~-]{0,99}$"
_APP: Final = r"^[\w.:@/&+()' -]{1,100}$"
_LINE: Final = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
_TAG: Final = r"^[A-Z][A-Z0-9_-]{0,39}$"
_NUMBER: Final = r"^[A-Za-z0-9][A-Za-z0-9 ._/#:-]{0,59}$|^$"

Words: TypeAlias = Annotated[str, StringConstraints(pattern=_LINE, max_length=200, strip_whitespace=True)]
Filled: TypeAlias = Annotated[
    str, StringConstraints(pattern=_LINE, min_length=1, max_length=200, strip_whitespace=True)
]
Reference: TypeAlias = Annotated[str, StringConstraints(pattern=_NUMBER, strip_whitespace=True)]
AudienceName: TypeAlias = Literal["staff", "student_under13", "student_over13"]

AUDIENCES: Final[Mapping[AudienceName, Audience]] = {
    "staff": Audience.STAFF,
    "student_under13": Audience.UNDER13,
    "student_over13": Audience.OVER13,
}
_AUDIENCE_NAMES: Final = {audience: name for name, audience in AUDIENCES.items()}

_WORDS: Final = {
    "missing": "is required",
    "extra_forbidden": "is not a field here",
    "string_too_short": "must not be empty",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "string_type": "must be a text",
    "tuple_type": "must be a list",
    "model_type": "must be a section with fields of its own",
    "model_attributes_type": "must be a section with fields of its own",
}
_PATTERNS: Final = {
    _ID: "must be letters, digits, dots, dashes or underscores, at most 64, beginning with a letter or digit",
    _MODEL: "must be the name of a model as the provider spells it",
    _APP: "must be letters, digits, spaces or . : @ / & + ( ) ' - , at most 100",
    _LINE: "must be one line without control characters",
    _TAG: "must be a tag in capitals such as IDEA",
    _NUMBER: "must be the number of an agreement: letters, digits, spaces or . _ / # : - , at most 60",
}


class FormError(ValueError):
    """A form with problems: pairs of a place (``terms.retention_days``) and what must be there. Holds no input."""

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{place} {message}" if place else message for place, message in problems))
        self.problems = problems


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DocumentForm(_Form):
    """A paper behind the approval."""

    name: Filled = Field(description="what it is, such as `NDPA signed`")
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(description="SHA-256 of the file, hex")


class TermsForm(_Form):
    """Contract terms, from which the tier follows."""

    direct_control: bool = Field(default=False, description="school official under the agency's direct control")
    no_redisclosure: bool = Field(default=False, description="passes nothing on without consent")
    no_training: bool = Field(default=False, description="trains and improves no model with our text")
    retention_days: Annotated[int, Field(ge=0, le=LONGEST_RETENTION_DAYS)] | None = Field(
        default=None, description="days until everything is deleted; 0: nothing is kept; missing: no promise"
    )
    deletion: bool = Field(default=False, description="deletes at the end of the agreement and on request")
    dpa: Reference = Field(default="", description="number of the student-data agreement (NDPA)")
    region: Words = Field(default="", description="where data is kept and processed, such as `US`")
    sub_processors: tuple[Filled, ...] | None = Field(
        default=None, max_length=100, description="who else handles the data; an empty list: nobody; missing: not said"
    )
    baa: Reference = Field(default="", description="number of the business associate agreement")
    part2: bool = Field(default=False, description="bound to 42 CFR part 2")
    local: bool = Field(default=False, description="runs on the agency's own machines")
    documents: tuple[DocumentForm, ...] = Field(default=(), max_length=50, description="the papers")


class CeilingForm(_Form):
    """The most that the tool is meant for."""

    severity: Literal["S0", "S1", "S2", "S3", "S4"] = Field(default="S4", description="highest severity of a call")
    barred: tuple[Annotated[str, StringConstraints(pattern=_TAG)], ...] = Field(
        default=(), max_length=100, description="tags that no call may have, such as `IDEA`"
    )


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        raise PydanticCustomError("fault", "{message}", {"message": "must not name one twice"})
    return names


class ToolForm(_Form):
    """A tool, as it is asked for."""

    kind: Literal["provider", "model", "app"] = Field(description="`provider`, `model` (provider/model) or `app`")
    id: str = Field(
        min_length=1, max_length=165, description="provider id, provider/model, or the app of callers' keys"
    )
    title: Words = Field(default="", description="name as people know it; by default the id")
    owner: Filled = Field(description="office that answers for its use")
    purpose: Filled = Field(description="what it is for")
    models: Annotated[tuple[Annotated[str, StringConstraints(pattern=_MODEL)], ...], AfterValidator(_once)] = Field(
        default=(), max_length=200, description="models of a provider by their exact names"
    )
    terms: TermsForm = Field(default=TermsForm(), description="contract terms of a provider")
    ceiling: CeilingForm = Field(default=CeilingForm(), description="the most that it is meant for")
    audiences: tuple[AudienceName, ...] = Field(
        default=("staff",), min_length=1, description="whom it may serve; of an app: who uses it"
    )

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        import re  # noqa: PLC0415 # for this check only

        patterns = {"provider": _ID, "model": _ID.rstrip("$") + "/" + _MODEL.removeprefix("^"), "app": _APP}
        if not re.fullmatch(patterns[self.kind], self.id):  # `$` alone lets a line break pass
            shape = {"provider": _PATTERNS[_ID], "model": "must be written provider/model", "app": _PATTERNS[_APP]}
            raise _at("id", shape[self.kind])
        if self.kind == "provider" and not self.models:
            raise _at("models", "must name the models to approve")
        if self.kind != "provider" and self.models:
            raise _at("models", "belong to a provider")
        if self.kind != "provider" and self.terms != TermsForm():
            raise _at("terms", "belong to a provider")
        return self

    @property
    def name(self) -> Name:
        """Which tool."""
        return Name(Kind(self.kind), self.id)

    @property
    def facts(self) -> Facts:
        """What is said of it."""
        terms = self.terms.model_dump()
        terms["documents"] = tuple(Document(each.name, each.sha256) for each in self.terms.documents)
        return Facts(
            title=self.title or self.id,
            owner=self.owner,
            purpose=self.purpose,
            models=self.models,
            terms=Terms(**terms),
            ceiling=Ceiling(Severity(self.ceiling.severity), frozenset(self.ceiling.barred)),
            audiences=frozenset(AUDIENCES[each] for each in self.audiences),
        )


def _at(place: str, message: str) -> PydanticCustomError:
    return PydanticCustomError("placed", "{message}", {"message": message, "place": place})


def read(tree: Any) -> ToolForm:  # noqa: ANN401 # whatever a file or a body holds
    """A form from plain data. Raises FormError."""
    try:
        return ToolForm.model_validate(tree)
    except ValidationError as error:
        raise problems_of(error) from None


def problems_of(error: ValidationError) -> FormError:
    """Pydantic's errors in our words, which never hold what was written."""
    found = []
    for detail in error.errors(include_url=False, include_input=False):
        context = detail.get("ctx", {})
        place = ".".join(str(step) for step in (*detail["loc"], *filter(None, [context.get("place")])))
        if detail["type"] == "string_pattern_mismatch":
            message = _PATTERNS.get(context["pattern"], "must be 64 hexadecimal digits in lower case")
        elif detail["type"] == "literal_error":
            message = f"must be one of: {context['expected']}"
        else:
            message = _WORDS.get(detail["type"]) or detail["msg"].replace("Input should", "must")
        found.append((place, message))
    return FormError(tuple(dict.fromkeys(found)))


def plain(name: Name, facts: Facts) -> dict[str, Any]:
    """The form of a tool as JSON or YAML writes it: `read` gives the same tool again."""
    terms = facts.terms
    out: dict[str, Any] = {
        "kind": name.kind.value,
        "id": name.id,
        "title": facts.title,
        "owner": facts.owner,
        "purpose": facts.purpose,
    }
    if name.kind is Kind.PROVIDER:
        out["models"] = list(facts.models)
        out["terms"] = {
            "direct_control": terms.direct_control,
            "no_redisclosure": terms.no_redisclosure,
            "no_training": terms.no_training,
            "retention_days": terms.retention_days,
            "deletion": terms.deletion,
            "dpa": terms.dpa,
            "region": terms.region,
            "sub_processors": None if terms.sub_processors is None else list(terms.sub_processors),
            "baa": terms.baa,
            "part2": terms.part2,
            "local": terms.local,
            "documents": [{"name": each.name, "sha256": each.sha256} for each in terms.documents],
        }
    out["ceiling"] = {"severity": facts.ceiling.severity.value, "barred": sorted(facts.ceiling.barred)}
    out["audiences"] = sorted(_AUDIENCE_NAMES[each] for each in facts.audiences)
    return out
