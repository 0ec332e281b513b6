"""A URL as the network sees it: scheme, host, port and request target, read by the URL standard."""

from __future__ import annotations

from dataclasses import dataclass

import ada_url

from crawler.probe.model import Failure, FailureKind

DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a request goes and what it asks for; credentials of the URL are left behind."""

    scheme: str
    host: str
    """Lower case, ASCII, without brackets, and with the trailing dot if the URL has one."""
    port: int
    path: str
    """Path and query, exactly as serialised."""
    is_literal: bool
    """The host is an address; decimal, octal, hex and short forms have become dotted quads."""

    @property
    def name(self) -> str:
        """The host as DNS and certificates know it: without the trailing dot."""
        return self.host.removesuffix(".")

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


def read_target(url: str) -> Target | Failure:
    """Read an absolute URL; other schemes than http and https are `unsupported-scheme`."""
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        return Failure(kind=FailureKind.INVALID_URL, detail="not a URL that a browser would open")
    scheme = parsed.protocol.removesuffix(":")
    if scheme not in DEFAULT_PORTS:
        return Failure(
            kind=FailureKind.UNSUPPORTED_SCHEME, detail=f"{scheme[:40]}: is not asked, only http and https"
        )
    return Target(
        scheme=scheme,
        host=parsed.hostname.strip("[]"),
        port=int(parsed.port) if parsed.port else DEFAULT_PORTS[scheme],
        path=parsed.pathname + parsed.search,
        is_literal=parsed.host_type != ada_url.HostType.DEFAULT,
    )


def politeness_host(url: str) -> str:
    """Name the host that politeness is owed to: lower case, without a leading `www.`; empty where none is."""
    target = read_target(url)
    return polite_name(target) if isinstance(target, Target) else ""


def polite_name(target: Target) -> str:
    return target.name.removeprefix("www.") or target.name
