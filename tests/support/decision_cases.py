"""One case for each row of the decision table: what makes it speak, and what it must say at each contract tier."""

from __future__ import annotations

from dataclasses import dataclass, replace

from config.profiles import policy_table
from detectors.finding import Finding, Link, Records, Signal, Subject
from proxy.exchange import Action, Audience, Circumstances, Decision, Tier, Treatment, UnitKind
from proxy.policy.decide import decide
from proxy.policy.facts import Table

SHIPPED = policy_table("default")
TABLE = Table(
    "default",
    {entity: Treatment[name.upper()] for entity, name in SHIPPED.treatments.items()},
    SHIPPED.gate,
    Action.BLOCK,
)
TIERS = (Tier.T1, Tier.T2, Tier.T3, Tier.TL)
IDENTIFIED = Subject("student", "identified")
NO_RECORDS = Records()
ORDINARY = Circumstances()


def about(*tags: str, subject: Subject = IDENTIFIED, signals: tuple[str, ...] = ()) -> Records:
    """Records about one person."""
    links = tuple(Link(tag, 0, (0, 0, 1), "sentence", 0.9) for tag in tags)
    marked = tuple(Signal(tag, (0, 0, 1), 0.9) for tag in signals)
    return Records((subject,), links, marked, frozenset({*tags, *signals}))


def said(*signals: str) -> Records:
    """Conclusions that need no person."""
    return Records((), (), tuple(Signal(tag, (0, 0, 1), 0.9) for tag in signals), frozenset(signals))


@dataclass(frozen=True)
class Case:
    """A row: what makes it speak, and what it must say at T1, T2, T3 (``f``, ``h``, ``b``)."""

    rule: str
    actions: str
    severity: str
    labels: tuple[str, ...] = ()
    records: Records = NO_RECORDS
    left: tuple[Subject, ...] = ()
    unscanned: tuple[str, ...] = ()
    circumstances: Circumstances = ORDINARY
    tags: tuple[str, ...] = ()

    def decided(self, tier: Tier) -> Decision:
        found = [Finding(label, at, at + 1, 1.0, "test", "test") for at, label in enumerate(self.labels)]
        return decide(
            [found],
            TABLE,
            unscanned=dict.fromkeys(self.unscanned, 1),
            tier=tier,
            records=self.records,
            left=self.left,
            circumstances=self.circumstances,
        )


NAME = ("STUDENT_NAME",)
STAFF = Subject("staff", "identified")
TOPIC = Subject("student", "none")
GONE = (replace(IDENTIFIED, identifiability="none"),)
LINKABLE = (replace(IDENTIFIED, identifiability="linkable"),)
HIPAA = Circumstances(unit=UnitKind.HIPAA)

CASES = [
    Case("R01-clean", "fff", "S0"),
    Case("R03-directory", "fff", "S1", NAME, Records(tags=frozenset({"DIRECTORY"})), tags=("DIRECTORY",)),
    Case("R04-personal", "fff", "S2", NAME, tags=("PII",)),
    *(
        Case("R05-education", "fff", "S3", NAME, about(tag), GONE, tags=(tag,))
        for tag in ("EDREC", "EL", "MTSS", "DISC")
    ),
    Case("R05-still-linkable", "bff", "S3", NAME, about("EDREC"), LINKABLE, tags=("EDREC",)),
    *(Case("R06-special-education", "bff", "S3", NAME, about(tag), tags=(tag,)) for tag in ("IDEA", "S504")),
    Case("R06-full-document", "bhf", "S3", NAME, about("IDEA", signals=("FULLDOC",)), tags=("IDEA",)),
    Case("R07-topic", "fff", "S0", (), about("IDEA", subject=TOPIC)),
    Case("R08-meals", "bbb", "S4", NAME, about("FRL"), tags=("FRL",)),
    *(Case("R09-special", "bhh", "S4", NAME, about(tag), tags=(tag,)) for tag in ("MCV", "CPS", "MH", "SEXH")),
    Case("R10-immigration", "bbb", "S4", NAME, about("IMM"), tags=("IMM",)),
    Case("R10-immigration", "bbb", "S4", ("IMMIGRATION_ID",), tags=("IMM",)),
    Case("R11-substance-use", "bbh", "S4", NAME, about("P2"), tags=("P2",)),
    Case("R11-substance-use", "bbh", "S4", ("PERSON_OTHER",), about("P2", subject=STAFF), tags=("P2",)),
    Case("R12-health", "bff", "S3", NAME, about("HLTH"), tags=("HLTH", "WA_BREACH")),
    Case("R13-hipaa", "bbf", "S4", ("PATIENT_NAME",), about("HLTH"), circumstances=HIPAA, tags=("HIPAA", "HLTH")),
    Case("R14-early", "bff", "S3", NAME, about("EARLY"), tags=("EARLY",)),
    Case(
        "R15-coppa",
        "bff",
        "S4",
        ("USERNAME",),
        circumstances=Circumstances(audience=Audience.UNDER13),
        tags=("COPPA-APPLIES",),
    ),
    Case("R16-breach", "fff", "S2", ("STUDENT_NAME", "DOB"), tags=("PII", "WA_BREACH")),
    *(
        Case("R17-always-removed", "fff", "S4", (label,), tags=("GOVID",))
        for label in ("SSN", "SSN_LAST4", "LICENCE", "PASSPORT", "BANK_ACCOUNT", "CARD")
    ),
    Case("R18-credential", "bbb", "S4", ("CREDENTIAL",), tags=("SECRET",)),
    Case("R19-survey", "hhh", "S3", (), said("PPRA"), tags=("PPRA",)),
    Case("R20-small-cells", "hff", "S3", (), said("SMALLCELL"), tags=("SMALLCELL",)),
    Case("R21-personnel", "fff", "S3", ("STAFF_NAME_SENSITIVE",), about("EMP", subject=STAFF), tags=("EMP",)),
    Case("R21-personnel", "fff", "S3", ("STAFF_NAME_SENSITIVE",), about("MH", subject=STAFF), tags=("EMP",)),
    Case("R22-decision", "hhh", "S0", (), said("OVERSIGHT"), tags=("OVERSIGHT",)),
    Case("R23-tracking", "bbb", "S0", (), said("SURVEIL"), tags=("SURVEIL",)),
    Case("R24-misleading", "hhh", "S0", (), said("DECEPTION"), tags=("DECEPTION",)),
    Case("R24-misleading", "hhh", "S0", (), said("IPCOPY"), tags=("IPCOPY",)),
    Case("R25-unscanned", "bbb", "S0", unscanned=("image",), tags=("FAILCLOSED",)),
    Case("R25-unscanned", "bbb", "S0", (), said("FAILCLOSED"), tags=("FAILCLOSED",)),
    Case(
        "R26-response",
        "fff",
        "S4",
        NAME,
        about("MH"),
        circumstances=Circumstances(direction="response"),
        tags=("RESPONSE",),
    ),
    Case("R27-privileged", "hhh", "S4", (), said("PRIV"), tags=("PRIV",)),
    Case("R27-privileged", "hhh", "S4", (), said("SECPLAN"), tags=("SECPLAN",)),
]
LETTERS = {"f": Action.FORWARD, "h": Action.HOLD, "b": Action.BLOCK}
