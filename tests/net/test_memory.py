"""Freed memory that goes back to the system."""

from __future__ import annotations

import ctypes
import resource
from pathlib import Path

import pytest

from crawler.net.memory import give_back

BLOCKS, SIZE = 50_000, 1_000


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="only glibc keeps what was freed")
def test_what_lies_below_a_block_in_use_goes_back_too() -> None:
    """Of 50 MB all but the last kilobyte is freed, and glibc alone would keep it."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, (ctypes.c_void_p,)
    blocks = [libc.malloc(SIZE) for _ in range(BLOCKS)]
    for block in blocks:
        ctypes.memset(block, 1, SIZE)
    *freed, kept = blocks
    for block in freed:
        libc.free(block)
    before = _resident()
    give_back()
    after = _resident()
    libc.free(kept)

    assert before - after > BLOCKS * SIZE / 2
