"""Files on the disk, each written whole or not at all: the only module of this room that touches the disk."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.errors import ReportError
from crawler.report.render import REPORT_FILES, Rendered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_REMEDY = "make it a folder that this user may write, or name another one with --reports"
FILE_REMEDY = "nothing was written; make the file and its folder writable"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def prepare_reports_folder(folder: Path) -> None:
    """Make the folder and prove by writing that reports can be put there; else ReportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage(folder / "proof", ("proof\n",)).unlink()
    except OSError as error:
        raise unwritable(folder, error, _REMEDY) from error
    taken = next((folder / name for name in REPORT_FILES if (folder / name).is_dir()), None)
    if taken is not None:
        raise ReportError(
            str(taken), "a folder stands where a report goes", "remove it or name another --reports"
        )


def write_reports(folder: Path, files: Mapping[str, str]) -> None:
    """Write every file whole or not at all, as UTF-8 with its newlines as given; else ReportError.

    All texts are on the disk before the first old report is replaced, so a full disk leaves the old set.
    """
    names = [_plain(name) for name in files]
    try:
        _replace_all((folder / name, _pieces(files, name)) for name in names)
    except OSError as error:
        raise unwritable(folder, error, _REMEDY) from error


def write_files(files: Mapping[Path, str]) -> None:
    """Write files of the operator's own as `write_reports` does, their rights kept and links followed."""
    # A report that is a link is replaced, since it may be a trap; a configuration that is one was meant so.
    contents = [(path.resolve(), (text,)) for path, text in files.items()]
    try:
        _replace_all(contents)
    except OSError as error:
        raise unwritable(", ".join(map(str, files)), error, FILE_REMEDY) from error


def write_new_file(path: Path, text: str) -> None:
    """Write a file that is not there yet; else ReportError, and what is there stays as it is."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise ReportError(str(path), "is there already", "name a file that is not") from None
    except (OSError, UnicodeEncodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ReportError(str(path), f"cannot be written ({reason})", "name another file") from error


def path_in_repository(file: str) -> str:
    """A file's path from the root of the git repository that one works in; where it is not in there, of its
    own; and from here where there is none.
    """
    path, here = Path(file).resolve(), Path.cwd()
    # The innermost first would tell a file from that of the same name in a submodule by nothing.
    roots = (_repository_of(here), _repository_of(path.parent), here)
    root = next((root for root in roots if root is not None and path.is_relative_to(root)), path.parent)
    return path.relative_to(root).as_posix()


def _repository_of(folder: Path) -> Path | None:
    return next((root for root in (folder, *folder.parents) if (root / ".git").exists()), None)


def _plain(name: str) -> str:
    if name in {"", ".", ".."} or "/" in name:
        raise ValueError(f"not the plain name of a file: {name!r}")
    return name


def _pieces(files: Mapping[str, str], name: str) -> Iterable[str]:
    return files.pieces(name) if isinstance(files, Rendered) else (files[name],)


def _replace_all(contents: Iterable[tuple[Path, Iterable[str]]]) -> None:
    staged: dict[Path, Path] = {}
    try:
        for path, pieces in contents:
            staged[path] = stage(path, pieces)
        for path, new in staged.items():
            new.replace(path)
        for folder in dict.fromkeys(path.parent for path in staged):
            sync(folder)
    finally:
        for new in staged.values():
            new.unlink(missing_ok=True)


def staged_path(target: Path, process: int) -> Path:
    """Where what is to replace a file is written: the process id keeps two runs apart, and what is there all
    the same is a leftover or a trap.
    """
    return target.with_name(f".{target.name}.{process}.tmp")


def stage(target: Path, pieces: Iterable[str]) -> Path:
    """Write a new, synced file beside its target, with its rights; nothing is left of it when that fails."""
    path = staged_path(target, os.getpid())
    path.unlink(missing_ok=True)
    # O_EXCL refuses a link planted between these two lines too; 0o666 leaves the rights to the umask.
    descriptor = os.open(path, _NEW_FILE, 0o666)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor has no Path
            file.writelines(piece.encode() for piece in pieces)
            file.flush()
            _keep_rights(target, file.fileno())
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _keep_rights(target: Path, descriptor: int) -> None:
    with suppress(FileNotFoundError):
        there = target.lstat()
        if stat.S_ISREG(there.st_mode):
            os.fchmod(descriptor, stat.S_IMODE(there.st_mode))


def sync(folder: Path) -> None:
    """Make the replaced names last over a power cut, where the file system can."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unwritable(where: object, error: OSError, remedy: str) -> ReportError:
    """The operator error for what the disk refused."""
    return ReportError(str(where), f"cannot be written ({error.strerror or error})", remedy)
