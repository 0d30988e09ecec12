"""Which addresses on the network may be read at somebody's wish.

Names are looked up here, once for each request, and the request then goes to exactly the address that was judged. So a
name that means another machine a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from core.errors import Rejected, Unavailable

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""Answers the numeric addresses of a host name and port. Raises OSError when there are none."""

Address = IPv4Address | IPv6Address


def _networks(*written: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(map(ip_network, written))


# Special networks: https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry,
# https://www.iana.org/assignments/ipv6-address-space (read 2026-11)
_ANYWHERE = ip_network("2000::/3")  # global unicast, the only part of IPv6 that leads to servers of others
_TRANSLATED = ip_network("64:ff9b::/96")  # IPv4 behind NAT64: https://www.rfc-editor.org/rfc/rfc6052 (read 2026-11)
_NEAR = _networks("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1", "fc00::/7")
_WITHHELD = _networks(
    "192.0.0.0/24",  # protocol assignments; older Pythons call them global
    "192.88.99.0/24",  # relays of 6to4, as 2002::/16 is 6to4: they hide another address inside
    "2002::/16",
    "3fff::/20",  # documentation
    # Where clouds keep the keys of a machine, besides 169.254.0.0/16 (read 2026-11):
    "168.63.129.16",  # https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
    "100.100.100.200",  # https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
    "fd00:ec2::254",  # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
)


async def by_the_system(host: str, port: int) -> tuple[str, ...]:
    """`Resolve` as this machine does it."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


async def allowed_addresses(host: str, port: int, resolve: Resolve, *, private: bool) -> tuple[str, ...]:
    """The numeric addresses of a host, all of which may be read. With `private`, those of one's own network too.

    Raises:
        Rejected: one of them lies in a network that is nobody else's business, or the name is none.
        Unavailable: there is no such host.
    """
    found = _written(host) or await _looked_up(host, port, resolve)
    judge = may_be_near if private else is_public
    if not all(map(judge, found)):
        raise Rejected("private_address")
    return tuple(map(str, found))


def is_public(address: Address) -> bool:
    """True for an address of the open internet; of a translated one, the IPv4 address inside counts."""
    if address in _TRANSLATED:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if address.version == 6 and address not in _ANYWHERE:
        return False
    return address.is_global and not address.is_multicast and not _in(address, _WITHHELD)


def may_be_near(address: Address) -> bool:
    """True for a public address, this machine and private networks; never for link-local ones or a cloud's own."""
    return is_public(address) or (_in(address, _NEAR) and not _in(address, _WITHHELD))


def _in(address: Address, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    return any(address in network for network in networks)


def _written(host: str) -> tuple[Address, ...]:
    """The address a host is written as, if it is no name."""
    try:
        return (ip_address(host.strip("[]")),)
    except ValueError:
        return ()


async def _looked_up(host: str, port: int, resolve: Resolve) -> tuple[Address, ...]:
    try:
        found = await resolve(host, port)
    except UnicodeError as error:
        raise Rejected("address") from error
    except OSError as error:
        raise Unavailable("no_such_host") from error
    if not found:
        raise Unavailable("no_such_host")
    return tuple(map(ip_address, found))
