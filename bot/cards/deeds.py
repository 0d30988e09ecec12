"""What people did, in words."""

from __future__ import annotations

from collections.abc import Mapping

DEEDS: Mapping[str, str] = {
    "added_evergreen": "made it evergreen",
    "added_note": "left a note",
    "added_source": "added a source",
    "approved": "approved it",
    "approved_all": "approved a week",
    "brought_back": "brought it back",
    "cancelled": "cancelled it",
    "cancelled_destination": "cancelled one destination",
    "came_back": "came back",
    "changed_brand": "changed the brand",
    "changed_email": "changed their e-mail address",
    "changed_look": "changed how pictures look",
    "changed_policy": "changed who has to approve",
    "changed_role": "changed somebody's role",
    "changed_settings": "changed the settings",
    "connected_account": "connected an account",
    "confirmed_email": "confirmed their e-mail address",
    "confirmed_live": "saw that it is live",
    "copied": "made a copy",
    "deleted": "deleted it",
    "demo_off": "switched the demo off",
    "demo_on": "switched the demo on",
    "disconnected_account": "disconnected an account",
    "drafted": "made a post",
    "drafted_batch": "drafted a week",
    "dropped_evergreen": "took it out of the evergreens",
    "edited": "changed what it says",
    "exported": "exported everything",
    "invited": "invited somebody",
    "joined": "joined the team",
    "left_it": "left it as it is",
    "muted_reminders": "stopped the reminders of a week",
    "opened_chat": "opened a chat",
    "published_now": "published it at once",
    "redrew_waiting": "drew the waiting pictures again",
    "removed_brand": "removed a brand",
    "removed_live": "deleted the live copy",
    "removed_member": "took somebody out of the team",
    "removed_note": "took a note back",
    "removed_source": "removed a source",
    "rescheduled": "moved it",
    "sent_again": "sent it again",
    "set_up_brand": "set up a brand",
    "signed_out": "signed out",
    "skipped": "skipped it",
    "started_series": "let it come again",
    "stepped_back": "went back to an earlier version",
    "stopped_series": "stopped a series",
    "swapped": "exchanged it with another",
    "target_added": "added a destination",
    "target_dropped": "left out a destination",
    "took_back": "took the approval back",
    "took_back_all": "took the approval of a week back",
    "undeleted": "brought it back from the bin",
    "went_away": "went away for a while",
    "was_forgotten": "was forgotten",
}


def deed_words(what: str) -> str:
    """A deed as the end of a sentence that begins with a name."""
    return DEEDS.get(what, what.replace("_", " "))
