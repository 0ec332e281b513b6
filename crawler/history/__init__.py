"""What earlier runs saw, kept in SQLite by default and in PostgreSQL by URL.

Every run leaves one observation per URL that carries the link's whole memory after it. So the memory of a
link is its latest observation that is not provisional, and taking a run away gives back the memory before.

    opening.py   a URL to an engine over a history of ours, or a refusal that changes nothing
    trouble.py   what a database says when it fails, and what can be done about that
    tables.py    the tables, and the column types that give back what was put in on every backend
    model.py     what is read back beside `crawler.probe.past`'s own types
    writing.py   the statements that write, on an open connection
    reading.py   the statements that read, on an open connection
    pages.py     the pages that a 304 may stand for, likewise
    robots.py    what origins answered for robots.txt, likewise
    store.py     `History`: transactions, and database errors turned into operator errors
    batches.py   `Batches`: what a run saw, written many at a time
    shelf.py     `Shelf`: what a run itself must look at again, on the disk until it ends
"""

from __future__ import annotations

from crawler.history.batches import Batches
from crawler.history.model import PastSighting, RunRecord
from crawler.history.shelf import Part, Shelf
from crawler.history.store import History

__all__ = ["Batches", "History", "Part", "PastSighting", "RunRecord", "Shelf"]
