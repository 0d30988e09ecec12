"""What went wrong with a source, and what to do, in a sentence or two for each code."""

from __future__ import annotations

_SENTENCES = {
    "http_401": "That address asks for a password. Choose one that everybody can read.",
    "http_403": "That server does not let programs read it (403). Paste the text itself instead.",
    "http_404": "There is nothing at that address (404). Check it in your browser.",
    "http_410": "It is gone for good (410), so I have stopped looking. Remove it, or add its new address.",
    "http_429": "That server asks for patience (429). I wait as long as it says.",
    "http_503": "That server is overloaded or being repaired (503). Try again later.",
    "timeout": "That server did not answer in time. Try again later.",
    "refused": "That server cannot be reached. Check the address, or try again later.",
    "connect_timeout": "That server cannot be reached. Check the address, or try again later.",
    "dropped": "That server broke the connection off. Try again later.",
    "no_such_host": "There is no server of that name. Check the spelling.",
    "certificate": "The certificate of that server cannot be trusted. Tell its owner, or paste the text itself.",
    "too_many_redirects": "That address leads in a circle. Add the one your browser shows in the end.",
    "private_address": (
        "That address lies inside a private network, and I only read public ones. Paste the text itself, or let "
        "whoever runs Greenlight switch on GREENLIGHT_ALLOW_PRIVATE_SOURCES."
    ),
    "address": "That is not a web address I can read. It should look like https://example.com/blog.",
    "scheme": "I can only read web addresses. Begin it with https:// or http://.",
    "credentials": "There is a name or password in that address, and I would have to keep it. Add it without.",
    "too_large": "That is larger than 5 MB. Add a smaller feed or page, or paste the part that matters.",
    "too_much": "That takes too long to read. Add something smaller, or paste the part that matters.",
    "unreadable": "That server answers in a form I cannot read. Paste the text itself instead.",
    "not_readable": "That is neither a feed nor a web page. Send me the file or the text itself.",
    "not_a_feed": "There is no feed at that address any more. Remove it, or add its new address.",
    "not_a_page": "There is no page at that address any more. Remove it, or add its new address.",
    "empty_page": "I found no text on that page; perhaps it is drawn by scripts. Paste the text itself instead.",
    "no_reader": "This machine is too busy to read it now. Try again later.",
    "file_empty": "There is no text in that file. Send another one, or paste the text.",
    "file_too_large": "That file is larger than 10 MB. Send a smaller one, or paste the part that matters.",
    "file_kind": "I can draw on .txt, .md, .docx and .pdf files. Save it as one of those, or paste the text.",
    "file_damaged": "That file is damaged. Save it anew and send it again.",
    "docx_locked": "That document is locked with a password. Save it without one and send it again.",
    "old_word": "That is an old Word file. Save it as .docx and send it again.",
    "pdf_password": "That PDF is locked with a password. Save it without one and send it again.",
    "pdf_scanned": "That PDF holds pictures of text only. Send one with real text, or paste the text.",
    "pdf_too_long": "That PDF has more than 300 pages. Send the chapters that matter.",
    "blob_gone": "That file is not here any more. Please send it again.",
}

TROUBLES = tuple(_SENTENCES)
"""Every code there is a sentence for."""


def trouble(code: str) -> str:
    """The code as a sentence or two; any other answer of a server by its number."""
    if code in _SENTENCES:
        return _SENTENCES[code]
    if code.startswith("http_5"):
        return f"That server has a fault of its own ({code.removeprefix('http_')}). Try again later."
    if code.startswith("http_"):
        return f"That server refused ({code.removeprefix('http_')}). Check the address in your browser."
    return f"That did not work ({code}). Try again later." if code else "That did not work. Try again later."
