"""A long history costs the publisher nothing: its questions are answered from the small indexes.

In PostgreSQL that holds for the plan that is made once for all parameters, too.
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import create_engine, insert, text

from adapters.store import queue
from adapters.store.columns import micros
from adapters.store.deliveries import to_row as delivery_row
from adapters.store.engine import driver_url
from adapters.store.posts import to_row as post_row
from adapters.store.publications import part_to_row
from adapters.store.store import open_store
from adapters.store.tables import deliveries, parts, posts, publications
from core.moves import PartState
from tests.builders import NOON, a_delivery, a_post, a_publication
from tests.contracts.store import House, a_house

MANY = 3000
QUESTIONS = {
    "due": (queue.DUE, {"scheduled_parts"}),
    "upcoming": (queue.UPCOMING, {"scheduled_parts", "unsettled_parts"}),
    "unsettled": (queue.UNSETTLED, {"unsettled_parts"}),
    "stranded": (queue.STRANDED, {"leased_parts"}),
    "late": (queue.LATE, {"scheduled_parts"}),
    "status cards": (
        "SELECT * FROM deliveries WHERE kind = 'status' AND front_end = 'web' ORDER BY id DESC LIMIT :most",
        {"status_cards"},
    ),
    "pending": (
        "SELECT * FROM posts WHERE state = 'pending' AND instant < :now ORDER BY instant, id LIMIT :most",
        {"pending_posts"},
    ),
}


def fill(url: str, house: House) -> None:
    """Give the house a long history: everything live, nothing due."""
    written = [a_post(house.brand, batch=house.batch) for _ in range(MANY)]
    published = [a_publication(post, house.account, state=PartState.LIVE) for post in written]
    engine = create_engine(driver_url(url, waiting=False))
    with engine.begin() as connection:
        connection.execute(insert(posts), [post_row(post) for post in written])
        rows = [{"id": one.id, "post_id": one.post_id, "account_id": one.account_id} for one in published]
        connection.execute(insert(publications), rows)
        connection.execute(insert(parts), [part_to_row(part, one.post_id) for one in published for part in one.parts])
        hung = [delivery_row(a_delivery("post", one.id, house.chat)) | {"behind": False} for one in written]
        connection.execute(insert(deliveries), hung)
        connection.execute(text("ANALYZE"))
    engine.dispose()


def plan_in_sqlite(url: str, sql: str) -> str:
    """How SQLite would answer, without having looked at the parameters."""
    engine = create_engine(driver_url(url, waiting=False))
    with engine.connect() as connection:
        values = {name: 50 if name == "most" else micros(NOON) for name in re.findall(r":(\w+)", sql)}
        steps = connection.execute(text(f"EXPLAIN QUERY PLAN {sql}"), values).all()
    engine.dispose()
    return "\n".join(str(step[-1]) for step in steps)


def plan_in_postgres(url: str, sql: str) -> str:
    """How PostgreSQL would answer with a plan for any parameters."""
    names = list(dict.fromkeys(re.findall(r":(\w+)", sql)))
    kinds = ", ".join("bigint" if name == "most" else "timestamptz" for name in names)
    values = ", ".join("50" if name == "most" else f"'{NOON.isoformat()}'" for name in names)
    numbered = re.sub(r":(\w+)", lambda found: f"${names.index(found[1]) + 1}", sql)
    engine = create_engine(driver_url(url, waiting=False))
    with engine.connect() as connection:
        connection.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        connection.exec_driver_sql(f"PREPARE question ({kinds}) AS {numbered}")
        steps = connection.exec_driver_sql(f"EXPLAIN EXECUTE question({values})").scalars().all()
        connection.exec_driver_sql("DEALLOCATE question")
    engine.dispose()
    return "\n".join(steps)


@pytest.fixture
async def long_history(any_url: str) -> str:
    """A database with many old posts."""
    async with open_store(any_url) as store:
        fill(any_url, await a_house(store))
    return any_url


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_question_is_answered_from_its_index(long_history: str, name: str) -> None:
    sql, indexes = QUESTIONS[name]
    if long_history.startswith("sqlite"):
        plan = plan_in_sqlite(long_history, sql)
        assert not re.search(r"SCAN (parts|posts|deliveries)(?! USING INDEX)", plan), plan
    else:
        plan = plan_in_postgres(long_history, sql)
        assert not re.search(r"Seq Scan on (parts|posts|deliveries)", plan), plan
    assert indexes <= set(re.findall("|".join(indexes), plan)), plan
