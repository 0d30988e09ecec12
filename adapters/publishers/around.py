"""What platforms are built from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from adapters.publishers.outside import Outside
from core.clock import Clock
from core.payload import Media
from core.ports import Blobs
from core.rules import Rules
from core.secret import KeyRing, Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class AppThere:
    """Our app on a platform: its id and secret, its addresses by what they are for, and its API's version."""

    client_id: str = ""
    client_secret: Secret = Secret("")
    urls: Mapping[str, str] = field(default_factory=dict)
    version: str = ""


_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The way out, where bytes lie, and what of the outside may be spoken to.

    `keys` is what keys of ours there are made from. `address` makes the link under which a platform fetches a medium
    from us; `public` says whether anybody outside can follow it. `private` lets people name servers of this machine
    and of private networks. `apps` are those that are set, by platform; a platform that needs none has an empty one.
    """

    outside: Outside
    blobs: Blobs
    clock: Clock
    keys: KeyRing
    base_url: str
    address: Callable[[Media], str]
    public: bool = False
    private: bool = False
    apps: Mapping[str, AppThere] = field(default_factory=dict)

    def has(self, rules: Rules) -> bool:
        """Whether the platform can be spoken to."""
        return rules.platform in self.apps

    def reached_by(self, rules: Rules) -> bool:
        """Whether the platform can fetch a medium from us; one on this machine always can."""
        own = self.apps.get(rules.platform, AppThere()).urls.values()
        return self.public or any(urlsplit(url).hostname in _HERE for url in own)

    def url(self, platform: str, name: str) -> str:
        """One of the platform's addresses."""
        return self.apps[platform].urls[name]
