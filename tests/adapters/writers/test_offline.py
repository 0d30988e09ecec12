"""The offline writer: the contract, its grammar, its memory, and how it treats a person's words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from adapters.writers.bank import LANGUAGES, bank_for
from adapters.writers.ideas import cleaned
from adapters.writers.memory import Memory, plain, sentences
from adapters.writers.offline import OfflineWriter, compose
from adapters.writers.phrasing import reads_well
from core.writing import Brief, Draft, Writer
from tests.adapters.writers.briefs import BRIEFS, Told
from tests.adapters.writers.grammar import complaints
from tests.adapters.writers.month import month_of
from tests.adapters.writers.platforms import FOUR
from tests.contracts.writer import MONDAY, WriterContract, a_brief, assert_sound


def texts(drafts: tuple[Draft, ...]) -> tuple[str, ...]:
    return tuple(draft.text for draft in drafts)


def weeks(brief: Brief, count: int) -> list[tuple[Draft, ...]]:
    """Draft `count` batches in a row, each knowing all the earlier ones."""
    batches: list[tuple[Draft, ...]] = []
    for week in range(count):
        days = tuple(day + timedelta(weeks=week) for day in brief.days)
        earlier = tuple(draft.text for batch in reversed(batches) for draft in batch)
        batches.append(compose(replace(brief, days=days, avoid=earlier)))
    return batches


class TestOfflineWriter(WriterContract):
    @pytest.fixture
    def writer(self) -> Writer:
        return OfflineWriter()


def test_the_origin_says_offline() -> None:
    assert OfflineWriter().origin == "offline draft"


def test_the_same_brief_gives_the_same_drafts() -> None:
    assert compose(a_brief()) == compose(a_brief())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("told", BRIEFS[::4], ids=lambda told: told.brand[:12])
def test_any_brand_can_be_written_for_in_any_language(told: Told, language: str) -> None:
    said: set[str] = set()
    for draft in month_of(replace(told, language=language, items=()), FOUR):
        spoken = [draft.text, *(variant.text for variant in draft.variants.values())]
        parts = {plain(sentence) for text in spoken for sentence in sentences(text)}
        assert_sound(draft)
        assert not any(complaints(text, language=language) for text in spoken), spoken
        assert not parts & said
        assert len(draft.text) <= 480
        said |= parts


def test_a_spent_bank_turns_to_what_was_said_longest_ago() -> None:
    batches = weeks(a_brief(interests=("coffee",), voice="", brand=""), 10)
    last: dict[str, int] = {}
    for week, batch in enumerate(batches):
        for sentence in {plain(sentence) for draft in batch for sentence in sentences(draft.text)}:
            assert week - last.get(sentence, -9) >= 3, sentence
            last[sentence] = week


def test_ten_weeks_repeat_no_whole_text() -> None:
    drafts = [draft.text for batch in weeks(a_brief(interests=("tea",)), 10) for draft in batch]
    assert len(set(drafts)) == 70


def test_two_weeks_differ_even_without_a_memory() -> None:
    this_week, next_week = compose(a_brief()), compose(a_brief(start=MONDAY + timedelta(weeks=1)))
    assert not set(texts(this_week)) & set(texts(next_week))


def test_agreement_follows_the_number_of_the_interest() -> None:
    wish = "challenge"
    seen = {
        interest: " ".join(texts(compose(a_brief(interests=(interest,), count=14, hint=wish, voice=""))))
        for interest in ("candles", "coffee", "yoga", "arts and crafts", "pilates")
    }
    assert "about them before" in seen["candles"]
    assert "about them before" in seen["arts and crafts"]
    for single in ("coffee", "yoga", "pilates"):
        assert "about it before" in seen[single]


def test_an_interest_gets_a_capital_only_where_a_sentence_starts() -> None:
    text = " ".join(texts(compose(a_brief(interests=("Coffee",), count=14, voice=""))))
    assert re.search(r"\w coffee", text)
    assert not re.search(r"[a-z] Coffee", text)


@pytest.mark.parametrize("interest", ["AI", "iPhone repair", "Italian wine"])
def test_names_and_initials_keep_their_capitals(interest: str) -> None:
    text = " ".join(texts(compose(a_brief(interests=(interest,), count=14, voice=""))))
    assert interest in text
    assert not re.search(rf"\b{interest.lower()}\b", text)


def test_a_tender_subject_is_never_joked_about() -> None:
    jokes = [line for line in bank_for("en").lines if line.playful]
    brief = a_brief(interests=("mental health", "coffee"), brand="", voice="")
    for draft in (draft for batch in weeks(brief, 4) for draft in batch):
        if "mental health" in draft.text:
            assert not any(Memory.of((draft.text,)).holds(line.anchor) for line in jokes), draft.text


def test_a_sober_brand_gets_no_playful_line() -> None:
    jokes = [line for line in bank_for("en").lines if line.playful]
    memory = Memory.of(texts(compose(a_brief(voice="Serious and formal.", count=21))))
    assert not any(memory.holds(line.anchor) for line in jokes)


def test_a_solo_owner_speaks_as_one_person() -> None:
    drafts = compose(a_brief(voice="I pour every candle at my kitchen table.", count=14))
    assert not re.search(r"\b(we|(?<!of )us|our)\b", " ".join(texts(drafts)), re.IGNORECASE)


def test_numbers_come_only_from_the_owner() -> None:
    for told in BRIEFS:
        drafts = compose(a_brief(brand="Acme", interests=told.interests, voice=""))
        assert not re.search(r"\d{2,}|[€$£%]", " ".join(texts(drafts)))


def test_a_voice_without_emoji_gets_none() -> None:
    drafts = compose(a_brief(voice="Warm. Please no emojis.", count=14))
    assert not re.search(r"[\u2600-\u27bf\U0001f300-\U0001faff]", " ".join(texts(drafts)))


def redrafted(hint: str) -> tuple[Draft, Draft]:
    (before,) = compose(a_brief(count=1, voice=""))
    (after,) = compose(a_brief(count=1, voice="", hint=hint, avoid=(before.text,)))
    assert after.text != before.text
    return before, after


@pytest.mark.parametrize(
    ("hint", "shape"),
    [
        ("ask a question", "question"),
        ("make it a list", "list"),
        ("a tip, please", "tip"),
        ("tell a story", "short story"),
    ],
)
def test_a_hint_chooses_the_shape(hint: str, shape: str) -> None:
    assert redrafted(hint)[1].shape == shape


def test_shorter_is_short_and_longer_is_long() -> None:
    assert len(redrafted("shorter")[1].text) <= 140
    assert len(redrafted("longer, please")[1].text) >= 200


def test_emoji_come_and_go_as_asked() -> None:
    assert not redrafted("with an emoji")[1].text.isascii()
    assert redrafted("no emoji")[1].text.replace("“", "").replace("”", "").replace("•", "").replace("…", "").isascii()


def test_a_hint_can_name_the_interest() -> None:
    assert "slow mornings" in redrafted("about slow mornings, please")[1].text.casefold()


def test_a_request_put_as_a_question_becomes_a_statement() -> None:
    assert cleaned("Can you write a post about our workshop at 6 pm?") == "Our workshop at 6 pm."


def test_less_salesy_is_no_invitation() -> None:
    assert redrafted("less salesy")[1].shape != "invitation"


def test_a_wish_beyond_the_rules_is_admitted() -> None:
    draft = redrafted("mention my grandmother's Vespa")[1]
    assert "may be missing" in draft.why


def test_a_language_without_lines_is_admitted() -> None:
    assert "no offline lines in “ja”" in compose(a_brief(language="ja"))[0].why
    assert "offline lines" not in compose(a_brief(language="de-AT"))[0].why


def test_everything_said_before_still_leaves_something_new() -> None:
    brief = a_brief(count=1, interests=("tea",), voice="", brand="")
    said: tuple[str, ...] = ()
    for _ in range(150):
        (draft,) = compose(replace(brief, avoid=said))
        assert plain(draft.text) not in {plain(text) for text in said[:5]}
        assert draft.text not in said
        said = (draft.text, *said)


words = st.text(max_size=60)


@settings(max_examples=120, deadline=None)
@given(brand=words, interests=st.lists(words, max_size=4), voice=words, hint=words, idea=words, language=words)
def test_any_text_gives_sound_drafts(
    brand: str, interests: list[str], voice: str, hint: str, idea: str, language: str
) -> None:
    for wanted in ("", idea):
        brief = a_brief(brand=brand, interests=tuple(interests), voice=voice, hint=hint, idea=wanted, language=language)
        drafts = compose(brief)
        assert len({draft.text for draft in drafts}) == 7
        for draft in drafts:
            assert_sound(draft)


@settings(max_examples=60, deadline=None)
@given(interest=words, day=st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1)))
def test_any_interest_reads_well(interest: str, day: date) -> None:
    for draft in compose(a_brief(interests=(interest,), start=day)):
        assert reads_well(draft.text), draft.text
