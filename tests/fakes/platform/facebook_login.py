"""Signing in with Facebook, and the people who do; who sits at the browser decides which pages there are.

https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow and
https://developers.facebook.com/docs/graph-api/reference/user/accounts (read 2026-11).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tests.fakes.platform.consent import Terms, served
from tests.fakes.platform.graph import VERSION, error, missing
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network

HOST = "graph.facebook.com"
TOKEN = f"/{HOST}/{VERSION}/oauth/access_token"
SHORT, LONG = timedelta(minutes=90), timedelta(seconds=5_183_944)
MOST_LISTED = 100
EVERYTHING = ("ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MANAGE", "MESSAGING", "MODERATE")
LOOKING_ON = ("ANALYZE", "MODERATE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page and what the person may do there. With an `edge` it is only reached through their business."""

    id: str
    name: str
    tasks: tuple[str, ...] = EVERYTHING
    edge: str = ""
    instagram: str = ""

    def fields(self, token: str) -> dict[str, object]:
        """All that can be asked of it."""
        told: dict[str, object] = {"id": self.id, "name": self.name}
        if self.tasks:
            told |= {"access_token": token, "tasks": list(self.tasks)}
        if self.instagram:
            told["instagram_business_account"] = {"id": self.instagram, "username": self.name.replace(" ", ".")}
        return told


PAGES = {
    "ana": (
        Page(id="1001", name="ana bread", instagram="17001"),
        Page(id="1002", name="ana cakes", instagram="17002"),
        Page(id="1003", name="ana archive", tasks=LOOKING_ON, instagram="17003"),
    ),
    "ben": (Page(id="2001", name="ben club", tasks=LOOKING_ON, instagram="17004"),),
    "cem": (),
    "dora": tuple(Page(id=f"{number}", name=f"dora {number}") for number in range(4000, 4120)),
    "eva": (
        Page(id="5001", name="eva bread"),
        Page(id="5001", name="eva bread", edge="owned_pages"),
        Page(id="5002", name="eva chain", edge="owned_pages"),
        Page(id="5003", name="eva client", edge="client_pages"),
        Page(id="5004", name="eva closed", edge="client_pages", tasks=()),
    ),
}


def open_to_all(network: Network, request: Request, scopes: frozenset[str]) -> Response | None:
    """The consent page, and tokens for its code or for a token that ends soon."""
    at = "/" + "/".join(request.path)
    if (request.method, at) == ("GET", TOKEN) and request.query("grant_type") == "fb_exchange_token":
        return _longer(network, request)
    terms = Terms(
        authorize=f"/www.facebook.com/{VERSION}/dialog/oauth",
        token=TOKEN,
        token_by_get=True,
        scopes=scopes,
        joiner=",",
        lives=round(SHORT.total_seconds()),
        tells_scope=False,
    )
    answer = served(network, request, terms)
    if answer is not None and answer.status == 302:
        network.consents.asked = tuple(request.query("scope").split(","))
    return error(100, 36009) if answer is not None and answer.status >= 400 else answer


def told(network: Network, member: Member, request: Request, opens: Callable[[Page], str]) -> Response | None:
    """What a person is told about themselves; `opens` names whom a page's token is for."""
    pages = PAGES.get(member.name)
    if pages is None or request.path[:2] != [HOST, VERSION]:
        return None
    match request.method, request.path[2:]:
        case "GET", ["me", "permissions"]:
            return Response(status=200, body={"data": _permissions(network)})
        case "DELETE", ["me", "permissions"]:
            names = {member.name, *(opens(page) for page in pages)}
            for token in [token for token, whose in network.members.items() if whose.name in names]:
                del network.members[token]
            return Response(status=200, body={"success": True})
        case "GET", ["me", "accounts"]:
            return _list(network, request, tuple(page for page in pages if not page.edge), opens)
        case "GET", ["me", "businesses"]:
            return _businesses(network, request, member.name, pages)
        case "GET", [business, ("owned_pages" | "client_pages") as edge] if business == f"business-of-{member.name}":
            if "tasks" in request.query("fields"):
                return error(100)
            return _list(network, request, tuple(page for page in pages if page.edge == edge), opens)
    return missing()


def _longer(network: Network, request: Request) -> Response:
    asked = request.queries()
    only(asked, need={"grant_type", "client_id", "client_secret", "fb_exchange_token"})
    known = network.consents.clients.get(asked["client_id"])
    member = network.member(asked["fb_exchange_token"])
    if known is None or known[0] != asked["client_secret"]:
        return error(1)
    if member is None:
        return error(190, 463)
    token = network.consents.next("long")
    network.grant(token, member.name, LONG)
    lives = round(LONG.total_seconds())
    return Response(status=200, body={"access_token": token, "token_type": "bearer", "expires_in": lives})


def _permissions(network: Network) -> list[dict[str, str]]:
    refused = network.consents.without
    return [
        {"permission": one, "status": "declined" if one in refused else "granted"} for one in network.consents.asked
    ]


def _businesses(network: Network, request: Request, person: str, pages: tuple[Page, ...]) -> Response:
    only(request.queries(), need={"fields", "limit"})
    if "business_management" in network.consents.without:
        return error(200)
    mine = [{"id": f"business-of-{person}"}] if any(page.edge for page in pages) else []
    return Response(status=200, body={"data": mine})


def _list(network: Network, request: Request, pages: tuple[Page, ...], opens: Callable[[Page], str]) -> Response:
    asked = request.queries()
    only(asked, need={"fields", "limit"}, may={"after"})
    begin, most = int(asked.get("after", "0")), min(int(asked["limit"]), MOST_LISTED)
    fields = re.findall(r"\w+(?:\{[\w,]+\})?", asked["fields"])
    data = [_page(network, request.bearer, page, fields, opens) for page in pages[begin : begin + most]]
    paging: dict[str, object] = {"cursors": {"before": str(begin), "after": str(begin + len(data))}}
    if begin + len(data) < len(pages):
        paging["next"] = f"https://{HOST}/{VERSION}/me/accounts?access_token={request.bearer}&after={begin + most}"
    return Response(status=200, body={"data": data, "paging": paging if data else {}})


def _page(
    network: Network, bearer: str, page: Page, fields: list[str], opens: Callable[[Page], str]
) -> dict[str, object]:
    """What is asked of a page; its token ends only if the person's own ends soon."""
    if strange := set(fields) - {"id", "name", "access_token", "tasks", "instagram_business_account{id,username}"}:
        raise Wrong(f"fields {sorted(strange)}")
    token = f"page-token-{page.id}-from-{bearer}"
    network.grant(token, opens(page), None if bearer.startswith("long-") else SHORT)
    asked = {one.partition("{")[0] for one in fields}
    return {name: value for name, value in page.fields(token).items() if name in asked}
