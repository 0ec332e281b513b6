"""The request log: one line of JSON for each request as it was sent, for proving manners afterwards."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import ada_url

from crawler.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import TextIOWrapper
    from pathlib import Path
    from types import TracebackType

    from crawler.probe.model import Exchange

MOST_BYTES = 1_000_000_000
"""Two million requests or more: a log that fills the disk would end the run that it is to explain."""
URL_LIMIT = 2_000
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request that was sent, or for which a connection was tried, and what came of it."""

    exchange: Exchange
    host: str
    """The host that politeness is owed to."""
    waited_s: float
    """For the host's turn, its address, and a place among all."""
    cut: str | None = None
    """Why nobody waited for its end: `cancelled`, or `left-to-httpx` where the other stack asks at once."""


class Journal:
    """Writes to a file, line by line as they come; after `most_bytes` one last line says that it ends."""

    def __init__(
        self,
        path: Path,
        *,
        most_bytes: int = MOST_BYTES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Begin the file anew.

        Raises:
            SettingsError: it cannot be written.
        """
        self._path = path
        self._left = most_bytes
        self._now = now
        self.trouble: str | None = None
        """Why writing ended early; a run is worth more than its log, so it goes on."""
        self._file: TextIOWrapper | None = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._file is not None:
            with suppress(OSError):  # what is left in the buffer is what could not be written
                self._file.close()
            self._file = None

    def __call__(self, sent: Sent) -> None:
        """Write one line down before anything else happens."""
        if self._file is None:
            return
        line = line_of(sent, ended_at=self._now())
        self._left -= len(line) + 1
        is_last = self._left < 0
        try:
            # One write per line and no buffer: what a killed run had sent is there, up to a whole line.
            self._file.write((json.dumps({"truncated": True}) if is_last else line) + "\n")
        except OSError as error:
            self.trouble = f"{self._path} could not be written further ({error.strerror})"
            is_last = True
        if is_last:
            self.close()

    def _open(self) -> TextIOWrapper:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._path.is_symlink() and (self._path.is_file() or not self._path.exists()):
                self._path.unlink()  # a trap, as where a report goes; `/dev/stdout` is a link to no file
            # Not waiting for somebody to read, should it be a pipe.
            descriptor = os.open(self._path, _ANEW, 0o666)
            os.set_blocking(descriptor, True)
            return open(descriptor, "w", encoding="utf-8", newline="\n", buffering=1)  # noqa: PTH123 - a descriptor
        except OSError as error:
            what = f"{self._path} cannot be written ({error.strerror})"
            raise SettingsError("--log", what, "name a file that can be written") from None


def line_of(sent: Sent, *, ended_at: datetime) -> str:
    """Say it as one line of ASCII JSON, with the time at which the request began."""
    probe = sent.exchange.probe
    began_at = ended_at - timedelta(seconds=sent.exchange.elapsed_s)
    answer, failure = sent.exchange.answer, sent.exchange.failure
    fields: dict[str, Any] = {
        "time": began_at.isoformat(timespec="milliseconds"),
        "host": sent.host,
        "address": sent.exchange.address,
        "method": probe.method,
        "url": shown_url(probe.url),
        "purpose": probe.purpose,
        "attempt": probe.attempt,
        "conditional": bool(probe.conditions),
        "stack": probe.stack,
        "status": answer.status if answer is not None else None,
        "failure": sent.cut or (failure.kind.value if failure is not None else None),
        "bytes": sent.exchange.bytes_received,
        "elapsed_s": round(sent.exchange.elapsed_s, 3),
        "waited_s": round(sent.waited_s, 3),
    }
    return json.dumps(fields)


def shown_url(url: str) -> str:
    """Leave the user name and password out, and what is too long for a line."""
    if "@" in url:
        parsed = ada_url.URL(url)
        parsed.username = parsed.password = ""
        url = parsed.href
    return url if len(url) <= URL_LIMIT else url[: URL_LIMIT - 1] + "…"
