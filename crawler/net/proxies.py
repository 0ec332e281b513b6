"""The operator's proxies as the environment names them, and which targets go past them."""

from __future__ import annotations

import base64
import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.net.target import Target
    from crawler.probe.model import Answer

DEFAULT_PORTS = {"http": 80, "https": 443}
PROXY_AUTHENTICATION_REQUIRED = 407
GATEWAY_STATUSES = frozenset({PROXY_AUTHENTICATION_REQUIRED, 502, 504})
"""Of an answer to plain http these are the proxy's own words, or cannot be told from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """One proxy; its credentials are for it alone, and are never shown."""

    scheme: str
    host: str
    """Without brackets."""
    port: int
    authorization: str | None = field(default=None, repr=False)
    """The value of Proxy-Authorization."""

    def __str__(self) -> str:
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxies:
    """Which proxy serves http and https, and which hosts are asked directly."""

    http: Proxy | None = None
    https: Proxy | None = None
    exempt: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Proxies:
        """Read `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`; lower case goes before upper.

        Raises:
            SettingsError: one of them names no proxy that can be used; its credentials are not repeated.
        """
        # In a CGI program HTTP_PROXY is a stranger's "Proxy:" header, which is known as httpoxy.
        is_cgi = "REQUEST_METHOD" in environment
        readable = {name: text for name, text in environment.items() if not (is_cgi and name == "HTTP_PROXY")}
        fallback = _proxy_of(readable, "all_proxy")
        return cls(
            http=_proxy_of(readable, "http_proxy") or fallback,
            https=_proxy_of(readable, "https_proxy") or fallback,
            exempt=_exempt(readable.get("no_proxy", readable.get("NO_PROXY", ""))),
        )

    def of(self, target: Target) -> Proxy | None:
        """Find the proxy that a request to `target` goes through; None where it is asked directly."""
        if any(_matches(pattern, target) for pattern in self.exempt):
            return None
        return self.https if target.scheme == "https" else self.http


def words_of_proxy(answer: Answer) -> str | None:
    """Say what a proxy answered in the place of the site; None where the answer is the site's."""
    squid = answer.header("x-squid-error")
    is_own = answer.status in GATEWAY_STATUSES or "error=" in (answer.header("proxy-status") or "")
    return f"HTTP {answer.status}{f' ({squid})' if squid else ''}" if is_own or squid else None


def _proxy_of(environment: Mapping[str, str], name: str) -> Proxy | None:
    """Read one variable; an empty one says that there is no proxy, whatever its upper-case twin says."""
    place = name if name in environment else name.upper()
    text = environment.get(place, "").strip()
    if not text:
        return None
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _unusable(place, "is no address of a proxy") from None
    if parts.scheme not in DEFAULT_PORTS:
        raise _unusable(place, f"names a {parts.scheme} proxy, and only http and https ones can be used")
    if not host or not host.isascii() or port == 0:
        raise _unusable(place, "is no address of a proxy")
    return Proxy(
        scheme=parts.scheme,
        host=host,
        port=port or DEFAULT_PORTS[parts.scheme],
        authorization=_authorization(parts.username, parts.password),
    )


def _unusable(place: str, what: str) -> SettingsError:
    return SettingsError(place, what, "write http://HOST:PORT, or leave --proxy env away")


def _authorization(user: str | None, password: str | None) -> str | None:
    if user is None and password is None:
        return None
    plain = f"{unquote(user or '')}:{unquote(password or '')}".encode()
    return "Basic " + base64.b64encode(plain).decode("ascii")


def _exempt(text: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in text.replace(",", " ").split())


def _matches(pattern: str, target: Target) -> bool:
    """Match `*`, a name with its subdomains (`.a.test`, `*.a.test` and `a.test` alike), address or network.

    Each may have a port: `a.test:8080`, `[::1]:8080`.
    """
    if pattern == "*":
        return True
    host, port = _host_and_port(pattern)
    if port is not None and port != target.port:
        return False
    if target.is_literal:
        return _is_within(target.name, host)
    domain = host.removeprefix("*").strip(".")
    return bool(domain) and (target.name == domain or target.name.endswith(f".{domain}"))


def _host_and_port(pattern: str) -> tuple[str, int | None]:
    host, colon, port = pattern.rpartition(":")
    has_port = bool(colon) and port.isascii() and port.isdigit() and (":" not in host or host.endswith("]"))
    return (host if has_port else pattern).strip("[]"), int(port[:6]) if has_port else None


def _is_within(address: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
