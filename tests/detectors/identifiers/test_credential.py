from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("sk-proj-abcdEFGH0123456789xyz", "", "CREDENTIAL.KEY sk-proj-abcdEFGH0123456789xyz"),
        ("sk-ant-api03-abcdEFGH0123456789xyz_AA", "", "CREDENTIAL.KEY sk-ant-api03-abcdEFGH0123456789xyz_AA"),
        ("key=AKIAIOSFODNN7EXAMPLE", "", "CREDENTIAL.KEY AKIAIOSFODNN7EXAMPLE"),
        (
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1",
            "",
            "CREDENTIAL.KEY wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1",
        ),
        ("AIzaSyA1234567890abcdefghijklmnopqrstuv", "", "CREDENTIAL.KEY AIzaSyA1234567890abcdefghijklmnopqrstuv"),
        (
            "AccountName=x;AccountKey=abcdEFGH0123456789xyzabcd==;Endpoint",
            "",
            "CREDENTIAL.KEY abcdEFGH0123456789xyzabcd==",
        ),
        ("abc8Q~abcdEFGH0123456789xyzabcdEFGH0123", "", "CREDENTIAL.KEY abc8Q~abcdEFGH0123456789xyzabcdEFGH0123"),
        ("ghp_EXAMPLENOTAREALGITHUBTOKEN0000000000", "", "CREDENTIAL.KEY ghp_EXAMPLENOTAREALGITHUBTOKEN0000000000"),
        ("glpat-EXAMPLE_0000000000000", "", "CREDENTIAL.KEY glpat-EXAMPLE_0000000000000"),
        ("xoxb-00000-00000-EXAMPLENOTAREALTOKEN", "", "CREDENTIAL.KEY xoxb-00000-00000-EXAMPLENOTAREALTOKEN"),
        ("sk_test_abcdefghij0123456789", "", "CREDENTIAL.KEY sk_test_abcdefghij0123456789"),
        (
            "SG.abcdefghijklmnop1234.abcdefghijklmnop1234",
            "",
            "CREDENTIAL.KEY SG.abcdefghijklmnop1234.abcdefghijklmnop1234",
        ),
        ("hf_abcdefghij0123456789abcdefghij01", "", "CREDENTIAL.KEY hf_abcdefghij0123456789abcdefghij01"),
        (
            "7~abcdEFGH0123456789xyzabcdEFGH0123456789xyzabcdEFGH0123456789xyz12",
            "",
            "CREDENTIAL.KEY 7~abcdEFGH0123456789xyzabcdEFGH0123456789xyzabcdEFGH0123456789xyz12",
        ),
        ("eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2ln", "", "CREDENTIAL.KEY eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2ln"),
        ("Bearer abcdef0123456789ABCDEF", "", "CREDENTIAL.KEY abcdef0123456789ABCDEF"),
        ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "", "CREDENTIAL.KEY dXNlcjpwYXNzd29yZA=="),
        ("api_key = 'abc123def456ghi789'", "", "CREDENTIAL.KEY abc123def456ghi789"),
        ("abc123def456ghi789", "apiKey", "CREDENTIAL.KEY abc123def456ghi789"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\nok",
            "",
            "CREDENTIAL.PRIVATE_KEY -----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----",
        ),
        ('token = os.environ["SIS_API_TOKEN"]', "", ""),
        ("secret = base64.urlsafe_b64encode(raw)", "", ""),
        ("sk-learn is a library", "", ""),
        ("a basic understanding", "", ""),
        ("token economy chart 2026", "", ""),
        ("the secret garden chapter 12", "", ""),
    ],
)
def test_key(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Keys by their issuer's prefix."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("password: hunter2horse", "", "CREDENTIAL.PASSWORD hunter2horse"),
        ("password is Tiger2024!", "", "CREDENTIAL.PASSWORD Tiger2024!"),
        ("the wifi password is Tiger2024!", "", "CREDENTIAL.PASSWORD Tiger2024!"),
        ("Password for the portal is Tiger2024!", "", "CREDENTIAL.PASSWORD Tiger2024!"),
        ("pw: Tiger2024", "", "CREDENTIAL.PASSWORD Tiger2024"),
        ("pass: Tiger2024", "", "CREDENTIAL.PASSWORD Tiger2024"),
        ("passcode 4821", "", "CREDENTIAL.PASSWORD 4821"),
        ("la contraseña es Tigre2024!", "", "CREDENTIAL.PASSWORD Tigre2024!"),
        ("contraseña: perroazul", "", "CREDENTIAL.PASSWORD perroazul"),
        ("la contraseña de la cuenta es Tigre2024!", "", "CREDENTIAL.PASSWORD Tigre2024!"),
        ("su clave es perro99", "", "CREDENTIAL.PASSWORD perro99"),
        ("login: mdelgado / Tiger2024!", "", "USERNAME mdelgado; CREDENTIAL.PASSWORD Tiger2024!"),
        ("creds: mdelgado:Tiger2024!", "", "CREDENTIAL.PASSWORD Tiger2024!"),
        ("user bob_1 pw Tulip!Barn77 - ok", "", "USERNAME bob_1; CREDENTIAL.PASSWORD Tulip!Barn77"),
        ("usuario: mdelgado contraseña: Tigre2024", "", "USERNAME mdelgado; CREDENTIAL.PASSWORD Tigre2024"),
        ("postgres://app1:s3cr3t@db.example.org/x", "", "USERNAME app1; CREDENTIAL.PASSWORD s3cr3t"),
        ("postgres://clever_sync:f1r-Cone@10.0.0.4/sis", "", "USERNAME clever_sync; CREDENTIAL.PASSWORD f1r-Cone"),
        ("Server=db;Uid=x;Password=Tiger2024", "", "CREDENTIAL.PASSWORD Tiger2024"),
        ("my dog skip", "password", "CREDENTIAL.PASSWORD my dog skip"),
        ("Cookie: session=abcdef0123456789ABCDEF", "", "CREDENTIAL.KEY abcdef0123456789ABCDEF"),
        ("door code is 4471#", "", "CREDENTIAL.CODE 4471#"),
        ("voicemail pin: 4471", "", "CREDENTIAL.CODE 4471"),
        ("lunch PIN: 4471", "", "STUDENT_ID 4471"),
        ("the password policy of 2024", "", ""),
        ("our password policy requires 12 characters", "", ""),
        ("password is required", "", ""),
        ("passwords must be 14 characters long", "", ""),
        ("password protected, I can send the password later", "", ""),
        ("reset password 2024 guide", "", ""),
        ("hall pass 10:30", "", ""),
        ("punto clave: 2024 fue difícil", "", ""),
        ("password: ${DB_PASSWORD}", "", ""),
        ("password: ********", "", ""),
        ("password=None)", "", ""),
        ("budget code: 5300", "", ""),
        ("https://example.org/a:b", "", ""),
    ],
)
def test_password(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Passwords by their label, in prose too; policies, resets and code that fetches them are none."""
    assert seen(text, context) == expected
