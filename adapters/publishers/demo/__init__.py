"""A pretend platform for trying Greenlight out: nothing leaves this machine."""

from adapters.publishers.demo.publish import DEMO, DemoPublisher, Turn

__all__ = ["DEMO", "DemoPublisher", "Turn"]
