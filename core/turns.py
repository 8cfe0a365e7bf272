"""Processes take turns at one file: DuckDB gives it to one process at a time, so a connection is opened when it is needed, kept for a
moment, and let go. So a schedule works while the app is open, and the app while a schedule works.

Promises: what is in use is never taken away; who wants the file while another process uses it knocks (a file beside it) and waits, and is
told when that was in vain; who hears a knock lets go after the use at hand, and lets the other one in first.
"""

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import duckdb

from core.errors import WorkspaceBusy

PATIENCE_SECONDS = 600.0  # longer than any computing that holds the file
LINGER_SECONDS = 1.0  # a page asks dozens of questions in a row: opening anew for each would cost 40 ms
_KNOCK_SECONDS = 0.05


class Turns:
    """The one connection of this process to a file; threads share it. knock: where others leave their sign."""

    def __init__(self, connect: Callable[[], duckdb.DuckDBPyConnection], knock: Path):
        self._connect, self._knock = connect, knock
        self._changing = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._closed = False
        self._users = 0
        self._used_at = self._not_before = 0.0
        self._rest: threading.Timer | None = None

    @contextmanager
    def cursor(self, patience: float = PATIENCE_SECONDS):
        """A cursor of its own, for one use. Raises WorkspaceBusy when another process keeps the file for longer than `patience` seconds."""
        cursor = self._take(patience)
        try:
            yield cursor
        finally:
            cursor.close()
            self._give_back()

    def close(self) -> None:
        """Let go at once and for good."""
        with self._changing:
            self._closed = True
            if self._rest is not None:
                self._rest.cancel()
                self._rest = None
            self._let_go()

    def _take(self, patience: float) -> duckdb.DuckDBPyConnection:
        until = time.monotonic() + patience
        while True:
            try:
                return self._cursor()
            except WorkspaceBusy:
                if time.monotonic() >= until:
                    raise
            self._knock.touch()
            time.sleep(_KNOCK_SECONDS)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        time.sleep(max(0.0, self._not_before - time.monotonic()))
        with self._changing:
            if self._closed:
                raise duckdb.ConnectionException("closed")
            self._connection = self._connection or self._connect()
            self._users += 1
            return self._connection.cursor()

    def _give_back(self) -> None:
        with self._changing:
            self._users -= 1
            self._used_at = time.monotonic()
            if self._users == 0 and self._knock.exists():
                self._let_in()
            elif self._users == 0 and self._rest is None:
                self._look_again(LINGER_SECONDS)

    def _let_in(self) -> None:
        """Somebody waits: their turn. The sign goes too; who still waits leaves a new one."""
        self._let_go()
        self._knock.unlink(missing_ok=True)
        self._not_before = time.monotonic() + 2 * _KNOCK_SECONDS

    def _look_again(self, seconds: float) -> None:
        self._rest = threading.Timer(seconds, self._rested)
        self._rest.daemon = True
        self._rest.start()

    def _rested(self) -> None:
        """Nobody used it for a moment: let go. Somebody does or did: look again when that is over."""
        with self._changing:
            self._rest = None
            if self._users or self._connection is None:
                return
            left = self._used_at + LINGER_SECONDS - time.monotonic()
            if left > 0:
                self._look_again(left)
            else:
                self._let_go()

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
