"""Troubles that can be seen coming stand on the card, each with the tap that mends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards.post_card import post_card
from bot.cards.post_view import PostView
from bot.cards.text import plain
from core.account import Account, Health
from core.moves import PartState, PostState
from core.option import Option
from core.payload import Media
from core.post import Content
from tests.builders import NOON, a_brand, a_post, a_publication, a_workspace, an_account, some_media
from tests.core.hands import Paper, paper_rules

BRAND = a_brand(a_workspace())
ACCOUNT = an_account(BRAND, "paper")
AT = NOON + timedelta(days=1)


def a_view(
    *media: Media,
    account: Account = ACCOUNT,
    in_a_day: int = 1,
    state: PostState = PostState.PENDING,
    drawn: int | None = None,
    options: tuple[Option, ...] = (),
) -> PostView:
    """A post with those pictures on a platform that takes descriptions, and five posts a day."""
    paper = Paper()
    paper.rules = replace(paper_rules(max_text=500), max_alt=100, max_daily=5, options=options)
    post = a_post(BRAND, state=state, content=Content(text="Bread", media=media, drawn=drawn), instant=AT)
    return PostView(
        post=post,
        brand=BRAND,
        publications=(a_publication(post, account, state=PartState.PLANNED),),
        accounts={account.id: account},
        publishers={paper.platform: paper},
        rules={},
        approvers=(),
        now=NOON,
        in_a_day=in_a_day,
    )


WHO = Option(name="who", label="Who may see it", choices=(("all", "everybody"),), required=True)
BARE = replace(some_media(), alt="")
CASES = {
    "not chosen": (a_view(options=(WHO,)), "", "Choose options"),
    "broken": (a_view(account=replace(ACCOUNT, health=Health.BROKEN)), "is gone", "Reconnect"),
    "ends before": (a_view(account=replace(ACCOUNT, ends_at=AT - timedelta(hours=1))), "ends before this", "Reconnect"),
    "too many a day": (a_view(in_a_day=6), "takes 5 posts in 24 hours; with this one it would be 6.", "Time"),
    "not described": (a_view(BARE), "The picture has no description", "Describe it"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_trouble_ahead_is_said_with_its_fix_first(case: str) -> None:
    view, says, fix = CASES[case]
    card = post_card(view)
    assert says in plain(card.body)
    assert card.buttons[0][0].label.startswith(fix)


def test_of_several_pictures_the_first_bare_one_is_named_and_opened() -> None:
    card = post_card(a_view(replace(some_media(), alt="Bread"), BARE))
    assert "Picture 2 has no description" in plain(card.body)
    press = card.buttons[0][0].press
    assert press is not None
    assert (press.verb, press.arg) == ("alt", "1")


@pytest.mark.parametrize(
    "view",
    [
        a_view(replace(some_media(), alt="Bread")),
        a_view(BARE, drawn=7),
        a_view(account=replace(ACCOUNT, ends_at=AT + timedelta(days=9)), in_a_day=5),
        a_view(BARE, account=replace(ACCOUNT, health=Health.BROKEN), state=PostState.SKIPPED),
    ],
)
def test_where_nothing_is_wrong_nothing_is_said(view: PostView) -> None:
    card = post_card(view)
    assert "⚠️" not in plain(card.body)
    assert not {"Reconnect", "Time", "Describe it"} & {one.label for one in card.buttons[0]}
