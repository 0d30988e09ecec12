"""The doctor's looks at far sides: Telegram and the mail server."""

from __future__ import annotations

import socket

import pytest

from bot.doctor.bucket import bucket
from bot.doctor.findings import Weight
from bot.doctor.mail import mail
from bot.doctor.telegram import telegram
from bot.settings import Settings
from bot.wiring.tools import bucket_look, mail_look, telegram_look
from core.secret import Secret
from tests.fakes import s3
from tests.fakes.bot_api.server import bot_api
from tests.fakes.bot_api.world import TOKEN
from tests.fakes.postmaster import PASSWORD, USER, a_postmaster

HTTPS = "https://greenlight.example.org"


@pytest.mark.parametrize(
    ("public_url", "webhook", "trouble", "weights"),
    [
        ("http://127.0.0.1:8080", "", "", [Weight.WELL]),
        (HTTPS, f"{HTTPS}/telegram", "", [Weight.WELL]),
        (HTTPS, "", "", [Weight.WELL, Weight.NOTE]),
        ("http://127.0.0.1:8080", "https://another.example.org/bot", "", [Weight.WELL, Weight.NOTE]),
        (HTTPS, f"{HTTPS}/telegram", "certificate verify failed", [Weight.WELL, Weight.WRONG]),
    ],
)
async def test_the_doctor_says_whether_what_people_write_arrives(
    public_url: str, webhook: str, trouble: str, weights: list[Weight]
) -> None:
    async with bot_api() as api:
        api.world.webhook = {"url": webhook} if webhook else {}
        api.world.webhook_error = trouble
        if trouble:
            api.world.tell(message={})
        settings = Settings(telegram_token=Secret(TOKEN), telegram_api_url=api.url, public_url=public_url)
        found = await telegram(telegram_look(settings))
    assert [one.weight for one in found] == weights
    assert all(trouble in one.says for one in found if one.weight is Weight.WRONG)


async def test_the_doctor_knows_a_token_that_is_not_ours() -> None:
    async with bot_api() as api:
        settings = Settings(telegram_token=Secret("9:wrong"), telegram_api_url=api.url)
        (found,) = await telegram(telegram_look(settings))
    assert (found.weight, "wrong" in found.says) == (Weight.WRONG, False)


def settings_for(port: int, password: str = PASSWORD) -> Settings:
    """A server on this machine, reached without encryption."""
    return Settings.model_validate(
        {
            "mail_host": "127.0.0.1",
            "mail_port": port,
            "mail_user": USER,
            "mail_password": password,
            "mail_security": "none",
            "mail_from": "Greenlight <post@example.org>",
        }
    )


@pytest.mark.parametrize(
    ("password", "weight", "says"),
    [(PASSWORD, Weight.WELL, "127.0.0.1 lets us in."), ("wrong", Weight.WRONG, "refused user or password")],
)
async def test_the_doctor_knocks_at_the_mail_server_and_sends_nothing(password: str, weight: Weight, says: str) -> None:
    async with a_postmaster(None) as post:
        (found,) = await mail("127.0.0.1", mail_look(settings_for(post.port, password)))
    assert (found.weight, post.got) == (weight, [])
    assert says in found.says


async def test_a_mail_server_that_is_away_is_in_the_way() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        (found,) = await mail("127.0.0.1", mail_look(settings_for(taken.getsockname()[1])))
    assert found.weight is Weight.WRONG


@pytest.mark.parametrize(
    ("secret", "weight", "says"),
    [(s3.SECRET, Weight.WELL, "can be written and read."), ("wrong", Weight.WRONG, "does not let Greenlight in")],
)
async def test_the_doctor_looks_whether_the_bucket_can_be_used(secret: str, weight: Weight, says: str) -> None:
    async with s3.a_bucket() as there:
        (found,) = await bucket(s3.BUCKET, bucket_look(Settings.model_validate(s3.settings(there, secret=secret))))
    assert found.weight is weight
    assert says in found.says


async def test_nothing_is_said_about_what_is_not_set_up() -> None:
    none = Settings()
    assert (*await telegram(telegram_look(none)), *await mail("", mail_look(none))) == ()
    assert await bucket("", bucket_look(none)) == ()
