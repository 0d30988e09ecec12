"""A model server to try Greenlight against without an account: `python -m tests.fakes.models [PORT]`.

It prints the settings to use, and then every question it is asked and what it counted for the answer.
"""

from __future__ import annotations

import asyncio
import sys

from tests.fakes.models.server import KEY, MODEL, models

PORT = 8082


async def main(port: int) -> None:
    """Serve until the input ends."""
    async with models(port=port) as at:
        print(f"GREENLIGHT_COMPATIBLE_URL={at.openai}\nGREENLIGHT_COMPATIBLE_MODEL={MODEL}")
        print(f"GREENLIGHT_COMPATIBLE_API_KEY={KEY}", flush=True)
        told = asyncio.create_task(_tell(at.mind.tokens))
        await asyncio.to_thread(sys.stdin.read)
        told.cancel()


async def _tell(tokens: list[tuple[int, int]]) -> None:
    told = 0
    while True:
        for sent, answered in tokens[told:]:
            print(f"answered: {sent} tokens in, {answered} out", flush=True)
        told = len(tokens)
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PORT))
