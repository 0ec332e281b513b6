"""Generated lists in reStructuredText, AsciiDoc, Org, BibTeX, HTML and plain text, and the links in them.

Each text is put together of pieces whose links are known beforehand. Nothing here uses the code under test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

WORDS = ["Größe", "數學", "x_y", "plain words", "it's", "🧮", "C++", "e\u0301", "a (b)", "50 %", "5 * 3"]
TAILS = ["", "/", "/p", "/a/b-c.html", "/?a=1&b=2", "/p?q=x%20y#part", "/~me", "/w_x/y"]


@dataclass
class Text:
    """One text: its links as address and title, and the lines of each entry that may be removed."""

    file: str
    links: list[tuple[str, str | None]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    items: list[tuple[str, list[str]]] = field(default_factory=list)
    """The address of an entry, and its lines."""
    foot: list[str] = field(default_factory=list)
    """What is defined at the end."""
    text: str = ""

    def address(self, rng: Random) -> str:
        number = len(self.links)
        return f"https://h{number}.test{rng.choice(TAILS)}"

    def link(self, url: str, title: str | None = None) -> str:
        self.links.append((url, title))
        return url


def _finish(made: Text, rng: Random) -> Text:
    ending = rng.choice(["\n", "\n", "\r\n"])
    made.text = ending.join([*made.lines, "", *made.foot]).rstrip("\r\n") + rng.choice([ending, ""])
    made.text = rng.choice(["", "", "", "\ufeff"]) + made.text
    return made


def _sections(made: Text, rng: Random, head: Callable[[int], list[str]], piece: Callable[[], None]) -> Text:
    for number in range(rng.randint(1, 3)):
        made.lines += [*head(number), ""]
        for _ in range(rng.randint(1, 4)):
            piece()
    return _finish(made, rng)


def rst_list(rng: Random) -> Text:
    made = Text("l.rst")

    def item() -> None:
        number, word = len(made.links), rng.choice(WORDS)
        url, title = made.address(rng), f"Work {number}"
        kind = rng.randrange(7)
        if kind < 2:
            mine = [f"- `{title} <{made.link(url, title)}>`_ {word}"]
        elif kind == 2:
            mine = [f"- {word} {made.link(url)}{rng.choice(['', '.', ', and'])}"]
        elif kind == 3:
            made.foot.append(f".. _{title}: {made.link(url, title)}")
            mine = [f"- `{title}`_ {word}"]
        elif kind == 4:
            made.foot.append(f"__ {made.link(url, title)}")
            mine = [f"- `{title}`__", f"  {word}"]
        elif kind == 5:
            mine = [f"- `{title}", f"  <{made.link(url, title)}>`__", "", "  more of it"]
        else:
            made.lines += ["Code::", "", f"   {url}/no", "", f".. {word} {url}/no", "", f"``{url}/no``", ""]
            return
        if kind in {0, 1, 2, 5}:
            made.items.append((url, [line for line in mine if line]))
        made.lines += [*mine, ""]

    return _sections(made, rng, lambda number: [f"Part {number}", "======"], item)


def asciidoc_list(rng: Random) -> Text:
    made = Text("l.adoc")

    def item() -> None:
        number, word = len(made.links), rng.choice(WORDS)
        url, title = made.address(rng), f"Work {number}"
        kind = rng.randrange(6)
        if kind < 2:
            prefix, end = rng.choice(["", "link:"]), rng.choice(["", "^", ",window=_blank"])
            mine = [f"* {prefix}{made.link(url, title)}[{title}{end}] {word}"]
        elif kind == 2:
            mine = [f"* {word} {made.link(url)}{rng.choice(['', '.', ', and'])}"]
        elif kind == 3:
            mine = [f"* {word}", "+", f"see <{made.link(url)}>."]
        elif kind == 4:
            made.link(url, title)
            made.lines += ["", f":work-{number}: {url}", "", f"With {{work-{number}}}[{title}].", ""]
            return
        else:
            made.lines += ["", "----", f"{url}/no[no]", "----", "", f"// {url}/no", "", f"+{url}/no+", ""]
            return
        made.items.append((url, mine))
        made.lines += [*mine, *rng.choice([[], [""]])]

    return _sections(made, rng, lambda number: ["", f"== Part {number}"], item)


def org_list(rng: Random) -> Text:
    made = Text("l.org")

    def item() -> None:
        number, word = len(made.links), rng.choice(WORDS)
        url, title = made.address(rng), f"Work {number}"
        kind = rng.randrange(5)
        if kind < 2:
            mine = [f"- [[{made.link(url, title)}][{title}]] {word}"]
        elif kind == 2:
            mine = [f"- {word} {made.link(url)}{rng.choice(['', '.', ', and'])}"]
        elif kind == 3:
            mine = [f"- {word}", f"  <{made.link(url)}>"]
        else:
            made.lines += [
                "#+BEGIN_SRC sh",
                f"{url}/no",
                "#+END_SRC",
                f"# {url}/no",
                f": {url}/no",
                f"={url}/no=",
            ]
            return
        made.items.append((url, mine))
        made.lines += mine

    return _sections(made, rng, lambda number: [f"{'*' * rng.randint(1, 2)} Part {number}"], item)


def bibtex_list(rng: Random) -> Text:
    made = Text("l.bib")

    def item() -> None:
        number, word = len(made.links), rng.choice(WORDS)
        url, title = made.address(rng), f"Work {number}"
        before, after = rng.choice([("{", "}"), ('"', '"')])
        said = f"  title = {before}Work {{{number}}}{after},"
        kind = rng.randrange(4)
        made.link(url, title)
        if kind == 0:
            place = f"  url = {before}{url}{after}"
        elif kind == 1:
            place = f"  howpublished = {before}\\url{{{url}}}{after},"
        elif kind == 2:
            escaped = url.replace("%", "\\%").replace("_", "\\_").replace("&", "\\&").replace("#", "\\#")
            place = f"  note = {{{word.replace('%', '')} {escaped}, read}},"
        else:
            made.links[-1] = (f"https://doi.org/10.1234/x.{number}", title)
            place = f"  doi = {before}10.1234/x.{number}{after},"
        mine = [f"@misc{{key{number},", said, place, "}"]
        made.items.append((made.links[-1][0], mine))
        made.lines += [*mine, "", *rng.choice([[], [f"What is said of {url}/no", ""]])]

    return _sections(made, rng, lambda number: [f"Part {number} of https://no.test"], item)


def html_list(rng: Random) -> Text:
    made = Text("l.html")

    def item() -> None:
        number, word = len(made.links), rng.choice(WORDS)
        url, title = made.address(rng), f"Work {number}"
        quote = rng.choice(["'", '"'])
        escaped = url.replace("&", "&amp;") if rng.random() < 0.5 else url
        kind = rng.randrange(4)
        made.link(url, title if kind < 2 else None)
        if kind < 2:
            mine = [f"<li><a href={quote}{escaped}{quote}>{title}</a> {word}</li>"]
        elif kind == 2:
            mine = [f'<li>{word} <img alt="" src="{escaped}"></li>']
        else:
            made.lines += [
                f"<p>{word} <a class=x href={quote}{escaped}{quote}><b>x</b></a>",
                f"<!-- {url}/no --></p>",
            ]
            return
        made.items.append((url, mine))
        made.lines += mine

    return _sections(made, rng, lambda number: [f"<h2>Part {number}</h2>", "<ul>"], item)


def plain_list(rng: Random) -> Text:
    made = Text("l.txt")

    def item() -> None:
        url, word = made.address(rng), rng.choice(WORDS)
        kind = rng.randrange(3)
        if kind == 0:
            made.items.append((url, [made.link(url)]))
            made.lines.append(url)
        elif kind == 1:
            made.lines += [f"{word} {made.link(url)}{rng.choice(['', '.', ', and'])}", ""]
        else:
            made.lines.append(f"# {url}/no")

    return _sections(made, rng, lambda number: [f"Part {number}"], item)


MARKUPS: dict[str, Callable[[Random], Text]] = {
    "rst": rst_list,
    "asciidoc": asciidoc_list,
    "org": org_list,
    "bibtex": bibtex_list,
    "html": html_list,
    "plain": plain_list,
}
