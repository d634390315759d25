"""A strict local stand-in for Slack, for the demo and the tests.

It refuses every payload, token, trigger or rate that Slack would refuse, and it never leaves this
machine. `Sandbox` is the whole of it.
"""

from __future__ import annotations

from sandbox.errors import AppFailed, CannotAct, FormIncomplete
from sandbox.messages import Message
from sandbox.organisation import Organisation
from sandbox.person import Person
from sandbox.place import Place
from sandbox.records import Ack, Call, Delivery
from sandbox.reply import Reply
from sandbox.sandbox import Sandbox
from sandbox.views import View
from sandbox.workspace import Workspace

__all__ = [
    "Ack",
    "AppFailed",
    "Call",
    "CannotAct",
    "Delivery",
    "FormIncomplete",
    "Message",
    "Organisation",
    "Person",
    "Place",
    "Reply",
    "Sandbox",
    "View",
    "Workspace",
]
