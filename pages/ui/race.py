"""The race of the models: what each would have said at past cut-offs, from the newest stored backtest; and a way to run it anew."""

import pandas as pd
import streamlit as st

from core import text
from core.forecast import kept
from pages.ui import charts, demand, jobs, tables, work
from pages.ui.words import plain

OURS, NAIVE = "default", "naive"
_SUM = "cumulative_"
_TOO_NARROW = 0.72  # of 80 % that should be held: more than a tenth too few
_COLUMNS = (
    "model", "pinball", "wape", "bias", "coverage_80", "rmse", "rmsse", "mape", "mape_undefined", "fallbacks", "seconds",
)  # fmt: skip


def error_line(page, row: pd.Series, model: str) -> str:
    """How far off the SKU's model was in the newest backtest, beside the naive one; or that there is none."""
    newest = kept.newest(page.ws)
    if newest is None:
        return page.t("forecast_page.race.none")
    scores = kept.scores(page.ws, "sku", row["marketplace"], row["sku"]).set_index("model")["cumulative_wape"]
    ours = scores.get(OURS, scores.get(model))
    if ours is None or pd.isna(ours):
        return page.t("forecast_page.race.without" if ours is None and len(scores) else "forecast_page.race.not_raced")
    facts = {"weeks": newest["weeks"], "cutoffs": len(newest["cutoffs"]), "ours": text.percent(ours, page.lang)}
    return page.t("forecast_page.race.error", naive=text.percent(scores.get(NAIVE), page.lang), **facts)


def show(page, found: demand.Demand) -> None:
    """Picture and table of the newest race, and the button for a new one."""
    row, newest = found.row, kept.newest(page.ws)
    own = kept.scores(page.ws, "sku", row["marketplace"], row["sku"])
    like = next(iter(own["demand_class"].dropna()), None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scope, single = _view(page, row, like) if newest else ("catalogue", False)
        _start(page)
    if newest is None:
        st.caption(page.t("forecast_page.race.about"))
        return
    for name, reason in newest["failed"].items():
        st.warning(page.t("forecast.left_out", model=page.t(f"forecast.model.{name}"), reason=plain(reason)), icon=":material/block:")
    scores = _measured(own if scope == "sku" else _of(page, scope, like), single)
    if scores["pinball"].isna().all():
        st.caption(page.t("forecast_page.race.not_raced"))
        return
    st.caption(_about(page, scope, like, single, newest, scores))
    st.altair_chart(charts.race(scores, OURS, NAIVE, page.lang, page.theme), key="forecast.race")
    ranked = scores.sort_values("pinball", kind="stable").reset_index(drop=True)
    tables.show(page, ranked, _shown(ranked), key="forecast.race_table", alt=page.t("forecast_page.race.alt"))
    saved, words = ranked.assign(measured="week" if single else "sum"), page.t("forecast_page.race.save")
    if scope == "sku":
        tables.export_of_sku(page, row, saved, "model-race", words)
    else:
        tables.export(page, saved, "model-race", words=words, of=like if scope == "class" else "")


def _of(page, scope: str, like: str | None) -> pd.DataFrame:
    """Of the whole catalogue, or of the class of demand `like`."""
    scores = kept.scores(page.ws, scope)
    return scores[scores["demand_class"] == like] if scope == "class" else scores


def _measured(scores: pd.DataFrame, single: bool) -> pd.DataFrame:
    """The errors of single weeks, or of their sum, under the same names."""
    summed = [name for name in scores if name.startswith(_SUM)]
    if single:
        return scores.drop(columns=summed)
    names = {name: name.removeprefix(_SUM) for name in summed}
    return scores.drop(columns=list(names.values())).rename(columns=names)


def _about(page, scope: str, like: str | None, single: bool, newest: dict, scores: pd.DataFrame) -> str:
    """Whose errors these are, over what, and how the picture is read."""
    of = {"series": page.number(scores["series"].max())}
    if scope == "class":
        of |= {"class": page.t(f"forecast.demand_class.{like}"), "meaning": page.t(f"forecast.demand_class_meaning.{like}")}
    who = page.t(f"forecast_page.race.about_{scope}", **of)
    facts = {"who": who, "day": page.day(newest["as_of"]), "weeks": newest["weeks"], "cutoffs": len(newest["cutoffs"])}
    words = [page.t(f"forecast_page.race.about_{'week' if single else 'sum'}", **facts)]
    words += [page.t("forecast_page.race.few")] if scope == "sku" else []
    return text.joined([*words, *_stood_in(page, scores), *_against_us(page, scores)], page.lang)


def _against_us(page, scores: pd.DataFrame) -> list[str]:
    """What this race says against the model that answers: who was nearer, and a range that held too little."""
    by_model = scores.dropna(subset=["pinball"]).set_index("model").sort_values("pinball", kind="stable")
    if OURS not in by_model.index:
        return []
    ours, place = by_model.loc[OURS], by_model.index.get_loc(OURS) + 1
    facts = {"place": page.number(place), "models": page.number(len(by_model)), "best": page.t(f"forecast.model.{by_model.index[0]}")}
    said = [page.t("forecast_page.race.behind", **facts)] if place > 1 else []
    narrow = ours["coverage_80"] < _TOO_NARROW
    return said + ([page.t("forecast_page.race.narrow", held=text.percent(ours["coverage_80"], page.lang))] if narrow else [])


def _stood_in(page, scores: pd.DataFrame) -> list[str]:
    """The models in whose place another one answered once a SKU or oftener."""
    mostly = scores[scores["fallbacks"] >= scores["series"].fillna(1)]
    names = [f"{page.t(f'forecast.model.{row.model}')} ({page.number(row.fallbacks)})" for row in mostly.itertuples()]
    return [page.t("forecast_page.race.stood_in", models=", ".join(names))] if names else []


def _shown(ranked: pd.DataFrame) -> list[str]:
    """Seconds are known of the whole catalogue alone."""
    return [name for name in _COLUMNS if name != "seconds" or ranked["seconds"].notna().any()]


def _view(page, row: pd.Series, like: str | None) -> tuple[str, bool]:
    """Draw whose errors are shown, and whether those of single weeks; what was chosen."""
    names = {"catalogue": page.t("forecast_page.race.all")} | ({"class": page.t("forecast_page.race.class")} if like else {})
    names |= {"sku": page.t("forecast_page.race.one", sku=row["sku"])}
    single = {"sum": page.t("forecast_page.race.sum"), "week": page.t("forecast_page.race.week")}
    return _choice(page, "scope", names), _choice(page, "measured", single) == "week"


def _choice(page, name: str, names: dict[str, str]) -> str:
    """One of a few, the first at the beginning."""
    return st.segmented_control(
        page.t(f"forecast_page.race.{name}"),
        list(names),
        format_func=names.get,
        default=next(iter(names)),
        required=True,
        key=f"forecast.race_{name}",
        label_visibility="collapsed",
    )


def _start(page) -> None:
    """The button, and whether the slow models run too."""
    slow = st.toggle(page.t("forecast_page.race.slow"), key="forecast.race_slow", help=page.t("forecast_page.race.slow_help"))
    st.button(
        page.t("forecast_page.race.start"),
        on_click=work.race,
        args=(page.run["as_of"], slow),
        disabled=jobs.busy(page.ws.path),
        icon=":material/flag:",
        key="forecast.race_start",
    )
