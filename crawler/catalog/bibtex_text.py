r"""BibTeX and BibLaTeX as one of the formats: an entry is called by its key and titled as its `title` says.

Addresses are those of `url`, `doi` (asked at doi.org), and those within any other field, in `\url{…}` or
free. LaTeX's escapes (`\_`, `\%`, `\&`, `\~{}`) are read as what they print, and written where the old
address has them. bibtexparser and pybtex were rejected: the first knows the line of an entry alone and the
second no places at all, and both change what they read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.catalog.bare import url_end
from crawler.catalog.markdown_blocks import Block, Unit, Url
from crawler.catalog.markup import MarkupText, Outline, said

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENTRY = re.compile(r"(?:^|(?<=[}\s)]))@[ \t]*(?P<type>[A-Za-z]+)\s*(?P<bracket>[{(])", re.MULTILINE)
_KEY = re.compile(r"\s*(?P<key>[^\s,{}()=\"]*)\s*,")
_FIELD = re.compile(r"(?:[\s,]|%[^\n]*\n)*(?P<name>[A-Za-z][\w:+./-]*)\s*=\s*")
_JOINED = re.compile(r"\s*#\s*")
_WORD = re.compile(r"[^\s,{}\"#%()=]+")
_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r"[{}\"]")
_END = re.compile(r"(?:[\s,]|%[^\n]*\n)*(?P<end>[})])")
_NO_ENTRIES = frozenset({"comment", "string", "preamble"})
_UNREAD = frozenset({"file", "owner", "timestamp", "groups", "keywords"})

_ESCAPES = {
    r"\_": "_", r"\%": "%", r"\&": "&", r"\#": "#", r"\$": "$", r"\~{}": "~", r"\textasciitilde{}": "~",
    r"{\textasciitilde}": "~", r"\textasciitilde ": "~", r"$\sim$": "~", r"{\_}": "_", r"{\%}": "%",
    r"{\&}": "&", r"{\#}": "#", r"\string~": "~", r"\string_": "_", r"{\~{}}": "~", r"\textunderscore{}": "_",
    r"{\textunderscore}": "_", r"{-}": "-", r"\/": "", r"{~}": "~", r"\-": "",
}  # fmt: skip
_ESCAPE = re.compile("|".join(re.escape(one) for one in sorted(_ESCAPES, key=len, reverse=True)))
_URL = re.compile(r"https?://(?:" + _ESCAPE.pattern + r"|[^\s<>\"{}\\`])+", re.IGNORECASE)
_WWW = re.compile(r"www\.[\w-]+\.(?:" + _ESCAPE.pattern + r"|[^\s<>\"{}\\`])+", re.IGNORECASE)
_DOI = re.compile(
    r"\s*(?:doi:[ \t]*)?(?P<doi>10\.\d{4,9}(?:\.\d+)*/(?:" + _ESCAPE.pattern + r"|[^\s\"{}\\])+)\s*",
    re.IGNORECASE,
)
_RESOLVER = "https://doi.org/"
_IN_COMMAND = re.compile(r"\\(?:url|href|path|nolinkurl)\s*\{\s*\Z")
_LONGEST_COMMAND = 20
_MARKS = re.compile(r"[_~*]+")
_VERBATIM = re.compile(r"url|doi|link|html|pdf|code|website|www|ee|bdsk-url-\d+|.*url", re.IGNORECASE)
"""Fields that are read letter by letter, as `\\url` reads its own."""
_SPECIAL = re.compile(r"[_%&#$]")
_ESCAPED = re.compile(r"\\[_%&#$]")
_UNSAFE = re.compile(r"[\s{}\\\"<>`^|]")

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
_ACCENT = re.compile(r"\\(?:([`'^~\"=.])|([uvHckrd])(?=[\s{\\]))\s*\{?\\?([A-Za-z])\}?")
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł",
    "L": "Ł", "i": "i", "j": "j", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX",
    "textendash": "\u2013", "textemdash": "\u2014",
}  # fmt: skip
_LETTER = re.compile(r"\\(" + "|".join(sorted(_LETTERS, key=len, reverse=True)) + r")(?![A-Za-z])\s?")
_ANY_COMMAND = re.compile(r"\\[A-Za-z]+\*?\s?")


def read_bibtex(file: str, text: str) -> MarkupText:
    """Any text is BibTeX: what stands outside of entries is a comment to it."""
    outline = Outline(text)
    starts = list(_ENTRY.finditer(text))
    ends = [*(entry.start() for entry in starts[1:]), len(text)]
    blocks = []
    for number, (entry, end) in enumerate(zip(starts, ends, strict=False)):
        if entry["type"].lower() not in _NO_ENTRIES:
            block = _Reader(text, end).read(entry, outline)
            block.owner = number
            blocks += [block] if block.urls else []
    return MarkupText(file, text, blocks, outline.starts, spell=_spell)


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    start: int
    """Of what is within its braces or quotes."""
    end: int


class _Reader:
    """One entry; it ends at the latest where the next begins, whatever its braces say."""

    def __init__(self, text: str, limit: int) -> None:
        self.text = text
        self.limit = limit

    def read(self, entry: re.Match[str], outline: Outline) -> Block:
        key = _KEY.match(self.text, entry.end(), self.limit)
        position = key.end() if key else entry.end()
        fields: list[_Field] = []
        while field := _FIELD.match(self.text, position, self.limit):
            values, position = self._values(field.end())
            fields += [_Field(field["name"].lower(), *value) for value in values]
            if not values:
                break
        closing = _END.match(self.text, position, self.limit)
        end = closing.end() if closing else self.limit
        title = next((self.text[one.start : one.end] for one in fields if one.name == "title"), "")
        urls = [url for field in fields for url in self._urls(field, _plain(title))]
        first, last = (outline.line_of(at) for at in (entry.start(), end - 1))
        return Block(
            first=first,
            last=last + 1,
            topic=(),
            owner=0,
            within=(first,),
            unit=self._unit(outline, (first, last), (entry.start(), end), is_closed=closing is not None),
            urls=[url for _, url in sorted(urls, key=lambda pair: pair[0])],
            name=key["key"] if key else "",
            extent=(entry.start(), end),
        )

    def _values(self, position: int) -> tuple[list[tuple[int, int]], int]:
        """The pieces of one value, which `#` joins, and where it ends."""
        values: list[tuple[int, int]] = []
        while position < self.limit:
            sign = self.text[position]
            if sign in '{"':
                end = self._closing(position, sign)
                values.append((position + 1, end))
                position = min(end + 1, self.limit)
            elif word := _WORD.match(self.text, position, self.limit):
                values.append((word.end(), word.end()))
                position = word.end()
            joined = _JOINED.match(self.text, position, self.limit)
            if joined is None or joined.end() == position:
                break
            position = joined.end()
        return values, position

    def _closing(self, position: int, sign: str) -> int:
        """Where a value in braces or quotes ends; quotes within braces end nothing."""
        depth = 0
        signs = _BRACE if sign == "{" else _BRACE_OR_QUOTE
        for found in signs.finditer(self.text, position + 1, self.limit):
            if found[0] == "{":
                depth += 1
            elif depth == 0:
                return found.start()
            elif found[0] == "}":
                depth -= 1
        return self.limit

    def _urls(self, field: _Field, title: str) -> Iterator[tuple[tuple[int, int], Url]]:
        """With their rank: the entry is of what `url` says, then of what a note or the DOI does."""
        rank = {"url": 0, "howpublished": 1, "note": 3, "doi": 2}.get(field.name, 4)
        words = title if rank < 4 else ""  # noqa: PLR2004 - the last rank is what leads elsewhere
        if field.name in _UNREAD:
            return
        for start, end, prefix in self._places(field):
            url = Url(
                url=prefix + _read(self.text[start:end]),
                kind="definition" if prefix == _RESOLVER else self._kind(field, start),
                text=words,
                start=start,
                end=end,
                line=0,
                is_image=False,
            )
            yield (rank, start), url

    def _kind(self, field: _Field, start: int) -> str:
        """Free text is `bare`: what is special in LaTeX is so there."""
        is_verbatim = _VERBATIM.fullmatch(field.name) or _IN_COMMAND.search(self._before(field, start))
        return "link" if is_verbatim else "bare"

    def _before(self, field: _Field, start: int) -> str:
        return self.text[max(field.start, start - _LONGEST_COMMAND) : start]

    def _places(self, field: _Field) -> Iterator[tuple[int, int, str]]:
        doi = _DOI.fullmatch(self.text, field.start, field.end) if field.name == "doi" else None
        if doi:
            yield (*doi.span("doi"), _RESOLVER)
            return
        found = False
        for match in _URL.finditer(self.text, field.start, field.end):
            found = True
            yield match.start(), self._end(match, field), ""
        www = None if found or field.name != "url" else _WWW.match(self.text, field.start, field.end)
        if www:
            yield www.start(), self._end(www, field), "http://"

    def _end(self, match: re.Match[str], field: _Field) -> int:
        """In a command, or as a whole field that is read letter by letter, it is all that stands there.

        Elsewhere a sentence may end behind it; signs that are emphasis in Markdown are none here.
        """
        is_alone = match.span() == (field.start, field.end) and _VERBATIM.fullmatch(field.name) is not None
        if is_alone or _IN_COMMAND.search(self._before(field, match.start())):
            return match.end()
        end = match.start() + max(url_end(match[0]), len("https://"))
        marks = _MARKS.match(self.text, end, match.end())
        return marks.end() if marks else end

    def _unit(
        self, outline: Outline, lines: tuple[int, int], span: tuple[int, int], *, is_closed: bool
    ) -> Unit | None:
        """An entry on lines of its own."""
        first, last = lines
        above = self.text[outline.starts[first] : span[0]]
        below = self.text[span[1] : outline.ends[last]]
        if not is_closed or above.strip() or below.strip():
            return None
        unit = Unit(first, last + 1, "", [])
        unit.siblings.append(unit)
        return unit


def _read(written: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES[found[0]], written)


def _plain(title: str) -> str:
    """A title as it is printed."""
    words = _ACCENT.sub(lambda found: found[3] + _ACCENTS[found[1] or found[2]], title)
    words = _LETTER.sub(lambda found: _LETTERS[found[1]], words)
    words = _ANY_COMMAND.sub("", words.replace("---", "\u2014").replace("--", "\u2013"))
    words = re.sub(r"\\(.)", r"\1", words.replace("{", "").replace("}", "").replace("~", " "))
    return unicodedata.normalize("NFC", said(words.replace("``", "“").replace("''", "”").replace("$", "")))


def _spell(new: str, url: Url, text: str) -> str | None:
    """As the old one is: written out where that is, else where LaTeX would see more than letters."""
    assert url.start is not None
    old = text[url.start : url.end]
    if url.kind == "definition":
        if not new.startswith(_RESOLVER):
            return None  # the field holds what is behind that
        new = new.removeprefix(_RESOLVER)
    elif not old[:4].lower().startswith("http"):
        return None
    if _UNSAFE.search(new) or (url.kind == "bare" and url_end(new) != len(new)):
        return None
    is_escaped = _ESCAPED.search(old) is not None
    if is_escaped or (url.kind == "bare" and not _SPECIAL.search(old)):
        new = _SPECIAL.sub(r"\\\g<0>", new)
    tilde = next((one for one, read in _ESCAPES.items() if read == "~" and one in old), None)
    needs_tilde = tilde is None and (is_escaped or url.kind == "bare") and "~" not in old
    return new.replace("~", tilde or r"\~{}") if tilde or needs_tilde else new
