"""Answers that never begin: connections on which ever more comes, and no head of an answer.

hyper reads interim answers (100, 103) for as long as they come, at full speed and in the one thread that
serves all other requests of the fast stack, and tells nobody. So the sockets themselves are looked at, where
the system tells how much came on each (Linux); elsewhere a request's deadline is the bound.
"""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import sys
import time
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.net.dial import Endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BEFORE_HEAD = 128_000
"""Bytes of interim answers and head, on either stack: without a bound, a server that sends 100 (Continue) for
ever is parsed until the deadline, in the way of all others. Longer heads than h11 takes fail as such."""
TOO_MUCH = "too much came before the head of the answer"
LOOK_EVERY_S = 0.25
LOOK_AFTER_S = 0.025
"""Of computing in other threads than Python's since the last look: what costs less is no flood. It spares the
look, 2 ms with 400 connections open, while a run only waits."""
LOOK_AGAIN_S = 0.02
"""Where so much has come already that it may be a flood: each took 0.74 s of a core until it was cut."""
OWED_FOR_S = 0.25
"""Who gave a head so lately is not looked at: of servers that answer at once there are none to look at, and a
look delays the next request to each host that is asked every 50 ms."""
_RECEIVED = struct.Struct("=128xQ")
"""`tcpi_bytes_received` of Linux's tcp_info, which only grows at its end."""
_RESET = struct.pack("ii", 1, 0)
"""Linger, for no time."""
_FILES = Path("/proc/self/fd")
IS_SUPPORTED = sys.platform == "linux"


class FloodError(Exception):
    """Too much came before the head of an answer, and its connection was cut."""


class Floods:
    """Knows which endpoints owe the head of an answer, and cuts what sends anything but that."""

    def __init__(self) -> None:
        self._owing: Counter[Endpoint] = Counter()
        self._owing_since: dict[Endpoint, float] = {}
        """The first request, or the last head that came."""
        self._reading: Counter[Endpoint] = Counter()
        """Endpoints of which an answer is being read: much may come from them."""
        self._before: dict[tuple[int, Endpoint], int] = {}
        """What had come at the first look at a connection, by its local port and endpoint."""
        self._timer: asyncio.TimerHandle | None = None
        self._computed_s = 0.0
        """At the last look."""
        self._cut: set[Endpoint] = set()
        self._has_suspect = False
        """On some connection as much came as in a flood, though it may be of earlier answers."""

    @contextmanager
    def head_owed(self, endpoint: Endpoint) -> Iterator[None]:
        """Held from the request to the head of its answer; raises FloodError where the connection was cut."""
        self._owing[endpoint] += 1
        self._owing_since.setdefault(endpoint, time.monotonic())
        if self._timer is None and IS_SUPPORTED:
            self._wait()
        try:
            yield
        except Exception as error:
            if endpoint in self._cut:
                raise FloodError from error
            raise
        finally:
            _less(self._owing, endpoint)
            self._owing_since[endpoint] = time.monotonic()
            if endpoint not in self._owing:
                self._cut.discard(endpoint)
                del self._owing_since[endpoint]

    def body_begins(self, endpoint: Endpoint) -> None:
        self._reading[endpoint] += 1

    def body_ends(self, endpoint: Endpoint) -> None:
        _less(self._reading, endpoint)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _wait(self) -> None:
        wait_s = LOOK_AGAIN_S if self._has_suspect else LOOK_EVERY_S
        self._timer = asyncio.get_running_loop().call_later(wait_s, self._look)

    def _look(self) -> None:
        self._timer = None
        computed_s = _computed_elsewhere_s()
        has_suspect, self._has_suspect = self._has_suspect, False
        if has_suspect or computed_s - self._computed_s > LOOK_AFTER_S:
            self._computed_s = computed_s
            before = time.monotonic() - OWED_FOR_S
            silent = {endpoint for endpoint, since in self._owing_since.items() if since < before}
            if suspects := silent - self._reading.keys():
                # One has just gone, or no file is left to list them: the next look tells.
                with suppress(OSError):
                    self._cut_floods(suspects)
            else:
                self._before.clear()
        if self._owing:
            self._wait()

    def _cut_floods(self, suspects: set[Endpoint]) -> None:
        before, self._before = self._before, {}
        for key, connection in _connections_to(suspects):
            received = _received(connection)
            # One that is new, or was kept from an earlier request, is measured from here on.
            self._has_suspect |= key not in before and received > MOST_BEFORE_HEAD
            self._before[key] = before.get(key, received)
            if received - self._before[key] > MOST_BEFORE_HEAD:
                self._cut.add(key[1])
                # hyper closes it then, and by a reset: the rest of a flood is not to wait in both systems.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                connection.shutdown(socket.SHUT_RDWR)


def _less(counter: Counter[Endpoint], endpoint: Endpoint) -> None:
    counter[endpoint] -= 1
    if not counter[endpoint]:
        del counter[endpoint]


def _computed_elsewhere_s() -> float:
    """Seconds of computing in all other threads."""
    return time.process_time() - time.thread_time()


def _connections_to(endpoints: set[Endpoint]) -> Iterator[tuple[tuple[int, Endpoint], socket.socket]]:
    """Yield this process's open connections to any of these, by local port and endpoint."""
    for file in [int(path.name) for path in _FILES.iterdir()]:
        if _peer_of(file) in endpoints:
            with suppress(OSError), socket.socket(fileno=os.dup(file)) as connection:
                # Looked at again, as another thread may have closed the first one meanwhile.
                endpoint = _peer_of(connection.fileno())
                if endpoint in endpoints:
                    yield (connection.getsockname()[1], endpoint), connection


def _peer_of(file: int) -> Endpoint | None:
    """To whom a connection leads; None for any other file."""
    try:
        # As IPv6, whose addresses are the longer: to be told the family, it would take 3 more calls.
        connection = socket.socket(socket.AF_INET6, socket.SOCK_STREAM, 0, fileno=file)
    except OSError:
        return None
    try:
        return Endpoint(*connection.getpeername()[:2])
    except (OSError, TypeError):
        return None
    finally:
        connection.detach()


def _received(connection: socket.socket) -> int:
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
    return int(_RECEIVED.unpack_from(told)[0]) if len(told) >= _RECEIVED.size else 0
