"""The page that shows the secret of an authenticator app, once."""

from __future__ import annotations

from html import escape

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from bot.web.parts import Parts
from bot.web.plain import NEVER_KEPT, button, plain_page
from bot.web.security import from_our_page

router = APIRouter()


@router.get("/secret/{token}")
async def ask(token: str) -> Response:
    """A button: a preview that only looks at the link does not use it up."""
    told = "<p>It is shown once. Have your authenticator app open.</p>"
    return plain_page("Your secret", told, button("Show it"), headers=NEVER_KEPT)


@router.post("/secret/{token}", dependencies=[Depends(from_our_page)])
async def show(token: str, parts: Parts) -> Response:
    """The secret, the first time; after that the page says how to get another."""
    found = await parts.reveal(token)
    if found is None:
        told = "<p>This page works once and for ten minutes. Send /confirm on for a new one.</p>"
        return plain_page("Shown already", told, status=410, headers=NEVER_KEPT)
    return plain_page(
        "Your secret",
        f'<p><a href="{escape(found.address)}">Open my authenticator app</a>, or type this into it:</p>',
        f"<p><code>{escape(found.secret)}</code></p>",
        "<p>Then send /confirm and the six digits it shows. This page cannot be opened again.</p>",
        headers=NEVER_KEPT,
    )
