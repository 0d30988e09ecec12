"""What the short codes of the core mean, and what to do next, in one sentence each."""

from __future__ import annotations

from bot.cards.platform_reasons import OF_PLATFORMS
from bot.cards.writer_reasons import OF_WRITERS

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
    "account_broken": "The permission to post there is gone.",
    "account_ends_before": "The permission to post there ends before that.",
    "rules_changed": "The platform's rules would refuse it as it is.",
    "platform_off": "That platform is switched off here at the moment.",
    "storage_away": "The bucket that keeps pictures and films cannot be reached just now.",
    "storage_refused": "The bucket that keeps pictures and films does not let Greenlight in.",
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
    "damaged_account": "The record of that account is damaged. Connect the account again, then press Retry.",
    "damaged_feed": "The feed's folder is damaged. `greenlight doctor` says more; then press Retry.",
    "unreadable_feed": "The feed's folder cannot be read. Check its permissions, then press Retry.",
    "no_such_feed": "The feed's folder is gone. Start Greenlight anew or bring the folder back, then press Retry.",
    "no_such_account": "That account is not known there any more. Connect it again, then press Retry.",
    "not_an_entry": "What was kept about that entry of the feed cannot be used. Look at the feed before you repeat it.",
    "not_a_demo_post": "What was kept about that demo post cannot be used.",
    "media_missing": "A picture of the post is gone. Give it a new one, then approve it again.",
    "media_type": "The platform takes no files of that kind. Use another picture, then approve the post again.",
    "blob_gone": "A picture of the post is gone. Give it a new one, then approve it again.",
    "blob_altered": "A picture of the post is not what was approved. Give it a new one, then approve it again.",
    "box_altered": "The sealed key of the account was altered. Connect the account again, then press Retry.",
    "key": "The key that opens the account is missing. Bring it back (keys.json), or connect the account again.",
    "key_gone": "The key that opens the account is missing. Bring it back (keys.json), or connect the account again.",
    "endless_steps": "The platform kept asking for one more step. Press Retry; if it stays so, tell whoever runs this.",
    "picture_too_heavy": "The picture cannot be made small enough. Use another one.",
    "photo_too_heavy": "That picture is too large to open safely. Send a smaller one.",
    "photo_unreadable": "That file cannot be opened as a picture. Send a JPEG or PNG.",
    "template_failed": "The picture could not be drawn. Regenerate it, or use a photo.",
    "template_made_several_pages": "The words do not fit on the picture. Shorten the headline, or use a photo.",
    "backup_not_readable": "That backup cannot be read. Is it the file that `greenlight backup` wrote?",
    "backup_not_written": "The backup could not be written. Is there room, and may the folder be written?",
    "unreadable_answer": "The platform answered in a form nobody can read; it may have taken the post.",
    "http_error": "The platform answered with an error of its own. It is tried again where that is safe.",
    "mail_no_tls": "The mail server offers no encryption, so nothing was sent. Set GREENLIGHT_MAIL_SECURITY to tls.",
    "mail_login": "The mail server refused user or password. Check GREENLIGHT_MAIL_USER and GREENLIGHT_MAIL_PASSWORD.",
    "mail_certificate": "The certificate of the mail server cannot be trusted. Check GREENLIGHT_MAIL_HOST.",
    "mail_refused": "The mail server refused that address for good. Check it with /email.",
    "mail_busy": "The mail server asks for patience; it is tried again.",
    "mail_unreachable": "The mail server cannot be reached; it is tried again. Check GREENLIGHT_MAIL_HOST and _PORT.",
    "mail_unknown": "The mail server did not confirm; the mail may have been sent.",
    "telegram_busy": "Telegram asked us to slow down; it is tried again by itself.",
    "telegram_refused": "Telegram refused it. Change it, then approve it again.",
    "telegram_silent": "Telegram did not confirm; it may have been sent.",
    "telegram_token": "Telegram does not know the bot's token. Check GREENLIGHT_TELEGRAM_TOKEN.",
    "telegram_unreachable": "Telegram cannot be reached; it is tried again.",
    "slack_busy": "Slack asked us to slow down; it is tried again by itself.",
    "slack_refused": "Slack did not take it. The log says why.",
    "slack_silent": "Slack did not confirm; it may have been shown.",
    "slack_token": "Slack does not know the bot's token any more. Install the app again, or check the token.",
    "slack_not_installed": "That Slack workspace has not let Greenlight in. /slack/install is the way in.",
    "slack_unreachable": "Slack cannot be reached; it is tried again.",
    "chat_not_found": "Telegram does not know that channel, or the bot was removed. Add it again as an admin.",
    "no_rights": "The right to post there is missing. Give it back, or connect the account again; then press Retry.",
}

_ALL = {**OF_PLATFORMS, **OF_WRITERS, **_SENTENCES}

EXPLAINED = tuple(_ALL)
"""Every code there is a sentence for."""


def sentence(code: str) -> str:
    """The code as a sentence; a code without one is shown as it is, so that it can be looked up."""
    return _ALL.get(code, f"The platform answered “{code}”." if code else "The cause is not known.")
