"""What goes wrong between a person, the app and the stand-in."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A Web API call refused with `ok: false`.

    `error` is Slack's word for it; `extra` holds further fields of the answer.
    """

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


class AppFailed(Exception):
    """The person sees an error: the app did not acknowledge in time, or not as Slack wants."""


class CannotAct(Exception):
    """A person cannot do this in Slack: nothing there to press, nothing offered, not allowed."""


class FormIncomplete(CannotAct):
    """Slack's client does not submit this form: `fields` holds the labels of the fields that need
    an answer, by block_id.
    """

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(f"needs an answer: {', '.join(fields.values())}")
        self.fields = fields
        self.labels = list(fields.values())


class FieldsWrong(CannotAct):
    """Slack's client does not take what was put into fields: a sentence for each, by block_id."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__("; ".join(sentences.values()))
        self.sentences = sentences
