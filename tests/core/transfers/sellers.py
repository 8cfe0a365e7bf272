"""A seller with one product at two sites: far too many in the US, next to none in the UK, at 1.25 dollars a pound."""

from datetime import date

from core import currency, results
from tests.build import AS_OF, AT
from tests.pages.conftest import a_forecast, a_run

ENDS = {"US": {"on_hand": 600, "stage": "decline"}, "UK": {"on_hand": 2, "stage": "decline"}}
_ITEM = {"price": 45.0, "landed_cost": 12.0, "weight_lb": 0.6, "unit_ft3": 0.05, "inbound": 0, "safety_stock": 0.0}


def two_sites(ws, us_week: float = 2.0, uk_week: float = 12.0, **changed) -> dict:
    """The run of the seller; changed: of both listings."""
    rows = [
        {
            "sku": "TWO",
            "marketplace": site,
            "currency": "USD" if site == "US" else "GBP",
            "category": "home",
            **_ITEM,
            **facts,
            **changed,
        }
        for site, facts in ENDS.items()
    ]
    a_run(ws, rows, as_of=AS_OF)
    for site, week in (("US", us_week), ("UK", uk_week)):
        a_forecast(ws, "TWO", week, as_of=AS_OF, marketplace=site)
    with ws.write() as cursor:
        cursor.execute("update run_health set longest_in = 8, median_in = 4, shortest_in = 2, variance_to_mean = 1.5")
    currency.save(ws, "USD", [{"currency": "GBP", "valid_from": date(2026, 1, 1), "rate": 1.25}], at=AT)
    return results.latest_run(ws)
