"""The local feed: Atom and JSON Feed files that any web server can serve. Needs no account."""

from adapters.publishers.feed.opening import open_feed
from adapters.publishers.feed.publish import FeedPublisher

__all__ = ["FeedPublisher", "open_feed"]
