"""The types of single settings. Each pattern has its meaning in words, which is what a message says.

No type here coerces anything but text: the loader hands over the text of the file as it stands.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, StringConstraints
from pydantic_core import PydanticCustomError

ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
ENTITY = r"^[A-Z][A-Z0-9_]*(\.[A-Z0-9_]+)?$"
ROW = r"^R[0-9]{2}-[a-z0-9-]{1,40}$"
SHA256 = r"^[0-9a-f]{64}$"
HOST = r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$|^\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]+\]?$"
MODEL = r"^[A-Za-z0-9][A-Za-z0-9._:/@()~-]{0,99}$|^\*$"
NAME = r"^[\w.:@/&+()' -]{0,100}$"
FIGURE = (
    r"^(kept_back|keep_intact|clean_untouched|rows_without_leak|names_whole|actions\.T[123]\.right"
    r"|(labels|tags)\.[A-Z][A-Z0-9_-]{0,39}\.(recall|precision))$"
)
LOG_NAME = r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$"
FORMAT_NAME = r"^[a-z][a-z0-9_-]{0,39}$"
LABEL = r"^[^\W_][\w .'/&~?-]{1,59}$"
AUTHORITY = r"^([A-Za-z0-9][A-Za-z0-9./_-]{0,59})?$"
VERIFIER_KEY = r"^[^\s+]{1,100}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$"
LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
URL = r"^https?://[\x21-\x7e]{1,500}$|^$"
PERSON = r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$"
ZONE = r"^[A-Z]{3}$"

MEANINGS = {
    ID: "must be letters, digits, dots, dashes or underscores, at most 64, beginning with a letter or digit",
    ENTITY: "must be an entity label such as STUDENT_NAME or STUDENT_ID.WA_SSID",
    ROW: "must be a row of the decision table such as R09-special",
    AUTHORITY: "must be a disposition authority number: letters, digits, dots, slashes, dashes, at most 60, no spaces",
    VERIFIER_KEY: "must be a public key, name+id+base64, as `chaperone audit key` and `audit witness-key` print them",
    SHA256: "must be the digest of a key, 64 hexadecimal digits in lower case (a key itself never stands here)",
    HOST: "must be a host name or address, without a port or anything else",
    MODEL: "must be the name of a model as the provider spells it",
    NAME: "must be letters, digits, spaces or . : @ / & + ( ) ' - , at most 100",
    FIGURE: "must be kept_back, keep_intact, clean_untouched, rows_without_leak, names_whole, actions.T1.right, "
    "labels.LABEL.recall or tags.TAG.precision",
    LOG_NAME: "must be letters, digits, dots, dashes, underscores or slashes, at most 100",
    FORMAT_NAME: "must be lower-case letters, digits, dashes or underscores, beginning with a letter, at most 40",
    LABEL: "must be words such as `student id`, 2 to 60 characters, beginning with a letter or digit",
    LINE: "must be one line without control characters",
    URL: "must be an address such as https://learn.example.org/ai",
    PERSON: "must be the id of a caller or owner: letters, digits and . _ @ - , at most 64",
    ZONE: "must be the three letters of a country such as USA (ISO 3166-1)",
}
"""Pattern -> what it asks for."""

Id: TypeAlias = Annotated[str, StringConstraints(pattern=ID)]
Entity: TypeAlias = Annotated[str, StringConstraints(pattern=ENTITY)]
RowId: TypeAlias = Annotated[str, StringConstraints(pattern=ROW)]
"""A row of the decision table in docs/policy.md."""
Sha256: TypeAlias = Annotated[str, StringConstraints(pattern=SHA256)]
Figure: TypeAlias = Annotated[str, StringConstraints(pattern=FIGURE)]
"""A share in the report of an evaluation."""
LogName: TypeAlias = Annotated[str, StringConstraints(pattern=LOG_NAME)]
FormatName: TypeAlias = Annotated[str, StringConstraints(pattern=FORMAT_NAME)]
Label: TypeAlias = Annotated[str, StringConstraints(pattern=LABEL)]
"""A phrase that announces an identifier."""
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
HostName: TypeAlias = Annotated[str, StringConstraints(pattern=HOST)]
ModelName: TypeAlias = Annotated[str, StringConstraints(pattern=MODEL)]
Name: TypeAlias = Annotated[str, StringConstraints(pattern=NAME)]
"""Goes into records, whose grammar it follows."""
Line: TypeAlias = Annotated[str, StringConstraints(pattern=LINE, max_length=200)]
FilledLine: TypeAlias = Annotated[str, StringConstraints(pattern=LINE, min_length=1, max_length=200)]
FileName: TypeAlias = Annotated[str, StringConstraints(pattern=LINE, min_length=1, max_length=4096)]

TreatmentName: TypeAlias = Literal["keep", "generalize", "pseudonymize", "redact"]
STRICTNESS: dict[TreatmentName, int] = {"keep": 0, "generalize": 1, "pseudonymize": 2, "redact": 3}
"""Treatments in order: a larger number never lets through what a smaller one takes out."""

TierName: TypeAlias = Literal["T1", "T2", "T3", "TL"]
ActionName: TypeAlias = Literal["forward", "hold", "block"]
ACTION_STRICTNESS: dict[ActionName, int] = {"forward": 0, "hold": 1, "block": 2}
"""Actions in order: a larger number never sends what a smaller one keeps."""

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
PRINTABLE = re.compile(r"[\x21-\x7e]+\Z")
SECRET_BYTES = 32
SECRET_VARIETY = 8


class Section(BaseModel):
    """Base of every section: frozen, unknown keys refused, inputs kept out of error messages."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=True, allow_inf_nan=False
    )


def fault(message: str) -> PydanticCustomError:
    """An error of a setting, in our own words, which never hold its value."""
    return PydanticCustomError("fault", "{message}", {"message": message})


def _iso_date(value: Any) -> Any:  # noqa: ANN401 # whatever the file holds
    if isinstance(value, date) or (isinstance(value, str) and ISO_DATE.match(value)):
        return value
    raise fault("must be a date written YYYY-MM-DD")


def _header_safe(value: SecretStr) -> SecretStr:
    if not PRINTABLE.match(value.get_secret_value()):
        raise fault("must be printable ASCII without spaces, and not empty")
    return value


def _random_enough(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if len(text.encode()) < SECRET_BYTES or len(set(text)) < SECRET_VARIETY:
        raise fault("must be at least 32 random bytes (openssl rand -hex 32)")
    return value


def _postgres(value: SecretStr) -> SecretStr:
    if not re.match(r"postgres(ql)?://[^\s/]*/[^\s/?#]+(\?\S*)?\Z", value.get_secret_value()):
        raise fault("must be the address of a PostgreSQL database, postgresql://user:password@host/name")
    return value


Day: TypeAlias = Annotated[date, BeforeValidator(_iso_date)]
"""A date, written in full; never a number that happens to be a time stamp."""

ApiKey: TypeAlias = Annotated[SecretStr, AfterValidator(_header_safe)]
"""A key that can stand in a header: a line feed would split it."""

DatabaseUrl: TypeAlias = Annotated[SecretStr, AfterValidator(_postgres)]
"""Where a database is; a secret, because it holds a password."""

MasterSecret: TypeAlias = Annotated[SecretStr, AfterValidator(_random_enough)]
"""What placeholders' checks and cache digests are keyed with."""
