"""One alert in full: why in numbers, what would silence it, its history; and the alerts of one SKU, as its card shows them."""

import pandas as pd
import streamlit as st

from core.alerts import board
from pages.ui import alert_actions, behind, cached, explain, frame, tables
from pages.ui.words import plain, whole


def show(page, alert: pd.Series) -> None:
    """Name, state, why, what would silence it, the ways on, and every change with its time."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(alert['title'] or alert['sku'])}** · `{alert['sku']}` · {alert['marketplace']}", width="content")
        tables.level_badge(int(alert["level"]), page.lang)
        st.badge(page.t(f"alerts.state.{alert['state']}"), color="blue")
    facts = {"rule": page.t(f"risk.rule.{alert['rule']}"), "why": plain(alert["why"]), "silent": plain(alert["silent"])}
    st.markdown(page.t("risk_page.card.rule", **facts))
    alert_actions.of_alert(page, alert)
    for line in _standing(page, alert):
        st.caption(line)
    table = cached.risk_table(page)
    for _, row in table[(table["marketplace"] == alert["marketplace"]) & (table["sku"] == alert["sku"])].iterrows():
        behind.of_waiting(page, row, f"alert.{alert['alert_id']}")
    query = {"sku": alert["sku"], "marketplace": alert["marketplace"]}
    with st.container(horizontal=True):
        frame.link(page, "risk", page.t("overview.queue.card"), icon=":material/scatter_plot:", **query)
        frame.link(page, "forecast", page.t("frame.menu.forecast"), icon=":material/query_stats:", **query)
        frame.link(page, "clearance", page.t("overview.queue.clear"), icon=":material/sell:", **query)
    with st.expander(page.t("alerts_page.history")):
        st.markdown(explain.table(*_history(page, alert)))


def _standing(page, alert: pd.Series) -> list[str]:
    """Money at stake and owner; that the rule is silent now; why it was called false."""
    money = plain(whole(alert["money_at_stake"], alert["currency"], page.lang))
    owner = alert["owner"] if pd.notna(alert["owner"]) else page.t("alerts_page.nobody")
    lines = [page.t("alerts_page.standing", money=money, owner=plain(owner), at=frame.moment(page, alert["opened_at"]))]
    lines += [page.t("alerts_page.quiet")] if alert["quiet"] else []
    lines += [page.t("alerts_page.snoozed", day=page.day(alert["snoozed_until"]))] if pd.notna(alert["snoozed_until"]) else []
    outcome = alert["outcome_money"]
    lines += [page.t("alerts_page.came_to", money=plain(whole(outcome, alert["currency"], page.lang)))] if pd.notna(outcome) else []
    lines += [page.t(f"alerts.reason.{alert['reason']}")] if pd.notna(alert["reason"]) else []
    return lines + ([plain(alert["note"])] if pd.notna(alert["note"]) else [])


def _history(page, alert: pd.Series) -> tuple[list[tuple], tuple]:
    changes = board.history(page.ws, int(alert["alert_id"])).to_dict("records")
    rows = [
        (
            frame.moment(page, change["happened_at"]),
            page.t(f"alerts.event.{change['event']}"),
            tables.level_name(change["level"], page.lang),
            plain(whole(change["money_at_stake"], alert["currency"], page.lang)),
            plain(change["owner"]) if pd.notna(change["owner"]) else "–",
            plain(whole(change["outcome_money"], alert["currency"], page.lang)),
        )
        for change in changes
    ]
    titles = (page.t(f"table.column.{name}") for name in ("happened_at", "event", "level", "money_at_stake", "owner", "outcome_money"))
    return rows, tuple(titles)


def of_sku(page, row: pd.Series) -> None:
    """The alerts of one SKU in a line each, with the way to the board; nothing where there is none."""
    alerts = cached.alerts(page)
    mine = alerts[(alerts["marketplace"] == row["marketplace"]) & (alerts["sku"] == row["sku"]) & (alerts["state"] != "closed")]
    if mine.empty:
        return
    alert_actions.of_alert(page, mine.iloc[0])
    for alert in mine.to_dict("records"):
        owner = f" · {plain(alert['owner'])}" if pd.notna(alert["owner"]) else ""
        facts = {"rule": page.t(f"risk.rule.{alert['rule']}"), "state": page.t(f"alerts.state.{alert['state']}")}
        st.caption(page.t("alerts_page.of_sku", **facts, day=page.day(alert["opened_at"].date())) + owner)
    frame.link(page, "alerts", page.t("alerts_page.open"), icon=":material/notifications:", sku=row["sku"], marketplace=row["marketplace"])
