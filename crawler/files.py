"""Which files a name stands for: itself, a folder's catalogs, or what a glob matches; in one order always.

Hidden folders and files, symbolic links, and what package managers put beside a catalog are passed over; so
nothing outside of the named folder is read.
"""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.catalog.formats import FORMATS, format_of, unread_format
from crawler.catalog.layout import GLOB, is_match
from crawler.catalog.wording import quoted
from crawler.disk import read_at_most
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_FILES = 20_000
_MAX_SEEN = 500_000
_LOOKED_AT = 65_536
_SUFFIXES = tuple(suffix for row in FORMATS for suffix in row.suffixes)
_FOREIGN_FOLDERS = frozenset(
    {
        "node_modules", "bower_components", "vendor", "vendored", "third_party", "venv", "env", "__pycache__",
        "site-packages", "target", "dist", "build", "_site",
    }
)  # fmt: skip
_FOREIGN_FILES = re.compile(
    r"package(?:-lock)?\.json|composer\.json|bower\.json|lerna\.json|renovate\.json|[jt]sconfig.*\.json|"
    r".*[.-]lock\.(?:json|ya?ml)|pyproject\.toml|cargo\.toml|netlify\.toml|book\.toml|config\.toml|"
    r"_config.*\.ya?ml|mkdocs\.ya?ml|docker-compose.*\.ya?ml|codecov\.ya?ml|environment\.ya?ml|crawler\.yaml|"
    r"buildspec.*\.ya?ml|lychee\.toml|vercel\.json|firebase\.json|wrangler\.toml|(?:rust|clippy|deny|tox)\w*\.toml|"
    r".*\.schema\.json|manifest\.json|latest\.(?:json|md)|applied\.json|.*\.declined\.yaml",
    re.IGNORECASE,
)
"""What tools keep beside a catalog, and this one's own configuration and reports."""
_OWN_FILES = re.compile(r"crawler\.yaml|.*\.declined\.yaml")
"""What `*.yaml` does not mean."""


def files_of(name: str) -> list[str]:
    """The files that one name stands for; CatalogError where a glob or a folder has none.

    A name that is no folder and no glob is returned as it is: whoever reads it says what is wrong.
    """
    if GLOB.search(name) and not os.path.lexists(name):
        found = sorted(
            file
            for file in _walk(_fixed_folder(name))
            if is_match(name, file) and not _OWN_FILES.fullmatch(posixpath.basename(file))
        )
        if not found:
            raise CatalogError(
                name, "no file matches", "name files that exist, in quotes if the shell is not to"
            )
        return _bounded(name, found)
    if is_folder(name):
        found = catalogs_below(name)
        if not found:
            raise nothing_found([name])
        return _bounded(name, found)
    return [name]


def is_folder(name: str) -> bool:
    """Also of a name that no file can have: too long, or with U+0000 in it."""
    return os.path.isdir(name)  # noqa: PTH112 - Path.is_dir raises for a name that is too long


def catalogs_below(folder: str) -> list[str]:
    """Every file of a known format below a folder, but those that belong to tools."""
    return sorted(
        file
        for file in _walk(folder)
        if file.lower().endswith(_SUFFIXES)
        and not _FOREIGN_FILES.fullmatch(posixpath.basename(file))
        and _is_list(file)
    )


def _is_list(file: str) -> bool:
    """Web pages and texts without markup are catalogs only where their beginning says so."""
    is_list = format_of(file).is_list
    return is_list is None or is_list(_beginning(file).decode("utf-8", "replace"))


def nothing_found(names: Sequence[str]) -> CatalogError:
    """What is said where nothing that was named is a catalog."""
    *others, last = _SUFFIXES
    foreign = "".join(f" ({said})" for said in unread_below(names))
    what = f"no catalog with links was found there, of {', '.join(others)} or {last}{foreign}"
    return CatalogError(", ".join(names), what, "name the file that holds them")


def unread_below(names: Sequence[str]) -> list[str]:
    """What is said of files with addresses, in formats that are not read, in the folders that are named."""
    found: dict[str, list[str]] = {}
    for folder in filter(is_folder, names):
        for file in _walk(folder):
            name = unread_format(file)
            if name is not None and _has_addresses(file):
                found.setdefault(name, []).append(file)
    return [
        f"not read: {len(files)} file{'s' * (len(files) != 1)} of {name}, such as {quoted(min(files))}; "
        "put their links into a list of another format to have them checked"
        for name, files in sorted(found.items())
    ]


def _has_addresses(file: str) -> bool:
    return re.search(rb"https?:", _beginning(file), re.IGNORECASE) is not None


def _beginning(file: str) -> bytes:
    """Nothing of what cannot be read, which is said where it is read for good."""
    try:
        return read_at_most(Path(file), _LOOKED_AT)
    except OSError:
        return b""


def _bounded(name: str, files: list[str]) -> list[str]:
    if len(files) > MAX_FILES:
        what = f"stands for more than {MAX_FILES:,} files"
        raise CatalogError(name, what, "name a narrower folder or glob")
    return files


def _fixed_folder(pattern: str) -> str:
    """The folder that a glob begins in: all before its first segment with a sign in it."""
    segments = pattern.split("/")
    first = next(at for at, segment in enumerate(segments) if GLOB.search(segment))
    return "/".join(segments[:first]) or ("/" if pattern.startswith("/") else ".")


def _walk(folder: str) -> Iterator[str]:
    seen = 0
    for parent, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(one for one in folders if _is_own(parent, one))
        seen += len(files) + len(folders)
        if seen > _MAX_SEEN:
            raise CatalogError(folder, f"holds more than {_MAX_SEEN:,} files", "name a narrower folder")
        for file in files:
            path = Path(parent, file)
            # A pipe that was not named has nobody at its other end: reading it would wait for ever.
            if not file.startswith(".") and not path.is_symlink() and path.is_file():
                yield path.as_posix()


def _refuse(error: OSError) -> None:
    """Passed over, a folder's links would be said to be gone; what is not there has none."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return
    what = f"cannot be read ({error.strerror})"
    raise CatalogError(str(error.filename), what, "make it a readable folder, or name what is beside it")


def _is_own(parent: str, folder: str) -> bool:
    is_foreign = folder.startswith(".") or folder.lower() in _FOREIGN_FOLDERS
    return not is_foreign and not os.path.islink(f"{parent}/{folder}")  # noqa: PTH114 - as in `is_folder`


def all_files(names: Sequence[str]) -> dict[str, bool]:
    """Every file of all names, each once, and whether it was named itself rather than found."""
    files: dict[str, bool] = {}
    for name in names:
        found = files_of(name)
        for file in found:
            files[file] = files.get(file, False) or found == [name]
    return files
