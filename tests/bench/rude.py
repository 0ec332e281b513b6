"""M: one server in five misbehaves as the hostile table has it. Do the other four wait for it?

Both runs ask the same sound links; what is compared is the time until the last of them was answered, by
crawler's own request log. The whole run takes longer with hanging servers, as their time-outs force it to.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import resource
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, Self

from bench.loads import TITLE
from bench.namespace import address_of
from bench.servers import PAGE, end_when_told, wait_for
from bench.table import Row, Unmeasured, compared
from bench.tools import Run, Worthless, measure
from support.hostile import ROWS, behaviour_of

if TYPE_CHECKING:
    from pathlib import Path

    from bench.experiments import Rig

SOUND_LINKS = 2_000
SOUND_HOSTS = 800
RUDE_LINKS = 500
DELAY_S = 0.1
BAR = 1.2
OPTIONS = ("--concurrency", "128", "--robots", "ignore", "--host-concurrency", "4", "--host-interval", "0.05")
PORT, RUDE_PORT = 8_481, 8_482
_OK = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n%b" % (len(PAGE), PAGE)


@dataclass
class _Visit:
    """What the hostile behaviours are given."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, raw: bytes) -> None:
        self.writer.write(raw)
        await self.writer.drain()

    def reset(self) -> None:
        self.writer.transport.abort()


class RudeServer:
    """On every address of loopback: a page after a while, or the misbehaviour that the path names."""

    def __init__(self, port: int) -> None:
        self._port = port

    def __enter__(self) -> Self:
        fork = multiprocessing.get_context("fork")
        self._process = fork.Process(target=_serve, args=(self._port,), daemon=True)
        self._process.start()
        wait_for(self._port)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()


def _serve(port: int) -> None:
    end_when_told()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(_serve_until_told(port))


async def _serve_until_told(port: int) -> None:
    server = await asyncio.start_server(_visit, "0.0.0.0", port, backlog=4096)
    await server.serve_forever()


async def _visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        while not writer.is_closing():
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            if path.startswith("/rude/"):
                number = int(path.removeprefix("/rude/")) if path[6:].isdigit() else 0
                await behaviour_of(RUDE[number % len(RUDE)])(_Visit(reader, writer))
                writer.close()
            else:
                await asyncio.sleep(DELAY_S)
                writer.write(_OK)
                await writer.drain()
    writer.transport.abort()


RUDE: list[dict[str, Any]] = [row for row in ROWS if "send" in row and "tls" not in row and "ask" not in row]


def measure_m(rig: Rig) -> list[Row | Unmeasured]:
    """The sound links alone, and with one rude server for four links of them."""
    sound = [f"ok/{n}" for n in range(round(SOUND_LINKS * rig.scale))]
    rude = [f"rude/{n}" for n in range(round(RUDE_LINKS * rig.scale))]
    mixed = [path for n, path in enumerate(sound) for path in (path, *rude[n // 4 : n // 4 + (n % 4 == 0)])]
    done: list[list[float]] = [[], []]
    # In processes of their own, so that endless answers do not slow down the sound ones at their source.
    with RudeServer(PORT), RudeServer(RUDE_PORT):
        for _ in range(rig.alternations):
            for paths, kept in zip((sound, mixed), done, strict=True):
                run, done_s = _ask(rig, paths)
                kept.append(done_s)
                rig.say(
                    f"M: {len(paths)} links: sound ones done in {done_s:.2f} s, all in {run.wall_s:.2f} s, "
                    f"{run.cpu_s:.2f} s CPU"
                )
    name = f"M: {len(sound)} sound links beside {len(rude)} rude ones, until the sound are done"
    return [compared(name, BAR, done[1], done[0], "{:.2f} s")]


def _ask(rig: Rig, paths: list[str]) -> tuple[Run, float]:
    folder = rig.folder / "M"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    hosts = [address_of(n, network=127) for n in range(1, SOUND_HOSTS + RUDE_LINKS + 1)]
    polite, others = cycle(hosts[:SOUND_HOSTS]), cycle(islice(hosts, SOUND_HOSTS, None))
    urls = [
        f"http://{next(polite)}:{PORT}/{path}"
        if path.startswith("ok")
        else f"http://{next(others)}:{RUDE_PORT}/{path}"
        for path in paths
    ]
    entries = (f"  - id: r{n}\n    title: {TITLE}\n    url: {url}\n" for n, url in enumerate(urls))
    (folder / "catalog.yaml").write_text("version: 1\nresources:\n" + "".join(entries))
    command = (sys.executable, "-m", "crawler", "check", "--quiet", "--allow-private", "--log", "log.jsonl")
    run = measure((*command, *OPTIONS), folder, authority=rig.trust.authority, codes=(0, 1))
    _check(folder)
    return run, _done_s(folder)


def _check(folder: Path) -> None:
    """Every sound link must be said to be well, whoever stands beside it."""
    report = json.loads((folder / "reports" / "latest.json").read_text())
    wrong = [
        f"{link['url']}: {link['status']} ({link['reason']})"
        for link in report["links"]
        if "/ok/" in link["url"] and link["status"] != "alive"
    ]
    if wrong:
        raise Worthless(f"{len(wrong)} sound links misjudged: {wrong[0]}")


def _done_s(folder: Path) -> float:
    """Seconds from the first request to the end of the last one for a sound link."""
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    begun = {line["time"] for line in lines}
    ends = [
        datetime.fromisoformat(line["time"]).timestamp() + line["elapsed_s"]
        for line in lines
        if "/ok/" in line["url"]
    ]
    return float(max(ends)) - datetime.fromisoformat(min(begun)).timestamp()
