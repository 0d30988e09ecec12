"""What the short codes of the core mean, and what to do next, in one sentence each."""

from __future__ import annotations

_SENTENCES = {
    "timeout": "The platform did not answer in time.",
    "refused": "The platform could not be reached.",
    "unavailable": "The platform could not be reached.",
    "throttled": "The platform asked us to slow down; it is tried again by itself.",
    "held": "The account is paused by the platform; the post is kept and tried again.",
    "reconnect": "The permission to post there is gone. Connect the account again, then press Retry.",
    "rejected": "The platform refused the post. Change it, then approve it again.",
    "demo_refusal": "The demo refused this one on purpose, to show you what a refusal looks like. Press Retry.",
    "demo_away": "The demo plays being out of reach, to show you that it is tried again by itself.",
    "demo_patience": "The demo plays being busy, to show you that it is tried again by itself.",
    "demo_answer_lost": "The demo lost its answer on purpose, to show you how Greenlight looks before it repeats.",
    "not_found": "The answer got lost, and the post cannot be found there. It may still appear.",
    "no_verdict": "The platform has not told us for half an hour whether the post is there.",
    "cannot_look": "The answer got lost, and this platform cannot be read back.",
    "worker_lost": "Greenlight was interrupted while publishing.",
    "platform_off": "That platform is switched off here at the moment.",
    "disk_full": "The disk is full. Make room, then press Retry.",
    "no_permission": "The folder cannot be written. Allow it, then press Retry.",
    "read_only": "The folder cannot be written. Allow it, then press Retry.",
    "busy": "Somebody else is writing there right now; it is tried again.",
    "accepted": "The platform took the post and is still working on it.",
    "several": "There are several posts that could be this one.",
    "account_busy": "Another post to this account is going out right now.",
    "restored": "A backup was restored, so nobody knows whether this went out.",
    "disk": "The disk is full or cannot be written. Make room, then press Retry.",
    "content_changed": "What would go out was not what was approved.",
    "seal_broken": "What would go out was not what was approved.",
    "not_approved": "It was not approved any more when its time came.",
    "not_covered": "The approval did not cover exactly this text.",
    "zone_changed": "The rules of the time zone changed, so the agreed hour now means another moment.",
    "too_early": "It was about to leave before its time.",
}


def sentence(code: str) -> str:
    """The code as a sentence; a code without one is shown as it is, so that it can be looked up."""
    return _SENTENCES.get(code, f"The platform answered “{code}”." if code else "The cause is not known.")
