"""Many SKUs at once, in lots: the first answer of the whole catalogue for table run_option and for risk's ranking.

Fees are asked once for hundreds of SKUs; values are those of first_answer within 0.2 % (tests/bench/bench_clearance.py).
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pandas as pd

from core.clearance.build import terms_of
from core.clearance.case import LIMITS, Case, from_policy
from core.clearance.expected import expected_of, with_ratio
from core.clearance.report import COLUMNS, framed, option_rows, summary, value_case
from core.clearance.terms import COARSE, Terms
from core.fees.schedule import SHIPPED, RateBook
from core.own_charges import FACTORS

_BATCH = 500  # SKUs whose fees are asked at once
_THREADS = 2  # the engine lets go of Python's lock
_WORDS = ("category", "product_class", "size_tier")
_SIZES = ("longest_in", "median_in", "shortest_in", "weight_lb", "unit_ft3")
_SUMMARY = ("best_option", "best_value", "hold_value", "cost_of_waiting_week", "money_at_stake")
_DIGITS = {"JPY": 0}


def screen(
    positions: pd.DataFrame,
    cohorts: pd.DataFrame,
    on: date,
    policy: Mapping,
    progress: Callable[[float], None] | None = None,
    levels: int = COARSE,
    book: RateBook = SHIPPED,
    courses: bool = True,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(options, summary): marketplace, sku + report.COLUMNS, a row an option; and a row a SKU with _SUMMARY and reason.

    positions: columns of run_health, a row per marketplace × sku, and demand_path, demand_p10, demand_p90: units of each coming week
    (run_forecast); only those with on_hand > 0 are answered. cohorts: columns of run_cohort.
    progress: told the share done. on: the day the stock is from; policy: keys clearance.*; book: the rates.
    NaN is unknown, `reason` says why; of unknown age is neither old nor young. courses: as in report.option_rows.
    """
    stocked = positions[pd.to_numeric(positions["on_hand"]).fillna(0) > 0]
    cases = cases_of(stocked, cohorts, on, policy, book)
    options, rows = [], []
    with ThreadPoolExecutor(_THREADS) as threads:
        for start in range(0, len(cases), _BATCH):
            batch = cases[start : start + _BATCH]
            for found, row in threads.map(lambda case, terms: _answered(case, terms[0], levels, courses), batch, terms_of(batch)):
                options += found
                rows.append(row)
            if progress:
                progress(min(1.0, (start + _BATCH) / len(cases)))
    return framed(options, ("marketplace", "sku", *COLUMNS)), framed(rows, ("marketplace", "sku", *_SUMMARY, "reason"))


def _answered(case: Case, terms: Terms, levels: int, courses: bool) -> tuple[list[tuple], dict]:
    valued = value_case(case, terms, levels)
    options = [(case.marketplace, case.sku, *row) for row in option_rows(case, terms, valued, levels, courses=courses)]
    return options, {"marketplace": case.marketplace, "sku": case.sku, **summary(valued), "reason": terms.unknown}


def cases_of(positions: pd.DataFrame, cohorts: pd.DataFrame, on: date, policy: Mapping, book: RateBook = SHIPPED) -> list[Case]:
    """A Case for every position, in order."""
    positions = with_ratio(positions)
    defaults = _defaults(on, policy, book)
    ages = dict(_age_pairs(cohorts))
    return [_case(row, ages.get((row["marketplace"], row["sku"]), ()), on, defaults) for row in positions.to_dict("records")]


def case_of(position: Mapping, cohorts: pd.DataFrame, on: date, policy: Mapping, book: RateBook = SHIPPED) -> Case:
    """The Case of one SKU: its row of run_health with the lists of run_forecast (as in `screen`), and its rows of run_cohort."""
    pairs = tuple(zip(cohorts["units"].astype(float), cohorts["age_days"], strict=True))
    row = with_ratio(pd.DataFrame([dict(position)])).to_dict("records")[0]
    return _case(row, pairs, on, _defaults(on, policy, book))


def _defaults(on: date, policy: Mapping, book: RateBook) -> dict:
    """What every case of a run has in common; arrives: the day from which what is on its way is counted as sellable."""
    return from_policy(policy) | {"book": book, "arrives": on + timedelta(days=int(policy["clearance.inbound_days"]))}


def _age_pairs(cohorts: pd.DataFrame):
    known = cohorts[cohorts["units"] > 0]
    for key, group in known.groupby(["marketplace", "sku"], sort=False):
        yield key, tuple(zip(group["units"].astype(float), group["age_days"], strict=True))


def _case(row: Mapping, pairs: tuple, on: date, defaults: Mapping) -> Case:
    defaults = defaults | _elasticity(row)
    arrives, coming = defaults.pop("arrives"), _sane("weekly_demand", row.get("inbound")) or 0.0
    facts = {name: _known(row.get(name)) for name in _WORDS} | {name: _sane(name, row.get(name)) for name in _SIZES}
    return Case(
        **(defaults | expected_of(row, defaults["horizon_weeks"]) | facts),
        marketplace=row["marketplace"],
        sku=row["sku"],
        as_of=on,
        inbound=((coming, arrives),) if coming else (),
        list_price=_sane("list_price", row.get("price")),
        landed_cost=_sane("landed_cost", row.get("landed_cost")),
        fulfilment_offset=_sane("fulfilment_offset", row.get("fulfilment_offset")) or 0.0,
        utilisation_month=_sane("utilisation_month", row.get("utilisation_month")),
        **{name: _sane(name, row.get(name)) or 1.0 for name in FACTORS.values()},
        price_digits=_DIGITS.get(row.get("currency"), 2),
        units_by_age=_scaled(pairs, float(row["on_hand"])),
    )


def _elasticity(row: Mapping) -> dict:
    """What the run measured of it, where it did."""
    source = _known(row.get("elasticity_source"))
    if source is None:
        return {}
    return {
        "elasticity": _sane("elasticity", max(0.0, row["elasticity"])),
        "elasticity_sd": row["elasticity_sd"],
        "elasticity_source": source,
    }


def _scaled(pairs: tuple, on_hand: float) -> tuple:
    """The age bands of the report, scaled to what is on hand; no bands: age unknown."""
    total = sum(units for units, _ in pairs)
    return tuple((units * on_hand / total, max(0, age)) for units, age in pairs) if total > 0 else ((on_hand, None),)


def _known(value):
    return None if value is None or pd.isna(value) else value


def _sane(name: str, value) -> float | None:
    """A figure of the catalogue that cannot be true is as good as unknown: one bad row must not stop the others."""
    known, (low, high) = _known(value), LIMITS[name]
    return known if known is not None and low <= known <= high else None
