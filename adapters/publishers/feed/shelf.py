"""The entries of one feed on disk. All of this blocks: call it in a thread.

An entry is a file of its own; the two feeds and the pages are made from these files, under the feed's lock. The
JSON Feed is written last, so what it lists is in everything else too. Entries and feeds are brought to disk before a
post counts as live; the pages are only a view of them and are made again when a power cut took them.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from adapters.durable import locked, make_folder, reason, remove_file
from adapters.publishers.feed.atom import atom
from adapters.publishers.feed.disk import replace_file
from adapters.publishers.feed.entry import About, Entry, about_from, entry_from, to_json
from adapters.publishers.feed.files import FeedFiles, is_key
from adapters.publishers.feed.jsonfeed import json_feed, shown
from adapters.publishers.feed.page import page, style
from core.errors import OutcomeUnknown, Rejected, Unavailable

NEWEST = 50
"""How many entries the feed documents hold; older ones keep their file and their page."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One feed: its files and the address they are served under."""

    files: FeedFiles
    base_url: str

    def open(self, about: About) -> None:
        """Make the feed, or give it this title and address. Its host and its day of creation stay what they were.

        Raises:
            Unavailable: the disk did not take it.
        """
        try:
            for folder in (self.files.entries, self.files.folder / "media", self.files.folder / "posts"):
                make_folder(folder)
            with locked(self.files.lock):
                if self.files.about.exists():
                    about = replace(about_from(self.files.about.read_bytes()), title=about.title)
                replace_file(self.files.about, to_json(about))
                entries = self._newest(about)
                for entry in entries:
                    self._write_page(about, entry)
                self._rebuild(about, entries)
        except OSError as error:
            raise Unavailable(reason(error)) from error

    def about(self) -> About:
        """What the feed is.

        Raises:
            Rejected: there is no such feed, or its file is damaged.
        """
        try:
            return about_from(self.files.about.read_bytes())
        except FileNotFoundError as error:
            raise Rejected("no_such_feed") from error
        except (ValueError, TypeError) as error:
            raise Rejected("damaged_feed") from error
        except OSError as error:
            raise Unavailable(reason(error)) from error

    def keep_medium(self, path: Path, data: bytes) -> None:
        """Put a picture or film beside the entries. Repeating is free. Raises Unavailable."""
        try:
            with locked(self.files.lock):
                if not path.exists():
                    replace_file(path, data)
        except OSError as error:
            raise Unavailable(reason(error)) from error

    def put(self, entry: Entry) -> About:
        """Publish an entry, and answer in which feed. A repeat keeps the time it was first published at.

        Raises:
            Unavailable: nothing is visible.
            OutcomeUnknown: the entry is on disk but some of the documents may not show it; a repeat heals that.
        """
        about = self.about()
        try:
            with locked(self.files.lock):
                self._write(entry)
                self._rebuild(about, self._newest(about, entry.key))
        except OSError as error:
            written = self.files.entry(entry.key).exists()
            raise (OutcomeUnknown if written else Unavailable)(reason(error)) from error
        return about

    def drop(self, key: str) -> None:
        """Take an entry out; one that is gone already, or its feed, is fine. Raises Unavailable; a repeat heals."""
        if not self.files.about.exists():
            return
        about = self.about()
        try:
            with locked(self.files.lock):
                remove_file(self.files.entry(key))
                remove_file(self.files.post(key))
                self._rebuild(about, self._all())
        except OSError as error:
            raise Unavailable(reason(error)) from error

    def shows(self, key: str) -> bool:
        """True when the entry is on disk and the documents list it, or it is too old for them. Writes nothing.

        Raises:
            Unavailable: the files cannot be read.
        """
        about = self.about()
        try:
            entry = self._read(key)
            if entry is None:
                return False
            listed = shown(self.files.json.read_bytes())
        except (OSError, ValueError) as error:
            raise Unavailable("unreadable_feed") from error
        if about.entry_id(key) in (one for one, _ in listed):
            return True
        return len(listed) >= NEWEST and entry.published < listed[-1][1]

    def _write(self, entry: Entry) -> None:
        before = self._read(entry.key)
        if before is not None:
            entry = replace(entry, published=before.published)
            if replace(entry, updated=before.updated) == before:
                return
            remove_file(self.files.post(entry.key))
        replace_file(self.files.entry(entry.key), to_json(entry))

    def _rebuild(self, about: About, entries: Sequence[Entry]) -> None:
        if not self.files.style.exists() or self.files.style.read_bytes() != style():
            replace_file(self.files.style, style())
        posts = str(self.files.folder / "posts")
        for entry in entries:
            if not _is_whole(f"{posts}/{entry.key}.html"):
                self._write_page(about, entry)
        index = page(about, entries, self.base_url, about.title)
        replace_file(self.files.index, index, sync=False, sync_names=False)
        replace_file(self.files.atom, atom(about, entries, self.base_url), sync_names=False)
        replace_file(self.files.json, json_feed(about, entries, self.base_url))

    def _write_page(self, about: About, entry: Entry) -> None:
        post = page(about, (entry,), self.base_url, entry.title)
        replace_file(self.files.post(entry.key), post, sync=False, sync_names=False)

    def _newest(self, about: About, *added: str) -> list[Entry]:
        """What the feed lists now and what is added, without reading every entry there ever was."""
        try:
            listed = [one.removeprefix(f"{about.id}/") for one, _ in shown(self.files.json.read_bytes())]
        except (FileNotFoundError, ValueError):
            return self._all()
        return self._sorted({*listed, *added})

    def _all(self) -> list[Entry]:
        return self._sorted({path.stem for path in self.files.entries.glob("*.json")})

    def _sorted(self, keys: set[str]) -> list[Entry]:
        folder = str(self.files.entries)
        entries = [entry for key in keys if is_key(key) and (entry := self._at(f"{folder}/{key}.json"))]
        entries.sort(key=lambda entry: (entry.published, len(entry.key), entry.key), reverse=True)
        return entries[:NEWEST]

    def _read(self, key: str) -> Entry | None:
        return self._at(str(self.files.entry(key)))

    def _at(self, path: str) -> Entry | None:
        try:
            found = os.stat(path)
            return _entry_of(path, found.st_ino, found.st_size, found.st_mtime_ns)
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):
            _log.warning("feed_entry_unreadable feed=%s file=%s", self.files.slug, path)
            return None


def _is_whole(path: str) -> bool:
    """True for a page that is there; a power cut may have left it empty."""
    try:
        return os.stat(path).st_size > 0
    except FileNotFoundError:
        return False


@lru_cache(maxsize=2048)
def _entry_of(path: str, _inode: int, _size: int, _changed: int) -> Entry:
    """The entry in that file, read once for as long as the file is the same; every change makes a new file."""
    return entry_from(Path(path).read_bytes())
