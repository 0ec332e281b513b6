"""Ignore rules of `crawler.yaml`, for lists that have no place for a rule of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.bench import Bench

LIST = """\
# Books

- [A Good Book](https://alive.test/book)
- [A Good Book](https://DEAD.test/book#part)
- [A Good Book](https://gone.test/book)
"""
ENDED = "the ignore rule of 'https://gone.test/*' ended on 2026-01-31"
TOLD = (
    f"crawler.yaml:6: expired-ignore: {ENDED}; look again, then renew `until` or remove the rule\n"
    "crawler.yaml:9: unneeded-ignore: the ignore rule of 'https://never.test/'"
    " matches no link of the catalogs; remove it\n"
)


def _write(bench: Bench) -> None:
    until = datetime.now(UTC).date() + timedelta(days=30)
    rules = ""
    for url, because, last in (
        ("https://dead.test/*", "seen in a browser: bot wall", until),
        ("https://gone.test/*", "it was", "2026-01-31"),
        ("https://never.test/", "removed from the list", until),
    ):
        rules += f"  - url: {url}\n    because: '{because}'\n    until: {last}\n"
    (bench.folder / "crawler.yaml").write_text(f"catalogs: [README.md]\nignore:\n{rules}", encoding="utf-8")
    (bench.folder / "README.md").write_text(LIST, encoding="utf-8")


def test_what_a_rule_matches_is_not_asked(bench: Bench) -> None:
    """The link is skipped as the rule says; a rule that ended and one for nothing are told."""
    _write(bench)

    said = bench.check()

    links = {link["url"]: link for link in bench.report()["links"]}
    ignored = links["https://DEAD.test/book#part"]
    assert (1, "") == (said.code, said.err)
    assert ("skipped", "ignored") == (ignored["status"], ignored["reason"])
    assert ["crawler.yaml:3 says: seen in a browser: bot wall"] == ignored["because"]
    assert "alive" == links["https://alive.test/book"]["status"]
    assert "dead" == links["https://gone.test/book"]["status"]
    assert [] == [each for each in bench.web.requests if each.host == "dead.test"]
    assert [("crawler.yaml", 6, "expired-ignore"), ("crawler.yaml", 9, "unneeded-ignore")] == [
        (problem["file"], problem["line"], problem["code"]) for problem in bench.report()["problems"]
    ]


def test_lint_tells_of_rules_once(bench: Bench) -> None:
    """Also where the catalog is named; of other catalogs it is not known what the configured ones hold."""
    _write(bench)
    (bench.folder / "other.md").write_text("- [A](https://alive.test/second)\n", encoding="utf-8")

    by_itself, named, other = bench.run("lint"), bench.run("lint", "README.md"), bench.run("lint", "other.md")

    assert (1, f"{TOLD}2 problems in README.md\n") == (by_itself.code, by_itself.out)
    assert by_itself == named
    assert (1, f"{TOLD.splitlines()[0]}\n1 problem in other.md\n") == (other.code, other.out)


def test_a_memory_outlasts_a_rule(bench: Bench) -> None:
    """A link that was failing is failing since then once its rule is gone, as with an entry's own rule."""
    _write(bench)
    config = bench.folder / "crawler.yaml"
    rules = config.read_text("utf-8")
    config.write_text("catalogs: [README.md]\n", encoding="utf-8")
    bench.check()
    config.write_text(rules, encoding="utf-8")
    bench.check()
    assert (
        "skipped"
        == {link["url"]: link["status"] for link in bench.report()["links"]}["https://DEAD.test/book#part"]
    )

    config.write_text("catalogs: [README.md]\nignore:\n", encoding="utf-8")
    bench.check()

    dead = next(link for link in bench.report()["links"] if link["url"].startswith("https://DEAD"))
    assert ("dead", 2) == (dead["status"], dead["failing_runs"])


def test_a_rule_may_be_for_what_cannot_be_read(bench: Bench) -> None:
    """While one of the catalogs cannot be read, no rule is called unneeded."""
    _write(bench)
    config = bench.folder / "crawler.yaml"
    config.write_text(
        config.read_text("utf-8").replace("[README.md]", "['*.md', '*.json']"), encoding="utf-8"
    )
    broken = bench.folder / "broken.json"
    broken.write_text('[{"url": "https://never.test/",,}]', encoding="utf-8")

    said = bench.run("lint")
    broken.write_text('[{"url": "https://other.test/"}]', encoding="utf-8")
    mended = bench.run("lint")

    assert (2, ["expired-ignore", "unreadable"]) == (said.code, _codes(said.out))
    assert (1, ["expired-ignore", "unneeded-ignore"]) == (mended.code, _codes(mended.out))


def _codes(out: str) -> list[str]:
    return sorted(line.split(": ")[1] for line in out.splitlines()[:-1])
