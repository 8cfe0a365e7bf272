"""Alerts reach people through a real mail server and a real web server on this machine; each message and failure is kept, no secret is."""

import logging
import stat
from datetime import timedelta

import pytest

from core.alerts import channels, deliver, routes
from core.errors import InputError
from tests.core.alerts.build import a_run, alerts, answer, moment
from tests.core.alerts.receivers import mail_server, web_server

SECRET = "s3cr3t-t0ken"  # noqa: S105 - of nobody
UNSOLD = (("A", "no_movement", 3, 900.0), ("A", "overstock", 3, 900.0), ("B", "no_movement", 2, 50.0), ("C", "no_movement", 1, None))
DEAD = f"json://127.0.0.1:9/{SECRET}"  # nothing listens on the discard port


@pytest.fixture
def inbox(ws):
    a_run(ws, 1, *UNSOLD)
    return ws


def a_route(ws, address, channel="team", **more) -> None:
    routes.save(ws, routes.Route(channel=channel, **more), address, at=moment(7))


def send(ws, minutes: float = 60, paused: list | None = None):
    """The only channel, `minutes` after the run."""
    waits = [] if paused is None else paused
    return deliver.send(ws, at=moment(7) + timedelta(minutes=minutes), pause=waits.append)[0]


def test_one_letter_tells_of_all_skus_the_most_urgent_first(inbox):
    with mail_server() as (port, letters):
        a_route(inbox, f"mailto://127.0.0.1:{port}?from=shelflife@example.com&to=ana@example.com&mode=insecure", level=1)
        done = send(inbox)
    assert (done.status, done.alerts, done.skus, done.reason) == ("sent", 4, 3, None)
    assert len(letters) == 1
    assert letters[0]["Subject"] == "Shelflife: 4 alerts on 3 SKUs, 1 urgent"
    said = letters[0].get_body(("plain", "html")).get_content()
    assert said.index("A (US)") < said.index("B (US)") < said.index("C (US)")
    assert "300 units and no sale for 100 days." in said
    assert said.count("A (US)") == 1


def test_a_webhook_gets_the_same_words_in_the_language_of_its_route(inbox):
    with web_server() as (port, bodies):
        a_route(inbox, f"json://127.0.0.1:{port}/{SECRET}", lang="zh")
        assert send(inbox).status == "sent"
    assert bodies[0]["title"] == "Shelflife：2 个 SKU 上有 3 条预警，其中 1 个紧急"


def test_what_was_told_is_not_told_again_until_it_rises(inbox):
    with web_server() as (port, bodies):
        a_route(inbox, f"json://127.0.0.1:{port}")
        assert [send(inbox).status, send(inbox, 120).status] == ["sent", "nothing"]
        a_run(inbox, 2, ("B", "no_movement", 3, 50.0), day=9)
        done = deliver.send(inbox, at=moment(9) + timedelta(hours=1), pause=print)[0]
    assert (done.status, done.alerts) == ("sent", 1)
    assert len(bodies) == 2


def test_what_is_answered_is_not_told(inbox):
    with web_server() as (port, _):
        a_route(inbox, f"json://127.0.0.1:{port}")
        answer(inbox, *alerts(inbox).values())
        assert send(inbox).status == "nothing"


def test_a_route_tells_an_owner_of_the_own_alerts_from_its_level_up(inbox):
    answer(inbox, alerts(inbox)["B", "no_movement"], action="assign", owner="Ana")
    with web_server() as (port, bodies):
        a_route(inbox, f"json://127.0.0.1:{port}", owner="Ana")
        send(inbox)
        a_route(inbox, f"json://127.0.0.1:{port}", channel="boss", level=3)
        done = {one.channel: one for one in deliver.send(inbox, at=moment(8), pause=print)}
    assert [bodies[0]["message"].count(f"{sku} (US)") for sku in "ABC"] == [0, 1, 0]
    assert (done["boss"].skus, done["team"].status) == (1, "nothing")


def test_in_quiet_hours_nothing_is_sent_and_afterwards_all_of_it(inbox):
    with web_server() as (port, bodies):
        # 09:00 UTC in November is 17:00 in Shanghai, 10:00 is 18:00
        a_route(inbox, f"json://127.0.0.1:{port}", quiet_from="16:30", quiet_to="18:00", zone="Asia/Shanghai")
        assert send(inbox, 60).status == "quiet"
        assert bodies == []
        assert send(inbox, 120).status == "sent"


def test_quiet_hours_over_midnight_are_meant_as_they_are_said():
    route = routes.Route(channel="x", quiet_from="22:00", quiet_to="07:00")
    hours = [hour for hour in range(24) if route.is_quiet(moment(0).replace(hour=hour))]
    assert hours == [0, 1, 2, 3, 4, 5, 6, 22, 23]


def test_a_server_that_stumbles_is_tried_again_at_once_with_longer_pauses(inbox):
    paused = []
    with web_server(503, 503) as (port, bodies):
        a_route(inbox, f"json://127.0.0.1:{port}")
        done = send(inbox, paused=paused)
    assert (done.status, done.tries, paused) == ("sent", 3, [2.0, 4.0])
    assert len(bodies) == 3


def test_after_a_failure_it_waits_twice_as_long_each_time_and_then_tells_all(inbox):
    a_route(inbox, DEAD)
    first = send(inbox, 0)
    assert (first.status, first.tries, first.next_at) == ("failed", 3, moment(7) + timedelta(minutes=5))
    assert send(inbox, 4).status == "later"
    second = send(inbox, 5)
    assert (second.failures, second.next_at) == (2, moment(7) + timedelta(minutes=5 + 10))
    with web_server() as (port, bodies):
        a_route(inbox, f"json://127.0.0.1:{port}")
        assert send(inbox, 20).failures == 0
    assert len(bodies) == 1
    log = deliver.deliveries(inbox)
    assert list(log["status"]) == ["sent", "failed", "failed"]
    assert list(log["failures"]) == [0, 2, 1]


def test_no_part_of_an_address_is_in_the_workspace_its_backup_the_log_or_an_answer(inbox, tmp_path, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    a_route(inbox, f"json://user:{SECRET}@127.0.0.1:9/hooks/{SECRET}")
    done = send(inbox)
    inbox.backup(tmp_path / "copy.duckdb")
    inbox.close()
    said = caplog.text + "".join(capfd.readouterr()) + repr(done)
    assert done.reason
    assert SECRET not in said
    for file in (inbox.path, tmp_path / "copy.duckdb"):
        assert SECRET.encode() not in file.read_bytes()
    assert SECRET in inbox.secrets.read_text(encoding="utf-8")


def test_addresses_lie_in_a_file_that_only_its_owner_can_read_and_go_with_the_data(inbox):
    a_route(inbox, DEAD)
    assert stat.S_IMODE(inbox.secrets.stat().st_mode) == 0o600
    inbox.delete_all()
    assert not inbox.secrets.exists()


@pytest.mark.parametrize("address", ["syslog://", "dbus://", "file:///etc/passwd", SECRET, f"slack://{SECRET}", "mailto://"])
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(inbox, address):
    with pytest.raises(InputError) as refused:
        a_route(inbox, address)
    assert SECRET not in str(refused.value)
    assert routes.listed(inbox).empty


@pytest.mark.parametrize(
    "wrong", [{"quiet_from": "25:00", "quiet_to": "07:00"}, {"quiet_from": "22:00"}, {"zone": "Mars/Olympus"}, {"zone": "../etc"}]
)
def test_hours_and_zones_that_are_none_are_refused(inbox, wrong):
    with pytest.raises(InputError, match="route_"):
        a_route(inbox, DEAD, **wrong)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("mailtos://user:pass@example.com?to=ana@example.com", "email"),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general", "slack"),
        ("dingtalk://abcdefgh12345678/", "dingtalk"),
        ("feishu://abcdefgh12345678abcdefgh/", "feishu"),
        ("wecombot://abcdefgh-1234-5678-abcd-efgh12345678/", "wecom"),
        ("jsons://example.com/hook", "webhook"),
    ],
)
def test_the_ways_that_sellers_use_are_known(inbox, address, kind):
    a_route(inbox, address)
    assert channels.kinds(inbox) == {"team": kind}


def test_a_channel_that_is_forgotten_is_told_nothing_more(inbox):
    a_route(inbox, DEAD)
    routes.remove(inbox, "team")
    assert deliver.send(inbox, at=moment(8), pause=print) == []
    assert channels.kinds(inbox) == {}
    with pytest.raises(InputError, match="channel_unknown"):
        routes.remove(inbox, "team")


def test_each_audience_hears_what_concerns_it(ws):
    a_run(ws, 1, ("A", "no_movement", 3, 900.0), ("B", "no_movement", 2, 50.0), ("C", "low_stock", 2, None), ("D", "overstock", 1, None))
    heard = {}
    with web_server() as (port, bodies):
        for audience in routes.AUDIENCES:
            a_route(ws, f"json://127.0.0.1:{port}", channel=audience, audience=audience, level=1)
        deliver.send(ws, at=moment(8), pause=print)
    for audience, body in zip(sorted(routes.AUDIENCES), bodies, strict=True):
        heard[audience] = "".join(sku for sku in "ABCD" if f"{sku} (US)" in body["message"])
    assert heard == {"everybody": "ABCD", "purchasing": "ACD", "sales": "ABD", "management": "A"}


def test_a_channel_with_a_daily_pace_is_told_once_a_day(inbox):
    with web_server() as (port, bodies):
        a_route(inbox, f"json://127.0.0.1:{port}", every="day")
        first = send(inbox)
        a_run(inbox, 2, ("D", "no_movement", 3, 50.0), at=moment(7) + timedelta(hours=2), day=8)
        assert [first.status, send(inbox, 180).status, send(inbox, 22 * 60).status] == ["sent", "early", "sent"]
    assert len(bodies) == 2


def test_a_test_is_sent_at_any_hour_and_is_no_news(inbox):
    with web_server() as (port, bodies):
        a_route(inbox, f"json://127.0.0.1:{port}/{SECRET}", quiet_from="08:00", quiet_to="09:30", every="week")
        assert deliver.try_one(inbox, "team", at=moment(7)) is None
        assert [send(inbox).status, send(inbox, 90).status] == ["quiet", "sent"]
    assert [body["title"] for body in bodies] == ["Shelflife: a test", "Shelflife: 3 alerts on 2 SKUs, 1 urgent"]
    a_route(inbox, DEAD)
    reason = deliver.try_one(inbox, "team", at=moment(9))
    assert reason
    assert SECRET not in reason
    assert list(deliver.deliveries(inbox)["status"]) == ["failed", "sent", "sent"]


def test_an_unknown_channel_cannot_be_tried(inbox):
    with pytest.raises(InputError, match="channel_unknown"):
        deliver.try_one(inbox, "nobody", at=moment(9))
