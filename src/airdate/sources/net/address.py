"""Which addresses may be called: public ones of the internet, and no other.

Invariant: what `vet_host` returns is connected to as it is; a name is never resolved a second time, so an
answer that changes in between (DNS rebinding) changes nothing. IANA's registries of special-purpose
addresses (RFC 6890) are those of `ipaddress`; forms that hide an IPv4 address in an IPv6 one are unwrapped.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread

from airdate.errors import SourceError

#: A host's name and a port → the addresses it resolves to; raises `OSError` where there are none.
Resolver = Callable[[str, int], Sequence[str]]

RESOLVE_SECONDS = 10.0

_UNICAST = IPv6Network("2000::/3")  # the only global unicast addresses of IPv6
_TUNNELS = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))  # Teredo and 6to4 lead to any IPv4 address
_NAT64 = IPv6Network("64:ff9b::/96")
#: A cloud's own service; and protocol assignments, which `ipaddress` takes for public in part.
_NOT_FOR_US = (IPv4Network("168.63.129.16/32"), IPv4Network("192.0.0.0/24"))


def resolve(host: str, port: int) -> list[str]:
    """The system's addresses of a host, in the system's order.

    Raises:
        OSError: no such host, no resolver, or no answer in time.
    """
    return within(lambda: _look_up(host, port), RESOLVE_SECONDS)


def within(ask: Callable[[], list[str]], seconds: float) -> list[str]:
    """What the system answers, which has no time limit of its own and cannot be called off.

    Raises:
        TimeoutError: no answer in time; the thread that waits for it is left behind.
        OSError: as `ask`.
    """
    answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def wait() -> None:
        try:
            answers.put(ask())
        except (OSError, ValueError) as error:  # a name that cannot be written in a question, too
            answers.put(error)

    Thread(target=wait, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError(f"its name was not resolved in {seconds:g} s") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Is it an address of the public internet: not private, shared, local, multicast, reserved?"""
    address = unwrap(address)
    if isinstance(address, IPv6Address):
        tunnelled = any(address in network for network in _TUNNELS)
        return address in _UNICAST and address.is_global and not tunnelled
    special = address.is_multicast or address.is_reserved or any(address in net for net in _NOT_FOR_US)
    return address.is_global and not special


def unwrap(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv4-mapped or NAT64 one; any other as it is."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def vet_host(host: str, port: int, resolver: Resolver, *, allow_loopback: bool) -> list[str]:
    """The addresses to connect to.

    One address that may not be called condemns the host: a mixed answer is an attack, not an accident.

    Raises:
        SourceError: the host resolves to an address that may not be called.
        OSError: as `Resolver`.
    """
    addresses = [ip_address(text.partition("%")[0]) for text in resolver(host, port)]
    if not addresses:
        raise OSError("it has no address")
    for address in addresses:
        if not (is_public(address) or (allow_loopback and address.is_loopback)):
            raise SourceError(
                f"it leads to {address}, which is no public address",
                id=host,
                hint="only hosts of the public internet are read",
            )
    return [str(unwrap(address)) for address in addresses]
