"""Each option does what it says; each wrong value is said in one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from crawler.errors import SettingsError
from crawler.settings import read_settings

if TYPE_CHECKING:
    from cli.bench import Bench

WRONG: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("wrong_values.yaml").read_text("utf-8"))


def test_only_asks_the_entries_and_urls_that_match(bench: Bench) -> None:
    """--only takes a glob over ids and URLs; what does not match is neither asked nor called gone."""
    bench.write("alive", "moved", "moved-away", "dead")
    bench.check()
    bench.web.requests.clear()

    by_id = bench.check("--only", "moved*", "--reports", "by-id")
    by_url = bench.check("--only", "*://dead.test/*", "--reports", "by-url")

    assert (0, 1) == (by_id.code, by_url.code)
    assert {"moved": "moved", "moved-away": "moved"} == bench.statuses("by-id")
    assert {"dead": "dead"} == bench.statuses("by-url")
    assert ["same", "same"] == [change["kind"] for change in bench.report("by-id")["changes"]]
    assert 0 == bench.asked("alive.test")


def test_shards_merged_say_what_one_whole_run_says(bench: Bench) -> None:
    """Three shards ask every link once between them; merged, links and suggestions are the whole run's."""
    names = ["alive", "well", "untitled", "moved", "moved-away", "dead", "gone", "blocked", "dies"]
    bench.write(*names)
    whole = bench.check("--reports", "whole", "--state", "sqlite:///whole.db")
    bench.web.requests.clear()
    bench.web.day = 1

    shards = [
        bench.check("--shard", f"{n}/3", "--reports", f"s{n}", "--state", f"sqlite:///s{n}.db")
        for n in (1, 2, 3)
    ]
    merged = bench.run("merge", "s3/latest.json", "s1/latest.json", "s2/latest.json", "--reports", "joined")

    assert (0, "") == (merged.code, merged.err)
    assert whole.code == max(shard.code for shard in shards)
    assert dict.fromkeys(names, 1) == {
        name: sum(f"s{n}" in _reports_with(bench, name) for n in (1, 2, 3)) for name in names
    }
    for field in ("links", "summary", "changes", "suggestions", "refusals", "problems"):
        assert bench.report("whole")[field] == bench.report("joined")[field]
    for patch in ("suggested.patch", "safe.patch"):
        assert (bench.folder / "whole" / patch).read_bytes() == (bench.folder / "joined" / patch).read_bytes()


def test_what_cannot_be_read_and_is_not_edited_is_no_loss_to_a_merge(bench: Bench) -> None:
    """One file of many that is no text keeps no reports from being joined."""
    bench.write("moved", name="lists/a.yaml")
    (bench.folder / "lists/b.yaml").write_bytes(b"\xff")
    bench.check("lists", "--reports", "s1")

    merged = bench.run("merge", "s1/latest.json", "--reports", "joined")

    assert (0, "") == (merged.code, merged.err)
    for name in ("suggested.patch", "safe.patch", "applied.json"):
        assert (bench.folder / "s1" / name).read_bytes() == (bench.folder / "joined" / name).read_bytes()


def _reports_with(bench: Bench, name: str) -> list[str]:
    return [f"s{n}" for n in (1, 2, 3) if name in bench.statuses(f"s{n}")]


def test_due_asks_only_what_is_due_and_what_is_new(bench: Bench) -> None:
    """What was asked a moment ago is reported as it was last seen; a link that was never seen is asked."""
    bench.write("alive", "dead")
    bench.check()
    bench.web.requests.clear()
    bench.write("alive", "dead", "gone")

    said = bench.check("--due")

    assert 1 == said.code
    assert {"alive": "alive", "dead": "dead", "gone": "dead"} == bench.statuses()
    assert {"gone.test"} == {each.host for each in bench.web.requests}
    assert [1, 1] == [link["failing_runs"] for link in bench.report()["links"][1:]]


def test_no_metadata_reads_no_page(bench: Bench) -> None:
    """With --no-metadata there are statuses and moves, and nothing that only a page could tell."""
    bench.write("alive", "untitled", "moved", "dead")

    said = bench.check("--no-metadata")

    links = bench.report()["links"]
    assert 1 == said.code
    assert {"alive": "alive", "untitled": "alive", "moved": "moved", "dead": "dead"} == bench.statuses()
    assert [None] * 4 == [link["page"] for link in links]
    assert [None] * 4 == [link["title_match"] for link in links]
    assert ["moved"] == [suggestion["code"] for suggestion in bench.report()["suggestions"]]


def test_quiet_says_nothing_and_still_writes_the_reports(bench: Bench) -> None:
    """--quiet leaves both streams empty; the exit code and the reports are as ever."""
    bench.write("dead")

    said = bench.check("--quiet")

    assert (1, "", "") == (said.code, said.out, said.err)
    assert {"dead": "dead"} == bench.statuses()


def test_robots_txt_counts_unless_it_is_ignored(bench: Bench) -> None:
    """A page that robots.txt forbids is skipped; with `--robots ignore` it alone is asked."""
    bench.write("forbidden")

    bench.check("--reports", "respect")
    respectful = [each.path for each in bench.web.requests]
    bench.web.requests.clear()
    bench.check("--reports", "ignore", "--robots", "ignore")

    assert {"forbidden": "skipped"} == bench.statuses("respect")
    assert ["robots-disallowed"] == [link["reason"] for link in bench.report("respect")["links"]]
    assert {"/robots.txt"} == set(respectful)
    assert {"forbidden": "alive"} == bench.statuses("ignore")
    assert ["/book"] == [each.path for each in bench.web.requests]


def test_a_host_interval_keeps_two_requests_apart(bench: Bench) -> None:
    """Two pages of one host are asked one after the other, the pause between them."""
    catalog = bench.write("alive")
    second = '  - {id: second, title: A Good Book, url: "https://alive.test/second"}\n'
    catalog.write_text(catalog.read_text("utf-8") + second, "utf-8")

    bench.check("--robots", "ignore", "--host-interval", "1", "--host-concurrency", "2")

    first, then = (each.at_s for each in bench.web.requests)
    # Half of it: the server's clock starts with the request's arrival, which may be late for the first.
    assert then - first > 0.5


def test_a_timeout_ends_the_wait_for_a_site_that_says_nothing(bench: Bench) -> None:
    """A site that hangs is unreachable, for a reason of its own."""
    bench.write("hangs")

    said = bench.check("--timeout", "0.3", "--fail-on", "unreachable")

    links = bench.report()["links"]
    assert (1, ["read-timeout"]) == (said.code, [link["reason"] for link in links])


def test_an_address_that_is_not_public_is_skipped_unless_it_is_allowed(bench: Bench) -> None:
    """A link to a loopback address is not dialled; with --allow-private it is."""
    port = next(rule for rule in bench.web.connect_to if rule.startswith("alive.test:80:")).rpartition(":")[2]
    url = f"http://127.0.0.1:{port}/book"
    entry = f"version: 1\nresources:\n  - {{id: local, title: A Good Book, url: '{url}'}}\n"
    (bench.folder / "catalog.yaml").write_text(entry)

    bench.run("check", "--reports", "guarded")
    guarded = list(bench.web.requests)
    bench.run("check", "--reports", "allowed", "--allow-private")

    assert ["forbidden-address"] == [link["reason"] for link in bench.report("guarded")["links"]]
    assert ({"local": "skipped"}, []) == (bench.statuses("guarded"), guarded)
    assert {"local": "alive"} == bench.statuses("allowed")


def test_settings_come_from_the_file_the_environment_and_the_flags_in_this_order(bench: Bench) -> None:
    """A flag beats CRAWLER_*, that beats crawler.yaml, and that the default; the report shows it."""
    bench.write("alive", name="mine.yaml")
    config = "catalogs: mine.yaml\nreports: from-file\ntimeout: 11\nhost_concurrency: 3\nconcurrency: 7\n"
    (bench.folder / "crawler.yaml").write_text(config)

    said = bench.check("--timeout", "13", env={"CRAWLER_TIMEOUT": "12", "CRAWLER_CONCURRENCY": "8"})

    settings = bench.report("from-file")["run"]["settings"]
    shown = ("timeout", "concurrency", "host_concurrency", "catalogs", "robots")
    assert (0, "") == (said.code, said.err)
    assert [13.0, 8, 3, ["mine.yaml"], "respect"] == [settings[name] for name in shown]


def test_a_configuration_file_can_be_named(bench: Bench) -> None:
    """`--config` is read in place of crawler.yaml, which is then not looked at."""
    bench.write("alive")
    (bench.folder / "crawler.yaml").write_text("nonsense: 1\n")
    (bench.folder / "other.yaml").write_text("quiet: true\n")

    said = bench.check("--config", "other.yaml")

    assert (0, "", "") == (said.code, said.out, said.err)


def test_the_state_may_hold_a_password_and_is_in_no_report(bench: Bench) -> None:
    """The history's address stands in none of the reports."""
    bench.write("alive")

    bench.check("--state", "sqlite:///secret-place.db")

    reports = sorted((bench.folder / "reports").iterdir())
    assert 6 == len(reports)
    assert [] == [path.name for path in reports if b"secret-place" in path.read_bytes()]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["name"])
def test_a_wrong_value_is_said_in_one_line(bench: Bench, case: dict[str, str]) -> None:
    """Whatever is wrong with a setting ends with 2 and the table's line, before any request is made."""
    bench.write("alive")
    if "config" in case:
        (bench.folder / "crawler.yaml").write_text(case["config"])
    name, _, value = case.get("environment", "").partition("=")

    said = bench.run(*case.get("command", "check").split(), env={name: value} if name else {})

    assert (2, "", f"crawler: {case['said']}\n") == (said.code, said.out, said.err)
    assert [] == list(bench.web.requests)
    assert not (bench.folder / ".crawler").exists()


@pytest.mark.parametrize("environment", [{"CRAWLER_SHARD": "2/3"}, {"CRAWLER_SHARD": "02/3"}])
def test_a_shard_is_two_numbers(environment: dict[str, str]) -> None:
    """I/N is read as the numbers I and N."""
    assert (2, 3) == read_settings({}, environment).shard


@pytest.mark.parametrize("shard", ["[2, 3]", "[5, 3]", "[0, 0]", "2", "2.5", "{a: 1}", "[1]"])
def test_a_shard_that_is_not_written_as_one_is_refused(shard: str, tmp_path: Path) -> None:
    """A list in the configuration file would pass by the check that I is not beyond N."""
    path = tmp_path / "crawler.yaml"
    path.write_text(f"shard: {shard}\n")

    with pytest.raises(SettingsError, match="a shard is written I/N"):
        read_settings({}, {}, path)
