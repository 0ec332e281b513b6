"""Forms that want something of visitors first."""

from __future__ import annotations

import pytest

from crawler.page.body import read_body


@pytest.mark.parametrize(
    ("form", "door"),
    [
        ("<form><input name=u><input type=password></form>", True),
        ("<form><select name=country><option>A</select><button>Go</button></form>", True),
        ("<form><input type=checkbox name=agree><input type=submit></form>", True),
        ("<form><input type=date name=birth><input type=hidden name=t></form>", True),
        ("<form method=post><input type=hidden name=t><button>I accept</button></form>", True),
        ("<form method=POST><input type=submit value=Enter></form>", True),
        ("<form><button>Menu</button></form>", False),
        ("<form role=search><input type=search name=q></form>", False),
        ("<form><input name=q><button>Search</button></form>", False),
        ("<form method=post><input type=email name=news><button>Subscribe</button></form>", False),
        ("<form><input name=q><select name=where><option>A</select></form>", False),
        ("<form method=post><textarea name=comment></textarea><input type=checkbox></form>", False),
        ("<form method=post></form>", False),
        ("<select name=language><option>A</select><button>Go</button>", False),
    ],
)
def test_doors(form: str, *, door: bool) -> None:
    """A password, a choice or a mere yes is asked for at a door; words are asked for anywhere."""
    assert door == read_body(f"<body><p>Words</p>{form}</body>".encode()).asks_first
