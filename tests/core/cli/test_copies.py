"""backup, restore, check on the command line."""

import pytest

from core.workspace import Workspace


@pytest.fixture
def seller(home):
    """A workspace file with one setting, closed."""
    ws = Workspace.open(home / "seller.duckdb")
    with ws.write() as cursor:
        cursor.execute("insert into setting values ('lang', '\"zh\"', timestamp '2026-11-24 06:00')")
    ws.close()
    return ws.path


def test_backup_then_restore_brings_everything_back(cli, seller, tmp_path):
    copy = tmp_path / "copies" / "monday.duckdb"
    saved = cli("backup", copy, "--format", "json")
    assert (saved.status, saved.json["ok"], saved.json["file"]) == (0, True, str(copy))
    seller.unlink()
    restored = cli("restore", copy, "--format", "json")
    assert restored.status == 0
    assert restored.json["ok"]
    assert restored.json["tables"]["setting"] == 1


def test_check_says_that_the_workspace_is_whole(cli, seller):
    answer = cli("check", "--format", "json")
    assert (answer.status, answer.json["ok"]) == (0, True)
    assert "whole" in answer.err


def test_check_of_rows_without_a_file_ends_with_status_one(cli, seller):
    ws = Workspace.open(seller)
    with ws.write() as cursor:
        cursor.execute("insert into product_fact (file_id, marketplace, sku) values (77, 'US', 'TB-1')")
    ws.close()
    answer = cli("check", "--format", "json")
    assert (answer.status, answer.json["ok"], answer.json["rows_without_file"]) == (1, False, 1)


def test_a_named_workspace_is_used_wherever_the_option_stands(cli, seller, tmp_path):
    other = Workspace.open(tmp_path / "other.duckdb")
    other.close()
    before, after = cli("--workspace", other.path, "check", "--format", "json"), cli("check", "--workspace", other.path, "--format", "json")
    assert before.json == after.json
    assert before.json["workspace"] == str(other.path)


@pytest.mark.parametrize("command", ["check", "run", "risk"])
def test_a_workspace_that_is_not_there_is_bad_input_and_is_not_made(cli, home, command):
    answer = cli(command)
    assert answer.status == 2
    assert str(home / "seller.duckdb") in answer.err
    assert answer.out == ""
    assert not home.exists()


def test_a_backup_that_is_no_workspace_is_bad_input_and_changes_nothing(cli, seller, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear seller, this is a letter.\n" * 100)
    answer = cli("restore", tmp_path / "letter.txt")
    assert answer.status == 2
    assert "letter.txt" in answer.err
    assert cli("check", "--format", "json").json["tables"]["setting"] == 1


def test_a_folder_that_cannot_be_written_is_a_failure_in_words(cli, seller, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    answer = cli("backup", tmp_path / "file" / "copy.duckdb")
    assert answer.status == 1
    assert "disk" in answer.err


def test_errors_speak_the_language_that_was_asked_for(cli, home):
    answer = cli("check", "--lang", "zh")
    assert answer.status == 2
    assert any("\u4e00" <= sign <= "\u9fff" for sign in answer.err)
