"""compose.yaml: what it says exists, and starts in an order that works."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import app
from bot.settings import Environment

ROOT = Path(__file__).resolve().parent.parent
OURS = ("migrate", "rung-1", "rung-2")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return dict(read["services"])


def test_there_are_a_database_a_migration_two_replicas_and_one_address(
    services: dict[str, Any],
) -> None:
    assert set(services) == {"database", "migrate", "rung-1", "rung-2", "proxy"}
    assert [name for name in services if services[name].get("ports")] == ["proxy"]
    assert services["rung-1"] == services["rung-2"]


def test_nothing_starts_before_what_it_needs(services: dict[str, Any]) -> None:
    conditions = {
        name: {on: how["condition"] for on, how in service.get("depends_on", {}).items()}
        for name, service in services.items()
    }
    replica = {"migrate": "service_completed_successfully", "database": "service_healthy"}
    assert conditions == {
        "database": {},
        "migrate": {"database": "service_healthy"},
        "rung-1": replica,
        "rung-2": replica,
        "proxy": {"rung-1": "service_healthy", "rung-2": "service_healthy"},
    }
    waited_for = {on for of in conditions.values() for on, how in of.items() if "healthy" in how}
    assert all("healthcheck" in services[name] for name in waited_for)


def test_every_command_and_variable_is_one_that_rung_has(services: dict[str, Any]) -> None:
    known = {name.upper() for name in Environment.model_fields}
    for name in OURS:
        assert set(services[name]["environment"]) <= known
        python, script, *arguments = services[name]["command"]
        assert (python, script) == ("python", "app.py")
        expected = app.bring_up_to_date if name == "migrate" else app.serve
        assert app._parser().parse_args(arguments).run is expected
    assert services["rung-1"]["environment"]["SLACK_APP_TOKEN"] == ""


def test_a_replica_gets_longer_to_drain_than_it_takes(services: dict[str, Any]) -> None:
    assert int(services["rung-1"]["stop_grace_period"].removesuffix("s")) > app.DRAIN


def test_the_proxy_leads_slacks_requests_to_both_replicas(services: dict[str, Any]) -> None:
    script = services["proxy"]["command"][-1]
    port = services["rung-1"]["environment"]["PORT"]
    assert re.findall(r"rung-\d:\d+", script) == [f"rung-1:{port}", f"rung-2:{port}"]
    assert "path /slack/*" in script  # health and metrics are not for the world


def test_secrets_come_from_outside(services: dict[str, Any]) -> None:
    text = (ROOT / "compose.yaml").read_text()
    assert "${POSTGRES_PASSWORD:?" in services["database"]["environment"]["POSTGRES_PASSWORD"]
    assert not re.search(r"xox[bp]-|xapp-", text)


def test_rung_can_write_nowhere_but_to_its_scratch_and_gain_no_rights(
    services: dict[str, Any],
) -> None:
    for name in OURS:
        service = services[name]
        assert service["read_only"] is True
        assert service["tmpfs"].startswith("/tmp:noexec,nosuid")
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert not {"cap_add", "privileged", "user", "volumes", "ports"} & set(service)
        assert service["pids_limit"] <= 256
        assert service["mem_limit"].endswith("m")


def test_every_command_of_ours_runs_without_a_shell(services: dict[str, Any]) -> None:
    for name in OURS:
        check = services[name].get("healthcheck", {"test": ["CMD", "python"]})["test"]
        assert check[:2] == ["CMD", "python"]
        assert isinstance(services[name]["command"], list)
