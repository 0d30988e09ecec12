"""What leaves for a platform reads back as what was written."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, strategies as st

from core.payload import Checkpoint, Media, Payload
from tests.builders import NOON

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
NUMBER = st.integers(min_value=0, max_value=2**40)
MEDIA = st.builds(Media, sha256=TEXT, mime=TEXT, size=NUMBER, width=NUMBER, height=NUMBER, alt=TEXT)
PAYLOADS = st.builds(
    Payload,
    text=TEXT,
    title=TEXT,
    link=TEXT,
    tags=st.lists(TEXT, max_size=3).map(tuple),
    media=st.lists(MEDIA, max_size=3).map(tuple),
    fields=st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
)


@given(PAYLOADS)
def test_a_payload_reads_back_as_it_was_written(payload: Payload) -> None:
    assert Payload.parse(payload.canonical()) == payload


@given(PAYLOADS, PAYLOADS)
def test_two_payloads_share_a_text_only_when_they_are_equal(one: Payload, other: Payload) -> None:
    assert (one.canonical() == other.canonical()) is (one == other)


@given(PAYLOADS)
def test_writing_what_was_read_gives_the_same_text(payload: Payload) -> None:
    text = payload.canonical()
    assert Payload.parse(text).canonical() == text


def test_the_text_is_one_line_and_in_its_own_letters() -> None:
    text = Payload(text="Olá\nPão", tags=("ação",)).canonical()
    assert "\n" not in text
    assert "Olá" in text
    assert "ação" in text


def test_a_checkpoint_takes_values_and_keeps_its_handle() -> None:
    before = Checkpoint(key="k1", parents=("p1",), data=(("media", "m1"),), expires=NOON)
    after = before.with_data(container="c1", media="m2")
    assert (after.key, after.parents) == ("k1", ("p1",))
    assert (after.get("container"), after.get("media"), after.get("session")) == ("c1", "m2", "")
    assert before.get("media") == "m1"


def test_a_checkpoint_expires_when_its_newest_values_say() -> None:
    before = Checkpoint(key="k1", expires=NOON)
    assert before.with_data(container="c1").expires is None
    assert before.with_data(expires=NOON + timedelta(hours=1)).expires == NOON + timedelta(hours=1)


def test_the_order_in_which_values_were_added_does_not_show() -> None:
    start = Checkpoint(key="k1")
    assert start.with_data(a="1").with_data(b="2") == start.with_data(b="2").with_data(a="1")
