"""Signatures are those of the test suite that AWS published with its Signature Version 4, and those of its own SDK."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as AwsCredentials

from proxy.sigv4 import Credentials, credentials, region_of, signed_headers

WHO = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
AT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
HOST = {"host": "example.amazonaws.com"}
FORM = {**HOST, "content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "signature"),
    [
        # get-vanilla
        ("GET", "/", HOST, b"", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        # get-vanilla-query-order-key-case
        (
            "GET",
            "/?Param2=value2&Param1=value1",
            HOST,
            b"",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        # post-vanilla
        ("POST", "/", HOST, b"", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        # post-header-value-case
        (
            "POST",
            "/",
            {**HOST, "my-header1": "VALUE1"},
            b"",
            "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        ),
        # get-header-value-trim
        (
            "GET",
            "/",
            {**HOST, "my-header1": " value1", "my-header2": ' "a   b   c"'},
            b"",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        ),
        # post-x-www-form-urlencoded
        (
            "POST",
            "/",
            FORM,
            b"Param1=value1",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
    ],
)
def test_the_published_vectors(method, path, headers, body, signature) -> None:
    out = signed_headers(method, path, headers, body, who=WHO, region="us-east-1", service="service", at=AT)
    names = ";".join(sorted([*headers, "x-amz-date"]))
    assert out == {
        "x-amz-date": "20150830T123600Z",
        "authorization": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        f"SignedHeaders={names}, Signature={signature}",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse",
        "/model/arn%3Aaws%3Abedrock%3Aus-west-2%3A123456789012%3Ainference-profile%2Fus.x/converse-stream",
        "/model/a/converse?b=2&a=%20x",
    ],
)
@pytest.mark.parametrize("token", ["", "a/session+token=="])
def test_the_sdk_signs_the_same(path: str, token: str, monkeypatch) -> None:
    who = Credentials("AKIDEXAMPLE", "secret/with+signs", token)
    url = f"https://bedrock-runtime.us-west-2.amazonaws.com{path}"
    request = AWSRequest("POST", url, {"content-type": "application/json"}, b'{"messages": []}')
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: AT.replace(tzinfo=None))
    SigV4Auth(AwsCredentials(who.key_id, who.secret, token or None), "bedrock", "us-west-2").add_auth(request)
    headers = {"host": "bedrock-runtime.us-west-2.amazonaws.com", "content-type": "application/json"}
    out = signed_headers(
        "POST", path, headers, b'{"messages": []}', who=who, region="us-west-2", service="bedrock", at=AT
    )
    assert out["authorization"] == request.headers["Authorization"]


def test_a_pair_is_told_from_a_bearer_key_and_never_shown() -> None:
    assert credentials("AKIAIOSFODNN7EXAMPLE:se/cret") == Credentials("AKIAIOSFODNN7EXAMPLE", "se/cret")
    assert credentials("ASIAIOSFODNN7EXAMPLE:se/cret:to:ken") == Credentials(
        "ASIAIOSFODNN7EXAMPLE", "se/cret", "to:ken"
    )
    assert credentials("ABSKQmVkcm9ja0FQSUtleS0xMjM0NTY3ODkw") is None
    assert credentials("") is None
    assert "se/cret" not in repr(credentials("AKIAIOSFODNN7EXAMPLE:se/cret:to"))


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("bedrock-runtime.us-west-2.amazonaws.com", "us-west-2"),
        ("bedrock-runtime-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("vpce-0abc-1def.bedrock-runtime.eu-central-1.vpce.amazonaws.com", "eu-central-1"),
        ("127.0.0.1:8080", "us-east-1"),
    ],
)
def test_the_region_stands_in_the_host(host: str, region: str) -> None:
    assert region_of(host) == region
