"""What the brand's sources say becomes raw material: the good sentences, each once, in a form that fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.writers.material import Finding, study
from adapters.writers.memory import Memory, plain
from adapters.writers.offline import compose
from adapters.writers.prose import carries_on, stands_alone, title_of
from core.writing import Draft
from tests.adapters.writers.briefs import BRIEFS, Told, an_item, brand
from tests.adapters.writers.month import month_of
from tests.adapters.writers.platforms import FOUR
from tests.contracts.writer import a_brief

PADARIA = brand("Padaria do Sol")


def findings(text: str, title: str = "A good title", language: str = "en") -> tuple[Finding, ...]:
    studied = tuple(study([an_item(1, title=title, text=text)], language=language, memory=Memory()))
    return studied[0] if studied else ()


def drawn(drafts: tuple[Draft, ...]) -> list[Draft]:
    return [draft for draft in drafts if draft.item is not None]


def test_a_week_draws_on_three_items_in_three_formats() -> None:
    mine = drawn(compose(PADARIA.brief(to=FOUR)))
    assert len({draft.item for draft in mine}) == len({draft.shape for draft in mine}) == len(mine) == 3


def test_a_draft_from_a_source_names_it_and_carries_its_address() -> None:
    drafts = {draft.shape: draft for draft in drawn(compose(PADARIA.brief()))}
    tip = drafts["tip"]
    assert tip.why == "A tip, from “How we proof our dough” on Our blog."
    assert tip.link == "https://padaria.example/blog/proofing"
    assert tip.item == PADARIA.items[0].id
    assert "Keep the dough cool and cover it with a damp cloth." in tip.text


def test_an_item_without_an_address_gives_no_link() -> None:
    mine = drawn(compose(brand("Haus & Hof").brief()))
    assert {draft.link for draft in mine} == {""}
    assert any("in notes.txt." in draft.why for draft in mine)


def test_fresh_items_come_first() -> None:
    texts = (
        "Keep every jar on the lowest shelf of the pantry.",
        "Do you sell empty jars?\nYes, in three sizes.",
        "The lids come from a small factory near the coast.",
        "Warm the jars before the jam goes into them.",
    )
    items = tuple(an_item(number, title=f"Jar {number}", text=text) for number, text in enumerate(texts, start=1))
    told = Told(brand="Jars", interests=("jam",), voice="We seal every jar by hand.", items=items)
    assert {draft.item for draft in drawn(compose(told.brief()))} == {1, 2, 3}


def test_more_is_drawn_from_sources_when_there_is_little_else() -> None:
    items = tuple(
        an_item(
            number, title=f"Tool {number}", text=f"{verb} the blade of tool {number} after every use in the garden."
        )
        for number, verb in enumerate(("Clean", "Dry", "Check", "Brush", "Wipe", "Wash"), start=1)
    )
    stories = tuple(
        an_item(
            10 + number,
            title=f"Story {number}",
            text=f"The shed on plot {number} was built from old doors and windows.",
        )
        for number in range(4)
    )
    silent = Told(brand="Plot", items=(*items[:2], *stories))
    assert 3 <= len(drawn(compose(silent.brief()))) <= 5


def test_numbered_steps_become_a_list() -> None:
    first = findings(
        "Do it like this:\n1. Warm the pot first\n2. Add the leaves\n3. Wait three minutes", "How to brew tea"
    )[0]
    assert (first.shape, first.points) == ("list", ("Warm the pot first", "Add the leaves", "Wait three minutes"))


def test_headings_become_a_list_when_there_are_no_steps() -> None:
    text = "\n".join(
        f"{heading}\nThere is a good deal to be said about it, and here some of it is said in full sentences."
        for heading in ("Choosing the wood", "Cutting the joints", "Oiling the top")
    )
    assert findings(text)[0].points == ("Choosing the wood", "Cutting the joints", "Oiling the top")


def test_a_myth_needs_a_text_that_says_so() -> None:
    text = "Myth: Green tea has no caffeine.\nFact: Green tea has less of it than coffee, but some."
    first = findings(text)[0]
    assert (first.shape, first.quote) == ("myth and fact", "Green tea has no caffeine.")
    assert first.reply == "Green tea has less of it than coffee, but some."
    assert "myth and fact" not in {one.shape for one in findings("Green tea has less caffeine than coffee, but some.")}


def test_a_question_with_its_answer_is_asked_and_answered() -> None:
    first = findings("Do you slice the bread for me?\nYes, as thick or as thin as you like.")[0]
    assert (first.shape, first.quote) == ("question", "Do you slice the bread for me?")
    assert first.reply == "Yes, as thick or as thin as you like."


def test_a_memory_is_told_from_its_beginning() -> None:
    text = (
        "The pear tree by the gate was planted in 1911 by the first head gardener. One winter a storm took half of its"
        " crown. The following spring it carried more fruit than ever."
    )
    first = findings(text)[0]
    assert first.shape == "short story"
    assert first.quote == text


@pytest.mark.parametrize(
    "sentence",
    [
        "It takes up the water and builds the flavour over time.",
        "This is why we always wait until the next morning.",
        "However, most people in the trade disagree with that.",
        "Click here to see all the offers in our little shop.",
        "Subscribe to our newsletter for more stories like these.",
        "All rights reserved by the owners of this publication.",
        "Write to anna@example.org if you would like to know more.",
        "Read the rest of the story at www.example.org any time.",
        "The admin password for the till is kept in the drawer.",
        "We are closed today because of the storm in the harbour.",
        "Too short.",
        "an unfinished beginning of a sentence that starts small.",
        "A sentence with a (bracket that is never closed again.",
    ],
)
def test_what_cannot_stand_alone_is_not_taken(sentence: str) -> None:
    assert not stands_alone(sentence)


def test_a_second_sentence_may_point_at_the_first() -> None:
    assert carries_on("It takes up the water and builds the flavour over time.")
    assert not stands_alone("Everybody thought the storm would be the end of it.", opens=False)


def test_what_stands_on_every_page_belongs_to_the_page() -> None:
    footer = "Our shop stands on the corner of the old market square."
    items = [
        an_item(
            number, title=f"Page {number}", text=f"Tea number {number} comes from the hills above the lake.\n{footer}"
        )
        for number in (1, 2)
    ]
    said = [part for one in study(items, language="en", memory=Memory()) for finding in one for part in finding.said()]
    assert said
    assert not any(footer in part for part in said)


def test_a_source_in_another_language_is_left_alone() -> None:
    german = "Frisches Brot gehört nicht in den Kühlschrank, weil die Krume dort schneller altbacken wird."
    assert findings(german) == ()
    assert findings(german, language="de")


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("How we proof our dough", "How we proof our dough"),
        ("Three myths about home offices | Brenner & Hall", "Three myths about home offices"),
        ("storing bread", "Storing bread"),
        ("HOME", ""),
        ("report-final.pdf", ""),
        ("<b>Hi</b>", ""),
        ("b" * 500, ""),
    ],
)
def test_a_title_is_named_only_when_it_reads_well(title: str, named: str) -> None:
    assert title_of(title) == named


@pytest.mark.parametrize("told", [told for told in BRIEFS if told.items], ids=lambda told: told.brand[:12])
def test_quotes_are_word_for_word(told: Told) -> None:
    given = {item.id: plain(item.text) for item in told.items}
    used = [draft for draft in month_of(told, FOUR) if draft.item is not None]
    assert len({draft.item for draft in used}) == len(used)
    for draft in used:
        assert draft.item is not None
        headline = plain(draft.headline)
        assert headline in given[draft.item] or draft.points or headline.split()[0] in plain(draft.text)
        assert any(plain(row) in given[draft.item] for row in draft.text.splitlines() if len(row) > 12)


def test_a_page_without_content_is_never_used() -> None:
    assert not drawn(month_of(brand("X"), FOUR))


def test_a_redraft_draws_on_a_source_only_when_asked_to() -> None:
    brief = replace(a_brief(count=1), material=PADARIA.items)
    assert compose(replace(brief, hint="shorter"))[0].item is None
    assert compose(brief)[0].item is None
    assert compose(replace(brief, hint="something from the blog"))[0].item is not None
    assert compose(replace(brief, hint="use Storing bread at home"))[0].item == PADARIA.items[1].id
