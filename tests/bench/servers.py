"""What all servers of the benchmark share, and nginx, which serves pages at the speed of C.

Each runs in a process of its own and tells what it saw: a benchmark that measures errors is worthless.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

import trustme
from bench.loads import TITLE
from bench.namespace import DOMAIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.namespace import Place

FORK = multiprocessing.get_context("fork")
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
        wait_for(self.port)
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


def end_when_told() -> None:
    """The parent ends its servers, and Ctrl-C reaches it, too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def wait_for(port: int) -> None:
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
