from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import crawler.report
from crawler.report import REPORT_FILES, render_all, render_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.report import LinkReport, Report

RENDER_AGAIN = """
import hashlib, sys
from crawler.report import parse_report, render_all
report = parse_report(sys.stdin.buffer.read().decode(), "stdin")
texts = render_all(report, suggested_patch="a", safe_patch="b")
print(hashlib.sha256("".join(texts.values()).encode()).hexdigest())
"""


def test_there_is_a_text_for_every_file(sample: Report) -> None:
    """The five files of the design, with the patches as they were given."""
    texts = render_all(sample, suggested_patch="--- a\r\n", safe_patch="")

    assert (
        ("latest.json", "latest.md", "index.html", "suggested.patch", "safe.patch")
        == REPORT_FILES
        == tuple(texts)
    )
    assert ("--- a\r\n", "") == (texts["suggested.patch"], texts["safe.patch"])


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_same_report_gives_the_same_bytes_in_every_process(seed: str, hostile: Report) -> None:
    """Neither the order of sets nor an earlier page in the same process leaves a trace."""
    texts = render_all(hostile, suggested_patch="a", safe_patch="b")
    expected = hashlib.sha256("".join(texts.values()).encode()).hexdigest()
    root = Path(crawler.report.__file__).parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", RENDER_AGAIN],
        input=render_json(hostile).encode(),
        capture_output=True,
        env=environment,
        check=True,
    )

    assert expected == done.stdout.decode().strip()


def test_every_text_is_utf_8(
    hostile: Report, make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> None:
    """Half a surrogate pair in any text leaves all files writable."""
    half = make_report((make_link("\ud800", reason="\udfff", url="https://a.test/\ud800", status="dead"),))

    for report in (hostile, half):
        assert all(
            text.encode() or text == ""
            for text in render_all(report, suggested_patch="", safe_patch="").values()
        )


def test_the_door_names_what_it_has() -> None:
    """`__all__` is sorted, and every name in it is there."""
    names = crawler.report.__all__

    assert (
        sorted(names) == names or sorted(names, key=lambda n: (not n.isupper(), n[0].islower(), n)) == names
    )
    assert [] == [name for name in names if not hasattr(crawler.report, name)]
