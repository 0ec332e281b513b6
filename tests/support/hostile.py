"""The rows of `tests/net/hostile.yaml`, played by a server."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from support.tls12 import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    import trustme

_TABLE = Path(__file__).parent.parent / "net" / "hostile.yaml"
TLS_1_2 = "by-hand"
"""The `tls` of rows whose server does what OpenSSL lets none do."""
ROWS: list[dict[str, Any]] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))


def _raw_deflate(plain: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(plain) + compressor.flush()


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "raw-deflate": _raw_deflate,
}


def _bytes(step: Any) -> bytes:
    if isinstance(step, str):
        return step.encode("latin-1")
    if "repeat" in step:
        return bytes(step["repeat"].encode("latin-1") * step["times"])
    ((coding, plain),) = step.items()
    return CODINGS[coding](_bytes(plain))


async def _go_on(visit: Any, then: Any) -> None:
    if then == "close":
        visit.writer.close()
    elif then == "hang":
        await asyncio.sleep(60)
    elif then == "reset":
        await asyncio.sleep(0.05)
        visit.reset()
    elif "endless-hello-requests" in then:
        while True:
            await visit.ask_anew(then["endless-hello-requests"])
    elif "endless" in then:
        while True:
            await visit.send(then["endless"].encode("latin-1") * 1000)
    else:
        while True:
            await visit.send(then["drip"].encode("latin-1"))
            await asyncio.sleep(0.02)


async def _over_tls12(visit: Any, certificate: trustme.LeafCert) -> Session:
    """The visit with TLS 1.2 made by hand, once the request has come."""
    session = Session(visit.reader, visit.writer, certificate)
    await session.shake_hands()
    await session.request()
    return session


def behaviour_of(row: dict[str, Any], certificate: trustme.LeafCert | None = None) -> Any:
    async def behave(visit: Any) -> None:
        if row.get("tls") == TLS_1_2:
            assert certificate is not None
            visit = await _over_tls12(visit, certificate)
        first = row.get("first")
        if first is not None:
            await visit.reader.read(1)
            await visit.send(b"HTTP/1.1 400 Bad Request\r\n\r\n" if first == "plain" else b"")
            await _go_on(visit, "close" if first == "plain" else first)
            return
        for step in row["send"]:
            if "hello-requests" in step:
                # What comes in one piece with a head that breaks the rules takes it along.
                await asyncio.sleep(0.2)
                await visit.ask_anew(step["hello-requests"])
            else:
                await visit.send(_bytes(step))
        await _go_on(visit, row.get("then", "close"))

    return behave
