"""What loading does with references, secrets, overrides and paths, and what it warns of."""

from __future__ import annotations

import contextlib
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.loading import Loaded, load
from config.problems import ConfigError
from config.references import expand
from config.source import Document, parse
from config.validation import validate

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "pX7vQ2mK9sL4tR8wZ1nB5cD3fG6hJ0aE"
KEY = "sk-Provider-Key-0123456789abcdefXYZ"
TODAY = date(2026, 11, 2)
BASE = """\
secret: ${GUARD_SECRET}
providers:
  - id: main
    base_url: https://api.example.org/v1
    api_key: ${PROVIDER_KEY}
    models: [small]
    approval: {by: Privacy office, on: 2026-01-15, expires: 2027-12-31, reference: Board 7, tier: T2}
callers:
  - {id: maya, key_hash: 0000000000000000000000000000000000000000000000000000000000001111, expires: 2027-12-31}
"""
ENV = {"GUARD_SECRET": SECRET, "PROVIDER_KEY": KEY}


def loaded(folder: Path, text: str = BASE, env: dict[str, str] | None = None) -> Loaded:
    path = folder / "chaperone.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, ENV | (env or {}), today=TODAY)


def test_secrets_come_in_and_never_show(tmp_path: Path) -> None:
    result = loaded(tmp_path)
    key = result.settings.providers[0].api_key
    assert key is not None
    assert key.get_secret_value() == KEY
    shown = repr(result) + str(result.settings) + result.settings.model_dump_json()
    assert KEY not in shown
    assert SECRET not in shown
    assert result.warnings == ()


def test_references_stand_inside_text_and_have_defaults(tmp_path: Path) -> None:
    text = BASE.replace("api.example.org", "${HOST:-api.example.org}.internal").replace(
        "Board 7", "'cost $$5 ${TICKET:-}'"
    )
    result = loaded(tmp_path, text).settings.providers[0]
    assert result.base_url == "https://api.example.org.internal/v1"
    assert result.approval.reference == "cost $5 "
    assert loaded(tmp_path, text, {"HOST": "x.org"}).settings.providers[0].base_url == "https://x.org.internal/v1"
    assert loaded(tmp_path, text, {"HOST": ""}).settings.providers[0].base_url == "https://api.example.org.internal/v1"


MAIL = """\
review:
  notify:
    mail: {{host: m.example.org, user: guard, password: {}, sender: g@example.org, to: [a@example.org]}}
"""


@pytest.mark.parametrize(
    ("more", "place"),
    [
        (MAIL.format("hunter2-hunter2"), "review.notify.mail.password"),
        (MAIL.format('"${MAIL_PASSWORD:-hunter2-hunter2}"'), "review.notify.mail.password"),
        ("database: {url: 'postgresql://guard:hunter2-hunter2@db/guard'}\n", "database.url"),
        (MAIL.format('"${PROVIDER_KEY}"'), None),
        ("database: {url: 'postgresql://guard:${PROVIDER_KEY}@db/guard'}\n", None),
        ("database: {url: postgresql://guard@db/guard}\n", None),
        ("database: {url: 'postgresql://guard@db/guard?password=hunter2-hunter2'}\n", "database.url"),
        ("database: {url: 'postgresql:///guard?host=db&user=guard&PASSWORD=hunter2%21'}\n", "database.url"),
        ("database: {url: 'postgresql://guard@db/guard?sslpassword=hunter2-hunter2'}\n", "database.url"),
        ("database: {url: 'postgresql://guard:hunter2#hunter2@db/guard'}\n", "database.url"),
        ("database: {url: 'postgresql://guard:hunter2?hunter2@db/guard'}\n", "database.url"),
        ("database: {url: 'postgresql://guard@[::1]:5432/guard'}\n", None),
        ("database: {url: 'postgresql://guard@db/guard?password=#hunter2-hunter2'}\n", "database.url"),
        ("database: {url: 'postgresql://guard@db/guard?password=${PROVIDER_KEY}'}\n", None),
        ("database: {url: 'postgresql://guard@db/guard?sslmode=verify-full&passfile=/run/pg&sslkey=/run/key'}\n", None),
        ("database: {url: 'postgresql://guard@db/guard?password='}\n", None),
    ],
)
def test_a_secret_of_any_section_that_stands_in_the_file_is_announced(
    tmp_path: Path, more: str, place: str | None
) -> None:
    warnings = [each for each in loaded(tmp_path, BASE + more).warnings if "secret" in each.message]
    assert [each.path for each in warnings] == ([place] if place else [])
    assert "hunter2" not in str(warnings)


def test_yaml_does_not_guess(tmp_path: Path) -> None:
    more = "tenant: {id: no, name: 12:30}\ndetection: {names: yes, workers: 0x2}\n"
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, BASE + more)
    assert [each.path for each in caught.value.problems] == ["detection.workers"]
    result = loaded(tmp_path, BASE + more.replace("0x2", "'2'")).settings
    assert (result.tenant.id, result.tenant.name) == ("no", "12:30")
    assert (result.detection.names, result.detection.workers) == (True, 2)


def test_secret_files_are_read_from_the_folder_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY + "\n")
    (tmp_path / "secret").write_text(SECRET + "\r\n")
    for name in ("key", "secret"):
        (tmp_path / name).chmod(0o600)
    text = BASE.replace("api_key: ${PROVIDER_KEY}", "api_key_file: key")
    text = text.replace("secret: ${GUARD_SECRET}", f"secret_file: {tmp_path}/secret")
    result = loaded(tmp_path, text)
    key, secret = result.settings.providers[0].api_key, result.settings.secret
    assert key is not None
    assert secret is not None
    assert (key.get_secret_value(), secret.get_secret_value()) == (KEY, SECRET)
    assert result.settings.providers[0].api_key_file == str(tmp_path / "key")
    assert result.warnings == ()


def test_a_secret_that_everybody_can_read_is_announced(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY)
    (tmp_path / "key").chmod(0o644)
    result = loaded(tmp_path, BASE.replace("api_key: ${PROVIDER_KEY}", "api_key_file: key"))
    assert [(each.path, each.line) for each in result.warnings] == [("providers[0].api_key_file", 5)]
    assert "chmod 600" in result.warnings[0].message


def test_a_secret_in_the_file_itself_is_announced(tmp_path: Path) -> None:
    result = loaded(tmp_path, BASE.replace("${PROVIDER_KEY}", KEY))
    assert [each.path for each in result.warnings] == ["providers[0].api_key"]
    assert KEY not in str(result.warnings)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 70_000, b"two\nlines\n"])
def test_a_strange_secret_file_is_refused_without_showing_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, BASE.replace("api_key: ${PROVIDER_KEY}", "api_key_file: key"))
    assert {each.path.removesuffix("_file") for each in caught.value.problems} == {"providers[0].api_key"}
    assert "lines" not in str(caught.value)


def test_the_environment_overrides_a_few_settings(tmp_path: Path) -> None:
    env = {"CHAPERONE_LISTEN__PORT": "9000", "CHAPERONE_DATA_DIR": "/data", "CHAPERONE_LOG__LEVEL": "debug"}
    result = loaded(tmp_path, BASE, env)
    assert result.settings.listen.port == 9000
    assert result.settings.data_dir == "/data"
    assert result.settings.log.level == "debug"
    assert result.warnings == ()


def test_a_bad_override_names_its_variable(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, BASE, {"CHAPERONE_LISTEN__HOST": "0.0.0.0"})  # noqa: S104 # the refused address is the test
    (problem,) = caught.value.problems
    assert str(problem).startswith("environment variable CHAPERONE_LISTEN__HOST: listen.host: serves other machines")


def test_a_misspelt_override_is_announced_and_others_are_left_alone(tmp_path: Path) -> None:
    env = {"CHAPERONE_LISTEN__PROT": "1", "CHAPERONE_PORT": "tcp://10.0.0.1:80", "CHAPERONE_A__B": "x"}
    result = loaded(tmp_path, BASE + "tenant: {name: '${CHAPERONE_A__B}'}\n", env)
    assert [each.suggestion for each in result.warnings] == ["CHAPERONE_LISTEN__PORT"]


def test_a_section_given_as_one_variable_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="CHAPERONE_LOG"):
        loaded(tmp_path, BASE, {"CHAPERONE_LOG": "debug"})


def test_the_file_can_be_named_by_the_environment(tmp_path: Path) -> None:
    path = loaded(tmp_path).source
    assert load(None, ENV | {"CHAPERONE_CONFIG": str(path)}).source == path


def test_without_a_file_the_demonstration_is_loaded() -> None:
    result = load(None, {})
    assert result.demo
    assert result.source is None
    (provider,) = result.settings.providers
    assert provider.base_url.startswith("http://127.0.0.1:")
    assert (provider.approval.tier, provider.approval.reference) == ("T2", "demonstration")
    assert result.settings.callers == ()
    assert result.settings.listen.host == "127.0.0.1"
    assert result.warnings == ()


def test_the_demonstration_can_stand_at_another_port() -> None:
    before = load(None, {}).settings
    after = before.with_base_url("demo", "http://127.0.0.1:5555/v1")
    assert after.providers[0].base_url == "http://127.0.0.1:5555/v1"
    assert after.model_copy(update={"providers": before.providers}) == before
    with pytest.raises(ValueError, match="must be https"):
        before.with_base_url("demo", "http://elsewhere.example.org/v1")


def test_paths_begin_at_the_folder_of_the_file(tmp_path: Path) -> None:
    result = loaded(tmp_path, BASE + "data_dir: data\naudit: {path: /srv/audit.db}\n").settings
    assert result.data_dir == str(tmp_path / "data")
    assert result.audit.path == "/srv/audit.db"


def test_other_machines_are_served_behind_tls(tmp_path: Path) -> None:
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).write_text("x")
    listen = "listen: {host: 0.0.0.0, tls_cert: cert.pem, tls_key: key.pem}\n"
    assert loaded(tmp_path, BASE + listen).settings.listen.tls_key == str(tmp_path / "key.pem")
    assert loaded(tmp_path, BASE + "listen: {host: 0.0.0.0, behind_tls_front: true}\n").settings.listen.behind_tls_front


@pytest.mark.parametrize("host", ["localhost", "::1", "[::1]", "127.0.0.8"])
def test_this_machine_needs_no_tls(tmp_path: Path, host: str) -> None:
    assert loaded(tmp_path, BASE + f"listen: {{host: '{host}'}}\n").settings.listen.host == host


def test_plain_http_elsewhere_needs_a_setting_and_is_announced(tmp_path: Path) -> None:
    text = BASE.replace("https://api.example.org/v1", "http://10.0.0.5/v1\n    allow_plain_http: true")
    assert "unencrypted" in loaded(tmp_path, text).warnings[0].message


def test_one_default_settles_an_ambiguous_model(tmp_path: Path) -> None:
    second = BASE.partition("providers:\n")[2].partition("callers:")[0].replace("id: main", "id: other")
    both = BASE.replace("callers:", second + "callers:")
    with pytest.raises(ConfigError, match="exactly one"):
        loaded(tmp_path, both)
    assert loaded(tmp_path, both.replace("id: other", "id: other\n    default: true")).settings.providers[1].default
    with pytest.raises(ConfigError, match="exactly one"):
        loaded(tmp_path, re.sub(r"(id: (main|other)\n)", r"\1    default: true\n", both))


def test_providers_of_two_apis_may_offer_one_model(tmp_path: Path) -> None:
    second = BASE.partition("providers:\n")[2].partition("callers:")[0].replace("id: main", "id: other")
    both = BASE.replace("callers:", second.replace("id: other", "id: other\n    dialect: azure") + "callers:")
    assert [each.dialect for each in loaded(tmp_path, both).settings.providers] == ["openai", "azure"]


def test_any_model_only_for_measurements(tmp_path: Path) -> None:
    text = BASE.replace("[small]", "['*']")
    for more in ("", "bench: true\n", "policy: {profile: restore}\n", "bench: false\npolicy: {profile: restore}\n"):
        with pytest.raises(ConfigError, match="approves any model"):
            loaded(tmp_path, text + more)
    assert loaded(tmp_path, text + "bench: true\npolicy: {profile: restore}\n").settings.providers[0].models == ("*",)


def test_what_relaxes_the_guard_is_announced(tmp_path: Path) -> None:
    more = "policy: {treatments: {SSN: keep, PHONE: redact, STUDENT_ID.WA_SSID: generalize}}\n"
    more += "detection: {names: false}\nanswers: {scan: false}\n"
    assert [each.path for each in loaded(tmp_path, BASE + more).warnings] == [
        "policy.treatments.SSN",
        "policy.treatments.STUDENT_ID.WA_SSID",
        "detection.names",
        "answers.scan",
    ]


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "ended on"), (0, "in 0 days (within 7)"), (7, "within 7"), (8, "within 30"), (60, "within 60"), (61, None)],
)
def test_ends_are_announced(tmp_path: Path, days: int, words: str | None) -> None:
    text = BASE.replace("expires: 2027-12-31, ref", f"expires: {TODAY + timedelta(days)}, ref")
    found = [each for each in loaded(tmp_path, text).warnings if each.path == "providers[0].approval.expires"]
    assert [words in str(each) for each in found] == ([] if words is None else [True])


def test_an_approval_that_has_not_begun_is_announced(tmp_path: Path) -> None:
    found = loaded(tmp_path, BASE.replace("2026-01-15", "2026-12-01")).warnings
    assert "begins on 2026-12-01" in found[0].message


def test_the_digest_follows_settings_and_nothing_else(tmp_path: Path) -> None:
    first = loaded(tmp_path)
    (tmp_path / "sub").mkdir()
    same = "# a comment\n" + BASE.replace("[small]", "\n      - small")
    assert loaded(tmp_path / "sub", same, {"PROVIDER_KEY": "other-key"}).source_digest == first.source_digest
    assert loaded(tmp_path, BASE + "limits: {body_bytes: 1000000}\n").source_digest != first.source_digest
    assert re.fullmatch("[0-9a-f]{64}", first.source_digest)


@pytest.mark.parametrize("key", sorted(set(re.findall(r"([a-z_]+):", BASE)) - {"https"}))
def test_no_key_can_be_misspelt_unnoticed(tmp_path: Path, key: str) -> None:
    broken = re.sub(rf"\b{key}:", f"{key[:-1]}:", BASE, count=1)
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, broken)
    assert KEY not in str(caught.value)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60), st.integers(0, len(BASE)))
def test_text_put_anywhere_is_read_or_refused_but_never_crashes(text: str, position: int) -> None:
    document = Document("x.yaml")
    with contextlib.suppress(ConfigError):
        document = parse(BASE[:position] + text + BASE[position:], "x.yaml")
        expand(document, ENV)
        validate(document)
    assert KEY not in repr(document) + str(document.problems)
