"""What text does to those who get it: a machine's words must ping nobody and lead nowhere unseen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.slack.conftest import Stage
from tests.fakes.slack_api.mrkdwn import Effect, effect, escaped, read

AI_TEXT = "Hi <!channel>, <@U0ANA> and <!subteam^S1>, see <https://evil.example|our site> & more"


@pytest.mark.parametrize(
    ("text", "pings"),
    [
        ("<!channel>", ("@channel",)),
        ("<!here|here>", ("@here",)),
        ("<!everyone>", ("@everyone",)),
        ("<@U0ANA>", ("@U0ANA",)),
        ("<@U0ANA|ana>", ("@U0ANA",)),
        ("<!subteam^S1|team>", ("@S1",)),
        ("@channel, not parsed", ()),
        ("&lt;!channel&gt;", ()),
        ("<#C1|social> and <!date^1700000000^{date}|today>", ()),
    ],
)
def test_codes_ping_and_escaped_ones_do_not(text: str, pings: tuple[str, ...]) -> None:
    assert effect(text).pings == pings


def test_plain_names_ping_when_the_app_asks_for_it() -> None:
    assert effect("@here and a@here.example", parse=True).pings == ("@here",)


def test_links_are_known_with_what_they_pretend_to_be() -> None:
    links = effect("<https://evil.example|our site>, https://plain.example and <mailto:a@b.example|mail>").links
    assert links == (
        ("https://evil.example", "our site"),
        ("mailto:a@b.example", "mail"),
        ("https://plain.example", "https://plain.example"),
    )


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": AI_TEXT}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": AI_TEXT}]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": AI_TEXT}]},
        {"type": "markdown", "text": AI_TEXT},
    ],
)
async def test_text_that_was_not_escaped_acts_wherever_it_is_read(stage: Stage, block: dict[str, Any]) -> None:
    ts = await stage.posts("A card", blocks=[block])
    assert stage.channel.messages[ts].does == Effect(
        ("@channel", "@U0ANA", "@S1"), (("https://evil.example", "our site"),)
    )


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": escaped(AI_TEXT)}},
        {"type": "section", "text": {"type": "plain_text", "text": AI_TEXT}},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": AI_TEXT}]}],
        },
    ],
)
async def test_escaped_or_plain_text_only_stands_there(stage: Stage, block: dict[str, Any]) -> None:
    ts = await stage.posts("A card", blocks=[block])
    message = stage.channel.messages[ts]
    assert message.does.pings == ()
    assert all(address == label for address, label in message.does.links)
    assert message.text == AI_TEXT


async def test_the_words_of_a_notification_act_too(stage: Stage) -> None:
    ts = await stage.posts("<!here> A card", blocks=[{"type": "divider"}])
    assert stage.channel.messages[ts].does.pings == ("@here",)


async def test_parts_of_rich_text_act_when_they_are_meant_to(stage: Stage) -> None:
    parts = [{"type": "user", "user_id": "U0ANA"}, {"type": "broadcast", "range": "here"}]
    section = {"type": "rich_text_section", "elements": parts}
    ts = await stage.posts("A card", blocks=[{"type": "rich_text", "elements": [section]}])
    assert stage.channel.messages[ts].does.pings == ("@U0ANA", "@here")


def test_a_person_reads_labels_and_names() -> None:
    assert read("<https://a.example|site> <!date^17^{date}|today> <@U0ANA> 1 &lt; 2 &amp; 3") == (
        "site today @U0ANA 1 < 2 & 3"
    )
