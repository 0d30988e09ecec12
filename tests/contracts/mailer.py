"""What every way of sending mail promises. A test file brings the fixtures `mailer` and `arrived`."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from core.errors import Rejected
from core.mail import Mail, Mailer

Arrived = Callable[[], list[EmailMessage]]


def a_mail(**changed: str) -> Mail:
    fields = {
        "to": "ana@example.org",
        "subject": "Sete publicações à espera",
        "text": "Bom dia, Ana.\nSete cartões. 🥐\n",
        "html": "<p>Bom dia, <b>Ana</b>.</p>",
        "key": "letter-7",
        "stop_url": "https://greenlight.example.org/mail/stop/1/batch/abc",
    }
    return Mail(**fields | changed)


class MailerContract:
    """Mails arrive whole, or the error says what to think."""

    async def test_a_mail_arrives_with_its_words_in_both_forms(self, mailer: Mailer, arrived: Arrived) -> None:
        await mailer.send(a_mail())
        (got,) = arrived()
        assert (got["To"], got["Subject"]) == ("ana@example.org", "Sete publicações à espera")
        text, html = got.iter_parts()
        assert text.get_content().splitlines() == ["Bom dia, Ana.", "Sete cartões. 🥐"]
        assert "<b>Ana</b>" in html.get_content()
        assert got["Auto-Submitted"] == "auto-generated"

    async def test_one_click_ends_a_subscription(self, mailer: Mailer, arrived: Arrived) -> None:
        await mailer.send(a_mail())
        (got,) = arrived()
        assert got["List-Unsubscribe"] == "<https://greenlight.example.org/mail/stop/1/batch/abc>"
        assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    async def test_the_same_mail_again_can_be_recognised(self, mailer: Mailer, arrived: Arrived) -> None:
        await mailer.send(a_mail())
        await mailer.send(a_mail())
        assert len({got["Message-ID"] for got in arrived()}) == 1

    async def test_no_header_can_be_smuggled_in(self, mailer: Mailer, arrived: Arrived) -> None:
        await mailer.send(a_mail(subject="Hello\r\nBcc: eve@example.org"))
        (got,) = arrived()
        assert got["Bcc"] is None
        with pytest.raises(Rejected):
            await mailer.send(a_mail(to="ana@example.org\r\nBcc: eve@example.org"))
