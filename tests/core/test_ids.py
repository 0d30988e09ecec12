"""Ids on the wire."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from core.ids import decode, encode

NUMBERS = st.integers(min_value=0, max_value=2**63 - 1)


@given(NUMBERS)
def test_an_id_survives_the_wire(number: int) -> None:
    assert decode(encode(number)) == number


@given(NUMBERS)
def test_on_the_wire_an_id_is_short_and_plain(number: int) -> None:
    text = encode(number)
    assert len(text) <= 13
    assert set(text) <= set("0123456789abcdefghijklmnopqrstuvwxyz")


@given(NUMBERS, NUMBERS)
def test_two_ids_never_look_the_same(one: int, other: int) -> None:
    assert (encode(one) == encode(other)) is (one == other)


@pytest.mark.parametrize("number", [-1, 2**63])
def test_a_number_that_is_no_id_is_not_written(number: int) -> None:
    with pytest.raises(ValueError, match="id"):
        encode(number)


@pytest.mark.parametrize(
    "text", ["", " ", "-1", "+1", "1_0", "a b", "é", "٣", "zzzzzzzzzzzzz", "0" * 14, encode(2**63 - 1) + "0", "1.0"]
)
def test_what_is_no_id_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        decode(text)


@given(st.text(max_size=20))
def test_reading_any_text_gives_an_id_or_says_no(text: str) -> None:
    try:
        number = decode(text)
    except ValueError:
        return
    assert 0 <= number < 2**63
