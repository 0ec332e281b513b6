"""How to ask: the one room that touches the network.

    settings      limits, politeness, and what only the operator may override
    target        a URL as the network sees it
    resolver      names to addresses                 once     one look-up for all who ask
    delegations   who serves a name in DNS
    guard, dial   which addresses may be dialled
    proxies       the operator's proxies, and who goes past them
    lanes         pacing per host, bounds over all   robots   who may not be asked at all
    pace, hints   faster, slower, and what answers ask for
    places        who gets the next free one of all
    journal       the request log
    request       a probe as a request
    fast          the first stack: reqwest, rustls   cohorts  its clients, each for many hosts
    ahead         hosts looked up before they are asked
    second        the second, independent stack: httpcore, OpenSSL
    body          bounded reading
    certificate   what a bad certificate says
    failures      foreign exceptions to failures     files    how many may be open
    memory        what was freed goes back to the system
    talk          one request and its answer
    engine        all of it for one probe
    queues        which conversation starts next     conversation   the driver of a flow
    trouble       whether the network here works   outage   waiting for one that went away

Both stacks are httpx transports that take their vetted addresses from a `Dial`; another one is
a class beside them.
"""

from __future__ import annotations

from crawler.net.conversation import converse, link_deadline_s
from crawler.net.engine import Net
from crawler.net.guard import is_public
from crawler.net.journal import Journal, Sent
from crawler.net.proxies import Proxies
from crawler.net.queues import Asked, HostQueues, Rounds, Ticket
from crawler.net.robots_memory import RobotsMemory
from crawler.net.settings import ConnectTo, NetSettings
from crawler.net.target import politeness_host
from crawler.net.trouble import Contact, network_trouble
from crawler.probe.model import SECOND_STACK

__all__ = [
    "SECOND_STACK",
    "Asked",
    "ConnectTo",
    "Contact",
    "HostQueues",
    "Journal",
    "Net",
    "NetSettings",
    "Proxies",
    "RobotsMemory",
    "Rounds",
    "Sent",
    "Ticket",
    "converse",
    "is_public",
    "link_deadline_s",
    "network_trouble",
    "politeness_host",
]
