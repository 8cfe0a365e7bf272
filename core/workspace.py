"""One seller's DuckDB file: open, migrate, version, back up, restore, delete.

Promises: one connection a process and file, opened on use and let go when idle (core/turns.py), one cursor a use; a write is one
transaction, so a crash leaves the last good state; files reach DuckDB only through the workspace's own upload folder, the network never.
"""

import re
import shutil
import threading
import uuid
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from core.errors import InputError, WorkspaceBusy, WorkspaceDamaged
from core.turns import PATIENCE_SECONDS, Turns

_SQL = Path(__file__).parent / "sql"
_OPEN: dict[Path, "Workspace"] = {}
_OPENING = threading.Lock()


@cache
def sql(name: str) -> str:
    """The text of core/sql/<name>.sql."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _config(uploads: Path) -> dict:
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": "2GB",
        "temp_directory": str(uploads / "temp"),
        "max_temp_directory_size": "10GB",
        "preserve_insertion_order": "false",
    }


def _lock_down(connection: duckdb.DuckDBPyConnection, uploads: Path) -> None:
    """The order matters: the one allowed folder, then nothing else, then no way to change it. Moments are stored in UTC."""
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute(f"set allowed_directories = ['{_quoted(uploads)}']")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def leave(cursor: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame | pa.Table) -> None:
    """Leave a frame or Arrow table as the temporary table `name` on this cursor."""
    cursor.register("frame_now", frame)
    cursor.execute(f"create or replace temp table {name} as from frame_now")
    cursor.unregister("frame_now")


class Workspace:
    """One open workspace. Get it by `Workspace.open(path)`; the same file gives the same object."""

    def __init__(self, path: Path):
        self.path = path
        self.uploads = path.parent / f"{path.stem}.uploads"
        self.secrets = path.parent / f"{path.stem}.channels.json"  # addresses of alerts: in no backup, in no export
        self.partner = path.parent / f"{path.stem}.partner.json"  # where documents go, and the secret that signs them: likewise
        self.uploads.mkdir(parents=True, exist_ok=True)
        self._writing = threading.RLock()
        self._turns = Turns(lambda: _connect(path, self.uploads), path.with_name(f"{path.name}.waiting"))

    @classmethod
    def open(cls, path: Path | str, patience: float = PATIENCE_SECONDS) -> "Workspace":
        """Open or create the file and bring its schema up to date. Raises WorkspaceDamaged, and WorkspaceBusy when another process keeps
        it for longer than `patience` seconds."""
        path = Path(path).absolute()
        with _OPENING:
            if path not in _OPEN:
                workspace = cls(path)
                workspace._migrate_or_close(patience)
                _OPEN[path] = workspace
            return _OPEN[path]

    def close(self) -> None:
        with _OPENING:
            _OPEN.pop(self.path, None)
            self._turns.close()

    def wait(self, patience: float) -> None:
        """Wait until no other process uses the file. Raises WorkspaceBusy after `patience` seconds."""
        with self._turns.cursor(patience):
            pass

    @contextmanager
    def read(self):
        """A cursor of its own, for one use; other processes wait as long as it is open."""
        with self._turns.cursor() as cursor:
            yield cursor

    @contextmanager
    def copied(self):
        """A workspace that is a copy of this moment, for long work: other processes, and their pages, go on with the file itself."""
        folder = self.uploads / f"copy-{uuid.uuid4().hex}"
        try:
            with closing(Workspace(self.backup(folder / "copy.duckdb"))) as copy:
                yield copy
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def write(self, new_version: bool = True, patience: float = PATIENCE_SECONDS):
        """A cursor inside one transaction: all of it or nothing. A new data version makes every cache read afresh."""
        with self._writing, self._turns.cursor(patience) as cursor:
            cursor.execute("begin")
            try:
                yield cursor
                if new_version:
                    cursor.execute("update workspace_version set data_version = data_version + 1")
                cursor.execute("commit")
            except BaseException:
                cursor.execute("rollback")
                raise

    def frame(self, query: str, **params) -> pd.DataFrame:
        with self.read() as cursor:
            return cursor.execute(query, params or None).df()

    def rows(self, query: str, **params) -> list[tuple]:
        with self.read() as cursor:
            return cursor.execute(query, params or None).fetchall()

    def version(self) -> int:
        """The data version: grows with every write; part of every cache key."""
        return self.rows("select data_version from workspace_version")[0][0]

    def _migrate_or_close(self, patience: float) -> None:
        try:
            self._migrate(patience)
        except BaseException:
            self._turns.close()
            raise

    def _migrate(self, patience: float) -> None:
        with self.write(new_version=False, patience=patience) as cursor:
            cursor.execute(sql("schema/000_version"))
            done = cursor.execute("select schema_version from workspace_version").fetchall()[0][0]
            newest = max(number for number, _ in _migrations())
            if done > newest:
                raise WorkspaceDamaged("workspace_newer", path=str(self.path), found=done, known=newest)
            for number, name in _migrations():
                if number > done:
                    cursor.execute(sql(f"schema/{name}"))
                    cursor.execute("update workspace_version set schema_version = $number", {"number": number})

    def backup(self, target: Path | str) -> Path:
        """A compact copy of the whole workspace at `target`; what was there before is replaced only when the copy is whole."""
        copy = self.uploads / "backup.duckdb"
        copy.unlink(missing_ok=True)
        with self._writing, self.read() as cursor:
            name = cursor.execute("select current_database()").fetchall()[0][0]
            cursor.execute(f"attach '{_quoted(copy)}' as backup_copy")
            try:
                cursor.execute(f'copy from database "{name}" to backup_copy')
            finally:
                cursor.execute("detach backup_copy")
        target = Path(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        return Path(shutil.move(copy, target))

    def check(self) -> dict:
        """{"ok", "schema_version", "data_version", "tables": {name: rows}}. Raises WorkspaceDamaged if a table cannot be read."""
        try:
            schema, data = self.rows("select schema_version, data_version from workspace_version")[0]
            names = [row[0] for row in self.rows("select table_name from duckdb_tables() where not temporary order by 1")]
            tables = {name: self.rows(f'select count(*) from (select * from "{name}")')[0][0] for name in names}
            orphans = self.rows(sql("orphan_files"))[0][0]
        except duckdb.Error as error:
            raise WorkspaceDamaged("workspace_damaged", path=str(self.path), detail=str(error)) from error
        return {"ok": orphans == 0, "schema_version": schema, "data_version": data, "rows_without_file": orphans, "tables": tables}

    def delete_all(self) -> None:
        """Remove the seller's data and start empty; the data version goes on, so that no cache answers from before."""
        version = self.version()
        self.close()
        _delete(self.path, self.uploads)
        for secret in (self.secrets, self.partner):
            secret.unlink(missing_ok=True)
        fresh = Workspace.open(self.path)
        with fresh.write() as cursor:
            cursor.execute("update workspace_version set data_version = $version", {"version": version})


def restore(path: Path | str, source: Path | str) -> Workspace:
    """Put the backup `source` in the place of the workspace at `path`. The old file stays beside it as *.before-restore.
    Raises InputError if `source` is missing or no workspace; then nothing has changed."""
    path, source = Path(path).absolute(), Path(source)
    if not source.is_file():
        raise InputError("backup_missing", path=str(source))
    path.parent.mkdir(parents=True, exist_ok=True)
    trial = path.with_name(f"{path.stem}.restoring.duckdb")
    shutil.copyfile(source, trial)
    version = _version_of(path)
    try:
        _check_trial(trial, source)
    except BaseException:
        _delete(trial, trial.parent / f"{trial.stem}.uploads")
        raise
    if path in _OPEN:
        _OPEN[path].close()
    for old in (path, _wal(path)):
        if old.exists():
            old.replace(old.with_name(f"{old.name}.before-restore"))
    trial.replace(path)
    shutil.rmtree(trial.parent / f"{trial.stem}.uploads", ignore_errors=True)
    restored = Workspace.open(path)
    with restored.write() as cursor:
        cursor.execute("update workspace_version set data_version = greatest(data_version, $version)", {"version": version})
    return restored


def _check_trial(trial: Path, source: Path) -> None:
    try:
        _refuse_stranger(trial, source)
        workspace = Workspace.open(trial)
    except (WorkspaceDamaged, duckdb.Error) as error:
        raise InputError("backup_unreadable", path=str(source)) from error
    try:
        workspace.check()
    finally:
        workspace.close()


def _refuse_stranger(trial: Path, source: Path) -> None:
    """Before opening, which would make our tables in any database."""
    with duckdb.connect(str(trial), read_only=True) as connection:
        names = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    if not {"workspace_version", "import_file"} <= names:
        raise InputError("backup_unreadable", path=str(source))


def _version_of(path: Path) -> int:
    """The data version of the file that is replaced; 0 where there is none, or none that can be read."""
    try:
        return Workspace.open(path).version() if path.exists() else 0
    except WorkspaceDamaged:
        return 0


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _migrations() -> list[tuple[int, str]]:
    names = sorted(file.stem for file in (_SQL / "schema").glob("[0-9]*.sql"))
    return [(int(re.match(r"\d+", name)[0]), name) for name in names if not name.startswith("000")]


def _connect(path: Path, uploads: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), config=_config(uploads))
        _lock_down(connection, uploads)
        return connection
    except duckdb.IOException as error:
        code = "workspace_busy" if "lock" in str(error).lower() or "being used" in str(error).lower() else "workspace_damaged"
        kind = WorkspaceBusy if code == "workspace_busy" else WorkspaceDamaged
        raise kind(code, path=str(path), detail=str(error)) from error
    except duckdb.Error as error:
        raise WorkspaceDamaged("workspace_damaged", path=str(path), detail=str(error)) from error


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _delete(path: Path, uploads: Path) -> None:
    for file in (path, _wal(path)):
        file.unlink(missing_ok=True)
    shutil.rmtree(uploads, ignore_errors=True)
