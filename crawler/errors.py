"""What only the operator can mend; each is said in one line with place and remedy, and ends with exit code 2.

    OperatorError
    ├── CatalogError    a catalog that cannot be read as a whole
    ├── SettingsError   a wrong option, environment variable or configuration file
    ├── StateError      a history that is foreign, newer, or cannot be opened
    └── ReportError     a reports folder that cannot be written, a report that cannot be read

A link's failure is never one of these: it is a value (`crawler.probe.model.Failure`).
"""

from __future__ import annotations

_LONGEST_PART = 400
"""Characters of a name or value that is repeated: whoever gave one of 5,000 knows which."""


def _shortened(text: str) -> str:
    """The beginning and the end, where the line stands and what is wrong is said."""
    half = _LONGEST_PART // 2
    return text if len(text) <= _LONGEST_PART else f"{text[:half]}…{text[-half:]}"


class OperatorError(Exception):
    """A mistake that stops the run: `where` is a file, `file:line` or option; `remedy` says what to do."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(where, what, remedy)
        self.where = where
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{_shortened(self.where)}: {_shortened(self.what)}; {self.remedy}"


class CatalogError(OperatorError):
    """A catalog that cannot be read as a whole."""


class SettingsError(OperatorError):
    """A wrong option, environment variable or configuration file."""


class StateError(OperatorError):
    """A history that is foreign, newer than this program, or cannot be opened."""


class ReportError(OperatorError):
    """A reports folder that cannot be written, or a report that cannot be read."""
