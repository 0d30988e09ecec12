"""A post that does not fit hears everything at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from core.option import Option
from core.payload import Payload
from core.rules import check
from tests.builders import some_media
from tests.core.hands import paper_rules

RULES = paper_rules(max_text=10, max_parts=2, max_media=1)


def test_what_fits_has_no_problem() -> None:
    assert check((Payload(text="a" * 10, media=(some_media(),)), Payload(text="b")), RULES) == ()


def test_all_problems_are_told_with_limit_and_actual_value() -> None:
    film = replace(some_media(), mime="video/mp4")
    payloads = (Payload(text="a" * 12), Payload(text="b", media=(film, some_media())), Payload(text=" "))
    found = {(problem.field, problem.limit, problem.actual) for problem in check(payloads, RULES)}
    assert found == {("thread", 2, 3), ("text", 10, 12), ("media", 1, 2), ("media", 0, 0), ("text", 0, 0)}


def test_every_problem_says_what_is_wrong_and_what_to_do() -> None:
    film = replace(some_media(), mime="video/mp4")
    problems = check((Payload(text="a" * 12, media=(film, film)), Payload(text=""), Payload(text="")), RULES)
    assert all(problem.what.endswith(".") and problem.fix.endswith(".") for problem in problems)
    assert "Please take out 2." in {problem.fix for problem in problems}


def test_a_picture_without_words_is_something_to_publish() -> None:
    assert check((Payload(text="", media=(some_media(),)),), RULES) == ()


def test_where_a_picture_is_needed_one_part_must_have_it() -> None:
    rules = replace(RULES, needs_media=True)
    (problem,) = check((Payload(text="Bread"), Payload(text="More")), rules)
    assert problem.field == "media"
    assert check((Payload(text="Bread", media=(some_media(),)), Payload(text="More")), rules) == ()


def test_a_platform_that_names_no_formats_takes_any() -> None:
    film = replace(some_media(), mime="video/mp4")
    assert check((Payload(text="", media=(film,)),), replace(RULES, media_types=frozenset())) == ()


def test_hashtags_are_counted_wherever_they_stand() -> None:
    rules = replace(RULES, max_text=100, max_hashtags=2)
    text = "#one two\n\n#three #four C# a#b https://example.org/#part"
    (problem,) = check((Payload(text=text),), rules)
    assert problem.sentence() == "Paper takes 2 hashtags; this has 3. Please take out 1."


def test_a_picture_that_is_too_heavy_is_told_in_megabytes() -> None:
    rules = replace(RULES, media_types=frozenset(), max_picture=2_000_000)
    heavy = replace(some_media(), size=3_100_000)
    film = replace(heavy, mime="video/mp4")
    (problem,) = check((Payload(text="", media=(heavy,)),), rules)
    assert problem.what == "Paper takes pictures up to 2.0 MB; one has 3.1 MB."
    assert check((Payload(text="", media=(film,)),), rules) == ()


def test_a_film_is_measured_by_its_bytes_its_length_and_its_company() -> None:
    rules = replace(RULES, media_types=frozenset(), max_media=4, max_film=1_000_000, film_seconds=(3, 90), mixes=False)
    film = replace(some_media(), mime="video/mp4", size=1_000_001, seconds=120.4)
    found = {problem.what for problem in check((Payload(text="", media=(film, some_media())),), rules)}
    assert found == {
        "Paper takes either pictures or one film in a post.",
        "Paper takes films up to 1.0 MB; one has 1.0 MB.",
        "Paper takes films of 3 to 90 seconds; this has 120.",
    }
    assert check((Payload(text="", media=(replace(film, size=1_000_000, seconds=90),)),), rules) == ()


def test_a_picture_out_of_shape_or_with_too_long_a_description_is_told() -> None:
    rules = replace(RULES, media_types=frozenset(), ratio=(0.8, 1.91), max_alt=5)
    wide = replace(some_media(), width=2000, height=1000, alt="Bread!")
    ratio, alt = sorted(check((Payload(text="", media=(wide,)),), rules), key=lambda one: one.field, reverse=True)
    assert ratio.what == "Paper takes pictures from 0.80 to 1.91 times as wide as high; one has 2.00."
    assert alt.sentence() == "Paper takes descriptions of 5 characters; one has 6. Please take out 1."
    assert check((Payload(text="", media=(replace(wide, width=1910, alt="Bread"),)),), rules) == ()


def test_what_must_be_chosen_is_named_with_the_place_to_choose_it() -> None:
    options = (
        Option(name="who", label="Who may see it", required=True),
        Option(name="title", label="Title", required=True, films=True),
    )
    rules = replace(RULES, options=options)
    (problem,) = check((Payload(text="a"),), rules)
    assert problem.sentence() == "Paper has to know: who may see it. Please choose it under More, Options."
    assert check((Payload(text="a", fields=(("who", "all"),)),), rules) == ()
    film = replace(some_media(), mime="video/mp4")
    with_film = replace(rules, media_types=frozenset())
    (problem,) = check((Payload(text="a", media=(film,), fields=(("who", "all"),)),), with_film)
    assert problem.what == "Paper has to know: title."
    assert check((Payload(text="a", title="T", media=(film,), fields=(("who", "all"),)),), with_film) == ()


def test_beside_a_picture_the_shorter_limit_holds() -> None:
    rules = replace(RULES, max_caption=5)
    assert check((Payload(text="a" * 10),), rules) == ()
    (problem,) = check((Payload(text="a" * 7, media=(some_media(),)),), rules)
    assert problem.sentence() == "Paper takes 5 characters beside a picture; this has 7. Please take out 2."


def test_where_nobody_reaches_us_what_is_fetched_from_us_is_a_problem_and_words_are_none() -> None:
    far = replace(RULES, fetches=frozenset({"image/"}), reachable=False)
    (problem,) = check((Payload(text="a", media=(some_media(),)),), far)
    assert problem.what == "Paper fetches pictures and films itself, and nobody outside can reach this machine."
    assert check((Payload(text="a"),), far) == check((Payload(text="a", media=(some_media(),)),), RULES) == ()


@settings(deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_text_is_measured_in_the_units_of_the_platform(text: str) -> None:
    in_bytes = replace(RULES, count=lambda one: len(one.encode("utf-8", "surrogatepass")))
    problems = [problem for problem in check((Payload(text=text),), in_bytes) if problem.limit]
    size = len(text.encode("utf-8", "surrogatepass"))
    assert [problem.actual for problem in problems] == ([size] if size > 10 else [])


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_at_all_is_not_published(text: str) -> None:
    (problem,) = check((Payload(text=text),), RULES)
    assert problem.what == "There is nothing to publish."
