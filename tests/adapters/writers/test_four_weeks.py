"""Four weeks of drafts for every brand: read like an editor would, common texts and variants alike."""

from __future__ import annotations

import re
from functools import cache

import pytest

from adapters.writers.memory import plain, sentences
from core.writing import Draft
from tests.adapters.writers.briefs import BRIEFS, Told
from tests.adapters.writers.grammar import complaints
from tests.adapters.writers.month import WEEKS, month_of
from tests.adapters.writers.platforms import ELEVEN
from tests.contracts.writer import assert_sound

NAMES = [f"{number}-{told.brand[:12] or 'nameless'}" for number, told in enumerate(BRIEFS)]


@cache
def month(told: Told) -> tuple[Draft, ...]:
    return month_of(told, ELEVEN)


def words_of(draft: Draft) -> list[str]:
    return [draft.text, *(variant.text for variant in draft.variants.values())]


@pytest.mark.parametrize("told", BRIEFS, ids=NAMES)
def test_no_sentence_comes_back_within_four_weeks(told: Told) -> None:
    said: dict[str, str] = {}
    for number, draft in enumerate(month(told)):
        mine = {plain(sentence): sentence for text in words_of(draft) for sentence in sentences(text)}
        again = {mine[key]: said[key] for key in mine.keys() & said.keys()}
        assert not again, (number, draft.shape, again)
        said |= dict.fromkeys(mine, f"post {number}, {draft.shape}")


@pytest.mark.parametrize("told", BRIEFS, ids=NAMES)
def test_an_editor_finds_nothing_to_mark(told: Told) -> None:
    language = told.language.split("-")[0] if told.language[:2] in {"de", "fr", "es", "pt"} else "en"
    for draft in month(told):
        assert_sound(draft)
        for text in (*words_of(draft), draft.headline, *draft.points, draft.why):
            assert not complaints(text, language="en" if text == draft.why else language), text


@pytest.mark.parametrize("told", BRIEFS, ids=NAMES)
def test_seven_days_have_seven_formats(told: Told) -> None:
    drafts = month(told)
    for week in range(WEEKS):
        assert len({draft.shape for draft in drafts[week * 7 : week * 7 + 7]}) == 7


@pytest.mark.parametrize("told", BRIEFS, ids=NAMES)
def test_common_nouns_get_no_capital_inside_a_sentence(told: Told) -> None:
    given = f"{told.brand} {told.voice} {told.items}"
    for interest in told.interests:
        for word in re.findall(r"[a-z]{4,}", interest if told.language == "en" else ""):
            title = word.capitalize()
            if title in given or title in " ".join(told.interests):
                continue
            for draft in month(told):
                for text in words_of(draft):
                    assert not re.search(rf"[a-z,] {title}\b", text), text


@pytest.mark.parametrize("told", BRIEFS, ids=NAMES)
def test_hashtags_are_three_to_five_and_say_something(told: Told) -> None:
    for draft in month(told):
        assert 3 <= len(draft.hashtags) <= 5
        for tag in draft.hashtags:
            assert tag.casefold() not in {"the", "and", "our", "for", "street", "we", "with"}
