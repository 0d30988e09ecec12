"""Feeds as they are found in the wild, and as an enemy would write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adapters.library.feeds import LONGEST_TEXT, MOST_ENTRIES, read_feed
from core.source import Fetched

URL = "https://blog.example/feed"


def read(channel: str, *, doctype: str = "") -> Fetched:
    """What an RSS feed with these elements holds."""
    spaces = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    xml = f'<?xml version="1.0"?>{doctype}<rss version="2.0" {spaces}><channel>{channel}</channel></rss>'
    found = read_feed(xml.encode(), url=URL, content_type="application/rss+xml")
    assert found is not None
    return found


def test_an_entry_keeps_its_key_when_its_dates_and_words_change() -> None:
    before = read("<item><guid>7</guid><title>Rye</title><pubDate>Sat, 21 Nov 2026 09:00:00 GMT</pubDate></item>")
    after = read("<item><guid>7</guid><title>Rye!</title><pubDate>Sun, 22 Nov 2026 09:00:00 GMT</pubDate></item>")
    assert [one.key for one in before.items] == [one.key for one in after.items] == ["7"]


def test_the_key_of_an_entry_does_not_depend_on_where_the_feed_is_found() -> None:
    xml = b'<rss version="2.0"><channel><item><guid>7</guid><link>/7</link><title>Rye</title></item></channel></rss>'
    keys = set()
    for url in (URL, "http://blog.example/feed", "https://www.blog.example/rss"):
        found = read_feed(xml, url=url, content_type="text/xml")
        assert found is not None
        keys |= {one.key for one in found.items}
        assert [one.url for one in found.items] == [f"{url.rpartition('/')[0]}/7"]
    assert keys == {"7"}


def test_without_an_id_the_link_is_the_key_and_without_a_link_the_words() -> None:
    items = read(
        "<item><link>https://blog.example/1</link><title>One</title></item>"
        "<item><title>Two</title><description>Words</description></item>"
        "<item><title>two</title><description> words </description></item>"
    ).items
    assert items[0].key == "https://blog.example/1"
    assert items[1].key.startswith("sha256:")
    assert len(items) == 2


def test_the_same_entry_twice_in_a_feed_is_one_item() -> None:
    assert len(read("<item><guid>7</guid><title>a</title></item>" * 3).items) == 1


def test_an_entry_that_says_nothing_is_no_item() -> None:
    assert read("<item><guid>7</guid><description>&lt;img src=x&gt;</description></item>").items == ()


def test_an_entry_with_a_title_only_says_its_title() -> None:
    (item,) = read("<item><guid>7</guid><title>Fresh &amp;amp; warm</title></item>").items
    assert (item.title, item.text) == ("Fresh & warm", "Fresh & warm")


def test_paragraphs_of_an_entry_stay_apart_and_markup_goes() -> None:
    (item,) = read(
        "<item><guid>7</guid><description><![CDATA[<p>One <em>two</em>.</p><ul><li>Three<li>Four</ul>"
        "<script>steal()</script><style>p{}</style>]]></description></item>"
    ).items
    assert item.text == "One two.\nThree\nFour"


def test_a_very_long_entry_is_cut_at_a_word() -> None:
    (item,) = read(f"<item><guid>7</guid><description>{'bread ' * 2000}</description></item>").items
    assert len(item.text) <= LONGEST_TEXT
    assert item.text.endswith("bread…")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://[bad", "mailto:a@b.example"])
def test_a_link_that_leads_nowhere_on_the_web_is_left_out(link: str) -> None:
    (item,) = read(f"<item><guid>7</guid><title>Rye</title><link>{link}</link></item>").items
    assert item.url == ""


@pytest.mark.parametrize("date", ["", "soon", "Sat, 99 Nov 2026", "0000-00-00T00:00:00Z"])
def test_a_date_nobody_understands_is_no_date(date: str) -> None:
    (item,) = read(f"<item><guid>7</guid><title>Rye</title><pubDate>{date}</pubDate></item>").items
    assert item.at is None


def test_a_date_with_a_zone_is_the_instant_it_means() -> None:
    (item,) = read(
        "<item><guid>7</guid><title>Rye</title><pubDate>Sat, 21 Nov 2026 10:00:00 +0100</pubDate></item>"
    ).items
    assert item.at == datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "rest"),
    [
        ("", timedelta(0)),
        ("<ttl>90</ttl>", timedelta(minutes=90)),
        ("<ttl>-5</ttl>", timedelta(0)),
        ("<ttl>99999999999999</ttl>", timedelta(days=7)),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", timedelta(days=1)),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
            timedelta(hours=12),
        ),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", timedelta(days=7)),
        ("<sy:updatePeriod>now and then</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", timedelta(0)),
    ],
)
def test_a_feed_says_how_long_it_wants_to_be_left_alone(told: str, rest: timedelta) -> None:
    assert read(told).rest == rest


def test_of_very_many_entries_the_first_ones_are_read() -> None:
    many = "".join(f"<item><guid>{number}</guid><title>t</title></item>" for number in range(MOST_ENTRIES + 50))
    assert [one.key for one in read(many).items] == [str(number) for number in range(MOST_ENTRIES)]


def test_a_feed_without_a_name_is_called_by_its_host() -> None:
    assert read("").name == "blog.example"


def test_an_external_entity_is_not_read() -> None:
    found = read(
        "<title>a&x;b</title><item><guid>7</guid><title>&x;rye</title></item>",
        doctype='<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    )
    assert found.name == "ab"
    assert [one.title for one in found.items] == ["rye"]


def test_a_bomb_of_entities_does_not_go_off() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(12))
    found = read("<item><guid>7</guid><title>&l11;</title></item>", doctype=f"<!DOCTYPE r [{levels}]>")
    assert sum(len(one.title) + len(one.text) for one in found.items) < 1000


@pytest.mark.parametrize("body", [b"", b"/etc/passwd", b"file:///etc/passwd", b"https://blog.example/", b"<html><p>x"])
def test_what_is_no_feed_is_none_and_is_never_opened_as_a_file_or_address(body: bytes) -> None:
    assert read_feed(body, url=URL, content_type="text/html") is None


def test_characters_that_cannot_be_printed_are_left_out() -> None:
    (item,) = read("<item><guid>7</guid><title>a&amp;#7;b&amp;#x9b;c\u00add</title></item>").items
    assert set(item.title) <= set("abcd\ufffd›")
