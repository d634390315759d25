"""The client: a page in the browser, in which people use the workspace as they use Slack.

What a visitor does here becomes what a `Person` does; nothing reaches the app another way.
"""

from __future__ import annotations

from sandbox.client.routes import Client
from sandbox.client.travel import Stop, TimeMachine

__all__ = ["Client", "Stop", "TimeMachine"]
