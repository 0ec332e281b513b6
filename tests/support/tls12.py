"""A server's side of TLS 1.2 (RFC 5246) by hand: what OpenSSL lets no server do can be done to a client.

One suite, ECDHE-ECDSA-AES128-GCM-SHA256 (RFC 5289) over X25519 (RFC 8422), and no session is resumed.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import os
import struct
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509 import load_pem_x509_certificate

if TYPE_CHECKING:
    import trustme

CHANGE_CIPHER_SPEC, HANDSHAKE, DATA = 20, 22, 23
_VERSION = b"\x03\x03"
_SUITE = b"\xc0\x2b"
_CURVE = b"\x03\x00\x1d"
_SIGNED_BY = b"\x04\x03"
_SECURE_RENEGOTIATION = b"\xff\x01\x00\x01\x00"
_HELLO_REQUEST = b"\0\0\0\0"
_RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)


class Session:
    """A connection that has shaken hands; `send` encrypts."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, certificate: trustme.LeafCert
    ) -> None:
        self.reader = reader
        self.writer = writer
        self._certificate = certificate
        self._said = b""
        """All handshake messages, in their order."""
        self._key = AESGCM(bytes(16))
        self._salt = b""
        self._sent = 0

    async def send(self, raw: bytes, kind: int = DATA) -> None:
        for start in range(0, len(raw), 16_000):
            self.writer.write(self._sealed(kind, raw[start : start + 16_000]))
        await self.writer.drain()

    async def request(self) -> None:
        """Take the request, which fits a record; all that the client says later is thrown away."""
        await self._record()
        self._later = asyncio.ensure_future(self._throw_away())

    async def ask_anew(self, times: int) -> None:
        """Send so many HelloRequests (RFC 5246 7.4.1.1): the client is to shake hands once more."""
        await self.send(_HELLO_REQUEST * times, HANDSHAKE)

    def reset(self) -> None:
        self.writer.transport.abort()

    async def shake_hands(self) -> None:
        hello = await self._message()
        client_random, server_random = hello[6:38], os.urandom(32)
        own = x25519.X25519PrivateKey.generate()
        parameters = _CURVE + _short(own.public_key().public_bytes(*_RAW))
        self._say(2, _VERSION + server_random + b"\0" + _SUITE + b"\0" + _long(_SECURE_RENEGOTIATION, 2))
        self._say(11, _long(b"".join(_long(each, 3) for each in self._chain()), 3))
        signature = self._signature(client_random + server_random + parameters)
        self._say(12, parameters + _SIGNED_BY + _long(signature, 2))
        self._say(14, b"")
        theirs = x25519.X25519PublicKey.from_public_bytes((await self._message())[5:])
        secret = _prf(own.exchange(theirs), b"master secret", client_random + server_random, 48)
        keys = _prf(secret, b"key expansion", server_random + client_random, 40)
        await self._record()  # the change of cipher
        _, finished = await self._record()
        nonce, additional = keys[32:36] + finished[:8], struct.pack(">QB2sH", 0, HANDSHAKE, _VERSION, 16)
        self._said += AESGCM(keys[:16]).decrypt(nonce, finished[8:], additional)
        self.writer.write(_record(CHANGE_CIPHER_SPEC, b"\x01"))
        self._key, self._salt = AESGCM(keys[16:32]), keys[36:]
        heard = hashlib.sha256(self._said).digest()
        await self.send(b"\x14\0\0\x0c" + _prf(secret, b"server finished", heard, 12), HANDSHAKE)

    def _chain(self) -> list[bytes]:
        pems = [load_pem_x509_certificate(pem.bytes()) for pem in self._certificate.cert_chain_pems]
        return [each.public_bytes(serialization.Encoding.DER) for each in pems]

    def _signature(self, signed: bytes) -> bytes:
        key = serialization.load_pem_private_key(self._certificate.private_key_pem.bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key.sign(signed, ec.ECDSA(hashes.SHA256()))

    def _say(self, kind: int, body: bytes) -> None:
        message = bytes([kind]) + _long(body, 3)
        self._said += message
        self.writer.write(_record(HANDSHAKE, message))

    async def _message(self) -> bytes:
        _, message = await self._record()
        self._said += message
        return message

    async def _throw_away(self) -> None:
        with contextlib.suppress(OSError):
            while await self.reader.read(65_536):
                pass

    async def _record(self) -> tuple[int, bytes]:
        head = await self.reader.readexactly(5)
        return head[0], await self.reader.readexactly(int.from_bytes(head[3:]))

    def _sealed(self, kind: int, plain: bytes) -> bytes:
        number = struct.pack(">Q", self._sent)
        self._sent += 1
        additional = number + struct.pack(">B2sH", kind, _VERSION, len(plain))
        return _record(kind, number + self._key.encrypt(self._salt + number, plain, additional))


def _record(kind: int, content: bytes) -> bytes:
    return bytes([kind]) + _VERSION + _long(content, 2)


def _short(content: bytes) -> bytes:
    return _long(content, 1)


def _long(content: bytes, width: int) -> bytes:
    return len(content).to_bytes(width) + content


def _prf(secret: bytes, label: bytes, seed: bytes, length: int) -> bytes:
    """RFC 5246 5: P_SHA256."""
    seed, found = label + seed, b""
    link = seed
    while len(found) < length:
        link = hmac.digest(secret, link, "sha256")
        found += hmac.digest(secret, link + seed, "sha256")
    return found[:length]
