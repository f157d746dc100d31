"""Where the audit log and the state are, whose key signs, under which keys people are found. Settings -> plain parts.

Light to import, and below all other parts: whoever reads or proves the log needs no detector, no pipeline and no
provider, and must not wait for them (the commands that read the log took three seconds longer on a busy machine).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from proxy.audit import checkpoints
from proxy.audit.keyring import KeyFileError
from proxy.audit.stores.place import Place
from proxy.audit.subjects import SubjectKey, SubjectKeys
from proxy.database.state import StateDatabase
from proxy.installation import AssemblyError, derived, retired_secrets

if TYPE_CHECKING:
    from config.models import Settings
    from proxy.audit.keyring import KeyRing
    from proxy.audit.stores.base import Store
    from proxy.audit.stores.place import Reader


def log_signer(settings: Settings, *, make: bool = True) -> KeyRing:
    """The key that signs this installation's log; made the first time, unless it must be there.

    Raises:
        AssemblyError: it cannot be read or made, or is not there.
    """
    path = Path(settings.audit.signing_key_file or Path(settings.data_dir) / "audit-key.pem")
    if not make and not path.exists():
        raise AssemblyError(f"There is no signing key at {path}. A guard makes it when it starts for the first time.")
    try:
        return checkpoints.signer_from(path, settings.audit.log_name or f"chaperone/{settings.tenant.id}")
    except KeyFileError as error:
        raise AssemblyError(f"{path} {error}.") from error
    except OSError as error:
        raise AssemblyError(f"{path} cannot be used: {error.strerror}.") from error


def audit_place(settings: Settings) -> Place:
    """Where the audit log is: `database.url`, or the file `audit.path`, or `audit.db` in the data folder."""
    database = settings.database
    if database.url is None:
        return Place(Path(settings.audit.path or Path(settings.data_dir) / "audit.db"))
    reader = database.reader_url or database.url
    return Place(
        url=database.url.get_secret_value(), reader_url=reader.get_secret_value(), timeout_s=database.timeout_s
    )


def build_audit_store(settings: Settings) -> Store:
    """The store of the audit log, for one writer; not opened yet."""
    return audit_place(settings).store()


def audit_reader(settings: Settings) -> Reader:
    """An engine that can only read the audit log."""
    return audit_place(settings).reader()


def build_subject_keys(settings: Settings, secret: bytes) -> SubjectKeys:
    """The keys under which records hold the people in a call."""
    purpose = f"subjects|{settings.tenant.id}"
    older = tuple(SubjectKey(derived(each, purpose)) for each in retired_secrets(settings))
    return SubjectKeys(SubjectKey(derived(secret, purpose)), older)


def build_state(settings: Settings) -> StateDatabase:
    """Where registry, holds and training are kept; not opened yet."""
    url = settings.database.url
    where = url.get_secret_value() if url else Path(settings.data_dir) / "state.db"
    return StateDatabase(where, timeout_s=settings.database.timeout_s)
