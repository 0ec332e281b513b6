"""Where the entries of data in an unknown shape are: the lists whose items carry URLs, and the keys that
hold them.

Every text is filed under its path with the indexes taken out (`items[].url`). The place of the entries is the
list under which most items have a URL of their own; what lies deeper belongs to them.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.catalog.bare import bare_urls
from crawler.catalog.paths import Each, Path, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WHOLE_URL = re.compile(r"\s*https?://[^\s<>\"]+\s*", re.IGNORECASE)
_PLAIN_KEY = re.compile(r"[^.*\[\]{}\"\s](?:[^.*\[\]{}\"]*[^.*\[\]{}\"\s])?")
_TITLE_KEYS = ("title", "name", "label", "heading", "full_name", "short_title")
_NO_WORKS = "".join(
    f"(?<!{word})" for word in ("user", "file", "path", "host", "domain", "first", "last", "given", "family")
)
_NAME_OF_WORK = re.compile(rf"(?i:{_NO_WORKS}[ _-](?:name|title))$|{_NO_WORKS}(?:Name|Title)$")
_ID_KEYS = ("id", "slug", "key", "citekey", "citation-key", "identifier")
_NAMES = frozenset({*_TITLE_KEYS, *map(str.capitalize, _TITLE_KEYS)})
_URL_KEYS = ("url", "homepage_url", "homepage", "website", "site", "link", "href", "web", "uri")
ASIDE = re.compile(
    r"image|icon|logo|avatar|picture|photo|thumbnail|screenshot|banner|cover|licen[cs]e", re.IGNORECASE
)
"""Keys of addresses that no entry is of."""
_LISTED: Path = (Each.ITEM,)
_KEYED: Path = (Each.VALUE,)
_MOST_PATHS = 48
_KINDS_BELOW = 12
"""So many lists side by side are no kinds of entries, which have a name each in the configuration."""
_MOST_BASES = 12
_MOST_LEAVES = 500_000
_ALIKE_FROM = 3
_MOSTLY = 0.6
_NEARLY_ALL = 0.95


@dataclass(frozen=True, slots=True)
class Guess:
    """A layout as `crawler.yaml` would say it, and how many URLs it leads to."""

    items: tuple[str, ...]
    url: tuple[str, ...]
    text: tuple[str, ...] = ()
    title: str | tuple[str, ...] | None = None
    """Several keys where kinds of entries are named by different ones."""
    id: str | None = None


@dataclass(slots=True)
class _Leaves:
    """What was seen at one path: texts that are a URL, hold one, or neither."""

    whole: int = 0
    within: int = 0
    other: int = 0


@dataclass(slots=True)
class _Survey:
    """All leaves by path, and how many items each list or mapping of likes has."""

    leaves: dict[Path, _Leaves] = field(default_factory=lambda: defaultdict(_Leaves))
    items: Counter[Path] = field(default_factory=Counter)
    files: int = 0


def guess_layout(roots: Sequence[Any]) -> Guess | None:
    """The layout of one file, or of many files alike; None where there is no URL."""
    survey = _Survey()
    is_wrapped = _is_wrapped(roots)
    for root in roots:
        _file(root, survey, is_wrapped=is_wrapped)
    with_urls = [path for path, seen in survey.leaves.items() if seen.whole or seen.within]
    if not with_urls:
        return None
    bases = _bases(survey, with_urls, is_folder=len(roots) > 1)
    if bases == [()] and all(isinstance(root, list) for root in roots):
        bases = [_LISTED]
    below = [path[len(base) :] for base in bases for path in survey.leaves if _belongs(path, base, bases)]
    seen = {path: _joined(survey, bases, path) for path in dict.fromkeys(below)}
    urls = [
        path for path, one in seen.items() if one.whole and one.whole >= _MOSTLY * (one.whole + one.other)
    ]
    texts = [path for path, one in seen.items() if path not in urls and (one.whole or one.within)]
    urls, texts = _folded(urls, texts)
    # What an entry says itself before what is said of its parts: the first is what the entry is of.
    urls.sort(key=lambda path: (is_aside(path), len(path), _rank(path, _URL_KEYS), -seen[path].whole))
    is_listed = bases not in ([()], [(Each.ITEM,)])
    count = sum(survey.items[base] if base in survey.items else len(roots) for base in bases)
    named: dict[Path, int] = {path: one.other for path, one in seen.items() if len(path) == 1 and one.other}
    names: list[Path] = [path for path, times in named.items() if times >= _MOSTLY * count]
    return Guess(
        items=tuple(write_path(base) for base in bases) if is_listed else (),
        url=tuple(map(write_path, urls)) if len(urls) <= _MOST_PATHS else ("**",),
        text=tuple(map(write_path, texts)) if len(urls) <= _MOST_PATHS else (),
        title=_titles(named, count) or _named_alike(names),
        id=_preferred(names, _ID_KEYS),
    )


def _folded(urls: list[Path], texts: list[Path]) -> tuple[list[Path], list[Path]]:
    """Where there are too many places to name, those below the key with most of them are one:
    `electron.**`.
    """
    while len(urls) + len(texts) > _MOST_PATHS:
        below = Counter(path[0] for path in (*urls, *texts) if len(path) > 1 and path[0] is not Each.TEXT)
        most = max(below, key=lambda step: below[step], default=None)
        if most is None or below[most] == 1:
            break
        urls = [path for path in urls if path[0] != most or len(path) == 1]
        texts = [path for path in texts if path[0] != most or len(path) == 1] + [(most, Each.TEXT)]
    return urls, texts


def is_aside(path: Path) -> bool:
    """Whether what stands there is a picture, or the licence of many."""
    return ASIDE.search(_last_key(path)) is not None


def write_path(path: Path) -> str:
    """What `parse_path` reads."""
    return "".join(map(_write_step, path)).removeprefix(".") or "."


def _write_step(step: Step) -> str:
    if isinstance(step, Each):
        return f".{step.value}" if step is Each.TEXT else step.value
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_KEY.fullmatch(step) else f"[{json.dumps(step)}]"


def _is_wrapped(roots: Sequence[Any]) -> bool:
    """Whether each file holds one entry under a key of its own, as `{"Some Bank": {"url": …}}`."""
    keys = [next(iter(root)) for root in roots if isinstance(root, dict) and len(root) == 1]
    inner = all(
        isinstance(root, dict) and all(isinstance(one, dict) for one in root.values()) for root in roots
    )
    return len(roots) > 1 and inner and len(set(map(str, keys))) >= max(2, _NEARLY_ALL * len(roots))


def _file(root: Any, survey: _Survey, *, is_wrapped: bool) -> None:
    pending: list[tuple[Path, Any]] = [((), root)]
    if is_wrapped:
        pending = [(_KEYED, value) for value in root.values()]
        survey.items[_KEYED] += len(pending)
    survey.files += 1
    count = 0
    while pending and count < _MOST_LEAVES:
        count += 1
        path, value = pending.pop()
        if isinstance(value, str):
            _note(survey.leaves[path], value)
        else:
            below = list(_below(path, value))
            if below and below[0][0] and isinstance(below[0][0][-1], Each):
                survey.items[below[0][0]] += len(below)
            pending += reversed(below)


def _note(seen: _Leaves, text: str) -> None:
    if _WHOLE_URL.fullmatch(text):
        seen.whole += 1
    elif next(bare_urls(text), None):
        seen.within += 1
        seen.other += 1
    elif text.strip():
        seen.other += 1


def _below(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, list):
        yield from (((*path, Each.ITEM), item) for item in value)
    elif isinstance(value, dict):
        is_keyed = _are_alike(value)
        for key, member in value.items():
            # `$schema` and `$id` are for tools.
            if isinstance(key, str) and not key.startswith("$"):
                yield (*path, Each.VALUE if is_keyed else key), member


def _are_alike(mapping: dict[Any, Any]) -> bool:
    """Whether the values are entries of one kind under keys of their own: mappings that share most keys, or
    lists of such.
    """
    values = list(mapping.values())
    if len(values) >= _KINDS_BELOW and all(isinstance(value, list) and value for value in values):
        values = [value[0] for value in values]  # what was said of each at several times
    if len(values) < _ALIKE_FROM or not all(isinstance(value, dict) and value for value in values):
        return False
    counts = Counter(key for value in values for key in value)
    return counts.most_common(1)[0][1] >= _MOSTLY * len(values)


def _bases(survey: _Survey, with_urls: list[Path], *, is_folder: bool) -> list[Path]:
    """The places of entries, those with most URLs first, until all URLs lie below one of them.

    What a file says of itself, beside its entries, is one more: the home page of a data set beside its
    sources, the repository of a program beside its authors.
    """
    direct: Counter[Path] = Counter()
    for path in with_urls:
        direct[_base_of(path)] += survey.leaves[path].whole + survey.leaves[path].within
    if is_folder and (() in direct or _is_named(survey)):
        return [()]
    chosen: list[Path] = []
    for base, _ in sorted(direct.items(), key=lambda item: (-item[1], len(item[0]))):
        if len(chosen) < _MOST_BASES and not any(_are_nested(base, other) for other in chosen):
            chosen.append(base)
    for outer in direct:
        if outer not in chosen and not _would_be_twice(with_urls, outer, chosen):
            chosen += [outer] if any(base[: len(outer)] == outer for base in chosen) else []
    return chosen


def _is_named(survey: _Survey) -> bool:
    """Whether most files of a folder have a name of their own: then each is one entry, whatever it lists."""
    names = (survey.leaves[path].other for path in [*survey.leaves] if len(path) == 1 and path[0] in _NAMES)
    return max(names, default=0) >= _MOSTLY * survey.files


def _would_be_twice(with_urls: list[Path], outer: Path, chosen: list[Path]) -> bool:
    """Whether a key of other entries, looked for in outer ones as well, would lead to inner entries again."""
    below = {path[len(base) :] for base in chosen for path in with_urls if path[: len(base)] == base}
    return any((*outer, *path)[: len(base)] == base for path in below for base in chosen)


def _belongs(path: Path, base: Path, bases: list[Path]) -> bool:
    """Whether a text is of the entries at a base, and of none at another one below it."""
    is_below = path[: len(base)] == base
    return is_below and not any(len(other) > len(base) and path[: len(other)] == other for other in bases)


def _base_of(path: Path) -> Path:
    """What a URL belongs to: the nearest item around it; for a list of bare URLs, what has the list."""
    if path and path[-1] is Each.ITEM:
        path = path[:-1]
    while path and not isinstance(path[-1], Each):
        path = path[:-1]
    return path


def _are_nested(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _joined(survey: _Survey, bases: list[Path], below: Path) -> _Leaves:
    joined = _Leaves()
    for base in bases:
        one = survey.leaves.get((*base, *below))
        if one:
            joined = _Leaves(joined.whole + one.whole, joined.within + one.within, joined.other + one.other)
    return joined


def _preferred(paths: list[Path], keys: Sequence[str]) -> str | None:
    known = [path for path in paths if _rank(path, keys) < len(keys)]
    return write_path(min(known, key=lambda path: _rank(path, keys))) if known else None


def _titles(named: dict[Path, int], count: int) -> str | tuple[str, ...] | None:
    """The keys by which entries are named: one that most have, or several that few have two of."""
    keys = sorted((path for path in named if _rank(path, _TITLE_KEYS) < len(_TITLE_KEYS)), key=_by_rank)
    keys.sort(key=lambda path: named[path] < _MOSTLY * count)
    chosen: list[Path] = []
    covered = 0
    for path in keys:
        if covered + named[path] <= count and (not chosen or named[path] >= _ALIKE_FROM):
            chosen.append(path)
            covered += named[path]
    written = tuple(map(write_path, chosen))
    return None if covered < _MOSTLY * count else written[0] if len(written) == 1 else written


def _by_rank(path: Path) -> int:
    return _rank(path, _TITLE_KEYS)


def _named_alike(paths: list[Path]) -> str | None:
    """A key that ends as names do (`program_name`, `Display name`), where none is called by such a word."""
    return next((write_path(path) for path in paths if _NAME_OF_WORK.search(str(path[-1]))), None)


def _rank(path: Path, keys: Sequence[str]) -> int:
    last = _last_key(path).lower()
    return keys.index(last) if last in keys else len(keys)


def _last_key(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")
