"""SQLite serves one process: a lock beside the file, let go by the system when the process ends."""

import sys
from pathlib import Path
from typing import IO

from sqlalchemy.engine import URL

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class InUse(Exception):
    """Another process serves this database; `str()` says which and what to do."""


class OnlyProcess:
    """The lock of one database. On PostgreSQL, and for a database in memory, there is none."""

    def __init__(self, url: URL) -> None:
        named = url.database if url.get_backend_name() == "sqlite" else None
        self._path = Path(f"{named}.lock") if named and named != ":memory:" else None
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Hold the lock until `release` or the end of the process, however it ends.

        Raises InUse while another process holds it.
        """
        if self._path is None or self._file is not None:
            return
        file = self._path.open("a")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            database = self._path.with_suffix("")
            raise InUse(
                f"Another process already serves {database}, and SQLite is for one. Stop it, or "
                "set DATABASE_URL to a PostgreSQL database for several."
            ) from error
        self._file = file

    def release(self) -> None:
        """Let the next process have it. The file stays: taking it away would race."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
