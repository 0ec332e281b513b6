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
from typing import TYPE_CHECKING, Any, Self

from bench.loads import TITLE, Kind, load_m
from bench.namespace import address_of
from bench.servers import PAGE, end_when_told, wait_for
from bench.table import Row, Unmeasured, compared
from bench.tools import Run, Worthless, measure
from support.hostile import ROWS, behaviour_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.experiments import Rig
    from bench.loads import Link

BAR = 1.2
ALTERNATIONS = 1
"""Rude hosts with many links are asked ever more slowly: a run takes minutes."""
PORT, RUDE_PORT = 8_481, 8_482
_GONE = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"
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
            _, kind, *numbers = path.split("/")
            if kind == Kind.RUDE:
                # A page that cannot exist is asked for as well, beside the one that the link names.
                number = int(numbers[-1]) if numbers[-1].isdigit() else 0
                await behaviour_of(RUDE[number % len(RUDE)])(_Visit(reader, writer))
                writer.close()
            elif kind == Kind.OK:
                await asyncio.sleep(int(numbers[0]) / 1000)
                writer.write(_OK)
                await writer.drain()
            else:  # robots.txt, or where a rude redirect leads to
                writer.write(_GONE)
                await writer.drain()
    writer.transport.abort()


RUDE: list[dict[str, Any]] = [row for row in ROWS if "send" in row and "tls" not in row and "ask" not in row]


def measure_m(rig: Rig) -> list[Row | Unmeasured]:
    """The sound links alone, and with one rude server for four of theirs."""
    load = load_m(rig.scale)
    sound = tuple(link for link in load.links if link.kind is Kind.OK)
    done: list[list[float]] = [[], []]
    # In processes of their own, so that endless answers do not slow down the sound ones at their source.
    with RudeServer(PORT), RudeServer(RUDE_PORT):
        for _ in range(min(ALTERNATIONS, rig.alternations)):
            for links, kept in zip((sound, load.links), done, strict=True):
                run, done_s = _ask(rig, links)
                kept.append(done_s)
                rig.say(
                    f"M: {len(links)} links: sound ones done in {done_s:.2f} s, all in {run.wall_s:.2f} s, "
                    f"{run.cpu_s:.2f} s CPU"
                )
    rude = len(load.links) - len(sound)
    name = f"M: {len(sound)} sound links beside {rude} rude ones, until the sound are done"
    return [compared(name, BAR, done[1], done[0], "{:.2f} s")]


def _ask(rig: Rig, links: Sequence[Link]) -> tuple[Run, float]:
    folder = rig.folder / "M"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    ports = {Kind.OK: PORT, Kind.RUDE: RUDE_PORT}
    urls = [f"http://{address_of(link.host, network=127)}:{ports[link.kind]}{link.path}" for link in links]
    entries = (f"  - id: r{n}\n    title: {TITLE}\n    url: {url}\n" for n, url in enumerate(urls))
    (folder / "catalog.yaml").write_text("version: 1\nresources:\n" + "".join(entries))
    command = (sys.executable, "-m", "crawler", "check", "--quiet", "--allow-private", "--log", "log.jsonl")
    run = measure(command, folder, authority=rig.trust.authority, codes=(0, 1))
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
        # What is asked to see whether the network works says nothing of a link.
        if "/ok/" in line["url"] and line["purpose"] == "page"
    ]
    return float(max(ends)) - datetime.fromisoformat(min(begun)).timestamp()
