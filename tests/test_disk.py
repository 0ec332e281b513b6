"""Reading ends, whatever kind of file is read."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from crawler.disk import read_at_most, read_whole


def test_a_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    """The beginning of what is longer, or a refusal where all of it is wanted."""
    path = tmp_path / "a"
    path.write_bytes(b"12345")

    assert (b"123", b"12345") == (read_at_most(path, 3), read_at_most(path, 9))
    assert b"12345" == read_whole(path, 5)
    with pytest.raises(OSError, match="longer than 4 bytes"):
        read_whole(path, 4)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless file")
def test_an_endless_file_is_longer_than_any_bound() -> None:
    """A link to a device is no way to fill the memory."""
    with pytest.raises(OSError, match="longer than 1,000 bytes"):
        read_whole(Path("/dev/zero"), 1_000)


def test_a_pipe_that_nobody_writes_to_is_empty(tmp_path: Path) -> None:
    """It would be waited for without end."""
    os.mkfifo(tmp_path / "pipe")

    assert b"" == read_at_most(tmp_path / "pipe", 9)


def test_a_pipe_that_is_being_written_is_read_to_its_end() -> None:
    """As of `crawler lint <(command)`, whose command has said nothing yet."""
    reader, writer = os.pipe()
    begun = threading.Event()

    def write() -> None:
        begun.wait()
        with open(writer, "wb") as file:  # noqa: PTH123 - a descriptor has no Path
            file.write(b"later")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        threading.Timer(0.05, begun.set).start()
        assert b"later" == read_at_most(Path(f"/dev/fd/{reader}"), 9)
    finally:
        begun.set()
        thread.join()
        os.close(reader)


@pytest.mark.parametrize("name", ["", "none", "nul\0"])
def test_what_cannot_be_read_is_an_error(tmp_path: Path, name: str) -> None:
    """A folder, a name that nothing has, and one that nothing can have."""
    with pytest.raises(OSError, match=r"\w") as caught:
        read_at_most(tmp_path / name, 9)
    assert caught.value.strerror
