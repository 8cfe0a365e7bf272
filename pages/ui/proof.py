"""The tab Proof: what the rules would have said of the seller's own past, how much of it came true, and what that is worth."""

import pandas as pd
import streamlit as st

from core import text
from core.errors import NotEnoughData
from core.replay import kept, report, score, weeks
from pages.ui import behind, charts, explain, frame, jobs, learning, tables, work
from pages.ui.words import plain, whole

_RULES = (
    "rule", "level", "alerts", "precision", "recall", "lead_days_median", "saved", "wasted", "alerts_week", "came_true", "false_alarms",
    "pending",
)  # fmt: skip
_ALARMS = ("sku", "title", "opened_on", "last_on", "verdict", "lead_days", "wasted")
_NO_MONEY = ("saved", "wasted")


def show(page) -> None:
    """Verdict, picture and table of the newest replay; before the first, what it would do and what it lacks."""
    found = kept.newest(page.ws)
    if found is None:
        _before(page)
        return
    scores = kept.scores(page.ws, found["replay_id"], page.marketplace)
    st.markdown(f"#### {verdict(page, scores, found)}")
    _about(page, found)
    for market in [page.marketplace] if page.marketplace else kept.marketplaces(page.ws, found["replay_id"]):
        _money(page, kept.scores(page.ws, found["replay_id"], market), market)
    learning.show(page)
    _rules(page, found, scores)
    _report(page)


def verdict(page, scores: pd.DataFrame, found: dict) -> str:
    """How many warnings there were, how many came true, how many troubles they caught, and how early."""
    row = score.ours(scores).iloc[0]
    facts = {name: page.number(row[name]) for name in ("alerts", "came_true", "caught", "troubles")}
    settled = page.number(row["came_true"] + row["false_alarms"])
    lead = page.number(row["lead_days_median"])
    return page.t("proof.verdict", weeks=page.number(found["weeks"]), settled=settled, lead=lead, **facts)


def _before(page) -> None:
    """No replay yet."""
    st.markdown(f"#### {page.t('proof.not_yet')}")
    st.caption(page.t("proof.what"))
    try:
        days = weeks.days_of(page.ws, page.run["as_of"])
    except NotEnoughData as lacking:
        st.info(text.say(lacking, page.lang), icon=":material/history:")
        frame.link(page, "upload", page.t("frame.menu.upload"))
        return
    st.markdown(page.t("proof.can", weeks=page.number(len(days)), first=page.day(days[0])))
    _button(page, "proof.start", "primary")


def _button(page, words: str, kind: str) -> None:
    busy = jobs.busy(page.ws.path)
    st.button(page.t(words), type=kind, on_click=work.replay, disabled=busy, icon=":material/history:", key="replay")


def _about(page, found: dict) -> None:
    """When it was done, from which data, with which forecast; the button for a new one."""
    with st.container(horizontal=True, vertical_alignment="center"):
        days = {name: page.day(found[name]) for name in ("first_day", "last_day")}
        facts = {"at": frame.moment(page, found["started_at"]), "skus": page.number(found["skus"]), **days}
        st.caption(page.t("proof.about", **facts), width="stretch")
        with explain.opener(page, page.t("explain.how_button")):
            st.markdown(page.t("proof.how"))
        _button(page, "proof.again", "secondary")
    if found["data_version"] != page.ws.version():
        st.caption(page.t("proof.older"))


def _money(page, scores: pd.DataFrame, market: str) -> None:
    """What each way of being warned would have cost at one marketplace, as a sentence and a picture."""
    ways = scores[scores.index.isin(score.ours(scores).index) | (scores["scope"] == "thumb")]
    currency = ways["currency"].iloc[0]
    if ways["cost"].isna().any() or currency is None:
        st.caption(page.t("proof.no_money", marketplace=market))
        return
    names = [page.t(f"proof.thumb.{way['name']}" if way["scope"] == "thumb" else "proof.ours") for way in ways.to_dict("records")]
    rows = ways.assign(name=names, looks=ways["cost"] - ways["missed"] - ways["wasted"]).sort_values("cost", kind="stable")
    said = {name: plain(whole(amount, currency, page.lang)) for name, amount in _beside(ways).items()}
    st.markdown(page.t("proof.money", marketplace=market, **said))
    behind.of_schedules(page, page.t("behind.stuck"), [market], behind.KEEPING, page.run["as_of"], f"proof.{market}")
    st.altair_chart(charts.costs(rows, currency, page.lang, page.theme), key=f"proof.costs.{market}")


def _beside(ways: pd.DataFrame) -> dict[str, float]:
    """saved: by ours; ours: what it cost; best: the cheapest rule of thumb."""
    thumbs = ways["scope"] == "thumb"
    ours = ways[~thumbs].iloc[0]
    return {"saved": ours["saved"], "ours": ours["cost"], "best": ways.loc[thumbs, "cost"].min()}


def _rules(page, found: dict, scores: pd.DataFrame) -> None:
    """A row a rule and level; choosing one shows its alarms."""
    rows = scores[scores["scope"].isin(["level", "rule"]) & (scores["alerts"] > 0)].sort_values("scope", kind="stable", ignore_index=True)
    rows = rows.assign(rule=rows["name"].where(rows["scope"] == "rule", page.t("proof.every_rule")))
    st.markdown(f"##### {page.t('proof.by_rule')}")
    st.caption(page.t("proof.by_rule_note"))
    shown = [name for name in _RULES if name not in _NO_MONEY or rows[name].notna().any()]
    alt = page.t("proof.by_rule_alt")
    chosen = tables.show(page, rows, shown, key=f"proof.rules.{page.lang}", pick=True, height=tables.height(rows), alt=alt)
    tables.export(page, scores, "proof")
    if chosen is not None:
        _alarms(page, found, rows.iloc[chosen])


def _alarms(page, found: dict, row: pd.Series) -> None:
    """What the chosen rule said of which SKU, and what came of it."""
    name = row["name"] if row["scope"] == "rule" else None
    alarms = kept.alarms(page.ws, found["replay_id"], row["scope"], name, int(row["level"]), page.marketplace)
    said = {1: page.t("proof.came_true"), 0: page.t("proof.false")}
    alarms = alarms.assign(verdict=[said.get(verdict, page.t("proof.open")) for verdict in alarms["verdict"]])
    rule = page.t(f"risk.rule.{name}") if name else row["rule"]
    st.markdown(page.t("proof.alarms_of", rule=rule, alarms=page.number(len(alarms))))
    tables.show(page, alarms, _ALARMS, key="proof.alarms", height=tables.height(alarms), alt=page.t("proof.alarms_alt"))


def _report(page) -> None:
    """The quarterly report, a page to print."""
    st.markdown(f"##### {page.t('report.name')}")
    st.caption(page.t("report.about"))
    st.download_button(
        page.t("report.download"), lambda: report.page(page.ws, page.now.date(), page.lang).encode(), mime="text/html", key="report",
        file_name=f"shelflife-quarter-{page.now:%Y-%m-%d}.html", on_click="ignore", icon=":material/print:",
    )  # fmt: skip
