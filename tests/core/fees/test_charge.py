"""What every fee answers: one Charge or a frame of the same index; unknown is NaN with a reason, never 0."""

import numpy as np
import pandas as pd
import pytest

from core.errors import InputError, NoRateInForce
from core.fees.aged_surcharge import aged_surcharge
from core.fees.quote import FEES
from core.fees.referral import referral
from core.fees.removal import removal
from core.fees.storage import storage
from tests.core.fees.builders import D, an_item, items, reason_of

ON = D(2026, 11, 22)
COLUMNS = ["charge", "currency", "reason", "effective_from", "source", "confidence"]


@pytest.mark.parametrize("name", FEES)
def test_a_frame_answers_with_its_own_index_and_the_agreed_columns(name):
    frame = items(
        an_item(), an_item(weight_lb=None, longest_in=None), an_item(marketplace="UK"), an_item(marketplace="FR"), an_item(marketplace=None)
    )
    frame.index = list("bcade")
    told = FEES[name](frame, ON)
    assert list(told.index) == list("bcade")
    assert list(told.columns[:6]) == COLUMNS
    assert (told["charge"].isna() == told["reason"].notna()).all(), "a reason wherever the charge is unknown, and only there"
    assert told.loc["e", "reason"] == "marketplace_unknown"
    assert told.loc["d", "reason"] == "no_rate_in_force"


@pytest.mark.parametrize("name", FEES)
def test_an_empty_frame_has_an_empty_answer(name):
    assert len(FEES[name](items(an_item()).iloc[:0], ON)) == 0


@pytest.mark.parametrize("name", FEES)
def test_nothing_but_a_marketplace_is_never_a_free_service(name):
    """Only the closing fee is known to be 0 without knowing the product: it is due on media alone, and says that it assumes so."""
    told = FEES[name](pd.DataFrame({"marketplace": ["US"]}), ON)
    assert np.isnan(told["charge"].iloc[0]) or (name == "closing" and told["assumption"].iloc[0] == "category_default")


@pytest.mark.parametrize("name", FEES)
@pytest.mark.parametrize("marketplace", ["US", "UK", "DE", "CA", "JP"])
def test_one_item_and_a_frame_of_it_agree(name, marketplace):
    item = an_item(
        marketplace=marketplace, units=10, days_of_supply_30=10.0, days_of_supply_90=10.0, placement="partial_splits", return_rate=0.01
    )
    row = FEES[name](items(item), ON).iloc[0]
    if np.isnan(row["charge"]):
        with pytest.raises(InputError, match=row["reason"]):
            FEES[name](item, ON)
    else:
        one = FEES[name](item, ON)
        assert (one.charge, one.currency, one.source, one.confidence) == (row["charge"], row["currency"], row["source"], row["confidence"])
        assert one.rates, "a charge names the row that it comes from"
        assert one.effective_from is None or pd.Timestamp(one.effective_from) == row["effective_from"]


def test_the_day_is_one_for_all_or_a_column():
    frame = items(an_item(), an_item()).assign(on=pd.to_datetime(["2026-09-30", "2026-10-01"]))
    assert list(storage(frame.assign(unit_ft3=1.0))["charge"]) == pytest.approx([0.78, 2.40])
    assert list(storage(frame.assign(unit_ft3=1.0), D(2026, 9, 30))["charge"]) == pytest.approx([0.78, 0.78])


def test_an_unknown_day_is_a_reason():
    frame = items(an_item(), an_item()).assign(on=pd.to_datetime(["2026-09-30", None]))
    assert list(referral(frame)["reason"].astype(object).where(lambda reason: reason.notna(), None)) == [None, "day_unknown"]
    assert reason_of(referral, None, **an_item()) == "day_unknown"


def test_a_day_without_any_rate_raises_for_one_item():
    with pytest.raises(NoRateInForce) as told:
        removal(an_item(), D(2001, 1, 1))
    assert told.value.facts == {"fee": "removal", "marketplace": "US", "on": D(2001, 1, 1)}


def test_what_is_no_number_is_told_with_its_column():
    with pytest.raises(InputError, match="not_a_number") as told:
        referral(an_item(price="abc"), ON)
    assert told.value.facts == {"column": "price", "value": "abc"}


@pytest.mark.parametrize("wrong", ["no day", object()])
def test_what_is_no_day_is_told(wrong):
    with pytest.raises(InputError, match="not_a_day"):
        referral(an_item(), wrong)


def test_items_that_are_no_items_are_told():
    with pytest.raises(InputError, match="items_expected"):
        referral([1, 2], ON)


def test_a_charge_cannot_be_changed_and_carries_what_went_in():
    told = aged_surcharge(an_item(unit_ft3=0.02, age_days=400), D(2026, 3, 15))
    assert told.charge == pytest.approx(max(0.02 * 6.90, 0.30))
    assert told.numbers["age_days"] == 400
    assert told.parts == {"by_volume": pytest.approx(0.138), "minimum": 0.30}
    with pytest.raises(AttributeError):
        told.charge = 0


def test_the_least_sure_row_decides_how_sure_a_charge_is():
    """US storage is official; its surcharge in October to December is assumed from January to September."""
    item = an_item(unit_ft3=1.0)
    assert storage(item, ON).confidence == "official"
    assert storage({**item, "ratio_weeks": 40}, ON).confidence == "unverified"


def test_gb_is_the_uk():
    assert referral(an_item(marketplace="gb"), D(2026, 8, 1)).currency == "GBP"
