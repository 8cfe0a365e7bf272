"""Each named rule on one SKU that is just inside and just outside of it; levels; both matrices. Definitions: risk-and-alerts, sections 2 to 4."""

import json
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core import health, results, risk, settings, text, thresholds
from core.forecast import expected
from core.policy import load
from core.run import run
from core.workspace import leave
from tests.build import AS_OF, AT, Knowing, a_cost, a_file, a_ledger, a_product, daily, some_ages, some_sales, some_stock


def fired(ws, sku="A", model=None) -> dict:
    run_id = run(ws, at=AT, as_of=AS_OF, model=model or Knowing()).run_id
    rows = results.rules(ws, run_id)
    return {row["rule"]: row for row in rows[rows["sku"] == sku].to_dict("records")}


def risk_row(ws, sku="A") -> dict:
    run_id = run(ws, at=AT, as_of=AS_OF, model=Knowing()).run_id
    table = results.risk_table(ws, run_id)
    return table[table["sku"] == sku].to_dict("records")[0]


def a_box(ws, sku="A"):
    """Dimensions, weight and cost, so that money can be computed."""
    a_product(ws, sku=sku, unit_ft3=0.5, weight_lb=2.0, longest_in=12, median_in=12, shortest_in=6, size_tier="large_standard")
    a_cost(ws, sku=sku)


def test_every_rule_has_its_name_its_why_and_what_silences_it_in_both_languages():
    for rule in risk.names():
        assert all(text.has(f"risk.{part}.{rule}") for part in ("rule", "why", "silent"))


def test_overstock_fires_above_13_weeks_plus_twice_the_safety_stock(ws):
    """1 a day: 91 in 13 weeks; safety stock 10: the line is 91 + 2 x 10 = 111. Every product has the same excess line, 90 days."""
    settings.save(ws, {"dynamic.refresh": "off"}, at=AT)
    some_sales(ws, daily(1, 182))
    a_cost(ws, safety_stock=10)
    some_stock(ws, available=111)
    assert "overstock" not in fired(ws)
    some_stock(ws, available=112)
    found = fired(ws)["overstock"]
    assert found["level"] == 1
    assert found["facts"]["need_units"] == 112 - 91 - 20


def test_overstock_of_more_than_180_days_is_a_warning(ws):
    some_sales(ws, daily(1, 182))
    some_stock(ws, available=200)
    assert fired(ws)["overstock"]["level"] == 2


def test_low_stock_fires_when_four_weeks_and_safety_stock_are_not_covered(ws):
    some_sales(ws, daily(1, 182))
    a_cost(ws, safety_stock=10)
    some_stock(ws, available=30, inbound_shipped=7)
    assert fired(ws)["low_stock"]["facts"]["need_units"] == 28 + 10 - 37
    some_stock(ws, available=30, inbound_shipped=9)
    assert "low_stock" not in fired(ws)


def test_reorder_by_fires_a_week_before_the_last_order_day(ws):
    some_sales(ws, daily(1, 182))
    a_cost(ws, lead_time_days=40, safety_stock=0)
    some_stock(ws, available=47)
    assert fired(ws)["reorder_by"]["facts"]["days_left"] == 7
    some_stock(ws, available=49)
    assert "reorder_by" not in fired(ws)


def test_turnover_decline_needs_three_falling_months_and_long_cover(ws):
    some_sales(ws, daily(4, 28, AS_OF - timedelta(days=56)) | daily(3, 28, AS_OF - timedelta(days=28)) | daily(2, 28))
    some_stock(ws, available=500)
    facts = fired(ws)["turnover_decline"]["facts"]
    assert (facts["earlier"], facts["before"], facts["now"]) == (4 * 28, 3 * 28, 2 * 28)


def test_clear_now_is_low_turnover_and_high_value_against_the_sellers_own_medians(ws):
    file_id = a_file(ws)
    for number, sku in enumerate("ABCDE"):
        some_stock(ws, sku=sku, available=400 if sku == "A" else 50, file_id=file_id)
        some_sales(ws, daily(1 + number, 182), sku=sku)
        a_cost(ws, sku=sku)
    assert "clear_now_quadrant" in fired(ws, "A")
    assert risk_row(ws, "A")["quadrant_value"] == "clear_now"
    assert risk_row(ws, "E")["quadrant_value"] in ("keep", "promote")


def test_the_season_is_over_when_the_month_falls_by_40_percent_after_the_peak(ws):
    weekly = {back: (40 if 6 <= back < 16 else 1) for back in range(52)} | dict.fromkeys((4, 5), 10) | dict.fromkeys(range(4), 2)
    some_sales(ws, {AS_OF - timedelta(days=7 * back): units for back, units in weekly.items()})
    some_stock(ws, available=300)
    facts = fired(ws)["season_end"]["facts"]
    assert facts["fall"] == pytest.approx(1 - 8 / (10 + 10 + 40 + 40))


def test_a_cliff_is_seen_by_the_cusum_and_steady_noise_is_not(ws):
    file_id = some_stock(ws, sku="A", available=400)
    some_stock(ws, sku="B", available=400, file_id=file_id)
    noisy = {AS_OF - timedelta(days=7 * back): 10 + (-1) ** back * 4 for back in range(40)}
    some_sales(ws, noisy | {AS_OF - timedelta(days=7 * back): 1 for back in range(4)}, sku="A")
    some_sales(ws, noisy, sku="B")
    found = fired(ws, "A")["cliff"]
    # mean 10, sample variance 16 x 26/25: each week of 1 adds (10 - 1) / sd - 0.5, after the sums of the weeks before it
    assert found["facts"]["score"] > 4
    assert "cliff" not in fired(ws, "B")


def test_empty_shelves_are_no_cliff(ws):
    some_stock(ws, available=400)
    some_sales(ws, {AS_OF - timedelta(days=7 * back): 10 for back in range(5, 40)})
    a_ledger(ws, {AS_OF - timedelta(days=280): (50, 50), AS_OF - timedelta(days=34): (10, 0), AS_OF: (0, 400)})
    assert "cliff" not in fired(ws)


def test_old_but_selling_steadily_is_not_slow_and_young_without_a_sale_is(ws):
    """The cross-check of the second matrix: 120 days old with 50 days of cover; 60 days old without a sale in 30."""
    file_id = some_stock(ws, sku="A", available=50)
    some_stock(ws, sku="B", available=50, file_id=file_id)
    some_ages(ws, {(120, 120): 50}, sku="A", file_id=file_id)
    some_ages(ws, {(60, 60): 50}, sku="B", file_id=file_id)
    some_sales(ws, daily(1, 182), sku="A")
    some_sales(ws, daily(1, 150, AS_OF - timedelta(days=91)), sku="B")
    assert "age_by_sales" not in fired(ws, "A")
    assert fired(ws, "B")["age_by_sales"]["level"] == 2


@pytest.mark.parametrize(("age", "level"), [(89, None), (91, 1), (181, 2)])
def test_age_with_long_cover_is_noticed_at_90_and_warned_of_at_180_days(ws, age, level):
    some_stock(ws, available=100)
    some_ages(ws, {(age, age): 100})
    some_sales(ws, daily(1, 182))
    assert fired(ws).get("age_by_sales", {}).get("level") == level


def test_no_movement_is_a_quarter_without_a_sale_though_there_was_stock(ws):
    settings.save(ws, {"dynamic.refresh": "off"}, at=AT)  # sales that end would draw the line nearer
    some_stock(ws, available=100)
    some_ages(ws, {(180, 180): 100})
    some_sales(ws, daily(1, 30, AS_OF - timedelta(days=89)))
    some_sales(ws, daily(1, 182), sku="OTHER")
    assert "no_movement" not in fired(ws)
    with ws.write() as cursor:
        cursor.execute("delete from sales_daily where sku = 'A' and day = $day", {"day": AS_OF - timedelta(days=89)})
    assert fired(ws)["no_movement"]["facts"]["days"] == 90


def test_surcharge_ahead_says_units_and_money(ws):
    """100 units of 0.5 ft3, 170 days old, no sale: 25.00 on 15 December, 50.00 on 15 January (0.50 and 1.00 $/ft3)."""
    a_box(ws)
    some_stock(ws, available=100)
    some_ages(ws, {(170, 170): 100})
    some_sales(ws, daily(1, 182), sku="OTHER")
    facts = fired(ws)["surcharge_ahead"]["facts"]
    assert facts["crossing"] == 100
    assert facts["money"] == pytest.approx(25 + 50)


def test_the_end_of_life_line_is_safety_stock_plus_what_the_decay_still_sells(ws):
    some_stock(ws, available=800)
    a_cost(ws, safety_stock=10)
    some_sales(ws, {AS_OF - timedelta(days=7 * (39 - week)): 60 - week for week in range(40)})
    found = fired(ws, model=Knowing(path={"A": np.full(26, 20.0)}))["end_of_life_line"]
    facts = found["facts"]
    # the logarithm of 60-w falls by about 1/33.5 a week in the middle of the last 26 weeks
    assert facts["decay"] == pytest.approx(1 / 33.5, abs=0.002)
    assert facts["still_sells"] == pytest.approx(20 * sum((1 - facts["decay"]) ** week for week in range(26)))
    assert facts["still_low"] < facts["still_sells"] < facts["still_high"]
    assert facts["need_units"] == pytest.approx(800 - 10 - facts["still_sells"], abs=1)
    assert found["level"] == 2


def test_forecasts_that_were_too_high_week_after_week_are_told_and_fair_ones_are_not(ws):
    """Seven earlier weekly runs expected 14 of A and 7 of B a week; 7 of each were sold: A is off by 7/7."""
    for back in range(8):
        file_id = some_stock(ws, sku="A", as_of=AS_OF - timedelta(days=7 * back))
        some_stock(ws, sku="B", as_of=AS_OF - timedelta(days=7 * back), file_id=file_id)
    for sku in "AB":
        some_sales(ws, daily(1, 182), sku=sku)
    assert "forecast_bias" not in fired(ws, "A")
    for back in range(7, 0, -1):
        run(ws, at=AT, as_of=AS_OF - timedelta(days=7 * back), model=Knowing(path={"A": np.full(26, 14.0)}), history=True)
    facts = fired(ws, "A")["forecast_bias"]["facts"]
    assert (facts["runs"], facts["expected"], facts["sold"]) == (7, 7 * 14, 7 * 7)
    assert facts["off_share"] == pytest.approx(1.0)
    assert "forecast_bias" not in fired(ws, "B")
    with ws.write() as cursor:
        cursor.execute("update run_forecast set model = 'ses' where run_id in (from (select run_id from run where history))")
    assert "forecast_bias" not in fired(ws, "A")  # what another model got wrong


def test_the_low_inventory_corridor_needs_both_windows_under_28_days(ws):
    some_sales(ws, daily(5, 182))
    some_stock(ws, available=100, days_supply_short=20.0, days_supply_long=30.0)
    assert "two_fee_corridor" not in fired(ws)
    some_stock(ws, available=100, days_supply_short=20.0, days_supply_long=27.0)
    assert "two_fee_corridor" in fired(ws)


def test_capacity_names_the_skus_that_hold_the_marketplace_over_22_weeks(ws):
    """300 units of 0.5 ft3 on hand, 1 a day shipped: 150 / 3.5 = 42.9 weeks."""
    a_product(ws, unit_ft3=0.5)
    some_stock(ws, available=300)
    some_sales(ws, daily(1, 182))
    assert fired(ws)["capacity"]["facts"]["ratio_weeks"] == pytest.approx(300 * 0.5 / (0.5 * 7))


def test_a_quarantined_newer_snapshot_freezes_the_data_and_says_so(ws):
    some_stock(ws, as_of=AS_OF - timedelta(days=1))
    some_sales(ws, daily(1, 182))
    a_file(ws, status="quarantined", snapshot_date=AS_OF)
    assert "data_suspect" in fired(ws)


def test_a_warning_whose_waiting_costs_little_is_a_notice(ws):
    """Overstock of 200 days; one cubic inch a unit: waiting a week costs cents."""
    a_product(ws, unit_ft3=0.001, weight_lb=0.1, longest_in=2, median_in=1, shortest_in=1, size_tier="small_standard")
    some_stock(ws, available=20)
    some_ages(ws, {(150, 150): 20})
    some_sales(ws, daily(1, 20, AS_OF - timedelta(days=100)))
    some_sales(ws, daily(1, 182), sku="OTHER")
    found = risk_row(ws)
    assert {"age_by_sales", "no_movement", "overstock"} & set(found["rules"])
    assert found["cost_of_waiting_week"] < 10
    assert found["level"] == 1


def test_dead_and_bulky_stock_is_urgent_and_its_best_way_is_out(ws):
    a_box(ws)
    some_stock(ws, available=600)
    some_ages(ws, {(300, 300): 600})
    some_sales(ws, daily(1, 30, AS_OF - timedelta(days=200)))
    some_sales(ws, daily(1, 300), sku="OTHER")
    found = risk_row(ws)
    assert found["level"] == 3
    assert found["best_option"] in ("liquidate_all", "dispose_all", "remove_all")
    assert found["money_at_stake"] > 500


def test_a_warning_whose_cost_of_waiting_is_unknown_stands_for_the_largest_stocks_only(ws):
    """Ten dead stocks whose waiting nobody can price: the two largest (20 %) are warnings, the rest notices."""
    file_id = a_file(ws)
    for number in range(10):
        some_stock(ws, sku=f"S{number}", available=100 + number, file_id=file_id)
        some_sales(ws, daily(1, 30, AS_OF - timedelta(days=200)), sku=f"S{number}")
    some_sales(ws, daily(1, 300), sku="OTHER")
    levels = results.risk_table(ws, run(ws, at=AT, as_of=AS_OF, model=Knowing()).run_id).set_index("sku")["level"]
    assert [levels[f"S{number}"] for number in range(10)] == [1] * 8 + [2] * 2


def test_healthy_stock_has_no_rule_and_level_0(ws):
    some_stock(ws, available=60)
    some_ages(ws, {(0, 30): 60})
    a_cost(ws, safety_stock=10)
    some_sales(ws, daily(1, 182))
    found = risk_row(ws)
    assert list(found["rules"]) == []
    assert found["level"] == 0


def test_both_matrices_are_also_computed_inside_a_category(ws):
    file_id = a_file(ws)
    for number in range(10):
        sku = f"S{number}"
        a_product(ws, sku=sku, product_group="Kitchen")
        some_stock(ws, sku=sku, available=50 * (1 + number), file_id=file_id)
        some_sales(ws, daily(11 - number, 120), sku=sku)
        a_cost(ws, sku=sku)
    assert risk_row(ws, "S9")["quadrant_value_in_category"] == "clear_now"
    assert risk_row(ws, "S0")["quadrant_value_in_category"] == "keep"


def test_a_season_that_ends_as_forecast_is_no_cliff(ws):
    """Two years of a shelf of which all products sell 40 a week in half of the year and 8 in the other half: the fall was to be expected."""
    file_id = a_file(ws)
    for number in range(6):
        some_stock(ws, sku=f"S{number}", available=2000, file_id=file_id)
        weeks = {AS_OF - timedelta(days=7 * back): 40 if 3 <= back % 52 < 29 else 8 for back in range(104)}
        some_sales(ws, weeks, sku=f"S{number}")
    assert "cliff" not in fired(ws, "S0")


# Lucas & Crosier 1982, two-sided, k = 0.5, h = 4: mean weeks until the first signal after a shift of so many deviations
RUN_LENGTHS = {0.0: 168.0, 0.5: 26.6, 1.0: 8.38, 2.0: 3.34, 3.0: 2.19}


@pytest.mark.parametrize(("shift", "published"), RUN_LENGTHS.items())
def test_the_cusum_has_the_published_run_lengths(ws, shift, published):
    """1,500 chains of normal weeks, each told to both sides until it signals; the mean is within three standard errors and a chain's end."""
    random, chains, length = np.random.default_rng(11), 1500, []
    with ws.read() as cursor:
        health.execute(cursor, "risk/cusum", {})
        cursor.execute(
            "create temp table chain as select i as chain, 0.0::double as up, 0.0::double as down from range($n) as t(i)", {"n": chains}
        )
        for week in range(1, 1500 if shift == 0 else 200):
            left = cursor.execute("select count(*) from chain").fetchall()[0][0]
            if not left:
                break
            steps = pd.DataFrame({"place": np.arange(left), "step": random.normal(shift, 1, left)})
            leave(cursor, "step_now", steps)
            cursor.execute(NEXT_WEEK, {"k": load()["cliff.k"]})
            gone = cursor.execute("delete from chain where greatest(up, down) > $h returning chain", {"h": load()["cliff.h"]}).fetchall()
            length += [week] * len(gone)
    assert len(length) >= chains - 1
    assert np.mean(length) == pytest.approx(published, abs=3 * np.std(length) / np.sqrt(chains) + 0.005 * published)


NEXT_WEEK = """
create or replace temp table chain as
select chain, cusum(up, [step], $k) as up, cusum(down, [-step], $k) as down
from (select *, row_number() over (order by chain) - 1 as place from chain)
join step_now using (place)
"""


def test_the_cusum_rule_keeps_to_the_published_one_sided_run_lengths(ws):
    """Lucas & Crosier 1982, k = 0.5, h = 4: a shift of 2 deviations is signalled after 3.34 weeks on average (two-sided table;
    at such a shift the other side adds nothing). 400 SKUs, normal weeks of mean 100 and sd 10, the last 3 or 5 weeks shifted."""
    random = np.random.default_rng(7)
    file_id = a_file(ws)
    shares = {}
    for length in (1, 3, 6):
        rows = []
        for number in range(150):
            weeks = np.maximum(0, random.normal(100, 10, 34)).round()
            weeks[:length] = np.maximum(0, random.normal(80, 10, length)).round()
            rows += [(f"L{length}-{number}", AS_OF - timedelta(days=7 * back), int(units)) for back, units in enumerate(weeks)]
        with ws.write() as cursor:
            cursor.register("rows_now", pd.DataFrame(rows, columns=["sku", "day", "units"]))
            cursor.execute(
                """insert into sales_daily (marketplace, sku, day, channel, source, units, units_cancelled)
                   select 'US', sku, day, 'FBA', 'orders', units, 0 from rows_now""")  # fmt: skip
            cursor.executemany(
                """insert into stock_snapshot (file_id, source, as_of, marketplace, sku, available)
                   values (?, 'planning', ?, 'US', ?, 20000)""", [(file_id, AS_OF, f"L{length}-{number}") for number in range(150)])  # fmt: skip
    with ws.read() as cursor:
        params = load().params() | {"as_of": AS_OF}
        health.compute(cursor, AS_OF, load())
        expected.compute(cursor, AS_OF, load(), Knowing())
        cursor.execute("create temp table position as from expected_position")
        thresholds.compute(cursor, params)
        health.execute(cursor, "risk/cusum", {})
        found = health.execute(cursor, "rules/cliff", params).df()["sku"]
    for length in (1, 3, 6):
        shares[length] = found.str.startswith(f"L{length}-").mean() * len(found) / 150
    assert shares[1] < 0.15
    assert 0.35 < shares[3] < 0.85
    assert shares[6] > 0.95


def test_the_facts_of_a_rule_are_plain_numbers_that_a_sentence_can_use(ws):
    some_sales(ws, daily(1, 182))
    some_stock(ws, available=200)
    facts = fired(ws)["overstock"]["facts"]
    assert json.loads(json.dumps(facts)) == facts
    assert "200" in text.why("overstock", facts, "en")
    assert "200" in text.why("overstock", facts, "zh")


def test_where_nothing_sells_the_sentence_does_not_speak_of_cover():
    facts = {
        "units": 96,
        "age_days": 448,
        "velocity": 0.0,
        "cover_days": None,
        "units_30": 0,
        "units_90": 0,
        "line": 90,
        "need_velocity": 1.1,
    }
    for lang in ("en", "zh"):
        said = text.why("age_by_sales", facts, lang)
        assert "448" in said
        assert text.UNKNOWN not in said
