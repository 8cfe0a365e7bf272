"""Thresholds that are not the same for every product: what a run moved, with its reasons in numbers; what the seller set by hand for a
marketplace, a category or a SKU, until a last day; and the form for that."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from core import settings, text
from core import thresholds as scoped
from core.errors import InputError
from core.policy import thresholds as defaults
from core.thresholds import Scope
from pages.ui import cached, explain, places, session, tables
from pages.ui.thresholds import on_screen, scale, shown
from pages.ui.words import plain

_TABLE = ("marketplace", "sku", "title", "own_line", "policy_line", "cover_days", "why", "computed_on")
_KEY = "cover.overstock_days"
_TOLD = 0.1  # share off the seller's line from which a product's own is told on its card


def why(page, key: str, facts: Mapping) -> str:
    """What moved a line, in numbers; parts that move nothing are left out."""
    said = [page.t("own_lines.base", value=shown(page, defaults()[key], facts["base"]))]
    if facts["of_residual"] != 1:
        kind = "high" if facts["of_residual"] > 1 else "low"
        said.append(page.t(f"own_lines.residual_{kind}", residual=_two(page, facts["residual"]), factor=_two(page, facts["of_residual"])))
    for name in ("season", "decline"):
        if abs(facts[f"of_{name}"] - 1) >= 0.005:
            said.append(page.t(f"own_lines.{name}", factor=_two(page, facts[f"of_{name}"])))
    if abs(facts["safety_days"]) >= 0.5:
        kind = "more" if facts["safety_days"] > 0 else "less"
        said.append(page.t(f"own_lines.safety_{kind}", days=page.number(abs(facts["safety_days"]))))
    return " · ".join(said)


def _two(page, value: float) -> str:
    return text.number(value, page.lang, 2)


def of_sku(page, marketplace: str, sku: str) -> None:
    """The lines of one SKU that are not the seller's, and why the furthest is not; nothing where all of them are near."""
    rows = [row for row in cached.own_thresholds(page, marketplace, sku).to_dict("records") if row["value"] != row["base"]]
    if any(abs(row["value"] / row["base"] - 1) >= _TOLD for row in rows):
        names = [page.t(f"policy.{row['key']}.name") for row in rows]
        cells = [
            (plain(name), *(plain(shown(page, defaults()[row["key"]], row[value])) for value in ("value", "base")))
            for name, row in zip(names, rows, strict=True)
        ]
        furthest = dict(zip(("line", "own", "yours"), cells[0], strict=True))
        with st.expander(page.t("own_lines.of_sku", **furthest, lines=page.number(len(rows)))):
            st.markdown(explain.table(cells, [page.t(f"own_lines.{name}") for name in ("threshold", "of_it", "yours")]))
            since = page.day(rows[0]["computed_on"].date())
            reasons = why(page, rows[0]["key"], rows[0]["facts"])
            st.caption(plain(page.t("own_lines.first_why", line=names[0], why=reasons, day=since)))


def moved(page) -> None:
    """Every line that the last run drew for a product of its own."""
    st.subheader(page.t("own_lines.moved"), anchor=False)
    st.caption(page.t("own_lines.moved_note"))
    if page.run is None or settings.policy(page.ws)["dynamic.refresh"] == "off":
        st.info(page.t("own_lines.off" if page.run is not None else "own_lines.no_run"), icon=":material/info:")
        return
    every = cached.own_thresholds(page)
    if every.empty:
        st.info(page.t("own_lines.none"), icon=":material/info:")
        return
    keys = [key for key in scoped.LINES if key in set(every["key"])]
    key = session.bind(
        "own_lines.key",
        keys[0],
        st.selectbox,
        page.t("own_lines.threshold"),
        options=keys,
        format_func=lambda one: page.t(f"policy.{one}.name"),
    )
    _line(page, key, every[every["key"] == key])


def _line(page, key: str, rows: pd.DataFrame) -> None:
    """One line over all products, the furthest from the seller's first."""
    ends = {name: shown(page, defaults()[key], value) for name, value in (("least", rows["value"].min()), ("most", rows["value"].max()))}
    counts = {"skus": page.number(len(rows)), "own": page.number((rows["value"] != rows["base"]).sum())}
    st.markdown(page.t("own_lines.verdict", **ends, **counts))
    lines = {
        f"{name}_line": [shown(page, defaults()[key], value) for value in rows[of]] for name, of in (("own", "value"), ("policy", "base"))
    }
    said = rows.assign(**lines, why=[why(page, key, facts) for facts in rows["facts"]])
    tables.show(page, said, _TABLE, key="own_lines", height=tables.height(said), alt=page.t("own_lines.alt"))


def by_hand(page) -> None:
    """What was set by hand, and the form."""
    st.subheader(page.t("own_lines.by_hand"), anchor=False)
    st.caption(page.t("own_lines.by_hand_note"))
    _said(page)
    for row in scoped.listed(page.ws).to_dict("records"):
        _row(page, row)
    with st.expander(page.t("own_lines.add"), icon=":material/add:"):
        _form(page)


def _row(page, row: dict) -> None:
    threshold = defaults()[row["key"]]
    with st.container(border=True):
        words, back = st.columns([6, 1.6], vertical_alignment="center")
        until = page.t("own_lines.until", day=page.day(row["until"].date())) if pd.notna(row["until"]) else page.t("own_lines.no_end")
        over = " · " + page.t("own_lines.over") if pd.notna(row["until"]) and row["until"].date() < page.now.date() else ""
        name, value = page.t(f"policy.{threshold.key}.name"), shown(page, threshold, row["value"])
        note = f"  \n{plain(row['reason'])}" if row["reason"] else ""
        words.markdown(f"**{plain(name)}: {plain(value)}** · {plain(_scope(page, row))}  \n{until}{over}{note}")
        args = (page.ws, int(row["scope_id"]))
        key = f"scope.back.{args[1]}"
        back.button(page.t("own_lines.take_back"), key=key, on_click=scoped.take_back, args=args, icon=":material/undo:")


def _scope(page, row: Mapping) -> str:
    classes = [page.t(f"own_lines.class.{name}.{row[name]}") for name in ("abc", "residual_class") if row[name]]
    parts = [row["marketplace"], row["category"], *classes, row["sku"]]
    return " · ".join(part for part in parts if part) or page.t("own_lines.for_all")


def _form(page) -> None:
    """Which threshold, for what, which value, until when, why."""
    names = list(scoped.SCOPED)
    label = page.t("own_lines.threshold")
    key = st.selectbox(label, names, index=names.index(_KEY), format_func=lambda one: page.t(f"policy.{one}.name"), key="scope.key")
    threshold = defaults()[key]
    for_what = _for_what(page)
    now = settings.policy(page.ws)[key]
    value_at, until_at, why_at = st.columns([1, 1, 2])
    label = f"{page.t('own_lines.value')} ({shown(page, threshold, now)})"
    value = value_at.number_input(label, value=on_screen(threshold, now), format="%g", key=f"scope.value.{key}")
    until = until_at.date_input(page.t("own_lines.last_day"), value=None, min_value=page.now.date(), key="scope.until")
    reason = why_at.text_input(page.t("own_lines.reason"), placeholder=page.t("own_lines.reason_hint"), key="scope.reason").strip()
    value = round(value / scale(threshold), 9)
    scope = Scope(key=key, value=value, marketplace=page.marketplace, until=_day(until), reason=reason or None, **for_what)
    st.button(page.t("own_lines.save"), type="primary", icon=":material/save:", on_click=_save, args=(page.ws, scope), key="scope.save")


def _for_what(page) -> dict[str, str | None]:
    """category, abc, residual_class, sku of a Scope; None: all of them."""
    table = cached.risk_table(page) if page.run is not None else pd.DataFrame(columns=["category", "sku"])
    places = iter(st.columns(4))
    found = {"category": _one_of(next(places), page, "category", table["category"])}
    for name, options in (("abc", scoped.CLASSES), ("residual_class", scoped.RESIDUALS)):
        found[name] = next(places).selectbox(
            page.t(f"own_lines.class.{name}.title"), options, index=None, placeholder=page.t("own_lines.all_of_them"), key=f"scope.{name}",
            format_func=lambda one, name=name: page.t(f"own_lines.class.{name}.{one}"),
        )  # fmt: skip
    of_category = table if found["category"] is None else table[table["category"] == found["category"]]
    return found | {"sku": _one_of(next(places), page, "sku", of_category["sku"])}


def _one_of(place, page, name: str, values: pd.Series) -> str | None:
    options, hint = sorted(values.dropna().unique()), page.t("own_lines.all_of_them")
    return place.selectbox(page.t(f"table.column.{name}"), options, index=None, placeholder=hint, key=f"scope.{name}")


def _day(value) -> date | None:
    return value if isinstance(value, date) else None


def _save(ws, scope: Scope) -> None:
    try:
        scoped.set_by_hand(ws, scope, at=places.now())
        session.put("scope.said", "saved")
    except InputError as error:
        session.put("scope.said", error)


def _said(page) -> None:
    said = session.take("scope.said")
    if isinstance(said, InputError):
        st.error(text.say(said, page.lang), icon=":material/error:")
    elif said:
        st.success(page.t("own_lines.saved"), icon=":material/check_circle:")
