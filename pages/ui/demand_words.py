"""Demand and stock of one SKU in words and figures: the verdict, four figures with their ranges, the model and its doubts."""

import pandas as pd
import streamlit as st

from core import text
from core.forecast.models.default import NAME as DEFAULT
from core.forecast.models.default import SHORT_WEEKS
from core.forecast.stock_ahead import Range
from core.forecast.what_if import WhatIf
from pages.ui import demand
from pages.ui.words import plain

_FAR_UNITS, _FAR_SHARE = 3.0, 0.25  # the average and the median are told apart beyond both
_FLAT_SEASON = 0.05  # share of a usual week under which a season is none
_LEAST_OF_TRADE = 0.02  # the same of the season of trade, which is surer


def verdict(page, found: demand.Demand) -> str:
    """What sells, until when the stock lasts, and what is too much or too little, in one sentence each."""
    facts = {"weeks": found.weeks, "until": page.day(found.until), "units": page.number(found.sold.p50)}
    sells = page.t("forecast_page.verdict.sells", low=page.number(found.sold.p10), high=page.number(found.sold.p90), **facts)
    return text.joined([sells, _lasts(page, found), _too_much(page, found)], page.lang)


def _lasts(page, found: demand.Demand) -> str:
    if not found.on_hand:
        return page.t("forecast_page.verdict.none_left")
    gone = found.out_on.p50
    facts = {"units": page.number(found.on_hand)}
    return page.t("forecast_page.verdict.gone", day=page.day(gone), **facts) if gone else page.t("forecast_page.verdict.lasts", **facts)


def _too_much(page, found: demand.Demand) -> str:
    units = found.balance.p50
    if abs(units) < 1:
        return page.t("forecast_page.verdict.fits", weeks=found.weeks)
    facts = {"units": page.number(abs(units)), "weeks": found.weeks}
    kind = "excess" if units > 0 else "shortage"
    if found.inbound:
        return page.t(f"forecast_page.verdict.{kind}_inbound", inbound=page.number(found.inbound), **facts)
    return page.t(f"forecast_page.verdict.{kind}", **facts)


def figures(page, found: demand.Demand) -> None:
    """Demand, the day the stock is gone, excess or shortage, safety stock; each with its range, and beside a what-if what the run says."""
    said = demand.of(page, found.row, found.stored, WhatIf(), found.weeks)
    over = found.balance.p50 >= 0
    balance = found.balance if over else Range(p10=-found.balance.p90, p50=-found.balance.p50, p90=-found.balance.p10)
    sold, safety = found.sold, found.safety
    figures = (
        ("demand", page.number(sold.p50), _between(page, sold), page.number(said.sold.p50)),
        ("gone", _gone_on(page, found), _gone_between(page, found), _gone_on(page, said)),
        ("excess" if over else "shortage", page.number(balance.p50), _between(page, balance, over), _balance(page, said.balance.p50)),
        ("safety", page.number(safety), _safety(page, found), page.number(said.safety)),
    )
    for column, (name, value, about, was) in zip(st.columns(4), figures, strict=True):
        label = page.t(f"forecast_page.figure.{name}", weeks=found.weeks)
        with column.container(border=True, height="stretch"):
            st.metric(label, value, help=page.t(f"forecast_page.figure_help.{name}", weeks=found.weeks))
            st.caption(about)
            if not found.what_if.nothing:
                st.caption(page.t("forecast_page.without", said=was))
            if name == "demand" and found.at_pace is not None:
                pace = text.number(found.row["velocity"], page.lang, 2)
                st.caption(page.t("forecast_page.pace", pace=pace, units=page.number(found.at_pace)))


def average(page, found: demand.Demand) -> str:
    """Why the average lies off the median, where it clearly does; else nothing."""
    mean, middle = float(found.tried.mean[0, : found.weeks].sum()), found.sold.p50
    if abs(mean - middle) <= max(_FAR_UNITS, _FAR_SHARE * middle):
        return ""
    facts = {"mean": page.number(mean), "median": page.number(middle), "weeks": found.weeks}
    return page.t("forecast_page.mean_above" if mean > middle else "forecast_page.mean_below", **facts)


def shape(page, found: demand.Demand) -> str:
    """Its stage, the trend of the last half year (with its own season in it, where only a report tells of one), its category's season in
    the coming quarter, and the end of the season that its report says; what is known."""
    row, words = found.row, []
    ends = pd.notna(row.get("season_until"))
    if row.get("stage"):
        words.append(page.t("forecast_page.stage", stage=page.t(f"risk.stage.{row['stage']}")))
    if row.get("trend_week") is not None:
        facts = {name: _signed(page, row.get(f"trend_week{end}")) for name, end in (("trend", ""), ("low", "_low"), ("high", "_high"))}
        words.append(page.t("forecast_page.trend_in_season" if ends else "forecast_page.trend", **facts))
    words += _more_or_less(page, "season", row.get("season_ahead"), _FLAT_SEASON)
    if ends:
        facts = {"day": page.day(pd.Timestamp(row["season_until"]).date()), "share": text.percent(row["season_left"], page.lang)}
        words.append(page.t("forecast_page.season_until", **facts))
    return text.joined(words, page.lang)


def _more_or_less(page, key: str, season: float | None, least: float) -> list[str]:
    """How much more or less than usual a season sells; nothing where that is not known or under `least`."""
    if pd.isna(season) or abs(season - 1) < least:
        return []
    return [page.t(f"forecast_page.{key}_{'high' if season > 1 else 'low'}", share=text.percent(abs(season - 1), page.lang))]


def _signed(page, share: float | None) -> str:
    return f"{'+' if share and share > 0 else ''}{text.percent(share, page.lang, 1)}"


def _between(page, found: Range, over: bool | None = None) -> str:
    """P10 to P90. over: whether the figure is an excess or a shortage; where it may turn into the other, both ends say which they are."""
    if over is None or found.p10 >= 0:
        return page.t("forecast_page.between", low=page.number(found.p10), high=page.number(found.p90))
    ends = {"missing": found.p10 if over else found.p90, "left": found.p90 if over else found.p10}
    return page.t("forecast_page.between_both", **{name: page.number(abs(units)) for name, units in ends.items()})


def _balance(page, units: float) -> str:
    """Too many or missing; the word stands for the sign."""
    return page.t("forecast_page.too_many" if units >= 0 else "forecast_page.missing", units=page.number(abs(units)))


def _gone_on(page, found: demand.Demand) -> str:
    if not found.on_hand:
        return page.t("forecast_page.now")
    gone, sells = found.out_on.p50, found.tried.cumulative[0, -1, -1] > 0
    beyond = page.t("forecast_page.beyond", weeks=found.tried.weeks) if sells else page.t("forecast_page.never")
    return page.day(gone) if gone else beyond


def _gone_between(page, found: demand.Demand) -> str:
    """Early and late day; open where the late one is beyond the forecast."""
    early, late = found.out_on.p10, found.out_on.p90
    if early is None or not found.on_hand:
        return page.t("forecast_page.gone_never" if found.on_hand else "forecast_page.gone_now")
    return page.t("forecast_page.gone_range", early=page.day(early), late=page.day(late) if late else page.t("forecast_page.later"))


def _safety(page, found: demand.Demand) -> str:
    """Whose figure it is, or for which lead time."""
    if found.row.get("safety_source") == "given":
        return page.t("forecast_page.safety_given")
    known = "lead" if found.row["lead_time_days"] else "lead_unknown"
    return page.t(f"forecast_page.{known}", days=page.number(found.lead_days))


def model(page, found: demand.Demand) -> str:
    """Which model speaks, from which weeks, why this one, and what was held down."""
    stored = found.stored
    facts = {
        "model": plain(page.t(f"forecast.model.{stored['model']}") if text.has(f"forecast.model.{stored['model']}") else stored["model"]),
        "weeks": page.number(stored["history_weeks"]),
        "start": page.day(pd.Timestamp(stored["history_from"]).date()) if pd.notna(stored["history_from"]) else text.UNKNOWN,
    }
    words = [page.t("forecast_page.model" if stored["history_weeks"] else "forecast_page.model_alone", **facts)]
    words += [reason] if (reason := _why(page, stored)) else []
    words += [page.t("forecast_page.held", weeks=page.number(stored["outlier_weeks"]))] if stored["outlier_weeks"] else []
    if stored["model"] == DEFAULT:  # the only one that knows it
        words += _more_or_less(page, "trade", found.row.get("market_season"), _LEAST_OF_TRADE)
    return text.joined(words, page.lang)


def _why(page, stored: dict) -> str:
    """Why this model: what is special about this SKU, else what speaks for the model."""
    if reason := _reason(page, stored):
        return page.t("forecast_page.reason", reason=reason)
    usual = stored["model"] == DEFAULT and stored["reason"] is None
    return page.t("forecast_page.usual") if usual else ""


def _reason(page, stored: dict) -> str:
    """Why this model and not the usual one; no sale or too few weeks for the default are told in a sentence of their own (`doubts`)."""
    if stored["model"] == DEFAULT and stored["reason"] in ("short_history", "never_sold", "landed"):
        return ""
    key = f"forecast.reason.{stored['reason']}"
    return page.t(key) if text.has(key) else ""


def doubts(page, found: demand.Demand) -> None:
    """Loud where another model stood in, or where too few weeks are known."""
    stored = found.stored
    if stored["reason"] == "fit_failed":
        model = page.t(f"forecast.model.{stored['model']}")
        st.warning(page.t("forecast_page.stood_in", model=model, reason=_reason(page, stored)), icon=":material/swap_horiz:")
    elif stored["reason"] == "never_sold":
        st.info(page.t("forecast_page.never_sold"), icon=":material/hourglass_empty:")
    elif stored["reason"] == "landed":
        st.info(page.t("forecast_page.landed", category=plain(found.row["category"])), icon=":material/hourglass_empty:")
    elif stored["history_weeks"] < SHORT_WEEKS:
        st.info(_short(page, stored["history_weeks"], found.row["category"]), icon=":material/hourglass_top:")


def _short(page, weeks: int, category: str | None) -> str:
    """On what the estimate of a short past leans: its category, or where none is known nothing but itself."""
    if pd.isna(category):
        return page.t("forecast_page.short_alone", weeks=weeks, least=SHORT_WEEKS)
    return page.t("forecast_page.short", weeks=weeks, least=SHORT_WEEKS, category=plain(category))
