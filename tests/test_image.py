"""The container image: what its recipe says; `.ci/run` lays the image out and runs Rung in it."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.image_root import NOT_NEEDED, PROGRAM, USER, linked

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
BUILD, FINAL = DOCKERFILE.replace("\\\n", " ").split("FROM scratch\n")


def _instructions(stage: str, name: str) -> list[str]:
    return re.findall(rf"^(?:HEALTHCHECK .*?)?{name} +(.+)$", stage, re.MULTILINE)


def test_the_image_begins_with_nothing_and_takes_one_tree() -> None:
    assert _instructions(FINAL, "COPY") == ["--from=build /image /"]
    assert _instructions(FINAL, "RUN") == []
    assert _instructions(FINAL, "ADD") == []
    assert {"ensurepip", "site-packages"} <= set(NOT_NEEDED)


def test_only_locked_archives_are_installed_and_pip_stays_outside() -> None:
    assert "venv --without-pip" in BUILD
    assert "--require-hashes --only-binary :all:" in BUILD
    assert BUILD.count("pip --python") == BUILD.count(" install ") == 1
    assert not re.search(r"apt-get|curl|wget|https?://", BUILD)


def test_it_runs_as_a_user_without_a_name_to_look_up() -> None:
    assert _instructions(FINAL, "USER") == [f"{USER}:{USER}"]
    assert USER >= 10000  # no user of the host, whose ids begin with 1000


def test_no_command_needs_a_shell() -> None:
    commands = _instructions(FINAL, "CMD")
    assert len(commands) == 2  # the health check's, and the program
    for command in commands:
        python, flag, program = json.loads(command)
        assert (python, flag) == ("python", "-c")
        ast.parse(program)


def test_the_image_migrates_its_database_and_then_serves(tmp_path: Path) -> None:
    command = [sys.executable, *json.loads(_instructions(FINAL, "CMD")[-1])[1:]]
    database = {"DATABASE_URL": f"sqlite:///{tmp_path / 'rung.db'}", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=tmp_path, env=database, capture_output=True, text=True)
    assert "up to date" in ended.stdout
    assert ended.returncode == 2
    assert "SLACK_BOT_TOKEN" in ended.stderr  # it serves, once it is told which workspace


def test_it_stops_as_a_supervisor_expects_and_says_what_it_is() -> None:
    assert _instructions(FINAL, "STOPSIGNAL") == ["SIGTERM"]
    assert "org.opencontainers.image.licenses" in FINAL
    assert "PYTHONDONTWRITEBYTECODE=1" in FINAL
    assert _instructions(FINAL, "VOLUME") == ["/data"]


def test_the_builder_gets_what_the_recipe_copies_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    copied = {line.split()[0].split("/")[0] for line in _instructions(BUILD, "COPY")}
    assert allowed == copied == {*PROGRAM, "requirements", "tools"}
    assert "*" in lines
    assert all((ROOT / name).exists() for name in allowed)


def test_the_libraries_of_a_binary_are_read_from_ldd() -> None:
    told = (
        "/opt/venv/lib/x.so:\n\tlinux-vdso.so.1 (0x00007ffd)\n"
        "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f57)\n"
        "\t/lib64/ld-linux-x86-64.so.2 (0x00007f58)\n/opt/venv/lib/y.so:\n\tstatically linked\n"
    )
    expected = {Path("/lib/x86_64-linux-gnu/libc.so.6"), Path("/lib64/ld-linux-x86-64.so.2")}
    assert linked(told) == expected


def test_a_library_that_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match="libodd"):
        linked("\tlibodd.so => not found\n")
