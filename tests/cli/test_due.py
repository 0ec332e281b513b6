"""What a run with `--due` carries over from earlier runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.bench import Bench


def test_due_keeps_what_was_proposed(bench: Bench) -> None:
    """A moved link and a missing title that are not due are still proposed, for review."""
    bench.write("alive", "moved", "untitled")
    bench.check()
    first = bench.report()
    patch = (bench.folder / "reports/suggested.patch").read_bytes()
    asked = len(bench.web.requests)

    said = bench.check("--due")

    second = bench.report()
    assert said.code == 0
    assert len(bench.web.requests) == asked
    assert [link["moved_to"] for link in second["links"]] == [link["moved_to"] for link in first["links"]]
    assert [each["id"] for each in second["suggestions"]] == [each["id"] for each in first["suggestions"]]
    assert {each["disposition"] for each in second["suggestions"]} == {"review"}
    assert (bench.folder / "reports/suggested.patch").read_bytes() == patch


def test_partial_runs_hide_nothing_that_goes(bench: Bench) -> None:
    """A link that is taken out of the catalog after a partial run is reported as gone."""
    bench.write("alive", "well")
    bench.check()
    bench.check("--due")
    bench.check("--only", "alive")
    bench.write("alive")

    bench.check()

    changes = {(change["entry"], change["kind"]) for change in bench.report()["changes"]}
    assert changes == {("alive", "same"), ("well", "gone")}


def test_an_ignored_twin_is_skipped(bench: Bench) -> None:
    """Of two entries with one address the ignored one is skipped and the other one judged."""
    path = bench.write("dead")
    url = "https://dead.test/book"
    rule = "{ignore: known to be gone, until: 2099-01-01}"
    twin = f"  - id: twin\n    title: A Good Book\n    url: {url}\n    check: {rule}\n"
    path.write_text(path.read_text("utf-8") + twin, encoding="utf-8")

    bench.check()

    assert bench.statuses() == {"dead": "dead", "twin": "skipped"}
