"""A platform to try Greenlight against without an account: `python -m tests.fakes.platform PLATFORM`.

It prints the settings to use, says yes for you on its consent page, and shows what is published there. Start Greenlight
with GREENLIGHT_ALLOW_PRIVATE_SOURCES=on, since it lives on this machine.
"""

from __future__ import annotations

import sys
import time

from tests.fakes.platform.consents import CLIENT_ID, CLIENT_SECRET
from tests.fakes.platform.running import running_platform
from tests.fakes.platform.stages import STAGES

PERSON = "ana"
FREE = ("bluesky", "mastodon")  # no app is needed there
ELSEWHERE = ("HOME", "PLC", "VIDEO")  # where Bluesky is asked before it is known who somebody is


def main(platform: str) -> int:
    """Show what is published until Ctrl+C."""
    if platform not in STAGES:
        print(f"Choose one of: {', '.join(STAGES)}.")
        return 2
    with running_platform(dialect=platform) as far:
        far.at_the_browser(PERSON)
        print("GREENLIGHT_ALLOW_PRIVATE_SOURCES=on")
        if platform not in FREE:
            name = platform.upper()
            print(f"GREENLIGHT_{name}_CLIENT_ID={CLIENT_ID}\nGREENLIGHT_{name}_CLIENT_SECRET={CLIENT_SECRET}")
        for name in ELSEWHERE if platform == "bluesky" else ():
            print(f"GREENLIGHT_BLUESKY_{name}_URL={far.url}")
        said = f"{PERSON}.bsky.social" if platform == "bluesky" else far.url
        print(f"It listens at {far.url}; in the chat: /connect {platform} {said}", flush=True)
        shown = 0
        try:
            while True:
                for post in (ledger := far.ledger())[shown:]:
                    pictures = f" [{len(post.media)} pictures]" if post.media else ""
                    print(f"\n--- {post.id} on {post.account}{pictures}\n{post.text}", flush=True)
                shown = len(ledger)
                for wrong in far.wrongs():
                    print(f"!!! {wrong}", flush=True)
                time.sleep(1)
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
