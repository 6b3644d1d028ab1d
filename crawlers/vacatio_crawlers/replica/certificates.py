"""Certificates for a replica that speaks HTTPS: good ones, expired ones, those of another host."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Certificate(StrEnum):
    """What a certificate is to whoever reaches the replica as localhost or 127.0.0.1."""

    GOOD = "good"
    EXPIRED = "expired"
    OTHER_HOST = "of another host"


def certificate(
    folder: Path, kind: Certificate = Certificate.GOOD, names: Sequence[str] = ("localhost",)
) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate that no authority knows; give the file to trust it by, and its context.

    `names` are those of the hosts that it is for, beside 127.0.0.1.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "replica")])
    now = dt.datetime.now(dt.UTC)
    hosts: list[x509.GeneralName] = [
        *map(x509.DNSName, names),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
    if kind is Certificate.OTHER_HOST:
        hosts = [x509.DNSName("other.example")]
    days = -1 if kind is Certificate.EXPIRED else 30
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=30))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context
