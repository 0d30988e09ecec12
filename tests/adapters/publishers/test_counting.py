"""Text is as long as the platform says; the examples are those of its documents."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st

from adapters.publishers.counting import (
    graphemes,
    mastodon_characters,
    threads_units,
    utf8_bytes,
    utf16_units,
    x_weight,
)
from adapters.publishers.links import links

FAMILY = "👨‍👩‍👧‍👦"
COUNTERS = (graphemes, mastodon_characters, threads_units, utf8_bytes, utf16_units, x_weight, len)


# API: https://docs.x.com/fundamentals/counting-characters and the cases with discounted emoji of
# https://github.com/twitter/twitter-text/blob/master/conformance/validate.yml (read 2026-11)
@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("Hello, world! 👋", 16),
        ("café", 4),
        ("cafe\u0301", 4),
        ("👾", 2),
        ("🙋🏽", 2),
        ("👨‍🎤", 2),
        (FAMILY, 2),
        (FAMILY * 140, 280),
        ("1⃣", 2),
        ("H🐱☺" + FAMILY, 7),
        ("🇵🇹🇧🇷", 4),
        ("©", 1),
        ("©\ufe0f", 2),
        ("Unicode 10.0 emoji: 🤪; 🧕; 🧕🏾; 🏴󠁧󠁢󠁥󠁮󠁧󠁿", 34),
        ("故人西辞黄鹤楼，", 16),
        ("the故人", 7),
        ("‘ ’ “ ” — …", 12),
        ("https://example.com", 23),
        ("https://example.com/very/long/path", 23),
        ("Hi http://test.co", 26),
        ("example.com", 23),
        ("Bread. Now.", 11),
        ("http://a.b", 10),
        ("https://www.twitter.com/aloha " * 10, 240),
        ("randomurl" * 7 + "s.com", 68),
        ("あいうえおかきくけこ http://" + "あいうえおかきくけこ" * 5 + "あいう.com", 21 + 117),
        ("あいうえおかきくけこ http://" + "あいうえおかきくけこ" * 5 + "あい.com", 21 + 23),
        ("one\r\ntwo", 7),
    ],
)
def test_x_weighs_as_its_documents_say(text: str, weight: int) -> None:
    assert x_weight(text) == weight


# API: https://github.com/twitter/twitter-text/blob/master/conformance/extract.yml (read 2026-11)
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("text http://xo.com/~matthew+%ff-,.;x", ["http://xo.com/~matthew+%ff-,.;x"]),
        ("(http://en.wikipedia.org/wiki/Primer_(film))", ["http://en.wikipedia.org/wiki/Primer_(film)"]),
        ("http://example.comだよね.comtest/hogehoge", ["http://example.com"]),
        ("foo.baz foo.co.jp foo.comm foo.jp", ["foo.co.jp", "foo.jp"]),
        ("Go to http://twitter.com/Русские_слова", ["http://twitter.com/Русские_слова"]),
        (
            "これは日本語です。example.com/path/index.html中国語example.com",
            ["example.com/path/index.html", "example.com"],
        ),
        ("Email me at name.al-lastname@foo.com or name.al+lastname@foo.com", []),
        ("text http://domain.com-that-you-should-have-put-a-space-after", []),
        ("test http://twitter_underscore.com http://-twitter.com http://trailing_.twitter.com", []),
        ("#test.com @test.com #http://test.com", []),
        ("Test a ton of periods http://example.com/path......", ["http://example.com/path"]),
        ("Hello http://xn--はじめよう.com/index.html", []),
        ("text http://somehost.com:3000", ["http://somehost.com:3000"]),
        ("http://chilp.it/?77e8fd, then", ["http://chilp.it/?77e8fd"]),
    ],
)
def test_links_are_found_as_x_finds_them(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in links(text)] == found


# API: https://docs.joinmastodon.org/user/posting/#text (read 2026-11)
@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("Bread", 5),
        ("https://example.com/" + "a" * 100, 23),
        ("See http://a.de", 27),
        ("example.com", 11),
        ("@ana@example.social hi", 7),
        ("@ana hi", 7),
        (FAMILY, 1),
        ("e\u0301", 1),
    ],
)
def test_mastodon_leaves_out_domains_and_shortens_links(text: str, size: int) -> None:
    assert mastodon_characters(text) == size


# API: https://developers.facebook.com/documentation/threads/posts (read 2026-11)
@pytest.mark.parametrize(
    ("text", "size"), [("Bread", 5), ("Olá", 3), ("👋", 4), ("Hi 👋🏽", 11), (FAMILY, 25), ("🇵🇹", 8), ("面包", 2)]
)
def test_threads_counts_an_emoji_as_its_bytes(text: str, size: int) -> None:
    assert threads_units(text) == size


# 300 of the first and 3000 of the second: https://docs.bsky.app/docs/advanced-guides/posts (read 2026-11)
@pytest.mark.parametrize(
    ("text", "seen", "size"), [(FAMILY, 1, 25), ("Olá", 3, 4), ("a\r\nb", 3, 4), ("🇵🇹🇧🇷", 2, 16), ("ก็", 1, 6)]
)
def test_bluesky_counts_what_people_see_and_its_bytes(text: str, seen: int, size: int) -> None:
    assert (graphemes(text), utf8_bytes(text)) == (seen, size)


@pytest.mark.parametrize(("text", "size"), [("Olá", 3), ("👋", 2), (FAMILY, 11), ("𝐁", 2)])
def test_where_no_unit_is_documented_the_larger_one_is_counted(text: str, size: int) -> None:
    assert utf16_units(text) == size


@pytest.mark.parametrize("count", COUNTERS)
@settings(deadline=None)
@given(text=st.text(max_size=60), more=st.text(max_size=60))
def test_more_words_never_count_less(count: Callable[[str], int], text: str, more: str) -> None:
    assert 0 <= count(text) <= count(f"{text} {more}")


@settings(deadline=None)
@given(text=st.text(alphabet=st.sampled_from("ab.:/@-_ é日本👋🏽"), max_size=80))
def test_links_do_not_overlap(text: str) -> None:
    at = 0
    for start, end in links(text):
        assert at <= start < end <= len(text)
        at = end


def test_a_long_text_of_near_links_is_read_quickly() -> None:
    assert x_weight("http://" + "a-" * 10_000) > 20_000
    assert x_weight("a.q" * 7000) == 21_000


def test_a_link_that_nobody_can_shorten_is_counted_whole() -> None:
    assert x_weight("https://example.com/" + "a" * 5000) == 5020


def test_nothing_heavy_is_loaded_until_a_text_needs_it() -> None:
    code = "import sys, adapters.publishers; print('regex' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
