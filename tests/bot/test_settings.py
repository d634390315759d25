"""The environment and `.env`: everything that is wrong is told at once, and no secret with it."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Environment, InvalidSettings, Transport, read_environment
from bot.vault import new_key

BOT, APP, SIGNING = "xoxb-sandbox-bot", "xapp-sandbox-app", "sandbox-signing-secret"


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def _refusal(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], *, serving: bool = False
) -> str:
    """What is said of these variables."""
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSettings) as refused:
        read_environment(serving=serving)
    return str(refused.value)


def _named(refusal: str) -> list[str]:
    """The variables that a refusal names, one at the beginning of each line but the first."""
    return [line.split(":")[0].split(" ")[2] for line in refusal.splitlines()[1:]]


def test_an_empty_environment_has_the_defaults_of_the_contract() -> None:
    environment = read_environment()
    assert environment.slack_api_url == "https://slack.com/api/"
    assert environment.database_url == "sqlite:///rung.db"
    assert (environment.host, environment.port) == ("127.0.0.1", 3000)
    assert (environment.rung_tick_seconds, environment.log_level) == (15, "INFO")


@pytest.mark.parametrize(
    ("login", "passwords"),
    [("rung:p4ssword", {"p4ssword"}), ("rung:p%40ss%3Aword", {"p%40ss%3Aword", "p@ss:word"}),
     ("rung:p@ss:word", {"p@ss:word"}), ("rung", set()), ("", set())],
)  # fmt: skip
def test_every_secret_of_the_environment_is_known_by_its_value(
    monkeypatch: pytest.MonkeyPatch, login: str, passwords: set[str]
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", f"{SIGNING}-1, {SIGNING}-2")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://{login}@127.0.0.1:5432/rung?sslmode=require")
    both = f"{SIGNING}-1, {SIGNING}-2"
    known = {BOT, both, f"{SIGNING}-1", f"{SIGNING}-2"}
    assert read_environment().secrets() == known | passwords


def test_every_wrong_variable_is_named_in_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "SLACK_BOT_TOKEN": "sandbox-wrong-1",
        "SLACK_APP_TOKEN": "sandbox-wrong-2",
        "SLACK_API_URL": "slack.invalid/sandbox-wrong-3",
        "DATABASE_URL": "mysql://rung:sandbox-wrong-4@127.0.0.1/rung",
        "RUNG_RUBRICS": "sandbox-wrong-5",
        "RUNG_TICK_SECONDS": "sandbox-wrong-6",
        "PORT": "65536",
        "LOG_LEVEL": "sandbox-wrong-7",
    }
    refusal = _refusal(monkeypatch, wrong)
    assert sorted(_named(refusal)) == sorted(wrong)
    assert "wrong-" not in refusal
    assert "65536" not in refusal


def test_what_serving_needs_is_named_together_with_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refusal = _refusal(monkeypatch, {"PORT": "three thousand"}, serving=True)
    assert sorted(_named(refusal)) == ["PORT", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]
    assert "or SLACK_APP_TOKEN" in refusal
    assert "three thousand" not in refusal


def test_a_wrong_token_is_not_also_called_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = _refusal(
        monkeypatch, {"SLACK_BOT_TOKEN": "sandbox-wrong", "SLACK_APP_TOKEN": BOT}, serving=True
    )
    assert sorted(_named(refusal)) == ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"]
    assert BOT not in refusal


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "-1"),
        ("PORT", "3000.5"),
        ("RUNG_TICK_SECONDS", "0"),
        ("RUNG_TICK_SECONDS", "nan"),
        ("RUNG_TICK_SECONDS", "inf"),
        ("SLACK_API_URL", "ftp://slack.invalid/api/"),
        ("SLACK_API_URL", "https://["),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_is_refused_by_the_variables_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert _named(_refusal(monkeypatch, {name: value})) == [name]


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Environment.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert read_environment() == Environment(_env_file=None)
    assert _named(_refusal(monkeypatch, {}, serving=True)) == [
        "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET",
    ]  # fmt: skip


def test_the_env_file_is_read_and_the_environment_wins_over_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.joinpath(".env").write_text(f"SLACK_BOT_TOKEN={BOT}\nPORT=4001\nOTHER=thing\n")
    monkeypatch.setenv("PORT", "4002")
    environment = read_environment()
    assert environment.slack_bot_token is not None
    assert environment.slack_bot_token.get_secret_value() == BOT
    assert environment.port == 4002


@pytest.mark.parametrize(
    ("variables", "transport"),
    [
        ({"SLACK_APP_TOKEN": APP}, Transport.SOCKET),
        ({"SLACK_SIGNING_SECRET": SIGNING}, Transport.HTTP),
        ({"SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SIGNING}, Transport.SOCKET),
    ],
)
def test_an_app_token_means_socket_mode(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], transport: Transport
) -> None:
    for name, value in {"SLACK_BOT_TOKEN": BOT, **variables}.items():
        monkeypatch.setenv(name, value)
    assert read_environment(serving=True).transport is transport


def test_secrets_do_not_print(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SIGNING}
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    environment = read_environment()
    printed = f"{environment} {environment!r} {environment.model_dump_json()}"
    assert not [value for value in secrets.values() if value in printed]


def test_the_settings_do_not_change_while_the_bot_runs() -> None:
    with pytest.raises(ValidationError):
        read_environment().port = 1  # type: ignore[misc]


OAUTH = {
    "SLACK_CLIENT_ID": "11.22",
    "SLACK_CLIENT_SECRET": "sandbox-client-secret",
    "SLACK_SIGNING_SECRET": SIGNING,
    "RUNG_ENCRYPTION_KEYS": f"{new_key()}, {new_key()}",
}


def test_a_client_id_means_many_workspaces_and_needs_no_bot_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in OAUTH.items():
        monkeypatch.setenv(name, value)
    environment = read_environment(serving=True)
    assert environment.slack_client_id == "11.22"
    assert environment.transport is Transport.HTTP
    assert len(environment.encryption_keys) == 2
    assert OAUTH["SLACK_CLIENT_SECRET"] not in f"{environment!r} {environment.model_dump_json()}"


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"RUNG_ENCRYPTION_KEYS": ""}, ["RUNG_ENCRYPTION_KEYS"]),
        ({"RUNG_ENCRYPTION_KEYS": "not-a-key"}, ["RUNG_ENCRYPTION_KEYS"]),
        ({"RUNG_ENCRYPTION_KEYS": f"{new_key()},"}, ["RUNG_ENCRYPTION_KEYS"]),
        ({"SLACK_CLIENT_SECRET": ""}, ["SLACK_CLIENT_SECRET"]),
        ({"SLACK_CLIENT_ID": ""}, ["SLACK_BOT_TOKEN", "SLACK_CLIENT_SECRET"]),
        ({"SLACK_SIGNING_SECRET": ""}, ["SLACK_SIGNING_SECRET"]),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}, ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"]),
        (
            {"SLACK_SIGNING_SECRET": "", "RUNG_ENCRYPTION_KEYS": "", "PORT": "none"},
            ["PORT", "RUNG_ENCRYPTION_KEYS", "SLACK_SIGNING_SECRET"],
        ),
        ({"RUNG_PUBLIC_URL": "rung.invalid/x"}, ["RUNG_PUBLIC_URL"]),
    ],
)
def test_what_many_workspaces_need_is_named_all_at_once(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], named: list[str]
) -> None:
    refusal = _refusal(monkeypatch, OAUTH | changed, serving=True)
    assert sorted(_named(refusal)) == named
    values = (OAUTH | changed).values()
    assert not [value for value in values if len(value) > 5 and value in refusal]
