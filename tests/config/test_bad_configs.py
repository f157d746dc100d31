"""Every broken configuration is refused, with the file, the line and the path of what to mend, and no value from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.loading import load
from config.problems import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
tenant: {id: psesd, name: Puget}
listen:
  host: 127.0.0.1
  port: 8080
data_dir: var
secret: ${GUARD_SECRET}
providers:
  - id: main
    dialect: openai
    base_url: https://api.example.org/v1
    api_key: ${PROVIDER_KEY}
    models: [small, large]
    approval:
      by: Privacy office
      on: 2026-01-15
      expires: 2027-01-14
      reference: Board 2026-7
      tier: T2
  - id: local
    base_url: http://127.0.0.1:11434/v1
    models: [tiny]
    approval: {by: Privacy office, on: 2026-01-15, expires: 2027-01-14, reference: Board 2026-8, tier: TL}
callers:
  - id: maya-laptop
    key_hash: 0000000000000000000000000000000000000000000000000000000000001111
    expires: 2027-06-30
    role: staff
limits:
  body_bytes: 20_000_000
policy:
  profile: default
  treatments:
    PHONE: redact
audit: {deadline_s: 2}
"""
SECRET = "pX7vQ2mK9sL4tR8wZ1nB5cD3fG6hJ0aE"
KEY = "sk-Provider-Key-0123456789abcdefXYZ"
ENV = {"GUARD_SECRET": SECRET, "PROVIDER_KEY": KEY}

CANARY = "Canary-Zq7-Value"
"""Put in the place of values: no message may repeat it."""

# (name, text to replace, replacement, line, path, words of the message)
BAD: list[tuple[str, str, str, int, str, str]] = [
    ("unknown top key", "data_dir: var", "datadir: var", 5, "datadir", "did you mean 'data_dir'"),
    (
        "unknown provider key",
        "    approval:\n",
        "    aproval:\n",
        13,
        "providers[0].aproval",
        "did you mean 'approval'",
    ),
    ("unknown nested key", "      tier: T2", "      teir: T2", 18, "providers[0].approval.teir", "did you mean 'tier'"),
    ("key that is a secret", "data_dir: var", f"{CANARY}: var", 5, "*", "not shown"),
    (
        "misspelt approval",
        "    approval: {by",
        "    aproval: {by",
        22,
        "providers[1].aproval",
        "did you mean 'approval'",
    ),
    ("missing tier", "      tier: T2\n", "", 14, "providers[0].approval.tier", "is required"),
    ("tier misspelt", "tier: T2", "tier: t2", 18, "providers[0].approval.tier", "did you mean 'T2'"),
    ("tier wrong", "tier: T2", f"tier: {CANARY}", 18, "providers[0].approval.tier", "T0, T1, T2, T3, TL"),
    ("role misspelt", "role: staff", "role: Staf", 27, "callers[0].role", "did you mean 'staff'"),
    ("dialect", "dialect: openai", "dialect: open_ai", 9, "providers[0].dialect", "did you mean 'openai'"),
    (
        "ends before it begins",
        "2027-01-14\n      ref",
        "2025-01-14\n      ref",
        16,
        "providers[0].approval.expires",
        "before",
    ),
    ("no date", "on: 2026-01-15\n", f"on: {CANARY}\n", 15, "providers[0].approval.on", "YYYY-MM-DD"),
    ("a number is no date", "on: 2026-01-15\n", "on: 86400\n", 15, "providers[0].approval.on", "YYYY-MM-DD"),
    ("not in the calendar", "on: 2026-01-15\n", "on: 2026-02-30\n", 15, "providers[0].approval.on", "calendar"),
    ("empty approver", "by: Privacy office\n", "by: ''\n", 14, "providers[0].approval.by", "must not be empty"),
    ("approver not filled in", "by: Privacy", "by: TO FILL IN", 14, "providers[0].approval.by", "must be filled in"),
    ("null approver", "by: Privacy office\n", "by:\n", 14, "providers[0].approval.by", "must be a text"),
    ("plain http", "https://api", "http://api", 10, "providers[0].base_url", "must be https"),
    ("password in address", "https://api", f"https://u:{CANARY}@api", 10, "providers[0].base_url", "user name"),
    ("key in address", "org/v1", f"org/v1?key={CANARY}", 10, "providers[0].base_url", "query"),
    ("not an address", "https://api.example.org/v1", CANARY, 10, "providers[0].base_url", "must be an address"),
    ("slash at the end", "org/v1", "org/v1/", 10, "providers[0].base_url", "slash"),
    ("port of the address", "https://api.example.org/v1", "https://a:99999/v1", 10, "providers[0].base_url", "address"),
    ("no models", "models: [small, large]", "models: []", 12, "providers[0].models", "must not be empty"),
    ("models no list", "models: [small, large]", "models: small", 12, "providers[0].models", "must be a list"),
    ("model name", "[small, large]", "[small, 'la rge']", 12, "providers[0].models[1]", "name of a model"),
    ("model twice in a list", "[small, large]", "[small, small]", 12, "providers[0].models[1]", "twice"),
    ("ambiguous model", "models: [tiny]", "models: [small]", 21, "providers[1].models[0]", "`default: true`"),
    ("slash with a provider's id", "[tiny]", "[main/tiny]", 21, "providers[1].models[0]", "id of providers[0]"),
    ("wildcard", "models: [tiny]", "models: ['*']", 21, "providers[1].models[0]", "`bench: true`"),
    ("provider id twice", "id: local", "id: main", 19, "providers[1].id", "must differ from providers[0].id"),
    ("provider id", "id: local", f"id: '{CANARY} x'", 19, "providers[1].id", "letters, digits"),
    ("no providers", "data_dir: var\n", "data_dir: var\nproviders: []\n", 8, "providers", "stands twice"),
    ("listen to all", "host: 127.0.0.1", "host: 0.0.0.0", 3, "listen.host", "behind_tls_front"),
    ("listen to a name", "host: 127.0.0.1", "host: guard.example.org", 3, "listen.host", "behind_tls_front"),
    (
        "front is not a word",
        "  port: 8080",
        "  behind_tls_front: perhaps",
        4,
        "listen.behind_tls_front",
        "true or false",
    ),
    ("host with a port", "  port: 8080", "  hosts: ['a.org:443']", 4, "listen.hosts[0]", "without a port"),
    ("half of TLS", "  port: 8080", "  tls_cert: cert.pem", 3, "listen.tls_key", "belong together"),
    ("port too large", "port: 8080", "port: 80800", 4, "listen.port", "less than or equal to 65535"),
    ("port a word", "port: 8080", f"port: {CANARY}", 4, "listen.port", "whole number"),
    ("port a truth", "port: 8080", "port: true", 4, "listen.port", "whole number"),
    ("negative limit", "20_000_000", "-1", 29, "limits.body_bytes", "greater than or equal"),
    ("infinite deadline", "deadline_s: 2", "deadline_s: .inf", 34, "audit.deadline_s", "number"),
    ("not a number", "deadline_s: 2", "deadline_s: nan", 34, "audit.deadline_s", "number"),
    ("a key for its hash", "0" * 60 + "1111", KEY, 25, "callers[0].key_hash", "never stands here"),
    ("key without an end", "    expires: 2027-06-30\n", "", 24, "callers[0].expires", "is required"),
    ("treatment", "PHONE: redact", "PHONE: mask", 33, "policy.treatments.PHONE", "keep, generalize"),
    ("treatment no", "PHONE: redact", "PHONE: no", 33, "policy.treatments.PHONE", "keep, generalize"),
    ("entity misspelt", "PHONE: redact", "PHON: redact", 33, "policy.treatments.PHON", "did you mean 'PHONE'"),
    (
        "no such entity",
        "PHONE: redact",
        "SHOE_SIZE: keep",
        33,
        "policy.treatments.SHOE_SIZE",
        "must be one of: STUDENT",
    ),
    ("entity label", "PHONE: redact", "phone number: redact", 33, "policy.treatments.*", "entity label"),
    (
        "row of the law",
        "  treatments:\n    PHONE: redact",
        "  rows:\n    R08-meals: {T2: forward}",
        33,
        "policy.rows.*",
        "R08-meals may not be set",
    ),
    (
        "no such row",
        "  treatments:\n    PHONE: redact",
        "  rows:\n    R99-x: {T2: block}",
        33,
        "policy.rows.*",
        "R09-special",
    ),
    (
        "row misspelt",
        "  treatments:\n    PHONE: redact",
        "  rows:\n    row9: {T2: block}",
        33,
        "policy.rows.*",
        "such as R09",
    ),
    (
        "no such tier",
        "  treatments:\n    PHONE: redact",
        "  rows:\n    R09-special: {T9: block}",
        33,
        "policy.rows.*.T9",
        "must be one of",
    ),
    ("unscanned let through", "  profile: default", "  on_unscanned: forward", 31, "policy.on_unscanned", "block"),
    ("profile", "profile: default", "profile: defualt", 31, "policy.profile", "did you mean 'default'"),
    ("section empty", "audit: {deadline_s: 2}", "audit:", 34, "audit", "section"),
    ("section a word", "audit: {deadline_s: 2}", f"audit: {CANARY}", 34, "audit", "section"),
    (
        "same key twice",
        "data_dir: var",
        "data_dir: var\ndata_dir: other",
        6,
        "data_dir",
        "stands twice here, first on line 5",
    ),
    (
        "same nested key twice",
        "    PHONE: redact",
        "    PHONE: redact\n    PHONE: keep",
        34,
        "policy.treatments.PHONE",
        "twice",
    ),
    ("variable not set", "${PROVIDER_KEY}", "${NO_SUCH_KEY}", 11, "providers[0].api_key", "NO_SUCH_KEY is not set"),
    ("reference not closed", "${PROVIDER_KEY}", "'${PROVIDER_KEY'", 11, "providers[0].api_key", "${NAME:-default}"),
    ("key with a line feed", "${PROVIDER_KEY}", f'"{CANARY}\\nX: y"', 11, "providers[0].api_key", "printable ASCII"),
    ("empty key", "${PROVIDER_KEY}", "''", 11, "providers[0].api_key", "not empty"),
    ("weak secret", "${GUARD_SECRET}", CANARY, 6, "secret", "32 random bytes"),
    ("monotonous secret", "${GUARD_SECRET}", "abab" * 16, 6, "secret", "32 random bytes"),
    (
        "key and key file",
        "    models: [small",
        "    api_key_file: k\n    models: [small",
        12,
        "providers[0].api_key_file",
        "one of the two",
    ),
    (
        "no key file",
        "api_key: ${PROVIDER_KEY}",
        f"api_key_file: /{CANARY}",
        11,
        "providers[0].api_key_file",
        "cannot be read",
    ),
    (
        "no certificate",
        "  port: 8080",
        "  tls_cert: none.pem\n  tls_key: none.pem",
        4,
        "listen.tls_cert",
        "cannot be read",
    ),
    ("anchor", "data_dir: var", f"data_dir: &{CANARY} var", 5, "", "anchors and aliases"),
    ("alias", "data_dir: var", f"data_dir: *{CANARY}", 5, "", "anchors and aliases"),
    ("tag", "data_dir: var", f"data_dir: !!python/name:{CANARY} x", 5, "", "tags are not used"),
    ("tag handle", "data_dir: var", f"data_dir: !{CANARY}!x var", 5, "", "undefined tag handle"),
    ("tab", "  port: 8080", "\tport: 8080", 4, "", "not YAML"),
    ("open bracket", "audit: {deadline_s: 2}", "audit: {deadline_s: 2", 35, "", "not YAML"),
    ("second document", "audit: {deadline_s: 2}", "---\naudit: {deadline_s: 2}", 34, "", "not YAML"),
    ("key that is a list", "data_dir: var", "? [a, b]\n: var", 5, "", "A key is text"),
]


def write(folder: Path, text: str) -> Path:
    path = folder / "chaperone.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(path: Path, env: dict[str, str] | None = None) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load(path, ENV if env is None else env)
    return caught.value


def test_the_unbroken_configuration_loads(tmp_path: Path) -> None:
    assert [each.id for each in load(write(tmp_path, GOOD), ENV).settings.providers] == ["main", "local"]


@pytest.mark.parametrize("case", BAD, ids=[case[0] for case in BAD])
def test_a_broken_configuration_says_where_and_what(tmp_path: Path, case: tuple[str, str, str, int, str, str]) -> None:
    _, old, new, line, path, words = case
    assert GOOD.count(old) >= 1
    file = write(tmp_path, GOOD.replace(old, new, 1))
    error = problems_of(file)
    found = [each for each in error.problems if each.path == path and each.line == line]
    assert found, str(error)
    assert all(each.file == str(file) and each.column > 0 for each in found)
    assert words in "\n".join(str(each) for each in found)
    assert str(found[0]).startswith(f"{file}:{line}:")
    for secret in (CANARY, SECRET, KEY):
        assert secret not in str(error) + repr(error) + repr(error.problems)
    assert error.__cause__ is None


def test_all_problems_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = GOOD.replace("port: 8080", "prot: 8080").replace("tier: T2", "tier: T9").replace("id: local", "id: main")
    text = text.replace("https://api", "http://api").replace("role: staff", "role: boss")
    found = problems_of(write(tmp_path, text), {}).problems
    assert [each.path for each in found] == [
        "listen.prot",
        "secret",
        "providers[0].base_url",
        "providers[0].api_key",
        "providers[0].approval.tier",
        "providers[1].id",
        "callers[0].role",
    ]
    assert [each.line for each in found] == sorted(each.line for each in found)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "- a\n- list\n", "just words\n", "null\n", "\x00"])
def test_a_file_that_is_no_configuration_is_refused(tmp_path: Path, text: str) -> None:
    assert problems_of(write(tmp_path, text)).problems


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    assert "cannot be read" in str(problems_of(tmp_path / "none.yaml"))
    (tmp_path / "latin.yaml").write_bytes(b"tenant: {name: \xe9}")
    assert "not UTF-8" in str(problems_of(tmp_path / "latin.yaml"))


def test_size_and_depth_are_bounded(tmp_path: Path) -> None:
    assert "longer than" in str(problems_of(write(tmp_path, "# " + "x" * 1_000_001)))
    assert "nested too deeply" in str(problems_of(write(tmp_path, "tenant: " + "[" * 5000)))
