"""A mail as it travels (RFC 5322), the same for every way it leaves."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from core.mail import Mail

_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")


def message_of(mail: Mail, *, sender: str, at: datetime) -> EmailMessage:
    """The mail with its headers, one-click unsubscribe among them.

    https://www.rfc-editor.org/rfc/rfc8058 (read 2026-11)

    Raises:
        ValueError: an address or the subject has a line break in it.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(at)
    domain = sender.rpartition("@")[2].strip(" >") or "greenlight.invalid"
    message["Message-ID"] = f"<{_UNSAFE.sub('-', mail.key)}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.stop_url.startswith("https://"):
        message["List-Unsubscribe"] = f"<{mail.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message
