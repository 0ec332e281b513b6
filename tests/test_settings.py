"""Four sources of settings in their order of precedence, and every mistake said in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crawler.errors import SettingsError
from crawler.probe.past import Status
from crawler.settings import CONFIG_FILE, ENVIRONMENT_PREFIX, Settings, read_settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a configuration file, which is looked for where one stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _error(
    flags: dict[str, Any] | None = None,
    environment: dict[str, str] | None = None,
    config: Path | None = None,
) -> SettingsError:
    with pytest.raises(SettingsError) as raised:
        read_settings(flags or {}, environment or {}, config)
    assert "\n" not in str(raised.value)
    return raised.value


def test_defaults() -> None:
    """Without any source the defaults of the design hold."""
    settings = read_settings({}, {})

    expected = Settings(
        catalogs=("catalog.yaml",),
        reports=Path("reports"),
        state="sqlite:///.crawler/state.db",
        fail_on=frozenset({Status.DEAD, Status.CHANGED}),
        robots="respect",
        connect_to=(),
    )
    assert expected == settings
    assert not any([settings.due, settings.new_only, settings.no_metadata, settings.allow_private])


@pytest.mark.parametrize(
    ("config", "environment", "flag", "expected"),
    [
        (None, None, None, 20.0),
        (5, None, None, 5.0),
        (5, "6", None, 6.0),
        (5, "6", 7.0, 7.0),
        (5, None, 7.0, 7.0),
        (None, "6", 7.0, 7.0),
        (None, "6", None, 6.0),
        (None, None, 7.0, 7.0),
    ],
)
def test_precedence(config: int | None, environment: str | None, flag: float | None, expected: float) -> None:
    """A flag is stronger than the environment, that than the file, that than the default."""
    if config is not None:
        CONFIG_FILE.write_text(f"timeout: {config}\n", encoding="utf-8")
    said = {"CRAWLER_TIMEOUT": environment} if environment is not None else {}

    assert expected == read_settings({"timeout": flag}, said).timeout


def test_each_source_says_its_part() -> None:
    """The sources are joined setting by setting."""
    CONFIG_FILE.write_text("concurrency: 8\nrobots: ignore\n", encoding="utf-8")

    settings = read_settings({"quiet": True}, {"CRAWLER_CONCURRENCY": "9", "CRAWLER_ONLY": "cs*"})

    assert (9, "ignore", "cs*", True) == (
        settings.concurrency,
        settings.robots,
        settings.only,
        settings.quiet,
    )


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("catalogs", "a.yaml, b.yaml,", ("a.yaml", "b.yaml")),
        ("reports", "out", Path("out")),
        ("state", "postgresql://h/d", "postgresql://h/d"),
        ("shard", "2/8", (2, 8)),
        ("shard", "1/1", (1, 1)),
        ("due", "true", True),
        ("due", "0", False),
        ("fail_on", "dead, moved", frozenset({Status.DEAD, Status.MOVED})),
        ("fail_on", "", frozenset()),
        ("host_interval", "0", 0.0),
        ("connect_to", "::127.0.0.1:8080", ("::127.0.0.1:8080",)),
        ("nameserver", "127.0.0.1:5353", "127.0.0.1:5353"),
        ("robots", "ignore", "ignore"),
    ],
)
def test_text_is_read(name: str, value: str, expected: object) -> None:
    """Flags and variables are text; each setting reads its own."""
    settings = read_settings({}, {ENVIRONMENT_PREFIX + name.upper(): value})

    assert expected == getattr(settings, name)
    assert expected == getattr(read_settings({name: value}, {}), name)


def test_lists_in_the_file() -> None:
    """A configuration file may write lists as such."""
    CONFIG_FILE.write_text("catalogs: [a.yaml, b.yaml]\nfail_on: [dead]\nshard: 2/3\n", encoding="utf-8")

    settings = read_settings({}, {})

    assert (("a.yaml", "b.yaml"), frozenset({Status.DEAD})) == (settings.catalogs, settings.fail_on)
    assert (2, 3) == settings.shard


@pytest.mark.parametrize("content", ["", "# nothing\n", "{}\n", "\ufeffquiet: true\n"])
def test_file_that_says_little(content: str) -> None:
    """An empty file, or one with a byte order mark, is no mistake."""
    CONFIG_FILE.write_text(content, encoding="utf-8")

    assert 256 == read_settings({}, {}).concurrency


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("concurrency", "0", "--concurrency"),
        ("concurrency", "1025", "--concurrency"),
        ("concurrency", "many", "--concurrency"),
        ("host_concurrency", "65", "--host-concurrency"),
        ("host_interval", "-1", "--host-interval"),
        ("host_interval", "nan", "--host-interval"),
        ("timeout", "0", "--timeout"),
        ("timeout", "inf", "--timeout"),
        ("robots", "perhaps", "--robots"),
        ("fail_on", "dead,gone", "--fail-on"),
        ("shard", "0/3", "--shard"),
        ("shard", "4/3", "--shard"),
        ("shard", "1", "--shard"),
        ("shard", "1/0", "--shard"),
        ("shard", "-1/3", "--shard"),
        ("shard", "1/99999", "--shard"),
        ("due", "perhaps", "--due"),
        ("catalogs", " , ", "--catalogs"),
    ],
)
def test_wrong_values(name: str, value: str, where: str) -> None:
    """A wrong value is said with the option, or the variable, that it came from, and with a remedy."""
    by_option = _error({name: value})
    by_variable = _error(environment={ENVIRONMENT_PREFIX + name.upper(): value})

    assert where == by_option.where
    assert ENVIRONMENT_PREFIX + name.upper() == by_variable.where
    assert by_option.what == by_variable.what
    assert by_option.what
    assert by_option.remedy


def test_shard_says_how_it_is_written() -> None:
    """The rule for shards is in the message, in words of its own."""
    assert "a shard is written I/N with 1 <= I <= N, such as 2/8" == _error({"shard": "8"}).what


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        ("timeout: [\n", "crawler.yaml:1", "this is not YAML"),
        ("a: b: c\n", "crawler.yaml:1", "this is not YAML"),
        ("a:\n\t- b\n", "crawler.yaml:2", "a tab stands in the indentation"),
        ("timeout: 2026-02-30\n", "crawler.yaml:1: timeout", "Input should be"),
        ("# c\n- timeout\n", "crawler.yaml:2", "is no mapping of settings"),
        ("timeout\n", "crawler.yaml:1", "is no mapping of settings"),
        ("quiet: true\n1: 2\n", "crawler.yaml:2: '1'", "there is no such setting"),
        ("[1]: 2\n", "crawler.yaml:1", "a list or mapping is used as a key"),
        ("quiet: true\n\ntimeuot: 5\n", "crawler.yaml:3: timeuot", "there is no such setting"),
        ("fail-on: dead\n", "crawler.yaml:1: fail-on", "there is no such setting"),
        ("layouts: [1]\n", "crawler.yaml:1: 'layouts'", "there is no such setting"),
        ("shard: [9, 8]\n", "crawler.yaml:1: shard", "a shard is written"),
        ("shard: [0, 0]\n", "crawler.yaml:1: shard", "a shard is written"),
        ("shard: 3\n", "crawler.yaml:1: shard", "a shard is written"),
        ("timeout: [1]\n", "crawler.yaml:1: timeout", "Input should be"),
        ("reports: 7\n", "crawler.yaml:1: reports", "Input is not"),
        ("state: 7\n", "crawler.yaml:1: state", "Input should be"),
        ("quiet: true\nquiet: false\n", "crawler.yaml:2", "the key 'quiet' is given again, first at line 1"),
        ("a: &a [*a]\n", "crawler.yaml:1", "the alias '*a' stands inside of the value that it repeats"),
        ("quiet: !!python/name:os.system\n", "crawler.yaml:1", "the tag "),
        ("[" * 5000 + "\n", "crawler.yaml:1", "values are nested more than 64 deep"),
        ("#" * 1_000_001, "crawler.yaml", "is longer than 1,000,000 bytes"),
        ("x: &x {timeout: 0}\n<<: *x\n", "crawler.yaml:1: timeout", "Input should be"),
    ],
)
def test_mistakes_in_the_file(content: str, where: str, what: str) -> None:
    """A mistake in the configuration file is said with its line or its setting."""
    CONFIG_FILE.write_text(content, encoding="utf-8")
    error = _error()

    assert where == error.where
    assert error.what.startswith(what)
    assert error.remedy


def test_a_long_name_is_told_by_its_ends() -> None:
    """Whoever gave 5,000 characters knows which; the line of the mistake and its remedy are to be seen."""
    error = str(SettingsError("a" * 5000 + ":7", "b" * 5000, "remedy"))

    assert 1000 > len(error)
    assert ":7: b" in error
    assert error.endswith("; remedy")


def test_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    """Without a configuration file the defaults hold, but one that is named has to exist."""
    error = _error(config=tmp_path / "lost.yaml")

    assert (str(tmp_path / "lost.yaml"), "there is no such configuration file") == (error.where, error.what)


def test_named_file_is_read_in_place_of_the_usual(tmp_path: Path) -> None:
    """A file that is named is read alone."""
    CONFIG_FILE.write_text("timeout: 5\nquiet: true\n", encoding="utf-8")
    (tmp_path / "other.yaml").write_text("timeout: 6\n", encoding="utf-8")

    settings = read_settings({}, {}, tmp_path / "other.yaml")

    assert (6.0, False) == (settings.timeout, settings.quiet)


@pytest.mark.parametrize("content", [b"timeout: \xff\n", None])
def test_file_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    """Bytes that are no UTF-8, and a folder in the file's place, are said as such."""
    path = tmp_path / "other.yaml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)

    error = _error(config=path)

    assert error.where.startswith(str(path))
    assert error.what.startswith(("cannot be read (", "byte 9 (0xff) is not UTF-8"))


def test_unknown_flag_and_other_variables() -> None:
    """An unknown flag is a mistake of the program; variables of other programs are none of its business."""
    assert "--colour" == _error({"colour": "red"}).where
    assert 256 == read_settings({}, {"CRAWLER_COLOUR": "red", "TIMEOUT": "1"}).concurrency


def test_settings_do_not_change() -> None:
    """Settings are a value: they cannot be changed under a run."""
    with pytest.raises(ValueError, match="frozen"):
        read_settings({}, {}).quiet = True


@pytest.mark.parametrize("name", ["log", "reports"])
@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_names_that_no_file_has(name: str, text: str) -> None:
    """Whatever opens or makes a file would fail over them, each in its own way."""
    assert "no file's name" in str(_error({name: text}))
