"""The environment and `.env`, checked at once when the process starts."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SLACK_API = "https://slack.com/api/"


class InvalidSettings(Exception):
    """The environment is wrong. `str()` names every bad variable; no value is repeated."""


class Transport(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


class Environment(BaseSettings):
    """What an operator sets. Secrets are SecretStr, so that they never print."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = SLACK_API
    database_url: str = "sqlite:///rung.db"
    rung_rubrics: Path | None = None
    rung_tick_seconds: Annotated[float, Field(gt=0, le=3600)] = 15
    rung_delivery_threads: Annotated[int, Field(ge=1, le=64)] = 8
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    log_level: str = "INFO"

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object, info: object) -> object:
        """`SLACK_APP_TOKEN=` in a file means: not set."""
        if value != "":
            return value
        name = getattr(info, "field_name", "")
        return cls.model_fields[name].default

    @field_validator("slack_api_url")
    @classmethod
    def _api_address(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
            raise ValueError("give an address such as https://slack.com/api/")
        return value if value.endswith("/") else value + "/"

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:", "postgres:")):
            raise ValueError("give a sqlite: or postgresql: address")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("choose DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator("rung_rubrics")
    @classmethod
    def _folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("name a folder that exists")
        return value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _token(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        prefix = "xoxb-" if info.field_name == "slack_bot_token" else "xapp-"
        if value is not None and not value.get_secret_value().startswith(prefix):
            raise ValueError(f"give a token that starts with {prefix}")
        return value

    def secrets(self) -> frozenset[str]:
        """Every value that may never be seen in a log; of several in one, each by itself."""
        held = [v.get_secret_value() for _, v in self if isinstance(v, SecretStr)]
        _, _, login = self.database_url.partition("//")
        password = login.rpartition("@")[0].partition(":")[2]
        parts = [part.strip() for secret in held for part in secret.split(",")]
        return frozenset({*held, *parts, password, unquote(password)} - {""})

    @property
    def transport(self) -> Transport:
        """Socket Mode when there is an app token, HTTP otherwise."""
        return Transport.SOCKET if self.slack_app_token else Transport.HTTP


class ServingEnvironment(Environment):
    """What `serve` needs: the tokens must be there, and are checked together with the rest."""

    @field_validator("slack_bot_token")
    @classmethod
    def _has_bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            raise ValueError("give the bot token of the installed app (xoxb-…)")
        return value

    @field_validator("slack_signing_secret")
    @classmethod
    def _has_transport(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        # An app token that was refused is not among the data; it is told by its own name.
        if value is None and info.data.get("slack_app_token", "refused") is None:
            raise ValueError("give it (for HTTP), or SLACK_APP_TOKEN (xapp-…, for Socket Mode)")
        return value


def read_environment(*, serving: bool = False) -> Environment:
    """The settings of this process. Raises InvalidSettings, naming every bad variable at once.

    `serving`: the tokens that the connection to Slack needs must be there.
    """
    try:
        return ServingEnvironment() if serving else Environment()
    except ValidationError as error:
        faults = [_fault(e["loc"], e["msg"]) for e in error.errors(include_input=False)]
        raise InvalidSettings(_sentence(faults)) from None


def _fault(location: tuple[int | str, ...], reason: str) -> str:
    name = "_".join(str(part) for part in location).upper()
    said = reason.removeprefix("Value error, ")
    return f"{name}: {said}" if name else said


def _sentence(faults: list[str]) -> str:
    lines = "\n".join(f"  {fault}" for fault in faults)
    return f"Rung cannot start. Set these in the environment or in .env:\n{lines}"
