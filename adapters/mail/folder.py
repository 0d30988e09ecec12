"""Mail into a folder, one .eml file each: the choice that needs no server, and that any mail program opens."""

from __future__ import annotations

import asyncio
import logging
import re
from pathlib import Path

from adapters.durable import make_folder, replace_file
from adapters.mail.message import message_of
from core.clock import Clock
from core.errors import Rejected, Unavailable
from core.mail import Mail

log = logging.getLogger(__name__)

SENDER = "Greenlight <greenlight@localhost>"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class FolderMailer:
    """Implements `core.mail.Mailer`; the same mail again replaces its file."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    async def send(self, mail: Mail) -> None:
        """Write the mail.

        Raises:
            Unavailable: the folder cannot be written.
            Rejected: address or subject cannot stand in a mail.
        """
        try:
            message = message_of(mail, sender=SENDER, at=self._clock.now())
        except ValueError as error:
            raise Rejected("mail_refused") from error
        path = self._folder / f"{_UNSAFE.sub('-', mail.key)}.eml"
        try:
            await asyncio.to_thread(self._write, path, message.as_bytes())
        except OSError as error:
            raise Unavailable("disk") from error
        log.info("mail_written file=%s", path)

    def _write(self, path: Path, data: bytes) -> None:
        make_folder(self._folder)
        replace_file(path, data)
