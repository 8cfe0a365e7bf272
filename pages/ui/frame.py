"""The frame of every page: `page = frame.open_page("risk")` is a page's first line.

It opens the workspace, draws title, menu, marketplace, language, data badge and running work, and returns what the page needs to know.
Promise: it asks nothing of the world outside this machine, and a workspace that cannot be opened is told in words, not as a stack trace.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from core import results, settings, text
from core.errors import Failure, WorkspaceBusy
from core.workspace import Workspace
from pages.ui import cached, jobs, places, session, warming, widget_words

ALL = "all"
_PATIENCE_SECONDS = 3.0  # for a command that works on the data; then the page says so
_KNOCK_SECONDS = 1.0
_PROJECT = Path(__file__).parents[2]
_ASSETS = Path(__file__).parent / "assets"

# group heading (None: no heading) -> pages: name, file, icon (all icons come from the font that Streamlit itself carries)
MENU = (
    (None, (("overview", "app.py", ":material/dashboard:"),)),
    ("data", (("upload", "pages/upload.py", ":material/upload_file:"),)),
    (
        "watch",
        (
            ("risk", "pages/risk.py", ":material/scatter_plot:"),
            ("forecast", "pages/forecast.py", ":material/query_stats:"),
            ("alerts", "pages/alerts.py", ":material/notifications:"),
        ),
    ),
    (
        "decide",
        (
            ("clearance", "pages/clearance.py", ":material/sell:"),
            ("transfers", "pages/transfers.py", ":material/swap_horiz:"),
        ),
    ),
    ("learn", (("review", "pages/review.py", ":material/history_edu:"),)),
    (None, (("settings", "pages/settings.py", ":material/tune:"),)),
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a page knows before it draws.

    run: the last run (core.results.latest_run) or None; marketplaces: those in it; marketplace: the one chosen, None for all;
    demo: the demo seller is shown; theme: "light" or "dark"; now: the moment of this drawing.
    """

    name: str
    lang: str
    theme: str
    ws: Workspace
    own: Workspace
    demo: bool
    run: dict | None
    marketplaces: tuple[str, ...]
    marketplace: str | None
    now: datetime

    def t(self, key: str, **facts) -> str:
        return text.t(key, self.lang, **facts)

    def money(self, amount: float | None, currency: str, compact: bool = False) -> str:
        return text.money(amount, currency, self.lang, compact=compact)

    def number(self, value: float | None) -> str:
        return text.number(value, self.lang)

    def day(self, day: date | None) -> str:
        return text.day(day, self.lang)

    def days(self, first: date, last: date) -> str:
        return self.day(first) if first == last else f"{self.day(first)} – {self.day(last)}"

    @property
    def run_id(self) -> int | None:
        return self.run and self.run["run_id"]

    @property
    def stale(self) -> bool:
        """The figures are older than the seller wants to decide on (policy data.stale_days). The demo has no age."""
        return self.run is not None and not self.demo and self.data_age_days > settings.policy(self.ws)["data.stale_days"]

    @property
    def data_age_days(self) -> int | None:
        """Days since the day the figures speak for."""
        return (self.now.date() - self.run["as_of"]).days if self.run else None


def open_page(name: str) -> Page:
    """Open the page `name` (its words are in the catalogue of the same name) and draw all that pages share."""
    st.set_page_config(page_title="Shelflife", page_icon=str(_ASSETS / "favicon.png"), layout="wide")
    page = _page(name)
    warming.begin()
    widget_words.say(page)
    _sidebar(page)
    st.title(page.t(f"{name}.title"), anchor=False)
    if page.demo:
        _demo_banner(page)
    with st.container():  # always there: what stands below keeps its place, so what was folded out stays open, when work begins or ends
        jobs.show(page)
    return page


def says(key: str) -> bool:
    """Whether the catalogue has such words."""
    return text.has(key)


def link(page: Page, name: str, label: str, icon: str | None = None, **query: str) -> None:
    """A link to another page, with neutral ids in the address; draws nothing while that page does not exist."""
    file = next(file for _, entries in MENU for known, file, _ in entries if known == name)
    if (_PROJECT / file).exists():
        st.page_link(file, label=label, icon=icon, query_params=query or None)


def _page(name: str) -> Page:
    own, ws = _workspaces()
    session.seed(places.kept())
    run = results.latest_run(ws)
    marketplaces = cached.marketplaces(ws, run)
    chosen = session.get("marketplace", ALL)
    return Page(
        name=name,
        lang=language(),
        theme=st.context.theme.type or "light",
        ws=ws,
        own=own,
        demo=ws is not own,
        run=run,
        marketplaces=marketplaces,
        marketplace=chosen if chosen in marketplaces else None,
        now=places.now(),
    )


def language() -> str:
    """The language chosen; before any choice, the browser's, where we speak it; else English."""
    browser = (st.context.locale or "en").split("-")[0].lower()
    return session.get("language", browser if browser in text.LANGUAGES else "en")


def _workspaces() -> tuple[Workspace, Workspace]:
    """The seller's and the one shown; while a command works on them, the page says so and opens by itself."""
    try:
        return places.ready(_PATIENCE_SECONDS)
    except WorkspaceBusy:
        st.title("Shelflife", anchor=False)
        st.info(text.t("frame.command_at_work", language()), icon=":material/hourglass_top:")
        _knock()
        st.stop()
    except Failure as error:
        st.error(text.say(error, language()), icon=":material/error:")
        st.stop()


@st.fragment(run_every=_KNOCK_SECONDS)
def _knock() -> None:
    """Open the page as soon as the command is done."""
    try:
        places.ready(0)
    except WorkspaceBusy:
        return
    st.rerun()


def _sidebar(page: Page) -> None:
    st.logo(str(_ASSETS / "logo.png"), size="large", icon_image=str(_ASSETS / "favicon.png"))
    with st.sidebar:
        _menu(page)
        st.divider()
        _marketplace_choice(page)
        session.bind(
            "language",
            page.lang,
            st.segmented_control,
            page.t("frame.language"),
            options=list(text.LANGUAGES),
            format_func=text.LANGUAGES.get,
            required=True,
        )
        _data_badge(page)


def _menu(page: Page) -> None:
    for group, entries in MENU:
        there = [entry for entry in entries if (_PROJECT / entry[1]).exists()]
        if group and there:
            st.caption(page.t(f"frame.menu.{group}"))
        elif there and entries is not MENU[0][1]:
            st.space("small")
        for name, file, icon in there:
            st.page_link(file, label=page.t(f"frame.menu.{name}"), icon=icon)


def _marketplace_choice(page: Page) -> None:
    if len(page.marketplaces) > 1:
        session.bind(
            "marketplace",
            ALL,
            st.selectbox,
            page.t("frame.marketplace"),
            options=[ALL, *page.marketplaces],
            format_func=lambda code: page.t("frame.all_marketplaces") if code == ALL else code,
        )


def _data_badge(page: Page) -> None:
    if page.demo:
        st.badge(page.t("frame.badge.demo"), icon=":material/science:", color="violet")
    if page.run is None:
        st.caption(page.t("frame.badge.empty"))
        return
    files = cached.history(page)
    reports = int((files["status"] == "loaded").sum())
    st.caption(
        page.t("frame.badge.data", day=page.day(page.run["as_of"]), reports=page.number(reports), skus=page.number(page.run["skus"]))
    )
    st.caption(page.t("frame.badge.saved", at=moment(page, page.run["started_at"])))


def moment(page: Page, at: datetime) -> str:
    """Day and time of day where the seller sits; the workspace keeps UTC."""
    local = at.replace(tzinfo=UTC).astimezone(ZoneInfo(places.zone()))
    return f"{page.day(local.date())} {local:%H:%M}"


def _demo_banner(page: Page) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="demo_banner"):
        st.markdown(f":material/science: {page.t('frame.demo_banner')}", width="stretch")
        if st.button(page.t("frame.use_own"), icon=":material/upload_file:"):
            places.show_demo(False)
            st.switch_page("app.py" if places.has_run(page.own) else "pages/upload.py")
