"""Settings → Channels: who hears of alerts, where and how often; a test, the way out, and what became of each message.

Promise: an address is typed unseen and never drawn again, not even in part.
"""

from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from core import settings, text
from core.alerts import channels, deliver, routes
from core.errors import InputError
from pages.ui import frame, places, session, tables
from pages.ui.words import plain

_LOG = ("tried_at", "channel", "status", "alerts", "skus", "tries", "failures", "next_at", "reason")


def show(page) -> None:
    """The channels, the form for another, the log."""
    st.caption(page.t("channels.note"))
    _told(page)
    rows = routes.listed(page.ws).astype(object)
    rows = rows.where(rows.notna(), None).to_dict("records")
    if not rows:
        st.info(page.t("channels.empty"), icon=":material/notifications_off:")
    for row in rows:
        _channel(page, row)
    _form(page)
    _owners(page)
    _log(page)


def _owners(page) -> None:
    """Who looks after a warning that has no owner yet."""
    known = settings.load(page.ws)
    with st.container(border=True):
        st.markdown(f"**{page.t('channels.owners')}**")
        st.caption(page.t("channels.owners_note"))
        for column, name in zip(st.columns(2), ("sales", "purchasing"), strict=True):
            key = f"owner.{name}"
            label = page.t(f"channels.owner_of.{name}")
            column.text_input(label, value=known.get(key) or "", key=key, on_change=_own, args=(page.ws, key))


def _own(ws, key: str) -> None:
    settings.save(ws, {key: st.session_state[key].strip() or None}, at=places.now())


def _channel(page, row: dict) -> None:
    """What it is, what it hears, how it went last, a test, the way out."""
    name = row["channel"]
    with st.container(border=True):
        words, test, forget = st.columns([6, 1.6, 1.4], vertical_alignment="center")
        address = {"kind": page.t(f"channels.kind.{row['kind']}"), "address": channels.masked(row["kind"])} if row["kind"] else None
        where = page.t("channels.line", **address) if address else "–"
        words.markdown(f"**{plain(name)}** · {plain(where)}  \n{plain(_hears(page, row))}  \n:gray[{plain(_last(page, row))}]")
        if test.button(page.t("channels.test"), key=f"channels.test.{name}", icon=":material/send:"):
            _test(page, name)
        with forget.popover(page.t("channels.forget"), icon=":material/delete:"):
            st.markdown(plain(page.t("channels.forget_sure", channel=name)))
            st.button(
                page.t("channels.forget"), key=f"channels.forget.{name}", on_click=routes.remove, args=(page.ws, name), type="primary"
            )


def _hears(page, row: dict) -> str:
    hours = {"first": row["quiet_from"], "last": row["quiet_to"], "zone": row["zone"]}
    return page.t(
        "channels.hears",
        audience=page.t(f"channels.audience.{row['audience']}"),
        level=row["level"],
        owner=page.t("channels.owner_one", owner=row["owner"]) if row["owner"] else page.t("channels.owner_all"),
        every=page.t(f"channels.every.{row['every']}"),
        quiet=page.t("channels.quiet_hours", **hours) if row["quiet_from"] else page.t("channels.quiet_never"),
        language=text.LANGUAGES[row["lang"]],
    )


def _last(page, row: dict) -> str:
    if row["status"] is None:
        return page.t("channels.fresh")
    at = frame.moment(page, row["tried_at"])
    if row["status"] == "sent":
        return page.t("channels.last_sent", at=at)
    facts = {"reason": row["reason"], "failures": page.number(row["failures"]), "next_at": frame.moment(page, row["next_at"])}
    return page.t("channels.last_failed", at=at, **facts)


def _test(page, name: str) -> None:
    with st.spinner(page.t("channels.sending")):
        reason = deliver.try_one(page.ws, name, at=places.now())
    if reason is None:
        st.success(plain(page.t("channels.reached", channel=name)), icon=":material/check_circle:")
    else:
        st.error(plain(page.t("channels.not_reached", channel=name, reason=reason)), icon=":material/error:")


def _form(page) -> None:
    """A channel: its address typed unseen, what it hears, when it is silent."""
    known = ", ".join(f"{schemes[0]}://" for schemes in channels.KINDS.values())
    with st.form("channels.form", clear_on_submit=False):
        st.markdown(f"**{page.t('channels.add')}**")
        st.caption(page.t("channels.change_note"))
        left, right = st.columns([1, 2])
        name = left.text_input(page.t("channels.name"), key="channels.name", max_chars=40)
        key = f"channels.address.{session.get('channels.round', 0)}"
        help_words = page.t("channels.address_help", known=known)
        address = right.text_input(page.t("channels.address"), key=key, type="password", help=help_words, autocomplete="off")
        st.caption(page.t("channels.safe"))
        asked = _hearing(page) | _silence(page)
        if st.form_submit_button(page.t("channels.save"), type="primary", icon=":material/save:"):
            _save(page, routes.Route(channel=name.strip(), **asked), address.strip())


def _hearing(page) -> dict:
    """level, audience, owner, every, lang"""
    who, level, often = st.columns([2, 1, 1])
    words = {name: (lambda code, name=name: page.t(f"channels.{name}.{code}")) for name in ("audience", "every")}
    audience = who.selectbox(page.t("channels.audience_label"), routes.AUDIENCES, format_func=words["audience"], key="channels.audience")
    from_level = level.selectbox(
        page.t("channels.level"), (1, 2, 3), index=1, format_func=lambda one: tables.level_name(one, page.lang), key="channels.level"
    )
    every = often.selectbox(page.t("channels.every_label"), list(routes.EVERY), format_func=words["every"], key="channels.every")
    owner, lang = st.columns([2, 2])
    hint = page.t("channels.owner_hint")
    of = owner.text_input(page.t("channels.owner"), placeholder=hint, key="channels.owner").strip()
    codes = list(text.LANGUAGES)
    spoken = lang.selectbox(
        page.t("channels.language"), codes, index=codes.index(page.lang), format_func=text.LANGUAGES.get, key="channels.lang"
    )
    return {"audience": audience, "level": from_level, "every": every, "owner": of or None, "lang": spoken}


def _silence(page) -> dict:
    """quiet_from, quiet_to, zone"""
    first, last, where = st.columns([1, 1, 2])
    zones = sorted(available_timezones())
    here = places.zone()
    start = first.time_input(page.t("channels.quiet_from"), value=None, key="channels.quiet_from")
    end = last.time_input(page.t("channels.quiet_to"), value=None, key="channels.quiet_to")
    zone = where.selectbox(page.t("channels.zone"), zones, index=zones.index(here if here in zones else "UTC"), key="channels.zone")
    return {"quiet_from": f"{start:%H:%M}" if start else None, "quiet_to": f"{end:%H:%M}" if end else None, "zone": zone}


def _save(page, route: routes.Route, address: str) -> None:
    """Keep it, and draw the list anew; what cannot be kept is said in the form."""
    try:
        routes.save(page.ws, route, address or None, at=places.now())
    except InputError as error:
        st.error(text.say(error, page.lang), icon=":material/error:")
        return
    session.put("channels.told", route.channel)
    session.put("channels.round", session.get("channels.round", 0) + 1)
    st.rerun()


def _told(page) -> None:
    saved = session.take("channels.told")
    if saved:
        st.success(plain(page.t("channels.saved", channel=saved)), icon=":material/check_circle:")


def _log(page) -> None:
    st.markdown(f"**{page.t('channels.log')}**")
    rows: pd.DataFrame = deliver.deliveries(page.ws)
    if rows.empty:
        st.caption(page.t("channels.log_empty"))
        return
    tables.show(page, rows, _LOG, key="channels.log", alt=page.t("channels.log_alt"), height=tables.height(rows))
