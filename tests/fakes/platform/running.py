"""Starts the test platform and holds its strings."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from core.rules import Recovery
from tests.fakes.platform.faults import Fault
from tests.fakes.platform.network import Visible

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How an account of the platform behaves; seconds are of its clock. See `network.Member`."""

    processing: float = 0.0
    container_life: float = 86_400.0
    late: float = 0.0
    key_window: float = 0.0
    accepts: bool = False
    lists: bool = True


MANNERS = {
    Recovery.CONDITIONAL: Manners(),
    Recovery.KEYED: Manners(key_window=3600.0),
    Recovery.SEARCH: Manners(),
    Recovery.NONE: Manners(lists=False),
}


class RunningPlatform:
    """The platform as those who script it see it. `url` is what publishers talk to."""

    def __init__(self, public: int, control: int) -> None:
        self.url = f"http://127.0.0.1:{public}"
        self._control = http.client.HTTPConnection("127.0.0.1", control, timeout=10)

    def join(self, account: str, token: str, manners: Manners) -> None:
        """Open an account."""
        self._ask("join", {"name": account, "token": token, **asdict(manners)})

    def change(self, token: str, **manners: float | bool) -> None:
        """Change how an account behaves; `revoked=True` makes its token worthless."""
        self._ask("change", {"token": token, **manners})

    def plan(self, token: str, *faults: Fault) -> None:
        """Let these faults happen to the next calls of their kind, each once."""
        for fault in faults:
            self._ask("fault", {"token": token, **fault.to_json()})

    def shut(self) -> None:
        """Refuse connections and break those that are open."""
        self._ask("shut")

    def open(self) -> None:
        """Take connections again."""
        self._ask("open")

    def ledger(self, account: str | None = None) -> tuple[Visible, ...]:
        """Everything that ever became visible, in order, also what was deleted since."""
        return _posts(self._ask("ledger", {"account": account}))

    def twice(self, account: str | None = None) -> tuple[Visible, ...]:
        """What a reader saw twice: one line for each account, text and media that occurs more than once."""
        posts = self.ledger(account)
        times = Counter((post.account, post.text, post.media) for post in posts)
        first = {(post.account, post.text, post.media): post for post in reversed(posts)}
        return tuple(first[what] for what, count in times.items() if count > 1)

    def visible(self, token: str) -> tuple[Visible, ...]:
        """What readers of an account see now, oldest first."""
        return _posts(self._ask("visible", {"token": token}))

    def medium(self, sha256: str) -> bytes:
        """Uploaded bytes as they arrived."""
        return bytes.fromhex(str(self._ask("media", {"sha256": sha256})["hex"]))

    def writes(self, account: str) -> int:
        """How many requests other than looks the account has made."""
        return int(str(self._ask("writes", {"account": account})["writes"]))

    def at_the_browser(self, account: str, *, denies: bool = False, without: tuple[str, ...] = ()) -> None:
        """Who sits at the consent page from now on, whether they say no, and which scopes they untick."""
        self._ask("consent", {"account": account, "denies": denies, "without": list(without)})

    def twist(self, path: str, **fields: object) -> None:
        """Answer there, where anybody may ask, with these fields in place of the true ones; without any truly again."""
        self._ask("twist", {"path": path, "fields": fields})

    def keep(self, what: str, name: str, value: object) -> None:
        """Put something where the dialect keeps what only it knows."""
        self._ask("keep", {"what": what, "name": name, "value": value})

    def reach(self, host: str, at: str) -> None:
        """Find `https://host` at that address from now on."""
        self._ask("reach", {"host": host, "at": at})

    def tokens(self) -> list[str]:
        """Every access token that is worth something, or was."""
        tokens = self._ask("known")["tokens"]
        assert isinstance(tokens, list)
        return tokens

    def wrongs(self) -> list[str]:
        """What was asked that the platform's documentation does not allow."""
        wrongs = self._ask("wrongs")["wrongs"]
        assert isinstance(wrongs, list)
        return wrongs

    def close(self) -> None:
        """Let go of the control connection."""
        self._control.close()

    def _ask(self, what: str, body: dict[str, object] | None = None) -> dict[str, object]:
        self._control.request("POST", f"/{what}", json.dumps(body or {}))
        answer: dict[str, object] = json.loads(self._control.getresponse().read())
        return answer


@contextmanager
def running_platform(
    *, clock: Path | None = None, ledger: Path | None = None, dialect: str = ""
) -> Iterator[RunningPlatform]:
    """Start the platform in its own process and end it with the block.

    `clock` is the file of a SharedClock; without one the machine's time counts. `ledger` gets one JSON line for each
    visible post and survives whoever started the platform. `dialect` is the platform whose API it speaks.
    """
    command = [sys.executable, "-m", "tests.fakes.platform.server", str(clock or ""), str(ledger or ""), dialect]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        public, control = process.stdout.readline().split()
        platform = RunningPlatform(int(public), int(control))
        try:
            yield platform
        finally:
            platform.close()
            process.stdin.close()
            process.wait(timeout=10)


def _posts(answer: dict[str, object]) -> tuple[Visible, ...]:
    posts = answer["posts"]
    assert isinstance(posts, list)
    return tuple(Visible(**{**post, "media": tuple(post["media"])}) for post in posts)
