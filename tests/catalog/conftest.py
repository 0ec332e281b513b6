"""What the catalog's tests share: a reader with a fixed day, generated catalogs, and a real git."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from crawler.catalog import Catalog, read_catalog

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

TODAY = date(2026, 11, 21)
WORDS = [
    "Algebra", "naïve", "数学", "\U0001d518ncertain", "🧮", "#1", "a: b", "don't", 'the "best"', "yes",
    "null", "100%", "- dash", "C:\\dir", "[x]", "{y}", "& co", "*", "tail:", "ends with #", "1e3", "2020",
    "0x1F", "~", "é", "?why", "@home", "`tick`", "a,b", "comma, ", " lead", "=", "<<", "a\u2028b",
    "tab\there", "\u202eright", "line\nbreak",
]  # fmt: skip
PATHS = ["", "/", "/a?b=0", "/a#b", "/x,y", "/ü", "/%20", "/a'b", "/(c)", "/[d]", "/~e", "?q=1&r=2", "/:80/"]


@pytest.fixture(scope="session")
def read() -> Callable[[str | bytes], Catalog]:
    """Read a text or bytes as `catalog.yaml` on 2026-11-21."""

    def read_text(content: str | bytes) -> Catalog:
        raw = content.encode() if isinstance(content, str) else content
        return read_catalog("catalog.yaml", raw, today=TODAY)

    return read_text


@dataclass
class Generated:
    """A catalog's text, and the data that it was written from."""

    text: str
    data: dict[str, Any]
    comments: list[str]


class Writer:
    """Writes a catalog in random YAML styles, independently of the code under test."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.comments: list[str] = []

    def value(self) -> str:
        words = self.rng.sample(WORDS, self.rng.randint(1, 3))
        return self.rng.choice([" ", "", "  "]).join(words)

    def url(self) -> str:
        host = self.rng.choice(["h", "b.example", "数.example", "h:8080"])
        return f"{self.rng.choice(['http', 'https'])}://{host}{self.rng.choice(PATHS)}"

    def scalar(self, text: str, *, in_flow: bool = False) -> str:
        """One of the styles that say the text, as the parser itself confirms."""
        styles = [text, "'" + text.replace("'", "''") + "'"]
        self.rng.shuffle(styles)
        for candidate in styles:
            source = f"{{k: {candidate}, l: 1}}" if in_flow else f"k: {candidate}\nl: 1\n"
            if "\n" not in text and is_read_as(source, {"k": text, "l": 1}):
                return candidate
        return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\L").replace("\u202e", "\\u202e")

    def comment(self) -> str:
        text = f"# {len(self.comments)}: {self.rng.choice(['note', 'ü 🧮', 'a: b', '- x', '{['])}"
        self.comments.append(text)
        return text

    def padding(self, indent: str) -> list[str]:
        lines = ["", indent + self.comment(), self.comment(), "   "]
        return [line for line in lines if self.rng.random() < 0.2]

    def entry(self, number: int) -> tuple[dict[str, Any], list[str]]:
        data: dict[str, Any] = {"id": f"e-{number}", "title": self.value(), "url": self.url()}
        if self.rng.random() < 0.5:
            data["year"] = self.rng.randint(1900, 2026)
        if self.rng.random() < 0.2:
            del data["title"]
        if self.rng.random() < 0.5:
            data["alternates"] = [{"kind": "code", "url": self.url()} for _ in range(self.rng.randint(1, 2))]
        return data, self.flow(data) if self.rng.random() < 0.2 else self.block(data)

    def flow(self, data: dict[str, Any]) -> list[str]:
        return [f"  - {self.flow_value(data)}{self.trail()}"]

    def flow_value(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.flow_value(inner)}" for key, inner in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow_value, value)) + "]"
        return self.scalar(value, in_flow=True) if isinstance(value, str) else str(value)

    def block(self, data: dict[str, Any]) -> list[str]:
        lines: list[str] = []
        for key, value in data.items():
            lines += self.padding("    ") if lines else []
            lead = "    " if any(line.startswith("  - ") for line in lines) else "  - "
            if isinstance(value, list) and self.rng.random() < 0.5:
                lines += [f"{lead}{key}:{self.trail()}", *self.items(value)]
            elif isinstance(value, list):
                lines.append(f"{lead}{key}: {self.flow_value(value)}{self.trail()}")
            else:
                written = self.scalar(value) if isinstance(value, str) else str(value)
                lines.append(f"{lead}{key}: {written}{self.trail()}")
        return lines

    def items(self, value: list[dict[str, str]]) -> list[str]:
        lines = []
        for item in value:
            (first, one), (second, two) = item.items()
            lines += [f"      - {first}: {one}", *self.padding("        ")]
            lines.append(f"        {second}: {self.scalar(two)}{self.trail()}")
        return lines

    def trail(self) -> str:
        return f"  {self.comment()}" if self.rng.random() < 0.3 else ""

    def catalog(self) -> Generated:
        lines = [*self.padding(""), "version: 1", *self.padding(""), "resources:"]
        resources = []
        for number in range(self.rng.randint(1, 4)):
            data, written = self.entry(number)
            resources.append(data)
            lines += [*self.padding("  "), *written]
        ending = self.rng.choice(["\n", "\r\n"])
        text = self.rng.choice(["", "\ufeff"]) + ending.join(lines) + self.rng.choice(["", ending])
        written = [comment for comment in self.comments if comment in text]
        return Generated(text, {"version": 1, "resources": resources}, written)


def is_read_as(source: str, expected: Any) -> bool:
    """Whether both of PyYAML's parsers, the C one and its own, read it so."""
    try:
        said = [yaml.load(source, Loader=loader) for loader in (yaml.SafeLoader, yaml.CSafeLoader)]
    except (yaml.YAMLError, ValueError):
        return False
    return said == [expected, expected]


@pytest.fixture(scope="session")
def generate() -> Callable[[Random], Generated]:
    """A random catalog: comments, blank lines, all quotes, flow style, CRLF, BOM, no last newline."""
    return lambda rng: Writer(rng).catalog()


@pytest.fixture(scope="session")
def git_apply(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, str], bytes]:
    """What a file of a real repository holds after `git apply --check` and `git apply` of a patch."""
    root = tmp_path_factory.mktemp("repository")
    environment = {"PATH": os.environ["PATH"], "HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*arguments: str) -> None:
        done = subprocess.run(
            ["git", *arguments], cwd=root, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()

    def apply(path: str, old: str, patch: str) -> bytes:
        file: Path = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(old.encode())
        (root / "the.patch").write_bytes(patch.encode("utf-8", "surrogateescape"))
        git("apply", "--check", "the.patch")
        git("apply", "the.patch")
        return file.read_bytes()

    git("init", "--quiet")
    return apply


@pytest.fixture(scope="session")
def catalog_text() -> str:
    """The repository's own catalog."""
    return Path(__file__).parents[2].joinpath("catalog.yaml").read_bytes().decode()
