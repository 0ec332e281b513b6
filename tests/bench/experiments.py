"""What is measured against what: one function for each load, in the order of the table."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.floors import Pace, floor_of
from bench.loads import ORDERS, load_a, load_c, load_l, load_n, load_r, load_u
from bench.rude import measure_m
from bench.servers import Nginx, Trust
from bench.slow_server import SlowServer
from bench.table import Row, Unmeasured, compared
from bench.tools import AS_LYCHEE, PLAIN, Inconclusive, Question, Run, Worthless, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bench.loads import Load
    from bench.namespace import Place
    from bench.servers import Server

Rows = list[Row | Unmeasured]
WALL = "{:.2f} s"
CPU = "{:.2f} s CPU"
LYCHEE_PACE = Pace(host_concurrency=10, interval_s=0.05, asks_again=False)
R_ROBOTS_S = 0.3
MOST_RSS_MB = 350.0
MOST_INCONCLUSIVE = 2
LARGE_LINKS = 100_000
LARGE_ALTERNATIONS = 1
"""Its memory hardly varies, and one run takes minutes."""


class CannotMeasureError(Exception):
    """This machine, or the rights here, do not do for a load."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """What all experiments share."""

    folder: Path
    place: Place
    trust: Trust
    nginx: Path | str
    lychee: Path | str
    alternations: int
    scale: float
    say: Callable[[str], None]

    def ask(self, load: Load, server: Server) -> Question:
        name = load.name.replace(" ", "-").replace(",", "")
        question = Question(
            load=load,
            place=self.place,
            port=443 if load.scheme == "https" else server.port,
            folder=self.folder / name,
            authority=self.trust.authority,
        )
        question.write()
        return question

    def pages(self) -> Nginx:
        return Nginx(_needed(self.nginx), self.folder / "nginx", self.place, self.trust)


def _needed(tool: Path | str) -> Path:
    if isinstance(tool, str):
        raise CannotMeasureError(tool)
    return tool


def _alternate(
    rig: Rig, question: Question, server: Server, contestants: Sequence[tuple[str, ...] | None]
) -> list[list[Run]]:
    """Run each contestant in turn, as often as wanted: options of crawler, or None for lychee.

    Every second time in reverse, so that none always runs in the wake of the same other one.
    """
    runs: list[list[Run]] = [[] for _ in contestants]
    order = list(enumerate(contestants))
    for round_number in range(rig.alternations):
        for position, options in order if round_number % 2 == 0 else reversed(order):
            run = _ask(rig, question, server, options)
            runs[position].append(run)
            who = "lychee" if options is None else " ".join(("crawler", *options))
            rig.say(f"{question.load.name}: {_shown(run)} {who}")
    return runs


def _ask(rig: Rig, question: Question, server: Server, options: tuple[str, ...] | None) -> Run:
    server.take()
    if options is None:
        run = question.ask_lychee(_needed(rig.lychee))
        question.check_lychee(server.take())
        return run
    question.forget()
    run = _conclusive(rig, question, options)
    question.check_crawler(server.take())
    return run


def _conclusive(rig: Rig, question: Question, options: tuple[str, ...]) -> Run:
    """A run that calls this network broken is told aloud and repeated; at the third the row says so."""
    for _ in range(MOST_INCONCLUSIVE):
        try:
            return question.ask_crawler(*options)
        except Inconclusive as error:
            rig.say(f"{question.load.name}: REPEATED, {error}")
    return question.ask_crawler(*options)


def _shown(run: Run) -> str:
    return f"{run.wall_s:7.2f} s wall {run.cpu_s:7.2f} s CPU {run.rss_mb:4.0f} MB"


def _wall(runs: Iterable[Run]) -> list[float]:
    return [run.wall_s for run in runs]


def _cpu(runs: Iterable[Run]) -> list[float]:
    return [run.cpu_s for run in runs]


def measure_u(rig: Rig) -> Rows:
    """One URL per host over https: what a handshake costs decides."""
    if not rig.place.has_names:
        raise CannotMeasureError("names, certificates and port 443 need a network namespace")
    load = load_u(rig.scale)
    with rig.pages() as server:
        question = rig.ask(load, server)
        plain, full, lychee = _alternate(rig, question, server, [PLAIN, (), None])
    name = f"U: {len(load.links)} URLs, https"
    return [
        compared(f"{name}, wall", 1.0, _wall(plain), _wall(lychee), WALL),
        compared(f"{name}, CPU", 1.3, _cpu(plain), _cpu(lychee), CPU),
        compared(f"{name}, metadata and robots, wall", 2.5, _wall(full), _wall(lychee), WALL),
        compared(f"{name}, metadata and robots, CPU", 3.0, _cpu(full), _cpu(lychee), CPU),
    ]


def measure_a(rig: Rig) -> Rows:
    """Many hosts, each slow: how many are waited for at once decides. Both tools as they come."""
    load = load_a(rig.scale)
    with SlowServer(rig.place) as server:
        question = rig.ask(load, server)
        crawler, lychee = _alternate(rig, question, server, [PLAIN, None])
    name = f"A: {len(load.links)} URLs, {load.hosts} hosts, 200 ms, wall"
    return [compared(name, 1.0, _wall(crawler), _wall(lychee), WALL)]


def measure_c(rig: Rig) -> Rows:
    """Two big hosts among many small ones: the order in which hosts get their turns decides."""
    return [_measure_order(rig, order) for order in ORDERS]


def _measure_order(rig: Rig, order: str) -> Row:
    load = load_c(rig.scale, order)
    floor_s = floor_of(load, LYCHEE_PACE).seconds
    with SlowServer(rig.place) as server:
        question = rig.ask(load, server)
        (crawler,) = _alternate(rig, question, server, [(*PLAIN, *AS_LYCHEE)])
        # Once, for the record: the bar is against the floor, and lychee takes nearly twice as long.
        lychee = _ask(rig, question, server, None) if isinstance(rig.lychee, Path) else None
    row = compared(f"C: {order}, wall", 1.1, _wall(crawler), [floor_s] * len(crawler), WALL)
    against = f"floor {floor_s:.2f} s"
    if lychee:
        against += f", lychee {lychee.wall_s:.2f} s ({lychee.wall_s / floor_s:.2f})"
    return Row(load=row.load, ratios=row.ratios, bar=row.bar, crawler=row.crawler, against=against)


def measure_r(rig: Rig) -> Rows:
    """A night on the web: every verdict right, in no more time than the settings force."""
    load = load_r(rig.scale, with_names=rig.place.has_names)
    floor = floor_of(load, Pace(robots_s=R_ROBOTS_S))
    runs, wrong = [], []
    with SlowServer(rig.place, robots_s=R_ROBOTS_S) as server:
        question = rig.ask(load, server)
        for _ in range(rig.alternations):
            server.take()
            question.forget()
            runs.append(_conclusive(rig, question, ()))
            wrong.append(question.wrong_verdicts())
            rig.say(f"R: {_shown(runs[-1])}, {len(wrong[-1])} verdicts wrong {wrong[-1][:3]}")
    name = f"R: {len(load.links)} URLs, {load.hosts} hosts"
    against = f"longest chain {floor.longest_chain:.2f} s (places: {floor.capacity:.2f} s)"
    wall = compared(f"{name}, wall", 1.15, _wall(runs), [floor.seconds] * len(runs), WALL)
    return [
        Row(
            load=f"{name}, wrong verdicts",
            ratios=tuple(float(len(links)) for links in wrong),
            bar=0.0,
            crawler=f"{max(len(links) for links in wrong)} wrong",
            against=f"{len(load.links)} labels",
        ),
        Row(load=wall.load, ratios=wall.ratios, bar=wall.bar, crawler=wall.crawler, against=against),
    ]


def measure_l(rig: Rig) -> Rows:
    """Very many links: memory stays flat, and the last link costs no more than the first."""
    large, small = load_l(round(LARGE_LINKS * rig.scale)), load_l(round(LARGE_LINKS * rig.scale / 10))
    with rig.pages() as server:
        questions = [rig.ask(load, server) for load in (small, large)]
        runs: list[list[Run]] = [[], []]
        for _ in range(min(LARGE_ALTERNATIONS, rig.alternations)):
            for question, kept in zip(questions, runs, strict=True):
                kept.append(_ask(rig, question, server, ()))
                rig.say(f"L: {len(question.load.links)} links: {_shown(kept[-1])}")
    name = f"L: {len(large.links)} links, {large.hosts} hosts"
    if len(large.links) < LARGE_LINKS:
        name += f" (the bar is for {LARGE_LINKS})"
    ours, theirs = (
        [1000 * run.wall_s / len(load.links) for run in kept]
        for load, kept in ((large, runs[1]), (small, runs[0]))
    )
    rss = [run.rss_mb for run in runs[1]]
    return [
        compared(f"{name}, RSS", 1.0, rss, [MOST_RSS_MB] * len(rss), "{:.0f} MB"),
        compared(f"{name}, per link against {len(small.links)}", 1.0, ours, theirs, "{:.2f} ms"),
    ]


def measure_n(rig: Rig) -> Rows:
    """A second night on which nothing has changed, as the server saw both."""
    load = load_n(rig.scale)
    sizes: list[list[float]] = [[], []]
    requests: list[float] = []
    with rig.pages() as server:
        question = rig.ask(load, server)
        for _ in range(rig.alternations):
            question.forget()
            server.take()
            for night in range(2):
                run = _conclusive(rig, question, ())
                seen = server.take()
                question.check_crawler(seen)
                sizes[night].append(seen.bytes_sent / 1e6)
                rig.say(f"N, night {night + 1}: {_shown(run)}, {seen.requests.total()} requests")
            requests.append(seen.requests.total())
    name = f"N: second night, {len(load.links)} links"
    return [
        compared(f"{name}, bytes sent to it", 0.05, sizes[1], sizes[0], "{:.2f} MB"),
        compared(f"{name}, requests", 1.1, requests, [len(load.links)] * len(requests), "{:.0f}"),
    ]


def measure_h(rig: Rig) -> Rows:
    """`crawler --help`, beside the mere import of what draws it."""
    commands = (["-m", "crawler", "--help"], ["-c", "import typer, rich"])
    costs: list[list[float]] = [[], []]
    for round_number in range(rig.alternations + 1):
        for command, kept in zip(commands, costs, strict=True):
            run = measure([sys.executable, *command], rig.folder, authority=rig.trust.authority, codes=(0,))
            # The first round compiles what was never run before.
            if round_number:
                kept.append(1000 * run.cpu_s)
    return [compared("H: `crawler --help`, CPU", 1.5, costs[0], costs[1], "{:.0f} ms CPU")]


EXPERIMENTS: dict[str, Callable[[Rig], Rows]] = {
    "U": measure_u,
    "A": measure_a,
    "C": measure_c,
    "R": measure_r,
    "L": measure_l,
    "N": measure_n,
    "M": measure_m,
    "H": measure_h,
}
"""U one URL per host, A slow hosts, C big, R the rough web, L large, N second night, M misrule, H help."""


def run_all(rig: Rig, only: Sequence[str]) -> Rows:
    """The rows of the experiments asked for; one that fails says why and stops no other."""
    rows: Rows = []
    for name in only:
        try:
            rows += EXPERIMENTS[name](rig)
        except (CannotMeasureError, Worthless) as error:
            rig.say(f"{name}: {error}")
            rows.append(Unmeasured(load=name, why=str(error)))
    return rows
