"""Pages that mails lead to: the way out of a kind of mail, and the way to a card."""

from __future__ import annotations

from html import escape
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, RedirectResponse, Response

from bot.cards.press import Press
from bot.talk import PressEvent, Where
from bot.web.parts import Parts, Visitor
from bot.web.plain import SAME_ORIGIN, button, plain_page
from core.errors import NotFound
from core.ids import decode

PAGES = Path(__file__).parent / "pages"
_VERBS = {"post": "show", "batch": "batch"}

router = APIRouter()


@router.get("/mail/stop/{member}/{kind}/{seal}")
async def ask(member: str, kind: str, seal: str, parts: Parts) -> Response:
    """Ask before anything ends: programs that check links look at this page too."""
    label = await parts.mail_stop(member, kind, seal, False)
    if label is None:
        raise NotFound
    told = "<p>The chat still tells you. <code>/mail</code> there brings it back.</p>"
    return plain_page(f"No more mail about {label}?", told, button("No more of it"), headers=SAME_ORIGIN)


@router.post("/mail/stop/{member}/{kind}/{seal}")
async def stop(member: str, kind: str, seal: str, parts: Parts) -> Response:
    """End it, by our button or by the mail program itself (RFC 8058): no login, no redirect."""
    label = await parts.mail_stop(member, kind, seal, True)
    if label is None:
        raise NotFound
    told = f"<p>No more mail about {escape(label)}. <code>/mail</code> in the chat brings it back.</p>"
    return plain_page("Done", told)


@router.get("/card/{kind}/{subject}")
async def card(kind: str, subject: str, parts: Parts, session: Visitor) -> Response:
    """Bring that card to the end of the chat, and go there; who is not signed in learns how to get in."""
    if session is None:
        return FileResponse(PAGES / "locked.html", status_code=401)
    if kind not in _VERBS:
        raise NotFound
    try:
        target = decode(subject)
    except ValueError as error:
        raise NotFound from error
    where = Where(
        front_end="web",
        chat=session.chat,
        person=session.person,
        name=session.name,
        event_id=f"card-{parts.ids.token()[:32]}",
        alone=True,
    )
    await parts.take(PressEvent(where=where, press=Press(verb=_VERBS[kind], target=target)))
    return RedirectResponse("/", status_code=303)
