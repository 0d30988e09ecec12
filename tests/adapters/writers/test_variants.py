"""Words for every platform: inside its limits, in its manner, each with an opening of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.writers.offline import compose
from core.post import Variant
from core.rules import Rules
from core.writing import Draft
from tests.adapters.writers.briefs import BRIEFS, Told, brand
from tests.adapters.writers.month import month_of
from tests.adapters.writers.platforms import ELEVEN, FACEBOOK, FEED, FOUR, INSTAGRAM, LINKEDIN, X, rules_for
from tests.contracts.writer import a_brief

TINY = rules_for("tiny", 60, 40, (1, 2))


def first_row(variant: Variant) -> str:
    return variant.text.split("\n")[0]


@pytest.fixture(scope="module")
def week() -> tuple[Draft, ...]:
    return compose(brand("Padaria do Sol").brief(to=FOUR))


@pytest.mark.parametrize("told", BRIEFS, ids=lambda told: told.brand[:12])
def test_every_platform_gets_words_it_takes(told: Told) -> None:
    for draft in month_of(told, (*ELEVEN, TINY), weeks=2):
        assert set(draft.variants) == {rules.platform for rules in (*ELEVEN, TINY)}
        for rules in (*ELEVEN, TINY):
            variant = draft.variants[rules.platform]
            assert rules.count(variant.words()) <= rules.max_text
            assert len(variant.hashtags) <= rules.hashtags[1]
            assert variant.text.strip() == variant.text != ""


def test_hashtags_reach_the_fewest_that_read_well(week: tuple[Draft, ...]) -> None:
    for draft in week:
        for rules in FOUR:
            assert len(draft.variants[rules.platform].hashtags) >= rules.hashtags[0]


def test_the_big_four_open_differently(week: tuple[Draft, ...]) -> None:
    for draft in week:
        assert len({first_row(draft.variants[rules.platform]) for rules in FOUR}) == 4, draft.variants


def test_x_is_the_shortest_and_linkedin_goes_on_longest(week: tuple[Draft, ...]) -> None:
    for draft in week:
        sizes = {name: len(variant.text) for name, variant in draft.variants.items()}
        assert min(sizes, key=lambda name: sizes[name]) == X.platform
        assert sizes[LINKEDIN.platform] > len(draft.text)


def test_linkedin_opens_with_a_line_of_its_own_and_closes_with_a_question(week: tuple[Draft, ...]) -> None:
    for draft in week:
        paragraphs = draft.variants[LINKEDIN.platform].text.split("\n\n")
        assert paragraphs[0] not in draft.text
        assert paragraphs[-1].endswith("?")


def test_instagram_breaks_lines_and_has_the_most_hashtags(week: tuple[Draft, ...]) -> None:
    for draft in week:
        mine = draft.variants[INSTAGRAM.platform]
        assert len(mine.hashtags) > max(
            len(draft.variants[rules.platform].hashtags) for rules in (X, LINKEDIN, FACEBOOK)
        )
        assert mine.text.count("\n") > draft.text.count("\n")


def test_platforms_of_one_kind_do_not_copy_each_other(week: tuple[Draft, ...]) -> None:
    twins = (X, rules_for("y", 280, 200, (0, 1)), rules_for("z", 280, 200, (0, 1)))
    for draft in compose(brand("Padaria do Sol").brief(to=twins)):
        assert len({variant.text for variant in draft.variants.values()}) == 3


def test_what_stays_on_this_machine_takes_the_common_words() -> None:
    small = rules_for("small", 120, 100, (0, 3), local=True)
    for draft in compose(brand("Padaria do Sol").brief(to=(FEED, small))):
        common = Variant(text=draft.text, hashtags=draft.hashtags)
        assert "feed" not in draft.variants
        assert ("small" in draft.variants) == (len(common.words()) > 120)
        assert all(len(variant.words()) <= 120 for variant in draft.variants.values())


@pytest.mark.parametrize("hint", ["shorter", "ask a question", "make it a list", "no emoji", "with an emoji", "warmer"])
def test_a_redraft_has_variants_too(hint: str) -> None:
    (draft,) = compose(replace(a_brief(count=1, hint=hint), destinations=FOUR))
    assert set(draft.variants) == {rules.platform for rules in FOUR}
    spoken = [variant.text for variant in draft.variants.values()]
    if hint == "with an emoji":
        assert any(not text.isascii() for text in spoken)
    if hint == "no emoji":
        assert not any("🙂" in text or "🍞" in text for text in spoken)


@pytest.mark.parametrize("rules", [*FOUR, TINY], ids=lambda rules: rules.platform)
def test_an_idea_is_written_for_every_platform(rules: Rules) -> None:
    (draft,) = compose(replace(a_brief(count=1, idea="We close at 13:30 on Friday 4 December"), destinations=(rules,)))
    variant = draft.variants[rules.platform]
    assert "13:30 on Friday 4 December" in variant.text
    assert rules.count(variant.words()) <= rules.max_text
    assert "13:30" in draft.text


def test_a_long_idea_is_shortened_only_where_it_must_be() -> None:
    idea = "Our winter market opens on the square. " * 12
    (draft,) = compose(replace(a_brief(count=1, idea=idea), destinations=FOUR))
    assert X.count(draft.variants["x"].words()) <= X.max_text
    assert draft.variants["linkedin"].text.count("winter market") == 12


def test_light_phrases_stand_around_no_grave_subject() -> None:
    bank_phrases = ("Hello, thumbs.", "Let's talk about something nice.", "Give it a heart if it's true.")
    for draft in month_of(brand("Kin Studio"), FOUR):
        for variant in draft.variants.values():
            assert not any(phrase in variant.text for phrase in bank_phrases)
