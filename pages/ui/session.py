"""Every key of the session, and bind(): ties a widget to one.

Promise: a plain key is the truth and outlives a change of page; the widget's own key is seeded from it and writes back on change.
Keys in KEPT are also written to the seller's workspace, so that they outlive F5 and a restart.
"""

from collections.abc import Callable, Iterable

import streamlit as st

from core import settings
from pages.ui import places

KEYS = {
    "language": "language of the screens: en | zh",
    "marketplace": "marketplace shown, e.g. 'US'; 'all' for every one",
    "sku": "the SKU last looked at, [marketplace, sku]; carried from page to page",
    "risk.axes": "the matrix shown: value (turnover x stock value) | age (age x cover)",
    "risk.levels": "levels shown in the matrix and its table, list of 0..3",
    "risk.category": "category shown, or None",
    "risk.search": "text that SKU or title must hold",
    "clearance.view": "what the clearance page shows: one | many | plans | floors",
    "clearance.part": "what is shown under the plan: weeks | triggers | own | sensitivity | fees | rests_on | …",
    "forecast.weeks": "weeks the forecast page looks ahead",
    "forecast.shown": "the fan of the forecast page: weekly | cumulative",
    "forecast.what_if": "what is tried of the demand of each SKU, {'US|SKU': core.forecast.what_if.WhatIf} without its events",
    "forecast.tab": "what is shown under the pictures: weeks | sold | race | prophet | past | products",
    "forecast.search": "text that SKU or title must hold in the table of all products",
    "plans.chosen": "numbers of the plans seen side by side",
    "plans.picked": "numbers of the plans picked in the list",
    "plans.address": "the ?plan= that was last followed",
    "alerts.view": "what the alerts page shows: inbox | proof",
    "alerts.states": "states of alerts shown, list",
    "alerts.levels": "levels of alerts shown, list of 0..3",
    "alerts.rule": "rule whose alerts are shown, or None",
    "alerts.owner": "owner whose alerts are shown, '' for nobody's, or None",
    "alerts.search": "text that SKU or title of an alert must hold",
    "alerts.round": "number of the table of alerts; a new number lets go of what was chosen",
    "alerts.told": "what came of the last answer to alerts: (action, core.alerts.life.Answered), InputError, or None",
    "transfers.view": "what the transfers page shows: moves | over_sites | restock | ending | sites",
    "sites.round": "number of the editors of sites and lanes; a new number throws away unsaved edits",
    "sites.told": "what came of the last change of sites or lanes: word of it, InputError, or None",
    "settings.niches_round": "number of the editor of niches; a new number throws away unsaved edits",
    "settings.niches_said": "what was wrong with the niches last saved, list of sentences",
    "handing.said": "what came of the last step with documents for other systems: (step or 'error', words), or None",
    "channels.round": "number of the box for an address; a new number empties it",
    "channels.told": "the channel just saved, or None",
    "review.view": "what the review page shows: plans | period | lessons | next_buy | procedure | report",
    "review.plan": "number of the plan whose review is shown",
    "review.address": "the ?plan= that was last followed on the review page",
    "review.part": "what is shown under the pictures of a review: figures | why | learned | channels | weeks",
    "review.by": "how reviews are added up: of core.review.totals.BY",
    "review.group": "how a marked period is put together: of core.review.groups.BY",
    "review.period": "number of the marked period shown, or None",
    "next_buy.measure": "by what winners and losers are told apart: of core.review.catalogue.MEASURES",
    "next_buy.kind": "kind of attribute shown: of core.review.attributes.KINDS, or every",
    "report.kind": "length of the period report: of core.review.period_report.KINDS",
    "report.first": "first day of the period reported",
    "upload.round": "number of the upload box; a new number empties it",
    "upload.waiting": "files that an import left behind, list of pages.ui.inbox.Kept",
    "upload.answers": "what the seller answered about files not yet imported, {sha256: {marketplace, as_of, period, mapping, accept}}",
    "own_lines.key": "threshold of which each product's own line is shown",
    "settings.group": "group of thresholds shown",
    "settings.refused": "thresholds that were refused when last typed, {key: InputError}",
    "schedules.round": "number of the box for the seller's own rates; a new number empties it",
    "schedules.change": "what would change at other rates, as last asked: (what it was asked of, table)",
    "exchange.round": "number of the exchange rate editor; a new number throws away its unsaved edits",
    "exchange.refused": "why the exchange rates last saved were refused: InputError or None",
    "scope.said": "what came of the threshold last set by hand: 'saved', InputError, or None",
    "settings.costs_round": "number of the cost editor; a new number throws away its unsaved edits",
}
KEPT = ("language", "marketplace")


def seed(kept: dict) -> None:
    """Fill KEPT keys that this session does not know yet from the workspace's settings."""
    for key in KEPT:
        if key not in st.session_state and kept.get(key) is not None:
            st.session_state[key] = kept[key]


def get(key: str, default=None):
    """The session's value of a key of KEYS, or `default`."""
    return st.session_state.get(_known(key), default)


def take(key: str):
    """The session's value of a key of KEYS, once: after this it is None."""
    value = get(key)
    st.session_state[key] = None
    return value


def put(key: str, value) -> None:
    """Set a key of KEYS; KEPT ones also in the workspace."""
    st.session_state[_known(key)] = value
    if key in KEPT:
        settings.save(places.own(), {key: value}, at=places.now())


def bind(key: str, default, widget: Callable, *args, on_change: Callable[[], None] | None = None, **kwargs):
    """Draw `widget(*args, **kwargs)` tied to session key `key`; returns its value.

    A value that is no longer among `options=` falls back to `default`. Not for buttons, uploaders and editors: Streamlit forbids it.
    """
    st.session_state[_slot(key)] = _possible(get(key, default), default, kwargs.get("options"))
    return widget(*args, key=_slot(key), on_change=_write_back, args=(key, on_change), **kwargs)


def _possible(value, default, options: Iterable | None):
    if options is None:
        return value
    if isinstance(value, list | tuple) and not isinstance(default, str):
        return [one for one in value if one in options]
    return value if value in options else default


def _write_back(key: str, then: Callable[[], None] | None) -> None:
    put(key, st.session_state[_slot(key)])
    if then:
        then()


def _slot(key: str) -> str:
    return f"widget.{_known(key)}"


def _known(key: str) -> str:
    if key not in KEYS:
        raise KeyError(f"{key}: name it in pages/ui/session.py KEYS")
    return key
