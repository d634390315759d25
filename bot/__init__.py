"""The Slack bot: listeners and the worker around one set of use cases."""
