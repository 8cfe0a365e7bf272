"""Why so many were sold: pace, season, level, price, promotions, empty shelf; and by which channel the stock left, at what cost.

Parts are added one after the other to what was usual, at the demand that was learned (posterior means), so that they sum to the units sold:

    usual     units a week as expected on the day of the plan, every week the same
    season    what the forecast's weeks differ from that: season and trend
    level     what demand was above or below the forecast
    price     what the price asked before promotions pulled
    promotion what coupons and deals pulled beside it
    ads       what Amazon attributes to ads beyond the weeks before, taken out of `level`, which was learned with them; not without reports
    shelf     what was wanted and not there
    rest      chance, rivals

New and returning customers: Amazon's reports do not tell them apart; a sales file of the seller's that names customers does.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.clearance.build import uplift
from core.review.outcome import paid_for_keeping
from core.review.posterior import Learned
from core.review.subject import Subject
from core.workspace import Workspace, sql

PARTS = ("usual", "season", "level", "price", "promotion", "ads", "shelf", "rest")
CHANNELS = ("fba", "own", "removed", "disposed")
SEEN_NOT_BOUGHT, BOUGHT_WHEN_SEEN, USUAL = "seen_not_bought", "bought_when_seen", "usual"
_FEW = 0.6  # of what is usual in the marketplace, from which on sessions or conversion are called few


@dataclass(frozen=True, kw_only=True)
class Sources:
    """parts: name → units, in the order of PARTS, over the weeks with data (ads only where reports tell them and the weeks before); sold:
    their sum; planned_ads: whether the plan counted on ads."""

    parts: dict[str, float]
    sold: float
    planned_ads: bool


def sources(subject: Subject, found: Learned) -> Sources:
    actual, case, known = subject.actual, subject.case, subject.actual.known
    base, level, epsilon = subject.base[: subject.weeks], found.level[1].mean, found.elasticity[1].mean
    promo = np.divide(actual.promo, actual.units, out=np.zeros(subject.weeks), where=actual.units > 0)
    shelf, paid = (uplift(case, price / case.list_price, epsilon) for price in (actual.price + promo, actual.price))
    wanted = base * level * paid
    steps = [
        np.full(subject.weeks, case.weekly_demand), base, base * level, base * level * shelf, wanted,
        np.minimum(wanted, subject.kept_units), actual.units,
    ]  # fmt: skip
    sums = [float(step[known].sum()) for step in steps]
    offers = [] if subject.planned is None else subject.planned["offer"].dropna().astype(str)
    parts = dict(zip((name for name in PARTS if name != "ads"), [sums[0], *np.diff(sums)], strict=True))
    if subject.ads is not None and not np.isnan(subject.ads.usual_units):
        parts["ads"] = float(np.nansum((subject.ads.units - subject.ads.usual_units)[known]))
        parts["level"] -= parts["ads"]
    return Sources(
        parts={name: parts[name] for name in PARTS if name in parts}, sold=sums[-1],
        planned_ads=any(name.startswith("ads") for name in offers),
    )  # fmt: skip


def channels(subject: Subject) -> pd.DataFrame:
    """channel (CHANNELS), door, units, income, cost, net, net_each, recovery (of the landed cost): a row for every way the stock went. cost
    of FBA: fees of the sale, holding and advertising; of the seller's own shipping nothing is known (NaN)."""
    actual, case = subject.actual, subject.case
    sold, own = float(actual.units.sum()), float(actual.own_units.sum())
    income = float((subject.prices * actual.units).sum())
    net = float((subject.margin * actual.units).sum() - paid_for_keeping(subject)["holding"].sum() - subject.ads_paid.sum())
    rows = [("fba", None, sold, income, income - net, net)]
    rows += [("own", None, own, float(actual.own_sales.sum()), np.nan, np.nan)] if own else []
    removed, disposed = subject.removed_worth, actual.disposed * subject.rule.exit_of("dispose")
    for channel, door, units, of in (
        ("removed", subject.door, actual.removed, removed),
        ("disposed", "dispose", actual.disposed, disposed),
    ):
        worth = float(of.sum())
        rows += [(channel, door, float(units.sum()), max(0.0, worth), max(0.0, -worth), worth)] if units.sum() else []
    table = pd.DataFrame(rows, columns=["channel", "door", "units", "income", "cost", "net"])
    each = table["net"] / table["units"].where(table["units"] > 0)
    landed = np.nan if case.landed_cost is None else case.landed_cost
    return table.assign(net_each=each, recovery=each / landed)


def next_channel(subject: Subject) -> dict:
    """What one unit more brings, by selling on at the last price (sale), by ads at what a sale by them cost (advertised; NaN: unknown) and
    by the best door (door, exit); better: sale, exit or None where one of them is not known. For the units that are left, or the next stock
    of the kind."""
    last = subject.weeks - 1
    doors = {door: float(worth[last]) for door, worth in subject.rule.exits.items() if not np.isnan(worth[last])}
    door = max(doors, key=doors.get, default=None)
    sale = float(subject.margin[last])
    known = door is not None and not np.isnan(sale)
    return {
        "sale": sale,
        "advertised": np.nan if subject.ads is None else sale + subject.case.ads - subject.ads.cost_each,
        "door": door,
        "exit": doors.get(door, np.nan),
        "better": ("sale" if sale >= doors[door] else "exit") if known else None,
    }


def traffic(ws: Workspace, subject: Subject) -> pd.DataFrame:
    """A row per business report period: start_day, end_day, when (before | during | after the weeks seen), sessions_day, conversion, those
    of the middle one of the marketplace's products, and what they point to (points); empty where there is no such report."""
    rows = ws.frame(sql("review/traffic"), marketplace=subject.case.marketplace, sku=subject.case.sku)
    start, end = (pd.to_datetime(rows[name]) for name in ("start_day", "end_day"))
    days = (end - start).dt.days + 1
    when = np.where(end <= pd.Timestamp(subject.case.as_of), "before", np.where(start > pd.Timestamp(subject.until), "after", "during"))
    few_seen, few_bought = rows["sessions"] < _FEW * rows["usual_sessions"], rows["conversion"] < _FEW * rows["usual_conversion"]
    points = np.where(few_bought & ~few_seen, SEEN_NOT_BOUGHT, np.where(few_seen & ~few_bought, BOUGHT_WHEN_SEEN, USUAL))
    return rows.assign(when=when, sessions_day=rows["sessions"] / days, usual_day=rows["usual_sessions"] / days, points=points)
