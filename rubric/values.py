"""What the rubric's models are made of: a strict frozen base, slugs, texts that fit Slack."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationError,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

T = TypeVar("T")

# Lists come as lists from YAML and JSON and are kept as tuples; what is inside stays strict.
Several: TypeAlias = Annotated[tuple[T, ...], Field(strict=False)]
Span: TypeAlias = Annotated[tuple[int, int], Field(strict=False)]

# 40 keeps `rubric@edition` and `dimension/criterion` within the columns that store them.
Slug: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)
]

Location: TypeAlias = tuple[str | int, ...]


class Value(BaseModel):
    """A strict, frozen model that refuses keys it does not know."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", use_attribute_docstrings=True
    )


def shown_length(text: str) -> int:
    """How many code points Slack counts: those of the text with &, < and > escaped.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def printable(text: str) -> str:
    """Text from outside made fit for an error's one line: at most 60 characters, all printable."""
    text = text if len(text) <= 60 else f"{text[:59]}…"
    return text if text.isprintable() else ascii(text)


@dataclass(frozen=True)
class Fits:
    """Annotates a str that is stripped, not empty, and at most `limit` characters in Slack."""

    limit: int

    def check(self, text: str) -> str:
        """The stripped text. Raises ValueError when it is empty or too long."""
        text = text.strip()
        if not text:
            raise ValueError("is empty; write a text")
        if shown_length(text) > self.limit:
            raise ValueError(
                f"has {shown_length(text)} characters as Slack counts them;"
                f" shorten it to {self.limit}"
            )
        return text

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "minLength": 1, "maxLength": self.limit}


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a value that has the right shape: where inside it, and what to do."""

    location: Location
    sentence: str


def refuse(flaws: Iterable[Flaw]) -> None:
    """Raises one ValidationError that holds every flaw at its location; returns when there is none.

    For model validators: pydantic puts the model's own location in front.
    """
    details = [
        InitErrorDetails(
            type=PydanticCustomError("flaw", "{sentence}", {"sentence": flaw.sentence}),
            loc=flaw.location,
            input=None,
        )
        for flaw in flaws
    ]
    if details:
        raise ValidationError.from_exception_data("rubric", details)


def repeated(field: str, ids: Iterable[str]) -> list[Flaw]:
    """A flaw for each entry of the list `field` whose id an earlier entry has already."""
    seen: set[str] = set()
    flaws = []
    for index, name in enumerate(ids):
        if name in seen:
            sentence = f"{name} is already the id of another entry; give each its own"
            flaws.append(Flaw((field, index, "id"), sentence))
        seen.add(name)
    return flaws


def counted(field: str, count: int, least: int, most: int) -> list[Flaw]:
    """A flaw when the list `field` has fewer than `least` or more than `most` entries."""
    if least <= count <= most:
        return []
    change = "add" if count < least else "remove"
    return [Flaw((field,), f"has {count} entries, {least} to {most} are allowed; {change} some")]
