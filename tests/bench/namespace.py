"""Where the servers stand: in a network namespace with sixteen million addresses, or on 127.0.0.0/8.

Only in the namespace is there a name server at port 53 that both tools ask and a port 443; both are needed
for names and certificates. Loopback addresses need no rights and do for all loads over plain http.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from bench.loads import Kind, Link, Load

if TYPE_CHECKING:
    from pathlib import Path

INSIDE = "CRAWLER_BENCH_INSIDE"
DOMAIN = "bench-web.org"  # lychee excludes .test, .example, .invalid and .localhost
REFUSING_PORT = 81
LOOPBACK_PORT = 8_480
_RESOLV_CONF = "nameserver 127.0.0.1\n"
# A desktop's nsswitch.conf asks a daemon outside of the namespace.
_NSSWITCH = "hosts: files dns\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How hosts are named and addressed."""

    has_names: bool

    @property
    def http_port(self) -> int:
        return 80 if self.has_names else LOOPBACK_PORT

    def host(self, link: Link) -> str:
        if self.has_names:
            return f"{'v' if link.kind is Kind.VANISHED else 'h'}{link.host}.{DOMAIN}"
        return address_of(link.host, network=127)

    def key(self, link: Link) -> str:
        """The link as the servers write it down."""
        return f"{self.host(link)}{link.path}"

    def url(self, load: Load, link: Link, *, port: int) -> str:
        port = REFUSING_PORT if link.kind is Kind.REFUSED else port
        is_default = port == {"http": 80, "https": 443}[load.scheme]
        return f"{load.scheme}://{self.host(link)}{'' if is_default else f':{port}'}{link.path}"


def address_of(host: int, *, network: int = 45) -> str:
    return f"{network}.{1 + (host >> 16)}.{host >> 8 & 255}.{host & 255}"


def why_not() -> str | None:
    """The reason why there can be no namespace, None where there can."""
    if sys.platform != "linux":
        return "network namespaces exist on Linux only"
    if not (shutil.which("unshare") and shutil.which("ip")):
        return "`unshare` or `ip` is missing (Debian: util-linux, iproute2)"
    rights = "ip link set lo up && mount --bind /etc/nsswitch.conf /etc/nsswitch.conf"
    tried = subprocess.run([*_unshare(), "sh", "-c", rights], check=False, capture_output=True, text=True)
    return f"no rights ({tried.stderr.strip()})" if tried.returncode else None


def enter(arguments: list[str]) -> NoReturn:
    """Start this program again, inside of a namespace."""
    command = (*_unshare(), sys.executable, "-m", "bench", *arguments)
    os.environ[INSIDE] = "1"
    os.execvp(command[0], command)


def _unshare() -> tuple[str, ...]:
    # Without root, a user namespace gives the same rights where the system allows one.
    return ("unshare", "--net", "--mount", *(() if os.geteuid() == 0 else ("--map-root-user",)))


def set_up(folder: Path) -> None:
    """Give the namespace its addresses and its name server; called inside of it."""
    _do("ip", "link", "set", "lo", "up")
    _do("ip", "route", "add", "local", "45.0.0.0/8", "dev", "lo")
    for name, text in (("resolv.conf", _RESOLV_CONF), ("nsswitch.conf", _NSSWITCH)):
        path = folder / name
        path.write_text(text)
        # It is often a link, and one cannot mount on a link.
        _do("mount", "--bind", str(path), os.path.realpath(f"/etc/{name}"))


def _do(*command: str) -> None:
    subprocess.run(command, check=True)
