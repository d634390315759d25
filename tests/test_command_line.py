"""The command line, as an operator and other programs use it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import main
from bot.clock import system_clock
from bot.services.posts import Workspaces
from bot.settings import Environment
from storage import workspaces
from storage.database import Database
from storage.schema import is_current

ROOT = Path(__file__).resolve().parent.parent
PROFILES = ROOT / "tests" / "rubric" / "profiles"
DIMENSIONS = ("people", "model-creation", "model-release", "application-integration")
BUNDLED = ROOT / "rubric" / "content" / "mlops-2020-01.yaml"

Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _a_clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'rung.db'}")
    monkeypatch.chdir(tmp_path)


def _run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def _refused(printed: Printed, *arguments: object) -> list[str]:
    """The lines on standard error of a command that ends with 2 and prints nothing else."""
    assert _run(*arguments) == 2
    out, err = printed.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err.splitlines()


def _file(folder: Path, content: object) -> Path:
    file = folder / "answers.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return file


@pytest.mark.parametrize(
    ("profile", "levels", "overall"),
    [
        ("level-0", (1, 0, 0, 0), 0),
        ("level-1", (1, 1, 1, 2), 1),
        ("level-2", (2, 3, 2, 2), 2),
        ("level-3", (3, 3, 3, 4), 3),
        ("level-4", (4, 4, 4, 4), 4),
    ],
)
def test_a_team_that_answers_what_a_level_says_stands_on_that_level(
    capsys: Printed, profile: str, levels: tuple[int, ...], overall: int
) -> None:
    assert _run("score", PROFILES / f"{profile}.json", "--json") == 0
    out, err = capsys.readouterr()
    result: dict[str, Any] = json.loads(out)
    assert err == ""
    assert tuple(result["dimensions"][d]["level"] for d in DIMENSIONS) == levels
    assert list(result["dimensions"]) == list(DIMENSIONS)
    assert (result["overall"], result["provisional"]) == (overall, False)
    assert bool(result["recommendations"]) == (overall < 4)


def test_bands_holding_criteria_and_steps_are_told_to_programs(capsys: Printed) -> None:
    assert _run("score", PROFILES / "level-1.json", "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert result["dimensions"]["people"] == {
        "level": 1,
        "band": [0, 1],
        "holding": ["people/data-scientists", "people/data-engineers"],
        "unknown": [],
    }
    assert result["recommendations"][0] == {
        "criterion": "people/data-scientists",
        "from": "siloed",
        "to": "with-data-engineers",
        "effect": [1, 2],
    }


def test_people_read_levels_by_name(capsys: Printed) -> None:
    assert _run("score", PROFILES / "level-2.json") == 0
    out = capsys.readouterr().out
    assert "Overall: 2 – Automated Training" in out
    assert "Model Release" in out


def test_the_rubric_can_be_named(capsys: Printed) -> None:
    for name in ("mlops", "mlops@2020-01"):
        assert _run("score", PROFILES / "level-0.json", "--rubric", name) == 0
        assert "mlops@2020-01" in capsys.readouterr().out


def test_every_fault_of_a_file_has_its_line(capsys: Printed, tmp_path: Path) -> None:
    answers = {"people/data-scientists": "heroic", "people/nobody": "siloed"}
    content = {"rubric": "mlops", "respondents": [{"answers": answers}, {"answers": []}]}
    file = _file(tmp_path, content)
    lines = _refused(capsys, "score", file, "--json")
    assert len(lines) == 3
    assert all(line.startswith(f"{file}: ") for line in lines)


@pytest.mark.parametrize("content", ["", "[]", "{", "NaN", "[" * 10_000, '{"rubric": "gone"}'])
def test_a_file_that_is_no_file_of_answers_is_refused(
    capsys: Printed, tmp_path: Path, content: str
) -> None:
    assert _refused(capsys, "score", _file(tmp_path, content))


def test_a_file_that_cannot_be_read_and_a_rubric_that_is_not_there_are_refused(
    capsys: Printed, tmp_path: Path
) -> None:
    assert len(_refused(capsys, "score", tmp_path / "missing.json")) == 1
    assert len(_refused(capsys, "score", tmp_path)) == 1
    assert _refused(capsys, "score", PROFILES / "level-0.json", "--rubric", "gone")
    assert len(_refused(capsys, "rubric", "check", tmp_path / "missing.yaml")) == 1


def test_a_rubric_file_is_checked(capsys: Printed, tmp_path: Path) -> None:
    assert _run("rubric", "check", BUNDLED) == 0
    assert "15 criteria" in capsys.readouterr().out
    bad = tmp_path / "bad.yaml"
    bad.write_text(BUNDLED.read_text(encoding="utf-8").replace("ceiling: 4", "ceiling: 9"))
    lines = _refused(capsys, "rubric", "check", bad)
    assert len(lines) > 1
    assert all("bad.yaml" in line for line in lines)


def test_rubrics_are_listed_and_the_schema_is_json(capsys: Printed) -> None:
    assert _run("rubric", "list") == 0
    assert "mlops@2020-01" in capsys.readouterr().out
    assert _run("rubric", "schema") == 0
    assert json.loads(capsys.readouterr().out)["type"] == "object"


def test_the_manifest_is_json_for_either_transport(capsys: Printed) -> None:
    for more, socket in (((), True), (("--http", "https://rung.example.com"), False)):
        assert _run("manifest", *more) == 0
        made = json.loads(capsys.readouterr().out)
        assert made["settings"]["socket_mode_enabled"] is socket
        assert "commitments" in made["features"]["slash_commands"][0]["usage_hint"]


def test_tokens_that_rotate_go_with_a_public_address(capsys: Printed) -> None:
    assert _run("manifest", "--rotate-tokens", "--http", "https://rung.example.com") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["settings"]["token_rotation_enabled"] is True
    assert _run("manifest", "--rotate-tokens") == 2
    assert "--http" in capsys.readouterr().err


def test_migrate_brings_an_empty_database_up_to_date_and_may_be_repeated(
    capsys: Printed, tmp_path: Path
) -> None:
    for _ in range(2):
        assert _run("migrate") == 0
        assert "up to date" in capsys.readouterr().out
    database = Database(f"sqlite:///{tmp_path / 'rung.db'}")
    assert is_current(database)
    database.close()


def test_a_wrong_environment_ends_every_command_that_reads_it(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "many")
    monkeypatch.setenv("LOG_LEVEL", "loud")
    for arguments in (["serve"], ["migrate"], ["rubric", "list"], []):
        lines = _refused(capsys, *arguments)
        assert len([line for line in lines if line.startswith("  ")]) >= 2
        assert {"PORT", "LOG_LEVEL"} <= {line.strip().split(":")[0] for line in lines}


def test_a_database_that_cannot_be_reached_is_one_line(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in (
        "sqlite:////no-such-folder/rung.db", "sqlite:rung.db", "postgresql://rung:p4ssword@[::1/x",
        "postgresql://rung@host:p4ssword/x", "postgresql://rung:p4ssword@127.0.0.1:1/x",
    ):  # fmt: skip
        monkeypatch.setenv("DATABASE_URL", address)
        lines = _refused(capsys, "migrate")
        assert len(lines) == 1
        assert "DATABASE_URL" in lines[0]
        assert "p4ssword" not in lines[0]


def test_an_unknown_command_is_refused_with_the_usage(capsys: Printed) -> None:
    with pytest.raises(SystemExit) as refused:
        _run("scroe")
    assert refused.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_serve_refuses_an_old_database_and_says_what_to_do(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{tmp_path / 'old.db'}",
        "SLACK_BOT_TOKEN": "xoxb-sandbox-bot",
        "SLACK_SIGNING_SECRET": "sandbox-signing-secret",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "PORT": "0",
    }
    ended = subprocess.run(
        [sys.executable, str(ROOT / "app.py"), "serve"],
        env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert ended.stderr.splitlines()[-1] == (
        "The database has another schema. Run: python app.py migrate"
    )


def _a_workspace(tmp_path: Path) -> Database:
    _run("migrate")
    database = Database(f"sqlite:///{tmp_path / 'rung.db'}")
    Workspaces(database, system_clock).remember("", "T0ACME", "Acme", "U0BOT")
    return database


def test_a_workspace_is_erased_by_its_id_once_it_is_typed_again(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = _a_workspace(tmp_path)
    monkeypatch.setattr("builtins.input", lambda _: "T0ACM")
    assert _run("erase", "T0ACME") == 2
    assert "Nothing was erased." in capsys.readouterr().err
    monkeypatch.setattr("builtins.input", lambda _: "T0ACME")
    assert _run("erase", "T0ACME") == 0
    assert "Everything of Acme is erased." in capsys.readouterr().out
    with database.transaction() as session:
        assert workspaces.find(session, "", "T0ACME") is None
    database.close()


def test_erasing_says_when_there_is_no_such_workspace(tmp_path: Path, capsys: Printed) -> None:
    _a_workspace(tmp_path).close()
    capsys.readouterr()
    assert _refused(capsys, "erase", "T0OTHER", "--yes") == [
        "There is no workspace T0OTHER in this database."
    ]


def test_keys_are_made_and_every_token_is_encrypted_anew(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _run("keys", "new") == 0
    key = capsys.readouterr().out.strip()
    assert len(key) == 44
    assert _run("migrate") == 0
    monkeypatch.setenv("RUNG_ENCRYPTION_KEYS", key)
    capsys.readouterr()
    assert _run("keys", "rotate") == 0
    assert capsys.readouterr().out == "0 installations are encrypted with the newest key.\n"


def test_without_keys_there_is_nothing_to_encrypt_with(capsys: Printed) -> None:
    assert "RUNG_ENCRYPTION_KEYS" in _refused(capsys, "keys", "rotate")[0]
