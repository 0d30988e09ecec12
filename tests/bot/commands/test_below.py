"""A long text in parts."""

from __future__ import annotations

from hypothesis import given, strategies as st

from bot.commands.below import split


def test_it_is_cut_between_sentences() -> None:
    assert split("One. Two is longer. Three!", 18, len) == ["One.", "Two is longer.", "Three!"]
    assert split("Out at six. Come early. Bring a friend.", 24, len) == ["Out at six. Come early.", "Bring a friend."]


@given(st.text(alphabet="ab .!\n", max_size=200), st.integers(5, 40))
def test_no_part_is_too_long_and_no_word_is_lost(text: str, longest: int) -> None:
    parts = split(text, longest, len)
    assert all(0 < len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
