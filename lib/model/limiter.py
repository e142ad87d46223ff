"""How often one visitor may do something; nothing of the visitor is kept but a salted digest, and that in memory only."""

from collections import OrderedDict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Lock

VISITORS = 10_000
"""Visitors remembered at once; whoever came longest ago is forgotten first."""

HERE = "local"
"""The visitor whose address is not known: somebody at the machine of the server."""

IPV6_HOME = 64
"""Bits of an IPv6 address that belong to one home or office: whoever has one has them all."""


class Limiter:
    """At most `limit` acts of one visitor within any `period`; threads of a server share it.

    An act made exactly one period ago does not count any more. `salt` makes digests worthless outside this process.
    """

    def __init__(self, limit: int, period: timedelta, *, salt: bytes, visitors: int = VISITORS) -> None:
        self.limit = limit
        self._period = period
        self._salt = salt
        self._visitors = visitors
        self._acts: OrderedDict[bytes, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def take(self, visitor: str, at: datetime) -> bool:
        """Count one act of the visitor; False, and not counted, when there were `limit` of them already."""
        who = sha256(self._salt + visitor.encode(errors="replace")).digest()
        with self._lock:
            acts = self._acts.setdefault(who, deque())
            self._acts.move_to_end(who)
            while acts and acts[0] <= at - self._period:
                acts.popleft()
            allowed = len(acts) < self.limit
            if allowed:
                acts.append(at)
            while len(self._acts) > self._visitors:
                self._acts.popitem(last=False)
        return allowed


def visitor(peer: str | None, headers: Mapping[str, str]) -> str:
    """Where a visitor comes from, for `Limiter.take`.

    Parameters
    ----------
    peer : the address at the other end of the connection; None: this machine.
    headers : of the request. `X-Forwarded-For` is believed only from a peer within the own network, which is then the
        proxy, and of it only the last address, which the proxy itself wrote: the others are whatever the visitor says.
    """
    near = _address(peer or "")
    if near is not None and near.is_global:
        return _home(near)
    named = {name.lower(): value for name, value in headers.items()}
    far = _address(named.get("x-forwarded-for", "").rpartition(",")[2])
    if far is not None:
        return _home(far)
    return HERE if near is None else _home(near)


def _address(written: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(written.strip())
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _home(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((int(address), IPV6_HOME), strict=False))
