"""`crawler apply` and `git apply` make the same bytes of a catalog, or change nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest
from cli.bench import Bench, catalog_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = ("alive", "untitled", "moved", "moved-away", "dead")
TEXT = catalog_of(*NAMES).encode()
WRITTEN = (
    TEXT.replace(b"https://moved.test/book", b"https://moved.test/new-book")
    .replace(b"https://moved-away.test/book", b"https://elsewhere.test/book")
    .replace(b'    url: "https://untitled', b'    title: Found Title\n    url: "https://untitled')
)
SAFE = TEXT.replace(b"https://moved.test/book", b"https://moved.test/new-book")
FLOW = b"""\
version: 1
resources: [ {id: moved, title: 'A Good Book', url: "https://moved.test/book"} , # kept
  {url: 'https://moved-away.test/book', id: away, title: A Good Book}]"""


class Shape(NamedTuple):
    """A catalog: where it stands, how it is named to the command, and what is done to the text."""

    path: str
    named: str
    made_of: Callable[[bytes], bytes]


def _shape(path: str, made_of: Callable[[bytes], bytes] = bytes, *, named: str | None = None) -> Shape:
    return Shape(path, named or path, made_of)


# By the folder from which the commands are given.
SHAPES: dict[str, tuple[Shape, ...]] = {
    ".": (
        _shape("catalog.yaml"),
        _shape("lists/more/catalog.yaml"),
        _shape("detour.yaml", named="lists/../detour.yaml"),
        _shape("crlf.yaml", lambda text: text.replace(b"\n", b"\r\n")),
        _shape("bom.yaml", lambda text: b"\xef\xbb\xbf" + text),
        _shape("two words.yaml"),
        _shape("bücher — 書.yaml"),
        _shape("the \"good\" 'ones'.yaml"),
        _shape("a\tb.yaml"),
        _shape("two\nlines.yaml"),
        _shape("-dash.yaml", named="./-dash.yaml"),
        _shape(" b/a b/ c .yaml"),
        _shape("back\\slash.yaml"),
        _shape("100% $HOME `id`;#.yaml"),
        _shape("executable.yaml"),
        _shape("last lines.yaml", lambda text: text + b"\n\n \n\n"),
        _shape("last.crlf.yaml", lambda text: text.rstrip().replace(b"\n", b"\r\n")),
        _shape("folder/inside.yaml", named="linked/inside.yaml"),
        _shape(os.fsdecode(b"caf\xe9.yaml")),
        _shape("end.yaml", bytes.rstrip),
        _shape("real.yaml", named="link.yaml"),
    ),
    "lists/own": (
        _shape("lists/own/catalog.yaml", named="catalog.yaml"),
        _shape("lists/up.yaml", named="../up.yaml"),
    ),
}


def git(folder: Path, *args: str) -> subprocess.CompletedProcess[bytes]:
    """Git as it is out of the box, whatever this user has set up."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *args], cwd=folder, env=own, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def checked(module_bench: Bench) -> Bench:
    """A git repository with catalogs of all shapes, the reports far from them; and two in the usual way."""
    bench = module_bench
    git(bench.folder, "init", "--quiet")
    (bench.folder / "lists/own").mkdir(parents=True)
    (bench.folder / "link.yaml").symlink_to("real.yaml")
    (bench.folder / "linked").symlink_to("folder")
    for number, (folder, shapes) in enumerate(SHAPES.items()):
        for shape in shapes:
            (bench.folder / shape.path).parent.mkdir(parents=True, exist_ok=True)
            (bench.folder / shape.path).write_bytes(shape.made_of(TEXT))
        if folder == ".":
            (bench.folder / "executable.yaml").chmod(0o755)
        reports = bench.folder / f"out/of the way/{number}"
        named = [shape.named for shape in shapes]
        assert 1 == bench.check(*named, "--reports", str(reports), cwd=bench.folder / folder).code
    for name in ("one/a.yaml", "two/b.yaml"):
        bench.write(*NAMES, name=name)
    assert 1 == bench.check("one/a.yaml", "two/b.yaml").code
    return bench


@pytest.fixture
def copies(checked: Bench, tmp_path: Path) -> tuple[Bench, Bench]:
    """Two copies of the repository, to be edited in two ways."""
    benches = []
    for name in ("ours", "gits"):
        shutil.copytree(checked.folder, tmp_path / name, symlinks=True)
        benches.append(Bench(tmp_path / name, checked.web))
    return benches[0], benches[1]


def _contents(folder: Path) -> dict[str, bytes]:
    """Every catalog below a folder by its name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*.yaml"))
        if not path.is_symlink()
    }


@pytest.mark.parametrize("number", range(len(SHAPES)), ids=list(SHAPES))
@pytest.mark.parametrize(("options", "written"), [((), WRITTEN), (("--safe",), SAFE)], ids=["all", "safe"])
def test_apply_and_git_apply_write_the_same_bytes(
    copies: tuple[Bench, Bench], number: int, options: tuple[str, ...], written: bytes
) -> None:
    """All suggestions, or the safe ones: both ways make the same of each catalog, and touch no other."""
    ours, gits = copies
    folder, shapes = list(SHAPES.items())[number]
    reports = f"out/of the way/{number}"
    before = _contents(ours.folder)

    said = ours.run("apply", *options, "--reports", str(ours.folder / reports), cwd=ours.folder / folder)
    git(gits.folder, "apply", f"{reports}/{'safe' if options else 'suggested'}.patch")

    assert (0, "") == (said.code, said.err)
    expected = before | {shape.path: shape.made_of(written) for shape in shapes}
    assert expected == _contents(ours.folder)
    assert expected == _contents(gits.folder)
    for bench in (ours, gits):
        assert 0o755 == (bench.folder / "executable.yaml").stat().st_mode & 0o777


@pytest.mark.parametrize("is_inner_a_repository", [True, False])
def test_catalogs_within_a_repository_within_the_repository(
    bench: Bench, *, is_inner_a_repository: bool
) -> None:
    """Files of one name in both are told apart, by their paths from the root of that which one works in."""
    git(bench.folder, "init", "--quiet")
    for name in ("list.yaml", "parts/sub/list.yaml"):
        bench.write("moved", name=name)
    if is_inner_a_repository:
        git(bench.folder / "parts/sub", "init", "--quiet")
    bench.check("list.yaml", "parts/sub/list.yaml", "--reports", "reports")

    git(bench.folder, "apply", "--check", "reports/suggested.patch")
    git(bench.folder, "apply", "reports/suggested.patch")

    for name in ("list.yaml", "parts/sub/list.yaml"):
        assert b"https://moved.test/new-book" in (bench.folder / name).read_bytes()


def test_a_catalog_in_another_repository(bench: Bench) -> None:
    """From a folder in no repository, or in another one: the patch is for the root of the catalog's own."""
    bench.write("moved", name="elsewhere/lists/list.yaml")
    git(bench.folder / "elsewhere", "init", "--quiet")
    (bench.folder / "here").mkdir()
    for is_here_a_repository in (False, True):
        if is_here_a_repository:
            git(bench.folder / "here", "init", "--quiet")
        bench.check("../elsewhere/lists/list.yaml", cwd=bench.folder / "here")
        git(bench.folder / "elsewhere", "apply", "--check", "../here/reports/suggested.patch")

    said = bench.run("apply", cwd=bench.folder / "here")

    assert 0 == said.code
    assert b"https://moved.test/new-book" in (bench.folder / "elsewhere/lists/list.yaml").read_bytes()


def test_a_catalog_in_flow_style_on_one_line_is_edited_alike(bench: Bench) -> None:
    """Flow maps, both quotes, and no newline at the end: outside of git, one edit changes one value."""
    (bench.folder / "catalog.yaml").write_bytes(FLOW)
    bench.check()

    git(bench.folder, "apply", "reports/suggested.patch")
    gits = (bench.folder / "catalog.yaml").read_bytes()
    (bench.folder / "catalog.yaml").write_bytes(FLOW)
    bench.run("apply")

    assert gits == (bench.folder / "catalog.yaml").read_bytes()
    assert gits == FLOW.replace(b"moved.test/book", b"moved.test/new-book").replace(
        b"moved-away", b"elsewhere"
    )


def test_two_catalogs_are_edited_by_one_patch(copies: tuple[Bench, Bench]) -> None:
    """One patch of both files, as `git apply` takes it from the repository's root."""
    ours, gits = copies

    said = ours.run("apply")
    git(gits.folder, "apply", "reports/suggested.patch")

    assert (0, "6 suggestions written into one/a.yaml, two/b.yaml\n", "") == (said.code, said.out, said.err)
    assert [WRITTEN, WRITTEN] == [(ours.folder / name).read_bytes() for name in ("one/a.yaml", "two/b.yaml")]
    assert _contents(ours.folder) == _contents(gits.folder)


def test_apply_by_id_writes_that_suggestion_alone(copies: tuple[Bench, Bench]) -> None:
    """Only the suggestions of these ids are written, wherever they stand in."""
    ours, _ = copies
    wanted = next(each for each in ours.report()["suggestions"] if each["entry"] == "untitled")

    said = ours.run("apply", wanted["id"])

    titled = TEXT.replace(
        b'    url: "https://untitled', b'    title: Found Title\n    url: "https://untitled'
    )
    assert (0, "") == (said.code, said.err)
    files = {edit["file"] for each in ours.report()["suggestions"] for edit in each["edits"]}
    touched = {file for file in files if (ours.folder / file).read_bytes() != TEXT}
    assert touched
    assert {titled} == {(ours.folder / file).read_bytes() for file in touched}


def test_an_id_that_is_not_safe_is_not_written_with_safe(copies: tuple[Bench, Bench]) -> None:
    """--safe and an id together write what is both."""
    ours, _ = copies
    wanted = next(each for each in ours.report()["suggestions"] if each["disposition"] == "review")

    said = ours.run("apply", "--safe", wanted["id"])

    assert (0, "0 suggestions written into no file\n") == (said.code, said.out)
    assert TEXT == (ours.folder / "one/a.yaml").read_bytes()


def test_applying_twice_is_refused_in_one_line(copies: tuple[Bench, Bench]) -> None:
    """The second time nothing fits any more: 2, one line, not a byte changed."""
    ours, _ = copies
    ours.run("apply")
    before = _contents(ours.folder)

    said = ours.run("apply")

    assert (2, "") == (said.code, said.out)
    assert said.err == (
        "crawler: one/a.yaml: these suggestions are written already; "
        "nothing was written; run `crawler check` again\n"
    )
    assert before == _contents(ours.folder)


@pytest.mark.parametrize(
    ("options", "said_of_it"),
    [
        (
            (),
            "it was changed since it was checked; nothing was written; run `crawler check` again, or add ",
        ),
        (("--by-place",), "resources[2].url: it was 'https://moved.test/book' and is "),
    ],
)
def test_a_catalog_that_changed_since_is_refused_and_the_other_one_too(
    copies: tuple[Bench, Bench], options: tuple[str, ...], said_of_it: str
) -> None:
    """Where the second of two catalogs does not fit, the first is not written either."""
    ours, _ = copies
    path = ours.folder / "two/b.yaml"
    path.write_bytes(TEXT.replace(b"https://moved.test/book", b"https://moved.test/mine"))
    before = _contents(ours.folder)

    said = ours.run("apply", *options)

    assert (2, "", 1) == (said.code, said.out, said.err.count("\n"))
    assert f"crawler: two/b.yaml: {said_of_it}" in said.err
    assert before == _contents(ours.folder)


@pytest.mark.parametrize("first", ["apply --safe", "safe.patch"])
def test_what_is_written_already_is_known(copies: tuple[Bench, Bench], first: str) -> None:
    """After the safe ones, by whichever way, all others can be written, together or one by one."""
    ours, _ = copies
    others = [each["id"] for each in ours.report()["suggestions"] if each["disposition"] == "review"]
    if first == "safe.patch":
        git(ours.folder, "apply", "reports/safe.patch")
    else:
        assert 0 == ours.run("apply", "--safe").code
    assert [SAFE, SAFE] == [(ours.folder / name).read_bytes() for name in ("one/a.yaml", "two/b.yaml")]

    assert 0 == ours.run("apply", others[0]).code
    assert 0 == ours.run("apply").code

    assert [WRITTEN, WRITTEN] == [(ours.folder / name).read_bytes() for name in ("one/a.yaml", "two/b.yaml")]


def test_what_was_undone_can_be_written_again(copies: tuple[Bench, Bench]) -> None:
    """A catalog that is as it was checked is no stranger, whatever was in it meanwhile."""
    ours, _ = copies
    ours.run("apply")
    (ours.folder / "two/b.yaml").write_bytes(TEXT)

    said = ours.run("apply")

    assert (0, "3 suggestions written into two/b.yaml\n") == (said.code, said.out)
    assert WRITTEN == (ours.folder / "two/b.yaml").read_bytes()


@pytest.mark.parametrize("record", [None, b"{", b"\xff", b'{"run": "another", "states": []}'])
def test_a_report_that_came_alone_goes_by_place(copies: tuple[Bench, Bench], record: bytes | None) -> None:
    """Where nothing says what the catalogs were, or what does is of another run, each place has its say."""
    ours, _ = copies
    known = ours.folder / "reports/applied.json"
    known.unlink() if record is None else known.write_bytes(record)
    path = ours.folder / "two/b.yaml"
    path.write_bytes(b"# One more remark.\n\n" + TEXT)

    said = ours.run("apply")

    assert (0, "") == (said.code, said.err)
    assert b"# One more remark.\n\n" + WRITTEN == path.read_bytes()


def test_what_is_added_needs_its_own_entry(bench: Bench) -> None:
    """Another entry that stands there by now, without a title as well, does not get the title of this one."""
    catalog = bench.write("untitled")
    bench.check()
    text = catalog.read_text("utf-8")
    other = text.replace("resources:\n", "resources:\n  - id: other\n    url: https://other.test/\n")
    catalog.write_text(other, "utf-8")

    said = bench.run("apply", "--by-place")
    assert (2, 1) == (said.code, said.err.count("\n"))
    assert "what stands there now is not 'untitled'; nothing was written" in said.err
    assert other == catalog.read_text("utf-8")

    catalog.write_text("# A remark.\n" + text, "utf-8")
    assert 0 == bench.run("apply", "--by-place").code
    assert "Found Title" in catalog.read_text("utf-8")


def test_lines_added_above_since_are_no_hindrance(copies: tuple[Bench, Bench]) -> None:
    """By place, what counts is the value in the data, not the number of its line."""
    ours, _ = copies
    path = ours.folder / "two/b.yaml"
    path.write_bytes(b"# One more remark.\n\n" + TEXT)

    said = ours.run("apply", "--by-place")

    assert (0, "") == (said.code, said.err)
    assert b"# One more remark.\n\n" + WRITTEN == path.read_bytes()


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (None, "crawler: two/b.yaml: there is no such catalog; name one that exists\n"),
        (b"caf\xe9", "crawler: two/b.yaml: is not UTF-8; save it as UTF-8\n"),
    ],
)
def test_a_catalog_that_is_not_there_any_more_is_said(
    copies: tuple[Bench, Bench], broken: bytes | None, said: str
) -> None:
    """One line names the file, and the other catalog is left as it was."""
    ours, _ = copies
    path = ours.folder / "two/b.yaml"
    path.unlink()
    if broken is not None:
        path.write_bytes(broken)

    outcome = ours.run("apply")

    assert (2, "", said) == (outcome.code, outcome.out, outcome.err)
    assert TEXT == (ours.folder / "one/a.yaml").read_bytes()


def test_an_unknown_id_is_said(copies: tuple[Bench, Bench]) -> None:
    """An id of another night is no reason to write the others."""
    ours, _ = copies

    said = ours.run("apply", "0123456789ab")

    line = "crawler: 0123456789ab: the last report has no such suggestion; take an id from latest.md\n"
    assert (2, "", line) == (said.code, said.out, said.err)
    assert TEXT == (ours.folder / "one/a.yaml").read_bytes()


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[" * 100_000, b"\xff", b'{"schema": 2}', b"null"])
def test_a_report_that_cannot_be_read_is_said_in_one_line(bench: Bench, content: bytes | None) -> None:
    """Whatever stands in latest.json, apply and merge end with 2 and one line."""
    if content is not None:
        (bench.folder / "reports").mkdir()
        (bench.folder / "reports/latest.json").write_bytes(content)

    for command in (("apply",), ("merge", "reports/latest.json")):
        said = bench.run(*command)

        assert (2, "", 1) == (said.code, said.out, said.err.count("\n"))
        assert said.err.startswith("crawler: reports/latest.json: ")


def test_a_file_keeps_its_rights_and_a_link_stays_one(copies: tuple[Bench, Bench]) -> None:
    """What is written is the catalog behind the link, with the rights that it had."""
    ours, _ = copies
    real = ours.folder / "one/real.yaml"
    linked = ours.folder / "one/a.yaml"
    linked.rename(real)
    linked.symlink_to("real.yaml")
    real.chmod(0o640)

    said = ours.run("apply")

    assert (0, True, WRITTEN) == (said.code, linked.is_symlink(), real.read_bytes())
    assert 0o640 == real.stat().st_mode & 0o777
