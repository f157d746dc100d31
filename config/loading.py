"""From a YAML file and an environment to settings, or to every problem at once.

The way: text -> tree with places (`source`) -> references replaced (`references`) -> the environment's overrides
(`environment`) -> secrets read from their files (`secret_files`) -> models (`validation`) -> paths made absolute.
Without a file the shipped demonstration is loaded. Nothing here is lenient: a problem anywhere means no settings.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config import keeping, secret_files
from config.environment import apply, misspelled, overrides, read_environment
from config.expiry import endings
from config.fields import ENTITY, ROW
from config.models import Settings
from config.problems import ConfigError, Problem
from config.profiles import default_text, policy_table
from config.references import expand
from config.source import MAX_CHARS, parse
from config.spelled_out import spelled_out
from config.validation import validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from config.source import Document

DEMO_FILE = "demo.yaml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration that may be used.

    Attributes:
        settings: all paths absolute, all secrets present.
        source_digest: SHA-256 (hex) of the effective settings; secrets and the place of the file make no difference.
        warnings: what works but deserves a look: ending approvals, relaxed treatments, readable secrets.
        source: the file, or None for the shipped demonstration.
    """

    settings: Settings
    source_digest: str
    warnings: tuple[Problem, ...]
    source: Path | None

    @property
    def demo(self) -> bool:
        """Whether this is the shipped demonstration, which needs its provider started and its keys made."""
        return self.source is None


def load(path: Path | None = None, env: Mapping[str, str] | None = None, *, today: date | None = None) -> Loaded:
    """Load and check a configuration.

    Args:
        path: the file; None takes ``CHAPERONE_CONFIG`` and, without that, the shipped demonstration.
        env: environment variables; None takes those of this process.
        today: for warnings about ends; None takes the date (UTC).

    Raises:
        ConfigError: with every problem that was found.
    """
    env = os.environ if env is None else env
    process = read_environment(env)
    source = path or (Path(process.config) if process.config else None)
    folder = source.parent.absolute() if source else Path.cwd()
    document = parse(_text(source), str(source) if source else DEMO_FILE)
    referred = expand(document, env)
    warnings = spelled_out(document, Settings)
    apply(document, overrides(process))
    warnings += secret_files.read_secrets(document, folder)
    settings = validate(document)
    rooted = None if settings is None else _absolute(settings, folder, document)
    _check_labels(document)
    _check_rows(document)
    if document.problems or settings is None or rooted is None:
        raise ConfigError(document.problems)
    warnings += misspelled(env, referred) + list(_advice(settings, document, today or datetime.now(UTC).date()))
    return Loaded(rooted, digest(settings), tuple(warnings), source)


def digest(settings: Settings) -> str:
    """SHA-256 (hex) of settings in a canonical form, in which a secret shows only that it is there."""
    plain = settings.model_dump(mode="json")  # pydantic writes every SecretStr as the same ten stars
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _text(source: Path | None) -> str:
    if source is None:
        return default_text(DEMO_FILE)
    try:
        with source.open("rb") as file:
            return file.read(4 * MAX_CHARS + 4).decode("utf-8-sig")
    except OSError as error:
        message = f"The file cannot be read ({error.strerror or 'error'})."
    except ValueError:
        message = "The file is not UTF-8 text."
    raise ConfigError([Problem(str(source), 0, 0, "", message)])


def _absolute(settings: Settings, folder: Path, document: Document) -> Settings:
    """Paths made absolute, relative ones from the file's folder; certificate and key must be readable."""
    listen = settings.listen
    for key in ("tls_cert", "tls_key"):
        name = getattr(listen, key)
        if name is not None and not os.access(folder / name, os.R_OK):
            document.complain(("listen", key), "cannot be read")
    rooted = {key: _rooted(getattr(listen, key), folder) for key in ("tls_cert", "tls_key")}
    changed: dict[str, Any] = {
        "data_dir": _rooted(settings.data_dir, folder),
        "secret_file": _rooted(settings.secret_file, folder),
        "listen": listen.model_copy(update=rooted),
        "audit": settings.audit.model_copy(
            update={
                "path": _rooted(settings.audit.path, folder),
                "signing_key_file": _rooted(settings.audit.signing_key_file, folder),
                "anchor_files": tuple(_rooted(each, folder) for each in settings.audit.anchor_files),
                **keeping.rooted_audit(settings, folder),
            }
        ),
        "providers": tuple(
            each.model_copy(update={"api_key_file": _rooted(each.api_key_file, folder)}) for each in settings.providers
        ),
        **keeping.rooted(settings, folder),
    }
    return settings.model_copy(update=changed)


def _check_labels(document: Document) -> None:
    """Labels in `policy.treatments` must be those of the shipped table; assembly checks that against the detectors."""
    known = policy_table("default").treatments
    policy = document.tree.get("policy") if isinstance(document.tree, dict) else None
    treatments = policy.get("treatments") if isinstance(policy, dict) else None
    for label in treatments if isinstance(treatments, dict) else ():
        base = label.partition(".")[0]
        if base not in known and re.match(ENTITY, label):
            near = next(iter(difflib.get_close_matches(base, known, 1)), None)
            message = "is no entity that is looked for" if near else f"must be one of: {', '.join(known)}"
            place = ("policy", "treatments", label)
            document.problems.append(document.problem(place, message, at_key=True, suggestion=near))


def _check_rows(document: Document) -> None:
    """Rows in `policy.rows` must be rows that an operator may set."""
    table = policy_table("default")
    policy = document.tree.get("policy") if isinstance(document.tree, dict) else None
    rows = policy.get("rows") if isinstance(policy, dict) else None
    for row in rows if isinstance(rows, dict) else ():
        if row in table.fixed:
            message = f"{row} may not be set: what this row stops, nobody may send"
        elif row not in table.rows and re.match(ROW, row):
            message = f"must be one of: {', '.join(table.rows)}"
        else:
            continue
        document.problems.append(document.problem(("policy", "rows", row), message, at_key=True))


def _rooted(name: str | None, folder: Path) -> str | None:
    return None if name is None else str(folder / name)


def _advice(settings: Settings, document: Document, today: date) -> Iterator[Problem]:
    for ending in endings(settings, today):
        yield document.problem(ending.place, ending.sentence)
    for entity in policy_table(settings.policy.profile).relaxed_by(settings):
        yield document.problem(
            ("policy", "treatments", entity), "is treated less strictly than the shipped policy says"
        )
    for row, tier in policy_table("default").rows_relaxed_by(settings):
        yield document.problem(("policy", "rows", row, tier), "is looser than the shipped policy says")
    if settings.policy.profile == "restore":
        yield document.problem(("policy", "profile"), "blocks nothing for its content: for measurements only")
    if not settings.detection.names:
        yield document.problem(("detection", "names"), "names of persons will not be found")
    if not settings.answers.scan:
        yield document.problem(("answers", "scan"), "new identifiers in answers will reach the caller")
    if not settings.callers and document.file != DEMO_FILE:
        yield document.problem(("callers",), "nobody has a key, so every call will be refused: chaperone keys create")
    yield from _provider_advice(settings, document)


def _provider_advice(settings: Settings, document: Document) -> Iterator[Problem]:
    for index, provider in enumerate(settings.providers):
        if provider.approval is None:
            yield document.problem(
                ("providers", index), "has no approval here: its calls are refused until `chaperone tools` gives it one"
            )
        if provider.allow_plain_http and provider.base_url.startswith("http:"):
            yield document.problem(("providers", index, "base_url"), "calls travel unencrypted to another machine")
