"""The documentation is true: what it names, lists and quotes is compared with the program."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from crawler import __version__
from crawler.catalog import read_catalog
from crawler.catalog.ignoring import IgnoreRules
from crawler.catalog.layout import Layout, is_match, split_catalogs
from crawler.catalog.reading import read_any
from crawler.probe.past import Status
from crawler.report import REPORT_FILES
from crawler.settings import Settings
from crawler.suggest.codes import CODES, Code

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def help_of(*command: str) -> str:
    """What `--help` says, in lines wide enough not to be broken."""
    environment = {"COLUMNS": "400", "PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-m", "crawler", *command, "--help"]
    result = subprocess.run(line, capture_output=True, text=True, check=True, env=environment)
    return result.stdout


def rows_below(heading: str) -> list[str]:
    """The first cells of the table below a heading of the README."""
    section = README.partition(f"{heading}\n")[2].partition("\n#")[0]
    cells = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ")]
    return (
        cells[2:] if cells and cells[1].startswith("---") else [c for c in cells[1:] if not c.startswith("-")]
    )


def test_readme_lists_every_command() -> None:
    """The command table and the command line name the same commands."""
    named = {re.match(r"`crawler (\w+)", cell)[1] for cell in rows_below("## Commands")}  # type: ignore[index]
    listed = set(re.findall(r"^  (\w+) {2,}\S", help_of().partition("Commands:")[2], re.MULTILINE))

    assert listed == named


def test_readme_lists_every_option_of_check() -> None:
    """The option table and `crawler check --help` name the same options."""
    named = {re.search(r"--[a-z-]+", cell)[0] for cell in rows_below("### Options of `check`")}  # type: ignore[index]
    listed = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", help_of("check"), re.MULTILINE)) - {"--help"}

    assert listed == named


def test_readme_gives_the_defaults() -> None:
    """The defaults in the option table are those of the settings."""
    defaults = dict(re.findall(r"^\| `--([a-z-]+)[^`]*` \| `?([\w./,:]+)`? \|", README, re.MULTILINE))
    settings = Settings()

    assert {"concurrency", "host-interval", "timeout", "state", "reports", "fail-on"} <= set(defaults)
    for option, said in defaults.items():
        value = getattr(settings, option.replace("-", "_"), None)
        if option == "config":
            continue
        if option == "fail-on":
            assert set(said.split(",")) == {status.value for status in settings.fail_on}
        else:
            assert said == (f"{value:g}" if isinstance(value, float) else str(value))


def test_help_gives_the_defaults() -> None:
    """They are those of the settings, where an option has one."""
    one_line_each = re.sub(r"\n {20,}", " ", help_of("check"))
    said = dict(re.findall(r"^  --([a-z-]+) .* Default: (\S+)\.$", one_line_each, re.MULTILINE))
    shown = Settings().model_dump(mode="json") | {"config": "crawler.yaml", "fail_on": "dead,changed"}

    assert len(said) > 10
    for option, default in said.items():
        value = shown[option.replace("-", "_")]
        assert default == (f"{value:g}" if isinstance(value, float) else str(value))


def test_readme_explains_every_status() -> None:
    """The status table has one row for each status, and marks those that fail a run by default."""
    rows = re.findall(r"^\| `(\w+)` \| .+ \| (yes|no) \|$", README, re.MULTILINE)

    assert {status.value for status in Status} == {name for name, _ in rows}
    assert {status.value for status in Settings().fail_on} == {name for name, fails in rows if fails == "yes"}


def test_readme_lists_every_suggestion() -> None:
    """The table of suggestions is that of the registry, conditions included."""
    rows = [f"| `{code.name}` | {code.what} | {code.needs} | {_safe_where(code)} |" for code in CODES]
    section = README.partition("## What is suggested\n")[2].partition("\n## ")[0]

    assert rows == [line for line in section.splitlines() if line.startswith("| `")]


def _safe_where(code: Code) -> str:
    mark = "**" if code.is_safe_unasked else ""
    return f"{mark}{code.safe_where}{mark}" if code.safe_where else "never"


def test_readme_suggest_example_is_good() -> None:
    """The configuration in the README is one."""
    block = re.search(r"```yaml\n(suggest:\n.+?)```", README, re.DOTALL)
    assert block is not None
    assert {"https", "moved", "archive"} == set(Settings(**yaml.safe_load(block[1])).suggest)


def test_readme_ignore_example_is_good() -> None:
    """The ignore rule in the README is one."""
    block = re.search(r"```yaml\n(ignore:\n.+?)```", README, re.DOTALL)
    assert block is not None
    rows = [{"line": 1, "rule": rule} for rule in yaml.safe_load(block[1])["ignore"]]
    assert 1 == len(IgnoreRules.model_validate({"rules": rows}).rules)


def test_readme_catalog_is_a_good_catalog() -> None:
    """The README's catalog reads without a problem, with both of its links."""
    text = re.search(r"```yaml\n(version: 1\n.+?)```", README, re.DOTALL)
    assert text is not None

    catalog = read_catalog("README.md", text[1].encode(), today=date(2026, 11, 21))

    assert () == catalog.problems
    assert ["url", "alternates[0].url"] == [link.field for link in catalog.links]


SHAPES = {
    "README.md": "# List\n\n- [A](https://a.test/1) and <https://a.test/2>\n",
    "datasets/one.yaml": "Name: One\nDocumentation: See https://a.test/1.\n"
    "Resources: [{Explore: ['[x](https://a.test/2)']}]\nDataAtWork: {Tutorials: [{URL: https://a.test/3}]}\n",
    "landscape.yml": "landscape: [{subcategories: [{items: [{name: N, homepage_url: https://a.test/1,"
    " repo_url: https://a.test/2, extra: {blog_url: https://a.test/3}}]}]}]\n",
    "list.csv": "title,link\nA,https://a.test/1\n",
    "people.toml": "[[people]]\nname = 'A'\nhome = 'https://a.test/1'\n",
}


def test_readme_layouts_find_every_link() -> None:
    """Each configuration in "Works with your catalog" finds all links of a catalog in that shape."""
    section = README.partition("## Works with your catalog\n")[2].partition("\n## ")[0]
    rows = [
        row
        for text in re.findall(r"```yaml\n(.+?)```", section, re.DOTALL)
        for row in yaml.safe_load(text)["catalogs"]
    ]
    names, layouts = split_catalogs(rows)
    read = [Layout.model_validate(layout) for layout in layouts]

    assert [] == [file for file in SHAPES if not any(is_match(name, file) for name in names)]
    for file, text in SHAPES.items():
        layout = next((one for one in read if one.matches(file)), None)
        links = read_any(file, text.encode(), layout, today=date(2026, 11, 21)).links
        assert sorted(set(re.findall(r"https://a.test/\d", text))) == sorted(link.url for link in links)


def test_readme_excerpt_is_of_the_example() -> None:
    """Every line of the README's excerpt stands in the example's console output."""
    excerpt = re.search(r"```text\n(.+?)```", README, re.DOTALL)
    assert excerpt is not None
    said = (ROOT / "reports/example/console.txt").read_text(encoding="utf-8").splitlines()

    assert [] == [line for line in excerpt[1].splitlines() if line.strip() != "..." and line not in said]


def test_example_is_whole() -> None:
    """The example holds every report, and the reports' README names each file."""
    held = {path.name for path in (ROOT / "reports/example").iterdir()}
    named = set(re.findall(r"^\| `([\w.]+)` \|", (ROOT / "reports/README.md").read_text(), re.MULTILINE))

    assert set(REPORT_FILES) <= held
    assert set(REPORT_FILES) == named


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "reports/README.md", "tests/cases/README.md"]
)
def test_links_and_paths_exist(document: str) -> None:
    """Every file that a document links to or names is there."""
    path = ROOT / document
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)\)", text)
    named = re.findall(r"`((?:crawler|tests|reports|\.github)/[\w./-]+)`", text)
    made_by_a_contributor = {name for name in named if "NAME" in name}

    assert [] == [link for link in links if not (path.parent / link).exists()]
    assert [] == [name for name in named if name not in made_by_a_contributor and not (ROOT / name).exists()]


def test_contributing_names_the_registries() -> None:
    """The registries and doors that CONTRIBUTING sends people to are where it says."""
    for name, file in (
        ("WALLS", "crawler/judge/wall_marks.py"),
        ("SITES", "crawler/probe/sites/__init__.py"),
        ("SiteKnowledge", "crawler/probe/sites/youtube.py"),
        ("REPORT_FILES", "crawler/report/render.py"),
        ("TABLE", "crawler/judge/verdict.py"),
        ("CODES", "crawler/suggest/codes.py"),
        ("SUGGESTERS", "crawler/suggest/suggestions.py"),
        ("INQUIRIES", "crawler/suggest/inquiries.py"),
        ("CHECKS", "crawler/catalog/checks.py"),
    ):
        assert name in (ROOT / file).read_text(encoding="utf-8")
        assert file in CONTRIBUTING


def test_cases_readme_shows_a_case_that_holds() -> None:
    """The example case in the cases' README is a well-formed case."""
    text = (ROOT / "tests/cases/README.md").read_text(encoding="utf-8")
    block = "\n".join(line[4:] for line in text.splitlines() if line.startswith("    "))

    (case,) = yaml.safe_load(block)

    assert {"name", "why", "entry", "answers", "past", "known", "crowd", "expect"} == set(case)


def test_changelog_has_this_version() -> None:
    """The changelog has a section for the version of the package."""
    assert re.search(rf"^## \[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d$", CHANGELOG, re.MULTILINE)


def test_readme_commands_are_makes() -> None:
    """The README's two commands are targets of the Makefile, and CI runs the second."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in re.findall(r"^    make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert "make test" in (ROOT / ".ci/run").read_text(encoding="utf-8")
