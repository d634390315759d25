"""Use cases and reads: one method, one transaction; no Slack, no SQL."""
