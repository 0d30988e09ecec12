"""Which server somebody means, for platforms where everybody may run one."""

from __future__ import annotations

import re

_SERVER = re.compile(r"(?:https://)?(?:@?[^@/\s]+@)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?)/?.*", re.IGNORECASE)
_LOCAL = re.compile(r"http://(?:127\.0\.0\.1|localhost)(?::\d+)?/?")


def server_in(written: str) -> str:
    """The address of the server in what was written: a name, an address, or somebody's name with their server.

    Always https, but on this machine, where the judge has the last word. Empty where there is none.
    """
    said = written.strip()
    if _LOCAL.fullmatch(said):
        return said.rstrip("/")
    found = _SERVER.fullmatch(said)
    return "" if found is None or "://" in said.removeprefix("https://") else f"https://{found['host'].lower()}"
