"""Every threshold with its default, reason and source; a seller's own value over it, and the way back. Shares are shown as percent."""

import streamlit as st

from core import settings, text
from core import thresholds as scoped
from core.errors import InputError
from core.policy import Threshold
from core.policy import thresholds as defaults
from pages.ui import jobs, places, session, work

GROUPS = {
    "levels": ("level", "alerts", "actions"),
    "matrix": ("quadrant",),
    "stock": (
        "cover",
        "overstock",
        "safety",
        "lead_time",
        "low_stock",
        "reorder",
        "corridor",
        "utilisation",
        "capacity",
        "transfer",
        "order",
    ),
    "own": ("dynamic", "residual"),
    "age": ("age", "no_movement", "surcharge", "turnover", "end_of_life"),
    "demand": ("velocity", "season", "cliff", "stage", "bias", "abc", "xyz", "forecast"),
    "clearance": ("clearance",),
    "market": ("market",),
    "data": ("data", "sentinel"),
}


def changed(page) -> None:
    """A button to compute anew where the thresholds in force are not those of the last run."""
    policy = settings.policy(page.ws)
    if page.run is not None and (page.run["policy"] != dict(policy) or scoped.changed_since(page.ws, page.run["started_at"])):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/calculate: {page.t('settings.thresholds.changed')}", width="stretch")
            st.button(
                page.t("settings.thresholds.compute"),
                type="primary",
                on_click=work.compute,
                disabled=jobs.busy(page.ws.path),
                key="compute",
            )


def form(page) -> None:
    """Choose a group; one row a threshold."""
    names = [*GROUPS, "other"] if _of_group("other") else list(GROUPS)
    label = page.t("settings.thresholds.group")
    group = session.bind(
        "settings.group", names[0], st.pills, label, options=names, format_func=lambda name: page.t(f"settings.group.{name}"), required=True
    )
    policy = settings.policy(page.ws)
    for threshold in _of_group(group):
        _row(page, threshold, policy)


def _of_group(group: str) -> list[Threshold]:
    grouped = {prefix: name for name, prefixes in GROUPS.items() for prefix in prefixes}
    return [threshold for key, threshold in defaults().items() if grouped.get(key.split(".")[0], "other") == group]


def _row(page, threshold: Threshold, policy) -> None:
    with st.container(border=True):
        words, field, back = st.columns([4.4, 2.8, 2], vertical_alignment="center")
        words.markdown(f"**{page.t(f'policy.{threshold.key}.name')}**  \n{page.t(f'policy.{threshold.key}.reason')}")
        with field:
            _field(page, threshold, policy[threshold.key])
        with back:
            standard = page.t("settings.thresholds.default", value=shown(page, threshold, threshold.value))
            st.caption(standard, help=page.t("settings.thresholds.source", source=threshold.source))
            if threshold.key in policy.overrides:
                st.button(
                    page.t("settings.thresholds.reset"),
                    key=f"reset.{threshold.key}",
                    on_click=_save,
                    args=(page.ws, threshold.key, None),
                    icon=":material/undo:",
                    type="tertiary",
                )
        if threshold.key in session.get("settings.refused", {}):
            st.error(_why(page, threshold, session.get("settings.refused")[threshold.key]))


def _why(page, threshold: Threshold, error: InputError) -> str:
    """Why a value was refused; limits as they stand on the screen."""
    if error.code != "threshold_outside":
        return text.say(error, page.lang)
    facts = {name: shown(page, threshold, error.facts[name]) for name in ("value", "min", "max")}
    return page.t("settings.thresholds.outside", **facts)


def _field(page, threshold: Threshold, value) -> None:
    key, name = _slot(threshold.key), page.t(f"policy.{threshold.key}.name")
    rest = {"key": key, "on_change": _typed, "args": (page.ws, threshold), "label_visibility": "collapsed"}
    if threshold.choices:
        st.session_state[key] = value
        st.selectbox(name, threshold.choices, format_func=lambda choice: page.t(f"settings.choice.{choice}"), **rest)
        return
    st.session_state[key] = on_screen(threshold, value)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.number_input(name, format="%g", width=130, **rest)
        st.caption(_unit(page, threshold), width="content")


def _typed(ws, threshold: Threshold) -> None:
    value = st.session_state[_slot(threshold.key)]
    _save(ws, threshold.key, value if threshold.choices or value is None else round(value / scale(threshold), 9))


def _save(ws, key: str, value) -> None:
    """Write one threshold; a value that is refused leaves the old one in force and says why."""
    refused = {name: error for name, error in session.get("settings.refused", {}).items() if name != key}
    try:
        settings.save(ws, {key: value}, at=places.now())
    except InputError as error:
        refused[key] = error
    session.put("settings.refused", refused)


def _slot(key: str) -> str:
    return f"threshold.{key}"


def scale(threshold: Threshold) -> int:
    """What a value is multiplied by to stand on the screen."""
    return 100 if threshold.unit.startswith("share") else 1


def on_screen(threshold: Threshold, value: float) -> float:
    """A value as the number that is typed."""
    return round(float(value) * scale(threshold), 6)


def shown(page, threshold: Threshold, value) -> str:
    """A value with its unit."""
    if threshold.choices:
        return page.t(f"settings.choice.{value}")
    unit = _unit(page, threshold)
    return f"{on_screen(threshold, value):g}{'' if unit.startswith('%') else ' '}{unit}"


def _unit(page, threshold: Threshold) -> str:
    return page.t(f"settings.unit.{threshold.unit.replace(' ', '_')}")
