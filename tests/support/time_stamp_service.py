"""An RFC 3161 service for tests: a root of its own, a signing certificate, and OpenSSL to answer with."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from pathlib import Path

CONF = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes


class TimeStampService:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        root_key, root = self._issue("test root", None, None)
        key, tsa = self._issue("test tsa", root_key, root)
        self.root_pem = root.public_bytes(Encoding.PEM)
        (folder / "root.pem").write_bytes(self.root_pem)
        (folder / "tsa.pem").write_bytes(tsa.public_bytes(Encoding.PEM))
        (folder / "tsa.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        (folder / "serial").write_text("01\n")
        (folder / "ts.cnf").write_text(CONF.format(folder=folder))
        self.asked = 0

    def _issue(self, name, issuer_key, issuer):
        key = rsa.generate_private_key(65537, 2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        )
        if issuer is not None:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(usage, critical=True)
        return key, builder.sign(issuer_key or key, hashes.SHA256())

    def post(self, url: str, body: bytes, content_type: str) -> Answer:
        assert content_type == "application/timestamp-query"
        self.asked += 1
        query, reply = self.folder / "query", self.folder / "reply"
        query.write_bytes(body)
        command = ["openssl", "ts", "-reply", "-config", self.folder / "ts.cnf", "-section", "one",
                   "-queryfile", query, "-out", reply]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
        return Answer(200, "application/timestamp-reply", reply.read_bytes())
