"""The log tells facts and keeps secrets."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog
from hypothesis import given, strategies as st

from bot.logs import STARS, mask, masked, start_logging
from core.secret import Secret

SECRET = "hunter2-s3cr3t_Value"

FORMS: tuple[Literal["console", "json"], ...] = ("console", "json")


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """Give logging back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def a_log(form: Literal["console", "json"] = "json", level: str = "info") -> io.StringIO:
    out = io.StringIO()
    start_logging(form=form, level=level, stream=out)
    return out


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_cores_plain_lines_and_ours_have_the_same_shape() -> None:
    out = a_log()
    logging.getLogger("core.attempt").info("post_published post=%s", "1a")
    structlog.get_logger("bot").info("post_published post=1a")
    theirs, ours = lines(out)
    assert theirs.keys() == ours.keys() == {"event", "level", "timestamp"}
    assert theirs["event"] == ours["event"] == "post_published post=1a"


def test_what_is_bound_to_a_request_stands_on_every_line_of_it() -> None:
    out = a_log()
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        logging.getLogger("core").info("one")
        structlog.get_logger().info("two")
    structlog.get_logger().info("three")
    assert [line.get("request_id") for line in lines(out)] == ["r1", "r1", None]


def test_lines_below_the_level_are_left_out() -> None:
    out = a_log(level="warning")
    structlog.get_logger().info("quiet")
    logging.getLogger("core").info("quiet")
    structlog.get_logger().warning("loud")
    assert [line["event"] for line in lines(out)] == ["loud"]


@pytest.mark.parametrize("name", ["httpx", "apscheduler.scheduler", "uvicorn.error", "alembic.runtime.migration"])
def test_talkative_libraries_are_heard_only_when_something_is_wrong(name: str) -> None:
    out = a_log(level="debug")
    logging.getLogger(name).info("chatter")
    logging.getLogger(name).error("trouble")
    assert [line["event"] for line in lines(out)] == ["trouble"]


@pytest.mark.parametrize("form", FORMS)
def test_a_failure_is_told_with_its_trace_and_without_its_secrets(form: Literal["console", "json"]) -> None:
    out = a_log(form)
    try:
        raise ValueError(f"Authorization: Bearer {SECRET}")
    except ValueError:
        logging.getLogger("core").exception("job_failed job=%s", "tick")
        structlog.get_logger().exception("request_failed")
    text = out.getvalue()
    assert text.count("ValueError") >= 2
    assert "test_logs.py" in text
    assert SECRET not in text


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {SECRET}",
        f"GET https://api.telegram.org/bot123456:{SECRET}/getMe",
        f"postgresql://greenlight:{SECRET}@database/greenlight",
        f"http://127.0.0.1:8080/enter/{SECRET}",
        f"https://graph.example.com/me?access_token={SECRET}&limit=1",
        f'{{"refresh_token": "{SECRET}", "ok": true}}',
        f"client_secret={SECRET}",
        f"password: {SECRET}",
        f"Cookie: greenlight={SECRET}",
        f"basic {SECRET}",
    ],
)
def test_secrets_inside_a_text_are_stars(text: str) -> None:
    assert SECRET not in masked(text)
    assert STARS in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "post_published post=1a2b part=3c attempt=2",
        "https://greenlight.example.com/feeds/bakery/feed.atom",
        "robot 12:30 opens the door",
        "clock_jumped seconds=-7.5",
    ],
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert masked(text) == text


NAMES = st.sampled_from(
    [
        "token",
        "access_token",
        "Secret",
        "client_secret",
        "password",
        "Authorization",
        "Set-Cookie",
        "api_key",
        "sentry_dsn",
    ]
)
HARMLESS = st.text() | st.integers() | st.none() | st.booleans() | st.floats(allow_nan=False)


def wrapped(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Values of every shape that hold `inner` somewhere."""
    return (
        st.lists(inner | HARMLESS, min_size=1).filter(bool)
        | st.tuples(HARMLESS, inner)
        | st.dictionaries(st.text(), inner, min_size=1)
    )


HIDDEN: st.SearchStrategy[object] = st.recursive(
    st.just(Secret(SECRET)) | st.just(f"Bearer {SECRET}") | st.dictionaries(NAMES, st.just(SECRET), min_size=1), wrapped
)


@given(value=HIDDEN, name=st.text(min_size=1), form=st.sampled_from(FORMS))
def test_no_shape_lets_a_secret_through(value: object, name: str, form: Literal["console", "json"]) -> None:
    out = a_log(form)
    structlog.get_logger().info("something_happened", **{f"x_{name}": value})
    logging.getLogger("core").info("something_happened %s", "here", extra={f"x_{name}": value})
    assert SECRET not in out.getvalue()
    assert out.getvalue().count("something_happened") == 2


@given(name=NAMES, value=st.just(SECRET) | st.lists(st.just(SECRET)) | st.binary())
def test_what_is_called_a_secret_is_stars_whatever_it_is(name: str, value: object) -> None:
    assert mask(None, "info", {"event": "x", name: value}) == {"event": "x", name: STARS}


@given(text=st.text())
def test_every_json_line_can_be_read_back(text: str) -> None:
    out = a_log()
    structlog.get_logger().info("said", words=text)
    (line,) = lines(out)
    assert line["words"] == masked(text)
