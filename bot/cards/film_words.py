"""What a card says about a film: how far it is, what goes out, and what was changed."""

from __future__ import annotations

from core.film import Film
from core.payload import Media
from core.post import Content

_CODECS = {"h264": "H.264", "hevc": "HEVC", "vp8": "VP8", "vp9": "VP9", "av1": "AV1", "mpeg4": "MPEG-4"}
FILM_TROUBLES = {
    "film_damaged": "The film is damaged: it ends too early or cannot be read to its end. Please send it again.",
    "film_too_slow": "Making the film ready took more than an hour. Please send a shorter or smaller one.",
    "blob_gone": "The film is gone from this machine. Please send it again.",
    "blob_altered": "The film was altered on this machine. Please send it again.",
    "disk_full": "The disk is full, so the film cannot be made ready. I try again every minute.",
    "no_ffmpeg": "The program ffmpeg is missing here, so the film cannot be made ready. I try again every minute.",
}


def waiting_words(content: Content) -> str:
    """What keeps a film from being ready everywhere; empty where nothing does."""
    film = content.film
    if film is not None and film.trouble:
        return FILM_TROUBLES.get(film.trouble, "The film cannot be made ready just now. I try again every minute.")
    if not content.film_waits:
        return ""
    return "The film is being made ready for its platforms. This card shows how far it is."


def share_words(film: Film) -> str:
    """How much of the work is done."""
    return f"Making the film ready, {film.done:.0%}" if film.done else "Making the film ready"


def changed_words(film: Film, media: tuple[Media, ...]) -> str:
    """What goes out of a film, and what it was before."""
    if not media or not media[0].is_film:
        return ""
    out, kept = media[0], film.plain and (media[0].width, media[0].height) == (film.width, film.height)
    codec = _CODECS.get(film.video, film.video.upper())
    before = "" if kept else f"; it was {film.width} × {film.height} {codec}, {_size(film.size)}"
    size = f"{out.width} × {out.height} H.264, {_length(out.seconds)}, {_size(out.size)}"
    return f"🎞️ Film: {size}{before}. Hidden data (place, camera) is removed."


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.0f} kB"


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
