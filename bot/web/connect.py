"""The pages between the chat and a platform: the way there, and the way back."""

from __future__ import annotations

from html import escape

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.web.parts import Parts, WebParts
from bot.web.plain import NEVER_KEPT, plain_page
from bot.web.security import from_our_page
from core.actions.connect import Failed, Outcome, Wish
from core.connecting import Question
from core.errors import Invalid, NotFound

COOKIE = "greenlight-connect"
CALLBACK = "/connect/callback"
_LASTS = 600  # seconds
_TOO_LATE = (
    "This link was used already, is older than ten minutes, or began in another browser.",
    "Send <code>/connect</code> in the chat for a new one.",
)
_LEADS_AWAY = {
    **NEVER_KEPT,
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "form-action 'self' https: http:"  # browsers ask this of where the answer to a form leads, too
    ),
}

router = APIRouter(prefix="/connect")


@router.get("/callback")
async def back(request: Request, parts: Parts) -> Response:
    """Back from the platform: say how it went, and lead back to the chat."""
    try:
        done = await parts.connect.finish(
            request.query_params, request.cookies.get(COOKIE, ""), redirect=f"{parts.base_url}{CALLBACK}"
        )
    except NotFound:
        answer = _gone()
    except Failed as error:
        answer = _failed(error, parts)
    else:
        parts.ring()
        answer = _done(done, parts)
    answer.delete_cookie(COOKIE, path="/connect")
    return answer


@router.get("/{token}")
async def ask(token: str, parts: Parts) -> Response:
    """Where the link leads: a preview that only looks at it does not use it up."""
    wish = await parts.connect.opened(token)
    return _gone() if wish is None else _asked(wish)


@router.post("/{token}", dependencies=[Depends(from_our_page)])
async def leave(token: str, request: Request, parts: Parts) -> Response:
    """Go to the platform; where no consent is asked there, it is done."""
    wish = await parts.connect.opened(token)
    if wish is None:
        return _gone()
    form = await request.form()
    answers = {one.name: str(form.get(one.name) or "") for one in wish.questions}
    try:
        sent = await parts.connect.send(token, answers, redirect=f"{parts.base_url}{CALLBACK}")
    except NotFound:
        return _gone()
    except Failed as error:
        return _failed(error, parts)
    except Invalid as error:
        return _asked(wish, answers=answers, problem=str(error), status=400)
    if isinstance(sent, Outcome):
        parts.ring()
        return _done(sent, parts)
    address, state = sent
    answer = RedirectResponse(address, status_code=303, headers=NEVER_KEPT)
    secure = parts.base_url.startswith("https://")
    answer.set_cookie(COOKIE, state, max_age=_LASTS, path="/connect", httponly=True, samesite="lax", secure=secure)
    return answer


def _asked(wish: Wish, *, answers: dict[str, str] | None = None, problem: str = "", status: int = 200) -> HTMLResponse:
    said = {**wish.answers, **(answers or {})}
    fields = [_field(one, said.get(one.name, "")) for one in wish.questions]
    wrong = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    told = (
        f"You go to {escape(wish.label)} now and say there whether Greenlight may post for "
        f"<b>{escape(wish.brand)}</b>. Nothing goes out that nobody approved."
    )
    return plain_page(
        f"Connect {wish.label}",
        f"<p>{told}</p>",
        wrong,
        f'<form method="post">{"".join(fields)}<button type="submit">Go on</button></form>',
        '<p class="small">This link works once, for ten minutes.</p>',
        status=status,
        headers=_LEADS_AWAY,
    )


def _field(question: Question, said: str) -> str:
    """A line to write in, or buttons of which one is pressed."""
    name, label, hint = escape(question.name), escape(question.label), escape(question.hint)
    if question.choices:
        values = [value for value, _ in question.choices]
        chosen = said if said in values else values[0]
        each = (
            f'<label><input type="radio" name="{name}" value="{escape(value)}"{" checked" if value == chosen else ""}>'
            f"<span>{escape(words)}</span></label>"
            for value, words in question.choices
        )
        return f"<fieldset><legend>{label}</legend>{''.join(each)}</fieldset>"
    return (
        f'<label>{label}<input name="{name}" type="{"password" if question.secret else "text"}" '
        f'{"" if question.optional else "required "}autocomplete="off" autocapitalize="off" spellcheck="false" '
        f'value="{"" if question.secret else escape(said)}"><small>{hint}</small></label>'
    )


def _done(outcome: Outcome, parts: WebParts) -> HTMLResponse:
    wish = outcome.wish
    if outcome.to_pick:
        heading = "Which one?"
        many = f"You manage {outcome.to_pick} accounts at {escape(wish.label)}."
        told = f"<p>{many} Pick in the chat, as many as you like.</p>"
    else:
        heading = f"Connected as {outcome.connected[0]}"
        told = f"<p>New posts of {escape(wish.brand)} can go to {escape(wish.label)} now.</p>"
    return plain_page(heading, told, _way_back(wish, parts), headers=NEVER_KEPT)


def _failed(error: Failed, parts: WebParts) -> HTMLResponse:
    told = f"<p>{escape(str(error))}</p>"
    return plain_page("Not connected", told, _way_back(error.wish, parts), status=400, headers=NEVER_KEPT)


def _gone() -> HTMLResponse:
    return plain_page("Too late", *(f"<p>{one}</p>" for one in _TOO_LATE), status=410, headers=NEVER_KEPT)


def _way_back(wish: Wish, parts: WebParts) -> str:
    address = parts.way_back(wish.front_end, wish.chat)
    name = "the chat" if wish.front_end == "web" else wish.front_end.title()
    return f'<p><a href="{escape(address)}">Back to {escape(name)}</a></p>' if address else ""
