"""DataFrame → chart. Every chart has a fixed height, alt text and a table twin on its page; none asks anything of the outside world."""

from altair.utils import schemapi

from pages.ui.charts.calendar import fee_bars, fee_calendar
from pages.ui.charts.forecast import fan, sums
from pages.ui.charts.forecast_models import component, race
from pages.ui.charts.forecast_past import past_forecasts
from pages.ui.charts.forecast_stock import burn_down
from pages.ui.charts.market import capital, signal
from pages.ui.charts.matrix import PICK, matrix
from pages.ui.charts.next_buy import effects, order_curve
from pages.ui.charts.options import option_bars, price_curve
from pages.ui.charts.palette import palette
from pages.ui.charts.plan import cash, sensitivity, stock_fan, waiting
from pages.ui.charts.plans import plan_lines
from pages.ui.charts.points import AXES, ids, lines
from pages.ui.charts.procedure import ladders
from pages.ui.charts.proof import costs
from pages.ui.charts.report import months
from pages.ui.charts.restock import clearing_days, orders, used_up
from pages.ui.charts.review import beliefs, plan_path, steps
from pages.ui.charts.stock import age_bands, age_bars, charge_days, path, stock_path, weekly_sales
from pages.ui.charts.transfers import balance, covers, saving, ways, worlds

# A chart is checked whole, where it becomes JSON; checking each of its parts besides takes a sixth of a page's time.
schemapi.disable_debug_mode()

__all__ = [
    "AXES",
    "PICK",
    "age_bands",
    "age_bars",
    "balance",
    "beliefs",
    "burn_down",
    "capital",
    "cash",
    "charge_days",
    "clearing_days",
    "component",
    "costs",
    "covers",
    "effects",
    "fan",
    "fee_bars",
    "fee_calendar",
    "ids",
    "ladders",
    "lines",
    "matrix",
    "months",
    "option_bars",
    "order_curve",
    "orders",
    "palette",
    "past_forecasts",
    "path",
    "plan_lines",
    "plan_path",
    "price_curve",
    "race",
    "saving",
    "sensitivity",
    "signal",
    "steps",
    "stock_fan",
    "stock_path",
    "sums",
    "used_up",
    "waiting",
    "ways",
    "weekly_sales",
    "worlds",
]
