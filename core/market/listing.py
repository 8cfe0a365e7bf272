"""What changed first? All that is known about one listing over time, as one dated chain: changes that are no chance, oldest first."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import scipy

from core.health import execute
from core.market.step import step, surely
from core.workspace import Workspace, sql

WEEKS = 26
# signal -> whether more of it is better, None: neither; the order in which they are shown
SIGNALS: dict[str, bool | None] = {
    "units": True, "sessions": True, "conversion": True, "buy_box": True, "price_gap": False, "rating": True, "stockout_days": False,
    "ad_share": True, "organic_rank": False, "rival_units": None, "rival_rank": None, "rival_price": True, "rival_reviews": None,
}  # fmt: skip
MOST_CHANCE = 0.05  # share of the steps of a chain that may be mere chance
LEAST_CHANGE = 0.10  # share of the value before; a rank twice as far
_LEAST_DAYS = 7  # a business report covers a week or more
_SHARES = ("buy_box", "price_gap", "ad_share")  # a change of these is told in points


@dataclass(frozen=True, kw_only=True, eq=False)
class Listing:
    """points: signal, day, value, usual (the middle product of the category, NaN where unknown), oldest first; chain: signal, day, before,
    after, chance, is_worse (None: neither), usual_change (share by which the category moved over the same days), oldest first;
    keywords: as core/sql/market/keyword_week."""

    points: pd.DataFrame
    chain: pd.DataFrame
    keywords: pd.DataFrame


def listing(ws: Workspace, marketplace: str, sku: str, as_of: date, weeks: int = WEEKS) -> Listing:
    """All signals of one SKU up to a day."""
    params = {"marketplace": marketplace, "sku": sku, "as_of": as_of, "weeks": weeks}
    with ws.read() as cursor:
        for name in ("member", "rival"):
            execute(cursor, f"market/{name}", params)
        parts = {
            name: execute(cursor, f"market/{name}", params).df()
            for name in ("rival_week", "traffic", "ad_week", "keyword_week", "category_week")
        }  # fmt: skip
        sold = cursor.execute(sql("results/demand_history"), params).df()
    points = _points(sold, parts)
    return Listing(points=points, chain=chain(points), keywords=parts["keyword_week"])


def balance(points: pd.DataFrame) -> tuple[str, float, float, float, float] | None:
    """Visitors against sales in the newest business report, beside the middle product of the category: (what, sessions a day, usual
    sessions, conversion, usual conversion). what: visits_without_sales (as many visitors, at most half the conversion, and
    no chance: one in twenty), sales_without_visits (at least the conversion, at most half the visitors); None: neither, or not known."""
    newest = {name: rows.dropna(subset=["value", "usual"]).tail(1) for name, rows in points.groupby("signal")}
    if any(newest.get(name, pd.DataFrame()).empty for name in ("sessions", "conversion")):
        return None
    (sessions, usual), (rate, usual_rate) = (newest[name][["value", "usual"]].to_numpy(float)[0] for name in ("sessions", "conversion"))
    visits = _LEAST_DAYS * sessions
    if sessions >= usual and rate <= usual_rate / 2 and scipy.stats.poisson.cdf(rate * visits, usual_rate * visits) <= 0.05:
        return "visits_without_sales", sessions, usual, rate, usual_rate
    return ("sales_without_visits", sessions, usual, rate, usual_rate) if rate >= usual_rate and sessions <= usual / 2 else None


def chain(points: pd.DataFrame) -> pd.DataFrame:
    """The steps in all signals that hold together (of those listed at most 5 % are expected to be chance), oldest first."""
    found = []
    for signal, rows in points.groupby("signal", sort=False):
        seen = rows.dropna(subset="value")
        at = step(seen["value"].to_numpy(float))
        if at is not None:
            found.append((signal, seen, at))
    held = surely([at.chance for _, _, at in found], MOST_CHANCE)
    told = [_told(*one) for one, holds in zip(found, held, strict=True) if holds and _matters(one[0], one[2])]
    columns = ["signal", "day", "before", "after", "chance", "is_worse", "usual_change"]
    return pd.DataFrame(told, columns=columns).sort_values("day", ignore_index=True)


def _matters(signal: str, at) -> bool:
    if signal in ("organic_rank", "rival_rank"):
        return max(at.before, at.after) >= 2 * min(at.before, at.after)
    base = 1.0 if signal in _SHARES else max(abs(at.before), 1e-9)
    return signal == "rating" or abs(at.after - at.before) >= LEAST_CHANGE * (0.5 if signal in _SHARES else 1.0) * base


def _told(signal: str, seen: pd.DataFrame, at) -> dict:
    usual = seen["usual"].to_numpy(float)
    before, after = (np.nanmedian(part) if np.isfinite(part).any() else np.nan for part in (usual[: at.at], usual[at.at :]))
    is_worse = None if SIGNALS[signal] is None else (at.after < at.before) == SIGNALS[signal]
    return {
        "signal": signal, "day": seen["day"].iloc[at.at].date(), "before": at.before, "after": at.after, "chance": at.chance,
        "is_worse": is_worse, "usual_change": after / before - 1 if before else np.nan,
    }  # fmt: skip


def _points(sold: pd.DataFrame, parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """signal, day, value, usual. A week stands at its last day, a period in its middle."""
    rivals, traffic, ads, words, others = parts.values()
    sold = sold.assign(week=pd.to_datetime(sold["week"])).merge(others.assign(week=pd.to_datetime(others["week"])), how="left", on="week")
    last = pd.to_datetime(sold["week"]) + pd.Timedelta(days=6)
    in_stock = np.where(sold["stockout_days"].fillna(0) < 4, sold["units"], np.nan)
    begun = np.cumsum(sold["units"].to_numpy() > 0) > 0
    middle = pd.to_datetime(traffic["start_day"]) + (pd.to_datetime(traffic["end_day"]) - pd.to_datetime(traffic["start_day"])) / 2
    day = pd.to_datetime(rivals["day"])
    own_price = np.where(rivals["own_price"].notna(), rivals["own_price"], _price_on(sold, day))
    series = {
        "units": (last, np.where(begun, in_stock, np.nan), sold["usual_units"]),
        "stockout_days": (last, np.where(begun, sold["stockout_days"].astype(float), np.nan), sold["usual_stockout_days"]),
        "sessions": (middle, _daily(traffic, "sessions"), _daily(traffic, "usual_sessions")),
        "conversion": (middle, traffic["conversion"], traffic["usual_conversion"]),
        "buy_box": (middle, traffic["buy_box"], traffic["usual_buy_box"]),
        "price_gap": (day, own_price / rivals["rival_price"] - 1), "rival_price": (day, rivals["rival_price"]),
        "rival_units": (day, rivals["rival_units"]), "rival_rank": (day, rivals["rival_rank"]),
        "rival_reviews": (day, rivals["rival_reviews"]), "rating": (day, rivals["own_rating"], rivals["rival_rating"]),
        "ad_share": _ad_share(sold, ads), "organic_rank": _main_rank(words),
    }  # fmt: skip
    frames = [_frame(signal, *series[signal]) for signal in SIGNALS]
    kept = [frame for frame in frames if frame["value"].notna().any()]
    return pd.concat(kept, ignore_index=True) if kept else frames[0].iloc[:0]


def _frame(signal: str, day, value, usual=np.nan) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"signal": signal, "day": pd.to_datetime(day), "value": np.asarray(value, float), "usual": np.asarray(usual, float)}
    )
    return frame.sort_values("day")


def _daily(traffic: pd.DataFrame, name: str) -> pd.Series:
    """Sessions a day, so that periods of any length can be compared."""
    days = (pd.to_datetime(traffic["end_day"]) - pd.to_datetime(traffic["start_day"])).dt.days + 1
    return traffic[name] / days


def _price_on(sold: pd.DataFrame, day: pd.Series) -> np.ndarray:
    """Our own price in the week of each day, where a file does not show it."""
    week = pd.to_datetime(sold["week"]).to_numpy()
    at = np.searchsorted(week, day.to_numpy(), side="right") - 1
    price = sold["price"].astype(float).ffill().to_numpy()
    return np.where(at >= 0, price[np.clip(at, 0, None)], np.nan) if len(week) else np.full(len(day), np.nan)


def _ad_share(sold: pd.DataFrame, ads: pd.DataFrame) -> tuple:
    """Units that ads sold, of all units of the week, where reports of ads cover it."""
    both = sold.merge(ads.assign(week=pd.to_datetime(ads["week"])), on="week")
    share = (both["ad_units"] / both["units"].where(both["units"] > 0)).clip(upper=1.0)
    return both["week"] + pd.Timedelta(days=6), share, both["usual_ad_share"]


def _main_rank(words: pd.DataFrame) -> tuple:
    """The rank under the keyword that is searched most; one beyond the last one looked at stands at that rank."""
    if words.empty:
        return pd.to_datetime([]), []
    main = words.groupby("keyword")["search_volume"].median().fillna(0).idxmax()
    rows = words[words["keyword"] == main]
    return rows["day"], rows["organic_rank"]
