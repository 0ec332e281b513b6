"""Servers that are not the bottleneck: nginx for pages, one raw asyncio protocol for latencies and trouble.

Each runs in a process of its own and tells what it saw: a benchmark that measures errors is worthless.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import resource
import shutil
import signal
import socket
import struct
import subprocess
import time
from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

import trustme
from bench.loads import RETRY_AFTER_S, TITLE
from bench.namespace import DOMAIN, address_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from bench.namespace import Place

_FORK = multiprocessing.get_context("fork")
_HEAD = (
    f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>'
    '<meta name="description" content="A page as long as an average one."></head><body>'
)
PAGE = f"{_HEAD}<h1>{TITLE}</h1>{'<p>lorem ipsum dolor sit amet</p>' * 700}</body></html>".encode()
"""22 kB."""


@dataclass(slots=True)
class Seen:
    """What a server saw since it was last asked."""

    requests: Counter[str] = field(default_factory=Counter)
    """By host and path."""
    bytes_sent: int = 0
    most_at_once_on_a_host: int = 0


class Server(ABC):
    """Runs while its context is open."""

    port: int

    @abstractmethod
    def __enter__(self) -> Self: ...

    @abstractmethod
    def __exit__(self, *_: object) -> None: ...

    @abstractmethod
    def take(self) -> Seen:
        """Tell what was seen, and begin anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """A certificate authority of the benchmark's own, in files."""

    authority: Path
    certificate: Path
    key: Path

    @classmethod
    def make(cls, folder: Path) -> Trust:
        made = cls(authority=folder / "ca.pem", certificate=folder / "cert.pem", key=folder / "key.pem")
        authority = trustme.CA(organization_name="crawler bench")
        leaf = authority.issue_cert(f"*.{DOMAIN}")
        made.authority.write_bytes(authority.cert_pem.bytes())
        made.key.write_bytes(leaf.private_key_pem.bytes())
        made.certificate.write_bytes(b"".join(pem.bytes() for pem in leaf.cert_chain_pems))
        return made


_NGINX_CONF = """
daemon off;
{user}
worker_processes 2;
worker_rlimit_nofile 20000;
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
events {{ worker_connections 8000; multi_accept on; }}
http {{
    default_type text/html;
    keepalive_timeout 5s;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    log_format seen "$host$request_uri $bytes_sent";
    access_log {folder}/access.log seen buffer=256k flush=100ms;
    server {{
        {listen}
        allow 127.0.0.0/8; allow 45.0.0.0/8; deny all;
        root {folder}/site;
        location = /robots.txt {{ return 404; }}
        location /ok/ {{ try_files /page.html =404; }}
        location /gone/ {{ return 404; }}
        location /moved/ {{ return 301 /ok/0/0; }}
    }}
}}
"""
_LISTEN_TLS = (
    "listen 443 ssl backlog=4096 default_server; ssl_certificate {certificate}; ssl_certificate_key {key};"
    " ssl_session_cache off; ssl_session_tickets off;"
)
_FLUSHED_S = 0.3


class Nginx(Server):
    """Pages, at the speed of C; no latency, no trouble."""

    def __init__(self, binary: Path, folder: Path, place: Place, trust: Trust) -> None:
        self.port = place.http_port
        self._command = [str(binary), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
        self._log = folder / "access.log"
        self._offset = 0
        (folder / "site").mkdir(parents=True, exist_ok=True)
        (folder / "site" / "page.html").write_bytes(PAGE)
        listen = f"listen {self.port} backlog=4096 default_server;"
        if place.has_names:
            listen += _LISTEN_TLS.format(certificate=trust.certificate, key=trust.key)
        # In a user namespace there is no other user to change to.
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(_NGINX_CONF.format(folder=folder, listen=listen, user=user))

    def __enter__(self) -> Self:
        self._log.unlink(missing_ok=True)
        self._offset = 0
        self._process = subprocess.Popen(self._command)
        _wait_for(self.port)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def take(self) -> Seen:
        time.sleep(_FLUSHED_S)
        with self._log.open("rb") as log:
            log.seek(self._offset)
            lines = log.read().decode().splitlines()
            self._offset = log.tell()
        seen = Seen()
        for line in lines:
            key, size = line.rsplit(" ", 1)
            seen.requests[key] += 1
            seen.bytes_sent += int(size)
        return seen


def find_nginx(folder: Path) -> Path | str:
    """Find nginx, or unpack Debian's package into `folder`; a string says why there is none.

    Unpacked, not installed: installing it would start a web server on this machine.
    """
    unpacked = folder / "usr" / "sbin" / "nginx"
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found or unpacked.is_file():
        return Path(found) if found else unpacked
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        return "there is no nginx, and no apt-get to fetch it: install nginx"
    folder.mkdir(parents=True, exist_ok=True)
    is_fetched = _fetch_nginx(folder)
    if not is_fetched and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
        is_fetched = _fetch_nginx(folder)
    if not is_fetched or subprocess.run([unpacked, "-v"], check=False, capture_output=True).returncode:
        return "nginx cannot be fetched with apt-get: install it (as root: apt-get install nginx)"
    return unpacked


def _fetch_nginx(folder: Path) -> bool:
    got = subprocess.run(
        ["apt-get", "download", "-qq", "nginx"], cwd=folder, check=False, capture_output=True
    )
    packages = sorted(folder.glob("nginx_*.deb"))
    return got.returncode == 0 and all(
        subprocess.run(["dpkg", "-x", package, folder], check=False).returncode == 0 for package in packages
    )


class SlowServer(Server):
    """Latencies and trouble, as the path says; robots.txt is a 404 after `robots_s` seconds."""

    def __init__(self, place: Place, *, robots_s: float = 0.0) -> None:
        self.port = place.http_port
        self._robots_s = robots_s

    def __enter__(self) -> Self:
        self._ours, theirs = _FORK.Pipe()
        self._process = _FORK.Process(target=_serve, args=(theirs, self.port, self._robots_s), daemon=True)
        self._process.start()
        _wait_for(self.port)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    def take(self) -> Seen:
        self._ours.send(None)
        seen = self._ours.recv()
        assert isinstance(seen, Seen)
        return seen


def _serve(control: Connection, port: int, robots_s: float) -> None:
    _end_when_told()
    asyncio.run(_Desk(control, robots_s).serve(port))


class _Desk:
    """What all connections of a slow server share."""

    def __init__(self, control: Connection, robots_s: float) -> None:
        self.seen = Seen()
        self.robots_s = robots_s
        self.under_way: Counter[str] = Counter()
        self._control = control

    async def serve(self, port: int) -> None:
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        loop = asyncio.get_running_loop()
        loop.add_reader(self._control.fileno(), self._tell)
        # Stands on every address because each host has its own; see `_Visitor.connection_made`.
        server = await loop.create_server(lambda: _Visitor(self), "0.0.0.0", port, backlog=4096)
        await server.serve_forever()

    def _tell(self) -> None:
        self._control.recv()
        self._control.send(self.seen)
        self.seen = Seen()


_ANSWER = "HTTP/1.1 {}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n{}\r\n"
_OK = _ANSWER.format("200 OK", len(PAGE), "").encode() + PAGE
_GONE = _ANSWER.format("404 Not Found", 0, "").encode()
_MOVED = _ANSWER.format("301 Moved Permanently", 0, "location: /ok/0/0\r\n").encode()
_LIMITED = _ANSWER.format("429 Too Many Requests", 0, f"retry-after: {RETRY_AFTER_S}\r\n").encode()
_FLAKY = _ANSWER.format("503 Service Unavailable", 0, "").encode()

_FIRST = {"gone": _GONE, "moved": _MOVED, "hang": b"", "limited": _LIMITED, "flaky": _FLAKY}


class _Visitor(asyncio.Protocol):
    """One connection: a request is answered after its delay, then the next may come."""

    def __init__(self, desk: _Desk) -> None:
        self._desk = desk
        self._waiting = b""
        self._host = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if not transport.get_extra_info("sockname")[0].startswith(("45.", "127.")):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's own signature
        self._leave()

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        if b"\r\n\r\n" not in self._waiting:
            return
        head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
        path = head.split(b" ", 2)[1].decode()
        host = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"host:"))
        self._enter(host[5:].strip().decode().split(":")[0])
        key = self._host + path
        self._desk.seen.requests[key] += 1
        delay_s, answer = self._answer(path, self._desk.seen.requests[key])
        if answer:
            asyncio.get_running_loop().call_later(delay_s, self._send, answer)

    def _answer(self, path: str, times: int) -> tuple[float, bytes]:
        if path == "/robots.txt":
            return self._desk.robots_s, _GONE
        kind, delay_ms = path.split("/")[1:3]
        first = _FIRST.get(kind, _OK)
        is_over = times > 1 and kind in ("limited", "flaky")
        return int(delay_ms) / 1000, _OK if is_over else first

    def _send(self, answer: bytes) -> None:
        self._leave()
        self._desk.seen.bytes_sent += len(answer)
        self._transport.write(answer)

    def _enter(self, host: str) -> None:
        self._host = host
        self._desk.under_way[host] += 1
        seen = self._desk.seen
        seen.most_at_once_on_a_host = max(seen.most_at_once_on_a_host, self._desk.under_way[host])

    def _leave(self) -> None:
        if self._host:
            self._desk.under_way[self._host] -= 1
            self._host = ""


class NameServer:
    """At 127.0.0.1:53 of the namespace: `h12.` has an address, every other name does not exist."""

    def __enter__(self) -> Self:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        udp.bind(("127.0.0.1", 53))
        self._process = _FORK.Process(target=_answer_names, args=(udp,), daemon=True)
        self._process.start()
        udp.close()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()


def _answer_names(udp: socket.socket) -> None:
    _end_when_told()
    while True:
        query, client = udp.recvfrom(1_232)
        udp.sendto(answer_name(query), client)


def answer_name(query: bytes) -> bytes:
    """The answer to one question (RFC 1035 4.1): an address for `h<number>`, else NXDOMAIN."""
    end = 12
    while query[end]:
        end += query[end] + 1
    label = query[13 : 13 + query[12]].lower()
    question = query[12 : end + 5]
    if not (label.startswith(b"h") and label[1:].isdigit()):
        return query[:2] + b"\x85\x83\0\1\0\0\0\0\0\0" + question
    (record_type,) = struct.unpack(">H", query[end + 1 : end + 3])
    if record_type != 1:
        return query[:2] + b"\x85\x80\0\1\0\0\0\0\0\0" + question
    address = socket.inet_aton(address_of(int(label[1:])))
    record = b"\xc0\x0c\0\1\0\1\0\0\x0e\x10\0\4" + address
    return query[:2] + b"\x85\x80\0\1\0\1\0\0\0\0" + question + record


def _end_when_told() -> None:
    """The parent ends its servers, and Ctrl-C reaches it, too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _wait_for(port: int) -> None:
    is_up = _eventually(lambda: socket.create_connection(("127.0.0.1", port), timeout=1).close())
    if not is_up:
        raise RuntimeError(f"the benchmark's server did not come up at port {port}")


def _eventually(attempt: Callable[[], None]) -> bool:
    for _ in range(100):
        with contextlib.suppress(OSError):
            attempt()
            return True
        time.sleep(0.05)
    return False
