"""The rows of `tests/net/hostile.yaml`, played by a server."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

_TABLE = Path(__file__).parent.parent / "net" / "hostile.yaml"
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
    elif "endless" in then:
        while True:
            await visit.send(then["endless"].encode("latin-1") * 1000)
    else:
        while True:
            await visit.send(then["drip"].encode("latin-1"))
            await asyncio.sleep(0.02)


def behaviour_of(row: dict[str, Any]) -> Any:
    async def behave(visit: Any) -> None:
        first = row.get("first")
        if first is not None:
            await visit.reader.read(1)
            await visit.send(b"HTTP/1.1 400 Bad Request\r\n\r\n" if first == "plain" else b"")
            await _go_on(visit, "close" if first == "plain" else first)
            return
        for step in row["send"]:
            await visit.send(_bytes(step))
        await _go_on(visit, row.get("then", "close"))

    return behave
