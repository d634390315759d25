"""Slack's side of OAuth v2: a page that asks a person, and a code for what they agreed to.

Source: docs.slack.dev/authentication/installing-with-oauth.
"""
