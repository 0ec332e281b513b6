"""`make bench`, or `PYTHONPATH=tests python -m bench --only U,A --alternations 5 --scale 0.1`."""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench import namespace
from bench.experiments import EXPERIMENTS, Rig, run_all
from bench.name_server import NameServer
from bench.servers import Trust, find_nginx
from bench.table import Row, render
from bench.tools import ROOT, find_lychee

UNPACKED = ROOT / ".crawler" / "bench"
"""Ignored by git; what was fetched once is kept."""


def main() -> int:
    """Print the table; 1 where nothing was measured, 0 also where bars are missed: the reader judges."""
    options = _options()
    inside = namespace.INSIDE in os.environ
    nginx = find_nginx(UNPACKED)
    if not inside and not options.loopback:
        why_not = namespace.why_not()
        if why_not is None:
            namespace.enter(sys.argv[1:])
        _say(f"no network namespace: {why_not}; measuring on 127.0.0.0/8, without names")
    place = namespace.Place(has_names=inside)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # So that the servers end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="crawler-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        if inside:
            namespace.set_up(folder)
            stack.enter_context(NameServer())
        rig = Rig(
            folder=folder,
            place=place,
            trust=Trust.make(folder),
            nginx=nginx,
            lychee=find_lychee(),
            alternations=options.alternations,
            scale=options.scale,
            say=_say,
        )
        rows = run_all(rig, options.only)
    _say(f"done in {time.monotonic() - started:.0f} s; scale {options.scale:g}, {os.cpu_count()} cores")
    sys.stdout.write(render(rows))
    return 0 if any(isinstance(row, Row) for row in rows) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Prints one table, ratios first.")
    parser.add_argument("--only", type=_names, default=tuple(EXPERIMENTS), help="such as U,A; default: all")
    parser.add_argument("--alternations", type=int, default=5, help="side by side, so often; default: 5")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the links; default: 1")
    parser.add_argument(
        "--loopback", action="store_true", help="no network namespace, even where it could be"
    )
    return parser.parse_args()


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip().upper() for name in text.split(","))
    unknown = [name for name in names if name not in EXPERIMENTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(EXPERIMENTS)}")
    return names


def _say(line: str) -> None:
    sys.stderr.write(f"bench: {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
