"""Mail into a folder, and by SMTP against a real server over real TLS."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from adapters.mail.folder import FolderMailer
from adapters.mail.smtp import Security, SmtpMailer
from core.errors import Invalid, OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.secret import Secret
from tests.contracts.mailer import Arrived, MailerContract, a_mail
from tests.fakes.clock import ManualClock
from tests.fakes.postmaster import PASSWORD, USER, Postmaster, a_postmaster, certificates


def a_mailer(
    post: Postmaster,
    trust: ssl.SSLContext | None,
    security: Security = Security.STARTTLS,
    *,
    password: str = PASSWORD,
    host: str = "localhost",
) -> SmtpMailer:
    return SmtpMailer(
        host=host,
        port=post.port,
        user=USER if password else "",
        password=Secret(password),
        security=security,
        sender="Greenlight <post@example.org>",
        clock=ManualClock(),
        trust=trust,
    )


class TestFolder(MailerContract):
    """Files that any mail program opens."""

    @pytest.fixture
    def mailer(self, tmp_path: Path) -> FolderMailer:
        return FolderMailer(tmp_path / "mail", ManualClock())

    @pytest.fixture
    def arrived(self, tmp_path: Path) -> Arrived:
        def read() -> list[EmailMessage]:
            files = sorted((tmp_path / "mail").glob("*.eml"))
            return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]

        return read

    async def test_a_folder_that_cannot_be_made_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "mail").write_text("in the way")
        with pytest.raises(Unavailable):
            await FolderMailer(tmp_path / "mail", ManualClock()).send(a_mail())


@pytest.fixture(params=[Security.STARTTLS, Security.TLS])
async def line(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[Postmaster, SmtpMailer]]:
    """A server and a mailer that trusts it, over each kind of encryption."""
    shows, trusts = certificates(tmp_path)
    async with a_postmaster(shows, implicit=request.param is Security.TLS) as post:
        yield post, a_mailer(post, trusts, request.param)


class TestSmtp(MailerContract):
    """A real server over real TLS."""

    @pytest.fixture
    def mailer(self, line: tuple[Postmaster, SmtpMailer]) -> SmtpMailer:
        return line[1]

    @pytest.fixture
    def arrived(self, line: tuple[Postmaster, SmtpMailer]) -> Arrived:
        return lambda: line[0].got


@pytest.mark.parametrize(
    ("answer", "error"),
    [("451 greylisted, come back", Throttled), ("550 no such user", Rejected), ("452 mailbox full", Throttled)],
)
async def test_a_refusal_says_whether_to_come_back(
    line: tuple[Postmaster, SmtpMailer], answer: str, error: type[PortError]
) -> None:
    post, mailer = line
    post.says.append(answer)
    with pytest.raises(error):
        await mailer.send(a_mail())
    await mailer.send(a_mail())
    assert len(post.got) == 1


async def test_a_line_cut_after_the_text_left_may_have_carried_it(line: tuple[Postmaster, SmtpMailer]) -> None:
    post, mailer = line
    post.cut = True
    with pytest.raises(OutcomeUnknown):
        await mailer.send(a_mail())
    assert len(post.got) == 1


async def test_a_server_without_encryption_gets_nothing(tmp_path: Path) -> None:
    _, trusts = certificates(tmp_path)
    async with a_postmaster(None, offers_tls=False) as post:
        with pytest.raises(Reconnect, match="mail_no_tls"):
            await a_mailer(post, trusts).send(a_mail())
    assert post.got == []


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("wrong", ["unknown issuer", "another name"])
async def test_a_certificate_that_cannot_be_trusted_gets_nothing(
    tmp_path: Path, security: Security, wrong: str
) -> None:
    shows, trusts = certificates(tmp_path, "localhost" if wrong == "unknown issuer" else "mail.example.org")
    async with a_postmaster(shows, implicit=security is Security.TLS) as post:
        with pytest.raises(Reconnect, match="mail_certificate"):
            await a_mailer(post, None if wrong == "unknown issuer" else trusts, security).send(a_mail())
    assert post.got == []


async def test_a_wrong_password_is_a_matter_of_the_settings(tmp_path: Path) -> None:
    shows, trusts = certificates(tmp_path)
    async with a_postmaster(shows) as post:
        with pytest.raises(Reconnect, match="mail_login"):
            await a_mailer(post, trusts, password="wrong").send(a_mail())


async def test_a_server_that_is_away_sent_nothing(tmp_path: Path) -> None:
    _, trusts = certificates(tmp_path)
    async with a_postmaster(None) as post:
        pass
    with pytest.raises(Unavailable):
        await a_mailer(post, trusts).send(a_mail())


def test_a_password_never_travels_bare_over_a_network() -> None:
    with pytest.raises(Invalid, match="never sent without encryption"):
        a_mailer(Postmaster(port=25), None, Security.NONE, host="mail.example.org")
    a_mailer(Postmaster(port=25), None, Security.NONE, host="127.0.0.1")
    a_mailer(Postmaster(port=25), None, Security.NONE, host="mail.example.org", password="")
