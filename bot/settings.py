"""The environment and `.env`, checked at once when the process starts."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.vault import is_key

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

    # First, because whether the others may be set depends on them.
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = SLACK_API
    rung_encryption_keys: SecretStr | None = None
    rung_public_url: str | None = None
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
        if not _is_address(value):
            raise ValueError("give an address such as https://slack.com/api/")
        return value if value.endswith("/") else value + "/"

    @field_validator("rung_public_url")
    @classmethod
    def _public_address(cls, value: str | None) -> str | None:
        if value is not None and not _is_address(value):
            raise ValueError("give the address that browsers use, such as https://rung.example.com")
        return value and value.rstrip("/")

    @field_validator("rung_encryption_keys")
    @classmethod
    def _keys(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not all(map(is_key, _parts(value))):
            raise ValueError("give keys made by `python app.py keys new`, with commas in between")
        return value

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

    @property
    def encryption_keys(self) -> list[str]:
        """The keys that tokens are encrypted with, the newest first."""
        return _parts(self.rung_encryption_keys) if self.rung_encryption_keys else []


class ServingEnvironment(Environment):
    """What `serve` needs: the tokens must be there, and are checked together with the rest."""

    @field_validator("slack_client_secret")
    @classmethod
    def _both_or_none(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if (value is None) != (info.data.get("slack_client_id") is None):
            raise ValueError("set it together with SLACK_CLIENT_ID, or neither")
        return value

    @field_validator("slack_bot_token")
    @classmethod
    def _has_bot_token(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if _by_oauth(info):
            if value is not None:
                raise ValueError("leave it empty: with SLACK_CLIENT_ID each workspace has its own")
        elif value is None:
            raise ValueError("give the bot token of the installed app (xoxb-…)")
        return value

    @field_validator("slack_app_token")
    @classmethod
    def _has_no_app_token(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is not None and _by_oauth(info):
            raise ValueError("leave it empty: with SLACK_CLIENT_ID, Slack reaches Rung over HTTP")
        return value

    @field_validator("slack_signing_secret")
    @classmethod
    def _has_transport(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None and _by_oauth(info):
            raise ValueError("give it: with SLACK_CLIENT_ID, Slack reaches Rung over HTTP")
        # An app token that was refused is not among the data; it is told by its own name.
        if value is None and info.data.get("slack_app_token", "refused") is None:
            raise ValueError("give it (for HTTP), or SLACK_APP_TOKEN (xapp-…, for Socket Mode)")
        return value

    @field_validator("rung_encryption_keys")
    @classmethod
    def _has_keys(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None and _by_oauth(info):
            raise ValueError("give a key, from `python app.py keys new`: tokens are encrypted")
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


def _by_oauth(info: ValidationInfo) -> bool:
    return info.data.get("slack_client_id") is not None


def _is_address(text: str) -> bool:
    return urlsplit(text).scheme in ("http", "https") and bool(urlsplit(text).netloc)


def _parts(secret: SecretStr) -> list[str]:
    return [part.strip() for part in secret.get_secret_value().split(",")]


def _fault(location: tuple[int | str, ...], reason: str) -> str:
    name = "_".join(str(part) for part in location).upper()
    said = reason.removeprefix("Value error, ")
    return f"{name}: {said}" if name else said


def _sentence(faults: list[str]) -> str:
    lines = "\n".join(f"  {fault}" for fault in faults)
    return f"Rung cannot start. Set these in the environment or in .env:\n{lines}"
