"""Reading URLs as the WHATWG URL standard does, and the questions a link checker asks of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import unquote

import ada_url
from publicsuffixlist import PublicSuffixList

_INDEX_PAGE = re.compile(r"/(?:(?:index|default|home|main)(?:\.\w{2,5})?)?/?", re.IGNORECASE)
# What a front page's query may say without selecting a page: where visitors come from, and their language.
_IDLE_PARAMETER = re.compile(
    r"utm_\w+|[a-z]{0,2}clid|ref(?:errer|_src)?|source|src|from|via|lang|hl|locale|"
    r"redirect(?:ed)?|(?:page_?)?not_?found|error|404",
    re.IGNORECASE,
)
# Languages of front pages. Two letters can be a subject as well, so /ml, /ai, /la, /cs and /is are left out.
_LANGUAGES = (
    "ar|az|be|bg|bn|bs|ca|da|de|el|en|es|et|eu|fa|fi|fr|gl|gr|he|hi|hr|hu|hy|id|it|ja|jp|ka|kk|ko|kr|lt|lv|"
    "mk|ms|nb|nl|nn|no|pl|pt|ro|ru|sk|sl|sq|sr|sv|ta|th|tr|uk|ur|uz|vi|zh"
)
_LOCALE = rf"(?:(?:{_LANGUAGES})|[a-z]{{2}}[-_](?:[a-z]{{2}}|[a-z]{{4}}|\d{{3}}))"
_LOCALE_ROOT = re.compile(rf"/{_LOCALE}/?(?:index\.\w{{2,5}})?", re.IGNORECASE)
# Whole path segments, so that /blog/login-design or /errors-in-variables stay themselves. `cas` and
# `checkpoint` are no marks: algebra systems and saved models have pages too, and sign-ins say `login` beside.
_LOGIN_SEGMENT = re.compile(
    r"(?:(?:wp|user|member|account|customer)s?[-_]?)?(?:log|sign)[-_]?(?:in|on)"
    r"(?:[-_]?(?:page|form|required))?|sso|saml2?|oauth2?|authorize|authenticate|auth|authwall|shibboleth|"
    r"idp|wayf|servicelogin|user_sessions|anmeld(?:en|ung)|aanmelden|inloggen|accedi|logowanie",
    re.IGNORECASE,
)
_LOGIN_FIELD = re.compile(
    r"(?:log|sign)[-_]?in(?:[-_]?required)?(?:=(?:1|true|required)?)?|(?:action|do|mode|cmd)=(?:force_)?(?:log|sign)[-_]?in",
    re.IGNORECASE,
)
_LOGIN_HOSTS = frozenset({"login", "signin", "auth", "sso", "accounts", "idp", "shibboleth"})
_CONSENT_SEGMENT = re.compile(
    r"consent|cookie[-_]?(?:consent|wall|policy|check|absent)|gdpr|privacy[-_]gate", re.IGNORECASE
)
_ERROR_SEGMENT = re.compile(
    r"(?:page[-_]?)?not[-_]?found|error[-_]?(?:40[34]|410|50[0-4]|page)|page[-_]?missing|dead[-_]?link|"
    r"no[-_]?longer[-_]?available",
    re.IGNORECASE,
)
# Words and numbers that name an error page only near the root: /courses/404 and /topics/error are lessons.
_ERROR_PATH = re.compile(
    rf"(?:/{_LOCALE})?(?:/(?:errors?|pages?|static|status|site|app))*"
    r"/(?:40[34]|410|50[0-4]|errors?|missing)(?:\.\w{2,5})?/?|.*/404\.(?:s?html?|php|aspx?|jsp)",
    re.IGNORECASE,
)
# What servers and frameworks put behind their error page, or their front page, for what they lack.
_ERROR_FIELD = re.compile(
    r"aspxerrorpath=.*|404;https?:.*|(?:(?:page)?[-_]?not[-_]?found|error[-_]?404|404)(?:=(?:1|true|yes)?)?|"
    r"(?:err|error(?:[-_]?(?:code|status|type|id))?|http[-_]?(?:code|status|error)|status[-_]?code|reason)="
    r"(?:(?:e|err|error|http)?[-_]?(?:404|410)|(?:\w+[-_])?not[-_]?found|no[-_]?such[-_]?page|page[-_]?missing)",
    re.IGNORECASE,
)
_SUSPENDED_SEGMENT = re.compile(
    r"(?:account[-_]?)?suspended(?:page)?|account[-_]?(?:disabled|suspension)|bandwidth[-_]?exceeded|"
    r"expired[-_]?domain",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\.(?:pdf|ps|djvu?|epub|mobi|gz|tgz|zip|7z|docx?|pptx?|xlsx?|odt|ipynb|tex|csv|mp[34]|mkv|webm)$",
    re.IGNORECASE,
)
_PAGE_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp|cgi|shtml)$", re.IGNORECASE)
_SESSION = re.compile(  # names of its own first; what is named as anything else is, is long: /maps?state=ohio
    r"(?i);jsessionid=|[?&](?:phpsessid|jsessionid|sessionid|session_id|sid|aspsessionid\w*|cfid|cftoken|ticket|"
    r"(?:\w+[-_])?token|nonce|expires|sig|(?:x-\w+-)?signature|(?:aws|google)access(?:key)?id|hdn(?:ts|ea))=|"
    r"[?&]code=[^&#]*&state=|[?&](?:s|state|auth|session|hash|key|code|jwt)=(?=[^&#]*\d)[\w.~%-]{12,}|"
    r"/\((?:[ASF]\([\w-]{8,}\))+\)/",
)


@dataclass(slots=True)
class _Parts:
    """A URL taken apart once: each attribute of `ada_url.URL` is a call into the library of its own."""

    plain: str
    """Serialised, without fragment, user name and password."""
    scheme: str
    host: str
    port: str
    path: str
    query: str
    is_address: bool
    has_credentials: bool


@lru_cache(maxsize=4096)
def _parse(url: str) -> _Parts | None:
    try:
        href = ada_url.normalize_url(url)  # a third of what making an `ada_url.URL` costs
    except ValueError:
        return None
    scheme, colon, rest = href.partition(":")
    if scheme not in {"http", "https"}:
        return _parts_of_any(ada_url.URL(url))
    # As serialised, such a URL is scheme://[user[:password]@]host[:port]/path[?query][#fragment].
    before_fragment = rest.partition("#")[0]
    authority, _, below = before_fragment[2:].partition("/")
    path, mark, query = below.partition("?")
    credentials, at, place = authority.rpartition("@")
    is_ipv6 = place.startswith("[")
    end_of_host = place.index("]") + 1 if is_ipv6 else place.find(":")
    host = place if end_of_host < 0 else place[:end_of_host]
    return _Parts(
        plain=f"{scheme}://{place}/{below}" if at else scheme + colon + before_fragment,
        scheme=scheme,
        host=host.rstrip("."),
        port="" if end_of_host < 0 else place[end_of_host:].removeprefix(":"),
        path=f"/{path}",
        query=mark + query if query else "",
        # A host that ends in a number is an IPv4 address, or no URL at all.
        is_address=is_ipv6 or host.rstrip(".").rpartition(".")[2].isdecimal(),
        has_credentials=bool(credentials),
    )


def _parts_of_any(parsed: ada_url.URL) -> _Parts:
    has_credentials = bool(parsed.username or parsed.password)
    path, query = parsed.pathname, parsed.search
    host, port, scheme = parsed.hostname, parsed.port, parsed.protocol
    if has_credentials:
        parsed.username = parsed.password = ""
    return _Parts(
        plain=parsed.href.partition("#")[0],
        scheme=scheme.rstrip(":"),
        host=host.rstrip("."),
        port=port,
        path=path,
        query=query,
        is_address=parsed.host_type != ada_url.HostType.DEFAULT,
        has_credentials=has_credentials,
    )


@cache
def _public_suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def normalise(url: str) -> str | None:
    """The URL as WHATWG serialises it, without its fragment and without a user name or password.

    None where it is no URL. Credentials are left out because they are never sent, and must not stand in a
    history or a report either.
    """
    parsed = _parse(url.strip())
    plain = parsed.plain if parsed else None
    return url if plain == url else plain  # of 100,000 links, one text each


def resolve(base: str, reference: str) -> str | None:
    """A reference against its base, fragment kept; None where it is no URL."""
    try:
        return ada_url.join_url(base, reference.strip())
    except ValueError:
        return None


def fragment_of(url: str) -> str:
    """What follows the first `#`, with it; empty where there is none."""
    _, mark, fragment = url.partition("#")
    return mark + fragment


def scheme_of(url: str) -> str:
    return parsed.scheme if (parsed := _parse(url)) else ""


def host_of(url: str) -> str:
    """The host as serialised: lower case, IDNA, IPv4 in dotted form; empty where there is none."""
    return parsed.host if (parsed := _parse(url)) else ""


def origin_of(url: str) -> str:
    """Scheme, host and port, as serialised."""
    return "/".join((normalise(url) or url).split("/")[:3])


def path_of(url: str) -> str:
    return parsed.path if (parsed := _parse(url)) else ""


def _query_of(url: str) -> str:
    return parsed.query if (parsed := _parse(url)) else ""


def site_of(url: str) -> str:
    """The registrable domain (Public Suffix List), or the host itself where it has none, as an address."""
    parsed = _parse(url)
    host = host_of(url)
    return host if parsed and parsed.is_address else _public_suffixes().privatesuffix(host) or host


def has_usual_place(url: str) -> bool:
    """A host by name, on the port of its scheme."""
    parsed = _parse(url)
    return parsed is not None and not parsed.is_address and not parsed.port and "." in parsed.host


def is_public_suffix(host: str) -> bool:
    """A host below which strangers register names, such as `co.uk` or `github.io`."""
    return bool(_public_suffixes().is_public(host))


def same_site(one: str, other: str) -> bool:
    # Nearly always one host: then the Public Suffix List, of 16,000 lines, is not even read.
    return host_of(one) == host_of(other) or site_of(one) == site_of(other)


def same_host(one: str, other: str) -> bool:
    """The same host, `www.` or not."""
    return host_of(one).removeprefix("www.") == host_of(other).removeprefix("www.")


def is_home(url: str) -> bool:
    """The front page of a host: an empty path or an index page, without a query that selects a page."""
    return bool(_INDEX_PAGE.fullmatch(path_of(url))) and _is_idle(_query_of(url))


def _is_idle(query: str) -> bool:
    return not _selecting(query)


def _selecting(query: str) -> list[str]:
    pairs = [pair for pair in query.removeprefix("?").split("&") if pair]
    return [pair for pair in pairs if not _IDLE_PARAMETER.fullmatch(pair.partition("=")[0])]


def selecting_query(url: str) -> str:
    """What of a query selects a page, in one order; empty where it only says where visitors come from."""
    selecting = sorted(_selecting(_query_of(url)))
    return "?" + "&".join(selecting) if selecting else ""


def is_locale_root(url: str) -> bool:
    """The front page in one language, such as `/en/` or `/pt-br`."""
    return bool(_LOCALE_ROOT.fullmatch(path_of(url)))


@lru_cache(maxsize=1024)
def _segments(url: str) -> tuple[str, ...]:
    """Path segments without a file ending, percent-decoded; the empty ones left out."""
    names = [unquote(segment) for segment in path_of(url).split("/") if segment]
    return tuple(_PAGE_ENDING.sub("", name) for name in names)


def has_segment(url: str, pattern: re.Pattern[str]) -> bool:
    """Whether one whole segment of the path, without a file ending, is what the pattern says."""
    return any(pattern.fullmatch(segment) for segment in _segments(url))


def is_login(url: str) -> bool:
    """A sign-in address, by a path segment, a field of its query or a host such as `login.example.org`."""
    is_path = has_segment(url, _LOGIN_SEGMENT) or host_of(url).partition(".")[0] in _LOGIN_HOSTS
    return is_path or any(_LOGIN_FIELD.fullmatch(part) for part in _query_of(url).lstrip("?").split("&"))


def is_consent(url: str) -> bool:
    return has_segment(url, _CONSENT_SEGMENT) or host_of(url).startswith("consent.")


def is_error_page(url: str) -> bool:
    """An address that names itself an error page: by a whole segment, a number near the root, or a field."""
    if has_segment(url, _ERROR_SEGMENT) or _ERROR_PATH.fullmatch(path_of(url)):
        return True
    return any(_ERROR_FIELD.fullmatch(part) for part in _query_of(url).lstrip("?").split("&") if part)


def is_suspended(url: str) -> bool:
    return has_segment(url, _SUSPENDED_SEGMENT) or host_of(url).startswith("suspended.")


def is_session(url: str) -> bool:
    """An address that carries a session or a signature, which will not work for anybody else."""
    return bool(_SESSION.search(url))


def has_credentials(url: str) -> bool:
    parsed = _parse(url)
    return parsed is not None and parsed.has_credentials


def without_credentials(url: str) -> str:
    """The same address for somebody who should not learn the password in it."""
    if not has_credentials(url):
        return url
    parsed = ada_url.URL(url)
    parsed.username = parsed.password = ""
    return parsed.href


def is_shallower(target: str, origin: str) -> bool:
    """The target lies in fewer folders than the origin did."""
    return len(_segments(target)) < len(_segments(origin))


def is_cosmetic(one: str, other: str) -> bool:
    """The two differ in scheme, `www.`, a final slash or an index page alone."""
    return _essence(one) == _essence(other)


def same_document(one: str, other: str) -> bool:
    """Both name a file that is no page, by the same name: `/old/book.pdf` and `/files/book.pdf`."""
    name = path_of(one).rpartition("/")[2]
    return bool(_DOCUMENT.search(name)) and name == path_of(other).rpartition("/")[2]


def _essence(url: str) -> tuple[str, str, str, str]:
    parsed = _parse(url)
    path = re.sub(r"/(?:index|default)\.\w{2,5}$", "/", path_of(url), flags=re.IGNORECASE)
    port = parsed.port if parsed else ""
    return host_of(url).removeprefix("www."), port, path.rstrip("/"), _query_of(url)


def sibling(url: str, token: str) -> str | None:
    """A page that cannot exist in the same folder: the last segment becomes `token`, its ending kept.

    None for a front page: nearly every host answers `/` and says so differently for anything else.
    """
    if scheme_of(url) not in {"http", "https"} or is_home(url):
        return None
    folder, _, name = path_of(url).rstrip("/").rpartition("/")
    ending = re.search(r"\.[A-Za-z]\w{0,4}$", name)
    # Set piece by piece: joined as a reference, the path `//docs/x` would name the host `docs`.
    beside = ada_url.URL(url)
    beside.pathname = f"{folder}/{token}{ending.group() if ending else ''}"
    beside.search = beside.hash = ""
    return beside.href
