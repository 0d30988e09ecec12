"""What Instagram and Threads share: containers that are worked on, kept for a while and published once.

A film whose bytes begin with "broken <code>" fails with that code while it is worked through; with "once" behind it
only the first time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.fakes.platform.network import Member, Network


def keep(
    network: Network,
    member: Member,
    *,
    text: str,
    media: list[str],
    alts: list[str],
    child: bool,
    details: dict[str, str],
    parent: str = "",
) -> str:
    """Make one and answer its number. What `media` and `alts` name stands in the same order."""
    now, number = network.now(), f"17{len(member.drawer):04}"
    member.drawer[number] = {
        "child": child,
        "text": text,
        "media": media,
        "alts": alts,
        "parent": parent,
        "details": {**details, "alt": "\n".join(alts)},
        "failed": _failure(network, member, media),
        "ready": now + timedelta(seconds=member.processing),
        "expires": now + timedelta(seconds=member.container_life),
        "post": "",
    }
    return number


def state_of(network: Network, member: Member, container: dict[str, Any]) -> str:
    """A post that is not seen yet is still on its way out."""
    if container["post"]:
        seen = any(post.id == container["post"] for post in network.visible(member))
        return "PUBLISHED" if seen else "FINISHED"
    if network.now() >= container["expires"]:
        return "EXPIRED"
    if network.now() < container["ready"]:
        return "IN_PROGRESS"
    return "ERROR" if container["failed"] else "FINISHED"


def _failure(network: Network, member: Member, media: list[str]) -> str:
    """The code a film fails with."""
    data = network.media[media[0]] if len(media) == 1 else b""
    if not data.startswith(b"broken"):
        return ""
    before = any(media == one["media"] for one in member.drawer.values())
    return "" if before and data.endswith(b"once") else data.split()[1].decode()
