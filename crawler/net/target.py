"""A URL as the network sees it: scheme, host, port and request target, read by the URL standard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import ada_url

from crawler.probe.model import Failure, FailureKind

DEFAULT_PORTS = {"http": 80, "https": 443}
_RECENT = 8_192
"""A link is read to be queued, to be looked up ahead and to be asked; 3 MB at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a request goes and what it asks for; credentials of the URL are left behind."""

    scheme: str
    host: str
    """Lower case, ASCII, without brackets, and with the trailing dot if the URL has one."""
    name: str
    """The host as DNS and certificates know it: without the trailing dot."""
    port: int
    path: str
    """Path and query, exactly as serialised."""
    is_literal: bool
    """The host is an address; decimal, octal, hex and short forms have become dotted quads."""

    @property
    def bracketed(self) -> str:
        return f"[{self.name}]" if ":" in self.name else self.name

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host_header}"

    @property
    def is_localhost(self) -> bool:
        """RFC 6761 6.3: such names are loopback whatever DNS says."""
        return self.name == "localhost" or self.name.endswith(".localhost")


@lru_cache(maxsize=_RECENT)
def read_target(url: str) -> Target | Failure:
    """Read an absolute URL; other schemes than http and https are `unsupported-scheme`."""
    try:
        normal = ada_url.normalize_url(url)
    except ValueError:
        return Failure(kind=FailureKind.INVALID_URL, detail="not a URL that a browser would open")
    # One call and the known form of its result cost 4 us; ada's six attributes cost 12.
    scheme, _, rest = normal.partition(":")
    if scheme not in DEFAULT_PORTS:
        return Failure(
            kind=FailureKind.UNSUPPORTED_SCHEME, detail=f"{scheme[:40]}: is not asked, only http and https"
        )
    authority, slash, path = rest[2:].partition("#")[0].partition("/")
    host, port = _host_and_port(authority.rpartition("@")[2])
    bare = host.strip("[]")
    return Target(
        scheme=scheme,
        host=bare,
        name=bare.removesuffix("."),
        port=int(port) if port else DEFAULT_PORTS[scheme],
        path=slash + path,
        # The standard reads every host whose last label is a number as an IPv4 address, or refuses it.
        is_literal=host.startswith("[") or host.rpartition(".")[2].isdigit(),
    )


def _host_and_port(text: str) -> tuple[str, str]:
    if text.startswith("["):
        host, _, port = text.partition("]")
        return host, port.removeprefix(":")
    host, _, port = text.partition(":")
    return host, port


def politeness_host(url: str) -> str:
    """Name the host that politeness is owed to: lower case, without a leading `www.`; empty where none is."""
    target = read_target(url)
    return polite_name(target) if isinstance(target, Target) else ""


def polite_name(target: Target) -> str:
    return target.name.removeprefix("www.") or target.name
