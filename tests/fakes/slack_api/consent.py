"""The page that asks whether an app may come in.

https://docs.slack.dev/authentication/installing-with-oauth (read 2026-11)
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from tests.fakes.slack_api.records import Code, User
from tests.fakes.slack_api.world import CLIENT_ID, World


def consent(world: World, person: User, address: str, *, denied: bool = False) -> str:
    """Where the browser goes after a person has said yes or no at the address."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["client_id"] == CLIENT_ID, f"another app asks: {asked}"
    assert asked["scope"], "no scope is asked for"
    state = {"state": asked["state"]} if "state" in asked else {}
    if denied:
        return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', **state})}"
    code = world.next("code")
    world.codes[code] = Code(person.team, person.id, frozenset(asked["scope"].split(",")), asked["redirect_uri"])
    return f"{asked['redirect_uri']}?{urlencode({'code': code, **state})}"
