"""Somebody who presses in Slack: `python -m benchmarks.ground.slack_presses PORT WARM COUNT`, a process of its own.

Every press is signed and sent on one kept connection after the one before it was acknowledged. After the first WARM
`go` is written and a line waited for, so that the measuring begins with the others.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import sys
import time
from urllib.parse import urlencode

from bot.cards.press import Press
from bot.slack.manifest import PATH
from tests.fakes.slack_api.world import SIGNING_SECRET


def request(number: int) -> bytes:
    """A signed press by somebody whom the workspace does not know: it is kept and acknowledged like any other."""
    payload = {
        "type": "block_actions",
        "team": {"id": "T0ONE", "domain": "one"},
        "user": {"id": "U0ANA", "name": "ana", "team_id": "T0ONE"},
        "channel": {"id": "D0001", "name": "directmessage"},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "D0001", "is_ephemeral": False},
        "message": {"ts": "1.1", "text": "A card", "blocks": []},
        "trigger_id": f"press.{number}",
        "response_url": "https://hooks.slack.invalid/1",
        "actions": [
            {
                "type": "button",
                "action_id": "press0",
                "block_id": "b",
                "value": Press(verb="approve", target=number + 1, version=1).pack(),
            }
        ],
        "api_app_id": "A0GREEN",
        "enterprise": None,
        "is_enterprise_install": False,
    }
    body = urlencode({"payload": json.dumps(payload)})
    stamp = str(int(time.time()))  # noqa: TID251  # what Slack would stamp it with
    digest = hmac.new(SIGNING_SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    lines = (
        f"POST {PATH} HTTP/1.1",
        "host: 127.0.0.1",
        "content-type: application/x-www-form-urlencoded",
        f"content-length: {len(body)}",
        f"x-slack-request-timestamp: {stamp}",
        f"x-slack-signature: v0={digest}",
        "",
        body,
    )
    return "\r\n".join(lines).encode()


def main(port: int, warm: int, count: int) -> None:
    """Press, and end with a status that tells whether all were acknowledged."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number in range(warm + count):
            if number == warm:
                print("go", flush=True)
                sys.stdin.readline()
            line.sendall(request(number))
            answer = b""
            while b"\r\n\r\n" not in answer:
                answer += line.recv(65536)
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(answer.decode("latin-1"))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
