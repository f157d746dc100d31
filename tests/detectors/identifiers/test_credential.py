from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("sk-proj-abcdEFGH0123456789xyz", "", [("CREDENTIAL.KEY", "sk-proj-abcdEFGH0123456789xyz")]),
        ("key=AKIAIOSFODNN7EXAMPLE", "", [("CREDENTIAL.KEY", "AKIAIOSFODNN7EXAMPLE")]),
        (
            "ghp_EXAMPLENOTAREALGITHUBTOKEN0000000000",
            "",
            [("CREDENTIAL.KEY", "ghp_EXAMPLENOTAREALGITHUBTOKEN0000000000")],
        ),
        ("xoxb-00000-00000-EXAMPLENOTAREALTOKEN", "", [("CREDENTIAL.KEY", "xoxb-00000-00000-EXAMPLENOTAREALTOKEN")]),
        ("glpat-EXAMPLE_0000000000000", "", [("CREDENTIAL.KEY", "glpat-EXAMPLE_0000000000000")]),
        ("Bearer abcdef0123456789ABCDEF", "", [("CREDENTIAL.KEY", "abcdef0123456789ABCDEF")]),
        ("password: hunter2horse", "", [("CREDENTIAL.PASSWORD", "hunter2horse")]),
        ("user bob_1 pw Tulip!Barn77 - ok", "", [("USERNAME", "bob_1"), ("CREDENTIAL.PASSWORD", "Tulip!Barn77")]),
        (
            "postgres://clever_sync:f1r-Cone@10.0.0.4/sis",
            "",
            [("USERNAME", "clever_sync"), ("CREDENTIAL.PASSWORD", "f1r-Cone")],
        ),
        ("my dog skip", "password", [("CREDENTIAL.PASSWORD", "my dog skip")]),
        ("api_key = 'abc123def456ghi789'", "", [("CREDENTIAL.KEY", "abc123def456ghi789")]),
        ("eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2ln", "", [("CREDENTIAL.KEY", "eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2ln")]),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\nok",
            "",
            [("CREDENTIAL.PRIVATE_KEY", "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----")],
        ),
        ("the password policy of 2024", "", []),
        ("password is required", "", []),
        ("password protected, I can send the password later", "", []),
        ('token = os.environ["SIS_API_TOKEN"]', "", []),
        ("password: ${DB_PASSWORD}", "", []),
        ("sk-learn is a library", "", []),
        ("a basic understanding", "", []),
        ("https://example.org/a:b", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """Keys by their issuer's prefix, passwords by their label."""
    assert found(text, context) == expected
