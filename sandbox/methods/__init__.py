"""The Web API methods that the stand-in knows; every other one is `unknown_method`."""

from __future__ import annotations

from sandbox.methods import chat, connection, conversations, files, history, oauth, users, views
from sandbox.methods.base import Method

FAMILIES = (connection, oauth, chat, views, conversations, files, history, users)

METHODS: dict[str, Method] = {
    method.name: method for family in FAMILIES for method in family.METHODS
}

__all__ = ["METHODS", "Method"]
