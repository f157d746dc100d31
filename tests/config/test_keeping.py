"""Settings about keeping: a mistake is named where it stands, and nothing is kept or trusted by a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.loading import load
from config.problems import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
providers:
  - id: main
    base_url: https://api.example.org/v1
    models: [small]
    approval: {by: IT, on: 2026-01-15, expires: 2098-12-31, reference: Board 7, tier: T2}
"""
KEY = "chaperone/north+0a1b2c3d+" + "A" * 44


def loaded(folder: Path, more: str):
    path = folder / "chaperone.yaml"
    path.write_text(CONFIG + more)
    return load(path, {}).settings


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("content: {keep: everything}", "must be one of"),
        ("content: {keep: originals}", "content keygen"),
        ("retention: {originals: {days: 31}}", "retention.originals.days"),
        ("retention: {records: {years: 5}}", "retention.records.years"),
        ("retention: {conversations: {authority: 'two words'}}", "disposition authority number"),
        ("audit: {second_sinks: [{kind: otlp, path: x, url: 'https://c.example/v1/logs'}]}", "belongs to a sink"),
        ("audit: {second_sinks: [{kind: otlp, url: 'http://collector.example/v1/logs'}]}", "must be https"),
        ("audit: {witnesses: [{url: 'http://w.example/witness/v1', key: '" + KEY + "'}]}", "must be https"),
        ("audit: {witnesses: [{url: 'https://w.example/witness/v1', key: nonsense}]}", "must be a public key"),
        ("audit: {time_stamps: [{url: 'ftp://tsa.example'}]}", "certificates_file"),
        ("witness: {logs: [nonsense]}", "must be public keys"),
    ],
)
def test_a_mistake_is_said_in_words(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, more + "\n")
    assert said in str(caught.value)


def test_nothing_is_kept_unless_somebody_says_so(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "")
    assert (settings.content.keep, settings.retention.conversations.then) == ("none", "review")
    assert settings.audit.second_sinks == settings.audit.witnesses == settings.witness.logs == ()


def test_paths_begin_at_the_folder_of_the_file(tmp_path: Path) -> None:
    more = (
        "content: {keep: originals, public_key_file: public.pem}\n"
        "retired_secret_files: [old]\n"
        "witness: {logs: ['" + KEY + "'], key_file: w.pem}\n"
        "audit:\n"
        "  second_sinks: [{kind: jsonl, path: copy.jsonl}, {kind: syslog}]\n"
        "  time_stamps: [{url: 'http://tsa.example/stamp/', certificates_file: roots.pem}]\n"
    )
    settings = loaded(tmp_path, more)
    assert settings.content.public_key_file == str(tmp_path / "public.pem")
    assert settings.retired_secret_files == (str(tmp_path / "old"),)
    assert settings.witness.key_file == str(tmp_path / "w.pem")
    assert settings.audit.second_sinks[0].path == str(tmp_path / "copy.jsonl")
    assert settings.audit.time_stamps[0].certificates_file == str(tmp_path / "roots.pem")
