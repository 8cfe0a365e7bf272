"""The workspace keeps its promises with a real DuckDB: all or nothing, one holder, no way out to disk or network."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from core import workspace
from core.errors import InputError, WorkspaceBusy, WorkspaceDamaged
from core.workspace import Workspace, restore, sql

ROOT = Path(__file__).parents[2]


def remember(ws, key, value="1"):
    with ws.write() as cursor:
        cursor.execute("insert into setting values ($key, $value, timestamp '2026-11-24 06:00')", {"key": key, "value": value})


def keys(ws) -> list[str]:
    return [row[0] for row in ws.rows("select key from setting order by key")]


def in_another_process(code: str, *arguments) -> subprocess.Popen:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


# --- opening and migrating


def test_a_new_file_gets_every_table_of_the_schema(ws):
    tables = {row[0] for row in ws.rows("select table_name from duckdb_tables()")}
    assert {"import_file", "order_line", "stock_snapshot", "run_health", "run_risk", "setting"} <= tables


def test_the_same_file_gives_the_same_open_workspace(ws):
    assert Workspace.open(str(ws.path)) is ws


def test_opening_again_keeps_the_data_and_the_versions(ws):
    remember(ws, "lang")
    before = ws.check()
    ws.close()
    again = Workspace.open(ws.path)
    assert (keys(again), again.check()) == (["lang"], before)
    again.close()


@pytest.fixture
def later_schema(tmp_path, monkeypatch):
    """Adds one more migration, as a later version of Shelflife would bring it."""
    schema = tmp_path / "sql" / "schema"
    shutil.copytree(ROOT / "core/sql/schema", schema)

    def add(name: str, text: str):
        (schema / name).write_text(text)
        monkeypatch.setattr(workspace, "_SQL", schema.parent)
        sql.cache_clear()

    yield add
    sql.cache_clear()


def test_a_migration_that_came_later_is_run_once_on_an_old_file(ws, later_schema):
    remember(ws, "lang")
    ws.close()
    later_schema("901_colour.sql", "alter table setting add column colour varchar default 'grey'")
    migrated = Workspace.open(ws.path)
    assert migrated.rows("select key, colour from setting") == [("lang", "grey")]
    assert migrated.rows("select schema_version from workspace_version") == [(901,)]
    migrated.close()
    Workspace.open(ws.path).close()  # run again, it would raise: the column exists


def test_a_migration_that_fails_leaves_the_file_as_it_was(ws, later_schema, monkeypatch):
    remember(ws, "lang")
    before = ws.check()
    ws.close()
    later_schema("902_wrong.sql", "create table half_made (a integer); select * from not_there")
    with pytest.raises(duckdb.Error):
        Workspace.open(ws.path)
    with pytest.raises(duckdb.Error):  # still: a failed opening must not leave a half-open workspace to be handed out
        Workspace.open(ws.path)
    monkeypatch.undo()
    sql.cache_clear()
    after = Workspace.open(ws.path)
    assert after.check() == before
    after.close()


def test_a_file_of_a_newer_shelflife_is_refused_with_both_versions(ws):
    with ws.write() as cursor:
        cursor.execute("update workspace_version set schema_version = 999")
    ws.close()
    with pytest.raises(WorkspaceDamaged) as refused:
        Workspace.open(ws.path)
    assert refused.value.code == "workspace_newer"
    assert refused.value.facts["found"] == 999


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path):
    path = tmp_path / "seller.duckdb"
    path.write_bytes(b"sku,units\n" * 1000)
    with pytest.raises(WorkspaceDamaged):
        Workspace.open(path)


# --- all or nothing


def test_a_write_that_fails_leaves_nothing_behind(ws):
    remember(ws, "before")
    version = ws.version()
    with pytest.raises(duckdb.Error), ws.write() as cursor:
        cursor.execute("insert into setting values ('half', '1', timestamp '2026-11-24'); select * from not_there")
    assert keys(ws) == ["before"]
    assert ws.version() == version


def test_every_write_makes_a_new_data_version_unless_told_otherwise(ws):
    version = ws.version()
    remember(ws, "a")
    with ws.write(new_version=False) as cursor:
        cursor.execute("delete from setting")
    assert ws.version() == version + 1


CRASH = """
import os, sys
from core.workspace import Workspace
ws = Workspace.open(sys.argv[1])
with ws.write() as cursor:
    cursor.execute("insert into setting values ('good', '1', timestamp '2026-11-24')")
with ws.write() as cursor:
    cursor.execute("delete from setting")
    cursor.execute("insert into setting select 'half' || i, '1', timestamp '2026-11-24' from range(200000) t(i)")
    print("in the middle", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no kill -9")
def test_a_process_killed_in_the_middle_of_a_write_leaves_the_last_good_state(tmp_path):
    path = tmp_path / "seller.duckdb"
    command = [sys.executable, "-c", CRASH, str(path)]
    writer = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert writer.stdout.readline().strip() == "in the middle"
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    survivor = Workspace.open(path)
    assert keys(survivor) == ["good"]
    assert survivor.check()["ok"]
    survivor.close()


# --- processes take turns

HOLDER = """
import sys
from core.workspace import Workspace
with Workspace.open(sys.argv[1]).read():
    print("open", flush=True)
    sys.stdin.readline()
"""
VISITOR = """
import sys
from core.workspace import Workspace
ws = Workspace.open(sys.argv[1])
with ws.write() as cursor:
    cursor.execute("insert into setting values ('visitor', '1', timestamp '2026-11-24')")
ws.close()
print("done")
"""


def holding(path) -> subprocess.Popen:
    """Another process that uses the file until a line comes in."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    holder = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline().strip() == "open"
    return holder


def test_a_second_process_works_on_the_file_while_the_first_has_it_open_but_does_not_use_it(ws):
    remember(ws, "first")
    visitor = in_another_process(VISITOR, ws.path)
    assert visitor.communicate(timeout=60)[0].strip() == "done"
    assert keys(ws) == ["first", "visitor"]
    assert ws.version() == 2  # so that every cache of the first reads afresh


def test_a_process_that_wants_the_file_waits_until_the_other_has_done(tmp_path):
    path = tmp_path / "seller.duckdb"
    holder = holding(path)
    with pytest.raises(WorkspaceBusy, match="workspace_busy"):
        Workspace.open(path, patience=0.2)
    threading.Timer(0.5, lambda: (holder.stdin.write("\n"), holder.stdin.flush())).start()
    workspace = Workspace.open(path, patience=30)
    assert keys(workspace) == []
    workspace.close()
    holder.communicate()


def test_a_process_that_never_rests_lets_another_in_that_knocks(ws):
    done = threading.Event()
    busy = threading.Thread(target=lambda: [ws.version() for _ in iter(done.is_set, True)])
    busy.start()
    visitor = in_another_process(VISITOR, ws.path)
    assert visitor.communicate(timeout=60)[0].strip() == "done"
    done.set()
    busy.join()
    assert keys(ws) == ["visitor"]


def test_what_is_in_use_is_not_let_go_however_long_it_takes(ws):
    with ws.read() as cursor:
        cursor.execute("create temp table kept as select 7 as seven")
        keys(ws)
        time.sleep(1.5)  # longer than an idle file is kept
        assert cursor.execute("from kept").fetchall() == [(7,)]


def test_long_work_on_a_copy_leaves_the_file_to_others(ws):
    remember(ws, "before")
    with ws.copied() as there, there.read() as cursor:
        visitor = in_another_process(VISITOR, ws.path)
        assert visitor.communicate(timeout=60)[0].strip() == "done"
        assert cursor.execute("select key from setting").fetchall() == [("before",)]
    assert keys(ws) == ["before", "visitor"]
    assert not list(ws.uploads.glob("copy-*"))


def write_pairs(ws, name: str):
    for number in range(15):
        with ws.write() as cursor:
            cursor.execute("insert into setting values ($key, '1', timestamp '2026-11-24')", {"key": f"{name}a{number:02d}"})
            cursor.execute("insert into setting values ($key, '1', timestamp '2026-11-24')", {"key": f"{name}b{number:02d}"})


def read_pairs(ws, done: threading.Event, halves: list):
    while not done.is_set():
        first, second = ws.rows("select count(*) filter (key[2] = 'a'), count(*) filter (key[2] = 'b') from setting")[0]
        if first != second or len(ws.frame("select 1 as one")) != 1:
            halves.append((first, second))


def test_threads_that_read_and_write_at_once_each_get_whole_answers(ws):
    done, halves = threading.Event(), []
    readers = [threading.Thread(target=read_pairs, args=(ws, done, halves)) for _ in range(3)]
    writers = [threading.Thread(target=write_pairs, args=(ws, name)) for name in "xyz"]
    for thread in readers + writers:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert halves == []
    assert len(keys(ws)) == 3 * 15 * 2


def test_two_threads_that_open_the_same_new_file_share_one_workspace(tmp_path):
    opened = []
    threads = [threading.Thread(target=lambda: opened.append(Workspace.open(tmp_path / "seller.duckdb"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 8
    assert len(set(map(id, opened))) == 1
    opened[0].close()


# --- no way out


@pytest.mark.parametrize(
    "escape",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/hostname')",
        "select * from glob('/etc/*')",
        "select * from '/etc/passwd'",
        "copy (select 1) to '/tmp/shelflife_escape.csv'",
        "attach '/tmp/shelflife_escape.duckdb' as other",
        "select * from read_csv('http://127.0.0.1:9/x.csv')",
        "select * from read_csv('https://example.com/x.csv')",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "set lock_configuration = false",
        "reset lock_configuration",
    ],
)
def test_sql_reaches_neither_disk_nor_network_nor_its_own_locks(ws, escape):
    with pytest.raises(duckdb.Error):
        ws.rows(escape)


def test_a_path_that_climbs_out_of_the_upload_folder_is_refused(ws, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with pytest.raises(duckdb.Error):
        ws.rows("select * from read_csv($path)", path=str(ws.uploads / ".." / "secret.csv"))


def test_a_file_in_the_upload_folder_can_be_read(ws):
    (ws.uploads / "a.csv").write_text("sku\nTB-1\n")
    assert ws.rows("select * from read_csv($path, all_varchar = true)", path=str(ws.uploads / "a.csv")) == [("TB-1",)]


def test_a_frame_in_the_caller_is_not_picked_up_by_its_name(ws):
    import pandas as pd

    order_frame = pd.DataFrame({"sku": ["TB-1"]})
    with pytest.raises(duckdb.Error):
        ws.rows("select * from order_frame")
    assert len(order_frame) == 1


def test_a_folder_with_a_quote_in_its_name_works(tmp_path):
    odd = Workspace.open(tmp_path / "o'brien's 货" / "seller.duckdb")
    remember(odd, "lang")
    copy = odd.backup(tmp_path / "o'brien.duckdb")
    assert keys(odd) == ["lang"]
    assert copy.is_file()
    odd.close()


# --- copies


def test_a_backup_restored_elsewhere_holds_everything(ws, tmp_path):
    remember(ws, "lang")
    copy = ws.backup(tmp_path / "copies" / "monday.duckdb")
    other = restore(tmp_path / "other" / "seller.duckdb", copy)
    assert keys(other) == ["lang"]
    assert other.check()["tables"] == ws.check()["tables"]
    other.close()


def test_sequences_go_on_after_a_restore_so_that_no_run_id_comes_twice(ws, tmp_path):
    ids = [ws.rows("select nextval('run_ids')")[0][0] for _ in range(3)]
    restored = restore(ws.path, ws.backup(tmp_path / "copy.duckdb"))
    assert restored.rows("select nextval('run_ids')")[0][0] > max(ids)
    restored.close()


def test_a_restore_keeps_the_old_file_beside_the_new_one(ws, tmp_path):
    copy = ws.backup(tmp_path / "copy.duckdb")
    remember(ws, "after")
    restored = restore(ws.path, copy)
    assert keys(restored) == []
    assert ws.path.with_name("seller.duckdb.before-restore").is_file()
    restored.close()


def test_the_data_version_grows_over_a_restore_so_that_no_cache_answers_from_before(ws, tmp_path):
    copy = ws.backup(tmp_path / "copy.duckdb")
    for name in "abc":
        remember(ws, name)
    version = ws.version()
    restored = restore(ws.path, copy)
    assert restored.version() > version
    restored.close()


def test_a_backup_over_an_older_one_replaces_it(ws, tmp_path):
    ws.backup(tmp_path / "copy.duckdb")
    remember(ws, "lang")
    other = restore(tmp_path / "other.duckdb", ws.backup(tmp_path / "copy.duckdb"))
    assert keys(other) == ["lang"]
    other.close()


@pytest.mark.parametrize("content", [b"", b"no database", b"sku,units\n" * 5000])
def test_something_else_is_refused_as_a_backup_and_nothing_changes(ws, tmp_path, content):
    remember(ws, "lang")
    source = tmp_path / "copy.duckdb"
    source.write_bytes(content)
    with pytest.raises(InputError) as refused:
        restore(ws.path, source)
    assert refused.value.code == "backup_unreadable"
    assert keys(Workspace.open(ws.path)) == ["lang"]
    left = {path.name for path in tmp_path.iterdir()} - {"seller.duckdb.wal"}
    assert left == {"copy.duckdb", "seller.duckdb", "seller.uploads"}


def test_a_database_of_another_program_is_refused_as_a_backup(ws, tmp_path):
    remember(ws, "lang")
    stranger = tmp_path / "stranger.duckdb"
    with duckdb.connect(str(stranger)) as connection:
        connection.execute("create table film (title varchar)")
    with pytest.raises(InputError):
        restore(ws.path, stranger)
    assert keys(Workspace.open(ws.path)) == ["lang"]


def test_a_workspace_that_is_damaged_can_be_replaced_by_its_backup(ws, tmp_path):
    remember(ws, "lang")
    copy = ws.backup(tmp_path / "copy.duckdb")
    ws.close()
    ws.path.write_bytes(b"the disk had other plans" * 1000)
    restored = restore(ws.path, copy)
    assert keys(restored) == ["lang"]
    restored.close()


def test_a_backup_that_is_missing_is_said_to_be_missing(ws, tmp_path):
    with pytest.raises(InputError) as refused:
        restore(ws.path, tmp_path / "nowhere.duckdb")
    assert refused.value.code == "backup_missing"


def test_delete_all_leaves_an_empty_workspace_whose_version_went_on(ws):
    remember(ws, "lang")
    (ws.uploads / "left.csv").write_text("sku\n")
    version = ws.version()
    ws.delete_all()
    empty = Workspace.open(ws.path)
    assert keys(empty) == []
    assert empty.version() > version
    assert not (empty.uploads / "left.csv").exists()
    empty.close()


# --- check


def test_check_counts_every_table(ws):
    remember(ws, "lang")
    answer = ws.check()
    assert answer["ok"]
    assert answer["tables"]["setting"] == 1
    assert answer["tables"]["order_line"] == 0


def test_check_finds_rows_whose_file_is_gone(ws):
    with ws.write() as cursor:
        cursor.execute("insert into product_fact (file_id, marketplace, sku) values (77, 'US', 'TB-1')")
    assert not ws.check()["ok"]


def test_check_reads_every_block_so_that_damage_is_found(tmp_path):
    path = tmp_path / "seller.duckdb"
    big = Workspace.open(path)
    with big.write() as cursor:
        cursor.execute("insert into setting select 'k' || i, to_json(md5(i::varchar)), timestamp '2026-11-24' from range(200000) t(i)")
    big.close()
    damaged = bytearray(path.read_bytes())
    for start in range(len(damaged) // 4, len(damaged) - 4096, 65_536):
        damaged[start : start + 64] = os.urandom(64)
    path.write_bytes(damaged)
    with pytest.raises(WorkspaceDamaged):
        Workspace.open(path).check()
    left = workspace._OPEN.get(path)
    if left:
        left.close()
