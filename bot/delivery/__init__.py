"""Slack out, driven by the clock: the outbox and the worker."""
