"""YAML texts in all layouts, written without the code under test; each comment names whom it belongs to."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from random import Random

Route = tuple[str | int, ...]
WORDS = [
    "Algebra", "naïve", "数学", "🧮", "#1", "a: b", "don't", 'the "best"', "yes", "null", "100%", "- dash",
    "C:\\dir", "[x]", "{y}", "& co", "*", "tail:", "1e3", "2020", "~", "?why", "@home", "`tick`", "a,b",
    "a\u2028b", "tab\there",
]  # fmt: skip
PLAIN_WORDS = ["a", "guide", "to", "numbers", "数学", "🧮", "(see", "there)", "it's", "all"]
PATHS = ["", "/", "/a?b=0", "/a#b", "/x,y", "/ü", "/%20", "/(c)", "/~e", "?q=1&r=2"]


@dataclass
class Layout:
    """A text, its data, the way to its list of entries, and who owns each of its comments."""

    text: str
    data: Any
    entries: Route
    comments: dict[str, Route] = field(default_factory=dict)
    """Each comment's text and the place that it is a part of; `()` for those that are nobody's."""


class LayoutWriter:
    """One random text; the habits of a file (indentation, quotes, line ends) are drawn once."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.comments: dict[str, Route] = {}
        self.offset = rng.choice([0, 2, 2, 4])
        self.gap = rng.choice([2, 2, 2, 4])
        self.is_dense = rng.random() < 0.5
        self.comment_share = rng.choice([0, 0.1, 0.4])
        self.is_wild = rng.random() < 0.4
        self.has_anchors = rng.random() < 0.15
        self.anchors: dict[str, Any] = {}
        self.depth = 0
        """Down to here flow style is rare."""

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def comment(self, owner: Route) -> str:
        text = f"# {len(self.comments)}; {self.rng.choice(['note', 'ü 🧮', 'a: b', '- x', '{[', 'it is'])}"
        self.comments[text] = owner
        return text

    def trail(self, owner: Route) -> str:
        if not self.chance(self.comment_share):
            return self.rng.choice(["", "", "", "  "])
        return self.rng.choice([" ", "   "]) + self.comment(owner)

    def url(self) -> str:
        scheme, host = self.rng.choice(["http", "https"]), self.rng.choice(["h", "b.example"])
        return f"{scheme}://{host}{self.rng.choice(PATHS)}"

    def words(self) -> str:
        return " ".join(self.rng.choices(WORDS if self.is_wild else PLAIN_WORDS, k=self.rng.randint(1, 3)))

    def prose(self) -> str:
        """Several sentences with addresses in them, sometimes in paragraphs."""
        parts = self.rng.choices(PLAIN_WORDS, k=self.rng.randint(3, 9))
        for _ in range(self.rng.randint(1, 3)):
            parts.insert(self.rng.randrange(len(parts)), self.url())
        text = " ".join(parts)
        return text.replace(" ", "\n", 1) if self.chance(0.3) else text

    def scalar(self, value: Any, column: int, *, in_flow: bool = False) -> list[str]:
        """Lines of a scalar: the first goes behind the key, the others are indented by at least `column`."""
        if not isinstance(value, str):
            return [json.dumps(value) if value is not None else self.rng.choice(["", "~", "null"])]
        candidates = [
            [value],
            ["'" + value.replace("'", "''") + "'"],
            *([] if in_flow else self.blocks(value, column)),
        ]
        candidates += [] if in_flow else self.wrapped(value, column)
        self.rng.shuffle(candidates)
        for lines in candidates:
            if all(line.isprintable() for line in lines) and self.is_read(
                lines, value, column, in_flow=in_flow
            ):
                return lines
        quoted = json.dumps(value, ensure_ascii=False).replace("\u2028", "\\L")
        return [quoted.replace("é", "\\u00e9").replace("数", "\\u6570") if self.chance(0.3) else quoted]

    def is_read(self, lines: list[str], value: str, column: int, *, in_flow: bool) -> bool:
        if in_flow:
            source = "{k: " + "\n".join(lines) + ", l: 1}"
        else:
            source = " " * (column - 1) + "k: " + "\n".join(lines) + "\n" + " " * (column - 1) + "l: 1\n"
        try:
            said = [yaml.load(source, Loader=loader) for loader in (yaml.SafeLoader, yaml.CSafeLoader)]
        except (yaml.YAMLError, ValueError):
            return False
        return said == [{"k": value, "l": 1}] * 2

    def blocks(self, value: str, column: int) -> list[list[str]]:
        chomp = "-" if not value.endswith("\n") else self.rng.choice(["", "+"])
        pad = " " * (column - 1 + self.rng.choice([1, 2, 2, 4]))
        digit = str(len(pad) - column + 1) if self.chance(0.3) else ""
        mark = self.rng.choice([chomp + digit, digit + chomp])
        folded = value.removesuffix("\n").replace("\n", "\n\n").split("\n")
        wrapped = [piece for line in folded for piece in self.wrap(line)]
        note = " " + self.comment(("?",)) if self.chance(self.comment_share / 4) else ""
        literal = [pad + line if line else "" for line in value.removesuffix("\n").split("\n")]
        return [
            ["|" + mark + note, *literal],
            [">" + mark + note, *(pad + line if line else "" for line in wrapped)],
        ]

    def wrap(self, line: str) -> list[str]:
        words = line.split(" ")
        at = self.rng.randint(1, max(1, len(words) - 1))
        return [" ".join(words[:at]), " ".join(words[at:])] if 0 < at < len(words) else [line]

    def wrapped(self, value: str, column: int) -> list[list[str]]:
        """Plain and quoted over several lines."""
        pad = " " * (column + self.rng.choice([0, 1, 3]))
        lines = [piece for line in value.replace("\n", "\n\n").split("\n") for piece in self.wrap(line)]
        rest = [pad + line if line else "" for line in lines[1:]]
        single = [line.replace("'", "''") for line in [lines[0], *rest]]
        double = [json.dumps(line, ensure_ascii=False)[1:-1] for line in [lines[0], *rest]]
        return [
            [lines[0], *rest],
            ["'" + single[0], *single[1:-1], single[-1] + "'"] if len(single) > 1 else [f"'{single[0]}'"],
            ['"' + double[0], *double[1:-1], double[-1] + '"'] if len(double) > 1 else [f'"{double[0]}"'],
        ]

    def flow(self, value: Any, pad: str = "") -> str:
        if isinstance(value, dict):
            return "{" + pad + ", ".join(f"{key}: {self.flow(one)}" for key, one in value.items()) + pad + "}"
        if isinstance(value, list):
            return (
                "["
                + pad
                + ", ".join(map(self.flow, value))
                + self.rng.choice(["", "", ","]) * bool(value)
                + pad
                + "]"
            )
        return self.scalar(value, 0, in_flow=True)[0] or "null"

    def node(self, value: Any, column: int, route: Route) -> list[str]:
        """What stands behind `key:` or a dash in `column - 1`: the first line without indentation."""
        if not self.has_anchors or len(route) <= self.depth or value is None:
            return self.unshared(value, column, route)
        name = next(
            (name for name, one in self.anchors.items() if one == value and type(one) is type(value)), None
        )
        if name is not None and self.chance(0.7):
            return [f"*{name}" + self.trail(route)]
        first, *rest = self.unshared(value, column, route)
        if name is not None or self.chance(0.5):
            return [first, *rest]
        self.anchors[f"a{len(self.anchors)}"] = value
        return [f"&a{len(self.anchors) - 1}{'' if first[:1] in ('', ' ') else ' '}{first}", *rest]

    def unshared(self, value: Any, column: int, route: Route) -> list[str]:
        """The value as it is written out."""
        if isinstance(value, dict | list) and (
            not value or self.chance(0.1 if len(route) < self.depth else 0.4)
        ):
            if isinstance(value, list) and len(value) > 1 and self.chance(0.3):
                return self.long_flow(value, column, route)
            return [self.flow(value, self.rng.choice(["", " "])) + self.trail(route)]
        if isinstance(value, dict):
            return [self.trail(route), *self.mapping(value, column + 1, route)]
        if isinstance(value, list):
            return [self.trail(route), *self.items(value, column - 1 + self.offset, route)]
        lines = self.scalar(value, column)
        notes = [text for text in lines[0].split("#")[1:2] if f"#{text}" in self.comments]
        if notes:
            self.comments[f"#{notes[0]}"] = route
        elif lines[0][:1] not in ("|", ">"):
            lines[-1] += self.trail(route)
        return lines

    def long_flow(self, value: list[Any], column: int, route: Route) -> list[str]:
        pad = " " * (column + 1)
        lines = ["[" + self.trail(route)]
        for number, one in enumerate(value):
            comma = "," if number + 1 < len(value) or self.chance(0.5) else ""
            lines.append(pad + self.flow(one) + comma + self.trail((*route, number)))
        return [*lines, " " * column + "]" + self.trail(route)]

    def mapping(self, value: dict[str, Any], column: int, route: Route) -> list[str]:
        """Full lines of a block mapping, its keys in `column`."""
        lines: list[str] = []
        for number, (key, one) in enumerate(value.items()):
            if number and self.chance(self.comment_share / 2):
                lines.append(" " * column + self.comment(route))
            if number and not self.is_dense and self.chance(0.05):
                lines.append("")
            first, *rest = self.node(one, column + 1, (*route, key))
            lines += [
                f"{' ' * column}{key}:{' ' if first.strip() and not first.startswith('  ') else ''}{first}",
                *rest,
            ]
        return lines

    def items(self, value: list[Any], column: int, route: Route) -> list[str]:
        """Full lines of a block sequence, its dashes in `column`."""
        lines: list[str] = []
        for number, one in enumerate(value):
            own = (*route, number)
            if self.is_dense and self.chance(self.comment_share) and self.needs_comment(number, value):
                lines.append(" " * column + self.comment(own))
            elif not self.is_dense and number:
                lines += [""] * self.rng.randint(1, 2)
                if self.chance(self.comment_share / 2):
                    lines += [" " * column + self.comment(route), ""]
                if self.chance(self.comment_share / 2):
                    lines.append(" " * column + self.comment(own))
            lines += self.item(one, column, own)
            if self.chance(self.comment_share / 3):
                lines.append(" " * (column + 1 + self.rng.choice([0, 1])) + self.comment(own))
        return lines

    def needs_comment(self, number: int, value: list[Any]) -> bool:
        # In a dense list a comment above the first item, or in a list that begins so, may be a heading.
        return 0 < number < len(value)

    def item(self, one: Any, column: int, own: Route) -> list[str]:
        if isinstance(one, dict) and one and self.chance(0.8):
            body = self.mapping(one, column + self.gap, own)
            return [" " * column + "-" + " " * (self.gap - 1) + body[0].lstrip(" "), *body[1:]]
        first, *rest = self.node(one, column + 1, own)
        return [f"{' ' * column}-{' ' if first.strip() and not first.startswith('  ') else ''}{first}", *rest]

    def entry(self, number: int) -> dict[str, Any]:
        rng = self.rng
        data: dict[str, Any] = {"id": f"e-{number}", "url": self.url()}
        choices: dict[str, Any] = {
            "title": self.words(),
            "description": self.prose() + rng.choice(["", "\n"]),
            "year": rng.randint(1900, 2026),
            "crunchbase": None,
            "open": rng.choice([True, False]),
            "topics": rng.sample(["algebra", "logic", "sets", "数学"], rng.randint(0, 3)),
            "alternates": [
                {"kind": rng.choice(["code", "pdf"]), "url": f"{self.url()}/{n}"}
                for n in range(rng.randint(0, 3))
            ],
            "extra": {"summary": self.words(), "chat": self.url()},
            "check": {"ignore": "seen"},
        }
        picked = rng.sample(list(choices), rng.randint(1, 6))
        data |= {key: choices[key] for key in picked}
        keys = list(data)
        if self.chance(0.3):
            rng.shuffle(keys)
        return {key: data[key] for key in keys}

    def layout(self) -> Layout:
        entries = [self.entry(number) for number in range(self.rng.randint(1, 5))]
        shape = self.rng.choice(["native", "root", "landscape"])
        data: Any = entries
        route: Route = ()
        if shape == "native":
            data, route = {"version": 1, "resources": entries}, ("resources",)
        elif shape == "landscape":
            data = {
                "landscape": [
                    {"name": "One", "subcategories": [{"name": "Two", "items": entries}, {"name": "Three"}]}
                ]
            }
            route = ("landscape", 0, "subcategories", 0, "items")
        self.depth = len(route) + 2
        lines = self.items(data, 0, ()) if isinstance(data, list) else self.mapping(data, 0, ())
        lines = [
            *self.rng.choice([[], ["---"], [self.comment(()), ""]]),
            *lines,
            *self.rng.choice([[], [], ["..."], [""], ["", self.comment(())]]),
        ]
        endings = self.rng.choice([["\n"], ["\n"], ["\r\n"], ["\n", "\r\n"]])
        ended = [line for whole in lines for line in whole.split("\n")]
        body = "".join(line + self.rng.choice(endings) for line in ended)
        text = self.rng.choice(["", "", "\ufeff"]) + (body if self.chance(0.7) else body.rstrip("\r\n"))
        comments = {comment: owner for comment, owner in self.comments.items() if comment in text}
        return Layout(text, data, route, comments)


def generated(rng: Random) -> Layout:
    """A text that both of PyYAML's parsers read as the data."""
    while True:
        made = LayoutWriter(rng).layout()
        body = made.text.removeprefix("\ufeff")
        try:
            said = [yaml.load(body, Loader=loader) for loader in (yaml.SafeLoader, yaml.CSafeLoader)]
        except yaml.YAMLError:
            continue
        if said == [made.data, made.data]:
            return made
