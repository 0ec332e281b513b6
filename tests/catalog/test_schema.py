"""The JSON Schema of the native format says what the reader takes, and our own catalog fits it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.catalog.model import Entry
from crawler.catalog.schema import DIALECT, native_schema

ROOT = Path(__file__).parents[2]


def _check(*arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "check_jsonschema", *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def schema_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "schema.json"
    path.write_text(json.dumps(native_schema()), encoding="utf-8")
    return path


def test_is_a_schema(schema_file: Path) -> None:
    """It is good 2020-12, and names every key of an entry."""
    assert DIALECT == native_schema()["$schema"]
    assert list(Entry.model_fields) == list(native_schema()["$defs"]["Entry"]["properties"])
    assert 0 == _check("--check-metaschema", str(schema_file)).returncode


def test_accepts_our_own_catalog(schema_file: Path) -> None:
    """What we keep healthy ourselves fits."""
    result = _check("--schemafile", str(schema_file), str(ROOT / "catalog.yaml"))
    assert 0 == result.returncode, result.stdout


@pytest.mark.parametrize(
    "entry",
    [
        "{title: A, url: 'https://a.test/'}",
        "{id: A B, title: A, url: 'https://a.test/'}",
        "{id: a, title: A, url: 'ftp://a.test/'}",
        "{id: a, title: A, url: 'https://a.test/', kind: novel}",
        "{id: a, title: A, url: 'https://a.test/', colour: red}",
        "{id: a, title: A, url: 'https://a.test/', year: '2020'}",
        "{id: a, title: A, url: 'https://a.test/', check: {ignore: ''}}",
    ],
)
def test_refuses(schema_file: Path, tmp_path: Path, entry: str) -> None:
    """What lint complains of, an editor underlines."""
    catalog = tmp_path / "catalog.yaml"
    catalog.write_text(f"version: 1\nresources:\n- {entry}\n", encoding="utf-8")
    assert 1 == _check("--schemafile", str(schema_file), str(catalog)).returncode
