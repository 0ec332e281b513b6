"""The command line in a process of its own, against a small web on loopback, and a folder to work in."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from crawler.demo import DemoWeb
from crawler.demo.answers import NOT_FOUND, by_day, everywhere, page, redirect, refusal, routes
from crawler.demo.model import Conduct, Request, Response, Site, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from crawler.demo.model import Responder

PATIENCE_S = 60.0
HANGS = Response(conduct=Conduct.HANG)
HOSTILE = (
    "Red \x1b[31mtext\x1b[0m \x07 \u202egnirts\u202c ##[error]mine ::set-output name=x::y "
    "\x9b2J \u2066end\u2069 \u200bhidden"
)
FACTS = """\
<meta name="description" content="What it is about.">
<meta name="author" content="Ada Lovelace">
<meta property="article:published_time" content="2020-02-03">
<link rel="canonical" href="https://alive.test/book">"""


def site(name: str, respond: Responder, *, title: str | None = "A Good Book", **more: Any) -> Site:
    url = more.pop("url", f"https://{name}.test/book")
    return Site(id=name, title=title, url=url, why="", expects={}, respond=respond, **more)


BOOK = everywhere(page("A Good Book"))


def _doubtful(request: Request) -> Response:
    """Gone when first asked; whoever asks again on the same day must wait for ever."""
    return NOT_FOUND if request.nth == 1 else HANGS


SITES: tuple[Site, ...] = (
    site("alive", routes({"/book": page("A Good Book", head=FACTS), "/second": page("A Good Book")})),
    site("well", BOOK),
    site(
        "with-places",
        everywhere(
            page("A Good Book", body='<h2 id="one">One</h2>' + "<p>long</p>" * 20_000 + "<h2 id=two>")
        ),
    ),
    site("untitled", everywhere(page("Found Title")), title=None),
    site("moved", routes({"/book": redirect("/new-book"), "/new-book": page("A Good Book")})),
    site(
        "moved-away",
        routes(
            {
                "//moved-away.test/book": redirect("https://elsewhere.test/book"),
                "//elsewhere.test/book": page("A Good Book"),
            }
        ),
        also=("elsewhere.test",),
    ),
    site("dead", everywhere(NOT_FOUND)),
    site("gone", everywhere(refusal(410, "Gone"))),
    site("blocked", everywhere(refusal(403, "Forbidden"))),
    site("insecure", BOOK, trouble=Trouble.EXPIRED),
    site("dies", by_day(BOOK, everywhere(NOT_FOUND))),
    site("recovers", by_day(everywhere(NOT_FOUND), BOOK)),
    site("moves", by_day(BOOK, routes({"/book": redirect("/new-book"), "/new-book": page("A Good Book")}))),
    site("hangs", everywhere(HANGS)),
    site("hangs-too", everywhere(HANGS)),
    site("doubtful", by_day(_doubtful, everywhere(NOT_FOUND))),
    site("forbidden", BOOK, robots=Response(body=b"User-agent: *\nDisallow: /\n")),
    site("local", BOOK, url="http://127.0.0.1/book", also=("127.0.0.1",)),
    site("hostile", everywhere(page(HOSTILE, head=f'<meta name="author" content="{HOSTILE}">')), title=None),
)


def catalog_of(*names: str) -> str:
    """A native catalog with the sites of these names, with comments that an edit has to keep."""
    by_name = {each.id: each for each in SITES}
    lines = ["# Kept by hand.", "version: 1", "resources:"]
    for name in names:
        each = by_name[name]
        lines += [f"  - id: {name}  # as listed", f'    url: "{each.url}"']
        lines += [f"    title: {each.title}"] if each.title else []
    return "\n".join([*lines, ""])


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


def until(is_so: Callable[[], object], what: str) -> None:
    """Look again until something is so; fails when patience is at its end."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.01)


class Bench:
    """A folder of its own for one project, and the web that its links lead to."""

    def __init__(self, folder: Path, web: DemoWeb) -> None:
        self.folder = folder
        self.web = web

    @property
    def network(self) -> list[str]:
        """The options that lead to the web; a host is asked as fast as it answers."""
        rules = [word for rule in self.web.connect_to for word in ("--connect-to", rule)]
        return ["--nameserver", self.web.nameserver, "--host-interval", "0", *rules]

    def write(self, *names: str, name: str = "catalog.yaml") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(catalog_of(*names), encoding="utf-8", newline="")
        return path

    def start(
        self,
        *args: str,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdout: int | TextIO = subprocess.PIPE,
    ) -> subprocess.Popen[str]:
        """Start a command whose output can be read while it runs."""
        own = {
            name: value
            for name, value in os.environ.items()
            # Compiling the program anew for each of some 200 commands would cost half a minute.
            if not name.startswith("CRAWLER_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        own |= {"SSL_CERT_FILE": self.web.ca_file, "PYTHONIOENCODING": "utf-8", **(env or {})}
        return subprocess.Popen(
            [sys.executable, "-m", "crawler", *args],
            cwd=cwd or self.folder,
            env=own,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="strict",
        )

    def run(self, *args: str, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Said:
        return self.end(self.start(*args, cwd=cwd, env=env))

    def end(self, process: subprocess.Popen[str]) -> Said:
        """Wait until a command and all that it started are gone: only then are both pipes closed."""
        with process:
            try:
                out, err = process.communicate(timeout=PATIENCE_S)
            except BaseException:
                process.kill()
                raise
        assert "Traceback" not in err, err
        return Said(code=process.returncode, out=out, err=err)

    def start_check(self, *args: str) -> subprocess.Popen[str]:
        return self.start("check", *self.network, *args)

    def check(self, *args: str, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Said:
        return self.run("check", *self.network, *args, cwd=cwd, env=env)

    def report(self, folder: str = "reports") -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.folder / folder / "latest.json").read_text("utf-8"))
        return loaded

    def statuses(self, folder: str = "reports") -> dict[str, str]:
        return {link["entry"]: link["status"] for link in self.report(folder)["links"]}

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the history behind the program's back; nothing where it has no tables yet."""
        uri = f"{(self.folder / '.crawler/state.db').as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as connection:
                return connection.execute(sql).fetchall()
        except sqlite3.OperationalError:
            return []

    def recorded(self) -> dict[str, tuple[str, bool]]:
        """What the history says last of each URL, and whether it awaits a second opinion."""
        rows = self.query("SELECT url, status, provisional FROM observations ORDER BY id")
        return {url: (status, bool(provisional)) for url, status, provisional in rows}

    def asked(self, host: str, path: str = "/book") -> int:
        return sum(each.host == host and each.path == path for each in tuple(self.web.requests))


@contextmanager
def web_of(sites: Sequence[Site]) -> Iterator[DemoWeb]:
    """A web that runs in its own thread until the block is left."""
    web, is_up = DemoWeb(sites=sites), threading.Event()
    loop, is_over = asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        async with web:
            is_up.set()
            await is_over.wait()

    def work() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert is_up.wait(PATIENCE_S)
        yield web
    finally:
        loop.call_soon_threadsafe(is_over.set)
        thread.join()
