"""`crawler decline`, `crawler schema`, and what the configuration says of suggestions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from cli.bench import Bench

MOVED = "moved"


def _ids(bench: Bench) -> list[str]:
    return [suggestion["id"] for suggestion in bench.report()["suggestions"]]


def test_declined_once_never_made_again(bench: Bench) -> None:
    """The decision stands beside the catalog, and the next report counts it."""
    bench.write(MOVED)
    bench.check()
    (name,) = _ids(bench)

    said = bench.run("decline", name, "--because", "the old address is the one in print")
    assert (0, "declined; kept in catalog.declined.yaml\n") == (said.code, said.out)
    kept = yaml.safe_load((bench.folder / "catalog.declined.yaml").read_text("utf-8"))
    assert [(name, "the old address is the one in print")] == [(one["id"], one["because"]) for one in kept]
    bench.check()
    refused = [{"suggestion": name, "reason": "declined before"}]
    assert ([], refused) == (_ids(bench), bench.report()["refusals"])
    assert "" == (bench.folder / "reports/suggested.patch").read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (
            ["0123", "--because", "x"],
            "crawler: 0123: the last report has no such suggestion; take an id from latest.md\n",
        ),
        (
            ["ID", "--because", " "],
            "crawler: --because: gives no reason; say why, for whoever asks next year\n",
        ),
    ],
)
def test_mistakes(bench: Bench, args: list[str], error: str) -> None:
    """An unknown id or an empty reason is said in one line, and nothing is written."""
    bench.write(MOVED)
    bench.check()

    said = bench.run("decline", *(_ids(bench)[0] if arg == "ID" else arg for arg in args))
    assert (2, error) == (said.code, said.err)
    assert not (bench.folder / "catalog.declined.yaml").exists()


def test_a_reason_is_required(bench: Bench) -> None:
    """Without --because the command line says so."""
    said = bench.run("decline", "0123")
    assert 2 == said.code
    assert "--because" in said.err


def test_stale_declines_are_notes(bench: Bench) -> None:
    """Lint says which decisions apply no longer, and fails for none of them."""
    bench.write(MOVED)
    bench.check()
    bench.run("decline", *_ids(bench), "--because", "no")
    bench.write("alive")

    said = bench.run("lint")
    assert "catalog.declined.yaml:3: stale-decline: the declined suggestion" in said.out
    assert 0 == said.code


def test_schema_is_printed(bench: Bench) -> None:
    """The schema goes to standard output, as JSON."""
    said = bench.run("schema")
    assert "https://json-schema.org/draft/2020-12/schema" == json.loads(said.out)["$schema"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("suggest: never", "suggest is a mapping of codes, such as {https: safe, removal: never}"),
        ("suggest: {removal: safe}", "removal is never safe to apply unread; write propose or never"),
        ("suggest: {https: maybe}", "https is 'maybe'; write safe, propose or never"),
        ("suggest: {htps: safe}", "there is no suggestion 'htps'; known are moved, https"),
    ],
)
def test_wrong_policies(bench: Bench, line: str, error: str) -> None:
    """One line with the place and what is known."""
    bench.write(MOVED)
    (bench.folder / "crawler.yaml").write_text(line, encoding="utf-8")

    said = bench.check()
    assert (2, 1) == (said.code, said.err.count("\n"))
    assert said.err.startswith(f"crawler: crawler.yaml:1: suggest: {error}")


def test_policies(bench: Bench) -> None:
    """What is never to be proposed is not; what is to be proposed is not safe."""
    bench.write(MOVED)
    for policy, expected in (("never", []), ("propose", ["review"])):
        (bench.folder / "crawler.yaml").write_text(f"suggest: {{moved: {policy}}}", encoding="utf-8")
        bench.check()
        assert expected == [each["disposition"] for each in bench.report()["suggestions"]]


def test_lint_of_an_entry_without_an_id(bench: Bench) -> None:
    """Declined suggestions are looked up by ids, and one that is missing is a problem like others."""
    bench.folder.joinpath("catalog.yaml").write_text("version: 1\nresources:\n  - {title: A}\n", "utf-8")

    said = bench.run("lint")

    assert (1, "") == (said.code, said.err)
    assert "catalog.yaml:3: missing-id: entry 1 has no id" in said.out


def test_what_was_declined_since_the_check_is_not_written(bench: Bench) -> None:
    """Whoever declines one and takes up the rest means the rest; an id that is named is meant."""
    bench.write(MOVED)
    bench.check()
    (name,) = _ids(bench)
    before = (bench.folder / "catalog.yaml").read_bytes()
    bench.run("decline", name, "--because", "the old address is the one in print")

    said = bench.run("apply", "--safe")
    assert (0, "1 declined, and left out\n0 suggestions written into no file\n") == (said.code, said.out)
    assert before == (bench.folder / "catalog.yaml").read_bytes()
    said = bench.run("apply", name)
    assert (0, "1 suggestion written into catalog.yaml\n") == (said.code, said.out)
