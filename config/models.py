"""Everything an operator may set, as frozen models: the top of the tree and its small sections.

Each setting has a description, from which the documentation is checked and the JSON Schema for editors is made.
Settings never travel: assembly turns them into plain arguments. Rules that look at several sections are in `crossing`.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from config.attachments import Attachments
from config.batches import Batches
from config.crossing import cross_check
from config.fields import (
    ActionName,
    DatabaseUrl,
    Day,
    Entity,
    Figure,
    FileName,
    HostName,
    Id,
    Line,
    LogName,
    MasterSecret,
    Name,
    RowId,
    Section,
    Sha256,
    Share,
    TierName,
    TreatmentName,
    fault,
)
from config.governance import DirectoryInformation, Energy, Notices, NoticeText, Training
from config.id_formats import IdentifierFormat
from config.keeping import Content, Retention, SecondSink, TimeStamps, Vault, Witness, WitnessedBy
from config.providers import Approval, Provider, Timeouts, is_loopback
from config.review import Person, Purpose, Review

__all__ = [
    "Answers",
    "Approval",
    "Attachments",
    "Audit",
    "Batches",
    "Caller",
    "Database",
    "Detection",
    "DirectoryInformation",
    "Energy",
    "Evaluation",
    "IdentifierFormat",
    "Limits",
    "Listen",
    "Log",
    "NoticeText",
    "Notices",
    "Policy",
    "Provider",
    "Review",
    "Settings",
    "Tenant",
    "Timeouts",
    "Training",
    "Vault",
]


LEAST: dict[str, float] = {
    "kept_back": 0.98,
    "keep_intact": 0.97,
    "clean_untouched": 0.95,
    "actions.T1.right": 0.92,
    "actions.T2.right": 0.92,
    "actions.T3.right": 0.92,
    "labels.STUDENT_NAME.recall": 0.99,
    "labels.FAMILY_NAME.recall": 0.99,
    "labels.STUDENT_ID.recall": 0.99,
    "labels.SSN.recall": 0.99,
    "labels.DOB.recall": 0.99,
    "labels.PHONE.recall": 0.99,
    "labels.EMAIL.recall": 0.99,
}
"""What a set of an agency's own should show before a version is put to work."""


class Tenant(Section):
    """The district or agency that everything here belongs to."""

    id: Id = Field(default="default", description="short name in every record")
    name: Line = Field(default="", description="name as people write it")


class Listen(Section):
    """Where callers reach the guard."""

    tls_cert: FileName | None = Field(default=None, description="certificate chain, PEM; with `tls_key`")
    tls_key: FileName | None = Field(default=None, description="private key, PEM; with `tls_cert`")
    behind_tls_front: bool = Field(
        default=False, description="states that a front proxy ends TLS, so that other machines may be served without it"
    )
    host: HostName = Field(default="127.0.0.1", description="address to bind; by default this machine only")
    port: int = Field(default=8080, ge=0, le=65535, description="TCP port; 0 takes a free one")
    hosts: tuple[HostName, ...] = Field(
        default=(),
        description="further values of the Host header, without ports: the names under which callers know the guard",
    )

    @field_validator("tls_key")
    @classmethod
    def _pair(cls, key: str | None, info: ValidationInfo) -> str | None:
        if (key is None) != (info.data.get("tls_cert") is None):
            raise fault("`tls_cert` and `tls_key` belong together")
        return key

    @field_validator("host")
    @classmethod
    def _protected(cls, host: str, info: ValidationInfo) -> str:
        protected = info.data.get("tls_cert") is not None or info.data.get("behind_tls_front", False)
        if not (protected or is_loopback(host)):
            raise fault("serves other machines, which needs `tls_cert` and `tls_key`, or `behind_tls_front: true`")
        return host


class Caller(Section):
    """One key and what it may do. The key itself is shown once by `chaperone keys create` and stored nowhere."""

    id: Id = Field(description="name in records")
    key_hash: Sha256 = Field(description="digest of the key, as `chaperone keys create` prints it")
    prefix: Line = Field(default="", max_length=12, description="part of the key that may be shown, to tell keys apart")
    expires: Day = Field(description="last day on which the key works, YYYY-MM-DD")
    role: Literal["staff", "reviewer", "auditor", "records", "admin"] = Field(
        default="staff", description="what the key may do"
    )
    unit: Name = Field(default="", description="department, for records and unit rules")
    app: Name = Field(default="", description="tool that uses the key, for records")
    kind: Literal["person", "job"] = Field(
        default="person",
        description="who begins a conversation: a `person`, or a `job`, a program without anybody before it",
    )
    owner: Person | Literal[""] = Field(
        default="",
        description="who answers for the key: a person's id, the same on all keys of one person; a job needs one",
    )
    purpose: Purpose | Literal[""] = Field(
        default="", description="what a job is for: one of `policy.purposes`; a job needs one"
    )


class Limits(Section):
    """How much is too much. Above a limit a call is refused, never cut short."""

    body_bytes: int = Field(default=20_000_000, ge=1_000, le=1_000_000_000, description="largest request body, decoded")
    scanned_chars: int = Field(default=1_000_000, ge=1_000, le=100_000_000, description="most text in one call")
    header_bytes: int = Field(default=32_768, ge=4_096, le=1_000_000, description="largest request head in all")
    answer_bytes: int = Field(default=50_000_000, ge=1_000, le=2_000_000_000, description="largest whole answer")
    deadline_base_s: float = Field(default=2, gt=0, le=600, description="seconds that detection has for any call")
    deadline_per_1000_chars_ms: float = Field(
        default=50, ge=0, le=60_000, description="milliseconds more for each 1,000 new characters"
    )
    waiting_chars: int = Field(
        default=4_000_000, ge=1_000, le=1_000_000_000, description="most text waiting for detection before 503"
    )
    calls_per_minute: int = Field(default=600, ge=1, le=1_000_000, description="calls a caller may make in a minute")
    concurrent_calls: int = Field(default=32, ge=1, le=100_000, description="calls a caller may have open at once")


class Detection(Section):
    """How protected information is looked for."""

    workers: int = Field(default=2, ge=1, le=64, description="worker processes; each holds its own models in memory")
    names: bool = Field(default=True, description="look for names with the language model; off only to save memory")
    operating_point: Literal["recall", "balanced", "precision"] = Field(
        default="balanced",
        description="how sure the name model must be: `recall` misses fewest names, `precision` replaces fewest other "
        "words",
    )
    roster: Literal["use", "require", "off"] = Field(
        default="use",
        description="people of imported rosters: `use` them if there are any, `require` them to start, or `off`",
    )
    identifiers: tuple[IdentifierFormat, ...] = Field(
        default=(), max_length=100, description="identifiers of the agency's own, each with examples"
    )


class Policy(Section):
    """What happens to what was found. The shipped tables say what and why; settings here change single rows."""

    profile: Literal["default", "restore"] = Field(
        default="default",
        description="`default`: the shipped policy; `restore`: everything is replaced and restored, nothing blocked "
        "for its content (measurements and harnesses)",
    )
    treatments: dict[Entity, TreatmentName] = Field(
        default={}, description="entity label -> treatment, in place of the profile's"
    )
    rows: dict[RowId, dict[TierName, ActionName]] = Field(
        default={}, description="row of the decision table -> contract tier -> action, in place of the row's own"
    )
    units: dict[Name, Literal["hipaa_component", "part2"]] = Field(
        default={},
        description="department -> what the law takes it for: a health component under HIPAA, or a substance-use "
        "programme; others are under FERPA",
    )
    audiences: dict[Name, Literal["student_under13", "student_over13"]] = Field(
        default={},
        description="app -> who uses it, where that is students: `student_under13` if children under thirteen may, "
        "else `student_over13`; others are for staff",
    )
    shadow: dict[RowId, Day] = Field(
        default={},
        description="row of the decision table -> last day of its trial: what it says is recorded and not enforced; "
        "never rows 2, 8, 10, 17, 18 and 25",
    )
    override_days: int = Field(
        default=90, ge=1, le=366, description="longest that an override, an exception for one row, may last"
    )
    accountable: dict[Person, tuple[Name, ...]] = Field(
        default={},
        description="id of a person who may answer for decisions that an AI informs -> departments; empty: all",
    )
    purposes: dict[Purpose, Line] = Field(
        default={}, description="approved purposes of jobs: a short name -> what it is and where it was approved"
    )
    on_unscanned: Literal["block"] = Field(
        default="block", description="what happens to content that cannot be read as text: the call is refused"
    )
    restore_url_hosts: tuple[HostName, ...] = Field(
        default=(), description="hosts whose links in an answer may hold restored values"
    )


class Answers(Section):
    """What happens to what the provider says."""

    scan: bool = Field(default=True, description="mask structured identifiers in answers that the caller did not send")


class Evaluation(Section):
    """What `chaperone evaluate` must find for its exit status to be 0."""

    least: dict[Figure, Share] = Field(
        default=LEAST,
        description="figure of the report -> least share accepted; what a set does not measure is passed over",
    )


class Audit(Section):
    """Where records are kept."""

    path: FileName | None = Field(default=None, description="SQLite database; by default `audit.db` in `data_dir`")
    log_name: LogName | None = Field(
        default=None,
        description="name of the log in its signed checkpoints; by default `chaperone/` and the tenant's id",
    )
    signing_key_file: FileName | None = Field(
        default=None,
        description="Ed25519 key that signs checkpoints, PEM; made at first start; by default `audit-key.pem` in "
        "`data_dir`",
    )
    anchor_files: tuple[FileName, ...] = Field(
        default=(),
        description="files, best on other volumes, to which each signed checkpoint is appended: with one of them "
        "nobody can cut the log short unseen",
    )
    anchor_syslog: bool = Field(default=False, description="write each signed checkpoint to the machine's system log")
    time_stamps: tuple[TimeStamps, ...] = Field(
        default=(), description="time-stamp services (RFC 3161) to which each signed checkpoint is sent"
    )
    witnesses: tuple[WitnessedBy, ...] = Field(default=(), description="witnesses that cosign each checkpoint")
    second_sinks: tuple[SecondSink, ...] = Field(
        default=(), description="further places for every record; none of them can hold up the log"
    )
    deadline_s: float = Field(
        default=2, gt=0, le=30, description="seconds to store a record, after which the call is refused"
    )


class Database(Section):
    """Where the audit log and the state (registry, holds, training) are kept, when not in files of `data_dir`."""

    url: DatabaseUrl | None = Field(
        default=None,
        description="a PostgreSQL database for a fleet of guards, `postgresql://user:password@host/name`; by default "
        "SQLite files in `data_dir`",
    )
    reader_url: DatabaseUrl | None = Field(
        default=None,
        description="the same database with a login that can only read, for searches of the audit log; "
        "by default `url`",
    )
    timeout_s: float = Field(default=2, gt=0, le=30, description="seconds a statement may take")


class Log(Section):
    """Operational messages on standard error. They never hold text from calls."""

    level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="least level written")
    format: Literal["json", "console"] = Field(default="json", description="`json` for machines, `console` for people")


class Settings(Section):
    """The whole configuration."""

    tenant: Tenant = Field(default=Tenant(), description="the district or agency that everything here belongs to")
    listen: Listen = Field(default=Listen(), description="where callers reach the guard")
    data_dir: FileName = Field(default="var", description="folder for the audit database and the generated secret")
    secret: MasterSecret | None = Field(
        default=None, description="32 or more random bytes; without it one is made at first start, in `data_dir`"
    )
    secret_file: FileName | None = Field(default=None, description="file that holds the secret, instead of `secret`")
    retired_secret_files: tuple[FileName, ...] = Field(
        default=(), description="files with secrets that were in use before, under which old digests are still found"
    )
    bench: bool = Field(default=False, description="measurements with invented data: permits wildcard models")
    providers: tuple[Provider, ...] = Field(min_length=1, description="approved AI providers")
    callers: tuple[Caller, ...] = Field(default=(), description="keys and what they may do")
    limits: Limits = Field(default=Limits(), description="how much is too much")
    detection: Detection = Field(default=Detection(), description="how protected information is looked for")
    policy: Policy = Field(default=Policy(), description="what happens to what was found")
    answers: Answers = Field(default=Answers(), description="what happens to what the provider says")
    batches: Batches = Field(default=Batches(), description="files and batches that lie at a provider")
    attachments: Attachments = Field(default=Attachments(), description="files that lie inside calls")
    review: Review = Field(default=Review(), description="held calls and reviews of answers")
    audit: Audit = Field(default=Audit(), description="where records are kept")
    content: Content = Field(default=Content(), description="whether text of calls is kept")
    retention: Retention = Field(default=Retention(), description="how long what is kept")
    vault: Vault = Field(default=Vault(), description="placeholders that must outlive a call")
    witness: Witness = Field(default=Witness(), description="being a witness for other logs")
    database: Database = Field(default=Database(), description="where everything is kept, when not in files")
    evaluation: Evaluation = Field(default=Evaluation(), description="what an evaluation must find")
    training: Training = Field(default=Training(), description="which course people must have completed")
    notices: Notices = Field(default=Notices(), description="what the public and users are told about AI")
    directory_information: DirectoryInformation = Field(
        default=DirectoryInformation(), description="what the agency designated as directory information"
    )
    energy: Energy = Field(default=Energy(), description="estimates of energy, carbon and water")
    log: Log = Field(default=Log(), description="operational messages")

    @model_validator(mode="after")
    def _crossing(self) -> Self:
        faults = cross_check(self.model_dump(mode="python"))
        if faults:
            # A single error that carries its list: the loader finds the same faults itself and says where they stand.
            raise PydanticCustomError("crossing", "{text}", {"text": "; ".join(each.message for each in faults)})
        return self

    def with_base_url(self, provider: str, url: str) -> Settings:
        """A copy in which one provider stands at another address, checked like any other (the demo's free port).

        Raises:
            ValueError: no such provider, or not an address that it may have.
        """
        return Settings.model_validate(
            {
                name: tuple(
                    Provider.model_validate({**dict(each), "base_url": url}) if each.id == provider else each
                    for each in self.providers
                )
                if name == "providers"
                else value
                for name, value in self
            }
        )
