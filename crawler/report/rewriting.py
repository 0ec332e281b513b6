"""Catalogs rewritten, all of them or none, even where the machine stops in the middle.

All new texts are on the disk before the first old file is replaced. Of several files a journal then says
which replaces which, until all are replaced. Where one is found, the next `crawler apply` first finishes what
it says. A rename that fails while the program runs is taken back.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.disk import read_whole
from crawler.errors import CatalogError, ReportError
from crawler.report.writer import FILE_REMEDY, stage, staged_path, sync, unwritable

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_BYTES = 100_000_000
_STALE = "nothing was written; run `crawler check` again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """What a file says, byte for byte, and what it is to say."""

    old: str
    new: str


def rewrite_all(files: Mapping[Path, Rewrite], journal: Path) -> None:
    """Rewrite every file or none, rights kept.

    CatalogError where one changed or lies behind a link out of its tree, ReportError where the disk refuses.
    """
    targets = _targets(files)
    staged: dict[Path, Path] = {}
    try:
        for target, rewrite in targets.items():
            staged[target] = stage(target, (rewrite.new,))
        for target, rewrite in targets.items():
            if read_whole(target, _MOST_BYTES) != rewrite.old.encode():
                raise CatalogError(str(target), "it changed while it was edited", _STALE)
        _replace_with_journal(targets, staged, journal)
    except OSError as error:
        raise unwritable(", ".join(map(str, files)), error, FILE_REMEDY) from error
    finally:
        if not journal.exists():  # a half-done rewrite is finished from what is staged
            for new in staged.values():
                new.unlink(missing_ok=True)


def _targets(files: Mapping[Path, Rewrite]) -> dict[Path, Rewrite]:
    targets: dict[Path, Rewrite] = {}
    for path, rewrite in files.items():
        target = path.resolve()
        if not target.is_relative_to(_tree_of(path)):
            what = f"it is a link that leads to {target}, out of its tree"
            raise CatalogError(str(path), what, "nothing was written; name the file itself")
        if target in targets:
            raise CatalogError(
                str(path), f"it is {target} by another name", "nothing was written; name it once"
            )
        targets[target] = rewrite
    return targets


def _tree_of(path: Path) -> Path:
    """The folder that a link at this path must stay in: the repository, or the folder one works in."""
    here, named = Path.cwd(), Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the link
    start = here if named.is_relative_to(here) else named.parent
    root = next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)
    return root.resolve()


def _replace_with_journal(
    targets: Mapping[Path, Rewrite], staged: Mapping[Path, Path], journal: Path
) -> None:
    if len(targets) == 1:  # one rename is whole or not at all
        _replace(targets, staged)
        return
    _write_journal(journal, targets, staged)
    try:
        _replace(targets, staged)
    except BaseException:
        # On a full disk taking back fails as well; the next run then finishes from the journal.
        if all(_digest_of(target) == _digest(rewrite.old.encode()) for target, rewrite in targets.items()):
            journal.unlink()
        raise
    journal.unlink()


def _replace(targets: Mapping[Path, Rewrite], staged: Mapping[Path, Path]) -> None:
    done: list[Path] = []
    try:
        for target, new in staged.items():
            new.replace(target)
            done.append(target)
    except BaseException:  # an interrupt of the operator as well
        for target in done:
            stage(target, (targets[target].old,)).replace(target)
        raise
    for folder in dict.fromkeys(target.parent for target in staged):
        sync(folder)


def _write_journal(journal: Path, targets: Mapping[Path, Rewrite], staged: Mapping[Path, Path]) -> None:
    rows = [
        {
            "target": str(target),
            "staged": staged[target].name,
            "old": _digest(rewrite.old.encode()),
            "new": _digest(rewrite.new.encode()),
        }
        for target, rewrite in targets.items()
    ]
    text = json.dumps({"process": os.getpid(), "files": rows}, indent=1)
    stage(journal, (text,)).replace(journal)
    sync(journal.parent)


def finish_interrupted(journal: Path) -> tuple[str, ...]:
    """Finish what an earlier run was stopped in, and say which files it rewrote; ReportError where another
    process is still at it.
    """
    try:
        said = json.loads(read_whole(journal, _MOST_BYTES))
        process = int(said["process"])
        rows = [_Row.of(row, process) for row in said["files"]]
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError):
        raise ReportError(str(journal), "cannot be read", "look at it, and remove it") from None
    if process != os.getpid() and _is_alive(process):
        what = f"`crawler apply` is at work already (process {process})"
        raise ReportError(str(journal), what, "wait for it; remove this file if that process is another one")
    try:
        finished = tuple(str(row.target) for row in rows if row.finish())
        journal.unlink()
    except OSError as error:
        raise unwritable(journal, error, FILE_REMEDY) from error
    return finished


@dataclass(frozen=True, slots=True)
class _Row:
    """One file of a journal."""

    target: Path
    staged: Path
    old: str
    new: str

    @staticmethod
    def of(row: Mapping[str, Any], process: int) -> _Row:
        target = Path(row["target"])
        staged = target.with_name(row["staged"])
        # A journal may come with a stranger's branch, and what it calls staged is taken away.
        if staged != staged_path(target, process):
            raise ValueError(row)
        return _Row(target, staged, row["old"], row["new"])

    def finish(self) -> bool:
        """Replace the file, if neither it nor what replaces it has changed since; nothing is left over."""
        try:
            if _digest_of(self.staged) == self.new and _digest_of(self.target) == self.old:
                self.staged.replace(self.target)
                sync(self.target.parent)
                return True
            return False
        finally:
            self.staged.unlink(missing_ok=True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of(path: Path) -> str | None:
    try:
        return _digest(read_whole(path, _MOST_BYTES))
    except FileNotFoundError:
        return None


def _is_alive(process: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(process, 0)
        except (ProcessLookupError, OverflowError):
            return False
    return True
