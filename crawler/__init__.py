"""`crawler` keeps a catalog of links healthy: it asks every link, remembers, and proposes mends.

The folders are the stages of one run, in their order:

    catalog   text to entries, links and problems; later, edits back into text
    probe     what to ask: conversations of several requests, without any network
    net       how to ask: names, vetted addresses, connections, politeness
    page      bytes to the facts that a page states about itself
    judge     evidence to signals, signals and memory to one verdict
    suggest   verdicts to proposed edits
    history   what earlier runs saw
    report    what changed since, for people and for scripts

Start reading at `run.py`: one run from top to bottom.
"""

__version__ = "0.1.0"
