"""What would change at other rates, on a stored run."""

from datetime import date

import numpy as np
import pytest

from core import policy, run, schedules, time_machine
from core.errors import InputError
from core.fees.fulfilment import fulfilment
from core.fees.schedule import SHIPPED
from core.fees.storage import storage
from tests.build import AT, Knowing
from tests.core.test_run import a_seller

DEAR = """effective_from,effective_to,component,size_class,weight_min,weight_max,weight_unit,amount,step_amount,step_size,step_from,step_rounding,currency,unit,source
2026-01-15,,processing_fee,standard,0,,lb,4.00,,,,,USD,per unit,contract 7"""


def a_run(ws) -> None:
    a_seller(ws)
    run.run(ws, at=AT, model=Knowing())


@pytest.fixture
def known(filled):
    """(workspace, run_id): B is dead stock, 300 units of 2 lb at 20.00; liquidation is its best way out."""
    return filled(a_run), 1


def row_of(frame, sku="B"):
    return frame.set_index("sku").loc[sku]


def test_at_the_same_rates_nothing_changes(known):
    ws, run_id = known
    frame = time_machine.compare(ws, run_id, schedules.book(ws))
    assert not frame["flips"].any()
    assert (frame["change"] == 0).all()
    assert (frame["by"] == 0).all()


def test_a_draft_that_makes_liquidation_dear_flips_the_best_action(known):
    ws, run_id = known
    draft = schedules.add(ws, DEAR.encode(), "liquidation", "US", at=AT, draft=True)
    found = row_of(time_machine.compare(ws, run_id, schedules.book(ws, drafts=[draft])))
    limits = policy.load()
    later = (1 + limits["clearance.discount_rate_year"] / 52) ** -(limits["clearance.liquidation_cash_days"] / 7)
    out = -300 * 2.27  # removal to 2 lb, data/fees/us/removal.csv
    assert (found["best_before"], found["best_after"], found["flips"]) == ("liquidate_all", "remove_all", True)
    assert found["value_after"] == pytest.approx(out)
    assert found["change"] == pytest.approx(out - found["value_before"])
    assert found["by"] == pytest.approx(out - (found["value_before"] - 300 * (4.00 - 0.35) * later))  # fee to 2 lb: 0.35


def test_a_draft_changes_no_stored_figure_until_it_is_put_into_force(known):
    ws, _ = known
    draft = schedules.add(ws, DEAR.encode(), "liquidation", "US", at=AT, draft=True)
    best = "select best_option from run_risk where sku = 'B' and run_id = $run_id"
    assert ws.rows(best, run_id=run.run(ws, at=AT, model=Knowing()).run_id) == [("liquidate_all",)]
    schedules.mark(ws, draft, draft=False)
    assert ws.rows(best, run_id=run.run(ws, at=AT, model=Knowing()).run_id) == [("remove_all",)]


def test_a_day_without_rates_is_unknown_with_its_reason_and_never_a_change(known):
    ws, run_id = known
    found = row_of(time_machine.compare(ws, run_id, schedules.book(ws).as_on(date(2015, 1, 1))))
    assert found["best_after"] is None
    assert np.isnan(found["change"])
    assert np.isnan(found["by"])
    assert not found["flips"]
    assert found["reason"]


def test_the_progress_goes_from_nothing_to_all(known):
    told = []
    time_machine.compare(*known, SHIPPED, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_run_that_is_not_there_is_an_error(ws):
    with pytest.raises(InputError, match="no_such_run"):
        time_machine.compare(ws, 7, SHIPPED)


# --- another day's schedule, frozen

BOX = {"marketplace": "US", "size_tier": "large_standard", "weight_lb": 0.9, "price": 20.0, "product_class": "non_apparel", "unit_ft3": 1.0}


def test_a_frozen_day_holds_before_and_after():
    june = SHIPPED.as_on(date(2025, 6, 1))
    then = fulfilment(BOX, date(2025, 6, 1)).charge
    assert fulfilment(BOX, date(2025, 6, 1), book=june).charge == then
    assert fulfilment(BOX, date(2027, 6, 1), book=june).charge == then  # no fuel surcharge either: it began in April 2026
    assert fulfilment(BOX, date(2027, 6, 1)).charge != then


def test_seasons_go_on_in_a_frozen_schedule():
    book = SHIPPED.as_on(date(2026, 6, 1))
    assert storage(BOX, date(2026, 9, 30), book=book).charge == 0.78  # data/fees/us/storage.csv, 1 ft3
    assert storage(BOX, date(2026, 10, 1), book=book).charge == 2.40
    for day, peak in ((date(2026, 10, 14), False), (date(2026, 10, 15), True), (date(2030, 1, 14), True), (date(2030, 1, 15), False)):
        charged, ordinary = fulfilment(BOX, day, book=book).charge, fulfilment(BOX, date(2026, 6, 1)).charge
        assert (charged > ordinary) is peak, day


def test_the_schedule_of_today_changes_nothing_until_a_new_one_is_known():
    today = SHIPPED.as_on(date(2026, 11, 22))
    for day in (date(2026, 11, 22), date(2027, 1, 14), date(2027, 1, 15), date(2027, 9, 1)):
        assert fulfilment(BOX, day, book=today).charge == fulfilment(BOX, day).charge
