"""What an operator may set about people and the public: training, notices, directory information, energy."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from config.fields import PERSON, URL, ZONE, Id, Line, Name, Section, fault

Text: TypeAlias = Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True)]
Url: TypeAlias = Annotated[str, StringConstraints(pattern=URL)]
Person: TypeAlias = Annotated[str, StringConstraints(pattern=PERSON)]
Zone: TypeAlias = Annotated[str, StringConstraints(pattern=ZONE)]
DirectoryField: TypeAlias = Literal[
    "student_name", "grade_level", "school", "activities", "honors", "dates_of_attendance", "photograph"
]
Vendor: TypeAlias = Literal["anthropic", "cohere", "google_genai", "huggingface_hub", "mistralai", "openai"]


class Training(Section):
    """Which course people must have completed before they use AI tools."""

    required: Name = Field(default="", description="id of the course; empty: no training is asked for")
    title: Line = Field(default="", description="name of the course as people know it")
    url: Url = Field(default="", description="where the course is taken")
    version: Name = Field(default="", description="only this version of it counts; empty: any")
    valid_days: int = Field(default=365, ge=1, le=3660, description="days for which it counts")
    grace_days: int = Field(
        default=0, ge=0, le=366, description="days for which calls go on without it: after its end, or a first call"
    )
    remind_days: int = Field(default=30, ge=0, le=366, description="days before its end from which answers say so")
    self_attestation: bool = Field(default=False, description="people may confirm themselves that they took it")
    exempt: tuple[Person, ...] = Field(default=(), description="ids of callers or owners of whom none is asked")


class NoticeText(Section):
    """One notice, in the two languages of the house."""

    en: Text = Field(default="", description="the text in English")
    es: Text = Field(default="", description="the text in Spanish")


class Notices(Section):
    """What the public and the users of an app are told about AI."""

    public: NoticeText = Field(
        default=NoticeText(), description="text of the public notice at `/notices/ai`; empty: the shipped one"
    )
    apps: dict[Name, NoticeText] = Field(default={}, description="app -> what its users read beside the public notice")
    contact: Line = Field(default="", description="whom to ask: an office, its address or telephone number")
    policy_url: Url = Field(default="", description="where the agency's AI-use policy stands")
    url: Url = Field(default="", description="where the notice is published; by default `/notices/ai` on this guard")
    list_tools: bool = Field(default=True, description="the public notice names the AI tools in use")


class DirectoryInformation(Section):
    """What the agency designated as directory information (34 CFR 99.3 and 99.37)."""

    fields: tuple[DirectoryField, ...] = Field(
        default=(), description="fields in the agency's public notice; without `student_name` names never pass"
    )
    notice: Line = Field(default="", description="where the designation was published, and when")

    @field_validator("notice")
    @classmethod
    def _published(cls, notice: str, info: ValidationInfo) -> str:
        if info.data.get("fields") and not notice:
            raise fault("must say where the designation was published: without notice to parents there is none")
        return notice


class Energy(Section):
    """Estimates of energy, carbon and water, for information."""

    estimate: bool = Field(default=True, description="put an estimate on each record")
    zone: Zone | None = Field(
        default=None, description="country of the electricity (`USA`); by default each vendor's own"
    )
    vendors: dict[Id, Vendor] = Field(
        default={}, description="provider -> whose models it serves, where its API does not tell"
    )
