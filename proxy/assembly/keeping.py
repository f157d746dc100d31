"""The part of the composition root for keeping: content, retention, holds, witnesses. Settings -> plain arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proxy.audit import checkpoints, second_sinks
from proxy.audit.content.sealing import Envelope, KeyUnusable, Vault
from proxy.audit.cosign import Cosigner, WitnessKey
from proxy.audit.keyring import KeyFileError
from proxy.audit.proof import AuditProof
from proxy.audit.second_sinks import SecondSink
from proxy.audit.witnessing import ToWitness, Witness
from proxy.installation import AssemblyError, derived, retired_secrets
from proxy.services.audit.trust import LogTrust, cosigned, stamped
from proxy.services.keeping.content import ContentReading
from proxy.services.keeping.legal_holds import LegalHolds
from proxy.services.keeping.retention import Keeping, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.x509 import Certificate

    from config.models import Settings
    from proxy.audit.checkpoints import Anchor
    from proxy.audit.content.keeper import ContentKeeper
    from proxy.audit.stores.place import Place
    from proxy.audit.subjects import SubjectKeys
    from proxy.database.state import StateDatabase
    from proxy.kept_content import Contents
    from proxy.services.recording import Recorder

NEEDS_A_PERSON = "review"


@dataclass(frozen=True, slots=True)
class Custody:
    """What the records officer's faces work with.

    Attributes:
        retention: how long content is kept, and its end.
        holds: what nobody may destroy.
        content: seeing kept text.
    """

    retention: Keeping
    holds: LegalHolds
    content: ContentReading


def build_vault(settings: Settings, secret: bytes) -> Vault:
    """The keys of redacted text, those of retired secrets too. Raises AssemblyError."""
    purpose = f"content|{settings.tenant.id}"
    return Vault(tuple(derived(each, purpose) for each in (secret, *retired_secrets(settings))))


def build_contents(settings: Settings, secret: bytes, keeper: ContentKeeper) -> Contents | None:
    """What is kept of calls; None where nothing is.

    Raises:
        AssemblyError: the public key for originals cannot be used.
    """
    content = settings.content
    if content.keep == "none":
        return None
    envelope = None
    if content.keep == "originals" and content.public_key_file is not None:
        path = Path(content.public_key_file)
        try:
            envelope = Envelope.from_pem(path.read_bytes())
        except OSError as error:
            raise AssemblyError(f"{path} (content.public_key_file) cannot be read: {error.strerror}.") from error
        except KeyUnusable as error:
            raise AssemblyError(f"{path} (content.public_key_file) {error}.") from error
    from detectors.district import detectors_of  # noqa: PLC0415 - all detectors, for those who keep text
    from detectors.stream_scan import scanners  # noqa: PLC0415 - as above
    from proxy.kept_content import Contents  # noqa: PLC0415 - as above
    from proxy.workers import id_formats  # noqa: PLC0415 - as above

    scan, _ = scanners(detectors_of(id_formats(settings)))
    return Contents(keeper, build_vault(settings, secret), envelope, scan, content.part_bytes)


def build_rules(settings: Settings) -> dict[str, Rule]:
    """Retention class of content -> its rule."""
    kept = settings.retention
    conversations = kept.conversations
    return {
        "conversations": Rule(conversations.days, conversations.then != NEEDS_A_PERSON, conversations.authority),
        "originals": Rule(kept.originals.days, by_itself=True, authority=kept.originals.authority),
    }


def build_custody(
    settings: Settings, secret: bytes, state: StateDatabase, recorder: Recorder, subjects: SubjectKeys
) -> Custody:
    """Retention, holds and content of the installation's tenant. Raises AssemblyError."""
    vault = build_vault(settings, secret)
    hours = settings.content.opening_hours
    return Custody(
        Keeping(
            state,
            recorder,
            build_rules(settings),
            kept_years=settings.retention.records.years,
            held_days=settings.retention.held.days,
            subjects=subjects,
        ),
        LegalHolds(state, recorder, subjects=subjects),
        ContentReading(state, recorder, vault, opening_hours=hours),
    )


# --------------------------------------------------------------------------- anchors, witnesses, second sinks


def anchor_file(settings: Settings, kind: str, url: str) -> Path:
    """Where what a service or witness gave back is kept: one file each, in the data folder."""
    host = re.sub(r"[^A-Za-z0-9.-]+", "-", url.partition("://")[2]).strip("-.")[:80]
    return Path(settings.data_dir) / "anchors" / f"{kind}-{host}.txt"


def time_stamp_roots(path: str) -> list[Certificate]:
    """The certificates of a time-stamp service. Raises AssemblyError."""
    from proxy.audit.time_stamps import certificates  # noqa: PLC0415 - slow; most need not wait

    try:
        return certificates(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        raise AssemblyError(f"{path} (audit.time_stamps) holds no certificates that can be read.") from error


def witness_key(text: str) -> WitnessKey:
    """A witness's public key from the configuration. Raises AssemblyError."""
    try:
        return WitnessKey(text)
    except ValueError as error:
        raise AssemblyError("audit.witnesses[].key must be what `chaperone audit witness-key` prints there.") from error


def build_anchors(settings: Settings, place: Place) -> list[Anchor]:
    """Where signed checkpoints go. Raises AssemblyError."""
    from proxy.upstream import post  # noqa: PLC0415 - an HTTP client, which whoever reads the log needs not

    audit = settings.audit
    anchors: list[Anchor] = [checkpoints.to_file(Path(each)) for each in audit.anchor_files]
    if audit.anchor_syslog:
        anchors.append(checkpoints.to_syslog())
    for stamps in audit.time_stamps:
        from proxy.audit.time_stamps import ToTimeStampService  # noqa: PLC0415 - slow; most need not wait

        kept = anchor_file(settings, "stamps", stamps.url)
        anchors.append(ToTimeStampService(post, stamps.url, time_stamp_roots(stamps.certificates_file), kept))
    for each in audit.witnesses:
        kept = anchor_file(settings, "witness", each.url)
        anchors.append(
            ToWitness(post, each.url, witness_key(each.key), lambda old: AuditProof(place).consistency(old), kept)
        )
    return anchors


def seen_by(settings: Settings, log_keys: Sequence[str]) -> list[dict[str, Any]]:
    """What witnesses and time-stamp services have said of the log: ``{by, size, at}``; size None: nothing good.

    Args:
        settings: the configuration.
        log_keys: public keys of the log, older ones too.

    Raises:
        AssemblyError: a key or certificate of the configuration cannot be read.
    """
    found: list[dict[str, Any]] = []
    for each in settings.audit.witnesses:
        path, key = anchor_file(settings, "witness", each.url), witness_key(each.key)
        said = cosigned(path, key, log_keys) if path.is_file() else {"size": None, "at": None}
        found.append({"by": key.name, "size": said["size"], "at": said["at"], "bad": 0})
    for service in settings.audit.time_stamps:
        path = anchor_file(settings, "stamps", service.url)
        roots = time_stamp_roots(service.certificates_file)
        said = stamped(path, roots, log_keys) if path.is_file() else {"size": None, "at": None, "bad": 0}
        found.append({"by": service.url, "size": said["size"], "at": said["at"], "bad": said["bad"]})
    return found


def witness_signer(settings: Settings, *, make: bool = True) -> Cosigner:
    """The key with which we cosign other logs; made the first time, unless it must be there. Raises AssemblyError."""
    path = Path(settings.witness.key_file or Path(settings.data_dir) / "witness-key.pem")
    if not make and not path.exists():
        raise AssemblyError(f"There is no witness key at {path}. A guard with `witness.logs` makes it when it starts.")
    try:
        name = settings.witness.name or f"chaperone-witness/{settings.tenant.id}"
        return Cosigner(checkpoints.signer_from(path, name).signer)
    except KeyFileError as error:
        raise AssemblyError(f"{path} {error}.") from error
    except OSError as error:
        raise AssemblyError(f"{path} cannot be used: {error.strerror}.") from error


def build_trust(settings: Settings, place: Place, state: StateDatabase, recorder: Recorder) -> LogTrust:
    """Checkpoints and proofs for others, and witnessing their logs. Raises AssemblyError."""
    witness = None
    if settings.witness.logs:
        try:
            witness = Witness(state, witness_signer(settings), settings.witness.logs)
        except ValueError as error:
            raise AssemblyError("witness.logs must be public keys as `chaperone audit key` prints them.") from error
    return LogTrust(place, recorder, witness)


def build_second_sinks(settings: Settings) -> list[SecondSink]:
    """Further places for every record."""
    from proxy.upstream import post  # noqa: PLC0415 - as above

    made = []
    for number, each in enumerate(settings.audit.second_sinks):
        target: second_sinks.Target
        if each.path is not None:
            target = second_sinks.to_jsonl(Path(each.path))
        elif each.url is not None:
            target = second_sinks.ToOtlp(post, each.url)
        else:
            target = second_sinks.to_syslog()
        made.append(SecondSink(f"{each.kind}-{number}", target, each.queue))
    return made
