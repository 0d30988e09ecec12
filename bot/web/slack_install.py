"""The pages on which a Slack workspace lets us in."""

from __future__ import annotations

from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from bot.web.parts import Parts
from bot.web.plain import NEVER_KEPT, plain_page
from core.errors import Invalid, NotFound, OutcomeUnknown, Unavailable

COOKIE = "greenlight-slack-install"
_LASTS = 600  # seconds
_SILENT = "Slack did not answer. Nothing is lost: please begin again at /slack/install."

router = APIRouter(prefix="/slack")


@router.get("/install")
async def begin(parts: Parts) -> Response:
    """Go to Slack's consent page."""
    if parts.slack_install is None:
        raise NotFound("page")
    address, state = await parts.slack_install.begin()
    answer = RedirectResponse(address, status_code=303, headers=NEVER_KEPT)
    secure = parts.base_url.startswith("https://")
    answer.set_cookie(COOKIE, state, max_age=_LASTS, path="/slack", httponly=True, samesite="lax", secure=secure)
    return answer


@router.get("/oauth_redirect")
async def finish(request: Request, parts: Parts) -> Response:
    """Back from there: say how it went, and what comes next."""
    if parts.slack_install is None:
        raise NotFound("page")
    try:
        done = await parts.slack_install.finish(request.query_params, request.cookies.get(COOKIE, ""))
    except Invalid as error:
        answer: Response = plain_page("Not installed", f"<p>{escape(str(error))}</p>", status=400, headers=NEVER_KEPT)
    except (OutcomeUnknown, Unavailable):
        answer = plain_page("Not installed", f"<p>{_SILENT}</p>", status=503, headers=NEVER_KEPT)
    else:
        answer = plain_page(
            f"Greenlight is in {done.name}",
            "<p>One more step, so that I know you there: send <code>/link slack</code> in a chat that knows you, and "
            "say in Slack what it answers.</p>",
            f'<p><a href="{escape(done.address)}">Open Greenlight in Slack</a></p>',
            headers=NEVER_KEPT,
        )
    answer.delete_cookie(COOKIE, path="/slack")
    return answer
